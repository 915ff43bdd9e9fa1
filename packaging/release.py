"""Which release this is: its number, its moment, and the sources it was made of."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


def version() -> str:
    """Of Paddock, from pyproject.toml."""
    found = re.search(r'^version = "(.+)"$', _PROJECT.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1]


def moment() -> datetime:
    """Now, or the moment that SOURCE_DATE_EPOCH names: the same sources give the same packages then."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


def commit() -> str:
    """Of the sources, with a plus sign where files differ from it; empty outside of a checkout."""
    asked = subprocess.run(
        ["git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+"],
        cwd=_PROJECT.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return asked.stdout.strip()


def package_name(bundle: Path) -> str:
    """What the packages are called: "paddock", or "paddock-nvidia" for the flavour with CUDA inside."""
    complete = any((bundle / "_internal" / "llama_cpp" / "lib").glob("*ggml-cuda.*"))
    return "paddock-nvidia" if complete else "paddock"
