"""The setup.exe: NSIS around the folder that PyInstaller made on Windows.

    installer.py [--payload dist/paddock] [--out dist] [--zip]

Without a payload a stub takes its place, so that the script, the registry entries and the uninstaller can be tried
anywhere (packaging/windows/check.py); the result then ends in "-stub" and is nothing to give away. `--zip` makes the
portable form as well: the same folder with a file "portable" in it, which keeps chats and models beside the program.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import icons
from release import version

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PORTABLE = "portable"  # models/paths.py looks for it
_PORTABLE_TEXT = (
    "Chats, settings and models lie in the folder “Paddock data” beside the program while this file is here.\n"
)


def make_stub(folder: Path) -> None:
    """A payload that only says that it was started. Raises: CalledProcessError."""
    (folder / "_internal" / "库").mkdir(parents=True)
    (folder / "_internal" / "库" / "library.txt").write_text("a file of the program", encoding="utf-8")
    for program in ("Paddock.exe", "paddock-cli.exe"):
        _makensis("stub.nsi", OUT=folder / program)


def make_installer(payload: Path, out: Path) -> None:
    """Raises: CalledProcessError, FileNotFoundError where NSIS is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        icon = Path(folder) / "paddock.ico"
        icon.write_bytes(icons.ico())
        _makensis("paddock.nsi", VERSION=version(), PAYLOAD=payload, ICON=icon, OUT=out)


def make_zip(payload: Path, out: Path) -> None:
    """The portable form; everything lies in one folder, as people expect who unpack where they stand."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(payload.rglob("*")):
            if file.is_file():
                packed.write(file, Path("Paddock") / file.relative_to(payload))
        packed.writestr(f"Paddock/{PORTABLE}", _PORTABLE_TEXT)


def _makensis(script: str, **defined: object) -> None:
    words = [f"-D{name}={value}" for name, value in defined.items()]
    subprocess.run(["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, str(HERE / script)], check=True)


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--payload", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--zip", action="store_true")
    a = parser.parse_args()
    if shutil.which("makensis") is None:
        raise SystemExit("makensis is missing: apt-get install nsis, or choco install nsis on Windows.")
    out = a.out.resolve()  # makensis takes a path for one beside its script
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        payload, mark = a.payload, ""
        if payload is None:
            payload, mark = Path(folder) / "payload", "-stub"
            make_stub(payload)
        made = [out / f"paddock-{version()}-setup{mark}.exe"]
        make_installer(payload.resolve(), made[0])
        if a.zip:
            made.append(out / f"paddock-{version()}-portable{mark}.zip")
            make_zip(payload, made[1])
    for file in made:
        print(f"{file.stat().st_size / 1e6:7.1f} MB  {file.name}")


if __name__ == "__main__":
    main()
