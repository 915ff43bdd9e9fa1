"""Models carried to another computer: out, in, broken off, and by somebody who means harm."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.catalogue import Catalogue, CatalogueEntry, CatalogueFile, Licence
from models.errors import BundleDamaged, DownloadFailed, FileMissing, FileRefused, ModelNotAsPublished, OutputUnwritable
from models.hub import packing, unpacking
from models.hub.bundle import MANIFEST, Bundle, check_path, is_bundle
from models.hub.packing import Copying, Exported, export
from models.hub.shelf import Shelf
from models.hub.unpacking import Imported, unpack
from models.paths import Paths
from tests.gguf_models import make_tiny_gguf

PLACE = "models/org/tiny-GGUF/tiny.gguf"


class Computer:
    """A home with a shelf."""

    def __init__(self, home: Path, catalogue: Catalogue | None = None) -> None:
        self.paths = Paths(home / "data", home / "config", home / "cache", home / "logs")
        self.catalogue = catalogue or Catalogue(revision="1", entries=())
        self.shelf = Shelf(self.paths, catalogue=self.catalogue)

    def export(self, target: Path) -> list[Copying | Exported]:
        return list(export(self.shelf.models(), target, self.shelf, self.catalogue))

    def unpack(self, path: Path) -> list[Copying | Imported]:
        with Bundle(path) as bundle:
            return list(unpack(bundle, self.shelf))

    def files(self) -> list[str]:
        root = self.paths.models
        return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_tiny_gguf(tmp_path_factory.mktemp("bundle") / "tiny.gguf").read_bytes()


@pytest.fixture
def here(tmp_path: Path, content: bytes) -> Computer:
    licence = Licence(id="Apache-2.0", url="https://www.apache.org/licenses/LICENSE-2.0")
    file = CatalogueFile(name="tiny.gguf", bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    entry = CatalogueEntry(
        id="tiny", name="Tiny", group="tiny", repo="org/tiny-GGUF", files=(file,), licence=licence, n_ctx=None
    )
    computer = Computer(tmp_path / "here", Catalogue(revision="1", entries=(entry,)))
    target = computer.paths.models / "org" / "tiny-GGUF" / "tiny.gguf"
    target.parent.mkdir(parents=True)
    target.write_bytes(content)
    return computer


@pytest.fixture
def there(tmp_path: Path, here: Computer) -> Computer:
    return Computer(tmp_path / "there", here.catalogue)


@pytest.fixture(params=["folder", "bundle.zip"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / "stick" / request.param


@pytest.fixture(autouse=True)
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_a_model_goes_out_and_comes_in_verified(here: Computer, there: Computer, target: Path, content: bytes):
    *copying, exported = here.export(target)
    *_, imported = there.unpack(target)

    assert exported == Exported(str(target), len(content))
    assert is_bundle(target)
    assert all(isinstance(event, Copying) and event.total_bytes == len(content) for event in copying)
    assert isinstance(imported, Imported)
    assert Path(imported.paths[0]).read_bytes() == content
    (model,) = there.shelf.models()
    assert (model.title, model.entry, model.verified, model.problem) == ("Tiny", "tiny", True, None)


def test_a_manifest_says_sizes_hashes_licences_and_ids(here: Computer, target: Path, content: bytes):
    here.export(target)
    with Bundle(target) as bundle:
        (model,) = bundle.manifest.models

    assert (model.name, model.entry, model.licence.id) == ("Tiny", "tiny", "Apache-2.0")
    (file,) = model.files
    assert (file.path, file.size_bytes, file.sha256) == (PLACE, len(content), hashlib.sha256(content).hexdigest())


def test_a_zip_is_stored_and_its_entries_are_wide(here: Computer, stick: Path, content: bytes):
    here.export(stick / "bundle.zip")
    with zipfile.ZipFile(stick / "bundle.zip") as packed:
        assert packed.testzip() is None
        (info,) = [info for info in packed.infolist() if info.filename == PLACE]

    assert (info.compress_type, info.compress_size, info.flag_bits & 0x8) == (zipfile.ZIP_STORED, len(content), 0x8)


def test_a_folder_on_the_same_disk_takes_no_space(here: Computer, there: Computer, stick: Path):
    here.export(stick / "folder")
    there.unpack(stick / "folder")
    inodes = {path.stat().st_ino for path in stick.parent.rglob("tiny.gguf")}

    assert len(list(stick.parent.rglob("tiny.gguf"))) == 3
    assert len(inodes) == 1


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")  # what FAT says

    monkeypatch.setattr(packing.os, "link", refuse)
    monkeypatch.setattr(unpacking.os, "link", refuse)


def test_a_disk_without_links_gets_copies(no_links: None, here: Computer, there: Computer, stick: Path):
    here.export(stick / "folder")
    there.unpack(stick / "folder")

    assert len({path.stat().st_ino for path in stick.parent.rglob("tiny.gguf")}) == 3
    assert there.files() == ["org/tiny-GGUF/tiny.gguf"]


def test_what_was_broken_off_goes_on_and_leaves_nothing_behind(
    no_links: None, here: Computer, there: Computer, target: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
):
    for module in (packing, unpacking):
        monkeypatch.setattr(module, "BLOCK_BYTES", 64 * 1024)
    monkeypatch.setattr("models.hub.zipped.BLOCK_BYTES", 64 * 1024)

    def break_off(run: Any) -> None:
        for _ in range(4):
            next(run)
        run.close()

    break_off(export(here.shelf.models(), target, here.shelf, here.catalogue))
    parts = [path.stat().st_size for path in stick.rglob("*.part")]
    assert parts and parts[0] >= 3 * 64 * 1024
    assert not is_bundle(target)
    here.export(target)
    with Bundle(target) as bundle:
        break_off(unpack(bundle, there.shelf))
    there.unpack(target)

    assert there.files() == ["org/tiny-GGUF/tiny.gguf"]
    assert not [path for path in stick.rglob("*") if path.suffix in (".part", ".lock") or "part" in path.name]


def test_a_resumed_zip_has_the_bytes_of_one_made_at_once(here: Computer, stick: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("models.hub.zipped.BLOCK_BYTES", 64 * 1024)
    here.export(stick / "whole.zip")
    run = export(here.shelf.models(), stick / "broken.zip", here.shelf, here.catalogue)
    for _ in range(5):
        next(run)
    run.close()
    here.export(stick / "broken.zip")

    assert (stick / "broken.zip").read_bytes() == (stick / "whole.zip").read_bytes()


def test_a_second_import_changes_nothing(here: Computer, there: Computer, target: Path):
    here.export(target)
    there.unpack(target)
    before = there.files()
    there.unpack(target)

    assert there.files() == before


def test_another_file_of_that_name_is_left_alone(here: Computer, there: Computer, target: Path, content: bytes):
    own = there.paths.models / "org" / "tiny-GGUF" / "tiny.gguf"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"mine")
    here.export(target)
    *_, imported = there.unpack(target)

    assert own.read_bytes() == b"mine"
    assert isinstance(imported, Imported)
    assert Path(imported.paths[0]).read_bytes() == content


def test_a_model_that_rotted_on_the_disk_is_not_exported(here: Computer, target: Path, content: bytes):
    (model,) = here.shelf.models()
    list(here.shelf.verify(model))
    path = Path(model.path)
    now = path.stat()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(now.st_atime_ns, now.st_mtime_ns))

    with pytest.raises(ModelNotAsPublished):
        here.export(target)
    assert not is_bundle(target)


def test_an_adopted_blob_goes_out_under_a_name_of_its_own(
    tmp_path: Path, there: Computer, target: Path, content: bytes
):
    blob = tmp_path / "ollama" / "blobs" / "sha256-1234"
    blob.parent.mkdir(parents=True)
    blob.write_bytes(content)
    there.shelf.add(blob, origin="Ollama", name="qwen2.5:7b 模型")
    there.export(target)
    third = Computer(tmp_path / "third")
    third.unpack(target)

    assert third.files() == ["added/qwen2.5-7b-模型/qwen2.5-7b-模型.gguf"]


@pytest.mark.parametrize("name", [MANIFEST, PLACE])
def test_a_folder_with_other_files_of_these_names_is_left_alone(here: Computer, stick: Path, name: str):
    (stick / name).parent.mkdir(parents=True, exist_ok=True)
    (stick / name).write_text("of another program")

    with pytest.raises(OutputUnwritable, match="Name another folder"):
        here.export(stick)
    assert [path.read_text() for path in stick.rglob("*") if path.is_file()] == ["of another program"]


def test_a_missing_model_is_said(here: Computer, target: Path):
    models = here.shelf.models()
    Path(models[0].path).unlink()
    with pytest.raises(FileMissing, match=r"tiny\.gguf"):
        list(export(models, target, here.shelf, here.catalogue))


def test_a_full_disk_is_said_before_anything_is_copied(
    no_links: None, here: Computer, there: Computer, target: Path, monkeypatch: pytest.MonkeyPatch
):
    here.export(target)
    monkeypatch.setattr("models.hub.disk.RESERVE_BYTES", 2**60)
    with pytest.raises(DownloadFailed, match="Not enough space"):
        there.unpack(target)
    assert there.files() == []


# --- by somebody who means harm --------------------------------------------------------------------------------------


def manifest_of(bundle: Path) -> dict[str, Any]:
    return json.loads((bundle / MANIFEST).read_bytes())


def rewrite(bundle: Path, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = manifest_of(bundle)
    change(manifest)
    (bundle / MANIFEST).write_text(json.dumps(manifest))


def zipped(bundle: Path, **how: Any) -> Path:
    """The folder as an ordinary zip program would pack it."""
    path = bundle.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", **how) as packed:
        for file in sorted(path for path in bundle.rglob("*") if path.is_file()):
            packed.write(file, file.relative_to(bundle).as_posix())
    return path


@pytest.fixture
def bundle(here: Computer, stick: Path, no_links: None) -> Path:
    here.export(stick / "folder")
    return stick / "folder"


@pytest.mark.parametrize(
    "path",
    [
        "../../evil.gguf", "/etc/evil.gguf", "models/../../evil.gguf", "models/a/../b.gguf", "models//a.gguf",
        "models/./a.gguf", "models/a/b/c/d/e.gguf", "models\\a\\b.gguf", "C:/a.gguf", "models/C:/a.gguf",
        "models/a/con.gguf", "models/NUL/a.gguf", "models/a./b.gguf", "models/a/b.exe", "models/.a/b.gguf",
        "models/a/b\x00.gguf", "models/a/b\n.gguf", "a.gguf", "models/~/a.gguf", "models/a/" + "b" * 200 + ".gguf", "",
    ],
    ids=repr,
)  # fmt: skip
def test_a_path_that_leads_out_is_refused(there: Computer, bundle: Path, path: str):
    rewrite(bundle, lambda manifest: manifest["models"][0]["files"][0].update(path=path))
    for form in (bundle, zipped(bundle)):
        with pytest.raises(BundleDamaged):
            there.unpack(form)
    with pytest.raises(ValueError):
        check_path(path)
    assert there.files() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest.clear(),
        lambda manifest: manifest.update(version=2),
        lambda manifest: manifest.update(format="other"),
        lambda manifest: manifest.update(models=[]),
        lambda manifest: manifest.update(models=manifest["models"] * 501),
        lambda manifest: manifest.update(models=manifest["models"] * 2),
        lambda manifest: manifest["models"][0]["files"][0].update(sha256="abc"),
        lambda manifest: manifest["models"][0]["files"][0].update(size_bytes=-1),
        lambda manifest: manifest["models"][0]["files"][0].update(size_bytes=2**60),
        lambda manifest: manifest["models"][0]["files"][0].update(size_bytes=5),
        lambda manifest: manifest["models"][0].update(name=""),
    ],
)
def test_a_manifest_that_cannot_be_true_is_refused(there: Computer, bundle: Path, change: Callable[..., object]):
    rewrite(bundle, change)
    for form in (bundle, zipped(bundle)):
        with pytest.raises(BundleDamaged):
            there.unpack(form)
    assert there.files() == []


def test_a_flipped_bit_is_found_before_the_file_has_its_name(there: Computer, bundle: Path, content: bytes):
    (bundle / PLACE).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    for form in (bundle, zipped(bundle)):
        with pytest.raises(BundleDamaged, match="damaged"):
            there.unpack(form)
    assert there.files() == []


def test_bytes_that_are_no_model_are_refused_although_their_hash_is_right(there: Computer, bundle: Path):
    harm = b"MZ" + bytes(1000)
    (bundle / PLACE).write_bytes(harm)
    facts = {"size_bytes": len(harm), "sha256": hashlib.sha256(harm).hexdigest()}
    rewrite(bundle, lambda manifest: manifest["models"][0]["files"][0].update(facts))
    for form in (bundle, zipped(bundle)):
        with pytest.raises(FileRefused):
            there.unpack(form)
    assert there.files() == []


def test_a_link_in_a_folder_is_not_followed(there: Computer, bundle: Path, tmp_path: Path, content: bytes):
    elsewhere = tmp_path / "elsewhere.gguf"
    elsewhere.write_bytes(content)
    (bundle / PLACE).unlink()
    (bundle / PLACE).symlink_to(elsewhere)
    with pytest.raises(BundleDamaged, match="link"):
        there.unpack(bundle)


def test_a_linked_folder_in_a_folder_is_not_followed(there: Computer, bundle: Path, tmp_path: Path):
    (bundle / "models").rename(tmp_path / "elsewhere")
    (bundle / "models").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BundleDamaged, match="link"):
        there.unpack(bundle)


def test_a_pipe_in_a_folder_does_not_hang(there: Computer, bundle: Path):
    (bundle / PLACE).unlink()
    os.mkfifo(bundle / PLACE)
    with pytest.raises(BundleDamaged):
        there.unpack(bundle)


def test_a_compressed_entry_is_refused(there: Computer, bundle: Path):
    with pytest.raises(BundleDamaged):
        there.unpack(zipped(bundle, compression=zipfile.ZIP_DEFLATED))


def test_an_entry_that_is_there_twice_is_refused(there: Computer, bundle: Path):
    path = zipped(bundle)
    with zipfile.ZipFile(path, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr(PLACE, b"other")
    with pytest.raises(BundleDamaged):
        there.unpack(path)


def test_a_list_of_a_million_entries_is_not_read(there: Computer, bundle: Path):
    path = zipped(bundle)
    tail = bytearray(path.read_bytes())
    tail[-10:-6] = (2**31).to_bytes(4, "little")  # the length of the list, in the last record
    path.write_bytes(tail)
    with pytest.raises(BundleDamaged, match="too long"):
        there.unpack(path)


@pytest.mark.parametrize("length", [0, 1, 4, 100, -30, -1])
def test_a_cut_zip_is_refused(there: Computer, bundle: Path, length: int):
    path = zipped(bundle)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(BundleDamaged):
        there.unpack(path)
    assert not is_bundle(path)


def test_no_bundle_at_all_is_said(there: Computer, tmp_path: Path):
    with pytest.raises(FileMissing):
        there.unpack(tmp_path / "nowhere.zip")
    with pytest.raises(FileMissing):
        there.unpack(tmp_path / "stick")
