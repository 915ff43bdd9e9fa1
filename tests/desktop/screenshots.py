"""Pictures of every page and state, for people to look at; some of them are kept in docs/screenshots.

    python -m tests.desktop.screenshots FOLDER            light and dark, English and Chinese, two sizes, and at 2x
    python -m tests.desktop.screenshots FOLDER --keep     the same, and those of `KEPT` into docs/screenshots

Each language, theme and scale has a process of its own: its window is locked off the network as a user's is, and there
is no way back from that. The window that is pictured is also looked at for what cannot be read.
"""

from __future__ import annotations

import gc
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEvent, Qt, qVersion
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from desktop.shell.pages import Pages
from desktop.shell.window import MainWindow
from desktop.widgets import language
from desktop.widgets.tokens import MONO, SANS
from models.process import guard
from models.settings import Load, Settings
from tests import conftest as _  # noqa: F401 - sets the offscreen platform, before Qt is imported
from tests.desktop.layout import faults
from tests.desktop.program import program, until
from tests.desktop.scenes import quiet_scenes, scenes
from tests.loopback_hub import LoopbackHub

DOCS = Path(__file__).parents[2] / "docs" / "screenshots"
MOST_BYTES = 4 * 1024**2  # of all that is kept
STEPS = 32
SIZES = ((1024, 700), (1920, 1080))
# Language, theme, scale: what is taken; and which of it is kept. "*": everything at the smaller size.
TAKEN = (
    ("en", "light", "1"), ("en", "dark", "1"), ("zh-CN", "light", "1"), ("zh-CN", "dark", "1"), ("en", "light", "2"),
    ("zh-CN", "light", "2"),
)  # fmt: skip
KEPT = {
    ("en", "light", "1"): "*",
    ("en", "dark", "1"): "empty chat long_code long_table streaming summary source library settings drop performance",
    ("zh-CN", "light", "1"): "first_run empty chat composer summary source library settings privacy drop shortcuts",
    ("zh-CN", "dark", "1"): "chat report",
    ("en", "light", "2"): "chat",
}
# Compared with what is kept: the same on every machine that has the same fonts.
COMPARED = {
    ("en", "light", "1"): ("empty", "chat", "composer", "banner", "long_table", "long_code", "streaming", "shortcuts"),
    ("en", "dark", "1"): ("chat", "long_code", "streaming"),
    ("zh-CN", "light", "1"): ("empty", "composer", "shortcuts"),
}


def name_of(scene: str, spoken: str, theme: str, width: int, scale: str) -> str:
    return f"{scene}_{theme}_{spoken}_{width}{'_2x' if scale == '2' else ''}.png"


def fonts() -> str:
    """A fingerprint of how this machine draws letters, where pictures can be compared; needs an application."""
    theme_fonts = (QFont(list(SANS)), QFont(list(MONO)))
    digest = hashlib.sha256(qVersion().encode())
    for font in theme_fonts:
        image = QImage(700, 60, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        font.setPixelSize(22)
        painter.setFont(font)
        painter.drawText(4, 40, "Hamburgefonstiv 0123456789 -> 租赁合同要点 **“重要”**")
        painter.end()
        digest.update(bytes(image.constBits()))
    return digest.hexdigest()


def main() -> int:
    """Take all pictures."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder = Path(words[0])
    folder.mkdir(parents=True, exist_ok=True)
    if len(words) == 4:
        _take(folder, words[1], words[2], words[3], quiet="--quiet" in sys.argv)
        return 0
    for spoken, theme, scale in TAKEN:
        take(folder, spoken, theme, scale)
    for setting in COMPARED:  # once more by themselves: what was pictured before moves where a chat is scrolled to
        take(folder, *setting, "--quiet")
    if "--keep" in sys.argv:
        keep(folder)
    return 0


def take(folder: Path, spoken: str, theme: str, scale: str, *options: str) -> None:
    """In a process of its own; with `--quiet` only what looks the same each time."""
    command = [sys.executable, "-m", "tests.desktop.screenshots", str(folder), spoken, theme, scale, *options]
    subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": scale}, check=True, timeout=600)


def small(path: Path) -> Image.Image:
    """The picture in 32 steps of each colour, and with a palette where 256 are enough: half the size to look at."""
    top = STEPS - 1
    picture = Image.open(path).convert("RGB").point(lambda value: round(round(value / 255 * top) * 255 / top))
    return picture.convert("P", palette=Image.Palette.ADAPTIVE) if picture.getcolors(256) else picture


def keep(folder: Path) -> None:
    """Those of `KEPT` into docs/screenshots."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for old in DOCS.glob("*.png"):
        old.unlink()
    for (spoken, theme, scale), wanted in KEPT.items():
        pattern = name_of("*", spoken, theme, SIZES[0][0], scale)
        for path in sorted(folder.glob(pattern)):
            if wanted == "*" or path.name.split(f"_{theme}_")[0] in wanted.split():
                small(path).save(DOCS / path.name, optimize=True)
    QGuiApplication([])
    (DOCS / "fonts.txt").write_text(fonts() + "\n")
    size = sum(path.stat().st_size for path in DOCS.glob("*.png"))
    assert size <= MOST_BYTES, f"{size / 1e6:.1f} MB are too much for the repository"


def _take(folder: Path, spoken: str, theme: str, scale: str, *, quiet: bool) -> None:
    """All states in one language and one theme."""
    application = QApplication([])
    application.setCursorFlashTime(0)
    language.speak(application, spoken)  # type: ignore[arg-type]
    settings = Settings(language=spoken, theme=theme, load=Load(n_ctx=8192, n_threads=1))  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as made, LoopbackHub(cdn="foreign") as hub:
        home = Path(made)
        os.environ["HOME"] = made
        if not quiet:
            del os.environ["PADDOCK_DEMO_MODEL"]  # the first start is that of a whole checkout
        with program(home, application, settings) as parts:
            guard.lock_network()
            parts.theme.choose(theme)  # type: ignore[arg-type]
            window = MainWindow(parts, pages := Pages(parts))
            window.resize(*SIZES[0])
            window.show()
            window.begin()

            def picture(name: str, settled: Callable[[], object] = lambda: True, of: QWidget | None = None) -> None:
                for width, height in SIZES[:1] if quiet or scale == "2" else SIZES:
                    window.resize(width, height)
                    until(settled, name)
                    until(lambda: not window.chat.transcript.settling, "every height of the chat")
                    for _round in range(8):
                        application.processEvents()
                    (of or window).grab().save(str(folder / name_of(name, spoken, theme, width, scale)))
                    for fault in faults(of or window):
                        print(f"{name}, {spoken}, {width} px: {fault}")

            if quiet:
                quiet_scenes(window, parts, home, picture)
            else:
                scenes(window, pages, parts, home, picture, hub)
            window.close()
            window.deleteLater()
            application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()  # what is left must not outlive the application


if __name__ == "__main__":
    raise SystemExit(main())
