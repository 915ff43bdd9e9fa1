"""What every export says around a summary: where the passages stand, how they were checked, what was read."""

from __future__ import annotations

from models import demo
from models.summary.events import Note, Status, Summary
from models.summary.prompts import Prompts, language_of, prompts
from models.summary.report import quotable, unlabelled


def words_of(summary: Summary) -> Prompts:
    """The words in the language the summary is in."""
    return prompts(language_of(summary.text))


def place(note: Note, summary: Summary, words: Prompts) -> str:
    """“p. 3, p. 7”: the pages the note cites, each once; with the file's name where there are several."""
    said = []
    for file, page in dict.fromkeys((citation.file, citation.page) for citation in note.citations):
        name = f"{unlabelled(summary.files[file])}, " if summary.files else ""
        said.append(name + words.phrase("page", page=page))
    return words.phrase("comma").join(said)


def passage(note: Note, summary: Summary, words: Prompts) -> str:
    """One line: where the note's passage stands, its words, and how it was checked."""
    return f"{place(note, summary, words)} {quotation(note, words)} ({label(note, words)})"


def quotation(note: Note, words: Prompts) -> str:
    """The note's passage between quotation marks."""
    return words.phrase("quoted", text=quotable(note.quote))


def label(note: Note, words: Prompts) -> str:
    """How the note was checked. Only notes that passed are shown."""
    names = {Status.VERIFIED: "label_checked", Status.REPAIRED: "label_repaired", Status.RULE: "label_rule"}
    return words.phrase(names.get(note.status, "label_doubtful"))


def foot(summary: Summary, words: Prompts) -> str:
    """Pages processed, what the check covers, the model."""
    scope = summary.scope
    lines = [words.phrase("pages_processed", processed=scope.pages_processed, pages=scope.pages)]
    if scope.pages_without_text:
        numbers = words.phrase("comma").join(map(str, scope.pages_without_text))
        lines.append(words.phrase("no_text", pages=numbers))
    if not summary.checks_told:
        lines.append(words.phrase("checked"))
    if summary.model:
        lines.append(words.phrase("model", model=demo.called(summary.model, words.language)))
    return " ".join(lines)
