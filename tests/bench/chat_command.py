"""Decode speed through the `paddock chat` command against llama-bench's, alternating in one run.

    python -m tests.bench.chat_command MODEL.gguf [--rounds 5] [--threads N] [--tokens 128]

The command is run as a user runs it; llama-bench writes as many tokens behind as long a prompt, with the same threads.
Only meaningful on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from models.engine.llama import default_threads
from tests.bench.decode import theirs_alone

TEXT = "the meadow is green and the horse is in the paddock " * 48


def ours(model: Path, threads: int, tokens: int, home: str) -> tuple[float, int]:
    """Tokens a second of one answer of the command, and how long its prompt was."""
    words = ["chat", TEXT, "-m", str(model), "--json", "--temp", "0.01", "--ignore-eos"]
    limits = ["--max-tokens", str(tokens), "--threads", str(threads), "--seed", "1"]  # seeded: nothing is drafted
    command = [sys.executable, "-m", "desktop", *words, *limits]
    done = subprocess.run(command, env=os.environ | {"PADDOCK_HOME": home}, capture_output=True, text=True, check=True)
    completed = json.loads(done.stdout)["completed"]
    assert completed["predicted_tokens"] == tokens
    return (tokens - 1) / completed["predicted_ms"] * 1000, completed["prompt_tokens"]


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--tokens", type=int, default=128)
    chosen = parser.parse_args()
    pairs = []
    with tempfile.TemporaryDirectory() as home:
        for number in range(chosen.rounds):
            rate, depth = ours(chosen.model, chosen.threads, chosen.tokens, home)
            pairs.append((rate, theirs_alone(chosen.model, chosen.threads, depth, chosen.tokens)))
            print(f"round {number + 1}: {pairs[-1][0]:.1f} / {pairs[-1][1]:.1f} tok/s", file=sys.stderr)
    mine, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"paddock chat: {mine:.1f} of {theirs:.1f} tok/s = {mine / theirs:.3f}")


if __name__ == "__main__":
    main()
