"""Two hundred hostile texts, links and names in the real widgets: nothing is opened, reached or started."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop.hostile_window import BEGIN, CANARIES, END

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_no_canary_is_opened_no_socket_and_no_program(tmp_path: Path) -> None:
    for name in CANARIES:
        (tmp_path / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=file,socket,connect,sendto,execve,execveat", "-o", tmp_path / "trace",
         sys.executable, "-m", "tests.desktop.hostile_window", tmp_path],
        capture_output=True, text=True, timeout=280, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[-1]) >= 200

    trace = (tmp_path / "trace").read_text(errors="replace")
    looked_at = trace[trace.index(BEGIN) : trace.index(END)]
    assert "canary" in trace[: trace.index(BEGIN)], "the watch sees the path of the canary's folder"
    assert re.findall(r".*canary.*", looked_at) == []
    assert re.findall(r".*\b(?:socket|connect)\(.*", looked_at) == []
    assert re.findall(r".*\bexecve(?:at)?\(.*", looked_at) == []


def test_tooltips_and_questions_are_plain_text() -> None:
    plain = re.compile(r'(?:plain_tip\(|self\.tr\(|"|\s+QCoreApplication\.translate\()')
    for path in (ROOT / "desktop").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for call in re.finditer(r"\.setToolTip\(", source):
            assert plain.match(source, call.end()), f"{path.name}: {source[call.start() : call.end() + 40]}"
        for call in re.finditer(r"QMessageBox\(QMessageBox\.Icon\.NoIcon[^\n]*\n", source):
            assert "setTextFormat" in source[call.end() : call.end() + 80], path.name
