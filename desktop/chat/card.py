"""Work on files shown as a message: its head says what was read and checked, its text carries numbered marks.

`Message.card` is a desktop.documents.card Card as plain data.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from desktop.chat import compaction_words, task_words
from desktop.chat.compaction_words import is_compaction
from desktop.markdown.look import Look
from desktop.widgets import icons
from desktop.widgets.words import duration_words, translated
from models import demo
from models.errors import FileOnlyPictures
from models.store.message import Message

_LINE_PX = 24
_PAD_PX = 14
_BAR_PX = 22
_GAP_PX = 14
_LEFT_PX, _RIGHT_PX, _BUTTON_PX = 48, 16, 130
SHOWN_CHARACTERS = 30_000
_FOOT = re.compile(r"(?:\n>[^\n]*)+\s*\Z")
_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class _Shape(msgspec.Struct):
    """What this module counts on in a card; the texts are read leniently."""

    notes: list[Any]
    sources: list[Any] = []
    pages: int = 0
    processed: int = 0
    files_done: int = 0
    checked: int = 0
    ruled: int = 0
    messages: int = 0
    tokens: int = 0
    into_tokens: int = 0
    doubtful: int = 0
    fraction: float = 0.0
    eta_s: float | None = None
    without_text: list[int] = []


def sound(message: Message) -> Message:
    """The message, without a card that is none: an imported file may say anything."""
    try:
        if message.card is not None:
            msgspec.convert(message.card, _Shape)
    except msgspec.ValidationError:
        return msgspec.structs.replace(message, card=None)
    return message


def text_of(message: Message) -> str:
    """The Markdown to show: of a card its own, of anything else the message's."""
    return beginning(whole_text_of(message)) if message.card else message.text


def whole_text_of(message: Message) -> str:
    """All of it, as it is copied."""
    return str(message.card.get("text", "")) if message.card else message.text


def beginning(text: str) -> str:
    """As much of a card's text as a chat shows, to the end of a paragraph; what stands below it in quotation stays."""
    if len(text) <= SHOWN_CHARACTERS:
        return text
    cut = text.rfind("\n\n", 0, SHOWN_CHARACTERS)
    left = QCoreApplication.translate("Card", "Only the beginning is shown here. Save it to read all of it.")
    foot = _FOOT.search(text, max(0, len(text) - SHOWN_CHARACTERS))
    return f"{text[: cut if cut > 0 else SHOWN_CHARACTERS]}\n\n*{left}*\n{foot.group() if foot else ''}"


def is_working(card: dict[str, Any]) -> bool:
    """The summary is not yet at an end."""
    return card.get("state") in ("running", "paused")


def can_change(card: dict[str, Any]) -> bool:
    """It can be paused, or go on."""
    return card.get("state") != "done"


def lacks_ocr(card: dict[str, Any]) -> bool:
    """Its file holds only pictures, and nothing here could read them."""
    error = card.get("error") or ("",)
    return card.get("state") == "failed" and error[0] == FileOnlyPictures.__name__


def is_of_demo(card: dict[str, Any]) -> bool:
    """The built-in demo model makes it, or has made it."""
    return demo.made(str(card.get("model", ""))) and not is_by_code(card)


def is_by_code(card: dict[str, Any]) -> bool:
    """No model makes it: the built-in one adds nothing to what code finds."""
    model = str(card.get("model", ""))
    return card.get("task") in ("compare", "tables") and (not model or demo.made(model))


def head_height(card: dict[str, Any], width: float, look: Look) -> float:
    """Of the framed head above the text, with the gap below it; its sentences wrap."""
    metrics = QFontMetricsF(_small(look))
    lines = sum(_height(words, width, metrics) for words in _sentences(card))
    return 2 * _PAD_PX + _LINE_PX + lines + (_BAR_PX if is_working(card) else 0) + _GAP_PX


def scope_words(card: dict[str, Any]) -> str:
    """“64 of 64 pages processed · 11 points checked · 1 doubtful”."""
    if is_compaction(card):
        return compaction_words.scope(card)
    if not card.get("pages"):
        return ""  # not read yet
    if card.get("task") == "report":
        words = QCoreApplication.translate("Card", "%1 of %2 files processed")
        parts = [words.replace("%1", str(card.get("files_done", 0))).replace("%2", str(len(card.get("sources", ()))))]
    else:
        words = QCoreApplication.translate("Card", "%1 of %2 pages processed")
        parts = [words.replace("%1", str(card.get("processed", 0))).replace("%2", str(card.get("pages", 0)))]
    if card.get("checked"):
        parts.append(QCoreApplication.translate("Card", "%n point(s) checked", "", int(card["checked"])))
    if card.get("ruled") and card.get("task") not in ("compare", "tables"):
        parts.append(QCoreApplication.translate("Card", "%n sentence(s) chosen by rule", "", int(card["ruled"])))
    if card.get("doubtful"):
        parts.append(QCoreApplication.translate("Card", "%n doubtful", "", int(card["doubtful"])))
    return " · ".join(parts)


