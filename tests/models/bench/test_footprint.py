import os
import subprocess
import sys

from models.bench.footprint import peak_of_process

MIB = 1 << 20


def test_the_peak_of_a_process_remembers_what_it_has_given_back() -> None:
    program = "held = bytearray(b'x' * (200 << 20)); del held; print('now', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        peak = peak_of_process(process.pid)
        process.communicate("\n")

    assert 200 * MIB <= peak <= 500 * MIB
    assert peak_of_process(process.pid) == 0


def test_this_process_has_a_peak() -> None:
    assert peak_of_process(os.getpid()) > MIB
