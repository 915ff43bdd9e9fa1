"""Models that other programs have already downloaded, found where they lie; nothing is copied, moved or written.

Where each program keeps its models is from its own documentation: LM Studio, Ollama, the Hub's cache, llama.cpp,
Jan and GPT4All. Only these folders are looked through, bounded, and no link is followed out of them.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from models.hub import walk

MOST_MANIFESTS = 2_000
MANIFEST_BYTES = 1024 * 1024

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A model of another program. `sha256` is what that program calls it by, unchecked."""

    path: str
    program: str
    name: str
    size_bytes: int
    sha256: str | None = None


def find(home: Path, environ: Mapping[str, str], system: Path = Path("/")) -> list[Found]:
    """All models of other programs of this user and of the `system`, each file once."""
    found: dict[Path, Found] = {}
    for one in (
        *_ollama(home, environ, system), *_hub_cache(home, environ), *_plain("LM Studio", _lm_studio(home)),
        *_plain("llama.cpp", _llama_cpp(home, environ)), *_plain("Jan", _jan(home, environ)),
        *_plain("GPT4All", _gpt4all(home, environ)),
    ):  # fmt: skip
        found.setdefault(Path(one.path).resolve(), one)
    return list(found.values())


def of_this_user(shelved: Iterable[str]) -> list[Found]:
    """Those of this user's other programs that are not at one of the `shelved` paths, nor kept by us under another."""
    known = {_identity(path) for path in shelved} - {None}
    return [one for one in find(Path.home(), os.environ) if _identity(one.path) not in known]


def _identity(path: str) -> tuple[int, int] | None:
    """The same for all names of one file; None: there is none."""
    try:
        now = Path(path).stat()
    except OSError:
        return None
    return now.st_dev, now.st_ino


def _lm_studio(home: Path) -> Iterator[Path]:
    """Where it puts them, and where its user told it to."""
    lm_studio = home / ".lmstudio"
    with contextlib.suppress(OSError, UnicodeDecodeError):  # the whole of it can be moved; then this says whereto
        lm_studio = Path((home / ".lmstudio-home-pointer").read_text("utf-8")[:4096].strip())
    yield lm_studio / "models"
    yield home / ".cache" / "lm-studio" / "models"
    with contextlib.suppress(OSError, msgspec.MsgspecError, TypeError, KeyError):
        yield Path(_json(lm_studio / "settings.json")["downloadsFolder"])


def _llama_cpp(home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
    return _given(environ, "LLAMA_CACHE") or (
        _cache(home, environ) / "llama.cpp",
        *(folder / "llama.cpp" for folder in _given(environ, "LOCALAPPDATA")),
    )


def _jan(home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
    data = (
        home / "jan", _data(home, environ) / "Jan" / "data",
        *(folder / "Jan" / "data" for folder in _given(environ, "APPDATA")),
    )  # fmt: skip
    return tuple(folder / below for folder in data for below in ("models", "llamacpp/models"))


def _gpt4all(home: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
    return (
        _data(home, environ) / "nomic.ai" / "GPT4All",
        home / ".cache" / "gpt4all",  # its Python library's
        *(folder / "nomic.ai" / "GPT4All" for folder in _given(environ, "LOCALAPPDATA")),
    )


def _cache(home: Path, environ: Mapping[str, str]) -> Path:
    return next(iter(_given(environ, "XDG_CACHE_HOME")), home / ".cache")


def _data(home: Path, environ: Mapping[str, str]) -> Path:
    return next(iter(_given(environ, "XDG_DATA_HOME")), home / ".local" / "share")


def _given(environ: Mapping[str, str], name: str) -> tuple[Path, ...]:
    value = environ.get(name)
    return (Path(value),) if value else ()


def _plain(program: str, folders: Iterable[Path]) -> Iterator[Found]:
    """Folders that hold .gguf files under names of their own."""
    for folder in folders:
        for path in walk.files(folder):
            if walk.is_later_part(path) or path.name.lower().startswith("mmproj"):
                continue
            name = (
                path.parent.name if path.stem.lower() == "model" else walk.stem(path)
            )  # Jan calls each one model.gguf
            yield from _one(path, program, name)


def _hub_cache(home: Path, environ: Mapping[str, str]) -> Iterator[Found]:
    """The cache of huggingface_hub: snapshots are links into blobs, whose names are their sha256."""
    roots = _given(environ, "HF_HUB_CACHE") or tuple(folder / "hub" for folder in _given(environ, "HF_HOME"))
    for root in roots or (_cache(home, environ) / "huggingface" / "hub",):
        for path in walk.files(root):
            if "snapshots" not in path.parts or walk.is_later_part(path) or path.name.lower().startswith("mmproj"):
                continue
            blob = path.resolve().name
            yield from _one(path, "Hugging Face", walk.stem(path), blob if _SHA256.fullmatch(blob) else None)


def _ollama(home: Path, environ: Mapping[str, str], system: Path) -> Iterator[Found]:
    """Ollama's store: a manifest a model, whose model layer names a blob by its sha256."""
    usual = (home / ".ollama" / "models", system / "usr" / "share" / "ollama" / ".ollama" / "models")
    for root in _given(environ, "OLLAMA_MODELS") or usual:
        manifests = root / "manifests"
        for number, manifest in enumerate(walk.files(manifests, suffix="")):
            if number >= MOST_MANIFESTS:
                return
            digest = _model_layer(manifest)
            below = manifest.relative_to(manifests).parts
            if digest is None or len(below) < 3:
                continue
            # registry.ollama.ai/library/qwen2.5/7b is what its users call qwen2.5:7b
            *owner, model, tag = below[1:]
            prefix = "/".join(part for part in owner if part != "library")
            name = f"{prefix + '/' if prefix else ''}{model}:{tag}"
            yield from _one(root / "blobs" / f"sha256-{digest}", "Ollama", name, digest)


def _model_layer(manifest: Path) -> str | None:
    try:
        for layer in _json(manifest)["layers"]:
            if layer["mediaType"] == "application/vnd.ollama.image.model":
                digest = str(layer["digest"]).removeprefix("sha256:")
                return digest if _SHA256.fullmatch(digest) else None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, KeyError, TypeError, ValueError):
        pass
    return None


def _json(path: Path) -> Any:
    """The content of a small file. Raises: OSError; msgspec.MsgspecError."""
    with path.open("rb") as file:
        return msgspec.json.decode(file.read(MANIFEST_BYTES))


def _one(path: Path, program: str, name: str, sha256: str | None = None) -> Iterator[Found]:
    """The model at `path`, if there is one: a file that begins as GGUF does. The shelf looks closer."""
    try:
        size_bytes = path.stat().st_size
        with path.open("rb") as file:
            if file.read(4) != b"GGUF":
                return
    except OSError:
        return
    yield Found(path=str(path), program=program, name=name, size_bytes=size_bytes, sha256=sha256)
