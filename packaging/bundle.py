"""The program as one folder, dist/paddock, with everything that has to lie in it.

    bundle.py [--engine FOLDER] [--cuda FOLDER] [--vulkan FOLDER] [--packs FILE]

The engine's libraries are built first where they are missing (packaging/llama/libraries.py, about 20 minutes of one
core, once). --cuda and --vulkan name what that has built beside it: with CUDA it is the complete flavour, whose
packages have -nvidia in their names; --packs names the packs.json of packaging/llama/pack.py. Ends with the folder's
size and the oldest glibc it starts with; fails where either is beyond its limit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent / "llama"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import elf
import libraries
from inside import flavour, inventory, sbom, third_party

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUNDLE = ROOT / "dist" / "paddock"
WORK = ROOT / "build" / "bundle"
CONTENTS = WORK / "contents.json"
LARGEST_BYTES = 280_000_000
OLDEST_GLIBC = (2, 35)  # Ubuntu 22.04; set by the release's Python


def self_test_material(folder: Path) -> None:
    """What `paddock --self-test` answers with and reads: a model of random weights and a page of PDF."""
    from reportlab.pdfgen.canvas import Canvas

    from tests.gguf_models import make_tiny_gguf

    folder.mkdir(parents=True, exist_ok=True)
    make_tiny_gguf(folder / "tiny.gguf")
    page = Canvas(str(folder / "meadow.pdf"), invariant=True)
    page.drawString(72, 720, "The meadow is green, and the horse is in the paddock.")
    page.save()


def freeze(engine: Path) -> None:
    """Run PyInstaller. Raises: SystemExit, where it had to leave something out."""
    material = WORK / "self_test"
    self_test_material(material)
    environment = os.environ | {
        "PADDOCK_ENGINE_LIBRARIES": str(engine),
        "PADDOCK_BUNDLE_EXTRA": str(material),
        "PADDOCK_BUNDLE_CONTENTS": str(CONTENTS),
    }
    command = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(BUNDLE.parent),
        "--workpath", str(WORK), str(HERE / "pyinstaller" / "paddock.spec"),
    ]  # fmt: skip
    frozen = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, check=False)
    # Without its system packages a Qt plugin is packed, and its libraries are left out with no more than a warning.
    missing = [
        line for line in frozen.stderr.splitlines() if "Library not found" in line or "could not resolve" in line
    ]
    if frozen.returncode or missing:
        raise SystemExit("\n".join(missing) or frozen.stderr)


def strip_symbols(folder: Path) -> None:
    """Python's own libraries lose their symbols, 17 MB. Never the wheels': strip ruins what auditwheel made."""
    python = [*folder.glob("_internal/libpython*"), *folder.glob("_internal/python*/lib-dynload/*.so")]
    if sys.platform == "linux":
        subprocess.run(["strip", "--strip-unneeded", *map(str, python)], check=True)


def engine_libraries(folder: Path) -> list[Path]:
    """Those of the engine as they are in the bundle."""
    lib = folder / "_internal" / "llama_cpp" / "lib"
    return [file for file in lib.iterdir() if not file.is_symlink() and file.suffix not in (".json", ".txt")]


def size_bytes(folder: Path) -> int:
    """Of all files, links not followed."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def main() -> None:
    """Build, look inside, weigh."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", type=Path, help="libraries built elsewhere, for example with CUDA")
    parser.add_argument("--cuda", type=Path, metavar="FOLDER", help="the complete flavour, with build/llama/cuda/lib")
    parser.add_argument("--vulkan", type=Path, metavar="FOLDER", help="with build/llama/vulkan/lib")
    parser.add_argument("--packs", type=Path, metavar="FILE", help="the packs that this program is to know")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wishes = parser.parse_args()
    engine = wishes.engine.absolute() if wishes.engine else libraries.build(libraries.cpu(), wishes.jobs)
    shutil.rmtree(BUNDLE, ignore_errors=True)
    freeze(engine)
    strip_symbols(BUNDLE)
    parts = inventory.parts_of(CONTENTS, BUNDLE)
    added = [folder for folder in (wishes.vulkan, wishes.cuda) if folder]
    for folder in added:
        parts += flavour.add(BUNDLE, folder)
    if wishes.packs:
        flavour.know(BUNDLE, wishes.packs)
    (BUNDLE / "THIRD-PARTY.txt").write_text(third_party.page(parts), encoding="utf-8")
    (BUNDLE / "sbom.cdx.json").write_text(sbom.document(parts, engine_libraries(BUNDLE)), encoding="utf-8")
    shutil.copy(ROOT / "LICENSE", BUNDLE / "LICENSE.txt")
    weigh(BUNDLE, LARGEST_BYTES + (size_bytes(wishes.cuda) if wishes.cuda else 0))


def weigh(folder: Path, largest_bytes: int = LARGEST_BYTES) -> None:
    """Print size and glibc floor. Raises: SystemExit, beyond a limit."""
    size = size_bytes(folder)
    print(f"{folder.name}: {size / 1e6:.0f} MB unpacked")
    if size > largest_bytes:
        raise SystemExit(f"That is more than {largest_bytes / 1e6:.0f} MB.")
    if sys.platform == "linux":
        floors = elf.glibc_floors(elf.files_in(folder))
        highest = max(floors.values())
        print(f"{folder.name}: needs glibc {highest[0]}.{highest[1]}")
        if highest > OLDEST_GLIBC:
            wanting = ", ".join(file.name for file, floor in floors.items() if floor == highest)
            raise SystemExit(f"That is too new for Ubuntu 22.04: {wanting}.")


if __name__ == "__main__":
    main()
