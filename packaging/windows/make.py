"""Everything that makes and tries the installers on Windows, one step after the other.

    make.py [--packs FILE] [--dry-run]

With --dry-run, anywhere: the steps that need Windows are only named; the installer is made around a stub, signed where
PADDOCK_SIGN says how, and tried under wine. On Windows, in Visual Studio's environment, after prepare.py of setup:
the bootloader is compiled, the program frozen, tried, signed, packed, signed, installed, tried again and removed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUNDLE = ROOT / "dist" / "paddock"
PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Step:
    """A command. `anywhere`: it is run in a dry run too."""

    words: str
    command: tuple[str | Path, ...]
    anywhere: bool = False


def script(words: str, name: str, *more: str | Path, anywhere: bool = False) -> Step:
    """A step that is one of packaging's scripts."""
    return Step(words, (PYTHON, ROOT / "packaging" / name, *more), anywhere)


def making(out: Path, packs: Path | None, *, dry: bool) -> Iterator[Step]:
    """Up to the installer."""
    known = ("--packs", packs) if packs else ()
    programs = (BUNDLE / "Paddock.exe", BUNDLE / "paddock-cli.exe")
    payload = () if dry else ("--payload", BUNDLE)
    yield script("compile the bootloader", "pyinstaller/bootloader.py")
    yield script("freeze", "bundle.py", *known)
    yield Step("try it", (BUNDLE / "paddock-cli.exe", "--self-test"))
    yield script("look for libraries that are missing", "windows/closure.py", BUNDLE)
    yield script("sign the programs", "windows/sign.py", *programs)
    yield script("make installer and zip", "windows/installer.py", *payload, "--out", out, "--zip", anywhere=True)


def trying(setup: Path, *, dry: bool) -> Iterator[Step]:
    """From the installer on."""
    home = Path(os.environ.get("LOCALAPPDATA", "%LOCALAPPDATA%"), "Programs", "Paddock")
    yield script("sign the installer", "windows/sign.py", setup, anywhere=True)
    yield Step("install", (setup, "/S"))
    yield Step("try what was installed", (home / "paddock-cli.exe", "--self-test"))
    yield Step("remove it", (home / "uninstall.exe", "/S"))
    if dry:
        yield script("install, upgrade and remove it under wine", "windows/check.py", setup, anywhere=True)


def run(steps: Iterator[Step], *, dry: bool) -> None:
    """Raises: CalledProcessError."""
    for step in steps:
        left_out = dry and not step.anywhere
        print(f"{'not here' if left_out else '--'}: {step.words}: {' '.join(map(str, step.command))}", flush=True)
        if not left_out:
            subprocess.run([str(word) for word in step.command], check=True, cwd=ROOT)


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", type=Path, help="the packs that the program is to know")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "packages")
    parser.add_argument("--dry-run", action="store_true")
    wishes = parser.parse_args()
    dry, out = wishes.dry_run, wishes.out.resolve()
    if not dry and sys.platform != "win32":
        raise SystemExit("The program for Windows is made on Windows; --dry-run tries the rest here.")
    run(making(out, wishes.packs, dry=dry), dry=dry)
    (setup,) = out.glob(f"*-setup{'-stub' if dry else ''}.exe")
    run(trying(setup, dry=dry), dry=dry)


if __name__ == "__main__":
    main()
