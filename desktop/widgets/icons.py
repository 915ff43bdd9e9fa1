"""Line icons (Lucide, ISC licence), painted in the colours of the theme at the size of the screen."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.widgets.tokens import LIGHT, Tokens
from models.paths import resources

_DISABLED_OPACITY = 0.4
_now: list[Tokens] = [LIGHT]  # the one thing every icon looks up when it paints


def use(tokens: Tokens) -> None:
    """Icons made before and after are painted in these colours from now on."""
    _now[0] = tokens


def icon(name: str, colour: str = "muted") -> QIcon:
    """The icon `name` of resources/icons in the token `colour`; it follows a change of theme by itself."""
    return QIcon(_Engine(name, colour))


def pixmap(name: str, size: int, colour: str = "muted", ratio: float = 1.0) -> QPixmap:
    """`size` in logical pixels, sharp at the screen's `ratio`."""
    drawn = QPixmap.fromImage(_image(name, getattr(_now[0], colour), round(size * ratio)))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def write(name: str, colour: str, path: Path) -> None:
    """The icon in the colour #rrggbb as a file, unless it is there. Raises: OSError."""
    wanted = _source(name).replace("currentColor", colour).encode()
    if not path.is_file() or path.read_bytes() != wanted:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted)


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace('"2"\n', '"1.75"\n', 1)


@lru_cache(maxsize=512)
def _image(name: str, colour: str, size: int) -> QImage:
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


class _Engine(QIconEngine):
    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """A square at the left: a wider icon is one with a gap before the words of its button."""
        ratio = painter.device().devicePixelRatioF()
        size = min(rect.width(), rect.height())
        square = QRect(rect.x(), rect.y() + (rect.height() - size) // 2, size, size)
        opacity = painter.opacity()
        if mode is QIcon.Mode.Disabled and self._colour == "muted":  # the same colour as when it is enabled
            painter.setOpacity(_DISABLED_OPACITY * opacity)
        painter.drawImage(square, _image(self._name, self._ink(mode), round(size * ratio)))
        painter.setOpacity(opacity)

    def _ink(self, mode: QIcon.Mode) -> str:
        if mode is QIcon.Mode.Disabled:
            return _now[0].muted
        return str(getattr(_now[0], self._colour))
