"""The words of the card that holds notes on the older messages of a chat."""

from __future__ import annotations

from typing import Any, TypeGuard

from PySide6.QtCore import QCoreApplication, QLocale

from models.chat.compaction import TASK


def is_compaction(card: dict[str, Any] | None) -> TypeGuard[dict[str, Any]]:
    """The card is one of these."""
    return card is not None and card.get("task") == TASK


def scope(card: dict[str, Any]) -> str:
    """“14 messages · 6,100 tokens, as notes 600”."""
    # lupdate understands only a plain name as the number.
    messages = int(card.get("messages", 0))
    words = QCoreApplication.translate("Card", "%n message(s)", "", messages)
    tokens, into = (QLocale().toString(int(card.get(name, 0))) for name in ("tokens", "into_tokens"))
    sizes = QCoreApplication.translate("Card", "%1 tokens, as notes %2").replace("%1", tokens).replace("%2", into)
    return f"{words} · {sizes}"


def state(card: dict[str, Any]) -> str:
    """What the model reads."""
    if card.get("active", True):
        return QCoreApplication.translate(
            "Card", "The model reads these notes in place of those messages, which all stay in the chat."
        )
    return QCoreApplication.translate("Card", "Not in use: the model reads the messages themselves.")
