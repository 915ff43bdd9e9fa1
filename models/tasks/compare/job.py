"""The whole comparison: changes by code, and where there is a model a few sentences that are checked."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from models import demo
from models.documents.document import Document
from models.summary import report, write
from models.summary.events import Citation, Note, Status, SummaryEvent
from models.summary.options import SummaryOptions
from models.summary.plan import budget
from models.summary.prompts import Prompts, language_of, prompts
from models.tasks.asker import Asker, Model
from models.tasks.compare.changes import Change, Comparison, Side, changes_of
from models.tasks.compare.marked import emphasised
from models.tasks.desk import Desk
from models.tasks.files import Files
from models.tasks.words import Words, words

SHOWN = 60  # changes in the text; all of them are in the Comparison
_WRITTEN_ABOUT = 12
_SENTENCES = 4


def compare(
    old: Document, new: Document, model: Model | None = None, *, fresh: bool = False
) -> Generator[SummaryEvent | Comparison, None, None]:
    """Comparison, then what the model writes about it, and Summary last. Without a model it is all code.

    Raises: FileHasNoText; with a model ContextFull and ModelNotLoaded. An engine that fails costs its sentences only.
    """
    if model and demo.made(model.name):
        model = None  # the built-in one adds nothing that could be relied on
    language = language_of(new.text)
    files = Files((old, new), language)
    said, templates = words(language), prompts(language)
    desk = Asker(model, files, "compare", fresh=fresh) if model else Desk(files)
    yield desk.progress(0.0)
    found = changes_of(files)
    yield found
    yield desk.progress(0.3 if model else 0.9)

    shown = sorted(found.changes, key=lambda change: not change.weighty)[:SHOWN]
    sections = [(name, [change for change in shown if _section(change) == name]) for name in _SECTIONS]
    notes: list[Note] = []
    body: list[str] = []
    for name, own in sections:
        if own:
            body.append(f"\n{said(f'changes_{name}')}\n\n")
            body += [_line(change, notes, files, said) for change in own]
    prose = write.Written({}, 0, 0)
    if isinstance(desk, Asker) and notes:
        prose = yield from _written(desk, notes, said, templates)
    lines = [f"{report.plain(own.claim)} {report.marked(own.marks)}\n" for each in prose.shown.values() for own in each]
    lines += ["\n"] * bool(lines) + [_counts(found, said) + "\n", *body]
    foot = [said("compared_by_code")]
    if len(shown) < len(found.changes):
        foot.append(said("changes_shown", shown=len(shown), changes=len(found.changes)))
    if prose.written > prose.passed:
        foot.append(templates.phrase("dropped", dropped=prose.written - prose.passed, sentences=prose.written))
    lines.append(report.quoted([*foot, *desk.unread(said)]))
    yield from desk.conclude(
        lines, notes, found=len(found.changes), written=prose.written, passed=prose.passed
    )  # fmt: skip


_SECTIONS = ("weighty", "changed", "added", "removed", "moved")


def _section(change: Change) -> str:
    return "weighty" if change.weighty else change.kind


def _counts(found: Comparison, said: Words) -> str:
    if not found.changes:
        return said("no_changes", same=found.same)
    counts = {kind: len(found.of(kind)) for kind in ("changed", "added", "removed", "moved")}
    return said("change_counts", same=found.same, **counts)


def _line(change: Change, notes: list[Note], files: Files, said: Words) -> str:
    """One change as an item, its passages with marks that are added to `notes`."""
    old = _marked(change.old, 0, notes, files) if change.old else 0
    new = _marked(change.new, 1, notes, files) if change.new else 0
    if change.kind == "moved" and change.old and change.new and change.old.text == change.new.text:
        return f"- “{report.plain(report.quotable(change.new.text))}” [{old}] → [{new}]\n"
    if change.old and change.new:
        before, after = emphasised(report.quotable(change.old.text), report.quotable(change.new.text))
        tail = (
            said("from_to", gone=_listed(change.gone), come=_listed(change.come)) if change.gone or change.come else ""
        )
        meaning = said("meaning_changed") if change.meaning else ""
        return f"- “{before}” [{old}] → “{after}” [{new}]{tail}{meaning}\n"
    side = change.old or change.new
    assert side is not None
    return f"- “{report.plain(report.quotable(side.text))}” [{old or new}]\n"


def _marked(side: Side, file: int, notes: list[Note], files: Files) -> int:
    """Add the passage to the notes; its number."""
    start, end = files.joined(file, side.start), files.joined(file, side.end)
    place = Citation(side.page, start, end)
    notes.append(
        Note(claim=side.text, quote=files.text[start:end], citations=(place,), status=Status.RULE, chunk=file)
    )  # fmt: skip
    return len(notes)


def _listed(values: Sequence[str]) -> str:
    return report.plain(", ".join(values)) or "–"


def _written(
    desk: Asker, notes: Sequence[Note], said: Words, templates: Prompts
) -> Generator[SummaryEvent, None, write.Written]:
    """A few sentences from the first changes, told apart as before and now."""
    names = ("before", "now")
    own = [
        Note(claim=said(names[note.chunk], text=note.claim), quote=note.quote, citations=note.citations,
             status=Status.VERIFIED, chunk=note.chunk)
        for note in notes[: 2 * _WRITTEN_ABOUT]
    ]  # fmt: skip
    options = SummaryOptions(focus=said("compare_focus"))
    room = budget(desk.model.n_ctx, desk.model.n_seq_max, desk.model.engine.count([templates.write])[0])
    wanted = [write.Passage(tuple(range(1, len(own) + 1)), _SENTENCES)]
    return (yield from desk.write(wanted, own, templates, options, room.parallel))
