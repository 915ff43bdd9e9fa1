"""The last step: a few sentences by the model from the chosen notes, each checked before anyone sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.engine.protocol import ChatMessage
from models.summary.events import Note
from models.summary.options import SummaryOptions
from models.summary.prompts import Prompts
from models.summary.verify import PASSED, Checker

WRITE_TOKENS = 400
_MARKED = re.compile(r"(?P<claim>[^\[\]\n]+?)\s*(?P<marks>(?:\[\d{1,3}\]\s*[,，、]?\s*)+)[ \t]*(?P<end>[.。!！?？]?)")
_MARK = re.compile(r"\[(\d{1,3})\]")


def request(prompts: Prompts, options: SummaryOptions, notes: Sequence[Note]) -> tuple[ChatMessage, ...]:
    """The question: the notes by number, and how many sentences are wanted."""
    system = prompts.write
    if options.focus.strip():
        system += "\n" + prompts.phrase("focus", focus=" ".join(options.focus.split())[:300])
    lines = [f"[{number}] {note.claim}" for number, note in enumerate(notes, start=1)]
    lines.append(prompts.phrase("write_ask", sentences=options.sentences))
    return ChatMessage("system", system), ChatMessage("user", "\n".join(lines))


def grammar(notes: int, sentences: int) -> str:
    """GBNF: whole lines, each ending with marks of notes that exist."""
    numbers = " | ".join(f'"[{number}]"' for number in range(1, notes + 1))
    return (
        f'root ::= line ("\\n" line){{0,{sentences - 1}}}\n'
        'line ::= [^\\[\\]\\n]{8,400} " "? mark mark? mark? mark?\n'
        f"mark ::= {numbers}\n"
    )


class Prose:
    """Takes the model's text apart and gives back, sentence by sentence, what passes the check.

    `written` sentences were looked at, `passed` of them are shown; what comes after `most` is not looked at.
    """

    def __init__(self, checker: Checker, notes: Sequence[Note], most: int) -> None:
        self._checker = checker
        self._notes = notes
        self._most = most
        self.written = 0
        self.passed = 0

    def checked(self, text: str) -> Iterator[tuple[str, str]]:
        """Sentences that passed, and their marks."""
        for line in text.splitlines():
            end = 0
            for match in _MARKED.finditer(line):
                if self.passed == self._most:
                    return
                end = match.end()
                self.written += 1
                claim, marks = match["claim"].strip(" -*•\t"), list(dict.fromkeys(_MARK.findall(match["marks"])))
                if claim and self._passes(claim, [int(mark) for mark in marks]):
                    self.passed += 1
                    yield f"{claim}{match['end']}", "".join(f"[{mark}]" for mark in marks)
            if sum(character.isalnum() for character in line[end:]) > 3:  # without a mark it proves nothing
                self.written += 1

    def _passes(self, claim: str, numbers: Sequence[int]) -> bool:
        if not all(1 <= number <= len(self._notes) for number in numbers):
            return False
        return self._checker.prose(claim, [self._notes[number - 1] for number in numbers]) in PASSED
