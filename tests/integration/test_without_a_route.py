"""R20: the whole end-to-end test where there is no network at all, with every socket anybody asks for written down."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.x11, pytest.mark.timeout(900)]

CALLS = "socket,execve,clone,clone3,fork,vfork"
ALONE = "ip link set lo up && exec strace -f --seccomp-bpf -qq -s 400 -o {log} -e trace={calls} {run}"
LOCKED = ("tests.integration.driver", '"name":"engine"', '"name":"reader"')


@pytest.mark.skipif(not shutil.which("strace") or not shutil.which("unshare"), reason="strace or unshare is missing")
def test_nothing_but_the_fetcher_opens_an_internet_socket(tmp_path: Path) -> None:
    log = tmp_path / "trace"
    run = f"{sys.executable} -m pytest -q -p no:cacheprovider tests/integration/test_end_to_end.py"
    command = ALONE.format(log=log, calls=CALLS, run=run)
    as_root = ["--map-root-user"] if os.geteuid() else []
    done = subprocess.run(
        ["unshare", "--net", *as_root, "sh", "-c", command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-9000:] + done.stderr[-1000:]

    trace = log.read_text(errors="replace").splitlines()
    programs, asked = sockets(trace)
    for locked in LOCKED:
        assert any(locked in program for program in programs), f"{locked} was not seen: the trace is no proof"
    opened = {program for program, call in asked if "AF_INET" in call}
    assert not [program for program in opened if any(locked in program for locked in LOCKED)]
    assert any('"name":"fetcher"' in program for program in opened), "the download was not seen"


def sockets(trace: list[str]) -> tuple[set[str], list[tuple[str, str]]]:
    """All programs that ran, by command line; and (program, call) of every socket asked for, given or not."""
    parent: dict[str, str] = {}
    begun: dict[str, str] = {}
    command: dict[str, str] = {}
    asked = []
    for line in trace:
        thread, _, call = line.partition(" ")
        call = call.lstrip()  # strace pads a process number of under five digits
        made = re.search(r"(?:clone3?|v?fork)(?:\(| resumed).*= (\d+)$", call)
        if made:
            parent[made[1]] = thread
        elif call.startswith("execve("):
            begun[thread] = call.replace('\\"', '"')
            if call.endswith("= 0"):
                command[thread] = begun[thread]
        elif superseded := re.search(r"superseded by execve in pid (\d+)", call):
            begun[thread] = begun[superseded[1]]  # a thread that executes becomes the process
        elif "execve resumed" in call and call.endswith("= 0"):
            command[thread] = begun[thread]
        elif call.startswith("socket("):
            while thread not in command and thread in parent:
                thread = parent[thread]
            asked.append((command.get(thread, "?"), call))
    return set(command.values()), asked
