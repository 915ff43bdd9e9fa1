"""What a chat sets for itself, in the window: header, tools of the composer and controls, wired to the chat shown."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QWidget

from desktop.chat.controls_panel import ControlsPanel
from desktop.chat.dial import Base
from desktop.chat.form_dialog import FormDialog
from desktop.chat.form_menu import FormMenu
from desktop.chat.header import ChatHeader
from desktop.chat.loading import Choice
from desktop.chat.preset_menu import PresetMenu
from desktop.chat.tools import Tools
from desktop.shell.chat_page import SMALLEST_PX, ChatPage
from desktop.shell.fast_control import FastControl
from desktop.shell.parts import Parts
from desktop.shell.trying import tried
from desktop.widgets import file_dialog, language
from desktop.widgets.sampling import described
from models.chat.controls import Controls, Form, usual
from models.chat.forms import Forms
from models.chat.presets import Preset, Presets
from models.errors import PaddockError

GAPS_PX = 48  # between what stands on the page


class ChatControls(QObject):
    """Puts them on the page of the chats, and keeps them true.

    Signals:
        failed: An error to show (PaddockError).
        noticed: A few words to show for a moment.
    """

    failed = Signal(object)
    noticed = Signal(str)

    def __init__(self, page: ChatPage, parts: Parts) -> None:
        super().__init__(page)
        self._page = page
        self._parts = parts
        self._choices = parts.chat.choices
        self.forms = Forms(parts.paths, language.now)
        self.presets = Presets(parts.paths, language.now)
        self.header = ChatHeader()
        self.tools = Tools()
        self.panel = ControlsPanel(parts.loader.foresee)
        self.panel.hide()
        self.fast = FastControl(page, parts, self.tools)
        page.place_on_top(self.header)
        page.place_above_composer(self.panel)
        page.composer.add_tools(self.tools)
        page.installEventFilter(self)
        self._wire()
        self._show()
        self._on_model(parts.loader.choice)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page is higher or lower now."""
        if event.type() == QEvent.Type.Resize and not self.panel.isHidden():
            self._fit()
        return super().eventFilter(watched, event)

    def _wire(self) -> None:
        parts = self._parts
        self._choices.changed.connect(self._show)
        parts.preferences.changed.connect(self._show)
        parts.chat.chats_changed.connect(self._show_header)
        parts.loader.changed.connect(self._on_model)
        self.header.instructed.connect(self._choices.instruct)
        self.header.preset_wanted.connect(self._offer_presets)
        self.panel.chosen.connect(self._choices.choose)
        self.panel.context_chosen.connect(self._load_with)
        self.panel.closed.connect(self._fold)
        self.tools.controls_wanted.connect(self._unfold)
        self.tools.form_wanted.connect(self._offer_forms)
        self.fast.noticed.connect(self.noticed)

    def _fit(self) -> None:
        """The panel leaves room for the rest of the page."""
        page = self._page
        shown = [each.height() for each in (self.header, page.composer, page.status) if each.isVisible()]
        self.panel.fit_into(page.height(), sum(shown) + SMALLEST_PX + GAPS_PX)

    # --- showing ---

    def _show(self) -> None:
        self._show_header()
        self.tools.show_controls(self._choices.controls)
        if not self.panel.isHidden():
            self._show_panel()

    def _show_panel(self) -> None:
        stop = self._parts.preferences.value.sampling.stop
        self.panel.show_controls(self._choices.controls, self._bases(), stop)

    def _show_header(self) -> None:
        chat = self._parts.chat
        current = chat.current
        shown = tried(lambda: self._parts.conversations.get(current), self.failed.emit) if current is not None else None
        self.header.show_chat(shown.title if shown else "", self._choices.instructions, self._choices.controls.preset)

    def _bases(self) -> dict[str, Base]:
        """What holds where the chat sets nothing, and whose value it is."""
        model, chosen = self._parts.loader.model, self._parts.preferences.value.sampling
        card = self._parts.catalogue.recommended(model.entry) if model else None
        holds = usual(card)
        found = {}
        for value in described():
            name = value.name
            own = getattr(chosen, name)
            number = getattr(holds, name) if own is None else own
            if own is not None:
                words = self.tr("From your settings: %1")
            elif card is not None and getattr(card, name, None) is not None:
                words = self.tr("Recommended for this model: %1")
            else:
                words = self.tr("Usual: %1")
            said = value.automatic if number is None else value.shown(number)
            found[name] = Base(number, words.replace("%1", said))
        return found

    def _on_model(self, choice: Choice) -> None:
        self.panel.context.show_model(choice.loaded)
        if choice.loaded is not None:
            self._show()

    # --- controls ---

    def _unfold(self, unfolded: bool) -> None:
        if not unfolded:
            self._fold()
            return
        self._show_panel()
        self.panel.show()
        self._fit()
        self.panel.dials[0].slider.setFocus()

    def _fold(self) -> None:
        self.panel.hide()
        self.tools.fold()
        self._page.focus_composer()

    def _load_with(self, n_ctx: int) -> None:
        """The context is the model's, not the chat's: it is a setting, and the model is loaded again."""
        preferences = self._parts.preferences
        preferences.change(load=msgspec.structs.replace(preferences.value.load, n_ctx=n_ctx))
        self._parts.loader.reload()

    # --- forms ---

    def _offer_forms(self) -> None:
        menu = FormMenu(self._page, self.forms, self._choices.controls.form)
        menu.chosen.connect(self._hold_to)
        menu.own_wanted.connect(self._ask_form)
        menu.removed.connect(lambda name: self._done(lambda: self.forms.remove(name)))
        self._pop_up(menu, self.tools.form)

    def _ask_form(self) -> None:
        dialog = FormDialog(self._page.window(), self._parts.theme, self.forms)
        dialog.kept.connect(self._hold_to)
        dialog.open()

    def _hold_to(self, form: Form | None) -> None:
        self._choices.choose(msgspec.structs.replace(self._choices.controls, form=form, preset=""))

    # --- presets ---

    def _offer_presets(self, at: QPoint) -> None:
        own = tried(self.presets.own, self.failed.emit) or ()
        menu = PresetMenu(self._page, self.presets.built_in(), own, self._choices.controls.preset)
        menu.chosen.connect(self._apply)
        menu.save_wanted.connect(self._save)
        menu.export_wanted.connect(self._export)
        menu.import_wanted.connect(self._import)
        menu.removed.connect(lambda name: self._done(lambda: self.presets.remove(name)))
        menu.popup(at)

    def _apply(self, preset: Preset) -> None:
        """All of it; the fast model stays on or off."""
        fast = self._choices.controls.fast
        if preset.controls == Controls() and not preset.instructions:
            self._choices.apply(Controls(fast=fast), self._parts.preferences.value.system_prompt)
        else:
            self._choices.apply(msgspec.structs.replace(preset.applied(), fast=fast), preset.instructions)

    def _save(self) -> None:
        title, words = self.tr("Save as a preset"), self.tr("Name")
        before = self._choices.controls.preset
        name, agreed = QInputDialog.getText(self._page.window(), title, words, QLineEdit.EchoMode.Normal, before)
        if agreed and name.strip():
            controls = msgspec.structs.replace(self._choices.controls, preset="", fast=False)
            preset = Preset(name=name, instructions=self._choices.instructions, controls=controls)
            if self._done(lambda: self.presets.save(preset)):
                self._choices.apply(preset.applied(), preset.instructions)
                self.noticed.emit(self.tr("Saved as %1").replace("%1", name))

    def _export(self) -> None:
        chosen = file_dialog.save_file(self._page, self.tr("Export presets"), "paddock-presets.json")
        own = tried(self.presets.own, self.failed.emit)
        if chosen and own and self._done(lambda: self.presets.export(own, chosen[0])):
            self.noticed.emit(self.tr("Saved as %1").replace("%1", chosen[0].name))

    def _import(self) -> None:
        title = self.tr("Import presets")
        path = file_dialog.open_file(self._page, title, "JSON (*.json);;*")
        taken = tried(lambda: self.presets.take(path), self.failed.emit) if path else None
        if taken is not None:
            self.noticed.emit(self.tr("%n preset(s) imported", "", len(taken)))

    # --- inside ---

    def _pop_up(self, menu: QMenu, above: QWidget) -> None:
        menu.popup(above.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 2)))

    def _done(self, act: Callable[[], None]) -> bool:
        """`act` did not fail."""
        try:
            act()
        except PaddockError as error:
            self.failed.emit(error)
            return False
        return True
