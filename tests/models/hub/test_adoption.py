"""Models of other programs, laid out as those programs do: found, loaded where they lie, nothing copied or written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.engine.client import EngineClient
from models.engine.protocol import ChatMessage, Completed, LoadParams, SamplingParams
from models.errors import FileRefused
from models.hub import adopt
from models.hub.shelf import Shelf
from tests.gguf_models import make_tiny_gguf
from tests.models.gguf.make import write_model
from tests.models.hub.test_shelf import paths, sha256, shelf, verified

__all__ = ["paths", "shelf"]  # fixtures

COMMIT = "c0ffee" * 6 + "beef"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_tiny_gguf(tmp_path_factory.mktemp("tiny") / "tiny.gguf").read_bytes()


def answer(path: Path, log: Path) -> tuple[Completed, set[int]]:
    """What the real engine answers from the model at `path`, and the inodes it has in memory."""
    with EngineClient(log) as engine:
        list(engine.load(path, LoadParams(n_ctx=256, n_threads=1, flash_attn=False)))
        *_, last = engine.generate([ChatMessage("user", "Hello")], SamplingParams(temperature=0, max_tokens=4))
        with Path(f"/proc/{engine.pid}/maps").open() as mapped:
            inodes = {int(line.split()[4]) for line in mapped}
    assert isinstance(last, Completed)
    return last, inodes


def put(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lm_studio(home: Path, model: bytes) -> Path:
    put(home / ".lmstudio" / ".internal" / "model-index-cache.json", "{}")
    return put(home / ".lmstudio" / "models" / "bartowski" / "Tiny-GGUF" / "lm-Q4_K_M.gguf", model)


def older_lm_studio(home: Path, model: bytes) -> Path:
    return put(home / ".cache" / "lm-studio" / "models" / "bartowski" / "Tiny-GGUF" / "lm-Q4_K_M.gguf", model)


def lm_studio_elsewhere(home: Path, model: bytes) -> Path:
    folder = home / "big drive" / "lm models"
    put(home / ".lmstudio" / "settings.json", json.dumps({"downloadsFolder": str(folder)}))
    return put(folder / "bartowski" / "Tiny-GGUF" / "lm-Q4_K_M.gguf", model)


def lm_studio_moved(home: Path, model: bytes) -> Path:
    put(home / ".lmstudio-home-pointer", f"{home / 'lm'}\n")
    return put(home / "lm" / "models" / "bartowski" / "Tiny-GGUF" / "lm-Q4_K_M.gguf", model)


def ollama(home: Path, model: bytes, tag: str = "registry.ollama.ai/library/horse/1b") -> Path:
    """A manifest that names its layers; every layer is a blob called by its sha256."""
    root = home / ".ollama" / "models"
    layers = []
    for kind, content in (("model", model), ("template", b"{{ .Prompt }}"), ("license", b"MIT"), ("params", b"{}")):
        blob = put(root / "blobs" / "layer", content)
        digest = sha256(blob)
        blob.rename(blob.with_name(f"sha256-{digest}"))
        media = f"application/vnd.ollama.image.{kind}"
        layers.append({"mediaType": media, "digest": f"sha256:{digest}", "size": len(content)})
    config = {"mediaType": "application/vnd.docker.container.image.v1+json", "digest": "sha256:0", "size": 1}
    distribution = "application/vnd.docker.distribution.manifest.v2+json"
    manifest = {"schemaVersion": 2, "mediaType": distribution, "config": config, "layers": layers}
    put(root / "manifests" / tag, json.dumps(manifest))
    put(root / "manifests" / ".DS_Store", b"\0")
    return root / "blobs" / layers[0]["digest"].replace(":", "-")


def ollama_from_the_hub(home: Path, model: bytes) -> Path:
    return ollama(home, model, "hf.co/bartowski/Tiny-GGUF/Q4_K_M")


def hub_cache(home: Path, model: bytes) -> Path:
    root = home / ".cache" / "huggingface" / "hub" / "models--org--repo"
    blob = put(root / "blobs" / "made", model)
    blob = blob.rename(blob.with_name(sha256(blob)))
    put(root / "refs" / "main", COMMIT)
    put(root.parent / ".locks" / "models--org--repo" / f"{blob.name}.lock", b"")
    link = root / "snapshots" / COMMIT / "hub-Q4_K_M.gguf"
    link.parent.mkdir(parents=True)
    link.symlink_to(Path("../../blobs") / blob.name)
    return link


def llama_cpp(home: Path, model: bytes) -> Path:
    put(home / ".cache" / "llama.cpp" / "manifest=org=repo=latest.json", "{}")
    put(home / ".cache" / "llama.cpp" / "org_repo_cpp-Q4_K_M.gguf.etag", '"0"')
    return put(home / ".cache" / "llama.cpp" / "org_repo_cpp-Q4_K_M.gguf", model)


def jan(home: Path, model: bytes) -> Path:
    folder = home / ".local" / "share" / "Jan" / "data" / "llamacpp" / "models" / "janhq" / "Jan-v1-4B-Q4_K_M"
    put(folder / "model.yml", "model_path: llamacpp/models/janhq/Jan-v1-4B-Q4_K_M/model.gguf\nname: Jan\n")
    return put(folder / "model.gguf", model)


def older_jan(home: Path, model: bytes) -> Path:
    put(home / "jan" / "models" / "tinyllama-1.1b" / "model.json", "{}")
    return put(home / "jan" / "models" / "tinyllama-1.1b" / "tinyllama-1.1b.Q4_K_M.gguf", model)


def gpt4all(home: Path, model: bytes) -> Path:
    folder = home / ".local" / "share" / "nomic.ai" / "GPT4All"
    put(folder / "localdocs_v3.db", b"")
    put(folder / "incomplete-other.gguf", model[:1000])
    return put(folder / "four-Q4_0.gguf", model)


PROGRAMS = {
    "LM Studio": (lm_studio, "lm-Q4_K_M"),
    "older LM Studio": (older_lm_studio, "lm-Q4_K_M"),
    "LM Studio in another folder": (lm_studio_elsewhere, "lm-Q4_K_M"),
    "LM Studio moved": (lm_studio_moved, "lm-Q4_K_M"),
    "Ollama": (ollama, "horse:1b"),
    "Ollama from the Hub": (ollama_from_the_hub, "bartowski/Tiny-GGUF:Q4_K_M"),
    "Hugging Face": (hub_cache, "hub-Q4_K_M"),
    "llama.cpp": (llama_cpp, "org_repo_cpp-Q4_K_M"),
    "Jan": (jan, "Jan-v1-4B-Q4_K_M"),
    "older Jan": (older_jan, "tinyllama-1.1b.Q4_K_M"),
    "GPT4All": (gpt4all, "four-Q4_0"),
}


def snapshot(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """Every file, folder and link with its inode, size and time of change."""
    seen = {path: path.lstat() for path in (folder, *folder.rglob("*"))}
    return {path: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for path, stat in seen.items()}


@pytest.mark.parametrize(("make", "name"), PROGRAMS.values(), ids=PROGRAMS)
def test_a_model_of_another_program_is_found_and_answers_where_it_lies(
    shelf: Shelf, tmp_path: Path, tiny: bytes, make, name: str
):
    home = tmp_path / "home"
    path = make(home, tiny)
    before = snapshot(home)
    (found,) = (one for one in adopt.find(home, {}, system=home) if "incomplete" not in one.name)
    model = shelf.adopt(found)
    completed, inodes = answer(Path(model.path), tmp_path / "engine.log")

    assert (model.name, model.origin, Path(model.path)) == (name, found.program, path)
    assert shelf.find(name) == model
    assert completed.predicted_tokens == 4
    assert path.stat().st_ino in inodes  # the very file, not a copy
    assert snapshot(home) == before


def test_a_download_that_another_program_has_not_finished_is_refused_with_its_reason(
    shelf: Shelf, tmp_path: Path, tiny: bytes
):
    gpt4all(tmp_path, tiny)
    (half,) = (one for one in adopt.find(tmp_path, {}, system=tmp_path) if "incomplete" in one.name)

    with pytest.raises(FileRefused, match="is not a complete GGUF model"):
        shelf.adopt(half)


def test_a_split_set_of_another_program_is_one_model(shelf: Shelf, tmp_path: Path):
    folder = tmp_path / ".lmstudio" / "models" / "Qwen" / "Cow-GGUF"
    folder.mkdir(parents=True)
    write_model(folder / "cow.gguf", n_layer=4, split_max_tensors=5)
    (found,) = adopt.find(tmp_path, {}, system=tmp_path)
    model = shelf.adopt(found)

    assert (model.name, len(model.parts)) == ("cow", len(list(folder.iterdir())))
    assert model.problem is None


@pytest.mark.parametrize("make", [ollama, hub_cache], ids=["Ollama", "Hugging Face"])
def test_a_store_that_names_files_by_their_hash_can_be_held_to_it(shelf: Shelf, tmp_path: Path, tiny: bytes, make):
    path = make(tmp_path, tiny)
    (found,) = adopt.find(tmp_path, {}, system=tmp_path)
    model = shelf.adopt(found)

    assert model.sha256 == sha256(path)
    assert not model.verified
    assert verified(shelf, model.name).same is True
    assert shelf.find(model.name).verified


def test_a_kept_model_outlives_the_program_it_was_of(shelf: Shelf, tmp_path: Path, tiny: bytes):
    blob = ollama(tmp_path, tiny)
    (found,) = adopt.find(tmp_path, {}, system=tmp_path)
    kept = shelf.keep(shelf.adopt(found))
    assert Path(kept.path).stat().st_ino == blob.stat().st_ino

    blob.unlink()
    (model,) = [model for model in shelf.models() if not model.missing]
    assert (model.name, model.origin) == ("horse:1b", "paddock")
    assert model.header().architecture == "qwen2"


def test_the_places_the_user_has_chosen_are_looked_into(tmp_path: Path, tiny: bytes):
    ollama(tmp_path / "a", tiny)
    hub_cache(tmp_path / "b", tiny)
    gpt4all(tmp_path / "c", tiny)
    llama_cpp(tmp_path / "d", tiny)
    chosen = {
        "OLLAMA_MODELS": str(tmp_path / "a" / ".ollama" / "models"),
        "HF_HUB_CACHE": str(tmp_path / "b" / ".cache" / "huggingface" / "hub"),
        "XDG_DATA_HOME": str(tmp_path / "c" / ".local" / "share"),
        "XDG_CACHE_HOME": str(tmp_path / "d" / ".cache"),
    }

    assert {found.program for found in adopt.find(tmp_path / "home", chosen, system=tmp_path)} == {
        "Ollama",
        "Hugging Face",
        "GPT4All",
        "llama.cpp",
    }


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b'{"layers": [1]}', b"\xff", b'{"layers": {"a": 1}}',
                                      b'{"layers": [{"mediaType": "application/vnd.ollama.image.model",'
                                      b' "digest": "sha256:../../etc/passwd"}]}'])  # fmt: skip
def test_a_strange_manifest_is_passed_over(tmp_path: Path, manifest: bytes):
    path = tmp_path / ".ollama" / "models" / "manifests" / "registry" / "library" / "x" / "y"
    path.parent.mkdir(parents=True)
    path.write_bytes(manifest)

    assert adopt.find(tmp_path, {}, system=tmp_path) == []
