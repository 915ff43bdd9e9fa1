"""Lays a summary out as Markdown: marks by number, sections in the document's order, and what was not done, said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from models.documents.document import Document
from models.documents.sentences import flat
from models.summary.events import Conflict, Note, Scope, Status
from models.summary.prompts import Prompts, prompts

_SPECIAL = re.compile(r"([\\`*_<>#|~$])")
_LINK = re.compile(r"(?<=\])\(")
_INNER = str.maketrans("“”", "‘’")  # a quotation within a quotation
_FOREIGN_MARK = re.compile(r"\[(\d+)\]")
_PAGES_NAMED = 12
_BULLETS = "•·▪●◦‣- "


def plain(text: str) -> str:
    """Text of a document as Markdown that means nothing else; its own [7] becomes (7), which is no mark of ours."""
    return _LINK.sub(r"\\(", _SPECIAL.sub(r"\\\1", _FOREIGN_MARK.sub(r"(\1)", unlabelled(text))))


def unlabelled(text: str) -> str:
    """Text of a document on one line; its own (checked) becomes [checked], which is no label of ours."""
    return _labels().sub(r"[\1]", flat(text))


def quotable(text: str) -> str:
    """Text of a document as it may stand between our quotation marks: it cannot end them, nor label itself."""
    return unlabelled(text).translate(_INNER)


@lru_cache(maxsize=1)
def _labels() -> re.Pattern[str]:
    """What we say of a passage behind it, in brackets and in either language."""
    known = (prompts(language).phrases for language in ("en", "zh"))
    said = sorted({text for phrases in known for key, text in phrases.items() if key.startswith("label_")}, key=len)
    return re.compile(rf"[(（]\s*({'|'.join(map(re.escape, reversed(said)))})\s*[)）]", re.IGNORECASE)


def points(
    notes: Sequence[Note], prompts: Prompts, sections: Mapping[str, Sequence[tuple[str, Sequence[int]]]]
) -> Iterator[str]:
    """The notes as a list with marks, under the headings they stand in.

    `sections` are the sentences about a section with the notes they cite; those notes are not listed again.
    """
    said = {number for own in sections.values() for _, marks in own for number in marks}
    headings = [note.heading for note in notes]
    titled = len(set(headings)) > 1
    before: str | None = None
    for number, note in enumerate(notes, start=1):
        if titled and note.heading != before:
            title = plain(note.heading) if note.heading else prompts.phrase("beginning")
            yield f"**{title}**\n\n" if before is None else f"\n**{title}**\n\n"
            before = note.heading
            if own := sections.get(note.heading):
                yield "".join(f"{plain(sentence)} {marked(marks)}\n" for sentence, marks in own) + "\n"
        if number in said:
            continue
        yield f"- {_claim(note, prompts)} [{number}]\n"


def marked(numbers: Sequence[int]) -> str:
    """[2][5]"""
    return "".join(f"[{number}]" for number in numbers)


def disagreements(found: Sequence[Conflict], notes: Sequence[Note], prompts: Prompts) -> Iterator[str]:
    """Both sides of each conflict whose notes are shown."""
    numbers = {_identity(note): number for number, note in enumerate(notes, start=1)}
    pairs = [(c, numbers.get(_identity(c.first)), numbers.get(_identity(c.second))) for c in found]
    shown = [(c, first, second) for c, first, second in pairs if first and second]
    if shown:
        yield "\n" + prompts.phrase("conflicts") + "\n\n"
    for conflict, first, second in shown:
        yield (
            prompts.phrase(
                "conflict",
                first=f"{_claim(conflict.first, prompts)} [{first}]",
                second=f"{_claim(conflict.second, prompts)} [{second}]",
            )
            + "\n"
        )


def footer(
    prompts: Prompts,
    document: Document,
    scope: Scope,
    *,
    by_rule: int,
    quick_percent: float | None,
    prose: tuple[int, int],
    shown: int,
    found: int,
) -> str:
    """What was read, checked and left out, as a quotation block. `prose` is (written, passed)."""
    report, lines = document.report, []
    if by_rule:
        answered = scope.chunks - len(scope.chunks_failed)
        name = "all_by_rule" if by_rule >= answered else "chunks_by_rule"
        lines.append(prompts.phrase(name, failed=by_rule, chunks=scope.chunks))
    if quick_percent is not None:
        lines.append(prompts.phrase("quick", percent=f"{quick_percent:.0f}"))
    if scope.chunks_failed:
        lines.append(prompts.phrase("failed", parts=numbered([part + 1 for part in scope.chunks_failed])))
    if scope.pages_without_text:
        lines.append(prompts.phrase("no_text", pages=numbered(scope.pages_without_text)))
    if report.characters_not_read:
        lines.append(prompts.phrase("not_read", characters=f"{report.characters_not_read:,}"))
    if report.hidden_passages:
        lines.append(prompts.phrase("hidden", passages=report.hidden_passages))
    written, passed = prose
    if written > passed:
        lines.append(prompts.phrase("dropped", dropped=written - passed, sentences=written))
    lines.append(
        prompts.phrase("scope", processed=scope.chunks_processed, chunks=scope.chunks, shown=shown, found=found)
    )
    return quoted(lines)


def quoted(lines: Sequence[str]) -> str:
    """Lines as one quotation block, each a paragraph."""
    return "\n" + "\n>\n".join(f"> {line}" for line in lines) + "\n"


def _claim(note: Note, words: Prompts) -> str:
    text = note.claim.lstrip(_BULLETS) or note.claim
    return words.phrase("quoted", text=plain(quotable(text))) if note.status is Status.RULE else plain(text)


def _identity(note: Note) -> tuple[str, int]:
    return note.claim, note.citations[0].start


def numbered(numbers: Sequence[int]) -> str:
    """1, 2, 5-9: runs as ranges, at most a dozen of them."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    named = ["–".join(map(str, run)) for run in runs[:_PAGES_NAMED]]
    return ", ".join(named) + (" …" if len(runs) > _PAGES_NAMED else "")
