"""What is done with the card of finished work: save it, see what was read, follow a mark to its passage."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.chat.transcript_view import TranscriptView
from desktop.documents.evidence import evidence_of
from desktop.documents.jobs import FileJobs
from desktop.widgets import file_dialog
from models.errors import StoreUnwritable
from models.store.message import Message

if TYPE_CHECKING:  # imported with the first card
    from desktop.documents.card import Card


class CardActions(QObject):
    """Answers what the cards of a transcript ask for.

    Signals:
        evidence_wanted: Show where a claim comes from (Evidence).
        records_wanted: Show the records of a report (Message).
        ocr_pack_wanted: Pages that are only pictures are to be read.
        ask_wanted: A question to these files is to be written (list of Path).
        noticed: A few words to show for a moment.
        failed: An error to show (PaddockError).
    """

    evidence_wanted = Signal(object)
    records_wanted = Signal(object)
    ocr_pack_wanted = Signal()
    ask_wanted = Signal(object)
    noticed = Signal(str)
    failed = Signal(object)

    def __init__(self, page: QWidget, transcript: TranscriptView, jobs: FileJobs) -> None:
        super().__init__(page)
        self._page = page
        self._transcript = transcript
        self._jobs = jobs
        self._saved_to = Path()
        transcript.card_stop_wanted.connect(jobs.stop_or_go_on)
        transcript.card_again_wanted.connect(jobs.resume)
        transcript.card_save_wanted.connect(self.save)
        transcript.card_pack_wanted.connect(self.ocr_pack_wanted)
        transcript.card_reading_wanted.connect(self._show_reading)
        transcript.card_records_wanted.connect(self._show_records)
        transcript.card_ask_wanted.connect(self._ask)
        transcript.citation_activated.connect(self._show_passage)

    def _message(self, message: int) -> Message | None:
        return next((each.message for each in self._transcript.items if each.message.id == message), None)

    def _card(self, message: int) -> Card | None:
        from desktop.documents.card import card_of

        found = self._message(message)
        return card_of(found.card) if found else None

    def files_at_hand(self) -> list[Path]:
        """Those of the newest card of files in the chat shown."""
        from desktop.documents.card import card_of

        cards = (card_of(item.message.card) for item in reversed(self._transcript.items) if item.message.card)
        return next((card.paths for card in cards if card is not None), [])

    def save(self, message: int) -> None:
        """Ask where to, and save the result of a card."""
        from desktop.documents.saving import form_words, forms_of, name_of, save

        card = self._card(message)
        if card is None:
            return
        forms = forms_of(card)
        folder = self._saved_to if self._saved_to.is_dir() else Path()
        kinds = ";;".join(map(form_words, forms))
        answer = file_dialog.save_file(self._page, self.tr("Save as"), str(folder / name_of(card)), kinds)
        if answer is None:
            return
        path, chosen = answer
        if path.suffix.lstrip(".").lower() not in forms:
            path = path.with_name(f"{path.name}.{next(form for form in forms if form_words(form) == chosen)}")
        try:
            saved = save(card, path)
        except StoreUnwritable as error:
            self.failed.emit(error)
        else:
            self._saved_to = path.parent
            self.noticed.emit(self.tr("Saved as %1").replace("%1", ", ".join(each.name for each in saved)))

    def _show_reading(self, message: int) -> None:
        from desktop.documents.reading_dialog import ReadingDialog

        card = self._card(message)
        if card is not None:
            dialog = ReadingDialog(self._page.window(), card)
            dialog.pack_wanted.connect(self.ocr_pack_wanted)
            dialog.encoding_chosen.connect(partial(self._jobs.read_as, message))
            dialog.open()

    def _show_records(self, message: int) -> None:
        found = self._message(message)
        if found is not None:
            self.records_wanted.emit(found)

    def _ask(self, message: int) -> None:
        card = self._card(message)
        if card is not None:
            self.ask_wanted.emit(card.paths)

    def _show_passage(self, message: int, number: int) -> None:
        card = self._card(message)
        evidence = evidence_of(card, number) if card else None
        if evidence is not None:
            self.evidence_wanted.emit(evidence)
