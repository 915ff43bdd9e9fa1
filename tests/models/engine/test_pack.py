"""The pack for NVIDIA cards: taken in only whole, ours and of this version; seen by the engine afterwards."""

from __future__ import annotations

import hashlib
import os
import sys
import tracemalloc
import zipfile
from pathlib import Path

import msgspec
import pytest

from models.engine import graphics, pack
from models.engine.pack import KnownPack, Manifest, PackedFile, engine_version, install, this_system
from models.errors import DiskFull, FileNotRegular, GpuPackUnusable
from models.paths import Paths
from tests.models.test_unzipping import DAMAGED

FILES = {"libggml-cuda.so": b"the library" * 1000, "libcudart.so.13": b"NVIDIA's"}


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setattr(pack, "takes_packs", lambda: True)
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs")


def make(folder: Path, *, listed: bool = True, files: dict[str, bytes] = FILES, **changed: str) -> tuple[Path, Path]:
    """A pack and the list that knows it."""
    described = {name: PackedFile(len(data), hashlib.sha256(data).hexdigest()) for name, data in FILES.items()}
    wanted = {"engine": engine_version(), "system": this_system(), "cuda": "13.0", "architectures": "90"} | changed
    manifest = msgspec.convert(wanted | {"files": msgspec.to_builtins(described)}, Manifest)
    made = folder / "paddock-cuda.pack"
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(pack.MANIFEST, msgspec.json.encode(manifest))
        for name, data in files.items():
            packed.writestr(name, data)
    whole = PackedFile(made.stat().st_size, hashlib.sha256(made.read_bytes()).hexdigest())
    known = KnownPack(
        name=made.name, engine=engine_version(), system=this_system(), size_bytes=whole.size_bytes, sha256=whole.sha256
    )
    (folder / "packs.json").write_bytes(msgspec.json.encode([known] if listed else []))
    return made, folder / "packs.json"


def test_an_installed_pack_is_where_the_engine_looks_for_graphics_libraries(tmp_path: Path, paths: Paths) -> None:
    made, listed = make(tmp_path)

    *_, last = install(made, paths, listed)

    assert 0 < last.total_bytes <= last.done_bytes
    assert graphics.libraries(paths)["cuda"].read_bytes() == FILES["libggml-cuda.so"]
    manifest = pack.installed(paths)
    assert manifest
    assert manifest.cuda == "13.0"

    pack.remove(paths)
    assert "cuda" not in graphics.libraries(paths)
    assert not paths.gpu.exists()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"engine": "0.1.0"}, "it is for another version of Paddock, get the pack of this one"),
        ({"system": "plan9-mips"}, "it is for another system"),
    ],
)
def test_a_pack_of_another_version_or_system_is_refused_in_one_sentence(
    tmp_path: Path, paths: Paths, changed: dict[str, str], why: str
) -> None:
    made, listed = make(tmp_path, **changed)

    with pytest.raises(GpuPackUnusable) as refused:
        list(install(made, paths, listed))

    assert str(refused.value) == f"“paddock-cuda.pack” cannot be used as the pack for NVIDIA cards: {why}."
    assert not paths.gpu.exists()


def test_a_pack_that_this_program_does_not_know_is_refused_however_whole_it_is(tmp_path: Path, paths: Paths) -> None:
    made, listed = make(tmp_path, listed=False)

    with pytest.raises(GpuPackUnusable, match="damaged, or it was not made with this version"):
        list(install(made, paths, listed))


def test_one_changed_byte_is_found(tmp_path: Path, paths: Paths) -> None:
    made, listed = make(tmp_path)
    data = bytearray(made.read_bytes())
    data[data.index(b"the library") + 3] ^= 1
    made.write_bytes(data)

    with pytest.raises(GpuPackUnusable, match="damaged"):
        list(install(made, paths, listed))
    assert pack.folder(paths) is None


def test_a_file_that_is_not_what_the_manifest_says_is_found(tmp_path: Path, paths: Paths) -> None:
    made, listed = make(tmp_path, files=FILES | {"libcudart.so.13": b"other"})

    with pytest.raises(GpuPackUnusable, match="damaged"):
        list(install(made, paths, listed))
    assert list(paths.gpu.iterdir()) == []


