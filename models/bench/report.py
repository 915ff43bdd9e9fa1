"""What a measurement found, as one value: for `--json`, for the history, and as text for people."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from models.bench.events import Alone, Announced, Event, Kind, Memory, Receipt, Skipped, Together
from models.bench.published import CAVEAT, SOURCE, Comparison, compare
from models.engine.plan import GIB, gigabytes


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The figures with their receipt. `complete` False: it was stopped, or the engine failed on some of it.

    `published` puts ours beside the figures of `published_source`; `str()` is the text for people.
    """

    receipt: Receipt
    repeats: int
    alone: tuple[Alone, ...] = ()
    together: tuple[Together, ...] = ()
    left_out: tuple[Skipped, ...] = ()
    published: tuple[Comparison, ...] = ()
    published_source: str = SOURCE
    complete: bool = True

    def __str__(self) -> str:
        return "\n".join(map(str.rstrip, _lines(self)))


class Tally:
    """Collects the events of a run; at any moment it can report what was measured so far."""

    def __init__(self) -> None:
        self._announced: Announced | None = None
        self._alone: list[Alone] = []
        self._together: list[Together] = []
        self._failed: list[Skipped] = []

    def add(self, event: Event) -> None:
        match event:
            case Announced():
                self._announced = event
            case Alone():
                self._alone.append(event)
            case Together():
                self._together.append(event)
            case Skipped():
                self._failed.append(event)

    def report(self) -> Report | None:
        """None before the announcement."""
        announced = self._announced
        if announced is None:
            return None
        measured = [row.n_ctx for row in self._alone], [row.sequences for row in self._together]
        return Report(
            receipt=announced.receipt,
            repeats=announced.repeats,
            alone=tuple(self._alone),
            together=tuple(self._together),
            left_out=(*announced.left_out, *self._failed),
            published=compare(self._alone),
            complete=measured == ([*announced.contexts], [*announced.sequences]),
        )


def _lines(report: Report) -> Iterator[str]:
    receipt = report.receipt
    driver = f", driver {receipt.driver}" if receipt.driver else ""
    times = f"medians of {report.repeats}" if report.repeats > 1 else "each measured once"
    checksum = f"sha256 {receipt.sha256}" if receipt.sha256 else "checksum not known (see “paddock models verify”)"
    yield f"{receipt.model}, {_size(receipt.size_bytes)}, {checksum}"
    yield f"{receipt.device}{driver}; {receipt.threads} threads; {receipt.build}"
    yield f"{receipt.date}, Paddock {receipt.version}; {times}, answers of {receipt.tokens} tokens"
    if report.alone:
        yield from ("", *_alone(report.alone))
    if report.together:
        yield from ("", "  at once  prompt  tok/s in all   planned  measured")
        for many in report.together:
            memory = _memory(many.memory)
            yield f"  {many.sequences:>7}  {many.prompt_tokens:>6}  {many.tokens_per_s:>12.1f}  {memory}"
    if report.left_out:
        yield ""
    for one in report.left_out:
        yield f"  {_named(one.kind, one.size)} {one}{_ask_for(one)}"
    if report.published:
        yield from ("", *_published(report))
    if not report.complete:
        yield from ("", "Not everything was measured.")


def _alone(rows: tuple[Alone, ...]) -> Iterator[str]:
    beside = "   llama-bench         ours to theirs" if any(row.rival for row in rows) else ""
    yield f"  context  prompt  first token  tokens/s   planned  measured  layers on the card{beside}"
    for row in rows:
        layers = f"{row.n_gpu_layers} of {row.n_layers}"
        theirs = ""
        if rival := row.rival:
            ratio = f"{row.tokens_per_s / rival.tokens_per_s:.3f}" if rival.tokens_per_s else ""
            theirs = f"  {_wait(rival.first_token_ms):>9} {rival.tokens_per_s:>8.1f}  {ratio:>8}"
        yield (
            f"  {row.n_ctx:>7}  {row.prompt_tokens:>6}  {_wait(row.first_token_ms):>11}  {row.tokens_per_s:>8.1f}  "
            f"{_memory(row.memory)}  {layers:<18}{theirs}{'  (your setting)' if row.chosen else ''}"
        )


def _published(report: Report) -> Iterator[str]:
    yield f"  Published for {report.published_source}, and how this machine compares:"
    yield "  context  first token  tokens/s    here: sooner  faster"
    for one in report.published:
        theirs = one.published
        yield (
            f"  {theirs.n_ctx:>7}  {_wait(theirs.first_token_ms):>11}  {theirs.tokens_per_s:>8.1f}  "
            f"{one.sooner:>11.2f} x  {one.faster:>4.2f} x"
        )
    yield f"  {CAVEAT}"


def _named(kind: Kind, size: int) -> str:
    return f"A context of {size}" if kind == "context" else f"{size} answers at once:"


def _ask_for(one: Skipped) -> str:
    """How to have it measured all the same."""
    option = "--contexts" if one.kind == "context" else "--sequences"
    return f"; for it: {option} {one.size}" if one.why in ("takes_long", "beyond_training") else ""


def _memory(memory: Memory) -> str:
    return f"{_size(memory.planned_bytes):>8}  {_size(memory.measured_bytes):>8}"


def _size(count: int) -> str:
    return f"{gigabytes(count):.1f} GB" if count >= GIB else f"{count / (1 << 20):.0f} MB"


def _wait(ms: float) -> str:
    return f"{ms:.0f} ms" if ms < 10_000 else f"{ms / 1000:.1f} s"
