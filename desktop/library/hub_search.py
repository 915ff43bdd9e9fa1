"""Searching the Hub from the window: asked on Enter alone, shown as cards under the field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.library.card import ModelCard
from desktop.library.downloading import State
from desktop.library.fit import Seen, Surveyor
from desktop.library.hub_card import HubCard, ListedCard
from desktop.library.offers import DownloadCard
from desktop.task import Task
from desktop.widgets.controls import button, clear, label, restyle
from desktop.widgets.search_field import SearchField
from desktop.widgets.words import sentence_of
from models.errors import HubNotSearchable
from models.hub.downloads import Downloads
from models.hub.listing import Listed, Missed
from models.hub.search import Search


class HubSearch(QWidget):
    """A field, one line of words that is always there, and what was found.

    `wire` connects a card to what its buttons do; `state_of` tells how the download of a name stands.

    Signals:
        link_wanted: A page of the publisher.
    """

    link_wanted = Signal(str)

    def __init__(
        self,
        downloads: Downloads,
        surveyor: Surveyor,
        wire: Callable[[DownloadCard], object],
        state_of: Callable[[str], State | None],
    ) -> None:
        super().__init__()
        self._downloads = downloads
        self._surveyor = surveyor
        self._wire = wire
        self._state_of = state_of
        self._task: Task | None = None
        self._cards: dict[str, ModelCard] = {}  # by the repository's id
        self.field = SearchField(self.tr("Search Hugging Face…"))
        self.field.returnPressed.connect(self.search)
        self.field.textChanged.connect(self._on_edited)
        self._words = label("", "small", wrap=True)
        self._stop = button(self.tr("Stop"), self.stop, role="link")
        self._heading = label(self.tr("On Hugging Face"), "section")
        self._heading.setContentsMargins(0, 10, 0, 2)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._lay_out()
        self._rest()

    def search(self) -> None:
        """Ask for what stands in the field, in place of what was asked before."""
        words = self.field.text().strip()
        if not words:
            return
        self.clear()
        self._say(self.tr("Asking %1…").replace("%1", self._host()))
        self._stop.show()
        task = Task(lambda: self._surveyor.search(Search(self._downloads, words=words)), self)
        task.produced.connect(lambda event: self._on_found(task, event))
        task.failed.connect(lambda error: self._on_failed(task, error))
        task.finished.connect(lambda: self._on_finished(task))
        self._task = task
        task.start()

    def stop(self) -> None:
        """Ask no more; what was found stays."""
        task, self._task = self._task, None
        if task is not None:
            task.stop()
            self._end()

    def clear(self) -> None:
        """Stop, and take away what was found."""
        self.stop()
        self._cards = {}
        clear(self._list)
        self._rest()

    def close_search(self, timeout_s: float = 2.0) -> None:
        """End what is being asked; for closing the program."""
        task = self._task
        self.stop()
        if task is not None:
            task.wait(timeout_s)

    def refresh(self) -> None:
        """The words under an empty field name who would be asked, and that may be another one now."""
        if not self.field.text():
            self._rest()

    def show_state(self, name: str) -> None:
        """The download of that name is further."""
        for card in self._cards.values():
            if isinstance(card, HubCard) and card.name == name:
                card.show_state(self._state_of(name))

    @property
    def searching(self) -> bool:
        """Somebody is being asked now."""
        return self._task is not None

    def cards(self) -> list[HubCard]:
        """Those that can be had, in the order of the page."""
        return [card for card in self._cards.values() if isinstance(card, HubCard)]

    def _on_found(self, task: Task, event: object) -> None:
        if task is not self._task:
            return
        match event:
            case Listed(repositories=repositories):
                for repository in repositories:
                    self._cards[repository.id] = ListedCard(repository, self.link_wanted.emit)
                    self._list.addWidget(self._cards[repository.id])
                self._heading.setVisible(bool(repositories))
            case Missed(id=name):
                card = self._cards[name]
                if isinstance(card, ListedCard):
                    card.show_missed()
            case Seen():
                self._on_seen(event)
        looking = [card for card in self._cards.values() if isinstance(card, ListedCard) and card.looking]
        done, count = len(self._cards) - len(looking), len(self._cards)
        words = self.tr("Looked at %1 of %2").replace("%1", str(done)).replace("%2", str(count))
        self._say(words if count else self.tr("Nothing there is called so. Fewer words find more."))

    def _on_seen(self, seen: Seen) -> None:
        """A card that can be downloaded from takes the place of the one that was only listed."""
        listed = self._cards.get(seen.looked.repository.id)
        if not isinstance(listed, ListedCard):
            return
        if seen.offer.runs is False or not seen.offer.models:
            listed.show_seen(seen)
            return
        made = HubCard(seen, self._state_of, self.link_wanted.emit)
        self._wire(made)
        self._list.replaceWidget(listed, made)
        listed.deleteLater()
        self._cards[seen.looked.repository.id] = made

    def _on_failed(self, task: Task, error: Exception) -> None:
        if task is self._task:
            self._say(sentence_of(error), bad=True)

    def _on_finished(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._end()

    def _end(self) -> None:
        """Nobody is asked any more."""
        self._stop.hide()
        for card in self._cards.values():
            if isinstance(card, ListedCard) and card.looking:
                card.show_missed()

    def _on_edited(self, words: str) -> None:
        if not words:
            self.clear()

    def _rest(self) -> None:
        self._stop.hide()
        self._heading.hide()
        if self._downloads.source.layout != "hub":
            self._say(sentence_of(HubNotSearchable(host=self._host())))
            return
        words = self.tr("Enter asks %1 for models with these words. Nothing is sent while you type.")
        self._say(words.replace("%1", self._host()))

    def _host(self) -> str:
        return QUrl(self._downloads.source.endpoint).authority()

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._words.setText(words)
        restyle(self._words, "role", "bad" if bad else "small")

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._words, 1)
        line.addWidget(self._stop)
        kept = self._stop.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the line is as high with the button as without
        self._stop.setSizePolicy(kept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addLayout(line)
        column.addWidget(self._heading)
        column.addLayout(self._list)
