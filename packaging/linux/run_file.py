"""The tarball, to be unpacked and started anywhere, and the .run: install.sh with the tarball behind it.

The .run is for one user, without root, on any distribution with glibc 2.35 or newer.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import release
import tree

SCRIPT = Path(__file__).with_name("install.sh")
_OFFSET_DIGITS = 8  # the script's own length is in the script


def tarball(bundle: Path, work: Path, out: Path) -> Path:
    """The program, with what the desktop learns of it in share/; packed alike wherever and whenever it is."""
    shutil.rmtree(work / "share", ignore_errors=True)
    tree.write(work / "share", "@EXEC@")
    archive = out / f"{release.package_name(bundle)}-{release.version()}-linux-x86_64.tar.xz"
    fixed = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{release.moment().timestamp():.0f}"]
    members = ["-C", str(bundle.parent), bundle.name, "-C", str(work), "share"]
    moved = f"--transform=s,^share,{bundle.name}/share,"
    subprocess.run(["tar", *fixed, moved, "--use-compress-program=xz -3 -T0", "-cf", archive, *members], check=True)
    return archive


def make(archive: Path, out: Path) -> Path:
    """install.sh with the tarball `archive` behind it; returns the .run."""
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    script = SCRIPT.read_text(encoding="utf-8").replace("@VERSION@", release.version()).replace("@SHA256@", digest)
    text = script.replace("@OFFSET@", "0" * _OFFSET_DIGITS).encode()
    offset = f"{len(text) + 1:0{_OFFSET_DIGITS}d}"  # tail counts from 1
    package = out / archive.name.replace("-linux-x86_64.tar.xz", "-x86_64.run")
    with package.open("wb") as written, archive.open("rb") as packed:
        written.write(script.replace("@OFFSET@", offset).encode())
        shutil.copyfileobj(packed, written)
    package.chmod(0o755)
    return package
