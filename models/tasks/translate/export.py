"""A translation as files: both languages side by side, or the translation alone in a summary's forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from models.documents.csv_table import csv_text
from models.documents.html_page import page
from models.summary.events import Summary, Unread
from models.summary.export import FORMS
from models.tasks.translate.job import Segment, Translation

_HEAD = ("page", "source", "translation", "check")
_STYLE = """
body{max-width:72rem;margin:2rem auto}
table{border-collapse:collapse;width:100%;table-layout:fixed}td{border-top:1px solid var(--line);padding:.6rem;
vertical-align:top}td:first-child{color:var(--soft)}tr.problem td{background:var(--mark)}small{color:var(--soft)}
"""


def exported(form: str, translated: Sequence[tuple[Summary, Translation]], unread: Sequence[Unread] = ()) -> bytes:
    """`form`: md and html are bilingual, csv and json hold each segment, docx is the translation alone.

    Of each document what was concluded and its segments, one document after the other; csv names them where there are
    several.
    """
    match form:
        case "md":
            return "\n".join("".join(_markdown(translation)) for _, translation in translated).encode()
        case "html":
            return _page([translation for _, translation in translated]).encode()
        case "csv":
            return csv_text(_rows([translation for _, translation in translated])).encode("utf-8-sig")
        case "json":
            whole = [{"translation": translation, "summary": summary} for summary, translation in translated]
            return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"
        case _:
            return FORMS[form]([summary for summary, _ in translated], unread)


def _rows(translations: Sequence[Translation]) -> Iterator[Sequence[object]]:
    several = len(translations) > 1
    yield ("document", *_HEAD) if several else _HEAD
    for each in translations:
        named = (each.document,) if several else ()
        yield from ((*named, s.page, s.source, s.translation, " ".join(s.problems)) for s in each.segments)


def _markdown(translation: Translation) -> Iterator[str]:
    yield f"# {translation.document}\n"
    for segment in translation.segments:
        doubt = f" ({', '.join(segment.problems)})" if segment.problems else ""
        yield f"\n> {segment.source}\n\n{segment.translation}{doubt}\n"
    yield f"\n{translation.said}\n"


def _page(translations: Sequence[Translation]) -> str:
    return page(translations[0].document, "<hr>".join(map(_part, translations)), style=_STYLE)


def _part(translation: Translation) -> str:
    rows = "".join(map(_row, translation.segments))
    head, foot = escape(translation.document), escape(translation.said)
    return f"<h1>{head}</h1><table>{rows}</table><p><small>{foot}</small></p>"


def _row(segment: Segment) -> str:
    kind = ' class="problem"' if segment.problems else ""
    doubt = f"<br><small>{escape(', '.join(segment.problems))}</small>" if segment.problems else ""
    return f"<tr{kind}><td>{escape(segment.source)}</td><td>{escape(segment.translation)}{doubt}</td></tr>"
