"""A page of HTML as PDF on A4, set by Qt in the fonts of this computer: nothing is loaded, nothing is sent."""

from __future__ import annotations

import math
import re
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from desktop.widgets.tokens import MONO, SANS

_POINTS, _SMALL_POINTS = 10.5, 8.5
_MARGIN_MM = 18.0
_FOOT_MM = 8.0
_DOTS_AN_INCH = 1200
_MM_AN_INCH = 25.4
# Qt knows a part of CSS, and none of a page's own is written for paper.
_STYLE = f"""
h1 {{ font-size: 18pt; margin-bottom: 10px }} h2 {{ font-size: 14pt }} h3 {{ font-size: 12pt }}
table {{ border-collapse: collapse; margin-top: 6px; margin-bottom: 6px }}
td, th {{ padding: 3px 8px; border: 1px solid #aab0bb }}
h4 {{ font-size: 10.5pt; margin-top: 18px; margin-bottom: 4px; color: #3e4fcf }}
pre {{ white-space: pre-wrap; background-color: #f4f5f7; font-family: {", ".join(f"'{name}'" for name in MONO)};
  font-size: 9pt }}
code {{ font-family: {", ".join(f"'{name}'" for name in MONO)}; font-size: 9.5pt }}
blockquote, .note, .details {{ color: #585f6b }} a {{ color: #2f6f4f }}
.plain {{ white-space: pre-wrap }}
"""


def pdf(html: str, *, foot: str = "") -> bytes:
    """The pages, each with `foot` and its number below. Any thread that has a QGuiApplication may call."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_AN_INCH)
    writer.setTitle(foot)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins,
                    QPageLayout.Unit.Millimeter)
    )  # fmt: skip
    document = _set(html, writer)
    painter = QPainter(writer)
    count = math.ceil(document.size().height() / document.pageSize().height() - 1e-6)
    for page in range(max(1, count)):
        if page:
            writer.newPage()
        _paint(painter, document, page)
        _paint_foot(painter, writer, foot, f"{page + 1} / {max(1, count)}")
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def _set(html: str, writer: QPdfWriter) -> QTextDocument:
    """The text, laid out on pages that leave room for the foot."""
    document = _Sealed()
    document.documentLayout().setPaintDevice(writer)
    font = QFont(list(SANS))
    font.setPointSizeF(_POINTS)
    font.setFeature(QFont.Tag("calt"), 0)  # in code an arrow is two characters
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(_for_qt(html))
    foot = _FOOT_MM / _MM_AN_INCH * _DOTS_AN_INCH
    document.setPageSize(QSizeF(writer.width(), writer.height() - foot))
    _keep_headings(document)
    return document


def _for_qt(html: str) -> str:
    """The same page in the tags Qt knows: others are no blocks to it, and a cell's own style would hide the sheet's."""
    html = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    html = re.sub(r"<(/?)(?:section|article|nav|details|main|figure)\b", r"<\1div", html)
    html = re.sub(r"<(/?)header\b", r"<\1h4", html)
    html = re.sub(r"<(/?)summary\b", r"<\1p", html)
    html = re.sub(r'style="text-align:(\w+)"', r'align="\1"', html)
    return html.replace("\n</code></pre>", "</code></pre>")


def _keep_headings(document: QTextDocument) -> None:
    """No heading stands alone at the end of a page."""
    layout, height = document.documentLayout(), document.pageSize().height()
    layout.documentSize()  # until it is asked for its end, only the beginning is laid out
    block = document.begin()
    while block.isValid():
        after = block.next()
        if block.blockFormat().headingLevel() and after.isValid():
            one, other = (int(layout.blockBoundingRect(each).top() / height) for each in (block, after))
            if one != other:
                form = block.blockFormat()
                form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(block).setBlockFormat(form)
                layout.documentSize()
        block = after


def _paint(painter: QPainter, document: QTextDocument, page: int) -> None:
    size = document.pageSize()
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))
    # A little less than the page: a line at the very top of the next would be written down here too, unseen.
    context.clip = QRectF(0, page * size.height(), size.width(), size.height() - _DOTS_AN_INCH / 50)
    painter.save()
    painter.translate(0, -page * size.height())
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _paint_foot(painter: QPainter, writer: QPdfWriter, words: str, number: str) -> None:
    font = QFont(list(SANS))
    font.setPointSizeF(_SMALL_POINTS)
    metrics = QFontMetricsF(font, writer)
    height = metrics.height() * 1.4  # a line in another script is higher
    line = QRectF(0, writer.height() - height, writer.width(), height)
    painter.setFont(font)
    painter.setPen(QColor("#585f6b"))
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, number)
    room = line.width() - metrics.horizontalAdvance(f"{number}      ")
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft, shown)


class _Sealed(QTextDocument):
    """A document that loads nothing: what a page names beside itself is not looked for, on disk or elsewhere."""

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return QByteArray()
