"""What holds for the events of every task, and engines that answer questions about planted facts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.documents.document import Document
from models.store.outputs import Outputs
from models.summary.events import Progress, Status, Summary, TextWritten
from models.tasks.asker import Model
from tests.models.summary.engines import NOTE, SENTENCE, TextEngine

MARK = re.compile(r"\[(\d+)\]")


def model(engine: TextEngine, outputs: Outputs, n_ctx: int = 4096) -> Model:
    return Model(engine, outputs, "test", n_ctx=n_ctx)


def result(events: Sequence[object]) -> Summary:
    assert isinstance(events[-1], Summary)
    return events[-1]


def assert_sound(events: Sequence[object], documents: Sequence[Document]) -> Summary:
    """Whatever the engine says: progress rises to the end, marks and passages are as they say."""
    summary = result(events)
    assert "".join(event.text for event in events if isinstance(event, TextWritten)) == summary.text
    fractions = [event.fraction for event in events if isinstance(event, Progress)]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert {int(mark) for mark in MARK.findall(summary.text)} <= set(range(1, len(summary.notes) + 1))
    assert summary.files == (tuple(document.name for document in documents) if len(documents) > 1 else ())
    for note in summary.notes:
        assert note.status in (Status.VERIFIED, Status.REPAIRED, Status.RULE)
        first = note.citations[0]
        assert documents[first.file].text[first.start : first.end] == note.quote
        assert all(documents[c.file].page_at(c.start) == c.page for c in note.citations)
    return summary


class Answering(TextEngine):
    """Answers with the sentences that `pattern` finds, word for word, and cites them; from notes it writes notes."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = re.compile(pattern)

    def reply(self, question: str) -> str:
        if notes := NOTE.findall(question):
            return "\n".join(f"{claim} [{number}]" for number, claim in notes[:4])
        found = [(number, text) for number, text in SENTENCE.findall(question) if self._pattern.search(text)]
        return "\n".join(f"S{number}|{text}|{text}" for number, text in found) or "NONE"
