"""What one graphics card does, ours beside llama.cpp's own tools, alternating in one run.

    python -m tests.bench.gpu MODEL.gguf --tools FOLDER [--rounds 5] [--part alone together long stop] [--json OUT]

`--tools` holds llama-bench and llama-batched-bench of the very build that the engine loads. Every figure of ours goes
through the engine's own process, as in the program. Only meaningful on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.engine.client import EngineClient
from models.engine.protocol import Completed, Loaded, LoadParams, PromptProgress, SamplingParams
from tests.bench.decode import prompt

DEPTHS = (512, 4096, 8192, 16384, 32768)
TOKENS = 128
SAMPLES = 3  # in a round
GREEDY = SamplingParams(temperature=0, max_tokens=TOKENS)
WARM = SamplingParams(temperature=0.8, top_k=40, top_p=0.95, min_p=0.05, max_tokens=TOKENS, ignore_eos=True, seed=1)

Figures = dict[str, list[float]]


@contextlib.contextmanager
def engine(model: Path, **params: Any) -> Iterator[EngineClient]:
    """An engine with all layers on the card, its pipe and its lock as in the program."""
    with tempfile.TemporaryDirectory() as folder, EngineClient(Path(folder) / "engine.log") as client:
        try:
            loaded = None
            for event in client.load(model, LoadParams(**params)):
                loaded = event
        except Exception:
            sys.stderr.write((Path(folder) / "engine.log").read_text(errors="replace")[-4000:])
            raise
        assert isinstance(loaded, Loaded)
        assert loaded.n_gpu_layers == loaded.n_layer + 1, f"{loaded.n_gpu_layers} of {loaded.n_layer + 1} layers"
        yield client


def complete(answer: Any) -> Completed:
    *_, end = answer
    assert isinstance(end, Completed)
    return end


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
        done.check_returncode()
    return done.stdout


class Bench:
    """The figures of all rounds, by name."""

    def __init__(self, model: Path, tools: Path) -> None:
        self.model, self.tools = model, tools
        self.figures: Figures = {}
        self.notes: dict[str, Any] = {}
        self.started = time.perf_counter()
        self.texts: dict[tuple[int, int], str] = {}

    def add(self, name: str, value: float) -> None:
        self.figures.setdefault(name, []).append(value)
        sys.stderr.write(f"{time.perf_counter() - self.started:6.1f} s  {name}: {value:.1f}\n")

    def text(self, client: EngineClient, depth: int, start: int) -> str:
        """A prompt of `depth` tokens that begins like no other."""
        known = self.texts.get((depth, 0)) or self.texts.setdefault((depth, 0), prompt(client, depth - 4, 1000))
        return f"{start}" + known[4:]

    # --- one answer ----------------------------------------------------------------------------------------------

    def alone(self, rounds: int, depths: tuple[int, ...]) -> None:
        with engine(self.model, n_ctx=max(depths) + TOKENS + 256, n_seq_max=1) as client:
            self.notes["memory with one sequence"] = {"n_ctx": max(depths) + TOKENS + 256, "MiB": used_mib()}
            for depth in depths:  # warms up
                self.alone_ours(client, depth, 1000 + depths.index(depth))
            self.figures.clear()
            for number in range(rounds):
                for sample in range(SAMPLES):
                    for place, depth in enumerate(depths):
                        self.alone_ours(client, depth, 2000 + 100 * place + SAMPLES * number + sample)
                self.alone_theirs(depths)

    def alone_ours(self, client: EngineClient, depth: int, start: int) -> None:
        text = self.text(client, depth, start)
        end = complete(client.generate(text, GREEDY))
        assert end.cached_tokens < 8, end
        assert end.predicted_tokens == TOKENS, end
        self.add(f"decode {depth} ours", end.predicted_per_second)
        self.add(f"first token {depth} ours", end.prompt_ms)
        self.add(f"decode {depth} ours, temperature", complete(client.generate(text, WARM)).predicted_per_second)

    def alone_theirs(self, depths: tuple[int, ...]) -> None:
        listed = ",".join(map(str, depths))
        for kind in (
            ["-r", str(SAMPLES), "-p", "0", "-n", str(TOKENS), "-d", listed],
            ["-r", "2", "-n", "0", "-p", listed],
        ):
            common = ["-m", str(self.model), "-ngl", "99", "-fa", "1", "-o", "json"]
            for test in json.loads(run([str(self.tools / "llama-bench"), *common, *kind])):
                for rate in test["samples_ts"]:
                    if test["n_gen"]:
                        self.add(f"decode {test['n_depth']} theirs", rate)
                    else:
                        self.add(f"first token {test['n_prompt']} theirs", test["n_prompt"] / rate * 1000)

    # --- many answers --------------------------------------------------------------------------------------------

    def together(self, rounds: int, parallel: tuple[int, ...], depth: int = 512) -> None:
        most = max(parallel)
        with engine(self.model, n_ctx=most * (depth + TOKENS + 2), n_seq_max=most) as client:
            self.notes["memory with many sequences"] = {"n_ctx": most * (depth + TOKENS + 2), "MiB": used_mib()}
            for number in range(-1, rounds):  # the first round warms up
                for count in parallel:
                    for kind, sampling in (("greedy", GREEDY), ("temperature", WARM)):
                        rate = self.together_ours(client, count, depth, sampling, 3000 + 100 * (number + 1))
                        if number >= 0:
                            self.add(f"together {count} ours, {kind}", rate)
                    if number >= 0:
                        self.together_theirs(count, depth)
                        self.together_theirs(count, depth, "-kvu", label=", unified")

    def together_ours(
        self, client: EngineClient, count: int, depth: int, sampling: SamplingParams, start: int
    ) -> float:
        texts = [self.text(client, depth, start + number) for number in range(count)]
        once = SamplingParams(temperature=0, max_tokens=1)  # what remains is the writing alone
        for answer in [client.generate(t, once, conversation=str(n)) for n, t in enumerate(texts)]:
            list(answer)
        answers = [client.generate(text, sampling, conversation=str(n)) for n, text in enumerate(texts)]
        ends = [complete(answer) for answer in answers]
        assert all(end.prompt_tokens - end.cached_tokens == 1 for end in ends), ends
        assert all(end.predicted_tokens == TOKENS for end in ends), ends
        return sum(end.predicted_per_second for end in ends)

    def together_theirs(self, count: int, depth: int, *more: str, label: str = "") -> None:
        shape = ["-c", str(count * (depth + TOKENS) + 512), "-npp", str(depth), "-ntg", str(TOKENS), "-npl", str(count)]
        command = [str(self.tools / "llama-batched-bench"), "-m", str(self.model), "-ngl", "99", "-fa", "on", *shape]
        for _ in range(3):  # its log thread now and then loses the only line when it ends
            for line in run([*command, *more, "--output-format", "jsonl"]).splitlines():
                if line.startswith("{"):
                    self.add(f"together {count} theirs{label}", float(json.loads(line)["speed_tg"]))
                    return

    # --- a very long prompt, and stopping --------------------------------------------------------------------------

    def long(self) -> None:
        before = used_mib()
        with engine(self.model, n_ctx=131072, n_seq_max=1) as client, Peak() as peak:
            self.notes["memory after load, MiB"] = used_mib() - before
            end = complete(client.generate(self.text(client, 120_000, 2000), GREEDY))
        self.notes["120K"] = {
            "prompt": end.prompt_tokens,
            "first token s": end.prompt_ms / 1000,
            "decode": end.predicted_per_second,
            "peak MiB": peak.mib - before,
        }

    def stop(self, rounds: int) -> None:
        """From `close` to the first token of the next question, less what that takes with nobody before it."""
        once = SamplingParams(temperature=0, max_tokens=1)
        with engine(self.model, n_ctx=40960, n_seq_max=2) as client:
            for number in range(rounds):
                for place, depth in (("prompt", 32768), ("answer", 512)):
                    answer = client.generate(self.text(client, depth, 2000 + number), SamplingParams(temperature=0))
                    if place == "prompt":
                        while not (
                            isinstance(event := next(answer), PromptProgress) and event.done > 8192 + 1024 * number
                        ):
                            pass
                    else:
                        for _ in range(5):
                            next(answer)
                    time.sleep(0.01 * number)
                    started = time.perf_counter()
                    answer.close()
                    end = complete(client.generate(f"{number} ?", once))
                    self.add(f"stop in the {place}, ms", (time.perf_counter() - started) * 1000)
                    self.add("question alone, ms", end.prompt_ms)


class Peak:
    """The most memory in use on the card while this is open."""

    def __enter__(self) -> Peak:
        self.mib = 0.0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(0.3):
            self.mib = max(self.mib, used_mib())


def used_mib() -> float:
    if not shutil.which("nvidia-smi"):
        return 0.0
    return float(run(["nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits"]).split()[0])


def report(bench: Bench) -> dict[str, Any]:
    medians = {name: statistics.median(values) for name, values in bench.figures.items()}
    for name, value in medians.items():
        line = f"{name}: {value:.1f}"
        reference = name.split(" ours")[0] + " theirs"
        if " ours" in name and reference in medians:
            line += f" of {medians[reference]:.1f} = {value / medians[reference]:.3f}"
        print(line, f"(n={len(bench.figures[name])}, {min(bench.figures[name]):.1f}-{max(bench.figures[name]):.1f})")
    for name, note in bench.notes.items():
        print(f"{name}: {note}")
    return {"model": bench.model.name, "medians": medians, "all": bench.figures, "notes": bench.notes}


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--part", nargs="+", default=["alone", "together", "long", "stop"])
    parser.add_argument("--depths", type=int, nargs="+", default=DEPTHS)
    parser.add_argument("--parallel", type=int, nargs="+", default=[32])
    parser.add_argument("--json", type=Path)
    a = parser.parse_args()
    bench = Bench(a.model, a.tools)
    parts = {
        "alone": lambda: bench.alone(a.rounds, tuple(a.depths)),
        "together": lambda: bench.together(a.rounds, tuple(a.parallel)),
        "long": bench.long,
        "stop": lambda: bench.stop(a.rounds),
    }
    for part in a.part:
        started = time.perf_counter()
        try:
            parts[part]()
        except Exception as error:  # noqa: BLE001 the other parts have their say
            bench.notes[f"{part} failed"] = repr(error)
        bench.notes[f"{part} took s"] = round(time.perf_counter() - started)
    result = report(bench)
    if a.json:
        a.json.write_text(json.dumps(result))


if __name__ == "__main__":
    main()
