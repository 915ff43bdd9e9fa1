"""What a transfer costs, beside what huggingface_hub's own download of the same file costs."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loopback_hub import LoopbackHub

SIZE = 96 * 2**20
COST = """
import json, resource, sys
def cost():
    used = resource.getrusage(resource.RUSAGE_SELF)
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))  # ru_maxrss would be the parent's
    return used.ru_utime + used.ru_stime, int(status["VmHWM"].split()[0]) / 1024
url, folder, sha256 = sys.argv[1:]
"""
OURS = (
    COST
    + """
from pathlib import Path
from models.hub.fetch import fetch, quiet_environment
quiet_environment(Path(folder) / "cache")
from models.hub.events import DownloadRequest, Fetch, Ready, Source, WantedFile
from models.hub.pacing import Switch
import models.hub.transfer
before, _ = cost()
request = DownloadRequest(model="M", repo="org/repo", files=(WantedFile("m.gguf", None, sha256),))
command = Fetch(request=request, folder=folder, source=Source(endpoint=url), ledger=folder + "/n", cache=folder + "/c")
*_, last = fetch(command, Switch())
assert isinstance(last, Ready), last
seconds, mebibytes = cost()
print(json.dumps([seconds - before, mebibytes]))
"""
)
THEIRS = (
    COST
    + """
import os
os.environ |= {"HF_HOME": folder + "/hf", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_XET": "1",
               "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_HUB_DISABLE_UPDATE_CHECK": "1"}
from huggingface_hub import hf_hub_download
before, _ = cost()
hf_hub_download("org/repo", "m.gguf", endpoint=url, local_dir=folder + "/theirs", token=False)
seconds, mebibytes = cost()
print(json.dumps([seconds - before, mebibytes]))
"""
)


def run(program: str, hub: LoopbackHub, folder: Path, sha256: str) -> tuple[float, float]:
    """CPU seconds of the transfer and resident MiB of the whole process."""
    folder.mkdir()
    command = [sys.executable, "-c", program, hub.url, str(folder), sha256]
    seconds, mebibytes = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return seconds, mebibytes


@pytest.mark.alone
def test_a_verified_transfer_costs_less_than_theirs_and_little_memory(tmp_path: Path):
    model = tmp_path / "m.gguf"
    model.write_bytes(b"GGUF" + random.Random(3).randbytes(SIZE - 4))
    with LoopbackHub(cdn="foreign") as hub:
        sha256 = hub.add("org/repo", "m.gguf", model)
        turns = [
            (run(OURS, hub, tmp_path / f"ours{turn}", sha256), run(THEIRS, hub, tmp_path / f"theirs{turn}", sha256))
            for turn in range(3)
        ]

    ours, theirs = (min(seconds for seconds, _ in each) for each in zip(*turns, strict=True))
    most = max(mebibytes for (_, mebibytes), _ in turns)
    print(f"CPU of {SIZE >> 20} MiB: ours {ours:.2f} s, theirs {theirs:.2f} s ({theirs / ours:.1f}x); {most:.0f} MiB")
    assert ours * 1.3 <= theirs
    assert most <= 60
