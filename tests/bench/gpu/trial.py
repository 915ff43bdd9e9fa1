"""Does a model load and answer with these settings, and how much memory of the card does it take? A process's main.

    python -m tests.bench.gpu.trial MODEL.gguf GPU_LAYERS '[[n_ctx, cache type], ...]'

The weights are read once; each case gets a context, a prompt of one whole batch and some tokens of an answer, by the
engine's own code. One JSON line a case. Memory is counted on the whole card, so nobody else may use it meanwhile; a
process that dies has said everything before the case it died of.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from models.engine import llama
from models.engine import serving as serving_module
from models.engine.protocol import Completed, Event, Generate, LoadParams, SamplingParams
from models.engine.serving import Serving
from tests.bench.gpu.engines import used_bytes

_PROMPT = "The horse is in the paddock. " * 100  # more tokens than n_ubatch


def answers(path: Path, params: LoadParams) -> int:
    """Bytes in use on the card while it answers. Raises: LlamaError."""
    events: list[Event] = []
    serving = Serving(path, params, events.append, lambda fraction: True)
    try:
        serving.generate(Generate(id=1, prompt=_PROMPT, sampling=SamplingParams(max_tokens=8, ignore_eos=True)))
        while serving.busy:
            serving.step()
        assert isinstance(events[-1], Completed), events[-1]
        assert events[-1].prompt_tokens > params.n_ubatch, events[-1]
        return used_bytes()
    finally:
        serving._context.close()


def main() -> None:
    """See the module's text."""
    path, gpu_layers, cases = Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
    llama.start()
    try:
        model = llama.Model(path, LoadParams(n_gpu_layers=gpu_layers), lambda fraction: True)
    except llama.LlamaError as error:
        for _ in cases:
            print(json.dumps({"works": False, "used": 0, "why": f"weights: {error}"}), flush=True)
        return
    serving_module.llama.Model = lambda *_: model  # type: ignore[misc, assignment]  # one reading for all cases
    for n_ctx, kind in cases:
        params = LoadParams(n_gpu_layers=gpu_layers, n_ctx=n_ctx, type_k=kind, type_v=kind)
        try:
            found = {"works": True, "used": answers(path, params), "why": ""}
        except llama.LlamaError as error:
            found = {"works": False, "used": 0, "why": str(error)[:200]}
        print(json.dumps(found), flush=True)
        gc.collect()


if __name__ == "__main__":
    main()
