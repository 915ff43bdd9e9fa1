"""What this machine has: processor, memory, graphics cards. Never raises, never waits more than a few seconds."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import msgspec
import psutil

from models.engine import graphics, nvml
from models.engine.device import Device
from models.engine.probe import Trial
from models.engine.processor import name_and_features, usable_threads
from models.paths import Paths

__all__ = ["Device", "Hardware", "devices", "hardware"]

_ANSWER_S = 2.0
_MIB = 1 << 20
_CGROUP = Path("/sys/fs/cgroup")


class Hardware(msgspec.Struct, frozen=True, kw_only=True):
    """The machine now; memory in bytes. `cores` and `threads` are those this process may use.

    `memory_bandwidth` is None until somebody measured it, see models.engine.bandwidth. `engine_has_cuda` False: the
    engine has not the part that uses the cards in `devices`. `card_trouble`: what a trial found that speaks against
    using it (models.engine.graphics). `cards_hidden`: there are some, and CUDA_VISIBLE_DEVICES leaves none.
    """

    cpu: str
    cores: int
    threads: int
    features: tuple[str, ...] = ()
    ram_total: int
    ram_available: int
    devices: tuple[Device, ...] = ()
    memory_bandwidth: float | None = None
    engine_has_cuda: bool = True
    card_trouble: Trial | None = None
    cards_hidden: bool = False


def hardware() -> Hardware:
    """Ask the system and the NVIDIA driver: some milliseconds, at worst two timeouts of 2 s."""
    memory, paths = psutil.virtual_memory(), Paths.of_this_user()
    limit, left = _container()
    threads = usable_threads()
    cards = devices()
    shown = visible(cards, os.environ.get("CUDA_VISIBLE_DEVICES"))
    cpu, features = name_and_features()
    return Hardware(
        cpu=cpu,
        cores=min(psutil.cpu_count(logical=False) or threads, threads),
        threads=threads,
        features=features,
        ram_total=min(memory.total, limit or memory.total),
        ram_available=min(memory.available, memory.available if left is None else left),
        devices=shown,
        engine_has_cuda="cuda" in graphics.libraries(paths),
        card_trouble=graphics.trouble("cuda", paths),
        cards_hidden=bool(cards and not shown),
    )


def devices() -> tuple[Device, ...]:
    """The NVIDIA cards, by the driver's library or, failing that, by its command."""
    return nvml.devices(_ANSWER_S) or _nvidia_smi()


def visible(cards: tuple[Device, ...], chosen: str | None) -> tuple[Device, ...]:
    """Those of `cards` that CUDA_VISIBLE_DEVICES leaves, in its order; card names in it (GPU-...) hide nothing."""
    if chosen is None:
        return cards
    by_index = {str(card.index): card for card in cards}
    found = []
    for word in chosen.replace(" ", "").split(","):
        if word.startswith(("GPU-", "MIG-")):
            return cards
        if word not in by_index:  # CUDA stops at the first one that is not there; "" and "-1" hide all
            break
        found.append(by_index[word])
    return tuple(found)


def parse_nvidia_smi(text: str) -> tuple[Device, ...]:
    """The cards in `index, name, driver_version, memory.total, memory.free` lines; what is no such line is left out."""
    found = []
    for line in text.splitlines():
        words = [word.strip() for word in line.split(",")]
        if len(words) == 5 and words[0].isdecimal() and words[3].isdecimal() and words[4].isdecimal():
            index, name, driver, total, free = words
            found.append(
                Device(
                    name=name,
                    index=int(index),
                    driver=driver,
                    memory_total=int(total) * _MIB,
                    memory_free=int(free) * _MIB,
                )
            )
    return tuple(found)


def _nvidia_smi() -> tuple[Device, ...]:
    command = shutil.which("nvidia-smi")
    if not command:
        return ()
    asked = "--query-gpu=index,name,driver_version,memory.total,memory.free"
    try:
        answer = subprocess.run(
            [command, asked, "--format=csv,noheader,nounits"],
            capture_output=True, stdin=subprocess.DEVNULL, timeout=_ANSWER_S, text=True, errors="replace", check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return parse_nvidia_smi(answer.stdout) if answer.returncode == 0 else ()


def _container() -> tuple[int | None, int | None]:
    """(limit, what is left of it) of the memory control group this process is in, if it has one."""
    try:
        limit = int((_CGROUP / "memory.max").read_text())
        used = int((_CGROUP / "memory.current").read_text())
        cache = dict(line.split() for line in (_CGROUP / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):  # "max" is no number: no limit
        return None, None
    return limit, max(0, limit - used + int(cache.get("inactive_file", 0)))
