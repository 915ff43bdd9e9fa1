"""R16: a model file whose chat template is an attack, in a real engine: refused in time, bounded, nothing written."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from models.engine.client import EngineClient
from models.engine.protocol import ChatMessage, Completed, LoadParams, SamplingParams
from models.errors import TemplateRefused
from tests.gguf_models import make_tiny_gguf
from tests.models.engine.test_template import HOSTILE

PARAMS = LoadParams(n_ctx=512, n_threads=1)
QUESTION = [ChatMessage("user", "Hello")]
MIB = 1 << 20
GREEDIEST = {"loops", "long string", "padding", "format", "doubling", "power", "product", "join", "recursion"}
WRITING = [
    "{{ lipsum.__globals__['os'].popen('touch CANARY').read() }}",
    "{{ cycler.__init__.__globals__.os.system('touch CANARY') }}",
    "{{ ''.__class__.__mro__[1].__subclasses__()[0].__init__.__globals__['open']('CANARY', 'w').write('x') }}",
    "{{ (messages|attr('__class__')|attr('__init__')|attr('__globals__'))['__builtins__']['open']('CANARY', 'w') }}",
]


def peak_bytes(pid: int) -> int:
    """The most memory the process ever held."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(*each.values, id=each.id, marks=() if each.id in GREEDIEST else pytest.mark.soak)
        for each in HOSTILE
    ],
)
def test_an_attack_costs_little_time_and_memory_and_the_engine_lives(tmp_path: Path, source: str) -> None:
    model = make_tiny_gguf(tmp_path / "evil.gguf", chat_template=source)
    with EngineClient(tmp_path / "log") as engine:
        list(engine.load(model, PARAMS))
        child, before = psutil.Process(engine.pid), peak_bytes(engine.pid)
        busy, started = child.cpu_times(), time.process_time()

        with pytest.raises(TemplateRefused, match=r"evil\.gguf"):
            list(engine.generate(QUESTION))

        now = child.cpu_times()
        assert now.user + now.system - busy.user - busy.system + time.process_time() - started < 2.0
        assert peak_bytes(engine.pid) - before < 256 * MIB
        assert isinstance(list(engine.generate("The horse", SamplingParams(max_tokens=2)))[-1], Completed)


@pytest.mark.parametrize("source", WRITING, ids=["lipsum", "cycler", "subclasses", "attr"])
def test_an_attack_writes_no_file(tmp_path: Path, source: str) -> None:
    canary = tmp_path / "canary"
    model = make_tiny_gguf(tmp_path / "evil.gguf", chat_template=source.replace("CANARY", str(canary)))
    with EngineClient(tmp_path / "log") as engine:
        list(engine.load(model, PARAMS))
        with pytest.raises(TemplateRefused):
            list(engine.generate(QUESTION))

    assert not canary.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"evil.gguf", "log"}


@pytest.mark.parametrize("source", WRITING[:2], ids=["lipsum", "cycler"])
def test_the_canary_can_sing(tmp_path: Path, source: str) -> None:
    canary = tmp_path / "canary"
    render = "import jinja2, sys; jinja2.Environment().from_string(sys.argv[1]).render()"
    subprocess.run([sys.executable, "-c", render, source.replace("CANARY", str(canary))], check=True)

    assert canary.exists()
