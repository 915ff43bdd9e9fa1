"""Pictures of every page and state, for people to look at.

    python -m tests.desktop.screenshots FOLDER        light and dark, English and Chinese, two sizes, and at 2x

The program under the window is the real one, with the tests' tiny model; what the chats say was written for the
pictures. Nothing is compared here: looking is the point.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.shell.pages import Pages
from desktop.shell.window import MainWindow
from desktop.widgets import language
from models.settings import Load, Settings
from tests import conftest as _  # noqa: F401 - sets the offscreen platform, before Qt is imported
from tests.desktop.program import program, until
from tests.desktop.scenes import scenes

SIZES = ((1024, 700), (1920, 1080))
THEMES = ("light", "dark")
LANGUAGES = ("en", "zh-CN")


def main() -> int:
    """Take all pictures; each scale needs a process of its own."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    if "--this-scale" not in sys.argv:
        for scale in ("1", "2"):
            environment = os.environ | {"QT_SCALE_FACTOR": scale}
            subprocess.run([sys.executable, "-m", "tests.desktop.screenshots", str(folder), "--this-scale"],
                           env=environment, check=True)  # fmt: skip
        return 0
    twice = os.environ.get("QT_SCALE_FACTOR") == "2"
    application = QApplication([])
    for spoken in LANGUAGES:
        language.speak(application, spoken)  # type: ignore[arg-type]
        with tempfile.TemporaryDirectory() as home:
            os.environ["HOME"] = home
            for theme in THEMES[:1] if twice else THEMES:
                sizes = SIZES[:1] if twice else SIZES
                _take(Path(home) / theme, folder, application, spoken, theme, sizes, "_2x" if twice else "")
    return 0


def _take(
    home: Path, folder: Path, application: QApplication, spoken: str, theme: str, sizes: object, suffix: str
) -> None:
    """All states in one language and one theme."""
    settings = Settings(language=spoken, theme=theme, load=Load(n_ctx=8192, n_threads=1))  # type: ignore[arg-type]
    with program(home, application, settings) as parts:
        parts.theme.choose(theme)  # type: ignore[arg-type]
        pages = Pages(parts)
        window = MainWindow(parts, pages)
        window.resize(*SIZES[0])
        window.show()
        window.begin()

        def picture(name: str, settled: Callable[[], object] = lambda: True, of: QWidget | None = None) -> None:
            for width, height in sizes:  # type: ignore[attr-defined]
                window.resize(width, height)
                until(settled, name)
                for _round in range(8):
                    application.processEvents()
                (of or window).grab().save(str(folder / f"{name}_{theme}_{spoken}_{width}{suffix}.png"))

        scenes(window, pages, parts, home, picture)
        window.close()
        window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()  # what is left must not outlive the application


if __name__ == "__main__":
    raise SystemExit(main())
