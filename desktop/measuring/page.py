"""The page that says how fast models are here: measure, look at the figures, compare them with earlier ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.measuring import curves, tables, words
from desktop.measuring.plot import Plot
from desktop.measuring.run import Measurement
from desktop.measuring.tables import Figures
from desktop.widgets import file_dialog
from desktop.widgets.controls import button, card, label
from desktop.widgets.scroll import centred
from desktop.widgets.theme import Theme
from desktop.widgets.words import duration_words, sentence_of
from models.bench.events import Announced, Working
from models.bench.llama_bench import LlamaBench
from models.bench.report import Report
from models.bench.selection import Wish
from models.errors import StoreUnwritable
from models.hub.shelf import InstalledModel

MEASURE_PX = 860


class PerformancePage(QWidget):
    """`models` and `reports` are asked when the page is shown; `obstacle` says why nothing can be measured now, or "".

    Signals:
        wanted: Measure this model (InstalledModel, Wish, LlamaBench or None).
        failed: An error to show (PaddockError).
        noticed: A few words to show for a moment.
    """

    wanted = Signal(object, object, object)
    failed = Signal(object)
    noticed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        measurement: Measurement,
        models: Callable[[], Sequence[InstalledModel]],
        reports: Callable[[], list[Report]],
        obstacle: Callable[[], str],
        current: Callable[[], str],
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._measurement = measurement
        self._models, self._reports = models, reports
        self._obstacle, self._current = obstacle, current
        self._rival = LlamaBench.find(None)
        self._history: list[Report] = []
        self.model = QComboBox()
        self.model.setAccessibleName(self.tr("Model"))
        self.quick = QCheckBox(self.tr("Quick: one context, once, about a minute"))
        self.beside = QCheckBox(self.tr("Beside llama-bench, which takes several times as long"))
        self.beside.setVisible(self._rival is not None)
        self.begin = button(self.tr("Measure"), self._begin, role="primary", icon_name="gauge")
        self.stop = button(self.tr("Stop"), measurement.stop, icon_name="circle-stop")
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.words = label("", "small", wrap=True)
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Which measurement is shown"))
        self.which.activated.connect(lambda place: self._show(self._history[self.which.itemData(place)]))
        self.report: Report | None = None
        self._receipt = label("", "small", wrap=True, selectable=True)
        self._alone = Figures(self.tr("One answer, by context"))
        self._together = Figures(self.tr("Several answers at once"))
        self._left_out = label("", "small", wrap=True)
        self._published = Figures(self.tr("Published figures and this computer"))
        self._caveat = label("", "small", wrap=True)
        self._speed = Plot(theme, self.tr("Tokens a second by context"))
        self._wait = Plot(theme, self.tr("First token by context"))
        self._time = Plot(theme, self.tr("Tokens a second over time"))
        self._result = QWidget()
        self._time_block = QWidget()
        self._lay_out()
        self._wire()
        self._show_running(False)
        self._show(None)

    # --- measuring ---

    def _wire(self) -> None:
        running = self._measurement
        running.announced.connect(self._on_announced)
        running.worked.connect(self._on_worked)
        running.changed.connect(self._show)
        running.failed.connect(lambda error: self.words.setText(sentence_of(error)))
        running.ended.connect(self._on_ended)

    def _begin(self) -> None:
        model = self.model.currentData()
        if obstacle := self._obstacle():
            self.words.setText(obstacle)
        elif model is not None:
            self._show_running(True)
            self.bar.setValue(0)
            self.words.setText(self.tr("Trying how fast this computer is"))
            rival = self._rival if self.beside.isChecked() else None
            self.wanted.emit(model, Wish(quick=self.quick.isChecked()), rival)

    def _on_announced(self, event: Announced) -> None:
        self.words.setText(self.tr("Takes %1").replace("%1", duration_words(event.seconds)))

    def _on_worked(self, event: Working) -> None:
        self.bar.setValue(round(event.fraction * 1000))
        if event.size:
            what = words.named(event.kind, event.size)
            left = "" if event.left_s is None else f" · {duration_words(event.left_s)}"
            self.words.setText(f"{what} · {event.fraction:.0%}{left}")

    def _on_ended(self, report: Report | None) -> None:
        self._show_running(False)
        if report is not None:
            self.words.setText("")
            self._load_history()
            self._show(report)
        elif not self.words.text() or self.bar.value():
            self.words.setText(self.tr("Stopped before there was a figure."))

    def _show_running(self, running: bool) -> None:
        self.begin.setVisible(not running)
        self.stop.setVisible(running)
        self.bar.setVisible(running)
        for each in (self.model, self.quick, self.beside):
            each.setEnabled(not running)

    # --- showing ---

    def refresh(self) -> None:
        """The models there are and the measurements that are kept."""
        chosen = self.model.currentData()
        wanted = chosen.path if chosen is not None else self._current()
        self.model.clear()
        for model in self._models():
            self.model.addItem(f"{model.title}  {model.quantisation}".strip(), model)
            if model.path == wanted:
                self.model.setCurrentIndex(self.model.count() - 1)
        self.begin.setEnabled(self.model.count() > 0)
        self._load_history()
        if self.report is None and self._history:
            self._show(self._history[-1])

    def _load_history(self) -> None:
        self._history = self._reports()
        self.which.clear()
        for place in range(len(self._history) - 1, -1, -1):
            report = self._history[place]
            moment = words.moment(report)
            self.which.addItem(f"{moment} · {report.receipt.model}", place)
        self.which.setVisible(len(self._history) > 1)

    def _show(self, report: Report | None) -> None:
        """A finished one, or what there is of one that is being measured."""
        self.report = report
        self._result.setVisible(report is not None)
        if report is None:
            return
        self._receipt.setText(words.of_receipt(report))
        self._alone.show_rows(*tables.alone(report))
        self._together.show_rows(*tables.together(report))
        self._published.show_rows(*tables.published(report))
        self._left_out.setText("\n".join(map(words.left_out, report.left_out)))
        self._left_out.setVisible(bool(report.left_out))
        self._caveat.setText(
            self.tr("They come from other hardware, another program and perhaps another model: no race, a yardstick.")
        )
        self._caveat.setVisible(bool(report.published))
        earlier = [each for each in self._history if each.receipt.date < report.receipt.date]
        self._speed.show_lines(*curves.by_context(report, earlier, curves.speed_of, self.tr("tok/s")))
        self._wait.show_lines(*curves.by_context(report, earlier, curves.wait_of, self.tr("s")))
        lines, axes = curves.over_time(report, self._history)
        self._time.show_lines(lines, axes)
        self._time_block.setVisible(bool(lines))
        place = next((each for each, one in enumerate(self._history) if one == report), -1)
        self.which.setCurrentIndex(self.which.findData(place))

    # --- taking it elsewhere ---

    def _json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self.report), indent=1) + b"\n"

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._json().decode())
        self.noticed.emit(self.tr("Copied"))

    def _save(self) -> None:
        chosen = file_dialog.save_file(self, self.tr("Save the figures"), "paddock-bench.json", "JSON (*.json)")
        if chosen is None:
            return
        path, _ = chosen
        try:
            path.write_bytes(self._json())
        except OSError as error:
            self.failed.emit(StoreUnwritable(folder=str(path.parent), detail=f"{error.strerror}."))
        else:
            self.noticed.emit(self.tr("Saved as %1").replace("%1", path.name))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._measurement.running:
            self.refresh()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(self.tr("How fast it is here"), "title"))
        intro = self.tr(
            "Measured on this computer, through the same engine that answers you. Meanwhile the model of your chats is "
            "unloaded; it comes back by itself."
        )
        column.addWidget(label(intro, "muted", wrap=True))
        column.addWidget(self._measure_card())
        column.addWidget(self._result)
        column.addStretch()
        self._lay_out_result()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(centred(content, MEASURE_PX))

    def _measure_card(self) -> QWidget:
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.model, 1)
        row.addWidget(self.begin)
        row.addWidget(self.stop)
        inside.addLayout(row)
        for each in (self.quick, self.beside, self.bar, self.words):
            inside.addWidget(each)
        return frame

    def _lay_out_result(self) -> None:
        column = QVBoxLayout(self._result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.which, 1)
        head.addStretch()
        head.addWidget(button(self.tr("Copy as JSON"), self._copy, icon_name="copy"))
        head.addWidget(button(self.tr("Save as JSON…"), self._save, icon_name="download"))
        column.addLayout(head)
        column.addWidget(self._receipt)
        for title, table in (
            (self.tr("One answer, by context"), self._alone),
            (self.tr("Several answers at once"), self._together),
        ):
            column.addWidget(label(title, "section"))
            column.addWidget(table)
        column.addWidget(self._left_out)
        plots = QHBoxLayout()
        plots.setSpacing(24)
        for title, plot in (
            (self.tr("Tokens a second by context"), self._speed),
            (self.tr("First token by context"), self._wait),
        ):
            side = QVBoxLayout()
            side.addWidget(label(title, "section"))
            side.addWidget(plot)
            plots.addLayout(side, 1)
        column.addLayout(plots)
        over = QVBoxLayout(self._time_block)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(label(self.tr("Tokens a second over time"), "section"))
        over.addWidget(self._time)
        column.addWidget(self._time_block)
        column.addWidget(label(self.tr("Published figures and this computer"), "section"))
        column.addWidget(self._published)
        column.addWidget(self._caveat, 0, Qt.AlignmentFlag.AlignTop)
