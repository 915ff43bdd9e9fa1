"""The files of the .deb and the .rpm as they lie in the system: the program in /opt/paddock, a command in /usr/bin."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import elf
import tree

PROGRAM = "opt/paddock"
DOCUMENT = "usr/share/doc/paddock"
# They come with a graphics card's driver. Without them the engine passes over its part for such a card.
DRIVERS = {"libcuda.so.1", "libvulkan.so.1"}


def make(bundle: Path, root: Path) -> Path:
    """Fill `root` anew from the frozen program; returns it."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(bundle, root / PROGRAM, symlinks=True)
    command = root / "usr/bin/paddock"
    command.parent.mkdir(parents=True)
    command.symlink_to(f"/{PROGRAM}/paddock")
    tree.write(root / "usr/share", "/usr/bin/paddock")
    document = root / DOCUMENT / "copyright"
    document.parent.mkdir(parents=True)
    shutil.copy(bundle / "THIRD-PARTY.txt", document)
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == root / PROGRAM / "paddock" else 0o644)
    # KDE only takes actions from files that may be run.
    (root / "usr/share/kio/servicemenus/paddock-servicemenu.desktop").chmod(0o755)
    return root


def wanted_libraries(bundle: Path) -> set[str]:
    """The libraries that the program expects of the system."""
    files = elf.files_in(bundle)
    inside = {file.name for file in bundle.rglob("*")}
    return set().union(*elf.needed(files).values()) - inside - DRIVERS


def glibc(bundle: Path) -> str:
    """The oldest one the program starts with."""
    return "{}.{}".format(*max(elf.glibc_floors(elf.files_in(bundle)).values()))