def test_what_is_no_pack_at_all_is_said_to_be_none(tmp_path: Path, paths: Paths) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"picture")

    with pytest.raises(GpuPackUnusable, match=r"“holiday.jpg” .* it is no such pack"):
        list(install(tmp_path / "holiday.jpg", paths))


def test_half_a_pack_is_said_to_be_damaged(tmp_path: Path, paths: Paths) -> None:
    made, listed = make(tmp_path)
    made.write_bytes(made.read_bytes()[:100])

    with pytest.raises(GpuPackUnusable, match="damaged"):
        list(install(made, paths, listed))


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_pack_that_cannot_be_unpacked_is_said_to_be_damaged(tmp_path: Path, paths: Paths, kind: str) -> None:
    made = tmp_path / "paddock-cuda.pack"
    made.write_bytes(DAMAGED[kind](made, pack.MANIFEST, b'{"form": 1}' + b" " * 1000))

    with pytest.raises(GpuPackUnusable, match="damaged"):
        list(install(made, paths))


@pytest.mark.parametrize("manifest", [b"[" * 100_000, b'{"form": "\xff"}', b"{", b"{}"])
def test_a_manifest_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, paths: Paths, manifest: bytes
) -> None:
    made = tmp_path / "paddock-cuda.pack"
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(pack.MANIFEST, manifest)

    with pytest.raises(GpuPackUnusable, match=r"damaged|no such pack"):
        list(install(made, paths))


def test_a_manifest_larger_than_any_is_refused_without_being_unpacked(tmp_path: Path, paths: Paths) -> None:
    made = tmp_path / "paddock-cuda.pack"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(pack.MANIFEST, bytes(64 << 20))
    truthful = made.read_bytes()
    lying = truthful.replace((64 << 20).to_bytes(4, "little"), (1 << 20).to_bytes(4, "little"))
    assert lying != truthful

    for content in (truthful, lying):
        made.write_bytes(content)
        tracemalloc.start()
        with pytest.raises(GpuPackUnusable, match="damaged"):
            list(install(made, paths))
        peak_bytes = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak_bytes < 16 << 20


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_or_a_device_is_refused_before_it_is_opened(tmp_path: Path, paths: Paths) -> None:
    os.mkfifo(tmp_path / "paddock-cuda.pack")

    for path in (tmp_path / "paddock-cuda.pack", Path("/dev/zero")):
        with pytest.raises(FileNotRegular, match="is a device or a pipe"):
            list(install(path, paths))


def test_an_engine_in_one_piece_takes_none(tmp_path: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    made, listed = make(tmp_path)
    monkeypatch.setattr(pack, "takes_packs", lambda: False)

    with pytest.raises(GpuPackUnusable, match="in one piece"):
        list(install(made, paths, listed))


def test_a_full_disk_is_said_before_anything_is_written(
    tmp_path: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, listed = make(tmp_path)
    monkeypatch.setattr(pack, "ROOM_BYTES", 1 << 60)

    with pytest.raises(DiskFull):
        list(install(made, paths, listed))


def test_an_interrupted_installation_leaves_the_pack_from_before(tmp_path: Path, paths: Paths) -> None:
    made, listed = make(tmp_path)
    list(install(made, paths, listed))

    steps = install(made, paths, listed)
    next(steps)
    steps.close()

    assert pack.folder(paths)
    assert [each.name for each in paths.gpu.iterdir()] == [engine_version()]


def test_what_an_unpacking_left_that_was_killed_goes_with_the_next_one(tmp_path: Path, paths: Paths) -> None:
    made, listed = make(tmp_path)
    (paths.gpu / ".new-abc" / "pack").mkdir(parents=True)
    (paths.gpu / ".new-abc" / "pack" / "libggml-cuda.so").write_bytes(b"half of it")

    list(install(made, paths, listed))
    assert list(paths.gpu.iterdir()) == [pack.folder(paths)]


def test_a_library_that_went_missing_afterwards_is_not_offered_to_the_engine(tmp_path: Path, paths: Paths) -> None:
    made, listed = make(tmp_path)
    list(install(made, paths, listed))

    (pack.place(paths) / "libcudart.so.13").unlink()

    assert pack.folder(paths) is None


def test_the_list_that_ships_can_be_read() -> None:
    assert pack.known() is None or pack.known().engine == engine_version()  # type: ignore[union-attr]
