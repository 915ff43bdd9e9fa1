"""The CUDA pack: the engine's library for NVIDIA cards with what it needs of NVIDIA's, as one file."""

from __future__ import annotations

from pathlib import Path

from models.paths import Paths


def folder(paths: Paths) -> Path | None:
    """Where the installed pack's libraries are, when there is one for this version."""
    return None
