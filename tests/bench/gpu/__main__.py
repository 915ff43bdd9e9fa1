"""What one graphics card does, ours beside llama.cpp's own tools, alternating in one run.

    python -m tests.bench.gpu --models FOLDER --tools FOLDER [--seconds 480] [--sections one,many] [--out FILE]

The folder of models holds 0.5b.gguf, 1.5b.gguf, 3b.gguf and 7b.gguf (tests.bench.true_shape) and tiny.gguf
(tests.gguf_models); that of the tools llama-bench and llama-batched-bench of the very build the engine loads. Every
figure of ours goes through the engine's own locked process, as in the program, which says how many layers are on the
card and who keeps it from the network; if that is not all and the kernel, the section fails. Figures are printed as
they come, and written to FILE after each section. The sections run in the order of their importance, each for so many
seconds at most; what finds no time is left out and said. Only meaningful on a machine that does nothing else.

`--gpu-layers 0 --divide 16` tries the script itself without a card, on a model and prompts of any size.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.engine import hardware, llama
from tests.bench.gpu import answers, batching, memory, pages, turns
from tests.bench.gpu.engines import Machine
from tests.bench.sheet import Sheet

_SHAPES = ("0.5b", "1.5b", "3b", "7b")


@dataclass(frozen=True)
class Section:
    """`seconds` is what it was seen or reckoned to take, and the most it may."""

    name: str
    seconds: float
    what: str
    measure: Callable[[Sheet, Machine], None]


def sections(divide: int) -> list[Section]:
    """In the order of their importance."""
    depths = [max(64, depth // divide) for depth in answers.DEPTHS]
    prompts = [max(64, tokens // divide) for tokens in answers.PROMPTS]
    most = max(2, 32 // divide)
    return [
        Section("one", 140, "7B, one answer behind 512 to 32 768 tokens, beside llama-bench",
                lambda s, m: answers.alone(s, m, "7b", depths, goal=">= 0.97")),
        Section("many", 95, "7B, 32 answers, greedy and by temperature, beside llama-batched-bench",
                lambda s, m: answers.together(s, m, "7b", most, depth=depths[0])),
        Section("small", 25, "1.5B, one answer",
                lambda s, m: answers.alone(s, m, "1.5b", depths[:1], goal=">= 0.95")),
        Section("plan", 50, "the plan against measured memory: 4 shapes, 4 contexts, 2 cache types",
                lambda s, m: memory.measured(s, m, _SHAPES)),
        Section("ballast", 85, "the plan's word with 24, 8 and 4 GiB free, each case really tried",
                lambda s, m: memory.ballasted(s, m, _SHAPES)),
        Section("turn", 30, "the second turn of a chat of 16 384 tokens, and reopened from disk",
                lambda s, m: turns.second_turn(s, m, "7b", 16384 // divide)),
        Section("map", 35, "a chat turn while 16 pieces of a document are answered",
                lambda s, m: turns.during_a_map(s, m, "7b")),
        Section("pages", 230, "the notes of a document of 300 pages, 32 at a time and one after the other",
                lambda s, m: pages.notes_of_a_document(s, m, "7b", pages=300 // divide, parallel=most)),
        Section("first", 95, "7B, first token of 4 096 to 32 768 tokens, beside llama-bench's prompt time",
                lambda s, m: answers.first_token(s, m, "7b", prompts)),
        Section("batch", 20, "7B: logits of a batch against each answer alone",
                lambda s, m: batching.diagnosis(s, m, "7b", widths=(1, 8, 32), tokens=16, everywhere=False)),
        Section("command", 60, "paddock bench --quick",
                lambda s, m: command(s, m, "7b")),
        Section("stop", 25, "stopping while a prompt is read and while an answer is written",
                lambda s, m: turns.stopping(s, m, "7b", depth=32768 // divide)),
        Section("long", 45, "120 000 tokens in a context of 131 072: time and peak memory",
                lambda s, m: turns.longest(s, m, "7b", n_ctx=131072 // divide, tokens=120_000 // divide)),
        Section("tiny", 40, "the tests' model: logits of a batch against alone, on the card, without TF32, on the CPU",
                lambda s, m: batching.diagnosis(s, m, "tiny")),
    ]  # fmt: skip


def command(sheet: Sheet, machine: Machine, name: str) -> None:
    """What a user gets who asks."""
    start = "import sys; from models.cli import main; sys.exit(main())"
    words = [sys.executable, "-c", start, "bench", "--quick", "-m", str(machine.model(name))]
    with tempfile.TemporaryDirectory() as home:
        variables = os.environ | {"PADDOCK_HOME": home}
        done = subprocess.run(words, env=variables, capture_output=True, text=True, timeout=sheet.left)
    sheet.note("paddock bench --quick", f"exit {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-500:]}")


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=480, help="for all sections together")
    parser.add_argument("--sections", default="", help="names with commas between; all of them without")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--gpu-layers", type=int, default=-1, help=argparse.SUPPRESS)
    parser.add_argument("--divide", type=int, default=1, help=argparse.SUPPRESS)
    a = parser.parse_args()
    everything = sections(a.divide)
    wanted = a.sections.split(",") if a.sections else [section.name for section in everything]
    if unknown := set(wanted) - {section.name for section in everything}:
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    chosen = [section for section in everything if section.name in wanted]
    for section in chosen:
        print(f"{section.name:<8} {section.seconds:4.0f} s  {section.what}")
    print(f"{sum(section.seconds for section in chosen):.0f} s at most, {a.seconds:.0f} s given", flush=True)
    machine = Machine(a.models, a.tools, a.gpu_layers)
    sheet = Sheet(a.seconds, a.out)
    for card in hardware.devices():
        sheet.note("card", f"{card.name}, driver {card.driver}, {card.memory_free >> 20} MiB free")
    llama.start()
    sheet.note("engine", llama.build())
    for section in chosen:
        if sheet.left < min(15.0, section.seconds / 2):
            sheet.note(section.name, "left out: no time")
            continue
        with sheet.section(section.name, section.seconds):
            section.measure(sheet, machine)
    sheet.note("engines", machine.guards)
    sheet.note("cases with ballast", sheet.notes.get("cases with ballast", "none"))
    sheet.write()
    print(f"\n=== everything, {sheet.elapsed:.0f} s ===\n{sheet.table()}")


if __name__ == "__main__":
    main()
