"""The measures themselves: an engine that reads as Cria was taught to has all of them, one that errs has not."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))

from cria import measure, noting
from cria.held_out import Planted, planted
from cria.passage import Language, Line, passage

from models.engine.protocol import AnswerEvent, ChatMessage, Completed, SamplingParams, TextDelta, Tool

NUMBERED = re.compile(r"^S\d+: (.*)$", re.MULTILINE)
CLAIM = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)


class Taught:
    """Answers as it was taught to, knowing the facts; `errs` spoils the text of an answer about a part."""

    def __init__(self, facts: tuple[str, ...], errs: dict[str, str]) -> None:
        self._facts, self._errs = facts, errs

    def generate(
        self,
        messages: Sequence[ChatMessage] | str,
        sampling: SamplingParams | None = None,
        *,
        conversation: str | None = None,
        background: bool = False,
        tools: Sequence[Tool] = (),
    ) -> Said:
        asked = messages[-1].content
        if claims := CLAIM.findall(asked):
            return Said("\n".join(f"{claim} [{number}]" for number, claim in claims[:4]))
        lines = [Line(text, any(fact in text for fact in self._facts)) for text in NUMBERED.findall(asked)]
        part = passage("", lines)
        answer = "\n".join(noting.note(part, n) for n, line in enumerate(lines, start=1) if line.tells) or noting.NONE
        for wanted, got in self._errs.items():
            answer = answer.replace(wanted, got)
        return Said(answer)

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        return tuple(len(text) // 3 + 1 for text in texts)

    def count_messages(self, messages: Sequence[ChatMessage], tools: Sequence[Tool] = ()) -> int:
        return sum(self.count([message.content for message in messages]))


class Said:
    """An answer that is there at once."""

    def __init__(self, text: str) -> None:
        done = Completed(
            id=1,
            finish_reason="stop",
            prompt_tokens=1,
            cached_tokens=0,
            predicted_tokens=1,
            prompt_ms=1.0,
            predicted_ms=1.0,
        )
        self._events: Iterator[AnswerEvent] = iter((TextDelta(1, text), done))

    def __iter__(self) -> Said:
        return self

    def __next__(self) -> AnswerEvent:
        return next(self._events)

    def close(self) -> None:
        self._events = iter(())


def read(text: Planted, folder: Path, **errs: str) -> measure.Reading:
    return measure.summaries(Taught(text.facts, errs), [text], folder)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_engine_that_does_as_taught_has_every_figure(language: Language, tmp_path: Path) -> None:
    found = read(planted(3, language, 9000 if language == "en" else 3500), tmp_path)

    assert found.quotes.percent == found.lines.percent == found.citations.percent == 100
    assert found.facts.percent >= 90
    assert found.misattributed.right == 0
    assert found.facts.all >= 4


@pytest.mark.parametrize(
    ("wanted", "got", "figure"),
    [("|", "/", "lines"), ("e", "x", "quotes"), ("S", "no ", "facts")],
    ids=["no fields", "words not of the text", "no numbers"],
)
def test_an_engine_that_errs_loses_the_figure(wanted: str, got: str, figure: str, tmp_path: Path) -> None:
    found = read(planted(3, "en", 4000), tmp_path, **{wanted: got})

    assert getattr(found, figure).percent < 90
