"""The graphics card in the settings: whether it is used and why not, a trial of it, and the engine's part for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.settings.search_words import OTHER_WORDS
from desktop.task import Task
from desktop.widgets import file_dialog
from desktop.widgets.controls import button, card, label, restyle
from desktop.widgets.words import sentence_of, sentence_of_step, size_words
from models.bench.graphics import Graphics, State
from models.engine.device import Device
from models.engine.graphics import Answer
from models.engine.pack import KnownPack, Unpacking
from models.engine.plan import card_refused, gigabytes
from models.hub.downloads import Download
from models.hub.events import DownloadEvent, Downloading, DownloadRequest, Ready

Step = DownloadEvent | Unpacking | Answer | State
Start = Callable[[DownloadRequest, Path], Download]


class GraphicsCard(QWidget):
    """Asks for the card on a thread, when it is first shown: a driver can take its time.

    Signals:
        altered: Models would be loaded another way now; what is loaded stays as it is.
    """

    altered = Signal()

    def __init__(self, graphics: Graphics, start: Start) -> None:
        super().__init__()
        self.title = self.tr("Graphics card")
        self._graphics = graphics
        self._start = start
        self._state: State | None = None
        self._task: Task | None = None
        self._cards = label("", "", wrap=True, selectable=True)
        self._use = label("", "small", wrap=True, selectable=True)
        self._said = label("", "small", wrap=True)
        self._bar = QProgressBar(maximum=1000, textVisible=False)
        self._get = button("", self._download, role="primary", icon_name="download")
        self._bring = button(self.tr("Bring a file…"), self._choose, icon_name="folder")
        self._try = button(self.tr("Check the graphics card again"), self._check, icon_name="refresh-cw")
        self._remove = button(self.tr("Remove"), self._give_back, icon_name="trash-2")
        self._stop = button(self.tr("Stop"), self._end, icon_name="x")
        self._lay_out()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt."""
        super().showEvent(event)
        if self._state is None and self._task is None:
            self._do(lambda: [self._graphics.state()], "")

    def filter(self, words: list[str]) -> None:
        """Be there when all `words` are in what it says."""
        text = f"{self.title} {self._cards.text()} {self._use.text()} {OTHER_WORDS['graphics']}".casefold()
        self.setVisible(all(word in text for word in words))

    def close_work(self) -> None:
        """For closing the program."""
        self._end()

    def _check(self) -> None:
        self._do(lambda: self._and_state([self._graphics.check()]), self.tr("Trying the card; this can take a minute…"))

    def _choose(self) -> None:
        kinds = self.tr("Pack for NVIDIA cards (*.pack)")
        if path := file_dialog.open_file(self, self.tr("Bring a file"), kinds):
            self.take(path)

    def take(self, path: Path) -> None:
        """Install the pack at `path`, and try the card with it."""
        self._do(lambda: self._and_state(self._installing(path)), self.tr("Unpacking…"))

    def _download(self) -> None:
        offered = self._state.offered if self._state else None
        if offered is not None:
            self._do(lambda: self._and_state(self._downloading(offered)), self.tr("Downloading…"))

    def _give_back(self) -> None:
        def steps() -> Iterator[Step]:
            self._graphics.remove()
            yield self._graphics.state()

        self._do(steps, "")

    def _downloading(self, offered: KnownPack) -> Iterator[Step]:
        """On a thread. Closing it keeps what came."""
        self._graphics.incoming.mkdir(parents=True, exist_ok=True)
        download = self._start(self._graphics.request(offered), self._graphics.incoming)
        try:
            for event in download:
                yield event
                if isinstance(event, Ready):
                    yield from self._installing(Path(event.path))
        finally:
            download.close()

    def _installing(self, path: Path) -> Iterator[Step]:
        yield from self._graphics.install(path)
        yield self._graphics.check()

    def _and_state(self, steps: Iterable[Step]) -> Iterator[Step]:
        yield from steps
        yield self._graphics.state()

    def _do(self, work: Callable[[], Iterable[Step]], words: str) -> None:
        if self._task is not None:
            return
        self._say(words)
        task = Task(work, self)
        task.produced.connect(self._on_step)
        task.failed.connect(lambda error: self._say(sentence_of(error), bad=True))
        task.finished.connect(self._on_finished)
        self._task = task.start()
        self._refresh()

    def _end(self) -> None:
        if self._task is not None:
            self._task.stop()
            self._say("")

    def _on_step(self, step: Step) -> None:
        match step:
            case State():
                before, self._state = self._state, step
                self._say("")
                if before is not None and before != step:
                    self.altered.emit()
            case Downloading(done_bytes=done, total_bytes=total):
                words = self.tr("Downloading: %1 of %2")
                self._say(words.replace("%1", size_words(done)).replace("%2", size_words(total)))
                self._bar.setValue(round(1000 * done / max(1, total)))
            case Unpacking(done_bytes=done, total_bytes=total):
                self._say(self.tr("Unpacking…"))
                self._bar.setValue(min(1000, round(1000 * done / max(1, total))))
            case Ready():
                self._bar.setValue(0)
        self._refresh()

    def _on_finished(self) -> None:
        self._task = None
        self._bar.setValue(0)
        self._refresh()

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        restyle(self._said, "role", "bad" if bad else "small")

    def _refresh(self) -> None:
        """Show what there is, and the buttons that have something to do."""
        state, busy = self._state, self._task is not None
        self._bar.setVisible(busy and self._bar.value() > 0)
        self._stop.setVisible(busy and state is not None)
        offered = state.offered if state else None
        helps = offered is not None and bool(offered.repo) and not (state and state.too_old)
        self._get.setVisible(not busy and helps)
        self._bring.setVisible(not busy and state is not None and bool(state.cards) and state.lacks_part)
        self._try.setVisible(not busy and state is not None and state.has_part and bool(state.cards))
        self._remove.setVisible(not busy and state is not None and state.pack is not None)
        if offered is not None:
            self._get.setText(" " + self.tr("Get the part for it (%1)").replace("%1", size_words(offered.size_bytes)))
        if state is not None:
            self._cards.setText("\n".join(map(self._card_words, state.cards)))
            self._use.setText(self._use_words(state))
        self._cards.setVisible(bool(self._cards.text()))

    def _card_words(self, device: Device) -> str:
        words = self.tr("%1, %2 of memory, driver %3").replace("%1", device.name).replace("%3", device.driver)
        return words.replace("%2", f"{QLocale().toString(gigabytes(device.memory_total))} GB")

    def _use_words(self, state: State) -> str:
        if not state.cards:
            return self.tr("No graphics card with an NVIDIA driver was found: the processor does the work.")
        trouble = state.trouble or (state.too_old if not state.has_part else None)
        if trouble is not None:
            sentence = sentence_of_step(card_refused(state.cards[0], trouble))
            return self.tr("%1. The processor does the work.").replace("%1", sentence)
        if state.has_part:
            return self.tr("Models run on it, as far as its memory goes.")
        if state.lacks_part:
            return self.tr("The processor does the work: the engine’s part for NVIDIA cards is not here yet.")
        return self.tr("The processor does the work: this engine was built without the part for NVIDIA cards.")

    def _lay_out(self) -> None:
        frame = card()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for each in (self._get, self._bring, self._try, self._remove, self._stop):
            buttons.addWidget(each)
        buttons.addStretch()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(6)
        for line in (label(self.title, wrap=True), self._cards, self._use, self._said, self._bar):
            inside.addWidget(line)
        inside.addLayout(buttons)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
