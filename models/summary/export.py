"""A summary as a file to pass on: the text, every mark with its passage, and how much was read."""

from __future__ import annotations

import html
import re

from models.summary.events import Note, Scope, Status, Summary

CHECK_SAYS = "Wording, numbers, dates and names checked against the source. Meaning and omissions are not."
_LABELS = {
    Status.VERIFIED: "checked",
    Status.REPAIRED: "checked, citation corrected",
    Status.VALUE_MISSING: "a number, date or name is not in the passage",
    Status.NO_QUOTE: "the passage was not found",
    Status.RULE: "chosen by rule, verbatim",
}
_MARK = re.compile(r"\[(\d+)\]")
_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}blockquote{color:#555}"
)


def scope_line(scope: Scope) -> str:
    """“29 of 30 pages processed; pages 3, 9 hold no text.”"""
    line = f"{scope.pages_processed} of {scope.pages} pages processed"
    if scope.pages_without_text:
        line += f"; without text: {', '.join(map(str, scope.pages_without_text))}"
    if scope.chunks_failed:
        line += f"; {len(scope.chunks_failed)} of {scope.chunks} parts failed"
    return line + "."


def as_markdown(summary: Summary) -> str:
    """Markdown with a list of the passages."""
    lines = [f"# {summary.document}", "", summary.text.strip(), "", "## Passages", ""]
    lines += [
        f"{number}. {_place(note)} “{note.quote}” ({_LABELS[note.status]})" for number, note in _numbered(summary)
    ]
    lines += ["", f"{scope_line(summary.scope)} {CHECK_SAYS} Model: {summary.model}.", ""]
    return "\n".join(lines)


def as_html(summary: Summary) -> str:
    """One page without scripts or outside references; marks link to their passages."""
    marked = _MARK.sub(r'<a href="#p\1">[\1]</a>', html.escape(summary.text.strip()))
    paragraphs = "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in marked.split("\n\n"))
    passages = "".join(
        f'<li id="p{number}">{_place(note)} <blockquote>{html.escape(note.quote)}</blockquote> '
        f"<small>{_LABELS[note.status]}</small></li>"
        for number, note in _numbered(summary)
    )
    title = html.escape(summary.document)
    foot = f"{scope_line(summary.scope)} {CHECK_SAYS} Model: {html.escape(summary.model)}."
    return (
        f'<!doctype html><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style><h1>{title}</h1>'
        f"{paragraphs}<h2>Passages</h2><ol>{passages}</ol><p><small>{foot}</small></p>\n"
    )


def _numbered(summary: Summary) -> list[tuple[int, Note]]:
    return list(enumerate(summary.notes, start=1))


def _place(note: Note) -> str:
    return ", ".join(dict.fromkeys(f"p. {citation.page}" for citation in note.citations))
