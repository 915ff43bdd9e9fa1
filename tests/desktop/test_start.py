"""What the window alone costs, beside a bare PySide6 window in the same run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.yardstick import slowness

MOST_S = 0.75  # of the window's thread over a bare window's, on the machine of docs/benchmarks.md
MOST_BYTES = 150e6
# What is imported with the first use of it: work on files, pages, and what only children need.
LATER = (
    "numpy", "pypdfium2", "llama_cpp", "models.summary", "models.report", "models.tasks", "desktop.settings",
    "desktop.measuring", "desktop.library.page", "desktop.documents.report_page",
)  # fmt: skip
MARGIN = 1.06  # resident pages are not the same from one kernel and one start to the next

pytestmark = [pytest.mark.alone, pytest.mark.skipif(sys.platform == "win32", reason="the window runs offscreen")]


def cost(kind: str, home: Path) -> dict[str, Any]:
    """The lesser of two starts: the first reads the files from the disk."""
    said = [
        subprocess.run(
            [sys.executable, "-m", "tests.desktop.start", kind, str(home)], check=True, capture_output=True, text=True,
            timeout=120,
        ).stdout
        for _ in range(2)
    ]  # fmt: skip
    return min(map(json.loads, said), key=lambda each: each["cpu_s"])


def test_it_starts_soon_with_what_is_in_sight_and_idles_in_little_memory(tmp_path: Path) -> None:
    bare, paddock = cost("bare", tmp_path), cost("paddock", tmp_path)
    slower = slowness()
    over_s = paddock["cpu_s"] - bare["cpu_s"]
    print(f"{over_s:.2f} s over a bare window, {paddock['resident_bytes'] / 1e6:.0f} MB; slowness {slower:.2f}")

    assert over_s <= MOST_S * slower
    assert not [name for name in paddock["modules"] if name.startswith(LATER)]
    assert paddock["resident_bytes"] <= MOST_BYTES * MARGIN
