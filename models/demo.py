"""Cria, the small model inside the program: what answers until there is a real one. It quotes well and knows nothing.

Its card is resources/cria.md. `PADDOCK_DEMO_MODEL` names another file for it; empty, there is none.
"""

from __future__ import annotations

import os
from pathlib import Path

from models.paths import resources

NAME = "cria"  # what `-m` takes, and its entry in lists of models
TITLE = "Cria (built-in demo model)"  # on everything it makes, so that nobody takes it for a real model's work
CHINESE_TITLE = "Cria（内置演示模型）"
ABOUT = "it quotes well and knows nothing"
WARNING = "The built-in demo model overlooks much: do not rely on it."  # where it is asked to find or to count
_VARIABLE = "PADDOCK_DEMO_MODEL"
N_CTX = 8192  # what it was trained for
N_THREADS = 1  # with matrices so small a second one waits longer than it computes, on a busy machine for minutes


def file() -> Path | None:
    """Where it lies; None in a checkout without it, or where it may not be read."""
    if os.environ.get(_VARIABLE) == "":
        return None
    path = named() or resources() / "cria.gguf"
    return path if path.is_file() and os.access(path, os.R_OK) else None


def named() -> Path | None:
    """The file that the environment names for it, whatever it is; None where it names none."""
    said = os.environ.get(_VARIABLE)
    return Path(said).absolute() if said else None


def is_it(path: Path) -> bool:
    """Whether the model at `path` is the built-in one."""
    here = file()
    return here is not None and path.absolute() == here


def called(model: str, language: str) -> str:
    """What a text in this language ("en", "zh") calls the model it was made by."""
    return CHINESE_TITLE if made(model) and language == "zh" else model


def made(model: str) -> bool:
    """Whether something that says it was made by `model` was made by the built-in one."""
    return model == TITLE