def state_words(card: dict[str, Any]) -> str:
    """What is going on, or what the check is worth."""
    if is_compaction(card):
        return compaction_words.state(card)
    match card.get("state"):
        case "running" if card.get("phase") == "waiting":
            return QCoreApplication.translate("Card", "Waiting for its turn")
        case "running" if card.get("phase") == "reading":
            return QCoreApplication.translate("Card", "Reading the file")
        case "running":
            share = f"{card.get('fraction', 0):.0%}"
            words = task_words.doing(str(card.get("task")), share, of_demo=is_of_demo(card))
            left = card.get("eta_s")
            return words if left is None else f"{words} · {duration_words(float(left))}"
        case "paused":
            return QCoreApplication.translate("Card", "Paused. What was done is kept.")
        case "cancelled":
            return QCoreApplication.translate("Card", "Cancelled. What was done is kept for another time.")
        case "failed":
            return QCoreApplication.translate("Card", "Stopped by an error. What was done is kept.")
    return task_words.checked(str(card.get("task")))


def title_of(card: dict[str, Any]) -> str:
    """What it is: “Summary of report.pdf”."""
    if card.get("task") == "report":
        return QCoreApplication.translate("Card", "Report over %n file(s)", "", len(card.get("sources", ())))
    return task_words.title(str(card.get("task")), str(card.get("document", "")), of_demo=is_of_demo(card))


def spoken(message: Message) -> str:
    """The whole card as words, for a screen reader."""
    assert message.card is not None
    card = message.card
    return f"{title_of(card)}. {scope_words(card)}. {state_words(card)} {_maker(card)} {text_of(message)}"


def paint_head(painter: QPainter, rect: QRectF, message: Message, look: Look) -> None:
    """Paint the head into `rect`."""
    assert message.card is not None
    card = message.card
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = rect.adjusted(0.5, 0.5, -0.5, -_GAP_PX)
    painter.setPen(look.colour("border"))
    painter.setBrush(look.colour("raised"))
    painter.drawRoundedRect(box, 12, 12)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(
        QPointF(box.left() + 16, box.top() + 17),
        icons.pixmap(task_words.PICTURES.get(str(card.get("task")), "file-text"), 20, "accent", ratio),
    )
    left = box.left() + _LEFT_PX
    line = QRectF(left, box.top() + _PAD_PX - 2, box.width() - _LEFT_PX - _BUTTON_PX, _LINE_PX)
    bold = QFont(look.font)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(look.colour("text"))
    shown = painter.fontMetrics().elidedText(title_of(card), Qt.TextElideMode.ElideMiddle, int(line.width()))
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
    painter.setFont(_small(look))
    metrics = QFontMetricsF(_small(look))
    line = line.translated(0, _LINE_PX)
    line.setRight(box.right() - _RIGHT_PX)
    for words in _sentences(card):
        line.setHeight(_height(words, rect.width(), metrics))
        warns = words in (_warning(card), translated(demo.WARNING))
        painter.setPen(look.colour("warning" if warns else "muted"))
        painter.drawText(line, _WRAPPED, words)
        line.translate(0, line.height())
    if is_working(card):
        bar = QRectF(left, line.top() + 8, box.right() - _RIGHT_PX - left, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("selected"))
        painter.drawRoundedRect(bar, 3, 3)
        bar.setWidth(max(6.0, bar.width() * min(1.0, float(card.get("fraction", 0)))))
        painter.setBrush(look.colour("accent_ground"))
        painter.drawRoundedRect(bar, 3, 3)


def _warning(card: dict[str, Any]) -> str:
    """What the reader must know before trusting it: a notice of the job, or the pages that could not be read."""
    if notice := str(card.get("notice", "")):
        return notice
    if card.get("quick"):
        return QCoreApplication.translate("Card", "Quick: the model read only sentences that a rule chose.")
    pages = card.get("without_text") or []
    if not pages:
        return ""
    words = QCoreApplication.translate("Card", "Not read, only pictures: pages %1")
    return words.replace("%1", ", ".join(map(str, pages)))


def _sentences(card: dict[str, Any]) -> list[str]:
    """Below the title, each on lines of its own."""
    return [words for words in (scope_words(card), state_words(card), _maker(card), _warning(card)) if words]


def _maker(card: dict[str, Any]) -> str:
    """Who made it, where that is nobody to rely on."""
    if not is_of_demo(card):
        return ""
    if card.get("task") in ("report", "list"):
        return translated(demo.WARNING)
    return QCoreApplication.translate("Card", "By the built-in demo model: it quotes well and knows nothing.")


def _small(look: Look) -> QFont:
    made = QFont(look.font)
    made.setPointSizeF(look.font.pointSizeF() * 0.9)
    return made


def _height(words: str, width: float, metrics: QFontMetricsF) -> float:
    """Of a sentence in a card so wide: one line's room, and what further lines need."""
    room = QRectF(0, 0, max(80.0, width - _LEFT_PX - _RIGHT_PX - 1), 10_000)
    wrapped = metrics.boundingRect(room, _WRAPPED, words).height()
    return _LINE_PX + max(0.0, wrapped - metrics.height())
