"""R20, the part without a window: engine and reader at work under strace."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gguf_models import make_tiny_gguf

WORK = """
import sys
from contextlib import closing
from pathlib import Path
from models.documents.reader import Reader
from models.engine.protocol import LoadParams, SamplingParams
from models.engine.supervisor import Supervisor
from models.paths import Paths
from models.process import guard

guard.lock_network()
here = Path(sys.argv[1])
paths = Paths(here / "data", here / "config", here / "cache", here / "logs")
with closing(Supervisor(paths)) as engine, closing(Reader(paths)) as reader:
    for _ in engine.load(here / "tiny.gguf", LoadParams(n_ctx=512, n_threads=1)): pass
    *_, last = engine.generate("The meadow", SamplingParams(max_tokens=4))
    print(type(last).__name__)
    *_, last = reader.read(here / "notes.md")
    print(type(last).__name__)
"""


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_parent_engine_and_reader_open_no_internet_socket(tmp_path: Path) -> None:
    make_tiny_gguf(tmp_path / "tiny.gguf")
    (tmp_path / "notes.md").write_text("# Notes\n\nThe meadow is green.\n")

    done = subprocess.run(
        ["strace", "-ff", "-qq", "-e", "trace=socket,connect,execve", "-o", tmp_path / "trace",
         sys.executable, "-c", WORK, tmp_path],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip

    assert done.stdout.split() == ["Completed", "Document"], done.stderr
    seen = "".join(trace.read_text() for trace in tmp_path.glob("trace.*"))  # one a thread: no call is split
    assert len(re.findall(r"execve\(.*= 0", seen)) == 3, "the parent, the engine and the reader, and nothing else"
    assert re.findall(r"socket\(AF_(?!UNIX|NETLINK).*", seen) == []
    assert re.findall(r"connect\(.*sa_family=AF_(?!UNIX|NETLINK).*", seen) == []
