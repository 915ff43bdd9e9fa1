"""What is on disk, under which name, and whether it is what it should be."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import msgspec
import pytest

from models.catalogue import Catalogue, CatalogueEntry, CatalogueFile, Licence
from models.errors import (
    FileMissing,
    FileNameNotText,
    GgufDamaged,
    ModelAmbiguous,
    ModelMissing,
    ModelUnsupported,
    NotGguf,
)
from models.hub import lines
from models.hub.known import Facts, Known
from models.hub.shelf import Shelf, Verified
from models.paths import Paths
from tests.models.gguf.make import write_model


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs")


@pytest.fixture
def shelf(paths: Paths) -> Shelf:
    return Shelf(paths)


def place(folder: Path, name: str, **how) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_model(path, **how)


def split(folder: Path, name: str) -> Path:
    """A set of several files; the first."""
    folder.mkdir(parents=True, exist_ok=True)
    write_model(folder / name, n_layer=4, split_max_tensors=5)
    return min(folder.glob(f"{Path(name).stem}-00001-of-*.gguf"))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verified(shelf: Shelf, name: str) -> Verified:
    *_, last = shelf.verify(shelf.find(name))
    assert isinstance(last, Verified)
    return last


def test_a_model_in_our_folder_is_listed_with_what_its_header_says(shelf: Shelf, paths: Paths):
    path = place(paths.models, "org/repo/horse-Q4_K_M.gguf")

    (model,) = shelf.models()
    assert (model.name, model.path, model.size_bytes) == ("horse-Q4_K_M", str(path), path.stat().st_size)
    assert (model.title, model.architecture, model.n_ctx_train) == ("Made for tests", "qwen2", 4096)
    assert not model.verified
    assert model.problem is None


def test_an_empty_machine_has_no_models(shelf: Shelf):
    assert shelf.models() == []


def test_a_split_set_is_one_model(shelf: Shelf, paths: Paths):
    first = split(paths.models / "org" / "repo", "cow.gguf")

    (model,) = shelf.models()
    assert (model.name, model.path) == ("cow", str(first))
    assert len(model.parts) > 1
    assert model.size_bytes == sum(Path(part).stat().st_size for part in model.parts)


def test_a_split_set_with_a_part_missing_says_so(shelf: Shelf, paths: Paths):
    split(paths.models / "org" / "repo", "cow.gguf")
    Path(shelf.models()[0].parts[-1]).unlink()

    (model,) = Shelf(paths).models()
    assert model.problem is not None
    assert Path(model.parts[-1]).name in model.problem


def test_a_part_that_comes_later_makes_the_set_whole_at_once(shelf: Shelf, paths: Paths):
    split(paths.models / "org" / "repo", "cow.gguf")
    last = Path(shelf.models()[0].parts[-1])
    content = last.read_bytes()
    last.unlink()
    assert shelf.models()[0].problem

    last.write_bytes(content)
    assert shelf.models()[0].problem is None


def test_a_name_that_counts_no_parts_is_not_verified(shelf: Shelf, paths: Paths):
    (paths.models / "org").mkdir(parents=True)
    place(paths.models, "org/cow.gguf").rename(paths.models / "org" / "cow-00001-of-00000.gguf")

    (model,) = shelf.models()
    assert (len(model.parts), model.verified) == (1, False)


def test_a_damaged_model_is_listed_with_its_problem(shelf: Shelf, paths: Paths):
    path = place(paths.models, "org/repo/ill.gguf")
    path.write_bytes(path.read_bytes()[:2000])

    assert "is not a complete GGUF model" in (shelf.models()[0].problem or "")


def test_an_image_projector_belongs_to_its_model(shelf: Shelf, paths: Paths):
    place(paths.models, "org/repo/eye.gguf")
    shutil.copy(_projector(paths.data), paths.models / "org" / "repo" / "mmproj-F16.gguf")

    (model,) = shelf.models()
    assert model.mmproj == str(paths.models / "org" / "repo" / "mmproj-F16.gguf")


def _projector(folder: Path) -> Path:
    from gguf import GGUFWriter

    writer = GGUFWriter(folder / "projector.gguf", "clip")
    writer.add_type("mmproj")
    writer.add_bool("clip.has_vision_encoder", True)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return folder / "projector.gguf"


@pytest.mark.parametrize("name", ["horse-Q4_K_M", "HORSE-q4_k_m", "horse", "q4_k_m horse"])
def test_a_model_is_found_by_its_name_or_a_part_of_it(shelf: Shelf, paths: Paths, name: str):
    place(paths.models, "org/repo/horse-Q4_K_M.gguf")
    place(paths.models, "org/repo/cow-Q8_0.gguf")

    assert shelf.find(name).name == "horse-Q4_K_M"


def test_a_name_that_fits_two_models_is_asked_about(shelf: Shelf, paths: Paths):
    place(paths.models, "org/repo/horse-Q4_K_M.gguf")
    place(paths.models, "org/repo/cow-Q4_K_M.gguf")

    with pytest.raises(ModelAmbiguous, match="cow-Q4_K_M, horse-Q4_K_M"):
        shelf.find("q4_k_m")


@pytest.mark.parametrize("name", ["goat", "", " "])
def test_a_name_that_fits_none_is_said(shelf: Shelf, paths: Paths, name: str):
    place(paths.models, "org/repo/horse.gguf")

    with pytest.raises(ModelMissing):
        shelf.find(name)


def test_a_file_is_added_where_it_lies(shelf: Shelf, paths: Paths, tmp_path: Path):
    path = place(tmp_path / "我的 models 🐎", "goat.gguf")
    before = path.stat()
    added = shelf.add(path)

    assert (added.path, added.origin) == (str(path), "added")
    assert Shelf(paths).find("goat") == added
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_is_no_model_is_not_added(shelf: Shelf, tmp_path: Path):
    page = tmp_path / "page.gguf"
    page.write_text("<!DOCTYPE html><html></html>")
    short = place(tmp_path, "short.gguf")
    short.write_bytes(short.read_bytes()[:-100])

    with pytest.raises(NotGguf):
        shelf.add(page)
    with pytest.raises(GgufDamaged):
        shelf.add(short)
    with pytest.raises(FileMissing):
        shelf.add(tmp_path / "nowhere.gguf")
    assert shelf.models() == []


def test_an_added_file_that_is_gone_is_shown_as_missing_and_comes_back(shelf: Shelf, tmp_path: Path):
    path = place(tmp_path / "stick", "goat.gguf")
    shelf.add(path)
    (tmp_path / "stick").rename(tmp_path / "pulled")

    (model,) = shelf.models()
    assert model.missing
    with pytest.raises(ModelMissing):
        shelf.find("goat")
    (tmp_path / "pulled").rename(tmp_path / "stick")
    assert not shelf.find("goat").missing


@pytest.mark.parametrize("name", ["x" * 300 + ".gguf", "a\0b.gguf"])
def test_a_file_the_system_does_not_let_be_looked_at_hides_no_other(shelf: Shelf, paths: Paths, name: str):
    place(paths.models, "org/repo/cow.gguf")
    facts = Facts(path=f"/mnt/{name}", size_bytes=5, mtime_ns=5, listed=True)
    lines.append(paths.data / "shelf.jsonl", msgspec.json.encode(facts))

    cow, lost = shelf.models()
    assert (cow.name, cow.missing, cow.problem) == ("cow", False, None)
    assert (lost.size_bytes, lost.missing, lost.verified) == (5, True, False)


def test_what_is_known_of_models_can_be_a_folder_and_hides_none(shelf: Shelf, paths: Paths):
    place(paths.models, "org/repo/cow.gguf")
    (paths.data / "shelf.jsonl").mkdir()

    assert [model.name for model in shelf.models()] == ["cow"]


@pytest.mark.skipif(os.name != "posix", reason="names are text there")
def test_a_name_of_bytes_that_are_no_text_keeps_nobody_from_the_rest(shelf: Shelf, paths: Paths):
    cow = place(paths.models, "org/repo/cow.gguf")
    odd = Path(os.fsdecode(os.fsencode(cow.parent) + b"/caf\xe9.gguf"))
    shutil.copyfile(cow, odd)

    refused = next(model for model in shelf.models() if model.path == str(odd))
    assert "no text" in (refused.problem or "")
    with pytest.raises(FileNameNotText):
        list(shelf.verify(refused))
    shelf.remove(refused)
    assert [model.name for model in shelf.models()] == ["cow"]


def test_a_missing_model_folder_greys_its_models(paths: Paths, tmp_path: Path):
    drive = tmp_path / "drive"
    path = place(drive, "org/repo/horse.gguf")
    Known.of(paths).note(path, sha256=sha256(path), verified=True)
    drive.rename(tmp_path / "away")

    (model,) = Shelf(paths, [paths.models, drive]).models()
    assert (model.name, model.missing) == ("horse", True)


def test_verifying_notes_the_hash_and_finds_rot(shelf: Shelf, paths: Paths):
    path = place(paths.models, "org/repo/horse.gguf")
    assert verified(shelf, "horse") == Verified(sha256=sha256(path), same=None)

    spoilt = bytearray(path.read_bytes())
    spoilt[-1] ^= 1
    path.write_bytes(spoilt)
    assert verified(shelf, "horse") == Verified(sha256=sha256(path), same=False)
    assert not shelf.find("horse").verified


def test_a_hash_counts_only_while_the_file_is_the_same(shelf: Shelf, paths: Paths):
    path = place(paths.models, "org/repo/horse.gguf")
    Known.of(paths).note(path, sha256=sha256(path), verified=True)
    assert shelf.find("horse").verified

    os.utime(path, ns=(0, 0))
    assert not shelf.find("horse").verified
    assert shelf.find("horse").sha256 is None


def test_a_model_of_the_catalogue_is_known_by_its_bytes(paths: Paths):
    path = place(paths.models, "org/repo/some-name.gguf")
    file = CatalogueFile(name="horse.gguf", bytes=path.stat().st_size, sha256=sha256(path))
    entry = CatalogueEntry(
        id="horse-1b", name="Horse 1B", group="fast", repo="org/horse", files=(file,), licence=Licence(id="MIT")
    )
    shelf = Shelf(paths, catalogue=Catalogue(revision="1", entries=(entry,)))
    verified(shelf, "some-name")

    assert (shelf.find("Horse 1B").entry, shelf.find("horse-1b").title) == ("horse-1b", "Horse 1B")


def test_removing_frees_the_space_and_leaves_no_empty_folders(shelf: Shelf, paths: Paths):
    path = place(paths.models, "org/repo/horse.gguf")
    path.chmod(0o444)
    size = path.stat().st_size

    assert shelf.remove(shelf.find("horse")) == size
    assert shelf.models() == []
    assert list(paths.models.iterdir()) == []


def test_removing_one_of_two_models_leaves_them_their_projector(shelf: Shelf, paths: Paths):
    for name in ("cow-Q4_K_M.gguf", "cow-Q8_0.gguf"):
        place(paths.models, f"org/repo/{name}")
    eyes = place(paths.models, "org/repo/mmproj-cow-F16.gguf", architecture="clip")

    shelf.remove(shelf.find("cow-Q8_0"))
    assert eyes.exists()
    shelf.remove(shelf.find("cow-Q4_K_M"))
    assert not eyes.exists()


def test_removing_frees_nothing_while_another_name_holds_the_bytes(shelf: Shelf, paths: Paths, tmp_path: Path):
    os.link(place(paths.models, "org/repo/cow.gguf"), tmp_path / "other.gguf")

    assert shelf.remove(shelf.models()[0]) == 0
    assert (tmp_path / "other.gguf").exists()


def test_removing_what_is_not_ours_leaves_the_file(shelf: Shelf, tmp_path: Path):
    path = place(tmp_path, "goat.gguf")

    assert shelf.remove(shelf.add(path)) == 0
    assert path.exists()
    assert shelf.models() == []


def test_links_out_of_the_folder_and_endless_folders_are_not_followed(shelf: Shelf, paths: Paths, tmp_path: Path):
    outside = place(tmp_path / "outside", "goat.gguf")
    (paths.models / "org").mkdir(parents=True)
    (paths.models / "org" / "link.gguf").symlink_to(outside)
    (paths.models / "org" / "round").symlink_to(paths.models, target_is_directory=True)

    assert shelf.models() == []


def test_another_folder_takes_nothing_off_the_shelf(shelf: Shelf, paths: Paths, tmp_path: Path):
    for path in (paths.models / "org" / "repo" / "here.gguf", tmp_path / "drive" / "there.gguf"):
        path.parent.mkdir(parents=True)
        write_model(path)

    shelf.look_in([tmp_path / "drive"])

    assert [model.name for model in shelf.models()] == ["here", "there"]
    assert shelf.folders[0] == tmp_path / "drive"


def test_a_kept_model_is_ours_alone_and_stays_when_the_other_program_deletes_it(shelf: Shelf, tmp_path: Path):
    theirs = tmp_path / "jan" / "model.gguf"
    theirs.parent.mkdir()
    write_model(theirs)
    adopted = shelf.add(theirs, origin="Jan", name="Tiny by Jan")
    shelf.keep(adopted)
    theirs.unlink()

    (model,) = shelf.models()
    assert (model.name, model.origin, model.missing, model.problem) == ("Tiny by Jan", "paddock", False, None)


def test_keeping_that_was_ended_half_way_is_done_by_the_next_try(shelf: Shelf, paths: Paths, tmp_path: Path):
    model = shelf.add(place(tmp_path / "other", "cow.gguf"), origin="Ollama")
    (paths.models / "kept" / "cow").mkdir(parents=True)
    os.link(model.path, paths.models / "kept" / "cow" / "cow.gguf")

    assert shelf.keep(model).origin == "paddock"
    assert [each.name for each in shelf.models()] == ["cow"]


def test_keeping_what_is_ours_already_changes_nothing(shelf: Shelf, paths: Paths):
    (paths.models / "org" / "repo").mkdir(parents=True)
    write_model(paths.models / "org" / "repo" / "tiny.gguf")
    (model,) = shelf.models()

    assert shelf.keep(model) == model
    assert len(shelf.models()) == 1


def test_any_file_of_a_split_set_adds_the_whole(shelf: Shelf, tmp_path: Path):
    first = split(tmp_path, "cow.gguf")
    last = max(tmp_path.glob("cow-*.gguf"))

    assert shelf.add(last) == shelf.add(first)
    assert len(shelf.models()) == 1


def test_a_later_file_alone_is_no_model(shelf: Shelf, tmp_path: Path):
    first = split(tmp_path, "cow.gguf")
    first.unlink()

    with pytest.raises(ModelUnsupported):
        shelf.add(max(tmp_path.glob("cow-*.gguf")))
