"""The .run: install.sh with the program behind it. One user, no root, any distribution with glibc 2.35 or newer."""

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


def make(bundle: Path, work: Path, out: Path) -> Path:
    """Pack the program and what the desktop learns of it; returns the .run."""
    shutil.rmtree(work / "share", ignore_errors=True)
    tree.write(work / "share", "@EXEC@")
    payload = work / "payload.tar.xz"
    pack(payload, (bundle.parent, bundle.name), (work, "share"))
    digest = hashlib.sha256(payload.read_bytes()).hexdigest()
    script = SCRIPT.read_text(encoding="utf-8").replace("@VERSION@", release.version()).replace("@SHA256@", digest)
    text = script.replace("@OFFSET@", "0" * _OFFSET_DIGITS).encode()
    offset = f"{len(text) + 1:0{_OFFSET_DIGITS}d}"  # tail counts from 1
    package = out / f"paddock-{release.version()}-x86_64.run"
    with package.open("wb") as written, payload.open("rb") as packed:
        written.write(script.replace("@OFFSET@", offset).encode())
        shutil.copyfileobj(packed, written)
    package.chmod(0o755)
    payload.unlink()
    return package


def pack(archive: Path, *members: tuple[Path, str]) -> None:
    """A tar.xz of each (folder, name below it), in an order and with owners that do not depend on this machine."""
    which = [word for folder, name in members for word in ("-C", str(folder), name)]
    moment = f"@{release.moment().timestamp():.0f}"
    fixed = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--mtime={moment}"]
    subprocess.run(["tar", *fixed, "--use-compress-program=xz -3 -T0", "-cf", archive, *which], check=True)
