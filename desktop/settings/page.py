"""The settings page: rendered from the fields, searchable, every change in force at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.settings.about import About
from desktop.settings.account import AccountCard
from desktop.settings.controls import control_of
from desktop.settings.fields import Field, Kind, groups, value_of, with_value
from desktop.settings.graphics import GraphicsCard
from desktop.settings.no_hit import NoHit
from desktop.settings.search_words import OTHER_WORDS, meant
from desktop.widgets.controls import button, card, label
from desktop.widgets.flow import FlowLayout
from desktop.widgets.scroll import centred
from desktop.widgets.search_field import SearchField
from desktop.widgets.searched_card import SearchedCard, SearchedRow
from models.hub.mirrors import Mirror
from models.settings import Settings

MEASURE_PX = 780
OWN_CARDS = ("account", "graphics", "about")  # of the page's cards: those that are no rows of settings


class SettingsPage(QWidget):
    """Shows the settings it is given.

    Signals:
        changed: The user chose other ones (Settings).
        reload_wanted: Load the model again, so that a change of its settings takes effect.
        privacy_wanted: The page about what leaves the computer.
        performance_wanted: The page about how fast models are here.
        forget_wanted: Remove every stored answer of a chat for good.
        shortcuts_wanted: The page of all keys.
    """

    changed = Signal(object)
    reload_wanted = Signal()
    privacy_wanted = Signal()
    performance_wanted = Signal()
    forget_wanted = Signal()
    shortcuts_wanted = Signal()

    def __init__(
        self,
        settings: Settings,
        mirrors: Sequence[Mirror] = (),
        account: AccountCard | None = None,
        graphics: GraphicsCard | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._settings = settings
        self._mirrors = mirrors
        self._account = account
        self._graphics = graphics
        self._rows: list[_Row] = []
        self._cards: list[SearchedCard | AccountCard | GraphicsCard | About] = []
        self.search = SearchField(self.tr("Search settings"))
        self.search.textChanged.connect(self._filter)
        self._no_hit = NoHit()
        self._no_hit.wanted.connect(self.search.setText)
        self._ways: dict[QPushButton, str] = {}  # the buttons to other places, and what is searched of them
        self._about = About()
        self._reload = _Reload()
        self._reload.wanted.connect(self._on_reload)
        self._lay_out()
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """They were changed elsewhere, or here."""
        self._settings = settings
        for row in self._rows:
            row.control.show_value(value_of(settings, row.field.key))

    def show_engine(self, build: str) -> None:
        """The build line of the engine at work; empty: none is."""
        self._about.show_engine(build)

    def _choose(self, field: Field, value: Any) -> None:
        settings = with_value(self._settings, field.key, value)
        if field.key == "load.type_k":  # llama.cpp keeps both halves of the cache alike
            settings = with_value(settings, "load.type_v", value)
        if settings == self._settings:
            return
        self._reload.setVisible(self._reload.isVisibleTo(self) or field.key.startswith("load."))
        self.show_settings(settings)
        self.changed.emit(settings)

    def _on_reload(self) -> None:
        self._reload.hide()
        self.reload_wanted.emit()

    def _filter(self, asked: str) -> None:
        asked = asked.casefold().strip()
        words = asked.split()
        for each in self._cards:
            each.filter(words)
        for way, text in self._ways.items():
            way.setVisible(all(word in text for word in words))
        if any(not each.isHidden() for each in (*self._cards, *self._ways)):
            self._no_hit.hide()
        else:
            texts = (
                *(row.searched for row in self._rows),
                *self._ways.values(),
                *(OTHER_WORDS[name] for name in OWN_CARDS),
            )
            self._no_hit.say(asked, meant(asked, texts))

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Settings"), "title"))
        column.addWidget(self.search)
        column.addWidget(self._no_hit)
        column.addWidget(self._reload)
        for group in groups(self._mirrors):
            rows = [_Row(field) for field in group.fields]
            made = SearchedCard(group.title, rows)
            self._cards.append(made)
            self._rows += rows
            for row in rows:
                row.control.chosen.connect(partial(self._choose, row.field))
            column.addWidget(made)
        if self._account is not None:  # right below the downloads
            self._cards.append(self._account)
            column.addWidget(self._account)
        if self._graphics is not None:
            self._cards.append(self._graphics)
            self._graphics.altered.connect(self._reload.show)
            column.addWidget(self._graphics)
        forget = button(self.tr("Forget the stored answers of chats"), self.forget_wanted.emit, icon_name="trash-2")
        speed = button(self.tr("How fast it is here"), self.performance_wanted.emit, icon_name="gauge")
        privacy = button(self.tr("What leaves this computer"), self.privacy_wanted.emit, icon_name="lock")
        keys = button(self.tr("Keyboard shortcuts"), self.shortcuts_wanted.emit, icon_name="keyboard")
        ways = QWidget()
        flow = FlowLayout(ways, spacing=8)
        for name, way in (("forget", forget), ("performance", speed), ("privacy", privacy), ("shortcuts", keys)):
            self._ways[way] = f"{way.accessibleName()} {OTHER_WORDS[name]}".casefold()
            flow.addWidget(way)
        column.addWidget(ways)
        self._cards.append(self._about)
        column.addWidget(self._about)
        column.addStretch()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        self._scroll = centred(content, MEASURE_PX)
        outside.addWidget(self._scroll)

    def showEvent(self, event: QShowEvent) -> None:
        """It opens at its top, wherever it was left."""
        super().showEvent(event)
        if not event.spontaneous():  # which a window that comes back from its icon is
            self._scroll.verticalScrollBar().setValue(0)


class _Row(SearchedRow):
    """A field: its words on the left, its control on the right, or below where it needs the room."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        said = (field.label, field.help, *(words for _, words in field.choices), OTHER_WORDS.get(field.key, ""))
        self.searched = " ".join(said).casefold()
        self.control = control_of(field)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(field.label, wrap=True))
        if field.help:
            words.addWidget(label(field.help, "small", wrap=True))
        if field.kind in (Kind.TEXT, Kind.FOLDERS):
            column = QVBoxLayout(self)
            column.addLayout(words)
            column.addWidget(self.control)
        else:
            row = QHBoxLayout(self)
            row.setSpacing(24)
            row.addLayout(words, 1)
            row.addWidget(self.control, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(16, 10, 16, 10)


class _Reload(QWidget):
    """Says that the model has to be loaded again.

    Signals:
        wanted: Do it now.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        frame = card()
        frame.setProperty("selected", True)
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(16, 8, 8, 8)
        inside.addWidget(label(self.tr("In force when the model is loaded again.")), 1)
        inside.addWidget(button(self.tr("Load again"), self.wanted.emit, icon_name="refresh-cw"))
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        self.hide()
