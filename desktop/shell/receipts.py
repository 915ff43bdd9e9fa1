"""The receipt of an answer, from the transcript to its dialog and on to another run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.chat.controller import ChatController
from desktop.chat.receipt_dialog import ReceiptDialog
from desktop.chat.transcript_view import TranscriptView


class Receipts(QObject):
    """Answers what the receipts of a transcript ask for.

    Signals:
        noticed: A few words to show for a moment.
    """

    noticed = Signal(str)

    def __init__(self, page: QWidget, transcript: TranscriptView, chat: ChatController) -> None:
        super().__init__(page)
        self._page = page
        self._transcript = transcript
        self._chat = chat
        transcript.receipt_wanted.connect(self.show)

    def show(self, message: int) -> None:
        """The receipt of an answer that is shown."""
        found = next((item.message for item in self._transcript.items if item.message.id == message), None)
        if found is None:
            return
        dialog = ReceiptDialog(self._page.window(), found)
        dialog.again_wanted.connect(self._chat.repeat)
        dialog.copied.connect(lambda: self.noticed.emit(self.tr("Receipt copied")))
        dialog.open()
