"""The packages for Linux out of dist/paddock: .deb, .rpm, .run and a tarball, with their sizes and SHA256SUMS."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import deb
import release
import rpm
import run_file
import system_root

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "dist" / "paddock"
OUT = ROOT / "dist" / "packages"
WORK = ROOT / "build" / "packages"
LARGEST_DEB_BYTES = 100_000_000
KINDS = {"deb": ("{}_*.deb",), "rpm": ("{}-[0-9]*.rpm",), "run": ("{}-[0-9]*.run", "{}-[0-9]*.tar.xz")}


def sums(folder: Path) -> str:
    """Lines that `sha256sum --check` reads, for all files in `folder`."""
    files = sorted(file for file in folder.iterdir() if file.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def main() -> None:
    """Make all, or those named on the command line; the tarball comes with the .run."""
    wanted = sys.argv[1:] or list(KINDS)
    os.umask(0o022)
    OUT.mkdir(parents=True, exist_ok=True)
    name = release.package_name(BUNDLE)
    for kind in wanted:
        for old in itertools.chain(
            *(OUT.glob(each.format(name)) for each in KINDS[kind])
        ):  # half a package is not to be taken for one
            old.unlink()
    WORK.mkdir(parents=True, exist_ok=True)
    root = system_root.make(BUNDLE, WORK / "root")
    if "deb" in wanted:
        made = deb.make(BUNDLE, root, OUT)
        if made.stat().st_size > LARGEST_DEB_BYTES and name == "paddock":
            raise SystemExit(f"{made.name} is larger than {LARGEST_DEB_BYTES / 1e6:.0f} MB.")
    if "rpm" in wanted and shutil.which("rpmbuild"):
        rpm.make(BUNDLE, root, WORK, OUT)
    elif "rpm" in wanted:
        print("no .rpm: rpmbuild is missing (on Debian: apt-get install rpm)")
    if "run" in wanted:
        run_file.make(run_file.tarball(BUNDLE, WORK, OUT), OUT)
    (OUT / "SHA256SUMS").write_text(sums(OUT), encoding="utf-8")
    for file in sorted(OUT.iterdir()):
        print(f"{file.stat().st_size / 1e6:8.1f} MB  {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
