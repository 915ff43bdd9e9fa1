"""What drafting brings an answer that copies its input, and what it costs one that does not; alternating in one run.

    python -m tests.bench.lookup MODEL.gguf [--rounds 5] [--threads N] [--gpu-layers -1] [--seconds 600] [--json PATH]

A pattern holds the answer to a copy of a function from the prompt, as it stands or with a line changed: what a model
with random weights says by itself is no copy. The price of the pattern is in both columns. The third row is drawn at
temperature 1 and repeats nothing but by chance. Only meaningful on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

import msgspec

from models.engine.client import EngineClient
from models.engine.llama import default_threads
from models.engine.protocol import Completed, LoadParams, SamplingParams
from tests.bench.sheet import Sheet

CODE = '''
def merge(first, second):
    """One sorted list of two."""
    merged, left, right = [], 0, 0
    while left < len(first) and right < len(second):
        if first[left] <= second[right]:
            merged.append(first[left])
            left += 1
        else:
            merged.append(second[right])
            right += 1
    merged.extend(first[left:])
    merged.extend(second[right:])
    return merged
'''
EDITED = CODE.replace("if first[left] <= second[right]:", "if key(first[left]) <= key(second[right]):").replace(
    "(first, second)", "(first, second, key)"
)
PROMPT = "The meadow is green and the horse is in the paddock. " * 20 + CODE
ROWS = {
    "a copy of its input": SamplingParams(pattern=re.escape(CODE), max_tokens=400),
    "an edited copy": SamplingParams(pattern=re.escape(EDITED), max_tokens=400),
    "nothing is repeated": SamplingParams(temperature=1, top_k=0, top_p=1, min_p=0, max_tokens=96, ignore_eos=True),
}


def answer(engine: EngineClient, sampling: SamplingParams) -> Completed:
    *_, end = engine.generate(PROMPT, sampling, conversation="bench")
    assert isinstance(end, Completed)
    return end


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--gpu-layers", type=int, default=-1)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--json", type=Path)
    a = parser.parse_args()
    sheet = Sheet(a.seconds, a.json)
    params = LoadParams(n_ctx=2048, n_seq_max=1, n_threads=a.threads, n_gpu_layers=a.gpu_layers)
    with tempfile.TemporaryDirectory() as folder, EngineClient(Path(folder) / "engine.log") as engine:
        list(engine.load(a.model, params))
        answer(engine, ROWS["a copy of its input"])  # the pattern's tables are made, the file's pages are in memory
        with sheet.section("drafting what is repeated, tok/s", a.seconds):
            for _ in sheet.rounds(a.rounds):
                for row, sampling in ROWS.items():
                    drafted = answer(engine, sampling)
                    plain = answer(engine, msgspec.structs.replace(sampling, draft=False))
                    sheet.add(row, "ours, drafting", drafted.predicted_per_second)
                    sheet.add(row, "without drafts", plain.predicted_per_second)
                    share = drafted.accepted_tokens / drafted.predicted_tokens
                    sheet.note(f"{row}: tokens that came from a draft", f"{share:.0%}")
                    assert drafted.finish_reason == plain.finish_reason


if __name__ == "__main__":
    main()
