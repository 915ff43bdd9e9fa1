"""What holding answers to a form costs: the same CPU chain with it and without, alternating in one run.

    python -m tests.bench.grammar MODEL.gguf [--rounds 5] [--tokens 64] [--parallel 16] [--threads N] [--seconds 900]

Tokens a second of one answer and of `--parallel` at once, held to a JSON schema, to words of a list, and to lines of a
pattern, beside the same answers without a form. A model with random weights is the worst case: hardly a token it likes
is allowed, so nearly every one is chosen twice, among all and among the allowed. Only meaningful on a machine that does
nothing else.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from models.engine.client import EngineClient
from models.engine.llama import default_threads
from models.engine.protocol import Completed, LoadParams, SamplingParams
from tests.bench.sheet import Sheet

_PROMPT = "List what is in the paddock: "
_KINDS = ["horse", "meadow", "fence", "other"]
_ITEM = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 40},
        "count": {"type": "integer", "minimum": 0, "maximum": 100000},
        "kind": {"enum": _KINDS},
    },
    "required": ["name", "count", "kind"],
}
_GOALS = {1: ">= 0.95", 16: ">= 0.85"}


def forms(tokens: int) -> dict[str, SamplingParams]:
    """The columns; no answer here gets to the end of its form."""

    def held(**form: object) -> SamplingParams:
        return SamplingParams(max_tokens=tokens, ignore_eos=True, draft=False, **form)

    return {
        "without a form": held(),
        "ours, a schema": held(json_schema={"type": "array", "items": _ITEM, "minItems": 10_000}),
        "ours, words of a list": held(json_schema={"type": "array", "items": {"enum": _KINDS}, "minItems": 10_000}),
        "ours, lines": held(pattern=r"(- [A-Z][a-z ,]{10,60}: [0-9]{1,4}\n)+"),
    }


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
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--parallel", type=int, default=16)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--seconds", type=float, default=900, help="for all rounds together; the first is always done")
    parser.add_argument("--json", type=Path)
    a = parser.parse_args()
    sheet, start, columns = Sheet(a.seconds, a.json), 1000, forms(a.tokens)
    n_ctx = a.parallel * (a.tokens + 64) + 512
    params = LoadParams(n_ctx=n_ctx, n_seq_max=a.parallel, n_threads=a.threads, n_gpu_layers=0)
    with tempfile.TemporaryDirectory() as folder, EngineClient(Path(folder) / "engine.log") as engine:
        list(engine.load(a.model, params))
        for sampling in columns.values():  # the tables are made, the file's pages are in memory
            speed(engine, sampling, a.tokens, 1, start := start + 1)
        with sheet.section("answers held to a form", a.seconds):
            for _ in sheet.rounds(a.rounds):
                for parallel in (1, a.parallel):
                    row = f"{parallel} at once, random logits (the worst case), tok/s in all"
                    for column, sampling in columns.items():
                        rate = speed(engine, sampling, a.tokens, parallel, start := start + parallel)
                        sheet.add(
                            row, column, rate, goal="" if column == "without a form" else _GOALS.get(parallel, "")
                        )


if __name__ == "__main__":
    main()
