"""A model that can be had, as a card that follows its download."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal

from desktop.library.card import ModelCard, facts_of
from desktop.library.downloading import State
from desktop.library.fit import Offer
from desktop.library.way_out import WayOut, way_out
from desktop.widgets.words import translated


class OfferCard(ModelCard):
    """Its buttons are those of the moment.

    Signals:
        download_wanted: Get it (CatalogueEntry).
        pause_wanted, resume_wanted, cancel_wanted: Its model's name.
        way_out_wanted: The button that a failure or a wait offers (State).
    """

    download_wanted = Signal(object)
    pause_wanted = Signal(str)
    resume_wanted = Signal(str)
    cancel_wanted = Signal(str)
    way_out_wanted = Signal(object)

    def __init__(self, offer: Offer, *, primary: bool = False) -> None:
        entry = offer.entry
        facts = facts_of(
            entry.about_bytes,
            licence=(
                entry.licence.id or QCoreApplication.translate("Licence", "the publisher's own licence")
            ).removeprefix("LicenseRef-"),
            languages=entry.languages,
            n_ctx=entry.n_ctx or 0,
        )
        super().__init__(entry.name, entry.quantisation, facts)
        self.entry = entry
        self._primary = primary
        self._shape: object = object()
        self.show_fit(offer.plan, self.tr("Its size is known when the download begins."))
        self.show_state(None)

    def show_state(self, state: State | None) -> None:
        """How its download stands; None: nobody asked for it."""
        if state is None:
            self.show_progress(None)
        else:
            self.show_progress(state.fraction, state.words, bad=state.failed)
        shape = None if state is None else (state.running, state.reason)
        if shape == self._shape:
            return  # the same buttons: the one that has the focus keeps it
        self._shape = shape
        self.withdraw()
        name = self.entry.name
        if state is None:
            role = "primary" if self._primary else "outlined"
            get = partial(self.download_wanted.emit, self.entry)
            self.offer(self.tr("Download"), get, role=role, icon_name="download")
            return
        if state.reason is not None:
            self.offer(state.way_out, partial(self.way_out_wanted.emit, state))
            if state.failed and way_out(state.reason) in (WayOut.PAGE, WayOut.SETTINGS):
                # That button helps, but does not go on by itself.
                again = partial(self.resume_wanted.emit, name)
                self.offer(translated("Try again"), again, icon_name="refresh-cw")
        if state.running:
            self.offer_icon("pause", self.tr("Pause"), partial(self.pause_wanted.emit, name))
        elif state.reason is None:
            self.offer(self.tr("Resume"), partial(self.resume_wanted.emit, name), icon_name="play")
        self.offer_icon("x", self.tr("Cancel"), partial(self.cancel_wanted.emit, name))
