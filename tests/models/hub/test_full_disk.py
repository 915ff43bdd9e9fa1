"""A disk that is full at any stage of a download: one sentence, nothing wrong published, and it goes on afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from models.errors import DiskFull, StoreUnwritable
from models.hub.events import Refused
from models.hub.known import Known
from models.hub.ledger import Ledger
from models.hub.queue import Pending, Queue
from models.hub.reasons import Reason, say
from tests.models.hub.conftest import CONTENT, NAME, World

ENTER = ["unshare", "--map-root-user", "--mount"]
# A disk of its own for this one process, a little larger on each round; then large enough.
PROGRAM = """
import json, subprocess, sys
from pathlib import Path
import msgspec
from models.hub import disk
from models.hub.events import Fetch
from models.hub.fetch import fetch
from models.hub.pacing import Switch

place, target, command, pages, inodes = sys.argv[1:]
target = Path(target)
command = msgspec.json.decode(command, type=Fetch)
disk.RESERVE_BYTES = -(2**40)  # or the look beforehand would end every round

def mount(options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=True)

def left():
    return sorted(path.name for path in target.parent.iterdir()) if target.parent.exists() else []

for size in json.loads(pages):
    mount(f"size={4096 * size},nr_inodes={inodes}")
    *_, last = fetch(command, Switch())
    wrong = target.exists() and target.read_bytes()[:4] != b"GGUF"
    subprocess.run(["mount", "-o", "remount,size=64m,nr_inodes=100", place], check=True)
    *_, again = fetch(command, Switch())
    print(json.dumps([size, getattr(last, "reason", "ready"), getattr(last, "values", {}), wrong,
                      type(again).__name__, left()]), flush=True)
    subprocess.run(["umount", place], check=True)
"""


def skip_without_a_disk() -> None:
    if subprocess.run([*ENTER, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a disk of its own")


def rounds(world: World, pages: list[int], inodes: int) -> list[list[object]]:
    place = world.folder / "disk"
    place.mkdir()
    ledger, cache = str(place / "data" / "network.jsonl"), str(place / "cache")
    command = msgspec.structs.replace(world.command, folder=str(place / "models"), ledger=ledger, cache=cache)
    target = command.request.target(place / "models", command.request.files[0])
    skip_without_a_disk()
    arguments = [str(place), str(target), msgspec.json.encode(command).decode(), json.dumps(pages), str(inodes)]
    done = subprocess.run(
        [*ENTER, sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, timeout=250, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


WHOLE_PAGES = len(CONTENT) // 4096


@pytest.mark.parametrize(
    "pages",
    [[1, 2, 3, 40, WHOLE_PAGES, WHOLE_PAGES + 40], pytest.param([*range(1, 260)], marks=pytest.mark.soak)],
    ids=["six moments", "every page"],
)
def test_a_disk_that_is_full_from_some_page_on_is_said_and_waited_for(world: World, pages: list[int]):
    found = rounds(world, pages, 100)

    assert len(found) == len(pages)
    for _, reason, values, wrong, again, left in found:
        assert reason == "ready" or (reason == Reason.DISK_FULL and say(Reason.DISK_FULL, **values)), reason
        assert not wrong
        assert (again, left) == ("Ready", [NAME])
    assert (found[0][1], found[-1][1]) == (Reason.DISK_FULL, "ready")


def test_a_disk_without_room_for_another_name_is_full_too(world: World):
    reasons = []
    for inodes in (2, 5, 8, 50):
        ((_, reason, _, wrong, again, left),) = rounds(world, [1000], inodes)
        reasons.append(reason)
        assert (wrong, again, left) == (False, "Ready", [NAME])
        (world.folder / "disk").rmdir()
    assert reasons == [Reason.DISK_FULL] * 3 + ["ready"]


READ_ONLY = """
import subprocess, sys
from pathlib import Path
import msgspec
from models.hub.events import Fetch
from models.hub.fetch import fetch
from models.hub.pacing import Switch

subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", sys.argv[1]], check=True)
*_, last = fetch(msgspec.json.decode(sys.argv[2], type=Fetch), Switch())
print(last.reason, last.values["folder"])
"""


def test_a_drive_that_is_read_only_is_named(world: World):
    drive = world.folder / "盘 drive 🐎"
    drive.mkdir()
    skip_without_a_disk()
    command = msgspec.json.encode(msgspec.structs.replace(world.command, folder=str(drive))).decode()
    said = subprocess.run(
        [*ENTER, sys.executable, "-c", READ_ONLY, str(drive), command], capture_output=True, text=True, timeout=60,
        check=True,
    ).stdout  # fmt: skip

    assert said.strip() == f"{Reason.DISK_IO} {drive}"
    assert world.hub.sent_bytes == 0


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A file that takes nothing, as on a full disk."""
    path = tmp_path / "full.jsonl"
    path.symlink_to("/dev/full")
    return path


def test_a_request_that_cannot_be_written_down_is_not_made(world: World, full: Path):
    world.folder = full.parent
    (world.folder / "network.jsonl").symlink_to(full)

    answer = world.fetch()

    assert isinstance(answer, Refused)
    assert answer.reason is Reason.DISK_FULL
    assert world.hub.seen == []


def test_what_cannot_be_noted_is_said(full: Path, tmp_path: Path):
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    with pytest.raises(DiskFull, match="disk of"):
        Known(full).note(tmp_path / "model.gguf")


def test_a_queue_that_cannot_be_written_says_so_and_leaves_nothing(world: World, tmp_path: Path):
    (tmp_path / "downloads").symlink_to("/dev/full")

    with pytest.raises(StoreUnwritable):
        Queue(tmp_path / "downloads").put(Pending(request=world.request, folder=str(tmp_path)))


def test_a_line_that_was_cut_short_spoils_no_other(tmp_path: Path):
    (tmp_path / "a.gguf").write_bytes(b"GGUF")
    known = Known(tmp_path / "shelf.jsonl")
    known.note(tmp_path / "a.gguf", sha256="0" * 64)
    with (tmp_path / "shelf.jsonl").open("ab") as file:
        file.write(b'{"path":"/half')
    known.note(tmp_path / "a.gguf", sha256="1" * 64)
    ledger = Ledger(tmp_path / "network.jsonl")
    ledger.path.write_bytes(b'{"id":"half')
    with ledger.request("GET", "one.example", "test"):
        pass

    assert known.all()[tmp_path / "a.gguf"].sha256 == "1" * 64
    assert [entry.host for entry in ledger.entries()] == ["one.example"]
