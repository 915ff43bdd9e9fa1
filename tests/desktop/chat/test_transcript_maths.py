"""Formulas in the transcript: set by a real process, shown, copied as they were written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.chat.transcript_view import TranscriptView
from desktop.markdown.formulas import Formulas
from desktop.markdown.math_objects import OBJECT
from desktop.widgets.theme import Theme
from models.maths.typesetter import Typesetter
from models.paths import Paths
from models.store.message import Message, Role, State


@pytest.fixture
def formulas(qapp: QApplication, tmp_path: Path) -> Iterator[Formulas]:
    typesetter = Typesetter(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs"))
    yield Formulas(typesetter.set)
    typesetter.close()


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication, tmp_path: Path, formulas: Formulas) -> TranscriptView:
    shown = TranscriptView(Theme(qapp, tmp_path, "light"), "Tiny", formulas)
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def message(text: str, state: State = State.DONE) -> Message:
    return Message(id=1, conversation=1, parent=None, role=Role.ASSISTANT, text=text, created_ms=0, state=state)


def plain(view: TranscriptView) -> str:
    document = view.items[0].document
    assert document is not None
    return document.toPlainText()


def test_a_formula_is_set_where_it_stands_and_makes_room(
    view: TranscriptView, formulas: Formulas, qtbot: QtBot
) -> None:
    view.show_branch([message("see $$\\sum_{i=1}^{n} \\frac{\\frac{a}{b}}{c}$$ there")], {})
    view.grab()
    before = view.items[0].height
    qtbot.waitUntil(lambda: formulas.get(r"\sum_{i=1}^{n} \frac{\frac{a}{b}}{c}", True) is not None, timeout=20000)
    qtbot.waitUntil(lambda: view.items[0].height > before + 10, timeout=2000)

    picture = view.grab().toImage()
    assert plain(view) == f"see {OBJECT} there"
    dark = sum(
        picture.pixelColor(x, y).lightness() < 90 for x in range(60, 300) for y in range(50, int(view.items[0].height))
    )
    assert dark > 150


def test_a_selected_formula_is_copied_as_it_was_written(view: TranscriptView) -> None:
    view.show_branch([message("🎉 the $x^2$ and \\(y\\) end")], {})
    view.grab()
    left, right = QPoint(int(view.left) + 2, 62), QPoint(int(view.left) + 700, 62)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(left.x() + 10, left.y()))
    QTest.mouseMove(view.viewport(), right)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=right)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text().endswith("the $x^2$ and \\(y\\) end")


def test_what_cannot_be_set_becomes_text(view: TranscriptView, formulas: Formulas, qtbot: QtBot) -> None:
    view.show_branch([message(r"see $\nosuchthing{x}$ and $\text{如果}$ there")], {})
    view.grab()
    qtbot.waitUntil(lambda: formulas.is_given_up(r"\nosuchthing{x}", False), timeout=20000)
    qtbot.waitUntil(lambda: OBJECT not in plain(view), timeout=2000)

    assert plain(view) == r"see $\nosuchthing{x}$ and $\text{如果}$ there"


def test_a_streamed_formula_is_an_object_once_its_block_has_ended(view: TranscriptView) -> None:
    view.show_branch([message("", State.STREAMING)], {})
    for piece in ("so $x", "^2$ is", "\n\n", "next"):
        view.grow(piece)
        if piece != "next":
            assert OBJECT not in plain(view)

    assert plain(view) == f"so {OBJECT} is\nnext"


@pytest.mark.parametrize(
    "tex",
    [r"\frac{" * 7 + "x" + "}{y}" * 7, r"\left(" * 30, "{" * 500, r"\href{file:///etc/passwd}{x}", "\\" * 999, "&" * 99,
     r"\begin{matrix}" + r"a&" * 400 + r"\end{matrix}", r"\includegraphics{/etc/passwd}", r"\hspace{99999em}"],
    ids=["deep", "brackets", "braces", "link", "slashes", "columns", "matrix", "picture", "space"],
)  # fmt: skip
def test_hostile_formulas_do_not_hold_up_the_window(view: TranscriptView, tex: str) -> None:
    started = time.thread_time()
    view.show_branch([message(f"before ${tex}$\n\n$$ {tex} $$\n\nafter")], {})
    for _ in range(5):
        view.grab()
        QApplication.processEvents()

    assert time.thread_time() - started < 1.0
    assert plain(view).startswith("before")
    assert plain(view).endswith("after")
