from pathlib import Path

import msgspec
import pytest

from models.catalogue import Catalogue, CatalogueEntry
from models.gguf.formats import ARCHITECTURES


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


def changed(tmp_path: Path, was: str, becomes: str) -> Path:
    from models.paths import resources

    text = (resources() / "catalogue.json").read_text("utf-8")
    assert was in text
    (tmp_path / "catalogue.json").write_text(text.replace(was, becomes, 1), "utf-8")
    return tmp_path / "catalogue.json"


def test_every_group_of_the_shelf_has_a_model(catalogue: Catalogue) -> None:
    for group in ("standard", "fast", "code", "large", "tiny", "vision", "also"):
        assert catalogue.group(group), group
    assert catalogue.entries[0].id == "qwen2.5-7b-instruct"


def test_no_two_files_have_the_same_bytes_or_place(catalogue: Catalogue) -> None:
    files = [(entry, file) for entry in catalogue.entries for file in entry.files]
    hashes = [file.sha256 for _, file in files if file.sha256]
    places = [(entry.repo, file.name) for entry, file in files]

    assert len(set(hashes)) == len(hashes)
    assert len(set(places)) == len(places)


def test_names_of_files_are_plain_and_of_models(catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        for file in (*entry.files, *([entry.mmproj] if entry.mmproj else [])):
            assert file.name.endswith(".gguf")
            assert not {"/", "\\", ".."} & set(file.name)


def test_a_split_model_has_its_parts_in_order(catalogue: Catalogue) -> None:
    entry = catalogue.find("qwen2.5-7b-instruct-official")

    assert entry
    assert [file.name[-18:] for file in entry.files] == ["0001-of-00002.gguf", "0002-of-00002.gguf"]
    assert entry.size_bytes == 3_993_201_344 + 689_872_288


def test_every_size_is_that_of_its_shape_in_about_five_bits_a_weight(catalogue: Catalogue) -> None:
    """A slip in a byte count or a layer count shows here: file size over the layers' own arithmetic."""
    for entry in catalogue.entries:
        shape, size = entry.shape, entry.about_bytes
        if shape and size and shape.n_embd and shape.n_vocab and not shape.active_params:
            embedding = shape.n_vocab * shape.n_embd * (1 if shape.tied else 2)
            blocks = shape.n_layer * shape.n_embd**2 * 12
            assert 0.4 < size / (embedding + blocks) < 1.4, entry.id


def test_licences_that_must_be_accepted_say_where_they_are(catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        assert entry.licence.url and entry.licence.url.startswith("https://")
        assert entry.licence.accept == (entry.licence.id not in {"Apache-2.0", "MIT"}), entry.id


def test_the_engine_runs_every_architecture(catalogue: Catalogue) -> None:
    assert {entry.architecture for entry in catalogue.entries} <= ARCHITECTURES


@pytest.mark.parametrize(
    ("name", "entry_id"),
    [
        ("Qwen2.5-7B", "qwen2.5-7b-instruct"),
        (" qwen2.5-1.5B-instruct ", "qwen2.5-1.5b-instruct"),
        ("Phi-3-mini-4k-instruct-q4.gguf", "phi-3-mini-4k-instruct"),
        ("Qwen/Qwen3-8B-GGUF", "qwen3-8b"),
        ("Qwen2.5-1.8B", "qwen2.5-1.5b-instruct"),
        ("Qwen-VL-7B", "qwen2.5-vl-7b-instruct"),
    ],
)
def test_a_model_is_found_by_what_people_call_it(catalogue: Catalogue, name: str, entry_id: str) -> None:
    entry = catalogue.find(name)

    assert entry
    assert entry.id == entry_id


@pytest.mark.parametrize(("name", "word"), [("Qwen2.5-1.8B", "1.8B"), ("qwen-vl-7b", "Qwen2.5-VL-7B")])
def test_a_name_that_no_model_has_is_explained(catalogue: Catalogue, name: str, word: str) -> None:
    assert word in (catalogue.why(name) or "")
    assert catalogue.why("Qwen2.5-7B") is None


def test_a_file_is_known_by_its_bytes(catalogue: Catalogue) -> None:
    entry: CatalogueEntry | None = catalogue.of_sha256(
        "65b8fcd92af6b4fefa935c625d1ac27ea29dcb6ee14589c55a8f115ceaaa1423"
    )

    assert entry is catalogue.find("qwen2.5-7b")
    assert catalogue.of_sha256("0" * 64) is None
    assert catalogue.find("no such model") is None


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"65b8fcd9', '"65B8FCD9'),
        ('"bytes": 4683074240', '"bytes": 0'),
        ('"n_ctx": 32768', '"n_ctxx": 32768'),
        ('"group": "fast"', '"group": "quick"'),
        ('"id": "qwen3-8b"', '"id": "qwen3-14b"'),
    ],
)
def test_a_slip_in_the_file_is_an_error(tmp_path: Path, was: str, becomes: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        Catalogue.load(changed(tmp_path, was, becomes))
