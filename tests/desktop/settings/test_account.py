"""The access token in the settings: into the system's keyring, and out of it; asked about only when the user asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.settings.account import AccountCard
from models.errors import DownloadFailed
from models.hub.account import Account
from models.hub.reasons import Reason, say
from models.hub.token import Tokens
from tests.desktop.program import until
from tests.models.hub.test_token import InMemory

SECRET = "hf_this_is_for_nobody"


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before, ring = keyring.get_keyring(), InMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def tokens(ring: InMemory, tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "token-in-keyring")


def opened(qtbot: QtBot, tokens: Tokens, answer: Account | DownloadFailed | None = None) -> AccountCard:
    def ask() -> Iterator[Account]:
        assert answer is not None, "nobody asked for this"
        if isinstance(answer, DownloadFailed):
            raise answer
        yield answer

    made = AccountCard(tokens, ask)
    qtbot.addWidget(made)
    made.resize(760, 200)
    made.show()
    return made


def press(made: AccountCard, qtbot: QtBot, words: str) -> None:
    button = next(each for each in made.findChildren(QPushButton) if each.text().strip() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def says(made: AccountCard, words: str) -> None:
    until(lambda: any(words in each.text() for each in made.findChildren(QLabel) if each.isVisible()), words)


def enter(made: AccountCard, qtbot: QtBot, words: str) -> None:
    qtbot.keyClicks(made.findChild(QLineEdit), words)
    press(made, qtbot, "Save")


def test_a_token_goes_to_the_keyring_and_is_not_shown_again(qtbot: QtBot, tokens: Tokens, ring: InMemory):
    made = opened(qtbot, tokens)
    edit = made.findChild(QLineEdit)
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    enter(made, qtbot, SECRET)
    says(made, "It is in this system's keyring.")

    assert list(ring.secrets.values()) == [SECRET]
    assert edit.text() == ""
    assert SECRET not in " ".join(each.text() for each in made.findChildren(QLabel))


def test_a_token_is_removed(qtbot: QtBot, tokens: Tokens, ring: InMemory):
    tokens.put(SECRET)
    made = opened(qtbot, tokens)
    press(made, qtbot, "Remove")
    says(made, "It is removed.")

    assert ring.secrets == {}


def test_whose_it_is_is_asked_on_request_alone(qtbot: QtBot, tokens: Tokens):
    tokens.put(SECRET)
    made = opened(qtbot, tokens, Account("paddock-user"))
    press(made, qtbot, "Check it")

    says(made, "It belongs to paddock-user.")


def test_a_token_that_is_not_accepted_is_said(qtbot: QtBot, tokens: Tokens):
    tokens.put(SECRET)
    made = opened(qtbot, tokens, DownloadFailed(reason=Reason.AUTH, detail=say(Reason.AUTH)))
    press(made, qtbot, "Check it")

    says(made, "The access token was not accepted.")


def test_without_a_keyring_it_holds_for_this_run_and_says_so(qtbot: QtBot, tokens: Tokens):
    keyring.set_keyring(fail.Keyring())
    made = opened(qtbot, tokens)
    enter(made, qtbot, SECRET)
    says(made, "It is used until Paddock is closed, and written nowhere.")

    assert tokens.read() == SECRET


def test_what_cannot_be_a_token_is_refused(qtbot: QtBot, tokens: Tokens):
    made = opened(qtbot, tokens)
    enter(made, qtbot, "hf two words")
    says(made, "This is no access token")

    assert not tokens.given
