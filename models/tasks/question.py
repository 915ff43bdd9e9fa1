"""What kind of question it is: one that a passage answers, or one that only the whole text does."""

from __future__ import annotations

import re

_GLOBAL = re.compile(
    r"\b(?:list|name|enumerate|find|give|show)\b.{0,20}\b(?:all|every|each)\b|\bhow (?:many|often)\b|\bnumber of\b"
    r"|\b(?:all|every|each)\b.{0,40}\b(?:mentioned|listed|named|stated|in the (?:file|document|text|report))\b"
    r"|^\s*(?:list|enumerate|compare|which|what (?:are|were)) (?:the |all )?\w{4,}s\b"
    r"|\b(?:throughout|overall|in total)\b"
    r"|列出|列举|罗列|逐一|逐条|所有(?![权人者制])|全部|多少[个名人家项次条处份种]|几[个名人家项次条处份种]|哪些|有几|一共|总共|共有",
    re.IGNORECASE,
)


def needs_everything(question: str) -> bool:
    """Whether no search can answer it: it asks for all of something, or how many there are."""
    return bool(_GLOBAL.search(question))
