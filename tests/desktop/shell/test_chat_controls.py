from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from desktop.chat.form_dialog import FormDialog
from desktop.chat.form_menu import FormMenu
from desktop.chat.loading import Stage
from desktop.chat.preset_menu import PresetMenu
from desktop.shell.chat_controls import ChatControls
from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from desktop.widgets import file_dialog
from models.chat.controls import Controls
from models.chat.presets import Preset
from models.settings import Sampling
from tests.desktop.program import until


@pytest.fixture
def window(ready: Parts, qtbot: QtBot) -> MainWindow:
    ready.shelf.add(Path(ready.loader.choice.path))  # or the guide of the first start opens
    made = MainWindow(ready, Pages(ready))
    qtbot.addWidget(made)
    made.show()
    made.begin()
    made.show_page("chat")
    return made


@pytest.fixture
def controls(window: MainWindow) -> ChatControls:
    return window.controls


def dial(controls: ChatControls, name: str):
    return next(each for each in controls.panel.dials if each.described.name == name)


def test_the_panel_unfolds_above_the_composer_and_hides_nothing(window, controls) -> None:
    controls.tools.controls.click()
    QApplication.processEvents()
    page, panel, composer = window.chat, controls.panel, window.chat.composer
    assert panel.isVisible() and controls.tools.controls.isChecked()
    bottom = panel.mapTo(page, panel.rect().bottomLeft()).y()
    assert bottom < composer.mapTo(page, composer.rect().topLeft()).y()
    assert composer.mapTo(page, composer.rect().bottomLeft()).y() < page.height()
    controls.panel.closed.emit()
    assert panel.isHidden() and not controls.tools.controls.isChecked()


def test_escape_closes_what_is_unfolded_and_not_what_is_behind_it(window, controls) -> None:
    window.activateWindow()
    until(window.isActiveWindow, "the window's turn")
    controls.tools.controls.click()
    controls.panel.dials[0].number.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert controls.panel.isHidden()

    controls.header.toggle.click()
    assert controls.header.text.isVisible() and QApplication.focusWidget() is controls.header.text
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not controls.header.text.isVisible()


def test_a_value_is_the_chats_own_and_goes_back_to_the_usual(ready, controls) -> None:
    controls.tools.controls.click()
    dial(controls, "temperature").number.setValue(0.2)
    assert ready.chat.choices.controls == Controls(temperature=0.2)
    assert controls.tools.controls.text().strip().startswith("Controls: ")
    dial(controls, "temperature")._reset.click()
    assert ready.chat.choices.controls == Controls()
    assert dial(controls, "temperature").number.value() == pytest.approx(0.7)


def test_it_says_whose_value_holds(ready, controls) -> None:
    ready.preferences.change(sampling=Sampling(top_k=7))
    controls.tools.controls.click()
    assert "7" in dial(controls, "top_k")._base_words.text()
    assert dial(controls, "top_k").number.value() == 7
    dial(controls, "top_k").number.setValue(9)
    dial(controls, "top_k").number.setValue(7)
    assert ready.chat.choices.controls == Controls()  # the usual value is no choice


def test_automatic_is_a_value_too(ready, controls) -> None:
    controls.tools.controls.click()
    longest = dial(controls, "max_tokens")
    assert longest.number.text() == longest.described.automatic
    longest.number.setValue(128)
    assert ready.chat.choices.controls == Controls(max_tokens=128)
    longest.number.setValue(longest.number.minimum())
    assert ready.chat.choices.controls == Controls()


