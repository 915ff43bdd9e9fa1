"""The device and the load are the user's to choose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.cli.arguments import parser
from models.cli.assembly import chosen
from models.settings import Load, Settings
from tests.gguf_models import make_tiny_gguf
from tests.models.cli.test_command import Paddock


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each of 16 million tokens needs 24 kB of cache: 400 GB."""
    return make_tiny_gguf(tmp_path_factory.mktemp("flags") / "wide.gguf", n_layer=96, n_embd=128)


@pytest.fixture
def paddock(tmp_path: Path) -> Paddock:
    return Paddock(tmp_path / "home")


@pytest.mark.parametrize(
    ("words", "layers", "card", "fixed"),
    [
        ([], 0, None, set()),
        (["--cpu"], 0, None, {"n_gpu_layers"}),
        (["--card", "1"], -1, 1, {"main_gpu"}),
        (["--ctx", "4096"], 0, None, {"n_ctx"}),
    ],
    ids=["the settings", "the processor", "a card", "something else"],
)
def test_the_command_line_goes_over_the_device_of_the_settings(
    words: list[str], layers: int, card: int | None, fixed: set[str]
) -> None:
    settings = Settings(load=Load(n_gpu_layers=0))
    params, given = chosen(parser().parse_args(["chat", *words]), settings)

    assert (params.n_gpu_layers, params.main_gpu, set(given)) == (layers, card, fixed)


def test_processor_and_card_together_are_usage(paddock: Paddock) -> None:
    assert paddock("chat", "hello", "--cpu", "--card", 0)[0] == 2


def test_what_does_not_fit_is_refused_and_tried_with_anyway(paddock: Paddock, model: Path) -> None:
    words = ("chat", "hello", "-m", model, "--ctx", 16_777_216, "--threads", 1, "--cpu")
    code, _, refused = paddock(*words)
    assert code == 1
    assert "of memory and" in refused

    code, _, tried = paddock(*words, "--anyway")
    assert code == 1
    assert "could not be loaded" in tried


def test_an_answer_comes_with_where_its_layers_are(paddock: Paddock, model: Path) -> None:
    code, out, err = paddock("chat", "hello", "-m", model, "--max-tokens", 2, "--threads", 1, "--cpu", "--json")
    loaded = json.loads(out)["loaded"]

    assert code == 0, err
    assert (loaded["n_gpu_layers"], loaded["device"]) == (0, "CPU")


def test_the_doctor_loads_a_model_that_is_named(paddock: Paddock, model: Path) -> None:
    code, out, err = paddock("doctor", "-m", model, "--json")
    tried = json.loads(out)["tried"]

    assert code == 0, err
    assert tried["placement"]["values"]["n_layers"] == 97
    assert tried["problem"] == ""
