"""The program's icon in the forms that systems ask for, painted from resources/paddock.svg."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

DRAWING = Path(__file__).resolve().parents[1] / "resources" / "paddock.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)  # pixels: what desktops ask for
_ICO_SIZES = SIZES[:-1]  # Windows' largest is 256


def png(size: int) -> bytes:
    """The icon, `size` pixels wide and high."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    _ = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return buffer.data().data()


def ico() -> bytes:
    """All sizes in one file of Windows: a header, a directory of 16 bytes an image, then the images as PNG.

    Source: learn.microsoft.com, "The evolution of the ICO file format"; PNG since Windows Vista.
    """
    images = [png(size) for size in _ICO_SIZES]
    at = 6 + 16 * len(images)
    directory = b""
    for size, image in zip(_ICO_SIZES, images, strict=True):
        side = size % 256  # 0 says 256
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(image), at)
        at += len(image)
    return struct.pack("<HHH", 0, 1, len(images)) + directory + b"".join(images)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(ico())
