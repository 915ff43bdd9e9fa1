"""The second pass: one passage, one answer, yes or no. It sees nothing of the first pass."""

from __future__ import annotations

from models.engine.protocol import ChatMessage
from models.report.extract import label_line
from models.report.record import Entry
from models.report.schema import Field
from models.report.words import Words

ANSWER_TOKENS = 4
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


def says_yes(answer: str) -> bool | None:
    """What the answer says; None when it is neither."""
    said = answer.strip(" \"'“”「」*.。!\n").casefold()
    for word, value in (("no", False), ("yes", True)):
        if said.startswith(_FORMS[word]):
            return value
    return None
