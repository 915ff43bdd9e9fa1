"""A file on its way: what survives, what is cut off, what is never published."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import resource
import stat
import threading
from contextlib import closing, suppress
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pytest

from models.hub import part as part_module
from models.hub.events import Answer, Downloading, Ready
from models.hub.part import Mark, Part, remove
from models.hub.reasons import Reason
from tests.models.hub.conftest import CONTENT, World

DATA = random.Random(2).randbytes(300_000)
MARK = Mark(size_bytes=len(DATA), sha256=hashlib.sha256(DATA).hexdigest(), commit="c")


def opened(target: Path, mark: Mark = MARK) -> Part:
    part = Part(target)
    assert part.acquire()
    list(part.open(mark))
    return part


def test_what_was_written_is_there_again_and_the_hash_goes_on(tmp_path: Path):
    first = opened(tmp_path / "a.gguf")
    first.append(DATA[:100_000])
    first.close()
    second = opened(tmp_path / "a.gguf")
    second.append(DATA[second.length :])

    assert second.digest() == MARK.sha256
    second.publish()
    second.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.gguf"]
    assert (tmp_path / "a.gguf").read_bytes() == DATA


def test_a_share_that_changes_no_modes_and_syncs_no_folders_takes_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    part = opened(tmp_path / "a.gguf")
    part.append(DATA)
    of_files = os.fsync

    def of_files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        of_files(descriptor)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "fsync", of_files_only)
    monkeypatch.setattr(Path, "chmod", refuse)
    part.publish()
    part.close()

    assert [path.name for path in tmp_path.iterdir()] == ["a.gguf"]
    assert (tmp_path / "a.gguf").read_bytes() == DATA


def test_after_a_power_cut_only_what_was_synced_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first = opened(tmp_path / "a.gguf")
    first.append(DATA[:100_000])
    first.sync()
    first.append(DATA[100_000:150_000])
    first._lock.release()  # no close: the machine went off
    first._close_file()
    monkeypatch.setattr(part_module, "boot_id", lambda: "the next day")

    with closing(opened(tmp_path / "a.gguf")) as second:
        assert second.length == 100_000


def test_the_part_of_another_file_is_not_gone_on_with(tmp_path: Path):
    first = opened(tmp_path / "a.gguf")
    first.append(DATA[:100_000])
    first.close()
    other = msgspec.structs.replace(MARK, sha256="0" * 64)

    with closing(opened(tmp_path / "a.gguf", other)) as second:
        assert second.length == 0


@pytest.mark.parametrize("mark", [b"", b"{", b'{"size_bytes": "no"}', b"\x00" * 200])
def test_a_damaged_mark_is_a_fresh_start(tmp_path: Path, mark: bytes):
    first = opened(tmp_path / "a.gguf")
    first.append(DATA[:100_000])
    first.close()
    first.mark_path.write_bytes(mark)

    with closing(opened(tmp_path / "a.gguf")) as second:
        assert second.length == 0


def test_a_part_has_one_owner(tmp_path: Path):
    first, second = Part(tmp_path / "a.gguf"), Part(tmp_path / "a.gguf")
    assert first.acquire()

    assert not second.acquire()
    assert not remove(tmp_path / "a.gguf")
    first.close()
    assert second.acquire()
    second.close()


def test_an_older_file_stays_until_the_new_one_is_whole(world: World):
    world.target.parent.mkdir(parents=True)
    world.target.write_bytes(b"GGUF the old one")
    world.target.chmod(0o444)
    rule = world.hub.spoil("flip", at=500_000)
    world.fetch()
    assert world.target.read_bytes() == b"GGUF the old one"

    rule.times = 0
    assert isinstance(world.fetch(), Ready)
    assert world.target.read_bytes() == CONTENT


def test_a_file_that_is_there_costs_no_request(world: World):
    world.fetch()
    before = len(world.hub.seen)

    assert isinstance(world.fetch(), Ready)
    assert len(world.hub.seen) == before


def test_bytes_that_rotted_in_the_part_are_found_and_fetched_again(world: World):
    world.leave_part(400_000)
    part = world.target.with_name(world.target.name + ".part")
    spoilt = bytearray(part.read_bytes())
    spoilt[100_000] ^= 1
    part.write_bytes(spoilt)

    before = world.hub.sent_bytes
    assert isinstance(world.fetch(), Ready)
    assert world.target.read_bytes() == CONTENT
    assert world.hub.sent_bytes - before <= 2 * len(CONTENT)


def mutated(world: World, moments: random.Random) -> None:
    world.hub.heal()
    world.hub.spoil(moments.choice(["flip", "other"]), at=moments.randrange(4, len(CONTENT)))
    if moments.random() < 0.5:
        world.leave_part(moments.randrange(len(CONTENT)))
    answer = world.fetch()

    assert not isinstance(answer, Ready) or world.target.read_bytes() == CONTENT
    assert isinstance(answer, Ready) or not world.target.exists()
    if world.target.exists():
        world.target.unlink()


def test_wrong_bytes_are_never_published(world: World):
    moments = random.Random(1)
    for _ in range(12):
        mutated(world, moments)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_wrong_bytes_are_never_published_in_1000_transfers(world: World):
    moments = random.Random(1000)
    for _ in range(1000):
        mutated(world, moments)


def _limited(command: bytes, answers, limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    from models.hub.events import Fetch
    from models.hub.fetch import fetch
    from models.hub.pacing import Switch

    for answer in fetch(msgspec.json.decode(command, type=Fetch), Switch()):
        answers.send_bytes(msgspec.json.encode(answer))


def test_a_disk_that_fills_up_keeps_what_came_and_the_rest_follows(world: World):
    ours, theirs = get_context("spawn").Pipe(duplex=False)
    command = msgspec.json.encode(world.command)
    process = get_context("spawn").Process(target=_limited, args=(command, theirs, 400_000))
    process.start()
    theirs.close()
    answers = []
    with ours, suppress(EOFError):
        while True:
            answers.append(msgspec.json.decode(ours.recv_bytes(), type=Answer))
    process.join()
    kept = world.target.with_name(world.target.name + ".part").stat().st_size

    assert answers[-1].reason is Reason.DISK_FULL
    assert 0 < kept <= 400_000
    assert isinstance(world.fetch(), Ready)
    first = next(event for event in world.events if isinstance(event, Downloading))
    assert first.done_bytes == kept


def test_a_folder_in_any_language_will_do(world: World):
    world.folder = world.folder / "用户 José 🐎" / "模型"

    assert isinstance(world.fetch(), Ready)
    assert world.target.read_bytes() == CONTENT


def test_the_names_of_the_request_cannot_lead_out_of_the_folder():
    from models.hub.events import DownloadRequest, WantedFile

    for repo, name in [("../x/y", "a.gguf"), ("a/..", "a.gguf"), ("a/b", "../a.gguf"), ("a/b", "/etc/a.gguf"),
                       ("a/b", "a\\b.gguf"), ("a/b", "a.txt"), ("a/b", "C:a.gguf"), ("a", "a.gguf")]:  # fmt: skip
        with pytest.raises(ValueError, match="not a"):
            DownloadRequest(model="x", repo=repo, files=(WantedFile(name),))


def test_a_pause_is_felt_within_a_blink_while_the_server_is_silent(world: World):
    import time

    from models.hub.events import Checking, Paused
    from models.hub.fetch import fetch
    from models.hub.pacing import Switch

    world.hub.spoil("hang", method="HEAD")
    world.pace = msgspec.structs.replace(world.pace, read_s=30)
    switch, events = Switch(), []
    run = fetch(world.command, switch)
    assert next(run) == Checking()
    waiting = threading.Thread(target=lambda: events.extend((answer, time.monotonic()) for answer in run))
    waiting.start()
    while not world.hub.seen:
        pass
    turned = time.monotonic()
    switch.pause()
    waiting.join(5)

    assert events[-1][0] == Paused()
    assert events[-1][1] - turned < 1.0
    assert Reason.TIMEOUT not in {getattr(event, "reason", None) for event, _ in events}
