from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.errors import DiskFull, OutputUnwritable, StoreUnwritable
from models.whole_file import must_take, put


@pytest.fixture
def little_room() -> Iterator[None]:
    """No file of this process may grow beyond 4096 bytes, which fails as a full disk does: half-way."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o640)

    put(file, b"new")

    assert file.read_bytes() == b"new" and file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("little_room")
def test_what_does_not_fit_leaves_the_old_file_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "corrections.json"
    file.write_bytes(b"old")

    with pytest.raises(StoreUnwritable):
        put(file, b"x" * 100_000)

    assert file.read_bytes() == b"old" and list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(sys.platform != "linux", reason="where a device is always full")
def test_a_device_is_written_to_and_a_full_one_is_said_to_be_full() -> None:
    put(Path("/dev/null"), b"text")
    with pytest.raises(DiskFull):
        put(Path("/dev/full"), b"text")


def test_a_link_stays_a_link_to_the_file_that_is_written(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")

    put(tmp_path / "link", b"text")

    assert (tmp_path / "link").is_symlink() and (tmp_path / "file").read_bytes() == b"text"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match="nowhere"):
        put(tmp_path / "nowhere" / "a.md", b"text")


@pytest.mark.parametrize("name", ["new.md", "old.md", "device"])
def test_what_can_be_written_is_taken_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / "old.md").write_bytes(b"old")
    (tmp_path / "device").symlink_to("/dev/null")
    before = sorted(tmp_path.iterdir())

    must_take(tmp_path / name)

    assert sorted(tmp_path.iterdir()) == before and (tmp_path / "old.md").read_bytes() == b"old"


@pytest.mark.parametrize("name", ["", "none/out.md", "old.md/out.md", "n" * 300])
def test_what_cannot_be_written_is_refused_before_the_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "old.md").write_bytes(b"old")

    with pytest.raises(OutputUnwritable):
        must_take(tmp_path / name)


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder that takes no files from anybody")
def test_a_folder_that_takes_no_files_is_refused_even_to_root() -> None:
    with pytest.raises(OutputUnwritable, match=r"Name another folder|sys/kernel"):
        must_take(Path("/sys/kernel/out.md"))
