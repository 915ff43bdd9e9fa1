"""Debian and Ubuntu packages Paddock needs from the system, and how they get there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

# Building llama.cpp; python3-venv carries ensurepip, which Debian splits off.
BUILD = ("g++", "make", "python3-venv")
# Qt's own needs, found with ldd and in a bare chroot: GL and fonts for any platform, the xcb family for X11.
WINDOW = (
    "libegl1", "libgl1", "libglib2.0-0", "libfontconfig1", "libdbus-1-3", "libxkbcommon0", "libxkbcommon-x11-0",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-image0", "libxcb-render-util0", "libxcb-randr0",
    "libxcb-shape0", "libxcb-xkb1", "libxcb-sync1", "libxcb-shm0", "libxcb-xfixes0", "libx11-xcb1",
    "libwayland-client0", "libwayland-cursor0", "libwayland-egl1", "fonts-noto-core", "fonts-noto-cjk",
)  # fmt: skip
TESTS = (
    "xvfb", "xauth", "xdotool", "openbox", "strace", "iproute2", "dbus", "at-spi2-core", "python3-gi",
    "gir1.2-atspi-2.0", "fonts-inter", "fonts-jetbrains-mono", "git",
)  # fmt: skip
# Making the packages for Linux, and trying them.
PACKAGING = (
    "binutils", "dpkg-dev", "rpm", "xz-utils", "nsis", "wine", "wine64", "osslsigncode", "openssl", "debootstrap",
    "qemu-user", "desktop-file-utils", "zlib1g-dev",
)  # fmt: skip
# Renamed in the 64-bit time transition of Ubuntu 24.04 and Debian 13.
RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}


def installed(name: str) -> bool:
    """The package, or the one it became, is on this system."""
    for candidate in (name, RENAMED.get(name)):
        if candidate:
            status = subprocess.run(
                ["dpkg-query", "-W", "-f=${db:Status-Status}", candidate], capture_output=True, text=True, check=False
            )
            if status.stdout.strip() == "installed":
                return True
    return False


def needed(packages: tuple[str, ...]) -> list[str]:
    """Those of `packages` that are missing, and whose work nothing else here does."""
    provided = {
        "g++": shutil.which("c++") is not None,
        "make": shutil.which("make") is not None,
        "git": shutil.which("git") is not None,
        "python3-venv": has_module("ensurepip"),
    }
    return [name for name in packages if not provided.get(name, False) and not installed(name)]


def has_module(name: str) -> bool:
    """This Python can import `name`."""
    return subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True, check=False).returncode == 0


def install_missing(packages: tuple[str, ...], say: Callable[[str], None]) -> None:
    """Install what is missing through apt-get, as root or with sudo; otherwise end with the exact command."""
    if sys.platform != "linux":
        return
    if not shutil.which("dpkg-query"):
        if not shutil.which("c++"):
            raise SystemExit("paddock setup: a C++ compiler is needed. Install g++ with this system's package manager.")
        return
    missing = needed(packages)
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    root = as_root()
    if root is None:
        raise SystemExit(f"paddock setup: some system packages are missing. Run: sudo {' '.join(command)}")
    say(f"installing system packages: {' '.join(missing)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-q"], command):
        done = subprocess.run([*root, *step], env=environment, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SystemExit(f"paddock setup: apt-get failed (see above). Run: sudo {' '.join(command)}")


def as_root() -> list[str] | None:
    """The words before a command that needs root, or None where this user may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        # On a terminal sudo may ask for the password; elsewhere only a password-free one is of use.
        quiet = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
        if quiet or sys.stdin.isatty():
            return ["sudo"]
    return None
