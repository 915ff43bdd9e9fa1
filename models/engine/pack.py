"""The CUDA pack: the engine's library for NVIDIA cards with what it needs of NVIDIA's, as one file.

It is a zip with a manifest, made with the program (packaging/llama/pack.py) and known to it by its SHA-256, so that it
may come from anywhere: downloaded, or on a stick. Unpacked it lies in a folder of the engine's version, because the
engine's libraries fit only each other.
"""

from __future__ import annotations

import platform
import re
import shutil
import stat
import sys
import tempfile
import zipfile
from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from models.engine.backends import engine_folder, is_cpu
from models.engine.backends import libraries as backend_libraries
from models.errors import DiskFull, FileNotRegular, GpuPackUnusable, StoreUnwritable
from models.paths import Paths, resources
from models.unzipping import DAMAGE, NotAsItShould, open_member, sha256_of, unpack

MANIFEST = "manifest.json"
SUFFIX = ".pack"
LARGEST_BYTES = 4 << 30  # unpacked; 1.0 GB with CUDA 13 at the time of writing
MANIFEST_BYTES = 1 << 20  # read before the pack is known to be ours
ROOM_BYTES = 256 << 20  # that stays free on the disk
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class PackedFile(msgspec.Struct, frozen=True):
    """A file of a pack, or a whole one."""

    size_bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a pack, and what it is for. `system` is that of `this_system`; `files` by their plain names."""

    form: Literal[1] = 1
    engine: str
    system: str
    cuda: str
    architectures: str
    files: dict[str, PackedFile]

    def __post_init__(self) -> None:
        if any(not _NAME.fullmatch(name) for name in self.files):
            raise ValueError("a file's name is not plain")

    @property
    def size_bytes(self) -> int:
        """Of all files, unpacked."""
        return sum(file.size_bytes for file in self.files.values())


class KnownPack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack made with this program. `repo` and `commit` are where it can be downloaded, where it was published."""

    name: str
    engine: str
    system: str
    size_bytes: int
    sha256: str
    repo: str = ""
    commit: str = "main"


class Unpacking(msgspec.Struct, frozen=True):
    """`done_bytes` of `total_bytes` are written and checked."""

    done_bytes: int
    total_bytes: int


def this_system() -> str:
    """Such as "linux-x86_64"."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    return f"{'windows' if sys.platform == 'win32' else sys.platform}-{machine}"


@cache
def engine_version() -> str:
    """Of llama-cpp-python, whose llama.cpp it is; empty without one."""
    import importlib.metadata  # asked here alone, and the window opens sooner without

    try:
        return importlib.metadata.version("llama-cpp-python")
    except importlib.metadata.PackageNotFoundError:
        return ""


def takes_packs() -> bool:
    """The engine loads its parts one by one: that of the installers does, that of a checkout has all built in."""
    folder = engine_folder()
    return folder is not None and any(is_cpu(name) and name != "cpu" for name in backend_libraries(folder))


def known(listed: Path | None = None) -> KnownPack | None:
    """The pack for this engine on this system, if one was made. `listed` is packs.json."""
    packs = msgspec.json.decode((listed or resources() / "packs.json").read_bytes(), type=list[KnownPack])
    here = engine_version(), this_system()
    return next((pack for pack in packs if (pack.engine, pack.system) == here), None)


def folder(paths: Paths) -> Path | None:
    """Where the installed pack's libraries are; None without one of this version, or when a file of it is missing."""
    return place(paths) if installed(paths) else None


def place(paths: Paths) -> Path:
    """Where the pack of this version belongs."""
    return paths.gpu / (engine_version() or "none")


def installed(paths: Paths) -> Manifest | None:
    """The manifest of the installed pack. Looks at the sizes of its files and not into them."""
    try:
        manifest = msgspec.json.decode((place(paths) / MANIFEST).read_bytes(), type=Manifest)
        sizes = {name: (place(paths) / name).stat().st_size for name in manifest.files}
    except (OSError, msgspec.MsgspecError):
        return None
    whole = all(sizes[name] == file.size_bytes for name, file in manifest.files.items())
    return manifest if whole and manifest.engine == engine_version() else None


