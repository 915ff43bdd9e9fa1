"""Every library that the Windows program asks for is in the program or in Windows.

    closure.py [FOLDER]

FOLDER is the bundle that PyInstaller made on Windows. Without one the locked win_amd64 packages are fetched and
unpacked instead, and of Qt only the modules and plugins the program uses are followed: that shows what they and the
others need, but not llama.cpp, which has no package for Windows and is built there. Python's own library is
PyInstaller's to add.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pefile

ROOT = Path(__file__).resolve().parents[2]
PYTHON = "3.13"  # the release's
# What every Windows 10 has, by the names that were met; a new one is looked up and added by hand.
WINDOWS = """
    advapi32 authz bcrypt bcryptprimitives cfgmgr32 combase comctl32 comdlg32 crypt32 d2d1 d3d11 d3d12 d3d9
    dbghelp dnsapi dwmapi dwrite dxgi gdi32 icuuc imm32 iphlpapi kernel32 mpr mscms msvcrt mswsock ncrypt
    netapi32 ntdll ole32 oleaut32 pdh powrprof propsys psapi rpcrt4 secur32 setupapi shcore shell32 shlwapi
    ucrtbase uiautomationcore user32 userenv uxtheme version windowscodecs winhttp winmm winspool.drv ws2_32
    wtsapi32
"""
_PYTHONS_OWN = re.compile(r"python3\d*\.dll|vcruntime140(_1)?\.dll")
_LOCKED = re.compile(r"(?m)^([\w.-]+==[^\s;\\]+)([^\\\n]*)")
_NOT_HERE = ("llama-cpp-python", "jeepney", "secretstorage")  # built on Windows; asked for by Linux alone
_PROGRAMS = {".dll", ".pyd", ".exe"}
_QT = re.compile(
    r"shiboken6/.*\.pyd|PySide6/(Qt(Core|Gui|Widgets|Svg)\.pyd"
    r"|plugins/(platforms/q(windows|offscreen)|styles/|iconengines/|imageformats/(?!qpdf)).*\.dll)"
)


def programs(folder: Path) -> dict[str, Path]:
    """The libraries and programs of a folder by their names in small letters."""
    return {file.name.lower(): file for file in sorted(folder.rglob("*")) if file.suffix.lower() in _PROGRAMS}


def is_start(program: Path, folder: Path) -> bool:
    """It is loaded by Python or by Qt itself, not by another library."""
    place = program.relative_to(folder).as_posix()
    return not place.startswith(("PySide6/", "shiboken6/")) or bool(_QT.match(place))


def asked_for(program: Path) -> Iterator[str]:
    """The names of the libraries it loads, at its start or later, in small letters."""
    kinds = ("IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT")
    with pefile.PE(str(program), fast_load=True) as read:
        read.parse_data_directories([pefile.DIRECTORY_ENTRY[kind] for kind in kinds])
        for kind in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
            for entry in getattr(read, kind, []):
                yield entry.dll.decode().lower()


def is_windows(name: str) -> bool:
    """It comes with the system."""
    return name.startswith(("api-ms-win-", "ext-ms-")) or name.removesuffix(".dll") in WINDOWS.split()


def follow(folder: Path) -> tuple[set[Path], dict[str, list[str]]]:
    """What is loaded, and the libraries that are nowhere, each with those that ask for it."""
    there = programs(folder)
    ahead = [program for program in there.values() if is_start(program, folder)]
    loaded, missing = set(ahead), dict[str, list[str]]()
    while ahead:
        program = ahead.pop()
        for name in asked_for(program):
            if name in there and there[name] not in loaded:
                loaded.add(there[name])
                ahead.append(there[name])
            elif name not in there and not is_windows(name) and not _PYTHONS_OWN.fullmatch(name):
                missing.setdefault(name, []).append(program.relative_to(folder).as_posix())
    return loaded, missing


def fetch(folder: Path) -> None:
    """The locked packages for 64-bit Windows, unpacked. Raises: CalledProcessError."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = [pin for pin, marker in _LOCKED.findall(lock) if _on_windows(pin, marker)]
    wheels = folder / "wheels"
    command = [
        sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--only-binary", ":all:", "--platform",
        "win_amd64", "--python-version", PYTHON, "--dest", str(wheels), *wanted,
    ]  # fmt: skip
    subprocess.run(command, check=True)
    for wheel in wheels.iterdir():
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(folder / "tree")


def _on_windows(pin: str, marker: str) -> bool:
    from packaging.markers import Marker

    if pin.split("==")[0].lower() in _NOT_HERE:
        return False
    condition = marker.strip().lstrip(";").strip()
    here = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "python_version": PYTHON}
    here |= {"python_full_version": f"{PYTHON}.0", "platform_machine": "AMD64", "implementation_name": "cpython"}
    return not condition or Marker(condition).evaluate(here)


def main() -> None:
    """See the module's text."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(sys.argv[1]) if sys.argv[1:] else Path(work) / "tree"
        if not sys.argv[1:]:
            fetch(Path(work))
        loaded, wanted = follow(folder)
    for name, askers in sorted(wanted.items()):
        print(f"{name} is missing, asked for by {', '.join(askers[:3])}", file=sys.stderr)
    if wanted:
        raise SystemExit(1)
    print(f"{len(loaded)} libraries and programs: everything they ask for is in the bundle or in Windows.")


if __name__ == "__main__":
    main()
