"""Three ways to have the same file answer, each in a process of its own: ours and two packages of the registry."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from models.engine.client import EngineClient
from models.engine.protocol import ChatMessage, Completed, LoadParams, SamplingParams

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / "build" / "rivals" / "xllamacpp"


class Player(Protocol):
    """Answers user's messages with exactly so many tokens, the likeliest ones; returns when all are written."""

    name: str

    def answer(self, texts: Sequence[str], tokens: int) -> None: ...
    def close(self) -> None: ...


class Ours:
    """The engine's process, as the program uses it."""

    name = "ours"

    def __init__(self, model: Path, threads: int, n_ctx: int, sequences: int, log: Path) -> None:
        self._client = EngineClient(log)
        params = LoadParams(n_ctx=n_ctx, n_seq_max=sequences, n_threads=threads, n_gpu_layers=0)
        list(self._client.load(model, params))

    def text(self, tokens: int, number: int) -> str:
        """About `tokens` tokens that begin like no other."""
        sentence = " the meadow is green and the horse is in the paddock"
        words = sentence.split(" ")
        per_word = self._client.count([sentence * 8])[0] / (8 * (len(words) - 1))
        return f"{number} " + " ".join(words[1 + n % (len(words) - 1)] for n in range(round(tokens / per_word)))

    def answer(self, texts: Sequence[str], tokens: int) -> None:
        # Without drafts: the others have none, and what a model with random weights repeats would flatter ours.
        sampling = SamplingParams(temperature=0, max_tokens=tokens, ignore_eos=True, draft=False)
        running = [self._client.generate([ChatMessage("user", text)], sampling) for text in texts]
        ends = [event for answer in running for event in answer if isinstance(event, Completed)]
        assert [end.predicted_tokens for end in ends] == [tokens] * len(texts), ends

    def close(self) -> None:
        self._client.close()


class Stock:
    """See tests.bench.rivals.stock. It has one sequence, so several texts wait for each other."""

    name = "llama-cpp-python"

    def __init__(self, model: Path, threads: int, n_ctx: int) -> None:
        command = [sys.executable, "-m", "tests.bench.rivals.stock", str(model), str(threads), str(n_ctx)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self._read()

    def answer(self, texts: Sequence[str], tokens: int) -> None:
        assert self._process.stdin
        for text in texts:
            self._process.stdin.write(json.dumps({"text": text, "tokens": tokens}) + "\n")
            self._process.stdin.flush()
            found = self._read()
            assert found == {"tokens": tokens}, found

    def close(self) -> None:
        self._process.communicate(timeout=30)

    def _read(self) -> object:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


class Xllama:
    """See tests.bench.rivals.xllama; asked over the loopback, as many at once as there are texts."""

    name = "xllamacpp"

    def __init__(self, model: Path, threads: int, n_ctx: int, sequences: int) -> None:
        program = str(Path(__file__).with_name("xllama.py"))
        command = [str(VENV / "bin" / "python"), program, str(model), str(threads), str(n_ctx), str(sequences)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout
        self._address = self._process.stdout.readline().strip()
        assert self._address.startswith("http://127.0.0.1:"), self._address
        self._pool = ThreadPoolExecutor(sequences)

    def answer(self, texts: Sequence[str], tokens: int) -> None:
        list(self._pool.map(lambda text: self._one(text, tokens), texts))

    def close(self) -> None:
        self._pool.shutdown()
        self._process.communicate(timeout=30)

    def _one(self, text: str, tokens: int) -> None:
        asked = {"messages": [{"role": "user", "content": text}], "temperature": 0, "max_tokens": tokens}
        body = json.dumps(asked | {"ignore_eos": True}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._address}/v1/chat/completions", body, headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # the loopback needs no proxy
        with opener.open(request, timeout=600) as reply:
            usage = json.load(reply)["usage"]
        assert usage["completion_tokens"] == tokens, usage


def install_xllamacpp() -> None:
    """Into an environment that can be thrown away. Raises: CalledProcessError."""
    if not (VENV / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    done = subprocess.run([str(VENV / "bin" / "python"), "-c", "import xllamacpp"], capture_output=True, check=False)
    if done.returncode:
        subprocess.run([str(VENV / "bin" / "python"), "-m", "pip", "install", "-q", "xllamacpp"], check=True)
