"""The pages beside the chat, made of the parts and wired to the window's model."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.shell.parts import Parts


def make_pages(parts: Parts) -> dict[str, QWidget]:
    """By the names of `desktop.shell.window.PAGES`."""
    return {}
