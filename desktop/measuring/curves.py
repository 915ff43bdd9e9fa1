"""What the plots show: this measurement, earlier ones of the same model, and the published figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.measuring.plot import Axes, Line
from desktop.measuring.words import day
from models.bench.events import Alone
from models.bench.published import FIGURES, Published
from models.bench.report import Report

MOST_EARLIER = 6

Figure = Callable[[Alone | Published], float]


def speed_of(row: Alone | Published) -> float:
    """Tokens a second."""
    return row.tokens_per_s


def wait_of(row: Alone | Published) -> float:
    """Seconds to the first token."""
    return row.first_token_ms / 1000


def by_context(report: Report, earlier: Sequence[Report], figure: Figure, unit: str) -> tuple[list[Line], Axes]:
    """One figure over the context lengths; the newest line is drawn last, above the others."""
    before = [each for each in earlier if is_alike(each, report) and each.alone][-MOST_EARLIER:]
    sizes = sorted({row.n_ctx for each in (*before, report) for row in each.alone})
    lines: list[Line] = []
    theirs = tuple((float(one.n_ctx), figure(one)) for one in FIGURES if one.n_ctx in sizes)
    if theirs:
        lines.append(Line(QCoreApplication.translate("Performance", "published"), theirs, "warning", dashed=True))
    earlier_words = QCoreApplication.translate("Performance", "earlier")
    lines += [Line(earlier_words, _points(each, figure), "muted", thin=True) for each in before]
    lines.append(Line(QCoreApplication.translate("Performance", "this one"), _points(report, figure)))
    return lines, Axes(tuple((float(size), short(size)) for size in sizes), unit, logarithmic=True)


def over_time(report: Report, reports: Sequence[Report]) -> tuple[list[Line], Axes]:
    """Tokens a second of every measurement of this model here, one line a context that was measured twice or more."""
    alike = [each for each in reports if is_alike(each, report) and each.alone]
    sizes = sorted({row.n_ctx for each in alike for row in each.alone})
    colours = ("accent", "good", "warning", "keyword", "string", "number")
    lines: list[Line] = []
    for size in sizes:
        points = tuple(
            (float(place), row.tokens_per_s)
            for place, each in enumerate(alike)
            for row in each.alone
            if row.n_ctx == size
        )
        if len(points) > 1:
            lines.append(Line(short(size), points, colours[len(lines) % len(colours)]))
    unit = QCoreApplication.translate("Performance", "tok/s")
    return lines, Axes(tuple((float(place), day(each)) for place, each in enumerate(alike)), unit)


def is_alike(one: Report, other: Report) -> bool:
    """The same model on the same device: only then do two figures say something about each other."""
    mine, theirs = one.receipt, other.receipt
    return (mine.model, mine.size_bytes, mine.device) == (theirs.model, theirs.size_bytes, theirs.device)


def short(n_ctx: int) -> str:
    """“8K”."""
    return f"{n_ctx / 1024:g}K" if n_ctx % 512 == 0 else f"{n_ctx:,}"


def _points(report: Report, figure: Figure) -> tuple[tuple[float, float], ...]:
    return tuple((float(row.n_ctx), figure(row)) for row in sorted(report.alone, key=lambda row: row.n_ctx))
