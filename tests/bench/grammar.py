"""What holding answers to a JSON schema costs: the same CPU chain with it and without, alternating in one run.

    python -m tests.bench.grammar MODEL.gguf [--rounds 5] [--tokens 96] [--parallel 16] [--threads N] [--json]

Prints tokens a second for one answer and for `--parallel` at once, medians and their ratio. A model with random
weights is the worst case: hardly a token it likes is allowed, so nearly every one is chosen twice, among all and
among the allowed. Only meaningful on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from models.engine.client import EngineClient
from models.engine.llama import default_threads
from models.engine.protocol import Completed, LoadParams, SamplingParams

_PROMPT = "List what is in the paddock: "
_ITEM = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 40},
        "count": {"type": "integer", "minimum": 0, "maximum": 100000},
        "kind": {"enum": ["horse", "meadow", "fence", "other"]},
    },
    "required": ["name", "count", "kind"],
}
SCHEMA = {"type": "array", "items": _ITEM, "minItems": 10_000}  # no answer here gets to its end


def speed(engine: EngineClient, sampling: SamplingParams, tokens: int, parallel: int, start: int) -> float:
    """Tokens a second in all, once the prompts are read."""
    prompts = [f"{start + number} {_PROMPT}" for number in range(parallel)]
    for number, text in enumerate(prompts):
        list(engine.generate(text, SamplingParams(temperature=0, max_tokens=1), conversation=str(start + number)))
    started = time.perf_counter()
    answers = [engine.generate(text, sampling, conversation=str(start + n)) for n, text in enumerate(prompts)]
    ends = [event for answer in answers for event in answer if isinstance(event, Completed)]
    assert [end.predicted_tokens for end in ends] == [tokens] * parallel
    return parallel * tokens / (time.perf_counter() - started)


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=96)
    parser.add_argument("--parallel", type=int, default=16)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--json", action="store_true")
    a = parser.parse_args()
    free = SamplingParams(max_tokens=a.tokens, ignore_eos=True)
    held = SamplingParams(max_tokens=a.tokens, ignore_eos=True, json_schema=SCHEMA)
    params = LoadParams(
        n_ctx=a.parallel * (a.tokens + 64) + 512, n_seq_max=a.parallel, n_threads=a.threads, n_gpu_layers=0
    )
    figures: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder, EngineClient(Path(folder) / "engine.log") as engine:
        list(engine.load(a.model, params))
        speed(engine, held, a.tokens, 1, 9_000)  # the tables are made, the file's pages are in memory
        for number in range(a.rounds):
            for parallel in (1, a.parallel):
                pair = figures.setdefault(str(parallel), {"with": [], "without": []})
                start = 1000 * number + 100 * parallel
                pair["with"].append(speed(engine, held, a.tokens, parallel, start))
                pair["without"].append(speed(engine, free, a.tokens, parallel, start + 50))
    medians = {
        name: {kind: statistics.median(values) for kind, values in pair.items()} for name, pair in figures.items()
    }
    if a.json:
        sys.stdout.write(json.dumps({"threads": a.threads, "tokens": a.tokens, **medians}) + "\n")
        return
    for name, pair in medians.items():
        ratio = pair["with"] / pair["without"]
        sys.stdout.write(f"{name} at once: {pair['with']:.1f} of {pair['without']:.1f} tok/s = {ratio:.3f}\n")


if __name__ == "__main__":
    main()
