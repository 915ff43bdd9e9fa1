"""Lists every one of something that files hold: each with its passage and page, counted by code.

Every part is asked. Where an answer was full there may be more, so its part is halved and asked again. Two items are
one only when they are the same words; what merely looks alike is said, not united, so that the count stays exact.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence

import msgspec

from models.documents.document import Chunk, Document
from models.documents.locate import fold
from models.documents.sentences import flat
from models.summary import report
from models.summary.events import Note, SummaryEvent, Unread
from models.summary.prompts import language_of, prompts
from models.summary.terms import similarity, terms
from models.tasks.asker import Asker, Model
from models.tasks.files import Files
from models.tasks.reading import Found, Reading
from models.tasks.words import words

MOST_LINES = 16
PART_TOKENS = 800  # a short part has few enough to be listed whole
_HALVINGS = 3
_FIRST_DONE = 0.9
_LONGEST_WISH = 300  # characters
_ALIKE = 0.75
_ALIKE_NAMED = 12
_ARTICLE = re.compile(r"^(?:the|an?|its|their)\b", re.IGNORECASE)


def list_every(
    model: Model, documents: Sequence[Document], what: str, *, unread: Sequence[Unread] = (), fresh: bool = False
) -> Generator[SummaryEvent, None, None]:
    """Planned, Progress and NotesFound as the work goes, TextWritten, and Summary last: a note for each item.

    The list names the files that could not be read, `unread`, and is not complete then.
    Closing pauses. Raises: ContextFull; FileHasNoText; ModelNotLoaded; EngineError when it failed on every part.
    """
    files, what = Files(documents, unread=unread), flat(what)[:_LONGEST_WISH]
    desk = Asker(model, files, "list", fresh=fresh)
    language = language_of(what)
    said, templates = words(language), prompts(language)
    system = f"{said('items', most=MOST_LINES)}\n{said('items_of', what=what)}"
    reading = Reading(files, templates, system, said("items_ask", what=what), MOST_LINES, things=True)
    room = reading.room(desk, PART_TOKENS)
    chunks: Sequence[Chunk] = files.chunks(room.chunk_tokens, model.engine.count)
    parts = len(chunks)
    found: list[Found] = []
    open_parts = 0
    for turn in range(_HALVINGS + 1):
        until = _FIRST_DONE if not turn else 1 - (1 - _FIRST_DONE) / 2**turn
        answers = yield from reading.ask(desk, [[each] for each in chunks], room, until=until, main=not turn)
        full = [number for number, answer in answers.items() if answer.full and len(chunks[number].sentences) > 1]
        if turn == _HALVINGS:
            full, open_parts = [], len(full)
        open_parts += sum(answer.full for number, answer in answers.items() if len(chunks[number].sentences) < 2)
        found += [answer for number, answer in answers.items() if number not in full]
        if not full:
            break
        chunks = [half for number in full for half in _halves(chunks[number])]
    notes = united(note for answer in found for note in answer.notes)
    written, passed = sum(answer.written for answer in found), sum(len(answer.notes) for answer in found)

    places = sum(len(note.citations) for note in notes)
    head = said("items_none" if not notes else "items_count", count=len(notes), places=places, what=report.plain(what))
    lines = [f"{head}\n"]
    if notes:
        lines += ["\n", *(f"{n}. {report.plain(note.claim)} [{n}]\n" for n, note in enumerate(notes, start=1))]
    foot = [said("way_every", parts=parts)]
    if open_parts:
        foot.append(said("items_open", parts=open_parts))
    if alike := _look_alike(notes):
        foot.append(said("items_alike", pairs=", ".join(f"[{a}][{b}]" for a, b in alike)))
    if written > passed:
        foot.append(said("dropped", dropped=written - passed, written=written))
    lines.append(report.quoted([*foot, *desk.unread(said)]))
    yield from desk.conclude(lines, notes, complete=not open_parts, written=written, passed=passed, checks_told=False)


def united(notes: Iterable[Note]) -> list[Note]:
    """One note for each item, with all its places, in the order in which they first stand."""
    items: dict[str, Note] = {}
    for note in sorted(notes, key=lambda note: note.citations[0].start):
        key = _key(note.claim)
        if key in items:
            more = tuple(c for c in note.citations if c not in items[key].citations)
            items[key] = msgspec.structs.replace(items[key], citations=items[key].citations + more)
        else:
            items[key] = note
    return list(items.values())


def _key(item: str) -> str:
    return fold(_ARTICLE.sub("", item.strip(" .。;；,，")))[0]


def _halves(chunk: Chunk) -> list[Chunk]:
    middle = len(chunk.sentences) // 2
    first, second = chunk.sentences[:middle], chunk.sentences[middle:]
    return [msgspec.structs.replace(chunk, sentences=own, tokens=chunk.tokens // 2) for own in (first, second)]


def _look_alike(notes: Sequence[Note]) -> list[tuple[int, int]]:
    """Pairs whose words are nearly the same: perhaps one thing."""
    bags = [set(terms(note.claim)) for note in notes]
    holding: dict[str, list[int]] = {}
    pairs: set[tuple[int, int]] = set()
    for number, bag in enumerate(bags):
        for term in bag:
            for other in holding.get(term, ())[-50:]:
                if similarity(bags[other], bag) >= _ALIKE:
                    pairs.add((other + 1, number + 1))
            holding.setdefault(term, []).append(number)
    return sorted(pairs)[:_ALIKE_NAMED]
