"""Fixtures for everything that needs the program under the window."""

from __future__ import annotations

from tests.desktop.program import parts, ready, tiny_model

__all__ = ["parts", "ready", "tiny_model"]
