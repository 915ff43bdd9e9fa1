"""What the user chose for a summary."""

from __future__ import annotations

from typing import Literal

import msgspec

QUICK_SHARE = 0.06  # of the sentences: what a rule chooses for the model in quick mode

Length = Literal["short", "medium", "long"]
Language = Literal["auto", "en", "zh"]


class SummaryOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`language` "auto" is the document's own. `focus` is what the reader wants to know, in their words.

    `quick` lets the model read only the sentences that a rule chose, and the result says how little that was.
    """

    length: Length = "medium"
    language: Language = "auto"
    focus: str = ""
    quick: bool = False

    @property
    def points(self) -> int:
        """How many points the summary shows at most."""
        return {"short": 6, "medium": 14, "long": 32}[self.length]

    @property
    def sentences(self) -> int:
        """How many sentences the model may write on top of them."""
        return {"short": 2, "medium": 4, "long": 7}[self.length]


DEFAULT_OPTIONS = SummaryOptions()
