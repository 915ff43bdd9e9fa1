"""What is asked before a summary: how long, in which language, about what; and how many minutes it will take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.documents.measuring import Measured, Measuring
from desktop.documents.naming import few, names_of
from desktop.widgets.controls import button, fit_height, label, restyle
from desktop.widgets.words import duration_words
from models.engine.plan import Plan
from models.summary.forecast import Forecast, forecast
from models.summary.options import DEFAULT_OPTIONS, QUICK_SHARE, Language, Length, SummaryOptions

WIDTH_PX = 520


class SummaryDialog(QDialog):
    """Asks about a summary of `paths`. The files are read meanwhile, so that the minutes are those of these files.

    `of_demo`: the built-in model is at work, which makes none.

    Signals:
        agreed: Begin, with these options (SummaryOptions).
    """

    agreed = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        paths: Sequence[Path],
        measuring: Measuring,
        plan: Plan | None,
        options: SummaryOptions = DEFAULT_OPTIONS,
        *,
        of_demo: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._of_demo = of_demo
        self.setWindowTitle(self._verb())
        self.setFixedWidth(WIDTH_PX)
        self._plan = plan
        self._measuring = measuring
        self._forecast = Forecast(None, None)
        self._files, self._whole = len(paths), False
        self._length = options.length
        self._names = label(names_of(paths), wrap=True)
        self._read = label(self.tr("Reading the files…"), "small", wrap=True)
        self._language = QComboBox(self)
        self._language.setHidden(of_demo)
        for words, language in self._languages():
            self._language.addItem(words, language)
        self._language.setCurrentIndex(self._language.findData("auto" if of_demo else options.language))
        self._language.setAccessibleName(self.tr("Language"))
        self._focus = QLineEdit(options.focus)
        self._focus.setPlaceholderText(self.tr("Everything that matters"))
        self._focus.setAccessibleName(self.tr("What it should be about"))
        self._quick = QCheckBox(self.tr("Quick: read only the sentences that a rule chooses"))
        self._quick.toggled.connect(self._show_minutes)
        self._minutes = label("", "muted", wrap=True)
        self._begin = button(self._verb(), self._agree, role="primary")
        self._begin.setDefault(True)
        self._lay_out()
        self._show_minutes()
        measuring.changed.connect(self._on_measured)
        measuring.begin(paths)

    def options(self) -> SummaryOptions:
        """What is chosen now."""
        return SummaryOptions(
            length=self._length,
            language=self._language.currentData(),
            focus=self._focus.text().strip(),
            quick=self._quick.isChecked(),
        )

    def _agree(self) -> None:
        self.agreed.emit(self.options())
        self.accept()

    def _on_measured(self, measured: Measured) -> None:
        self._forecast = forecast(list(measured.tokens), self._plan) if measured.tokens else Forecast(None, None)
        self._whole = measured.looked_at == self._files
        self._read.setText(self._read_words(measured))
        restyle(self._read, "role", "bad" if measured.refused else "small")
        self._begin.setEnabled(bool(measured.tokens) or not measured.whole)
        self._show_minutes()

    def _read_words(self, measured: Measured) -> str:
        if not measured.whole:
            words = self.tr("Reading the files: %1 of %2")
            return words.replace("%1", str(measured.looked_at)).replace("%2", str(self._files))
        parts = [
            self.tr("%n page(s)", "", measured.pages),
            self.tr("%1 characters").replace("%1", QLocale().toString(measured.characters)),
        ]
        if measured.without_text:
            parts.append(self.tr("%n page(s) are only pictures and cannot be read", "", measured.without_text))
        lines = [" · ".join(parts)] if measured.tokens else []
        return "\n".join([*lines, *([few(measured.refused)] if measured.refused else [])])

    def _show_minutes(self) -> None:
        """The forecast of what is chosen; the button says in its words that a part is not the whole."""
        quick = self._quick.isChecked()
        seconds = self._forecast.quick_s if quick else self._forecast.seconds
        takes = self.tr("Takes %1 here.") if self._whole else self.tr("Takes %1 or more here.")
        words = "" if seconds is None else takes.replace("%1", duration_words(seconds))
        if quick:
            part = self.tr("The model reads about %1 of the text. What it does not read cannot be in the summary.")
            words = f"{part.replace('%1', f'{QUICK_SHARE:.0%}')} {words}"
        # Its line is there before the forecast: a button that moves just then is missed by who is about to press it.
        self._minutes.setText(words.strip() or "\N{NO-BREAK SPACE}")
        self._minutes.setVisible(bool(words) or self._plan is not None)
        self._begin.setText(self.tr("Summarise a part only") if quick else self._verb())
        fit_height(self)

    def _verb(self) -> str:
        """What the model at work can do with a file."""
        return self.tr("Pick key sentences") if self._of_demo else self.tr("Summarise")

    def _choose_length(self, length: Length) -> None:
        self._length = length

    def _languages(self) -> Iterator[tuple[str, Language]]:
        yield self.tr("The language of the file"), "auto"
        yield "English", "en"
        yield "中文", "zh"

    def _lengths(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        group = QButtonGroup(self)
        lengths: tuple[tuple[str, Length], ...] = (
            (self.tr("Short"), "short"), (self.tr("Medium"), "medium"), (self.tr("Long"), "long"),
        )  # fmt: skip
        for words, length in lengths:
            points = SummaryOptions(length=length).points
            choice = button(words, partial(self._choose_length, length))
            choice.setToolTip(self.tr("Up to %n point(s)", "", points))
            choice.setCheckable(True)
            choice.setChecked(length == self._length)
            group.addButton(choice)
            row.addWidget(choice, 1)
        return row

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(6)
        column.addWidget(label(self._verb(), "heading"))
        column.addWidget(self._names)
        if self._of_demo:
            words = self.tr("The built-in demo model picks sentences of the file: it quotes well and knows nothing.")
            column.addWidget(label(words, "small", wrap=True))
        column.addWidget(self._read)
        for words, control in (
            (self.tr("Length"), self._lengths()),
            *(() if self._of_demo else ((self.tr("Language"), self._language),)),  # its sentences are the file's own
            (self.tr("What it should be about"), self._focus),
        ):
            column.addSpacing(8)
            column.addWidget(label(words, "section"))
            column.addLayout(control) if isinstance(control, QHBoxLayout) else column.addWidget(control)
        column.addSpacing(10)
        column.addWidget(self._quick)
        column.addWidget(self._minutes)
        column.addSpacing(10)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(button(self.tr("Cancel"), self.reject))
        buttons.addWidget(self._begin)
        column.addLayout(buttons)

    def done(self, result: int) -> None:
        self._measuring.stop()
        super().done(result)
