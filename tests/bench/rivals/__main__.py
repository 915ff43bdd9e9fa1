"""Ours beside llama-cpp-python's `create_chat_completion` and xllamacpp's server, alternating in one run.

    python -m tests.bench.rivals MODEL.gguf [--rounds 5] [--threads N] [--depth 512] [--tokens 128] [--seconds 1200]

One user's message of `--depth` tokens is answered with the first token, then again with `--tokens` of them, its prompt
being in everybody's cache by then. `--parallel` messages of `--together-depth` tokens at once follow, from the asking
to the last word of all; llama-cpp-python answers one after the other, so what that takes is reckoned from its single
answers. The same file, threads, flash attention and f16 cache for all; everything is timed from outside. xllamacpp is
installed from the registry into build/rivals when that works. Only meaningful on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from models.engine.llama import default_threads
from tests.bench.rivals.players import Ours, Player, Stock, Xllama, install_xllamacpp
from tests.bench.sheet import Sheet


def seconds(player: Player, texts: Sequence[str], tokens: int) -> float:
    """From the asking to the last token of all."""
    started = time.perf_counter()
    player.answer(texts, tokens)
    return time.perf_counter() - started


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--depth", type=int, default=512)
    parser.add_argument("--tokens", type=int, default=128)
    parser.add_argument("--parallel", type=int, default=8)
    parser.add_argument("--together-depth", type=int, default=128)
    parser.add_argument("--seconds", type=float, default=1200, help="for all rounds together; the first is always done")
    parser.add_argument("--json", type=Path)
    a = parser.parse_args()
    sheet = Sheet(a.seconds, a.json)
    room = a.tokens + 64
    n_ctx = max(a.depth + room, a.together_depth + room)
    with contextlib.ExitStack() as stack:
        log = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "engine.log"
        ours = Ours(a.model, a.threads, a.parallel * n_ctx, a.parallel, log)
        players: list[Player] = [ours, Stock(a.model, a.threads, n_ctx)]
        try:
            install_xllamacpp()
            players.append(Xllama(a.model, a.threads, a.parallel * n_ctx, a.parallel))
        except (OSError, subprocess.CalledProcessError) as error:
            sheet.note("xllamacpp does not install here", error)
        for player in players:
            stack.callback(player.close)
            player.answer([ours.text(32, 9000)], 2)  # warms up
        with sheet.section("rivals", a.seconds):
            for number in sheet.rounds(a.rounds):
                measure(sheet, ours, players, number, a)


def measure(sheet: Sheet, ours: Ours, players: Sequence[Player], number: int, a: argparse.Namespace) -> None:
    """One round of everything, and everybody."""
    text = ours.text(a.depth, 1000 + number)
    many = [ours.text(a.together_depth, 2000 + 100 * number + n) for n in range(a.parallel)]
    for player in players:
        first = seconds(player, [text], 1)
        sheet.add(f"first token behind {a.depth} tokens, ms", player.name, first * 1000)
        rate = a.tokens / seconds(player, [text], a.tokens)
        sheet.add(f"one answer behind {a.depth} tokens, tok/s", player.name, rate)
        row = f"{a.parallel} messages of {a.together_depth} tokens at once, tok/s written in all"
        if isinstance(player, Stock):
            one = first * a.together_depth / a.depth + a.tokens / rate
            sheet.add(row, f"{player.name}, one after the other", a.tokens / one)
        else:
            sheet.add(row, player.name, a.parallel * a.tokens / seconds(player, many, a.tokens))


if __name__ == "__main__":
    main()
