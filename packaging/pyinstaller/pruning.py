"""What of PyInstaller's finds is left out of the bundle, and why. A TOC row is (destination, source, kind)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

Row = tuple[str, str, str]

# Qt's plugins for what this program does not do: phones, kiosks, sockets, printing, databases, GTK's whole world. Names
# are Linux' without "lib" and "Qt/", as `is_unused` makes them: on Windows PySide6/plugins/platforms/qminimal.dll.
_UNUSED = re.compile(
    "|".join(
        (
            r"PySide6/plugins/(egldeviceintegrations|generic|networkinformation|tls|printsupport|sqldrivers|qmltooling)/",
            r"PySide6/plugins/platforms/q(direct2d|eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\.",
            r"PySide6/plugins/platformthemes/qgtk3\.",
            r"PySide6/plugins/platforminputcontexts/qtvirtualkeyboard",
            r"PySide6/plugins/imageformats/q(icns|pdf|tga|tiff|wbmp)\.",
            r"PySide6/plugins/wayland-shell-integration/(fullscreen|ivi|qt-shell|wl-shell)",
            r"PySide6/plugins/wayland-graphics-integration-client/(dmabuf|drm|shm|vulkan)",
            r"PySide6/translations/(?!qtbase_(zh_CN|zh_TW|en)\.qm)",
            r"PySide6/Qt(Network|OpenGL|Qml|Quick|PrintSupport)\b",
            # Beside the program on Windows, where nothing looks what a dropped plugin had drawn in; 20 MB of OpenGL
            # in software, which widgets do not draw with.
            r"PySide6/(opengl32sw|Qt6(Network|OpenGL|Pdf|Qml\w*|Quick\w*|VirtualKeyboard\w*))\.dll",
            # GNU Readline is under the GPL; the terminal's own line editing serves.
            r"lib-dynload/(readline|_curses|_curses_panel)\.",
            # How pip installed the packages, with paths of the machine that packs; nobody reads it.
            r"\.dist-info/(direct_url\.json|RECORD|INSTALLER|REQUESTED)$",
        )
    )
)
# Taken from the system that runs it: ours would need a newer glibc than it has (a bundle of Debian 12 fails on Ubuntu
# 22.04), and would stand before the ones its own graphics driver and fonts need.
_HOST = re.compile(
    r"^(libstdc\+\+|libgcc_s|libexpat|libfontconfig|libfreetype|libX11|libXau|libXdmcp|libxcb\.|libwayland-|libdrm|libgbm|libdbus-1|"
    r"libglib-2|libgthread-2|libGL|libEGL|libOpenGL)"
)
_LIBRARY = re.compile(r"^lib.*\.so(\.|$)")


def is_unused(row: Row) -> bool:
    """A plugin, translation or module nothing here uses."""
    path = row[0].replace("\\", "/").replace("PySide6/Qt/", "PySide6/")
    folder, slash, name = path.rpartition("/")
    return bool(_UNUSED.search(f"{folder}{slash}{name.removeprefix('lib')}"))


def is_host_library(row: Row) -> bool:
    """A library the installed system has, and must be the one that is loaded."""
    return "/" not in row[0] and bool(_HOST.match(row[0]))


def unreachable(rows: Iterable[Row], needed: Mapping[Path, set[str]]) -> set[str]:
    """Destinations of the libraries that nothing which stays needs: what a dropped plugin had drawn in.

    `needed` names what each file is linked with directly.
    """
    rows = [row for row in rows if row[2] in ("BINARY", "EXTENSION")]
    drawn_in = {PurePosixPath(row[0]).name: row for row in rows if _is_drawn_in(row)}
    ahead = [Path(row[1]) for row in rows if not _is_drawn_in(row)]
    reached: set[str] = set()
    while ahead:
        for name in needed.get(ahead.pop(), set()) & drawn_in.keys() - reached:
            reached.add(name)
            ahead.append(Path(drawn_in[name][1]))
    return {row[0] for name, row in drawn_in.items() if name not in reached}


def _is_drawn_in(row: Row) -> bool:
    """A shared library that is there because another file is linked with it, not because something opens it."""
    folder, name = str(PurePosixPath(row[0]).parent), PurePosixPath(row[0]).name
    linked = folder == "." or folder.endswith(("Qt/lib", ".libs"))
    return linked and bool(_LIBRARY.match(name)) and not name.startswith("libpython")
