"""Downloads as the program runs them: real fetchers, killed and paused at will."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from models.errors import ChildDied, DownloadFailed
from models.hub.downloads import Download, Downloads
from models.hub.events import Downloading, DownloadRequest, Pace, Queued, Ready, Rechecking, Source, Waiting, WantedFile
from models.hub.known import Known
from models.hub.reasons import Reason
from models.paths import Paths
from models.process import Child
from models.process.gate import Gate
from tests.loopback_hub import LoopbackHub

REPO = "org/big-GGUF"
NAMES = ("big-00001-of-00002.gguf", "big-00002-of-00002.gguf")
PACE = Pace(first_wait_s=0.02, most_wait_s=0.1, first_patience_s=3, patience_s=3, read_s=2, tick_s=0.02)
SIZE = 24 * 2**20


@pytest.fixture(scope="module")
def content() -> bytes:
    return b"GGUF" + random.Random(9).randbytes(SIZE - 4)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub() as hub:
        yield hub


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs")


def downloads(paths: Paths, hub: LoopbackHub) -> Downloads:
    return Downloads(paths, partial(Child, network=True), Source(endpoint=hub.url), PACE)


def offer(hub: LoopbackHub, *contents: bytes) -> DownloadRequest:
    names = NAMES if len(contents) == 2 else ("big.gguf",)
    files = [WantedFile(name, len(each), hub.add(REPO, name, each)) for name, each in zip(names, contents, strict=True)]
    return DownloadRequest(model="Big", repo=REPO, files=tuple(files), commit=hub.commits[0])


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def hold(hub: LoopbackHub, at: int = SIZE * 3 // 4) -> None:
    """The Hub falls silent after so many bytes, until it heals: no download ends before the test is done with it."""
    hub.rate = 40e6
    hub.spoil("stall", at=at)


def until(run: Download, done_bytes: int) -> None:
    """Iterate until so many bytes are there."""
    for event in run:
        if isinstance(event, Downloading) and event.done_bytes >= done_bytes:
            return
    raise AssertionError("it ended before")


def test_a_model_arrives_through_the_gate(paths: Paths, hub: LoopbackHub):
    request = offer(hub, b"GGUF" + bytes(100_000))
    with Gate.start(paths.logs / "gate.log") as gate:
        events = list(Downloads(paths, gate.child, Source(endpoint=hub.url)).start(request))

    ready = events[-1]
    assert isinstance(ready, Ready)
    assert Path(ready.path) == paths.models / REPO / "big.gguf"
    assert Path(ready.path).stat().st_mode & 0o222 == 0
    assert files_in(paths.models) == ["big.gguf"]


def test_a_split_set_arrives_whole_and_its_progress_never_falls(paths: Paths, hub: LoopbackHub):
    parts = [b"GGUF" + bytes(300_000), b"GGUF" + bytes(200_000)]
    events = list(downloads(paths, hub).start(offer(hub, *parts)))

    done = [event.done_bytes for event in events if isinstance(event, Downloading)]
    assert done == sorted(done)
    assert {event.total_bytes for event in events if isinstance(event, Downloading)} == {500_008}
    assert files_in(paths.models) == sorted(NAMES)
    assert all(facts.verified for facts in Known.of(paths).all().values())


def test_closing_pauses_at_once_and_the_next_start_goes_on(paths: Paths, hub: LoopbackHub, content: bytes):
    request, owner = offer(hub, content), downloads(paths, hub)
    hold(hub)
    run = owner.start(request)
    until(run, SIZE // 4)
    run.close()

    (pending,) = owner.pending()
    done_bytes = pending.done_bytes
    assert SIZE // 4 <= done_bytes < SIZE
    hub.heal()
    again = list(downloads(paths, hub).start(pending.request, Path(pending.folder)))

    first = next(event for event in again if isinstance(event, Downloading))
    assert first.done_bytes == done_bytes
    assert isinstance(again[-1], Ready)
    assert owner.pending() == []
    assert files_in(paths.models) == ["big.gguf"]


def test_another_thread_may_close_it_while_it_waits(paths: Paths, hub: LoopbackHub, content: bytes):
    hub.spoil("status", status=429, headers={"Retry-After": "3600"})
    run = downloads(paths, hub).start(offer(hub, content))
    next(event for event in run if isinstance(event, Waiting))
    rest: list[Any] = []
    iterating = threading.Thread(target=lambda: rest.extend(run))
    iterating.start()
    run.close()
    iterating.join(10)

    assert not iterating.is_alive()
    assert not any(isinstance(event, Ready) for event in rest)


def test_a_second_download_waits_in_line(paths: Paths, hub: LoopbackHub, content: bytes):
    owner = downloads(paths, hub)
    hold(hub)
    first = owner.start(offer(hub, content))
    until(first, 1_000_000)
    hub.add("org/other", "small.gguf", b"GGUF" + bytes(1000))
    other = DownloadRequest(model="Small", repo="org/other", files=(WantedFile("small.gguf"),))
    second = owner.start(other)

    assert next(second) == Queued(1)
    first.close()
    assert isinstance(list(second)[-1], Ready)


def test_a_failure_is_remembered_with_its_words(paths: Paths, hub: LoopbackHub):
    hub.spoil("status", method="HEAD", status=404)
    owner = downloads(paths, hub)
    with pytest.raises(DownloadFailed, match="This file is no longer offered") as caught:
        list(owner.start(offer(hub, b"GGUF" + bytes(10))))

    assert caught.value.values["reason"] is Reason.GONE
    (pending,) = downloads(paths, hub).pending()
    assert pending.detail == str(caught.value)


def test_a_drive_that_is_not_there_is_named_and_not_filled_beside(paths: Paths, hub: LoopbackHub, tmp_path: Path):
    drive = tmp_path / "media" / "stick" / "models"
    with pytest.raises(DownloadFailed, match="cannot be written"):
        list(downloads(paths, hub).start(offer(hub, b"GGUF" + bytes(10)), drive))

    assert not drive.parent.exists()


def test_discarding_leaves_nothing(paths: Paths, hub: LoopbackHub, content: bytes):
    owner = downloads(paths, hub)
    hold(hub)
    run = owner.start(offer(hub, content))
    until(run, 1_000_000)
    with pytest.raises(DownloadFailed, match="Another window"):
        owner.discard(run.request)
    run.close()
    owner.discard(run.request)

    assert owner.pending() == []
    assert files_in(paths.models) == []


def test_try_now_ends_a_wait(paths: Paths, hub: LoopbackHub):
    hub.spoil("status", status=429, headers={"Retry-After": "3600"}, times=1)
    run = downloads(paths, hub).start(offer(hub, b"GGUF" + bytes(1000)))
    waiting = next(event for event in run if isinstance(event, Waiting))
    run.try_now()

    assert (waiting.reason, waiting.retry_s) == (Reason.RATE, 3600)
    assert isinstance(list(run)[-1], Ready)


def kill_once(paths: Paths, hub: LoopbackHub, request: DownloadRequest, at: int) -> Ready:
    """Download, with the fetcher killed once when `at` bytes are there; the program starts another by itself."""
    owner = downloads(paths, hub)
    owner.pace = msgspec.structs.replace(PACE, tick_s=0)  # every block is told
    run = owner.start(request)
    until(run, at)
    child = run._child
    assert child is not None
    os.kill(child.pid, signal.SIGKILL)
    ready = list(run)[-1]
    assert isinstance(ready, Ready)
    return ready


def test_a_killed_fetcher_is_replaced_and_goes_on(paths: Paths, hub: LoopbackHub, content: bytes):
    request = offer(hub, content)
    hub.spoil("stall", at=SIZE // 2, times=1)
    ready = kill_once(paths, hub, request, SIZE // 2)

    assert ready.sha256 == request.files[0].sha256
    assert hub.sent_bytes <= 1.15 * SIZE
    assert files_in(paths.models) == ["big.gguf"]


@pytest.mark.soak
@pytest.mark.timeout(3 * 3600)
def test_200_downloads_killed_once_at_a_random_moment(paths: Paths, hub: LoopbackHub):
    size, moments = 256 * 2**20, random.Random(7)
    request = offer(hub, b"GGUF" + moments.randbytes(size - 4))
    for _ in range(200):
        ready = kill_once(paths, hub, request, moments.randrange(size))
        assert files_in(paths.models) == ["big.gguf"]
        assert files_in(paths.data / "downloads") == []
        Path(ready.path).unlink()

    print(f"traffic {hub.sent_bytes / (200 * size):.4f}x of 200 x {size >> 20} MiB")
    assert hub.sent_bytes <= 1.30 * 200 * size


PROGRAM = """
import sys
from functools import partial
from pathlib import Path
import msgspec
from models.hub.downloads import Downloads
from models.hub.events import DownloadRequest, Downloading, Source
from models.paths import Paths
from models.process import Child

