"""`paddock models search` and `pull ORG/NAME`, as a user runs them, against a Hub on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gguf_models import make_tiny_gguf
from tests.loopback_hub import LoopbackHub
from tests.models.cli.test_command import Paddock

REPO = "org/Horse-7B-GGUF"


@pytest.fixture
def paddock(tmp_path: Path) -> Paddock:
    return Paddock(tmp_path / "home")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[LoopbackHub]:
    model = make_tiny_gguf(tmp_path / "horse.gguf")
    with LoopbackHub(cdn="foreign") as hub:
        for quantisation in ("Q8_0", "Q4_K_M"):
            hub.add(REPO, f"Horse-7B-{quantisation}.gguf", model)
        hub.cards[REPO] = {"license": "llama3.1", "language": ["en"], "downloads": 1_234_567}
        hub.add("org/Horse-New-GGUF", "new-Q4_K_M.gguf", b"GGUF" + bytes(64))
        hub.cards["org/Horse-New-GGUF"] = {"gguf": {"architecture": "never-heard-of"}}
        yield hub


def test_a_search_tells_size_licence_fit_and_what_cannot_run(paddock: Paddock, hub: LoopbackHub) -> None:
    code, out, _ = paddock("models", "search", "horse", "--mirror", hub.url)

    assert code == 0
    assert "llama3.1 · 1 234 567 downloads this month · en" in out
    assert "Q4_K_M" in out and "fits:" in out and "also Q8_0" in out
    assert "does not run models of the architecture “never-heard-of”" in out


def test_a_search_as_json_has_every_model_with_its_plan(paddock: Paddock, hub: LoopbackHub) -> None:
    _, out, _ = paddock("models", "search", "horse", "--json", "--mirror", hub.url)

    first, second = json.loads(out)["repositories"]
    assert (first["runs"], first["preferred"], second["runs"]) == (True, "Q4_K_M", False)
    assert [model["variant"]["quantisation"] for model in first["models"]] == ["Q4_K_M", "Q8_0"]
    assert first["models"][0]["plan"]["fits"] and second["models"][0]["plan"] is None


def test_a_model_of_any_repository_is_pulled_with_its_licence_accepted(paddock: Paddock, hub: LoopbackHub) -> None:
    refused, _, why = paddock("models", "pull", f"{REPO}:q8_0", "--mirror", hub.url)
    assert refused == 1 and "Llama-3.1" in why and "--accept-licence" in why

    code, out, err = paddock("models", "pull", f"{REPO}:q8_0", "--accept-licence", "--mirror", hub.url, "--json")
    ready = json.loads(out)
    assert code == 0, err
    assert ready["path"].endswith("org/Horse-7B-GGUF/Horse-7B-Q8_0.gguf") and ready["verified"]
    assert ready["sha256"] == hub.sha256(REPO, "Horse-7B-Q8_0.gguf")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (f"{REPO}:Q3_K_M", "It has: Q4_K_M, Q8_0"),
        ("org/Horse-New-GGUF", "“never-heard-of”, which this version cannot run"),
        ("nobody/nothing", "There is no repository “nobody/nothing”"),
    ],
)
def test_what_cannot_be_pulled_is_one_sentence(paddock: Paddock, hub: LoopbackHub, name: str, words: str) -> None:
    code, out, err = paddock("models", "pull", name, "--mirror", hub.url)

    assert (code, out) == (1, "") and words in err
    assert not [seen for seen in hub.seen if "/resolve/" in seen.path and seen.method == "HEAD"]
