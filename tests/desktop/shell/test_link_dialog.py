"""Where a link leads is seen before it is followed; who wants to stay offline only copies it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.shell.link_dialog import LinkDialog
from desktop.shell.parts import Parts
from models.errors import StaysOffline
from models.process import Limits

ADDRESS = "https://example.org/%E6%96%87%E6%A1%A3/" + "long/" * 60 + "?next=https%3A%2F%2Fother.example%2F%E2%80%AEgnp"


def opened(qtbot: QtBot, address: str, open_link: object) -> tuple[LinkDialog, dict[str, QPushButton]]:
    dialog = LinkDialog(None, address, open_link)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog, {each.text(): each for each in dialog.findChildren(QPushButton)}


def test_the_whole_address_is_shown_decoded_with_what_turns_words_around_spelt_out(qtbot: QtBot) -> None:
    dialog, _ = opened(qtbot, ADDRESS, print)
    shown = dialog.findChildren(QPlainTextEdit)[0].toPlainText()

    assert shown.startswith("https://example.org/文档/long/") and shown.endswith(
        "?next=https://other.example/\\u202egnp"
    )


def test_it_is_opened_percent_encoded_and_only_by_its_button(qtbot: QtBot) -> None:
    followed: list[str] = []
    _, buttons = opened(qtbot, ADDRESS, followed.append)
    assert followed == []
    buttons["Open in browser"].click()

    assert followed == [ADDRESS]


def test_offline_it_can_only_be_copied(qtbot: QtBot) -> None:
    _, buttons = opened(qtbot, ADDRESS, None)
    assert sorted(buttons) == ["Cancel", "Copy"]
    buttons["Copy"].click()

    assert QApplication.clipboard().text() == ADDRESS


def test_who_stays_offline_starts_nothing_that_goes_online(parts: Parts) -> None:
    parts.preferences.change(offline=True)

    with pytest.raises(StaysOffline, match="stay offline"):
        parts.gate.open_link(ADDRESS)
    with pytest.raises(StaysOffline):
        parts.gate.child("any:main", receives=object, name="any", log=parts.paths.logs / "any.log", limits=Limits())
    parts.preferences.change(offline=False)
    assert not parts.gate.shut
