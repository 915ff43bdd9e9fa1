"""The fast model, chosen and switched on from the composer; what stands in its way is said."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from desktop.chat.loading import Choice, Planned, Stage
from desktop.chat.tools import Tools
from desktop.shell.chat_page import ChatPage
from desktop.shell.parts import Parts
from desktop.widgets.icons import icon
from desktop.widgets.words import sentence_of, sentence_of_step, size_words
from models.errors import PaddockError
from models.hub.shelf import InstalledModel
from models.hub.walk import is_file


class FastControl(QObject):
    """Keeps the button true.

    Signals:
        library_wanted: A small model is to be had.
        troubled: A sentence, the label of a way out, and what the way out does.
        noticed: A few words to show for a moment.
    """

    library_wanted = Signal()
    troubled = Signal(str, str, object)
    noticed = Signal(str)

    def __init__(self, page: ChatPage, parts: Parts, tools: Tools) -> None:
        super().__init__(page)
        self._page, self._parts, self._tools = page, parts, tools
        self._choices = parts.chat.choices
        tools.fast_wanted.connect(self._switch)
        tools.fast_model_wanted.connect(self.choose)
        parts.fast.changed.connect(self._on_fast)
        parts.fast.unfit.connect(self._on_unfit)
        parts.fast.failed.connect(self._on_failed)
        parts.fast.loader.planned.connect(self._on_planned)
        parts.loader.changed.connect(self._show_name)
        self._choices.changed.connect(self._on_choices)

    @property
    def path(self) -> str:
        """The chosen model, if it is there."""
        chosen = self._parts.preferences.value.fast_model
        return chosen if chosen and is_file(Path(chosen)) else ""

    def candidates(self) -> list[InstalledModel]:
        """Those that can be loaded beside the large one, the smallest first."""
        large = self._parts.loader.choice.path
        others = (each for each in self._parts.shelf.usable() if each.path != large)
        return sorted(others, key=lambda each: each.size_bytes)

    def choose(self) -> None:
        """Ask which model is the fast one."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for model in self.candidates():
            title = f"{model.title} {model.quantisation} · {size_words(model.size_bytes)}".replace("&", "&&")
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(model.path == self.path)
            action.triggered.connect(lambda _=False, path=model.path: self._take(path))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(icon("download"), self.tr("Get a small model…"), self.library_wanted.emit)
        menu.popup(self._tools.fast.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 2)))

    def _switch(self, wanted: bool) -> None:
        if wanted and not self.path:
            self.choose()
        else:
            self._set(wanted)
        if not wanted:
            self._parts.fast.let_go()

    def _take(self, path: str) -> None:
        self._parts.preferences.change(fast_model=path)
        self._set(True)
        self._parts.fast.want(path)

    def _set(self, fast: bool) -> None:
        self._choices.choose(msgspec.structs.replace(self._choices.controls, fast=fast))

    def _on_choices(self) -> None:
        """Another chat may want it."""
        if self._choices.controls.fast:
            if self.path:
                self._parts.fast.want(self.path)
            else:
                self._set(False)
                self.noticed.emit(self.tr("The fast model is not there any more; the large one answers."))
        self._show_name()

    def _show_name(self) -> None:
        """Whose name stands over an answer that is on its way."""
        choice = self._parts.fast.choice if self._choices.controls.fast else self._parts.loader.choice
        self._page.transcript.set_model_name(choice.title)

    def _on_fast(self, choice: Choice) -> None:
        share = choice.fraction if choice.stage is Stage.LOADING else None
        self._tools.show_fast(choice.title, share)
        self._show_name()

    def _on_planned(self, planned: Planned) -> None:
        told = [sentence_of_step(step) for step in planned.plan.steps if step.name != "no_card"]
        if told:
            self.noticed.emit(f"{planned.model.title}: {'; '.join(told)}")

    def _on_unfit(self, planned: Planned) -> None:
        words = self.tr("“%1” does not fit beside the large model: %2")
        sentence = words.replace("%1", planned.model.title).replace("%2", sentence_of_step(planned.plan.reason))
        self._refuse(sentence)

    def _on_failed(self, error: PaddockError) -> None:
        self._refuse(sentence_of(error))

    def _refuse(self, sentence: str) -> None:
        self._set(False)
        self.troubled.emit(sentence, self.tr("Choose another"), self.choose)
