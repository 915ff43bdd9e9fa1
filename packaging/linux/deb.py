"""The .deb, for Debian 12, Ubuntu 22.04 and newer: a double-click, or `apt install ./paddock.deb`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import release
import system_root

# Which package has a library, under its names before and after the 64-bit time transition.
PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libstdc++.so.6": "libstdc++6 (>= 12)",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
GLIBC = {
    "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1", "ld-linux-x86-64.so.2",
}  # fmt: skip
CONTROL = """\
Package: {name}
Version: {version}
Architecture: amd64
Maintainer: The Paddock engineers <engineers@paddock.invalid>
Installed-Size: {kilobytes}
Depends: {depends}
Conflicts: {other}
Replaces: {other}
Recommends: fonts-noto-cjk, xdg-utils, shared-mime-info, desktop-file-utils, hicolor-icon-theme
Suggests: gnome-keyring | kwalletmanager
Section: utils
Priority: optional
Description: chat, code and summaries with language models, offline
 Paddock runs GGUF models through llama.cpp on this computer's processor or
 graphics card. It summarises files with marks that open the page, compares,
 translates and searches them, and keeps every chat on this computer. Linux
 itself keeps the window, the engine and the document reader off the network.
 .
 Models and chats lie in ~/.local/share/paddock and stay when the package is
 removed.
"""


def depends(bundle: Path) -> str:
    """The packages of the libraries that are not inside. Raises: SystemExit, for one whose package is not known."""
    wanted = system_root.wanted_libraries(bundle) - GLIBC
    if unknown := wanted - PACKAGES.keys():
        raise SystemExit(f"deb.py does not know which package has {', '.join(sorted(unknown))}.")
    return ", ".join([f"libc6 (>= {system_root.glibc(bundle)})", *sorted({PACKAGES[name] for name in wanted})])


def make(bundle: Path, root: Path, out: Path) -> Path:
    """Pack `root`, which system_root made of `bundle`; returns the package."""
    control = root / "DEBIAN"
    kilobytes = sum(file.lstat().st_size for file in root.rglob("*") if not file.is_dir()) // 1024
    control.mkdir()
    name = release.package_name(bundle)
    (other,) = {"paddock", "paddock-nvidia"} - {name}  # one takes the other's place
    text = CONTROL.format(
        name=name, other=other, version=release.version(), kilobytes=kilobytes, depends=depends(bundle)
    )
    (control / "control").write_text(text, encoding="utf-8")
    package = out / f"{name}_{release.version()}_amd64.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", root, package]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(control)
    return package
