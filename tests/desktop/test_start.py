"""What the window alone costs, beside a bare PySide6 window in the same run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.yardstick import slowness

MOST_S = 1.2  # of the window's thread over a bare window's, on the machine of docs/benchmarks.md
MOST_BYTES = 150e6
MARGIN = 1.06  # resident pages are not the same from one kernel and one start to the next

pytestmark = [pytest.mark.alone, pytest.mark.skipif(sys.platform == "win32", reason="the window runs offscreen")]


def cost(kind: str, home: Path) -> dict[str, float]:
    """The lesser of two starts: the first reads the files from the disk."""
    said = [
        subprocess.run(
            [sys.executable, "-m", "tests.desktop.start", kind, str(home)], check=True, capture_output=True, text=True,
            timeout=120,
        ).stdout
        for _ in range(2)
    ]  # fmt: skip
    return min(map(json.loads, said), key=lambda each: each["cpu_s"])


def test_it_starts_soon_and_idles_in_little_memory(tmp_path: Path) -> None:
    bare, paddock = cost("bare", tmp_path), cost("paddock", tmp_path)
    slower = slowness()
    over_s = paddock["cpu_s"] - bare["cpu_s"]
    print(f"{over_s:.2f} s over a bare window, {paddock['resident_bytes'] / 1e6:.0f} MB; slowness {slower:.2f}")

    assert over_s <= MOST_S * slower
    assert paddock["resident_bytes"] <= MOST_BYTES * MARGIN
