import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from models.engine.bandwidth import measure_bandwidth
from models.engine.device import Device
from models.engine.hardware import hardware, parse_nvidia_smi, visible
from models.engine.processor import from_cpuinfo, usable_threads

ROOT = Path(__file__).parents[3]
ANSWER = """\
0, NVIDIA GeForce RTX 4090, 555.42.06, 24564, 23950
1, NVIDIA RTX A2000, 555.42.06, 6138, [N/A]
not a line of it
"""
ASK = "from models.engine.hardware import devices; import sys; sys.stdout.write(repr(devices()))"


def card(index: int) -> Device:
    return Device(name=f"card {index}", index=index, driver="", memory_total=1, memory_free=1)


def test_this_machine_is_plausible() -> None:
    machine = hardware()

    assert 1 <= machine.cores <= machine.threads
    assert 0 < machine.ram_available <= machine.ram_total
    assert machine.ram_total <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 1.01
    assert machine.cpu


def test_only_the_processors_this_process_may_use_are_counted() -> None:
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert usable_threads() == hardware().cores == 1
    finally:
        os.sched_setaffinity(0, allowed)


def test_an_arm_processor_without_a_name_is_read_too() -> None:
    intel = (
        "processor\t: 0\nmodel name\t: Some CPU @ 3 GHz\nflags\t\t: fpu avx avx2 fma\n\nprocessor\t: 1\nflags: none\n"
    )
    arm = "processor\t: 0\nFeatures\t: fp asimd sve\n"

    assert from_cpuinfo(intel) == ("Some CPU @ 3 GHz", ("avx", "avx2", "fma"))
    assert from_cpuinfo(arm)[1] == ("asimd", "sve")
    assert from_cpuinfo("")[1] == ()


def test_what_nvidia_smi_prints_is_read_and_the_rest_left_out() -> None:
    (found,) = parse_nvidia_smi(ANSWER)

    assert (found.name, found.driver, found.index) == ("NVIDIA GeForce RTX 4090", "555.42.06", 0)
    assert (found.memory_total, found.memory_free) == (24_564 << 20, 23_950 << 20)


@pytest.mark.parametrize(
    ("chosen", "left"),
    [(None, [0, 1]), ("1", [1]), ("1, 0", [1, 0]), ("", []), ("-1", []), ("0,7,1", [0]), ("GPU-abc", [0, 1])],
)
def test_cards_that_cuda_may_not_use_are_hidden(chosen: str | None, left: list[int]) -> None:
    assert [device.index for device in visible((card(0), card(1)), chosen)] == left


def ask(folder: Path) -> str:
    """The devices a fresh process finds with `folder` first on both search paths."""
    environment = {**os.environ, "PATH": f"{folder}:/usr/bin:/bin", "LD_LIBRARY_PATH": str(folder)}
    answer = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


@pytest.mark.parametrize(
    ("script", "found"),
    [
        (f"printf '%s' '{ANSWER}'", "RTX 4090"),
        ("exit 9", "()"),
        ("echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18", "()"),
        ("head -c 100 /dev/urandom", "()"),
        ("exec sleep 60", "()"),
    ],
    ids=["answers", "fails", "mismatch", "noise", "hangs"],
)
def test_nvidia_smi_is_asked_where_the_library_is_missing(tmp_path: Path, script: str, found: str) -> None:
    command = tmp_path / "nvidia-smi"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)

    assert found in ask(tmp_path)


LIBRARY = r"""
#include <string.h>
#include <unistd.h>
int nvmlInit_v2(void) { INIT }
int nvmlShutdown(void) { return 0; }
int nvmlDeviceGetCount_v2(unsigned *n) { *n = 2; return 0; }
int nvmlSystemGetDriverVersion(char *to, unsigned n) { strncpy(to, "555.42", n); return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **h) { *h = (void *)(long)(i + 1); return 0; }
int nvmlDeviceGetName(void *h, char *to, unsigned n) { strncpy(to, "Stub RTX", n); return 0; }
struct memory { unsigned long long total, free, used; };
int nvmlDeviceGetMemoryInfo(void *h, struct memory *m) { m->total = 24ULL << 30; m->free = (long)h << 30; return 0; }
EXTRA
"""
SPEED = """
int nvmlDeviceGetMemoryBusWidth(void *h, unsigned *w) { *w = 384; return 0; }
int nvmlDeviceGetMaxClockInfo(void *h, int kind, unsigned *mhz) { *mhz = kind == 2 ? 10501 : 0; return 0; }
"""


@pytest.mark.parametrize(
    ("init", "extra", "found"),
    [
        ("return 0;", SPEED, "bandwidth=1008096000000.0"),
        ("return 0;", "", "bandwidth=None"),
        ("return 9;", "", "()"),
        ("return 18;", SPEED, "()"),
        ("sleep(60); return 0;", "", "()"),
    ],
    ids=["answers", "older driver", "no driver", "mismatch", "hangs"],
)
def test_the_driver_s_library_is_asked_and_waited_for_at_most_two_seconds(
    tmp_path: Path, init: str, extra: str, found: str
) -> None:
    source = tmp_path / "nvml.c"
    source.write_text(LIBRARY.replace("INIT", init).replace("EXTRA", extra))
    subprocess.run(["gcc", "-shared", "-fPIC", "-w", "-o", tmp_path / "libnvidia-ml.so.1", source], check=True)

    answer = ask(tmp_path)
    assert found in answer
    assert found == "()" or answer.count("Stub RTX") == 2


def test_memory_moves_at_a_plausible_speed() -> None:
    assert 5e8 < measure_bandwidth() < 2e12
