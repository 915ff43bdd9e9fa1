"""Summaries as a Word document (ECMA-376, transitional): headings, bullets, and each mark as an endnote.

The notes hold the passage and its pages, so that they travel with the text when it is copied into another document. A
mark that comes again is a cross-reference to its note: Word wants each note referred to once.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from html import escape

from models.summary.events import Summary, Unread
from models.summary.export.blocks import Block, blocks
from models.summary.export.overview import overview
from models.summary.export.words import foot, passage, words_of

_MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "document.main": "document",
    "styles": "styles",
    "endnotes": "endnotes",
    "numbering": "numbering",
    "settings": "settings",
}
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_DECIMAL = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'
_FIRST_NOTE = 1  # -1 and 0 are Word's own separators
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same summary gives the same bytes
_STYLES = (
    ("Normal", "", "", 22), ("Title", "Normal", "<w:b/>", 36), ("Heading1", "Normal", "<w:b/>", 30),
    ("Heading2", "Normal", "<w:b/>", 26), ("Heading3", "Normal", "<w:b/>", 24),
    ("ListBullet", "Normal", "", 22), ("Quote", "Normal", '<w:color w:val="6E6E73"/>', 20),
    ("EndnoteText", "Normal", "", 18),
)  # fmt: skip


def as_docx(summaries: Sequence[Summary], unread: Sequence[Unread] = ()) -> bytes:
    """The whole file."""
    notes: list[str] = []
    shown: dict[int, int] = {}
    body = "".join(
        _paragraph(_style(block), "".join(_text(run.text, bold=run.bold) for run in block.runs))
        for block in blocks(overview(summaries, unread))
    )
    body += "".join("".join(_one(summary, notes, shown)) for summary in summaries)
    document = f"<w:body>{body}<w:sectPr>{_DECIMAL}</w:sectPr></w:body>"
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations(
            [(name, f"{name}.xml") for name in ("styles", "endnotes", "numbering", "settings")]
        ),
        "word/document.xml": f"{_HEAD}<w:document {_MAIN}>{document}</w:document>",
        "word/styles.xml": _styles(),
        "word/endnotes.xml": _endnotes(notes),
        "word/numbering.xml": _numbering(),
        "word/settings.xml": f"{_HEAD}<w:settings {_MAIN}>{_DECIMAL}</w:settings>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text)
    return out.getvalue()


def _one(summary: Summary, notes: list[str], shown: dict[int, int]) -> Iterator[str]:
    """`notes` gets the text of each note; `shown`, the number that Word will give it."""
    words = words_of(summary)
    yield _paragraph("Title", _text(summary.document))
    first = len(notes) + _FIRST_NOTE
    for block in blocks(summary.text):
        inner = "".join(
            _text(run.text, bold=run.bold) if not run.mark
            else _mark(first + run.mark - 1, shown) if run.mark <= len(summary.notes)
            else _text(f"[{run.mark}]")
            for run in block.runs
        )  # fmt: skip
        yield _paragraph(_style(block), inner)
    notes += [_text(passage(note, summary, words)) for note in summary.notes]
    yield _paragraph("Quote", _text(foot(summary, words)))


def _style(block: Block) -> str:
    if block.kind == "heading":
        return f"Heading{min(3, block.level)}"
    return {"item": "ListBullet", "quote": "Quote"}.get(block.kind, "Normal")


def _mark(note: int, shown: dict[int, int]) -> str:
    if note not in shown:
        shown[note] = len(shown) + 1
        return (
            f'<w:bookmarkStart w:id="{note}" w:name="_Note{note}"/>'
            f'<w:r>{_RAISED}<w:endnoteReference w:id="{note}"/></w:r><w:bookmarkEnd w:id="{note}"/>'
        )
    begin, separate, end = (
        f'<w:r>{_RAISED}<w:fldChar w:fldCharType="{part}"/></w:r>' for part in ("begin", "separate", "end")
    )
    asked = f'<w:r>{_RAISED}<w:instrText xml:space="preserve"> NOTEREF _Note{note} \\f \\h </w:instrText></w:r>'
    return f"{begin}{asked}{separate}<w:r>{_RAISED}<w:t>{shown[note]}</w:t></w:r>{end}"


def _paragraph(style: str, inner: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'


def _text(text: str, *, bold: bool = False) -> str:
    allowed = "".join(own if own >= " " or own in "\n\t" else " " for own in text)
    pieces = '</w:t><w:br/><w:t xml:space="preserve">'.join(map(escape, allowed.split("\n")))
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{pieces}</w:t></w:r>'


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{file}.xml" ContentType="{_WORD}.{kind}+xml"/>' for kind, file in _PARTS.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _styles() -> str:
    each = []
    for name, base, look, half_points in _STYLES:
        based = f'<w:basedOn w:val="{base}"/>' if base else ""
        default = "" if base else ' w:default="1"'
        bullet = '<w:numPr><w:numId w:val="1"/></w:numPr>' if name == "ListBullet" else ""
        each.append(
            f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{name}"/>{based}'
            f'<w:pPr>{bullet}<w:spacing w:after="120"/></w:pPr>'
            f'<w:rPr>{look}<w:sz w:val="{half_points}"/></w:rPr></w:style>'
        )
    return f"{_HEAD}<w:styles {_MAIN}>{''.join(each)}</w:styles>"


def _endnotes(notes: Sequence[str]) -> str:
    kinds = (("separator", -1), ("continuationSeparator", 0))
    lines = "".join(
        f'<w:endnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:endnote>'
        for kind, number in kinds
    )
    number_itself = f"<w:r>{_RAISED}<w:endnoteRef/></w:r>{_text(' ')}"
    each = "".join(
        f'<w:endnote w:id="{number}">{_paragraph("EndnoteText", number_itself + note)}</w:endnote>'
        for number, note in enumerate(notes, start=_FIRST_NOTE)
    )
    return f"{_HEAD}<w:endnotes {_MAIN}>{lines}{each}</w:endnotes>"


def _numbering() -> str:
    level = (
        '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
        '<w:pPr><w:ind w:left="420" w:hanging="280"/></w:pPr></w:lvl>'
    )
    return (
        f'{_HEAD}<w:numbering {_MAIN}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
