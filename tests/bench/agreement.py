"""Does a graphics card choose the words the processor chooses? Both read the same text, each token given to them.

    python -m tests.bench.agreement MODEL TEXT [--tokens 512]

MODEL is a .gguf of trained weights, TEXT a file to read. After each token the likeliest next one is noted, by the
processor and by the card that the engine sees; prints the share of the places where both name the same. With Vulkan on
a machine without a card, GGML_VK_VISIBLE_DEVICES=0 lets Mesa's software renderer count as one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from models.engine import llama
from models.engine.protocol import LoadParams

STEP = 16  # tokens of one decode
GOAL = 0.98


def best(path: Path, text: Path, tokens: int, gpu_layers: int) -> tuple[str, list[int]]:
    """Where the layers are, and the likeliest token after each of the first `tokens` ones of `text`."""
    llama.start()
    params = LoadParams(n_ctx=tokens, n_gpu_layers=gpu_layers, n_seq_max=1)
    model = llama.Model(path, params, lambda _: True)
    context = llama.Context(model, params)
    given = model.vocabulary.tokenize(text.read_text(encoding="utf-8"), special=False)[:tokens]
    if len(given) < tokens:
        raise SystemExit(f"{text} has only {len(given)} tokens.")
    found: list[int] = []
    for at in range(0, tokens, STEP):
        batch, count = llama.Batch(context.n_batch), min(STEP, tokens - at)
        batch.token[:count] = given[at : at + count]
        batch.position[:count] = np.arange(at, at + count)
        batch.sequence[:count] = 0
        batch.output[:count] = 1
        batch.count = count
        assert context.decode(batch)
        found += [int(context.logits(row).argmax()) for row in range(count)]
    return model.device, found


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("text", type=Path)
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--gpu-layers", type=int, help=argparse.SUPPRESS)
    a = parser.parse_args()
    if a.gpu_layers is not None:  # each in a process of its own: what one has loaded the other does not see
        print(json.dumps(best(a.model, a.text, a.tokens, a.gpu_layers)))
        return
    rows = []
    for layers in (0, -1):
        words = [sys.executable, "-m", "tests.bench.agreement", *sys.argv[1:], "--gpu-layers", str(layers)]
        rows.append(json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout))
    (_, processor), (card, cards) = rows
    share = float(np.mean(np.array(processor) == np.array(cards)))
    print(
        f"{card}: {share:.4f} of {a.tokens} tokens as the processor ({len(set(processor))} different), goal >= {GOAL}"
    )
    if card == "CPU" or share < GOAL:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
