"""Every page and every dialog of the window at its usual smallest, looked at for what cannot be read.

    QT_SCALE_FACTOR=1.5 python -m tests.desktop.layout_walk en zh-CN

Prints a JSON list of faults. A scale holds for a whole process; that is why this is a program.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from desktop.chat.form_dialog import FormDialog
from desktop.chat.loading import Stage
from desktop.documents.dropping import Wish
from desktop.shell.link_dialog import LinkDialog
from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from desktop.widgets import language
from models.errors import FileProtected
from models.settings import Load, Settings
from tests import conftest as _  # noqa: F401 - sets the offscreen platform, before Qt is imported
from tests.desktop.layout import faults
from tests.desktop.program import program, until
from tests.desktop.scene_texts import REPORT
from tests.desktop.scenes import chats
from tests.gguf_models import make_tiny_gguf

SIZE_PX = (900, 600)
DIALOGS = (Wish.SUMMARISE, Wish.REPORT, Wish.TRANSLATE, Wish.LIST)
ADDRESS = "https://example.org/%E4%B8%AD%E6%96%87/" + "a-long-path/" * 12 + "?q=1"


def main() -> int:
    """The faults in the languages named on the command line."""
    application = QApplication([])
    found = []
    for spoken in sys.argv[1:]:
        language.speak(application, spoken)  # type: ignore[arg-type]
        with tempfile.TemporaryDirectory() as folder:
            os.environ["HOME"] = folder
            found += [f"{spoken}, {fault}" for fault in _faults(Path(folder), application, spoken)]
    print(json.dumps(found, ensure_ascii=False))
    return 0


def _faults(home: Path, application: QApplication, spoken: str) -> list[str]:
    settings = Settings(language=spoken, theme="light", load=Load(n_ctx=4096, n_threads=1))  # type: ignore[arg-type]
    with program(home, application, settings) as parts:
        window = MainWindow(parts, pages := Pages(parts))
        window.resize(*SIZE_PX)
        window.show()
        window.begin()
        found = [fault for name, seen in _states(window, pages, parts, home) for fault in _look(name, seen)]
        window.close()
        window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()  # what is left must not outlive the application
    return found


def _look(name: str, seen: QWidget) -> list[str]:
    for _round in range(4):
        QApplication.processEvents()
    return [f"{name}: {fault}" for fault in faults(seen)]


def _states(window: MainWindow, pages: Pages, parts: Parts, home: Path) -> Iterator[tuple[str, QWidget]]:
    window.show_page("chat")
    yield "empty", window
    model = make_tiny_gguf(home / "Qwen2.5-7B-Instruct-Q4_K_M.gguf")
    parts.shelf.add(model)
    parts.loader.load(str(model))
    until(lambda: parts.loader.choice.stage is Stage.READY, "the model")
    for name in pages.NAMES:
        window.show_page(name)
        until(lambda: pages.library.settled or window.chat.isVisible() or not pages.library.isVisible(), name)
        yield name, window
    chats(parts)
    parts.chat.chats_changed.emit()
    window.troubles.show(FileProtected(name="contract.pdf"))
    window.show_page("chat")
    window.chat.composer.add_file(home / "annual-report-2025.pdf", "64 pages")
    window.toast.say("Copied")
    yield "chat", window
    yield from _controls(window)
    report = home / "annual-report-2025.md"
    report.write_text(REPORT, encoding="utf-8")
    for wish in DIALOGS:
        window.files.begin(wish, [report])
        until(lambda: window.files.dialog is not None and window.files.dialog.isVisible(), wish.value)
        assert isinstance(window.files.dialog, QDialog)
        yield wish.value, window.files.dialog
        window.files.dialog.reject()
    link = LinkDialog(window, ADDRESS, print)
    link.show()
    yield "link", link
    link.reject()


def _controls(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """What a chat sets for itself, unfolded, and the engine's figures."""
    controls = window.controls
    controls.tools.controls.click()
    controls.panel.context.foresee()
    until(lambda: len(controls.panel.context.plans) == len(controls.panel.context.sizes), "the plans")
    controls.panel._more.click()
    yield "controls", window
    controls._fold()
    controls.header.toggle.setChecked(True)
    yield "instructions", window
    controls.header.toggle.setChecked(False)
    controls._ask_form()
    form = window.findChildren(FormDialog)[-1]
    form.text.setPlainText('{"type": "horse"}')
    until(lambda: "$.type" in form.verdict.text(), "the refusal")
    yield "form", form
    form.reject()
    popover = window.engine.show_at(window.bar.ready.mapToGlobal(QPoint()))
    until(lambda: popover.findChildren(QLabel)[-1].isVisible() and not popover._said.isVisible(), "the figures")
    yield "figures", popover
    popover.close()


if __name__ == "__main__":
    raise SystemExit(main())
