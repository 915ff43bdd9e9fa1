"""Under which headings each place of a document stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from models.documents.document import Sentence
from models.documents.structure import heading_level, heading_text

_LONGEST_TITLE = 60


class Outline:
    """The headings among the sentences of a document, found once."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._starts: list[int] = []
        self._paths: list[tuple[str, ...]] = []
        self._levels: dict[int, int] = {}
        path: list[tuple[int, str]] = []
        for sentence in sentences:
            own = text[sentence.start : sentence.end]
            if (level := heading_level(own)) is not None:
                path = [*(entry for entry in path if entry[0] < level), (level, heading_text(own)[:_LONGEST_TITLE])]
                self._levels[sentence.id] = level
                self._starts.append(sentence.start)
                self._paths.append(tuple(title for _, title in path))

    def level(self, sentence: Sentence) -> int | None:
        """1 to 6 when the sentence is a heading, else None."""
        return self._levels.get(sentence.id)

    def path_at(self, offset: int) -> tuple[str, ...]:
        """The headings in force at `offset`, the highest first; empty before the first one."""
        index = bisect_right(self._starts, offset)
        return self._paths[index - 1] if index else ()