def test_each_context_length_says_what_it_needs_and_loads(ready, controls) -> None:
    controls.tools.controls.click()
    context = controls.panel.context
    until(lambda: context.sizes and len(context.plans) == len(context.sizes), "the plans")
    needs = [context.plans[size].total_bytes for size in context.sizes]
    assert needs == sorted(needs) and needs[0] < needs[-1]
    assert ready.loader.choice.loaded is not None
    assert context.sizes[context.slider.value()] == ready.loader.choice.loaded.n_ctx
    context.slider.setValue(0)
    assert context.load.isVisible()
    context.load.click()
    until(lambda: ready.loader.choice.stage is Stage.READY, "the model again")
    assert ready.loader.choice.loaded.n_ctx == context.sizes[0] == ready.preferences.value.load.n_ctx


def shown(kind):
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible())


def test_a_form_is_chosen_from_the_menu_and_lights_the_button(ready, controls) -> None:
    controls.tools.form.click()
    menu = shown(FormMenu)
    menu.actions()[2].trigger()
    menu.close()
    form = ready.chat.choices.controls.form
    assert form == controls.forms.built_in()[0] and controls.tools.form.isChecked()
    controls.tools.form.click()
    menu = shown(FormMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert ready.chat.choices.controls.form is None and not controls.tools.form.isChecked()


def test_a_schema_is_judged_while_it_is_written_and_only_a_sound_one_is_taken(window, ready, controls) -> None:
    controls._ask_form()
    dialog = window.findChild(FormDialog)
    assert dialog is not None
    dialog.name.setText("Mine")
    dialog.text.setPlainText('{"type": "horse"}')
    until(lambda: "$.type" in dialog.verdict.text(), "the refusal")
    assert not dialog.agree.isEnabled()
    dialog.text.setPlainText('{"type": "array", "items": {"type": "integer"}}')
    until(dialog.agree.isEnabled, "the consent")
    dialog.agree.click()
    assert ready.chat.choices.controls.form == controls.forms.own()[0]


def test_a_preset_sets_all_at_once_and_changing_something_leaves_it(ready, controls) -> None:
    programmer = controls.presets.built_in()[2]
    controls._apply(programmer)
    assert ready.chat.choices.instructions == programmer.instructions
    assert controls.header.preset.text().strip() == f"Preset: {programmer.name}"
    ready.chat.choices.choose(ready.chat.choices.controls.with_value("temperature", 0.9))
    assert controls.header.preset.text().strip() == "Preset"


def test_ones_own_preset_is_saved_offered_exported_and_imported(tmp_path, monkeypatch, ready, controls) -> None:
    ready.chat.choices.apply(Controls(temperature=0.3), "Be kind.")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("Mine", True))
    controls._save()
    mine = Preset(name="Mine", instructions="Be kind.", controls=Controls(temperature=0.3), own=True)
    assert controls.presets.own() == (mine,) and ready.chat.choices.controls.preset == "Mine"
    out = tmp_path / "out.json"
    monkeypatch.setattr(file_dialog, "save_file", lambda *_: (out, ""))
    controls._export()
    controls.presets.remove("Mine")
    monkeypatch.setattr(file_dialog, "open_file", lambda *_: out)
    controls._import()
    assert controls.presets.own() == (mine,) and json.loads(out.read_bytes())["format"] == "paddock-presets"
    controls.header.preset.click()
    menu = shown(PresetMenu)
    assert "Mine" in [action.text() for action in menu.actions()]
    menu.close()


def test_an_import_that_is_none_is_said(tmp_path: Path, monkeypatch, controls) -> None:
    failed: list[Exception] = []
    controls.failed.connect(failed.append)
    (tmp_path / "in.json").write_text("{")
    monkeypatch.setattr(file_dialog, "open_file", lambda *_: tmp_path / "in.json")
    controls._import()
    assert len(failed) == 1


def test_instructions_are_changed_in_the_header_and_kept(ready, controls) -> None:
    ready.chat.keep_draft("hello")
    controls.header.toggle.click()
    controls.header.text.setPlainText("Answer in rhymes.")
    controls.header.tell()
    assert ready.conversations.get(ready.chat.current or 0).system_prompt == "Answer in rhymes."
    assert controls.header.toggle.text().strip() == "Instructions: set"
