"""What every task tells while it works, and how it ends."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from models.summary import report
from models.summary.events import Note, Progress, Scope, Summary, SummaryEvent, TextWritten
from models.tasks.files import Files
from models.tasks.words import Words


class Desk:
    """Progress, scope and result of one job over `files`; `model` is the name of the model that works on it."""

    def __init__(self, files: Files, model: str = "") -> None:
        self.files = files
        self._name = model
        self._fraction = 0.0

    @property
    def whole(self) -> bool:
        """Whether nothing went wrong with any part."""
        return True

    def progress(self, fraction: float, eta_s: float | None = None) -> Progress:
        """How far the job is; never less than it was."""
        self._fraction = max(self._fraction, min(1.0, fraction))
        return Progress(fraction=self._fraction, eta_s=eta_s, scope=self.scope())

    def scope(self) -> Scope:
        """What code reads, it reads whole."""
        pages = sum(len(document.pages) for document in self.files.documents)
        return Scope(
            pages=pages, pages_processed=pages, pages_without_text=self.files.pages_without_text, chunks=0,
            chunks_processed=0,
        )  # fmt: skip

    def unread(self, words: Words) -> list[str]:
        """What of the files is no text that could be read: a line each."""
        lines = [words("unread_file", why=report.plain(each.why)) for each in self.files.unread]
        for document in self.files.documents:
            name = report.plain(document.name)
            if pages := document.report.pages_without_text:
                lines.append(words("unread", name=name, pages=report.numbered(pages)))
            if characters := document.report.characters_not_read:
                lines.append(words("unread_end", name=name, characters=f"{characters:,}"))
        return lines

    def conclude(
        self,
        lines: Sequence[str],
        notes: Sequence[Note],
        *,
        complete: bool = True,
        found: int | None = None,
        written: int = 0,
        passed: int = 0,
        checks_told: bool = True,
    ) -> Generator[SummaryEvent, None, None]:
        """The end of a job: its text line by line, and the result. `notes` are in the joined text.

        `checks_told` False: what is checked is what is checked of a summary.
        """
        for line in lines:
            yield TextWritten(line)
        scope = self.scope()
        yield self.progress(1.0)
        yield Summary(
            document=self.files.name,
            text="".join(lines),
            notes=tuple(map(self.files.placed, notes)),
            scope=scope,
            model=self._name,
            complete=complete and self.whole and self.files.whole,
            points_found=len(notes) if found is None else found,
            prose_sentences=written,
            prose_checked=passed,
            files=self.files.names,
            checks_told=checks_told,
        )
