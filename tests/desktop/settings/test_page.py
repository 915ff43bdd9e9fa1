from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.settings.fields import groups, value_of, with_value
from desktop.settings.page import SettingsPage
from desktop.shell.sidebar import WIDTH_PX
from desktop.shell.window import SMALLEST_PX
from models.hub.mirrors import Mirror
from models.settings import Load, Sampling, Settings

FIELDS = [field for group in groups() for field in group.fields]


def control(page: SettingsPage, name: str) -> Any:
    kinds = (QComboBox, QAbstractSpinBox, QPlainTextEdit, QLineEdit)
    return next(
        each for each in page.findChildren(QWidget) if isinstance(each, kinds) and each.accessibleName() == name
    )


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_every_field_is_a_setting_that_can_be_replaced(field: Any) -> None:
    settings = Settings()

    assert with_value(settings, field.key, value_of(settings, field.key)) == settings


def test_every_setting_is_on_the_page_or_chosen_elsewhere() -> None:
    remembered = {"geometry", "conversation", "failed_starts", "closed_folders"}
    elsewhere = {"model", "fast_model", "wrap_code", "load.main_gpu"}  # the picker, code blocks, the engine's popover
    with_others = {"load.type_v", "sampling.stop"}  # follows type_k; is written into the file by hand
    here = {field.key for field in FIELDS}
    inner = {f"{name}.{each}" for name in ("load", "sampling") for each in getattr(Settings(), name).__struct_fields__}
    every = {*Settings.__struct_fields__, *inner} - {"load", "sampling"}

    assert every - here == remembered | elsewhere | with_others


def test_the_search_finds_what_can_be_chosen(page: SettingsPage) -> None:
    page.search.setText("dark")

    assert [row.field.key for row in page._rows if row.isVisibleTo(page)] == ["theme"]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_the_default_is_among_what_can_be_chosen(field: Any) -> None:
    value = value_of(Settings(), field.key)
    if field.choices:
        assert value in [each for each, _ in field.choices]
    elif isinstance(value, int | float):
        assert field.low <= value <= field.high


def test_a_choice_is_told_at_once(page: SettingsPage, qtbot: QtBot) -> None:
    box = control(page, "Light or dark")
    with qtbot.waitSignal(page.changed) as changed:
        qtbot.keyClick(box, Qt.Key.Key_End)

    assert changed.args == [Settings(theme="dark")]


def test_a_number_typed_is_told_when_it_is_whole(page: SettingsPage, qtbot: QtBot) -> None:
    box: QDoubleSpinBox = control(page, "Temperature")
    box.selectAll()
    with qtbot.waitSignal(page.changed) as changed:
        qtbot.keyClicks(box, "1.25")
        qtbot.keyClick(box, Qt.Key.Key_Return)

    assert changed.args == [Settings(sampling=Sampling(temperature=1.25))]


def test_as_long_as_it_takes_is_none(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_settings(Settings(sampling=Sampling(max_tokens=100)))
    box: QSpinBox = control(page, "Longest answer")
    with qtbot.waitSignal(page.changed) as changed:
        box.setValue(box.minimum())

    assert changed.args == [Settings()]
    assert box.text() == "as long as it takes"


def test_an_empty_line_is_none(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_settings(Settings(mirror="https://hub.example.org"))
    edit: QLineEdit = control(page, "Mirror")
    edit.clear()
    with qtbot.waitSignal(page.changed) as changed:
        qtbot.keyClick(edit, Qt.Key.Key_Return)

    assert changed.args == [Settings()]


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("Mirror", "hf-mirror.example", Settings(mirror="https://hf-mirror.example")),
        ("Mirror", "http://10.0.0.5:8000", Settings(mirror="http://10.0.0.5:8000")),
        ("Proxy", "127.0.0.1:7890", Settings(proxy="http://127.0.0.1:7890")),
    ],
)
def test_an_address_is_given_its_scheme(
    page: SettingsPage, qtbot: QtBot, name: str, typed: str, meant: Settings
) -> None:
    qtbot.keyClicks(control(page, name), typed)
    with qtbot.waitSignal(page.changed) as changed:
        qtbot.keyClick(control(page, name), Qt.Key.Key_Return)

    assert changed.args == [meant]


