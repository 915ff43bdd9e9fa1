"""Damaged headers: refused as such or read to something harmless, and always at once."""

import os
import random
import struct
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import FileRefused
from models.gguf import read_header
from tests.gguf_models import make_tiny_gguf
from tests.models.gguf.make import write_model

SLOW_S = 1.0


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = write_model(tmp_path_factory.mktemp("gguf") / "model.gguf", n_embd=32, merges=8)
    return path.read_bytes()


def mutant(original: bytes, dice: random.Random) -> bytes:
    """One of: flipped bits, a wild length somewhere, a block zeroed, moved, cut away or put in."""
    raw = bytearray(original)
    header = min(len(raw), 2000)
    for _ in range(dice.choice((1, 1, 1, 4, 32))):
        at = dice.randrange(4, header)
        match dice.randrange(6):
            case 0:
                raw[at] ^= 1 << dice.randrange(8)
            case 1:
                wild = dice.choice((0, 1, 255, 1 << 16, 1 << 31, (1 << 32) - 1, 1 << 40, (1 << 63) - 1, (1 << 64) - 1))
                raw[at : at + 8] = struct.pack("<Q", wild)
            case 2:
                raw[at : at + 16] = bytes(16)
            case 3:
                del raw[at : at + dice.randrange(1, 64)]
            case 4:
                raw[at:at] = dice.randbytes(dice.randrange(1, 64))
            case 5:
                raw[at : at + 4] = struct.pack("<I", dice.randrange(64))
    return bytes(raw[: dice.randrange(len(raw))] if dice.random() < 0.1 else raw)


def outcomes(original: bytes, path: Path, count: int) -> dict[str, int]:
    """How many mutants were read, and how many refused by which error; anything else raises."""
    found: dict[str, int] = {}
    for seed in range(count):
        path.write_bytes(mutant(original, random.Random(seed)))
        start = time.process_time()
        try:
            header = read_header(path)
            header.layer_bytes()
            outcome = "read"
            assert 1 <= header.n_layer <= 512
            assert header.tensor_bytes <= header.file_bytes
        except FileRefused as refusal:
            outcome = type(refusal).__name__
            if outcome == "GgufDamaged":
                assert refusal.values["field"]
                assert len(str(refusal)) < 1000
        assert time.process_time() - start < SLOW_S, f"seed {seed}"
        found[outcome] = found.get(outcome, 0) + 1
    return found


def test_five_hundred_mutants_are_refused_or_harmless(original: bytes, tmp_path: Path) -> None:
    found = outcomes(original, tmp_path / "m.gguf", 500)

    assert found["GgufDamaged"] > 250


@pytest.mark.soak
def test_ten_thousand_mutants_are_refused_or_harmless(original: bytes, tmp_path: Path) -> None:
    found = outcomes(original, tmp_path / "m.gguf", 10_000)

    assert found["GgufDamaged"] > 5_000


def ends(folder: Path, count: int) -> Counter[str]:
    """What became of `count` mutants of a model that answers: those our reader lets pass are loaded by llama.cpp."""
    whole = make_tiny_gguf(folder / "tiny.gguf").read_bytes()
    path = folder / "m.gguf"
    found: Counter[str] = Counter()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.models.gguf.loads"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"GGML_NO_BACKTRACE": "1"},
    ) as loader:  # fmt: skip
        assert loader.stdin
        assert loader.stdout
        for seed in range(count):
            path.write_bytes(mutant(whole, random.Random(seed)))
            try:
                read_header(path)
            except FileRefused as refusal:
                found["refused, naming the field" if refusal.values.get("field") else "refused"] += 1
                continue
            loader.stdin.write(f"{path}\n")
            loader.stdin.flush()
            outcome = int(loader.stdout.readline())
            found[{0: "loaded", 1: "refused by llama.cpp"}.get(outcome, "died")] += 1
        loader.stdin.close()
    return found


@pytest.mark.parametrize("count", [400, pytest.param(10_000, marks=pytest.mark.soak)])
def test_what_passes_the_reader_does_not_end_llama(tmp_path: Path, count: int) -> None:
    """More than 99 % are refused or harmless; the engine is a process of its own for the rest."""
    found = ends(tmp_path, count)

    print(dict(found))
    assert found["died"] <= 0.01 * count
    assert found["refused, naming the field"] > 0.8 * count
    assert found["loaded"]


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_after_the_magic_are_refused(tmp_path_factory: pytest.TempPathFactory, rest: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<I", 3) + rest)

    with pytest.raises(FileRefused):
        read_header(path)
