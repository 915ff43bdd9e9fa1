"""Which models lie in a repository, from the names of its files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from models.hub import walk
from models.hub.events import WantedFile, is_model_file
from models.hub.repository import Variant

_QUANTISATION = re.compile(
    r"(?:^|[-_.])((?:UD-)?(?:Q[1-8](?:_[01](?:_\d_\d)?|_K(?:_(?:XXS|XS|S|M|L|XL))?)?|IQ[1-4]_(?:XXS|XS|S|M|NL)"
    r"|TQ[12]_0|MXFP4(?:_MOE)?|NVFP4|BF16|FP?16|FP?32))(?=$|[-_.])",
    re.ASCII | re.IGNORECASE,
)
# Files beside the models: what sees pictures, what was measured for quantising, what drafts.
_PROJECTOR = re.compile(r"mmproj", re.IGNORECASE)
_NO_MODEL = re.compile(r"imatrix|mmproj|\bmtp\b|[-_.]lora[-_.]", re.IGNORECASE)
_HALF = re.compile("^FP(?=16|32)")
_PROJECTORS = ("F16", "BF16", "Q8_0", "F32")  # the best first


def variants(files: Iterable[WantedFile]) -> tuple[Variant, ...]:
    """The models among `files`, smallest first. A set of which a part is missing is none."""
    named = {file.name: file for file in files if is_model_file(file.name) and not _NO_MODEL.search(_last(file.name))}
    found: list[tuple[str, Variant]] = []
    for name in named:
        first = PurePosixPath(name)
        if walk.is_later_part(first):
            continue
        parts = [named.get(part.as_posix()) for part in walk.parts(first)]
        if None not in parts:
            whole = tuple(part for part in parts if part is not None)
            found.append((walk.stem(first), Variant(quantisation=quantisation(walk.stem(first)), files=whole)))
    return _told_apart(found)


def projector(files: Iterable[WantedFile]) -> WantedFile | None:
    """The file through which the models see pictures, the most exact that is of sensible size; None: there is none."""
    named = {quantisation(walk.stem(PurePosixPath(file.name))): file for file in files if _is_projector(file.name)}
    return next((named[kind] for kind in _PROJECTORS if kind in named), next(iter(named.values()), None))


def quantisation(stem: str) -> str:
    """`Q4_K_M` of `Qwen2.5-7B-Instruct-Q4_K_M`, as people write it; the stem itself where it says none."""
    found = _QUANTISATION.findall(stem)
    return _HALF.sub("F", found[-1].upper()) if found else stem


def _told_apart(found: list[tuple[str, Variant]]) -> tuple[Variant, ...]:
    """Two models of one quantisation are called by their whole names."""
    times = Counter(variant.quantisation for _, variant in found)
    apart = [
        Variant(quantisation=stem, files=variant.files) if times[variant.quantisation] > 1 else variant
        for stem, variant in found
    ]
    return tuple(sorted(apart, key=lambda variant: (variant.size_bytes or 0, variant.quantisation)))


def _is_projector(name: str) -> bool:
    return is_model_file(name) and bool(_PROJECTOR.search(_last(name)))


def _last(name: str) -> str:
    return name.rpartition("/")[2]
