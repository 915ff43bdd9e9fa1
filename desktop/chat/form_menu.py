"""Which form the answers of a chat have: none, one of ours, or one of the user's."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.widgets.icons import icon
from models.chat.controls import Form
from models.chat.forms import Forms


class FormMenu(QMenu):
    """Offers them all.

    Signals:
        chosen: Answers have this form (Form), or none any more (None).
        own_wanted: The user has one that is not here yet.
        removed: Take the user's form of this name away.
    """

    chosen = Signal(object)
    own_wanted = Signal()
    removed = Signal(str)

    def __init__(self, parent: QWidget, forms: Forms, current: Form | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add(self.tr("Plain answers"), None, current)
        self.addSeparator()
        for form in forms.built_in():
            self._add(form.name, form, current)
        own = forms.own()
        if own:
            self.addSeparator()
        for form in own:
            self._add(form.name, form, current)
        self.addSeparator()
        self.addAction(icon("plus"), self.tr("A form of your own…"), self.own_wanted.emit)
        if own:
            remove = self.addMenu(icon("trash-2"), self.tr("Remove"))
            for form in own:
                remove.addAction(form.name, partial(self._remove, form.name))

    def _add(self, words: str, form: Form | None, current: Form | None) -> None:
        action = self.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(form == current)
        action.triggered.connect(lambda _=False, form=form: self.chosen.emit(form))

    def _remove(self, name: str, _checked: bool = False) -> None:
        self.removed.emit(name)
