"""Text documents in flat OpenDocument XML (OpenDocument 1.3 part 3), for LibreOffice to make files of."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tests.integration.office.blocks import Block, Heading, Items, Landscape, Paragraph, Table, TwoColumns, Written

_NAMES = ("office", "text", "table", "style", "presentation")
_SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _NAMES) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
    ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
)
_FONTS = 'fo:font-family="Liberation Serif" style:font-family-asian="Noto Serif CJK SC"'
_LABEL = (
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="1.2cm"'
    ' fo:text-indent="-0.6cm" fo:margin-left="1.2cm"/></style:list-level-properties>'
)
_STYLES = f"""
<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/>
 <style:text-properties {_FONTS} fo:font-size="11pt" style:font-size-asian="11pt" fo:hyphenate="true"
  fo:language="en" fo:country="GB" style:language-asian="zh" style:country-asian="CN"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"/>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>
{{headings}}
<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">{_LABEL}
</text:list-level-style-bullet></text:list-style>
<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1"
 style:num-suffix=".">{_LABEL}</text:list-level-style-number></text:list-style>
<text:notes-configuration text:note-class="footnote" style:num-format="1"/>
"""
_HEADING = """<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph"
 style:parent-style-name="Heading" style:default-outline-level="{level}">
 <style:text-properties fo:font-size="{size}pt" fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>"""
_EDGE = '<style:header-footer-properties fo:min-height="0.6cm" fo:margin-{side}="0.4cm"/>'
_LAYOUT = f"""<style:page-layout style:name="{{name}}"><style:page-layout-properties fo:page-width="{{width}}"
 fo:page-height="{{height}}" style:print-orientation="{{name}}" fo:margin="2cm"/>
 <style:header-style>{_EDGE.format(side="bottom")}</style:header-style>
 <style:footer-style>{_EDGE.format(side="top")}</style:footer-style></style:page-layout>"""
_AUTOMATIC = (
    _LAYOUT.format(name="portrait", width="21cm", height="29.7cm")
    + _LAYOUT.format(name="landscape", width="29.7cm", height="21cm")
    + """
<style:style style:name="ToPortrait" style:family="paragraph" style:parent-style-name="Standard"
 style:master-page-name="Standard"/>
<style:style style:name="ToLandscape" style:family="paragraph" style:parent-style-name="Standard"
 style:master-page-name="Wide"/>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"
 fo:padding="0.1cm"/></style:style>
<style:style style:name="Two" style:family="section"><style:section-properties><style:columns fo:column-count="2"
 fo:column-gap="0.8cm"><style:column style:rel-width="1*"/><style:column style:rel-width="1*"/></style:columns>
 </style:section-properties></style:style>"""
)


def document(kind: str, styles: str, automatic: str, masters: str, body: str) -> str:
    """A whole flat document; `kind` is "text", "spreadsheet" or "presentation"."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_SPACES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:styles>{styles}</office:styles>'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


def text_document(written: Written) -> str:
    """The document as .fodt."""
    styles = _STYLES.replace(
        "{headings}", "".join(_HEADING.format(level=level, size=18 - 2 * level) for level in (1, 2, 3))
    )
    edges = (
        f"<style:header><text:p>{escape(written.header)}</text:p></style:header>"
        f"<style:footer><text:p>{escape(written.footer)} <text:page-number/></text:p></style:footer>"
    )
    masters = "".join(
        f'<style:master-page style:name="{name}" style:page-layout-name="{layout}">{edges}</style:master-page>'
        for name, layout in (("Standard", "portrait"), ("Wide", "landscape"))
    )
    return document("text", styles, _AUTOMATIC, masters, _blocks(written.blocks))


def _blocks(blocks: Sequence[Block]) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{escape(text)}</text:h>'
        case Paragraph(text, note):
            return f'<text:p text:style-name="Standard">{escape(text)}{_note(note)}</text:p>'
        case Items(texts, is_numbered):
            items = "".join(f"<text:list-item><text:p>{escape(text)}</text:p></text:list-item>" for text in texts)
            return f'<text:list text:style-name="{"Numbers" if is_numbered else "Bullets"}">{items}</text:list>'
        case Table(rows):
            return _table(rows)
        case Landscape(inner):
            return f'<text:p text:style-name="ToLandscape"/>{_blocks(inner)}<text:p text:style-name="ToPortrait"/>'
        case TwoColumns(inner):
            return f'<text:section text:style-name="Two" text:name="Columns{id(block)}">{_blocks(inner)}</text:section>'


def _note(note: str) -> str:
    if not note:
        return ""
    return (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>{escape(note)}</text:p></text:note-body></text:note>"
    )


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = (
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="Cell" office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return (
        f'<table:table><table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
        f"<table:table-header-rows>{head}</table:table-header-rows>{''.join(rest)}</table:table>"
    )
