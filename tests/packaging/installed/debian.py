"""A clean Debian 12 in a folder, to install packages in; root is needed to make and enter it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
KEPT = ROOT / "build" / "check" / "debian12.tar"
USER, HOME = "zhang", "/home/张三"
# What a running system writes by itself and no package's doing.
NOISE = re.compile(
    r"^/(proc|sys|dev|tmp|run|var/(cache|log|lib/(apt|dpkg))|etc/ld\.so\.cache|usr/share/mime/|.*/__pycache__)"
)


class Debian:
    """The folder `root` as a system of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(
        self,
        *command: str,
        user: str | None = None,
        network: bool = False,
        folder: str = "/",
    ) -> subprocess.CompletedProcess[str]:
        """Run in it, as root unless told otherwise, without any network unless told otherwise. Raises no exit code."""
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin", "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive", "HOME": HOME if user else "/root",
        }  # fmt: skip
        variables = [f"{name}={value}" for name, value in environment.items()]
        as_whom = [f"--userspec={user}:{user}"] if user else []
        inside = ["chroot", *as_whom, str(self.root), "/usr/bin/env", "-i", "-C", folder, *variables]
        cut = [] if network else ["unshare", "-n"]
        return subprocess.run([*cut, *inside, *command], capture_output=True, text=True, check=False, timeout=600)

    def must(self, *command: str, user: str | None = None, network: bool = False, folder: str = "/") -> str:
        """The output of a command that has to succeed."""
        done = self.run(*command, user=user, network=network, folder=folder)
        assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def files(self, *, below: str = "/") -> set[str]:
        """Every path in it, but for what a running system writes by itself."""
        start = self.root / below.lstrip("/")
        found = set()
        for folder, folders, files in os.walk(start):
            here = "/" + os.path.relpath(folder, self.root)
            paths = {os.path.normpath(f"{here}/{name}") for name in (*folders, *files)}
            noise = {path for path in paths if NOISE.match(path)}
            folders[:] = [name for name in folders if os.path.normpath(f"{here}/{name}") not in noise]
            found |= paths - noise
        return found

    def copy_in(self, file: Path, place: str) -> str:
        """Copy a file to the folder `place` in it, as the user's own; returns where it is there."""
        target = self.root / place.lstrip("/") / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
        os.chown(target, 1000, 1000)
        return f"{place}/{file.name}"


@contextlib.contextmanager
def clean_debian(folder: Path) -> Iterator[Debian]:
    """A fresh one with a user whose home has a Chinese name; everything is unmounted at the end."""
    if not KEPT.exists():
        _debootstrap()
    subprocess.run(["tar", "-xf", KEPT, "-C", folder], check=True)
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    with contextlib.ExitStack() as mounted:
        for kind, source, place in (
            ("--bind", "/proc", "proc"), ("--bind", "/dev", "dev"), ("-ttmpfs", "tmpfs", "dev/shm"),
            ("--bind", "/tmp/.X11-unix", "tmp/.X11-unix"),
        ):  # fmt: skip
            place_there = folder / place
            place_there.mkdir(parents=True, exist_ok=True)
            Path("/tmp/.X11-unix").mkdir(exist_ok=True)
            subprocess.run(["mount", kind, source, place_there], check=True)
            mounted.callback(subprocess.run, ["umount", "--lazy", place_there], check=True)
        system = Debian(folder)
        system.must("useradd", "--create-home", "--home-dir", HOME, "--uid", "1000", USER)
        yield system


def _debootstrap() -> None:
    """Once, from the mirror that this system's own apt uses."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    folder = KEPT.with_suffix(".making")
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["debootstrap", "--variant=minbase", "bookworm", folder, _mirror()], check=True, capture_output=True)
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    subprocess.run(["chroot", folder, "apt-get", "update", "-q"], check=True, capture_output=True)
    subprocess.run(["tar", "-C", folder, "-cf", KEPT, "."], check=True)
    shutil.rmtree(folder)


def _mirror() -> str:
    listed: Sequence[Path] = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]
    lines = "\n".join(file.read_text() for file in listed if file.exists())
    live = "\n".join(line for line in lines.splitlines() if not line.lstrip().startswith("#"))
    found = re.search(r"https?://\S*debian\b(?!-security)\S*", live)
    assert found, "no Debian mirror in apt's own lists"
    return found[0]
