"""The built-in demo model is loaded modestly, whatever is wished of real ones."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
import pytest

from models import demo
from models.catalogue import Catalogue
from models.chat.controls import sampling
from models.engine.protocol import Loaded, LoadParams
from models.engine.supervisor import Supervisor
from models.paths import Paths
from models.settings import Sampling
from tests.models.engine.conftest import PARAMS


@pytest.fixture
def supervisor(tmp_path: Path):
    made = Supervisor(Paths(tmp_path / "d", tmp_path / "c", tmp_path / "k", tmp_path / "logs"))
    with contextlib.closing(made):
        yield made


def test_it_has_its_own_context_and_leaves_the_cards_alone(supervisor: Supervisor, stand_in: Path):
    wished = LoadParams(n_ctx=131_072, n_gpu_layers=-1, main_gpu=1, type_k="q8_0", type_v="q8_0")

    planned, *_, loaded = supervisor.load(stand_in, wished)

    assert (planned.steps, planned.params.n_gpu_layers, planned.params.type_k) == ((), 0, "f16")
    assert planned.params.n_threads == demo.N_THREADS
    assert isinstance(loaded, Loaded) and loaded.n_ctx == demo.N_CTX


def test_a_context_that_is_asked_for_outright_is_kept(supervisor: Supervisor, stand_in: Path):
    *_, loaded = supervisor.load(stand_in, msgspec.structs.replace(PARAMS, n_ctx=1024), fixed={"n_ctx"})

    assert loaded.n_ctx == 1024


def test_it_is_asked_greedily_unless_the_user_says_otherwise():
    recommended = Catalogue.load().recommended(demo.NAME)

    assert sampling(Sampling(), recommended).temperature == 0
    assert sampling(Sampling(temperature=0.5), recommended).temperature == 0.5
