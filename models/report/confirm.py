"""The second look at an answer, and the third: each sees one passage and nothing of the looks before.

Second: does this passage prove this answer, yes or no? Where it says no to a label, a third look decides: which label
of the whole list, or none, fits the passage? The list is in an order of its own for each passage, so that a liking for
the first place favours no label.
"""

from __future__ import annotations

import re

from models.engine.protocol import ChatMessage
from models.report.extract import label_line
from models.report.record import Entry
from models.report.schema import Field, Label
from models.report.words import Words
from models.store.outputs import key_of

ANSWER_TOKENS = 4
FEWEST_LABELS = 3  # among fewer, to choose is to say yes or no again
_FORMS = {"yes": ("yes", "是", "对", "true"), "no": ("no", "否", "不", "false")}


def messages(words: Words, field: Field, entry: Entry, passage: str) -> tuple[ChatMessage, ...]:
    """The question whether `passage` proves `entry`."""
    definition = next((one.definition for one in field.labels if one.label == entry.value), "")
    answer = label_line(words, entry.value, definition).removeprefix("- ")
    asked = words("confirm_ask", question=field.description, passage=passage, answer=answer)
    return ChatMessage("system", words("confirm")), ChatMessage("user", asked)


def grammar(words: Words) -> str:
    """GBNF: one of the two words."""
    return f'root ::= "{words("yes")}" | "{words("no")}"\n'


def choice(words: Words, field: Field, passage: str) -> tuple[ChatMessage, ...]:
    """The question which label fits `passage`."""
    lines = [words("choose_ask", question=field.description, passage=passage)]
    for number, one in enumerate(_order(field, passage), start=1):
        lines.append(label_line(words, one.label, one.definition).replace("- ", f"{number}. ", 1))
    lines.append(words("choose_none"))
    return ChatMessage("system", words("choose")), ChatMessage("user", "\n".join(lines))


def choice_grammar(field: Field) -> str:
    """GBNF: the number of a label, or 0."""
    return "root ::= " + " | ".join(f'"{number}"' for number in range(len(field.labels) + 1)) + "\n"


def chosen(answer: str, field: Field, passage: str) -> str | None:
    """The label that the answer chooses; None when it is none."""
    number = re.match(r"\D{0,3}(\d{1,2})", answer)
    order = _order(field, passage)
    return order[int(number[1]) - 1].label if number and 1 <= int(number[1]) <= len(order) else None


def _order(field: Field, passage: str) -> list[Label]:
    return sorted(field.labels, key=lambda one: key_of(passage, one.label))


def says_yes(answer: str) -> bool | None:
    """What the answer says; None when it is neither."""
    said = answer.strip(" \"'“”「」*.。!\n").casefold()
    for word, value in (("no", False), ("yes", True)):
        if said.startswith(_FORMS[word]):
            return value
    return None
