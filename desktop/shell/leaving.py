"""What closing the window means while something is at work: asked once, then as it was chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell.preferences import Preferences
from desktop.widgets.controls import button, label

WIDTH_PX = 460


class Leaving(QObject):
    """Decides for the window. Without a tray the window could not be found again, so the program then ends.

    Signals:
        quit_wanted: End the program.
        hide_wanted: Put the window away; the work goes on.
    """

    quit_wanted = Signal()
    hide_wanted = Signal()

    def __init__(
        self, window: QWidget, preferences: Preferences, working: Callable[[], bool], has_tray: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self._working = working
        self._has_tray = has_tray
        self.dialog: LeavingDialog | None = None

    def close_now(self) -> bool:
        """The window may close at once; otherwise `quit_wanted` or `hide_wanted` follows, or the user stays."""
        if not (self._working() and self._has_tray()):
            return True
        match self._preferences.value.when_closed:
            case "keep":
                self.hide_wanted.emit()
                return False
            case "quit":
                return True
        self._ask()
        return False

    def _ask(self) -> None:
        if self.dialog is not None:
            self.dialog.raise_()
            return
        self.dialog = LeavingDialog(self._window)
        self.dialog.chosen.connect(self._on_chosen)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _on_chosen(self, keep: bool, remember: bool) -> None:
        if remember:
            self._preferences.change(when_closed="keep" if keep else "quit")
        (self.hide_wanted if keep else self.quit_wanted).emit()

    def _forget(self, _: int) -> None:
        self.dialog = None


class LeavingDialog(QDialog):
    """Keep working, or pause and quit.

    Signals:
        chosen: Work goes on (bool), and this is the answer from now on (bool).
    """

    chosen = Signal(bool, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Something is still at work"))
        self.setFixedWidth(WIDTH_PX)
        self.remember = QCheckBox(self.tr("Do not ask again; the settings change it"))
        self.remember.setChecked(True)
        self.keep = button(self.tr("Keep working"), lambda: self._choose(True), role="primary")
        self.quit = button(self.tr("Pause and quit"), lambda: self._choose(False))
        buttons = QHBoxLayout()
        buttons.addWidget(button(self.tr("Cancel"), self.reject, role="link"))
        buttons.addStretch()
        buttons.addWidget(self.quit)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Something is still at work"), "heading"))
        column.addWidget(
            label(
                self.tr(
                    "Paddock can go on in the background, with its icon in the system tray, and tell you when it is "
                    "done. If you quit, the work pauses and goes on where it was when you open Paddock again."
                ),
                wrap=True,
            )
        )
        column.addWidget(self.remember)
        column.addLayout(buttons)
        self.keep.setDefault(True)

    def _choose(self, keep: bool) -> None:
        self.accept()
        self.chosen.emit(keep, self.remember.isChecked())
