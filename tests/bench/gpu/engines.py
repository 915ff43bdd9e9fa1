"""An engine as the program runs it, texts of a wished length, and llama.cpp's own tools beside it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.engine.client import EngineClient
from models.engine.hardware import devices
from models.engine.protocol import Completed, Loaded, LoadParams, SamplingParams
from models.process.guard import Level
from tests.bench.decode import prompt

TOKENS = 128
# Without drafts: llama.cpp's tools have none, and what a model with random weights repeats would flatter ours.
GREEDY = SamplingParams(temperature=0, max_tokens=TOKENS, ignore_eos=True, draft=False)
WARM = SamplingParams(temperature=0.8, top_k=40, top_p=0.95, min_p=0.05, max_tokens=TOKENS, ignore_eos=True, seed=1)
ONCE = SamplingParams(temperature=0, max_tokens=1)


@dataclass
class Machine:
    """What is measured where. `gpu_layers` 0 tries the script itself on a computer without a card."""

    models: Path
    tools: Path
    gpu_layers: int = -1
    guards: dict[str, str] = field(default_factory=dict)  # of each model's engine: its layers and its lock

    def model(self, name: str) -> Path:
        """The file of a shape of tests.bench.true_shape. Raises: FileNotFoundError."""
        path = self.models / f"{name}.gguf"
        if not path.exists():
            raise FileNotFoundError(path)
        return path

    @contextlib.contextmanager
    def engine(self, name: str, *, kept: Path | None = None, **params: Any) -> Iterator[EngineClient]:
        """Raises: AssertionError when a layer is not on the card, or the kernel does not lock the process."""
        with tempfile.TemporaryDirectory() as folder, EngineClient(Path(folder) / "engine.log") as client:
            loaded = None
            try:
                wished = LoadParams(n_gpu_layers=self.gpu_layers, **params)
                for event in client.load(self.model(name), wished, kept=kept):
                    loaded = event
            except Exception:
                sys.stderr.write((Path(folder) / "engine.log").read_text(errors="replace")[-4000:])
                raise
            assert isinstance(loaded, Loaded)
            layers = 0 if self.gpu_layers == 0 else loaded.n_layer + 1
            assert loaded.n_gpu_layers == layers, f"{loaded.n_gpu_layers} of {layers} layers are on the card"
            while (guard := client._child.guard) is None:  # until its first heartbeat
                time.sleep(0.05)
            assert guard.level is Level.KERNEL, guard
            where = f"{loaded.n_gpu_layers}/{loaded.n_layer + 1} layers on {loaded.device}"
            self.guards[name] = f"offloaded {where}, network {guard.level.value}"
            yield client

    def bench(self, name: str, *words: str, timeout_s: float) -> list[dict[str, Any]]:
        """The tests of one run of llama-bench."""
        common = ["-m", str(self.model(name)), "-ngl", self._layers, "-fa", "1", "-o", "json"]
        tests: list[dict[str, Any]] = json.loads(run([str(self.tools / "llama-bench"), *common, *words], timeout_s))
        return tests

    def batched_bench(self, name: str, *words: str, timeout_s: float) -> float:
        """Tokens a second in all, of llama-batched-bench. Raises: ValueError when it prints no line."""
        common = ["-m", str(self.model(name)), "-ngl", self._layers, "-fa", "on", "--output-format", "jsonl"]
        for _ in range(3):  # its log thread now and then loses the only line when it ends
            for line in run([str(self.tools / "llama-batched-bench"), *common, *words], timeout_s).splitlines():
                if line.startswith("{"):
                    return float(json.loads(line)["speed_tg"])
        raise ValueError("llama-batched-bench printed nothing")

    @property
    def _layers(self) -> str:
        return "0" if self.gpu_layers == 0 else "99"


class Texts:
    """Prompts of a wished number of tokens that begin like no other of the same engine."""

    def __init__(self, client: EngineClient) -> None:
        self._client = client
        self._known: dict[int, str] = {}
        self._number = 1000

    def next(self, tokens: int) -> str:
        if tokens not in self._known:
            self._known[tokens] = prompt(self._client, tokens - 4, 1000)[4:]
        self._number += 1
        return f"{self._number}{self._known[tokens]}"


def complete(answer: Iterable[Any]) -> Completed:
    *_, end = answer
    assert isinstance(end, Completed)
    return end


def run(command: list[str], timeout_s: float) -> str:
    """What it prints. Raises: CalledProcessError, TimeoutExpired."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=max(1.0, timeout_s))
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
        done.check_returncode()
    return done.stdout


def lines(command: list[str], variables: Mapping[str, str] = os.environ) -> Iterator[str]:
    """What it prints, line by line as it comes; whoever stops listening ends it. Raises: CalledProcessError."""
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
            assert process.stdout is not None
            try:
                yield from process.stdout
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            errors.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, stderr=errors.read()[-500:])


def used_bytes() -> int:
    """Memory in use on the first card, by whomever; 0 without one."""
    return next((card.memory_total - card.memory_free for card in devices()), 0)
