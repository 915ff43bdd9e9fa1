"""Other ways to a model, offered while the Hub, or the mirror chosen, is out of reach: mirrors, a proxy, a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.library.downloading import RunningDownloads
from desktop.widgets.controls import Picture, button, card, clear, label
from desktop.widgets.flow import FlowLayout
from models.hub.events import HUB, Source
from models.hub.mirrors import Mirrors
from models.hub.reasons import OUT_OF_REACH

HUB_NAME = "Hugging Face"


class Detours(QWidget):
    """A card that is there only while some download is out of reach. `with_file` False: files are offered anyway.

    Signals:
        mirror_wanted: Get models from this address from now on; empty: from the Hub itself.
        settings_wanted: An address of one's own, or a proxy.
        file_wanted: Use a file that came another way.
    """

    mirror_wanted = Signal(str)
    settings_wanted = Signal()
    file_wanted = Signal()

    def __init__(
        self, downloads: RunningDownloads, mirrors: Mirrors, source: Callable[[], Source], *, with_file: bool = True
    ) -> None:
        super().__init__()
        self._with_file = with_file
        self._downloads = downloads
        self._mirrors = mirrors
        self._source = source
        self._words = label("", "strong", wrap=True)
        self._shown: object = None
        self._ways = FlowLayout(spacing=8)
        self._lay_out()
        for happened in (downloads.changed, downloads.gone, downloads.ready):
            happened.connect(self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Come and go with the downloads that are out of reach."""
        stuck = any(state.reason in OUT_OF_REACH for state in self._downloads.states())
        used = self._source().endpoint
        if (stuck, used) != self._shown:  # the same buttons: the one that has the focus keeps it
            self._shown = stuck, used
            self._offer(used)
            self.setVisible(stuck)

    def _offer(self, used: str) -> None:
        here = self._mirrors.find(used)
        name = here.name if here else used.partition("//")[2]
        words = self.tr("%1 cannot be reached from here, or has not got the file. Other ways to the same model:")
        self._words.setText(words.replace("%1", HUB_NAME if used == HUB else name))
        clear(self._ways)
        places = [("", HUB_NAME)] if used != HUB else []
        places += [(mirror.endpoint, mirror.name) for mirror in self._mirrors.mirrors if mirror is not here]
        for address, name in places:
            words = self.tr("Get it from %1").replace("%1", name)
            self._ways.addWidget(button(words, partial(self.mirror_wanted.emit, address), icon_name="download"))
        own = button(self.tr("Own mirror or proxy…"), self.settings_wanted.emit, icon_name="settings")
        self._ways.addWidget(own)
        if self._with_file:
            self._ways.addWidget(button(self.tr("Add a file…"), self.file_wanted.emit, icon_name="folder"))

    def _lay_out(self) -> None:
        frame = card()
        safe = label(
            self.tr("Every file is checked against its published checksum, wherever it comes from."), "small", wrap=True
        )
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(self._words)
        inside.addLayout(self._ways)
        inside.addWidget(safe)
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(Picture("info", 20, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(inside, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
