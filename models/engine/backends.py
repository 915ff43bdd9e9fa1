"""The engine's parts for processors and graphics cards, where each is a library of its own.

ggml's own search looks beside the program and in the current folder, where somebody may have planted one, and passes
over a library that cannot be loaded in silence. Here each is loaded by its absolute path from the engine's own folder,
through libllama's handle, and what is not used has its reason.
"""

from __future__ import annotations

import ctypes
import importlib.util
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

_NAME = re.compile(r"^(?:lib)?ggml-(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?:so|dll)$")
_FOUNDATIONS = ("base",)


class Backend(msgspec.Struct, frozen=True):
    """One library: `name` as ggml calls it ("cpu-haswell", "cuda"); `why_not` is empty for one that is in use."""

    name: str
    why_not: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.why_not}" if self.why_not else self.name


def engine_folder() -> Path | None:
    """Where llama_cpp keeps its libraries; found without importing it. None: there is no engine."""
    spec = importlib.util.find_spec("llama_cpp")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0], "lib").absolute() if places else None


def libraries(folder: Path) -> dict[str, Path]:
    """The backends in the engine's folder, by name; empty where they are built into the engine."""
    found = {match["name"]: file for file in folder.glob("*ggml-*") if (match := _NAME.match(file.name))}
    return {name: found[name] for name in sorted(found) if name not in _FOUNDATIONS}


def load(
    files: Mapping[str, Path], into_ggml: Callable[[bytes], int | None], refused: Sequence[Backend] = ()
) -> tuple[Backend, ...]:
    """Load the best processor variant and every graphics backend of `files`, by name; one row for each.

    `into_ggml` is `ggml_backend_load`. `refused` are those that have been found not to work on this machine.
    """
    reasons = {backend.name: backend.why_not for backend in refused}
    scores = {name: _score(file) for name, file in files.items() if is_cpu(name)}
    best = best_variant(scores)
    rows = []
    for name, file in files.items():
        if name in reasons:
            rows.append(Backend(name, reasons[name]))
        elif name in scores and name != best:
            rows.append(Backend(name, _why_not_this_variant(scores[name], best)))
        else:
            rows.append(Backend(name, _load_one(file, into_ggml)))
    return tuple(rows)


def best_variant(scores: dict[str, int]) -> str | None:
    """The name with the highest score; a variant scores 0 where the processor lacks something it uses."""
    usable = {name: score for name, score in scores.items() if score > 0}
    return max(usable, key=usable.__getitem__, default=None)


def in_use(backends: Iterable[Backend]) -> tuple[str, ...]:
    """The names of those that are."""
    return tuple(backend.name for backend in backends if not backend.why_not)


def is_cpu(name: str) -> bool:
    """It is a variant for processors."""
    return name == "cpu" or name.startswith("cpu-")


def _score(file: Path) -> int:
    """What the variant says of this processor (`ggml_backend_score` of ggml-cpu/arch): 0 means it would crash.

    A library without the function is one plain build, better than none.
    """
    try:
        library = ctypes.CDLL(str(file))
    except OSError:
        return 0
    try:
        return int(library.ggml_backend_score())
    except AttributeError:
        return 1


def _why_not_this_variant(score: int, best: str | None) -> str:
    if score:
        return f"{best} is quicker on this processor"
    return "this processor lacks instructions it uses"


def loading_problem(file: Path) -> str:
    """Why the system cannot load `file`, in its own words; empty when it can. It stays loaded."""
    try:
        ctypes.CDLL(str(file))
    except OSError as error:
        # In a frozen program PyInstaller puts words of its own before the system's.
        return str(error.__cause__ or error).replace(f"{file}: ", "")
    return ""


def _load_one(file: Path, into_ggml: Callable[[bytes], int | None]) -> str:
    """Empty, or why not: ggml would keep the system's words to itself."""
    if problem := loading_problem(file):
        return problem
    return "" if into_ggml(str(file).encode()) else "it belongs to another version of the engine"
