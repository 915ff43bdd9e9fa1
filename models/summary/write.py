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
    """Takes the model's text as it comes and gives back, sentence by sentence, what passes the check."""

    def __init__(self, checker: Checker, document_text: str, notes: Sequence[Note], sentences: int) -> None:
        self._checker = checker
        self._text = document_text
        self._notes = notes
        self._most = sentences
        self._rest = ""
        self.written = 0
        self.passed = 0

    def add(self, text: str, *, last: bool = False) -> Iterator[str]:
        """Checked sentences that `text` completes, with their marks; `last` True: nothing more will come."""
        self._rest += text
        lines = self._rest.split("\n")
        self._rest = "" if last else lines.pop()
        for line in lines:
            yield from self._line(line)

    def _line(self, line: str) -> Iterator[str]:
        end = 0
        for match in _MARKED.finditer(line):
            end = match.end()
            yield from self._checked(match["claim"].strip(" -*•\t"), match["marks"], match["end"])
        if sum(character.isalnum() for character in line[end:]) > 3:  # a sentence without a mark proves nothing
            self.written += 1

    def _checked(self, claim: str, marks: str, end: str) -> Iterator[str]:
        numbers = list(dict.fromkeys(int(number) for number in _MARK.findall(marks)))
        self.written += 1
        if self.passed >= self._most or not claim or not all(1 <= n <= len(self._notes) for n in numbers):
            return
        notes = [self._notes[number - 1] for number in numbers]
        source = "\n".join(self._text[c.start : c.end] for note in notes for c in note.citations)
        heading = "\n".join(note.heading for note in notes)
        if self._checker.status(claim, source, heading) in PASSED:
            self.passed += 1
            yield f"{claim}{end} " + "".join(f"[{number}]" for number in numbers)
