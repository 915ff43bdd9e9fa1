"""Summaries as one page of HTML: no script, nothing from elsewhere; a mark leads to its passage and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from models.documents.html_page import page
from models.summary.events import Summary, Unread
from models.summary.export.blocks import Block, Run, blocks
from models.summary.export.overview import overview
from models.summary.export.words import foot, label, place, quotation, words_of
from models.summary.prompts import Prompts
from models.summary.report import quotable


def as_html(summaries: Sequence[Summary], unread: Sequence[Unread] = ()) -> str:
    """The whole page; its title is the first document's name."""
    parts = "<hr>".join(_one(number, summary) for number, summary in enumerate(summaries))
    if above := overview(summaries, unread):
        parts = f"<article>{''.join(_body(blocks(above)))}</article><hr>{parts}"
    return page(summaries[0].document if summaries else "Paddock", parts)


def _one(serial: int, summary: Summary) -> str:
    words = words_of(summary)
    passages = "".join(_passage(serial, summary, number, words) for number in range(1, len(summary.notes) + 1))
    if passages:
        passages = f"<h2>{escape(words.phrase('passages'))}</h2><ol>{passages}</ol>"
    body = "".join(_body(blocks(summary.text), serial, summary))
    return (
        f'<article lang="{words.language}"><h1>{escape(summary.document)}</h1>{body}'
        f"{passages}"
        f'<p class="note"><small>{escape(foot(summary, words))}</small></p></article>'
    )


def _body(text: Iterator[Block], serial: int = 0, summary: Summary | None = None) -> Iterator[str]:
    for kind, group in groupby(text, key=lambda block: block.kind):
        inner = "".join(_block(serial, summary, block) for block in group)
        wrap = {"item": "ul", "quote": "blockquote"}.get(kind)
        yield f"<{wrap}>{inner}</{wrap}>" if wrap else inner


def _block(serial: int, summary: Summary | None, block: Block) -> str:
    tag = {"heading": f"h{max(2, block.level)}", "item": "li"}.get(block.kind, "p")
    return f"<{tag}>{''.join(_run(serial, summary, run) for run in block.runs)}</{tag}>"


def _run(serial: int, summary: Summary | None, run: Run) -> str:
    if run.mark:
        if summary is None or run.mark > len(summary.notes):
            return f"[{run.mark}]"
        quote = escape(quotable(summary.notes[run.mark - 1].quote), quote=True)
        return f'<sup><a href="#p{serial}-{run.mark}" title="{quote}">[{run.mark}]</a></sup>'
    text = escape(run.text).replace("\n", "<br>")
    return f"<b>{text}</b>" if run.bold else text


def _passage(serial: int, summary: Summary, number: int, words: Prompts) -> str:
    note = summary.notes[number - 1]
    quoted = escape(quotation(note, words))
    check = escape(label(note, words))
    where = escape(place(note, summary, words))
    return f'<li id="p{serial}-{number}">{where} {quoted} <small class="note">({check})</small></li>'
