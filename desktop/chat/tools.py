"""The composer's tools: the controls, a form for the answers, and the fast model; each shows that it is on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop.widgets.controls import ICON_PX, icon_button
from desktop.widgets.icons import icon
from desktop.widgets.tips import plain_tip
from desktop.widgets.zooming import fit_icon
from models.chat.controls import Controls

_NAME_CHARACTERS = 18


class Tools(QWidget):
    """Three buttons that are lit while what they stand for holds.

    Signals:
        controls_wanted: Unfold the controls (True), or fold them up.
        form_wanted: Choose a form for the answers, or none.
        fast_wanted: Let the fast model answer (True), or the large one again.
        fast_model_wanted: Choose which model is the fast one.
    """

    controls_wanted = Signal(bool)
    form_wanted = Signal()
    fast_wanted = Signal(bool)
    fast_model_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.controls = self._tool("sliders-horizontal")
        self.controls.clicked.connect(self.controls_wanted)
        self.form = self._tool("braces")
        self.form.clicked.connect(self._ask_form)
        self.fast = self._tool("zap")
        self.fast.clicked.connect(self._ask_fast)
        self.which = icon_button("chevron-down", self.tr("Choose the fast model"), self.fast_model_wanted.emit)
        self._fast_title = ""
        self._fast_share: float | None = None
        self._controls = Controls()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for each in (self.controls, self.form, self.fast, self.which):
            row.addWidget(each)
        self.show_controls(Controls())

    def show_controls(self, controls: Controls) -> None:
        """Say what is on."""
        self._controls = controls
        count = controls.own
        words = self.tr("Controls: %n set", "", count) if count else self.tr("Controls")
        self._say(self.controls, words, self.tr("Context length, temperature and more"))
        form = controls.form
        name = form.name if form else ""
        if len(name) > _NAME_CHARACTERS:
            name = f"{name[:_NAME_CHARACTERS]}…"
        self._say(
            self.form,
            f"JSON: {name}" if form and name != "JSON" else "JSON",
            self.tr("Every answer is JSON of this form: %1").replace("%1", form.name)
            if form
            else self.tr("Let the answers be JSON"),
        )
        self.form.setChecked(form is not None)
        self._show_fast()

    def show_fast(self, title: str, share: float | None) -> None:
        """The fast model is called so; `share` of it is loaded, None: it is not on its way."""
        self._fast_title, self._fast_share = title, share
        self._show_fast()

    def _show_fast(self) -> None:
        fast = self._controls.fast
        words = self.tr("Fast")
        if fast and self._fast_share is not None:
            words = self.tr("Fast: loading %1").replace("%1", f"{self._fast_share:.0%}")
        help = self.tr("Let a small model answer, quickly")
        if fast:
            help = self.tr("%1 answers, beside the large model").replace(
                "%1", self._fast_title or self.tr("The small model")
            )
        self._say(self.fast, words, help)
        self.fast.setChecked(fast)
        self.which.setVisible(fast)

    def fold(self) -> None:
        """The controls were folded up."""
        self.controls.setChecked(False)

    def _ask_form(self) -> None:
        self.form.setChecked(self._controls.form is not None)  # until something is chosen
        self.form_wanted.emit()

    def _ask_fast(self, wanted: bool) -> None:
        self.fast.setChecked(self._controls.fast)
        self.fast_wanted.emit(wanted)

    def _say(self, tool: QToolButton, words: str, help: str) -> None:
        tool.setText(f" {words}")
        tool.setAccessibleName(words)
        tool.setAccessibleDescription(help)
        tool.setToolTip(plain_tip(help))

    def _tool(self, name: str) -> QToolButton:
        made = QToolButton()
        made.setCheckable(True)
        made.setIcon(icon(name))
        fit_icon(made, ICON_PX, ICON_PX)
        made.setToolButtonStyle(made.toolButtonStyle().ToolButtonTextBesideIcon)
        return made
