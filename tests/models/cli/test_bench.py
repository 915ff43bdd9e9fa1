"""`paddock bench` as a user runs it."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.gguf_models import make_tiny_gguf
from tests.models.cli.test_command import Paddock


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gguf(tmp_path_factory.mktemp("bench") / "tiny.gguf")


@pytest.fixture
def paddock(tmp_path: Path) -> Paddock:
    return Paddock(tmp_path / "home")


def kept(paddock: Paddock) -> list[Path]:
    return list((paddock.home / "data" / "benchmarks").glob("*.json"))


def test_figures_are_one_document_and_kept(paddock: Paddock, model: Path) -> None:
    words = ("bench", "-m", model, "--contexts", "1024", "--sequences", "2", "--repeats", 1, "--no-llama-bench")
    code, out, err = paddock(*words, "--threads", 1, "--json")
    found = json.loads(out)

    assert code == 0, err
    assert [row["n_ctx"] for row in found["alone"]] == [1024]
    assert [row["sequences"] for row in found["together"]] == [2]
    assert found["alone"][0]["tokens_per_s"] > 0
    assert found["receipt"]["threads"] == 1
    assert found["complete"]
    assert [json.loads(path.read_text()) for path in kept(paddock)] == [found]
    assert "About" in err


def test_ctrl_c_prints_and_keeps_what_was_measured(paddock: Paddock, model: Path) -> None:
    words = ("bench", "-m", model, "--contexts", "512,16384", "--repeats", 30, "--no-llama-bench", "--json")
    with paddock.start(*words) as process:
        assert process.stderr
        while "16384 " not in (line := process.stderr.readline()) or "Measuring" in line:
            assert line, "it ended too soon"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    found = json.loads(out)

    assert process.returncode == 130, err
    assert [row["n_ctx"] for row in found["alone"]] == [512]
    assert not found["complete"]
    assert len(kept(paddock)) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--contexts", "4k"),
        ("--contexts", "4096,,8192"),
        ("--contexts", "1"),
        ("--sequences", "0"),
        ("--sequences", "1,x"),
        ("--repeats", "0"),
    ],
    ids=" ".join,
)
def test_sizes_that_mean_nothing_are_usage(paddock: Paddock, words: tuple[str, str]) -> None:
    code, out, err = paddock("bench", *words)

    assert (code, out) == (2, "")
    assert words[0] in err
    assert "lambda" not in err


def test_a_named_llama_bench_that_is_none_is_said(paddock: Paddock, model: Path) -> None:
    code, out, err = paddock("bench", "-m", model, "--llama-bench", "/nonexistent/llama-bench")

    assert (code, out) == (1, "")
    assert "--no-llama-bench" in err
