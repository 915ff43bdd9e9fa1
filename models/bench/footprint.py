"""How much memory an engine's process really takes: on the card by the driver's count, else its own peak."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil

from models.engine.hardware import devices


def used_on_cards() -> int:
    """Bytes in use on all cards together, by whomever: the difference of two readings is ours if nobody else moved."""
    return sum(card.memory_total - card.memory_free for card in devices())


def peak_of_process(pid: int) -> int:
    """The most main memory that the process has held at once, in bytes; mapped weights count once they were read.

    0 when it has ended.
    """
    try:
        if sys.platform == "linux":
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        memory = psutil.Process(pid).memory_info()
    except (OSError, psutil.Error):
        return 0
    return int(getattr(memory, "peak_wset", memory.rss))