def install(path: Path, paths: Paths, listed: Path | None = None) -> Generator[Unpacking, None, Manifest]:
    """Check the pack at `path` and take it in, in place of any before; closing the iterator leaves all as it was.

    Raises:
        GpuPackUnusable: It is none, of another version or system, damaged, or not ours.
        FileNotRegular: It is a device or a pipe.
        DiskFull, StoreUnwritable: It could not be unpacked.
    """
    manifest, wanted = _manifest_of(path), known(listed)
    if not takes_packs():
        raise GpuPackUnusable(
            name=path.name, detail="this Paddock’s engine was built in one piece, an installer’s is not"
        )
    if manifest.system != this_system():
        raise GpuPackUnusable(name=path.name, detail="it is for another system")
    if manifest.engine != engine_version():
        raise GpuPackUnusable(name=path.name, detail="it is for another version of Paddock, get the pack of this one")
    try:
        if wanted is None or path.stat().st_size != wanted.size_bytes or sha256_of(path) != wanted.sha256:
            raise _damaged(path)
        return (yield from _take(path, manifest, paths))
    except OSError as error:
        raise StoreUnwritable(folder=str(paths.gpu), detail=f"{error.strerror or error}.") from error


def remove(paths: Paths) -> None:
    """Give the room of all packs back. Raises: StoreUnwritable, when Windows has a library of it in use."""
    try:
        if paths.gpu.exists():
            shutil.rmtree(paths.gpu)
    except OSError as error:
        raise StoreUnwritable(folder=str(paths.gpu), detail=f"{error.strerror}.") from error


def _take(path: Path, manifest: Manifest, paths: Paths) -> Generator[Unpacking, None, Manifest]:
    """Unpack beside its place, check every file, then move it there. Raises: as `install`, OSError."""
    paths.gpu.mkdir(parents=True, exist_ok=True)
    for left in paths.gpu.glob(".new-*"):  # by an unpacking that was killed
        shutil.rmtree(left, ignore_errors=True)
    if shutil.disk_usage(paths.gpu).free < manifest.size_bytes + ROOM_BYTES:
        raise DiskFull(folder=str(paths.gpu))
    with tempfile.TemporaryDirectory(dir=paths.gpu, prefix=".new-") as name:
        made = Path(name) / "pack"
        try:
            for done in unpack(path, made, LARGEST_BYTES, {*manifest.files, MANIFEST}):
                yield Unpacking(done, manifest.size_bytes)
        except NotAsItShould as error:
            raise _damaged(path) from error
        for plain, file in manifest.files.items():
            if not (made / plain).is_file() or sha256_of(made / plain) != file.sha256:
                raise _damaged(path)
        for old in [each for each in paths.gpu.iterdir() if not each.name.startswith(".")]:
            shutil.rmtree(old)
        made.rename(place(paths))
    return manifest


def _manifest_of(path: Path) -> Manifest:
    """Raises: GpuPackUnusable, FileNotRegular."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise FileNotRegular(name=path.name)
        with zipfile.ZipFile(path) as packed:
            info = packed.getinfo(MANIFEST)
            if info.file_size > MANIFEST_BYTES:
                raise _damaged(path)
            with open_member(packed, info) as file:  # without a limit it would unpack all, whatever size was said
                return msgspec.json.decode(file.read(MANIFEST_BYTES), type=Manifest)
    except (*DAMAGE, OSError, KeyError, msgspec.MsgspecError) as error:  # RuntimeError: JSON nested too deeply, too
        if path.suffix == SUFFIX and path.is_file() and isinstance(error, DAMAGE):
            raise _damaged(path) from error  # it did not arrive whole
        raise GpuPackUnusable(name=path.name, detail="it is no such pack") from error


def _damaged(path: Path) -> GpuPackUnusable:
    return GpuPackUnusable(name=path.name, detail="it is damaged, or it was not made with this version of Paddock")
