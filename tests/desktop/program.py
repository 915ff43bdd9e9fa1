"""The whole program under the window, in folders of the test's own: real engine, store, readers and gate."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop.chat.loading import Stage
from desktop.shell.assembly import assemble
from desktop.shell.parts import Parts
from desktop.widgets.theme import Theme
from models.paths import Paths
from models.process import Gate
from models.settings import Load, Settings
from tests.gguf_models import make_tiny_gguf

SETTINGS = Settings(theme="light", load=Load(n_ctx=16384, n_threads=1))


def until(true: Callable[[], object], what: str, timeout_s: float = 60.0) -> None:
    """Let the event loop run until it is."""
    loop = QEventLoop()
    watch = QTimer(interval=10)
    watch.timeout.connect(lambda: loop.quit() if true() else None)
    watch.start()
    QTimer.singleShot(int(timeout_s * 1000), loop, loop.quit)
    if not true():
        loop.exec()
    watch.stop()
    assert true(), f"waited in vain for {what}"


def paths_in(folder: Path) -> Paths:
    return Paths(folder / "data", folder / "config", folder / "cache", folder / "logs")


@contextlib.contextmanager
def program(folder: Path, application: QApplication, settings: Settings = SETTINGS) -> Iterator[Parts]:
    """Assembled, and ended in order."""
    paths = paths_in(folder)
    with contextlib.ExitStack() as closing:
        gate = closing.enter_context(Gate.start(paths.logs / "gate.log"))
        theme = Theme(application, paths.cache / "pictures", "light")
        closing.callback(theme.blockSignals, True)  # it lives as long as the application, unlike what listens to it
        yield assemble(paths, gate, theme, settings, closing)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gguf(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture
def parts(tmp_path: Path, qapp: QApplication) -> Iterator[Parts]:
    with program(tmp_path, qapp) as made:
        yield made


@pytest.fixture
def ready(parts: Parts, tiny_model: Path) -> Parts:
    """With a model that is loaded."""
    parts.loader.load(str(tiny_model))
    failed: list[Exception] = []
    parts.loader.failed.connect(failed.append)
    until(lambda: parts.loader.choice.stage is Stage.READY or failed, "the model")
    assert not failed
    return parts
