"""The access token for models whose publisher asks who takes them: kept in the system's keyring, checked, removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.settings.search_words import OTHER_WORDS
from desktop.task import Task
from desktop.widgets.controls import button, card, label, restyle
from desktop.widgets.words import sentence_of
from models.errors import TokenNotKept
from models.hub.account import Account
from models.hub.token import Tokens

TOKENS_PAGE = "https://huggingface.co/settings/tokens"


class AccountCard(QWidget):
    """Shows whether there is a token, never the token. The keyring is asked on a thread: it may want its password.

    Signals:
        link_wanted: The page where tokens are made.
    """

    link_wanted = Signal(str)

    def __init__(self, tokens: Tokens, ask: Callable[[], Iterator[Account]]) -> None:
        super().__init__()
        self.title = self.tr("Access token")
        self._tokens = tokens
        self._ask = ask
        self._task: Task | None = None
        self._edit = QLineEdit(echoMode=QLineEdit.EchoMode.Password, placeholderText="hf_…")
        self._edit.setAccessibleName(self.title)
        self._edit.setMaxLength(512)
        self._edit.returnPressed.connect(self._keep)
        self._edit.textChanged.connect(self.refresh)
        self._save = button(self.tr("Save"), self._keep, role="primary")
        self._check = button(self.tr("Check it"), self._check_it, icon_name="shield-check")
        self._remove = button(self.tr("Remove"), self._clear, icon_name="trash-2")
        self._page = button(self.tr("Make one…"), lambda: self.link_wanted.emit(TOKENS_PAGE), icon_name="external-link")
        self._said = label("", "small", wrap=True)
        self._said.setVisible(False)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show the buttons that have something to do."""
        given, busy = self._tokens.given, self._task is not None
        self._edit.setPlaceholderText(self.tr("there is one; type another to replace it") if given else "hf_…")
        self._edit.setEnabled(not busy)
        self._save.setEnabled(bool(self._edit.text().strip()) and not busy)
        for each in (self._check, self._remove):
            each.setVisible(given)
            each.setEnabled(not busy)
        self._page.setVisible(not given)

    def filter(self, words: list[str]) -> None:
        """Be there when all `words` are in what it says."""
        text = f"{self.title} {self._help} {OTHER_WORDS['account']}".casefold()
        self.setVisible(all(word in text for word in words))

    def _keep(self) -> None:
        token = self._edit.text()
        if not token.strip():
            return
        with QSignalBlocker(self._edit):
            self._edit.clear()
        self._do(lambda: self._tokens.put(token), self.tr("It is in this system's keyring."))

    def _clear(self) -> None:
        self._do(self._tokens.clear, self.tr("It is removed."))

    def _check_it(self) -> None:
        task = Task(self._ask, self)
        task.produced.connect(lambda found: self._say(self.tr("It belongs to %1.").replace("%1", found.name)))
        self._begin(task, self.tr("Asking Hugging Face…"))

    def _do(self, work: Callable[[], object], then: str) -> None:
        def once() -> Iterator[object]:
            yield work()

        task = Task(once, self)
        task.produced.connect(lambda _: self._say(then))
        self._begin(task, self.tr("Asking the keyring…"))

    def _begin(self, task: Task, words: str) -> None:
        self._say(words)
        task.failed.connect(self._on_failed)
        task.finished.connect(self._on_finished)
        self._task = task.start()
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        words = sentence_of(error)
        if isinstance(error, TokenNotKept) and self._tokens.given:
            words = f"{words} {self.tr('It is used until Paddock is closed, and written nowhere.')}"
        self._say(words, bad=True)

    def _on_finished(self) -> None:
        self._task = None
        self.refresh()

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._said.setText(words)
        self._said.setVisible(True)
        restyle(self._said, "role", "bad" if bad else "small")

    def _lay_out(self) -> None:
        self._help = self.tr(
            "Some publishers ask who takes their model. The token of your account at Hugging Face is kept in this "
            "system's keyring, is sent to huggingface.co alone, with a download, and never to a mirror."
        )
        frame = card()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._edit, 1)
        for each in (self._save, self._check, self._remove, self._page):
            line.addWidget(each)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(6)
        inside.addWidget(label(self.title, wrap=True))
        inside.addWidget(label(self._help, "small", wrap=True))
        inside.addLayout(line)
        inside.addWidget(self._said)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
