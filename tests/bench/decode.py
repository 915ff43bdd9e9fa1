"""Our decode speed against llama-bench's, alternating in one run on the same file with the same threads.

    python -m tests.bench.decode MODEL.gguf [--rounds 5] [--threads N] [--depth 512] [--tokens 128] [--parallel 8]

Prints one line a round and the medians with their ratio; `--json` prints them as one document. Only meaningful on a
machine that does nothing else. `--parallel` adds that many answers at once against llama-batched-bench.
"""

from __future__ import annotations

import argparse
import bisect
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from models.engine.client import EngineClient
from models.engine.llama import default_threads
from models.engine.protocol import Completed, LoadParams, SamplingParams
from tests.bench.llama_tools import tool

_WORDS = "the meadow is green and the horse is in the paddock "


def theirs_alone(model: Path, threads: int, depth: int, tokens: int) -> float:
    """Tokens a second of llama-bench, writing `tokens` behind `depth` tokens of prompt."""
    figures = ["-p", "0", "-n", str(tokens), "-d", str(depth), "-t", str(threads), "-r", "1", "-fa", "1"]
    command = [str(tool("llama-bench")), "-m", str(model), *figures, "-o", "json"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return float(json.loads(done.stdout)[0]["avg_ts"])


def theirs_together(model: Path, threads: int, depth: int, tokens: int, parallel: int) -> float:
    """Tokens a second in all of llama-batched-bench, `parallel` sequences with prompts of their own."""
    n_ctx = str(parallel * (depth + tokens) + 512)
    shape = ["-c", n_ctx, "-npp", str(depth), "-ntg", str(tokens), "-npl", str(parallel)]
    rest = ["-t", str(threads), "-tb", str(threads), "-fa", "on", "-kvu", "--output-format", "jsonl"]
    command = [str(tool("llama-batched-bench")), "-m", str(model), *shape, *rest]
    while True:  # its log thread now and then loses the only line when it ends
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        for line in done.stdout.splitlines():
            if line.startswith("{"):
                return float(json.loads(line)["speed_tg"])


def prompt(engine: EngineClient, tokens: int, start: int) -> str:
    """A text of exactly or just under `tokens` tokens, beginning with a number of its own."""
    words = (f"{start} " + _WORDS * (tokens // 10)).split(" ")
    count = bisect.bisect_right(range(len(words)), tokens, key=lambda n: engine.count([" ".join(words[:n])])[0])
    return " ".join(words[: count - 1])


def ours_alone(engine: EngineClient, depth: int, tokens: int, start: int) -> float:
    sampling = SamplingParams(temperature=0, max_tokens=tokens, ignore_eos=True, draft=False)
    *_, end = engine.generate(prompt(engine, depth, start), sampling)
    assert isinstance(end, Completed)
    assert end.predicted_tokens == tokens
    return end.predicted_per_second


def ours_together(engine: EngineClient, depth: int, tokens: int, parallel: int, start: int) -> float:
    """Tokens a second in all while everybody is writing: prompts are read before the time counts."""
    sampling = SamplingParams(temperature=0, max_tokens=tokens, ignore_eos=True, draft=False)
    texts = [prompt(engine, depth, start + number) for number in range(parallel)]
    for number, text in enumerate(texts):  # read the prompts; the cache keeps them
        list(engine.generate(text, SamplingParams(temperature=0, max_tokens=1), conversation=str(start + number)))
    answers = [engine.generate(text, sampling, conversation=str(start + number)) for number, text in enumerate(texts)]
    started = time.perf_counter()
    ends = [event for answer in answers for event in answer if isinstance(event, Completed)]
    seconds = time.perf_counter() - started
    read = [end.prompt_tokens - end.cached_tokens for end in ends]
    assert read == [1] * parallel, read
    return parallel * tokens / seconds


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--depth", type=int, default=512)
    parser.add_argument("--tokens", type=int, default=128)
    parser.add_argument("--parallel", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    a = parser.parse_args()
    n_ctx = max(1, a.parallel) * (a.depth + a.tokens + 1) + 512
    params = LoadParams(n_ctx=n_ctx, n_seq_max=max(1, a.parallel), n_threads=a.threads)
    theirs: dict[str, list[float]] = {"one": [], "many": []}
    ours: dict[str, list[float]] = {"one": [], "many": []}
    for number in range(a.rounds):
        with tempfile.TemporaryDirectory() as folder, EngineClient(Path(folder) / "engine.log") as engine:
            list(engine.load(a.model, params))
            ours_alone(engine, a.depth, 4, 9000)  # the pages of the file are in memory now
            ours["one"].append(ours_alone(engine, a.depth, a.tokens, 1000 * number))
            if a.parallel:
                ours["many"].append(ours_together(engine, a.depth, a.tokens, a.parallel, 1000 * number + 1))
        theirs["one"].append(theirs_alone(a.model, a.threads, a.depth, a.tokens))
        if a.parallel:
            theirs["many"].append(theirs_together(a.model, a.threads, a.depth, a.tokens, a.parallel))
        last = {kind: (ours[kind][-1], theirs[kind][-1]) for kind in ours if ours[kind]}
        sys.stderr.write(
            f"round {number + 1}: " + "; ".join(f"{k} {o:.1f} / {t:.1f}" for k, (o, t) in last.items()) + "\n"
        )
    result = {
        kind: {
            "ours": statistics.median(ours[kind]),
            "theirs": statistics.median(theirs[kind]),
            "ratio": statistics.median(ours[kind]) / statistics.median(theirs[kind]),
        }
        for kind in ours
        if ours[kind]
    }
    if a.json:
        sys.stdout.write(json.dumps({"threads": a.threads, "depth": a.depth, **result}) + "\n")
        return
    for kind, figures in result.items():
        sys.stdout.write(f"{kind}: {figures['ours']:.1f} of {figures['theirs']:.1f} tok/s = {figures['ratio']:.3f}\n")


if __name__ == "__main__":
    main()
