"""Where the time of a step goes: in llama_decode, in waiting for what it found, in everything else.

    python -m tests.bench.steps MODEL.gguf [--parallel 1 32] [--gpu-layers -1]

Runs the engine in this very process, without its pipe.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.engine import llama
from models.engine.protocol import Generate, LoadParams, SamplingParams
from models.engine.serving import Serving

TOKENS = 128


class Timer:
    """Adds up the time spent in the functions it wraps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def wrap(self, owner: Any, name: str) -> None:
        function: Callable[..., Any] = getattr(owner, name)

        def timed(*arguments: Any, **more: Any) -> Any:
            started = time.perf_counter()
            try:
                return function(*arguments, **more)
            finally:
                self.seconds += time.perf_counter() - started

        setattr(owner, name, timed)


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--parallel", type=int, nargs="+", default=[1, 32])
    parser.add_argument("--gpu-layers", type=int, default=-1)
    a = parser.parse_args()
    decode, wait, choose, read = Timer(), Timer(), Timer(), Timer()
    decode.wrap(llama.Context, "decode")
    read.wrap(llama.Shortlist, "read")
    choose.wrap(llama.Chain, "apply")
    llama.start()
    most = max(a.parallel)
    params = LoadParams(n_ctx=most * 700, n_seq_max=most, n_gpu_layers=a.gpu_layers)
    events: list[object] = []
    serving = Serving(a.model, params, events.append, lambda fraction: True)
    if serving._shortlist:  # asking for what was found waits for it
        wait.wrap(serving._shortlist._operations, "logits")
    for parallel in a.parallel:
        for kind, temperature in (("greedy", 0.0), ("temperature", 0.8), ("greedy", 0.0), ("temperature", 0.8)):
            for number in range(parallel):
                sampling = SamplingParams(
                    temperature=temperature, max_tokens=TOKENS, ignore_eos=True, seed=1, draft=False
                )
                prompt = f"{number} {kind} " + "the horse is in the paddock " * 60
                serving.generate(Generate(id=number + 1, prompt=prompt, sampling=sampling, conversation=str(number)))
            while any(request.pending > 1 for request in serving._scheduler.requests):
                serving.step()
            for timer in (decode, wait, read, choose):
                timer.seconds = 0.0
            steps, started = 0, time.perf_counter()
            while serving.busy:
                serving.step()
                steps += 1
            seconds = time.perf_counter() - started
            rest = seconds - decode.seconds - read.seconds - choose.seconds
            parts = {"decode": decode.seconds, "wait": wait.seconds, "rest of read": read.seconds - wait.seconds}
            parts |= {"choose": choose.seconds, "python": rest}
            told = ", ".join(f"{name} {value / steps * 1e6:.0f}" for name, value in parts.items())
            print(f"{parallel} {kind}: {seconds / steps * 1e6:.0f} us a step: {told}")


if __name__ == "__main__":
    main()
