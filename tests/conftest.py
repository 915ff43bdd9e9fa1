"""What every test relies on: no display is touched unless asked for, and nobody's real folders are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from models import demo
from tests.gguf_models import make_tiny_gguf

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Engines spin at every barrier of every layer; with more tests than processors that is 25 times slower than waiting.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ["PADDOCK_DEMO_MODEL"] = ""  # most tests begin without any model; those of the built-in one name it
os.environ["PADDOCK_HOME"] = "/nonexistent/paddock-tests-name-their-own-home"
for name in ("HF_HOME", "HF_TOKEN", "HF_ENDPOINT", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
    os.environ.pop(name, None)

# The same examples each time: a change passes or fails by itself, not by the luck of a draw or a busy machine.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, for code that asks `Paths.of_this_user`."""
    monkeypatch.setenv("PADDOCK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def _a_small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gguf(tmp_path_factory.mktemp("inside") / "cria.gguf", context=demo.N_CTX, long_answers=False)


@pytest.fixture
def stand_in(_a_small_model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model of noise in the place of the built-in one: for where it is chosen and what is said of it."""
    monkeypatch.setenv("PADDOCK_DEMO_MODEL", str(_a_small_model))
    return _a_small_model


@pytest.fixture
def cria(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The built-in model itself."""
    monkeypatch.delenv("PADDOCK_DEMO_MODEL")
    path = demo.file()
    if path is None:
        pytest.skip("resources/cria.gguf is not in this checkout")
    return path
