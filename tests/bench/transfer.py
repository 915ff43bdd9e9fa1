"""A verified transfer beside huggingface_hub's own, unverified one: the same file, the same server, in turn.

    python -m tests.bench.transfer [--mib 1024] [--rounds 5]

The server is the loopback Hub in this process; each transfer is a process of its own. Medians of all rounds.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
from pathlib import Path

from tests.loopback_hub import LoopbackHub
from tests.models.hub.test_speed import OURS, THEIRS, Cost, run


def measure(size_mib: int, rounds: int, folder: Path) -> tuple[list[Cost], list[Cost]]:
    """Costs of ours and theirs, round by round."""
    model = folder / "m.gguf"
    block = random.Random(3).randbytes(2**20)
    with model.open("wb") as file:
        file.write(b"GGUF" + block[4:])
        for _ in range(size_mib - 1):
            file.write(block)
    ours, theirs = [], []
    with LoopbackHub(cdn="foreign") as hub:
        sha256 = hub.add("org/repo", "m.gguf", model)
        for turn in range(rounds):
            for program, costs in ((OURS, ours), (THEIRS, theirs)):
                place = folder / f"{turn}"
                costs.append(run(program, hub, place, sha256))
                shutil.rmtree(place)
    return ours, theirs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = measure(arguments.mib, arguments.rounds, Path(folder))
    for name, costs in (("ours, with sha256", ours), ("hf_hub_download", theirs)):
        rate = arguments.mib / statistics.median(cost.wall_s for cost in costs)
        cpu = statistics.median(cost.cpu_s for cost in costs)
        most = max(cost.resident_mib for cost in costs)
        print(f"{name:<20} {rate:6.0f} MiB/s  {cpu:5.2f} s CPU  {most:4.0f} MiB")
    ratios = [other.wall_s / own.wall_s for own, other in zip(ours, theirs, strict=True)]
    print(f"faster by {statistics.median(ratios):.2f}x (rounds: {', '.join(f'{ratio:.2f}' for ratio in ratios)})")


if __name__ == "__main__":
    main()
