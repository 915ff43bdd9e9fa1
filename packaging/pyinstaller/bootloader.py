"""Compiles PyInstaller's bootloader on this machine, in place of the one in its wheel.

    bootloader.py [--try]

Virus scanners know the bootloader of the wheel from every program that was ever frozen with it, malware too; one of our
own compiler is nobody else's. The source is PyInstaller's archive, locked by its hash in requirements-dev.lock; what
unpacks it (hatchling) comes from the package index without one, and none of it is in the program. A
C compiler and zlib's headers are needed (on Debian zlib1g-dev; on Windows the compiler of Visual Studio).

With --try it is compiled and started in a folder that is thrown away, and the environment is left as it is.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from PyInstaller import HOMEPATH, PLATFORM

NAME = f"PyInstaller/bootloader/{PLATFORM}/run{'.exe' if sys.platform == 'win32' else ''}"
LOCK = Path(__file__).resolve().parents[2] / "requirements-dev.lock"
_LOCKED = re.compile(r"^pyinstaller==.*?(?=^\S)", re.MULTILINE | re.DOTALL)


def requirement(lock: str) -> str:
    """PyInstaller's lines of a lock file, with their hashes. Raises: SystemExit."""
    found = _LOCKED.search(lock + "\nend")
    if found is None:
        raise SystemExit(f"{LOCK.name} does not lock PyInstaller.")
    return found[0]


def compiled(folder: Path) -> Path:
    """A wheel of PyInstaller with a bootloader made here. Raises: SystemExit."""
    wanted = folder / "pyinstaller.txt"
    wanted.write_text(requirement(LOCK.read_text(encoding="utf-8")), encoding="utf-8")
    command = [
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-cache-dir",
        "--require-hashes", "--no-binary", ":all:", "--wheel-dir", str(folder), "-r", str(wanted),
    ]  # fmt: skip
    environment = os.environ | {"PYINSTALLER_COMPILE_BOOTLOADER": "1"}
    if subprocess.run(command, env=environment, check=False).returncode:
        raise SystemExit("The bootloader could not be compiled (see above). On Debian: apt-get install zlib1g-dev.")
    return next(folder.glob("pyinstaller-*.whl"))


def bootloader(wheel: Path, folder: Path) -> Path:
    """The program inside the wheel, unpacked. Raises: SystemExit, where it is the one that everybody has."""
    with zipfile.ZipFile(wheel) as packed:
        program = Path(packed.extract(NAME, folder))
    if program.read_bytes() == Path(HOMEPATH, NAME).read_bytes():
        raise SystemExit(f"{wheel.name} has the bootloader that is installed already: nothing was compiled.")
    program.chmod(0o755)
    return program


def main() -> None:
    """See the module's text."""
    with tempfile.TemporaryDirectory() as work:
        wheel = compiled(Path(work))
        program = bootloader(wheel, Path(work))
        print(
            f"{program.name}: {program.stat().st_size} bytes, sha256 {hashlib.sha256(program.read_bytes()).hexdigest()}"
        )
        if "--try" in sys.argv[1:]:
            # Without an archive behind it, it has nothing to start and says so.
            tried = subprocess.run([program], capture_output=True, text=True, check=False, timeout=60)
            if "PKG archive" not in tried.stderr + tried.stdout:
                raise SystemExit(f"It does not start: {tried.returncode} {tried.stderr}")
            return
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", str(wheel)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