home, endpoint, request = Path(sys.argv[1]), sys.argv[2], msgspec.json.decode(sys.argv[3], type=DownloadRequest)
paths = Paths(home / "data", home / "config", home / "cache", home / "logs")
for event in Downloads(paths, partial(Child, network=True), Source(endpoint=endpoint)).start(request):
    print(type(event).__name__, getattr(event, "done_bytes", ""), flush=True)
"""


def program(paths: Paths, hub: LoopbackHub, request: DownloadRequest) -> subprocess.Popen[str]:
    arguments = [str(paths.data.parent), hub.url, msgspec.json.encode(request).decode()]
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], stdout=subprocess.PIPE, text=True)


def wait_for(part: Path, size_bytes: int) -> None:
    """Until so much of a file is there."""
    ends = time.monotonic() + 60
    while not part.exists() or part.stat().st_size < size_bytes:
        assert time.monotonic() < ends, f"{part} does not grow to {size_bytes}"
        time.sleep(0.002)


@pytest.mark.parametrize("moment", [0.1, 0.5, 0.9])
def test_a_killed_program_resumes_what_its_fetcher_had(paths: Paths, hub: LoopbackHub, content: bytes, moment: float):
    request, there = offer(hub, content), int(SIZE * moment)
    hub.spoil("stall", at=there, times=1)
    running = program(paths, hub, request)
    wait_for(paths.models / REPO / "big.gguf.part", there)
    running.kill()
    running.communicate()
    (pending,) = downloads(paths, hub).pending()
    events = list(downloads(paths, hub).start(pending.request, Path(pending.folder)))

    assert isinstance(events[-1], Ready)
    assert any(isinstance(event, Rechecking | Waiting) for event in events)
    assert hub.sent_bytes <= 1.25 * SIZE
    assert files_in(paths.models) == ["big.gguf"]


@pytest.mark.parametrize("count", [2, pytest.param(10, marks=pytest.mark.soak)])
def test_several_programs_make_one_download(paths: Paths, hub: LoopbackHub, content: bytes, count: int):
    request = offer(hub, content)
    hub.rate = 40e6
    running = [program(paths, hub, request) for _ in range(count)]
    said = [process.communicate(timeout=60)[0] for process in running]

    assert [process.returncode for process in running] == [0] * count
    assert all("Ready" in each for each in said)
    assert hub.sent_bytes <= 1.02 * SIZE
    assert files_in(paths.models) == ["big.gguf"]


def test_a_fetcher_that_cannot_start_is_given_up(paths: Paths, hub: LoopbackHub):
    def starter(main: str, **how: Any) -> Child[Any, Any]:
        return Child("models.hub.nowhere:main", network=True, **how)

    owner = Downloads(paths, starter, Source(endpoint=hub.url))
    with pytest.raises(ChildDied, match="fetcher"):
        list(owner.start(offer(hub, b"GGUF")))
