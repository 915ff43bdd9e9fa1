"""Bundles, mirrors, tokens and names that no model has, by the command as a user runs it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.gguf_models import make_tiny_gguf
from tests.loopback_hub import LoopbackHub
from tests.models.cli.test_command import Paddock

REPO, NAME = "org/tiny-GGUF", "tiny.gguf"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gguf(tmp_path_factory.mktemp("carrying") / NAME)


def catalogue(home: Path, model: Path) -> None:
    """A company's own list with one model."""
    file = {"name": NAME, "bytes": model.stat().st_size, "sha256": hashlib.sha256(model.read_bytes()).hexdigest()}
    entry = {
        "id": "tiny", "name": "Tiny", "group": "tiny", "repo": REPO, "files": [file],
        "licence": {"id": "Own-1.0", "url": "https://example.com/licence", "accept": True},
    }  # fmt: skip
    renamed = {"name": "Tiny-2B", "id": "tiny", "reason": "There is no Tiny of 2B; this is the nearest."}
    (home / "config").mkdir(parents=True, exist_ok=True)
    content = {"revision": "1", "entries": [entry], "renamed": [renamed]}
    (home / "config" / "catalogue.json").write_text(json.dumps(content))


@pytest.mark.parametrize("out", ["models", "models.zip"])
def test_a_model_is_carried_to_another_computer(tmp_path: Path, model: Path, out: str):
    here, there = Paddock(tmp_path / "here"), Paddock(tmp_path / "there")
    for one in (here, there):
        catalogue(one.home, model)
    here("models", "add", model)
    code, said, _ = here("models", "export-bundle", "tiny", "-o", tmp_path / out)
    assert (code, said) == (0, f"{tmp_path / out}: 1 model, 610 kB.\n")

    code, _, sentence = there("models", "import-bundle", tmp_path / out)
    assert code == 1
    assert "licence “Own-1.0”, which has to be accepted first" in sentence
    code, _, shown = there("models", "import-bundle", tmp_path / out, "--accept-licence")
    assert code == 0
    assert "licence Own-1.0 https://example.com/licence" in shown
    (installed,) = json.loads(there("models", "list", "--json")[1])["installed"]
    assert (installed["entry"], installed["verified"]) == ("tiny", True)


def test_a_mirror_is_named_and_a_name_that_no_model_has_is_explained(tmp_path: Path, model: Path):
    paddock = Paddock(tmp_path)
    catalogue(paddock.home, model)
    with LoopbackHub(cdn="foreign") as hub:
        hub.add(REPO, NAME, model)
        row = {"id": "near", "name": "Near", "endpoint": hub.url, "layout": "modelscope"}
        mirrors = {"revision": "1", "mirrors": [row]}
        (paddock.home / "config" / "mirrors.json").write_text(json.dumps(mirrors))
        code, path, said = paddock("models", "pull", "tiny-2b", "--mirror", "near", "--accept-licence")

    assert code == 0
    assert "There is no Tiny of 2B; this is the nearest." in said
    assert Path(path.strip()).read_bytes() == model.read_bytes()


def test_a_download_that_fails_names_the_other_ways(tmp_path: Path, model: Path):
    paddock = Paddock(tmp_path)
    catalogue(paddock.home, model)
    with LoopbackHub() as hub:
        hub.add(REPO, NAME, model)
        hub.spoil("html", method="HEAD")
        code, _, said = paddock("models", "pull", "tiny", "--mirror", hub.url, "--accept-licence")

    assert code == 1
    assert "--mirror hf-mirror or modelscope" in said
    assert "This network shows a sign-in page instead of the file." in said


def test_a_token_without_a_keyring_is_refused_in_one_sentence_and_is_in_no_file(tmp_path: Path):
    paddock = Paddock(tmp_path)
    paddock.environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    code, out, said = paddock("models", "token", "set", stdin="hf_secret_of_nobody\n")

    assert (code, out) == (1, "")
    assert "The keyring of this system cannot be used for the access token" in said
    assert "--token-stdin" in said
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"hf_secret" in path.read_bytes()]
    assert paddock("models", "token", "status")[1] == "There is no token.\n"


def test_a_token_for_once_goes_to_no_mirror(tmp_path: Path, model: Path):
    paddock = Paddock(tmp_path)
    catalogue(paddock.home, model)
    with LoopbackHub(cdn="foreign") as hub:
        hub.add(REPO, NAME, model)
        words = ("models", "pull", "tiny", "--mirror", hub.url, "--accept-licence", "--token-stdin")
        code, _, _ = paddock(*words, stdin="hf_secret_of_nobody\n")

        assert code == 0
        assert "hf_secret_of_nobody" not in str(hub.seen)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"hf_secret" in path.read_bytes()]