def test_instructions_are_kept_when_the_writing_rests(page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.changed, timeout=3000) as changed:
        qtbot.keyClicks(control(page, "Instructions for new chats"), "Be brief.")

    assert changed.args == [Settings(system_prompt="Be brief.")]


def test_a_folder_is_taken_off(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_settings(Settings(model_folders=("/a", "/b")))
    cross = next(each for each in page.findChildren(QToolButton) if each.accessibleName() == "Remove /a")
    with qtbot.waitSignal(page.changed) as changed:
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)

    assert changed.args == [Settings(model_folders=("/b",))]


def test_both_halves_of_the_cache_change_together(page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.changed) as changed:
        qtbot.keyClick(control(page, "Memory of the context"), Qt.Key.Key_End)

    assert changed.args == [Settings(load=Load(type_k="q8_0", type_v="q8_0"))]


def test_a_change_of_the_model_offers_to_load_it_again(page: SettingsPage, qtbot: QtBot) -> None:
    again = next(each for each in page.findChildren(QPushButton) if each.accessibleName() == "Load again")
    assert not again.isVisible()
    qtbot.keyClick(control(page, "Context length"), Qt.Key.Key_End)

    with qtbot.waitSignal(page.reload_wanted):
        qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert not again.isVisible()


def test_what_is_changed_elsewhere_is_shown_and_not_told(page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.changed):
        page.show_settings(Settings(zoom=1.5, load=Load(n_ctx=12345), sampling=Sampling(top_k=7)))

    assert control(page, "Size of everything").currentText() == "150 %"
    assert control(page, "Context length").currentText() == "12345"
    assert control(page, "Top-k").value() == 7


def test_the_wheel_scrolls_the_page_and_changes_nothing(page: SettingsPage, qtbot: QtBot) -> None:
    box = control(page, "Light or dark")
    box.clearFocus()
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    with qtbot.assertNotEmitted(page.changed):
        QApplication.sendEvent(box, turn)

    assert box.currentIndex() == 0


def test_the_search_leaves_what_it_names(page: SettingsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search, "likeliest")
    shown = [each.text() for each in page.findChildren(QLabel) if each.isVisible()]

    assert "Temperature" in shown and "Top-p" in shown
    assert "Language" not in shown and "Mirror" not in shown


def test_nothing_is_cut_off_beside_the_sidebar_of_the_smallest_window(page: SettingsPage) -> None:
    page.resize(SMALLEST_PX[0] - WIDTH_PX, 700)
    QApplication.processEvents()
    bar = page.findChildren(QScrollArea)[0].horizontalScrollBar()

    assert bar.maximum() == 0


def test_it_opens_at_its_top_wherever_it_was_left(page: SettingsPage) -> None:
    bar = page.findChildren(QScrollArea)[0].verticalScrollBar()
    bar.setValue(bar.maximum())
    left = bar.value()
    page.hide()
    page.show()

    assert left > 0 and bar.value() == 0


@pytest.fixture
def with_mirrors(qtbot: QtBot) -> SettingsPage:
    near = Mirror(id="near", name="Near", endpoint="https://near.example")
    made = SettingsPage(Settings(), (near,))
    qtbot.addWidget(made)
    return made


def test_a_mirror_is_chosen_by_its_name(with_mirrors: SettingsPage, qtbot: QtBot) -> None:
    box: QComboBox = control(with_mirrors, "Mirror")
    with qtbot.waitSignal(with_mirrors.changed) as changed:
        box.setCurrentIndex(1)
        box.activated.emit(1)

    assert (box.currentText(), changed.args[0].mirror) == ("Near", "https://near.example")


def test_a_mirror_s_name_may_be_typed_and_an_empty_one_is_the_hub(with_mirrors: SettingsPage, qtbot: QtBot) -> None:
    box: QComboBox = control(with_mirrors, "Mirror")
    for words, meant in (("near", "https://near.example"), ("", None)):
        with qtbot.waitSignal(with_mirrors.changed) as changed:
            box.setEditText(words)
            box.lineEdit().editingFinished.emit()
        assert changed.args[0].mirror == meant


def test_an_address_of_one_s_own_is_shown_as_it_is(with_mirrors: SettingsPage) -> None:
    with_mirrors.show_settings(Settings(mirror="https://hub.example.com"))

    assert control(with_mirrors, "Mirror").currentText() == "https://hub.example.com"
