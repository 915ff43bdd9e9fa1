"""A download's progress never falls, whatever happens on the way."""

from __future__ import annotations

import os
import signal

from hypothesis import given
from hypothesis import strategies as st

from models.hub.events import Checking, Downloading, DownloadRequest, Rechecking, Verifying, WantedFile
from models.hub.progress import Progress
from models.hub.reasons import Reason
from tests.loopback_hub import LoopbackHub
from tests.models.hub.conftest import World, falls
from tests.models.hub.test_downloads import SIZE, content, downloads, hub, offer, paths, until

__all__ = ["content", "paths"]  # fixtures
loopback = hub


def test_neither_a_pause_nor_a_death_takes_it_back(paths, loopback: LoopbackHub, content: bytes):
    request, owner = offer(loopback, content), downloads(paths, loopback)
    loopback.rate = 60e6
    first = owner.start(request)
    events: list[object] = []
    for event in first:
        events.append(event)
        if isinstance(event, Downloading) and event.done_bytes > SIZE // 4:
            break
    first.close()
    second = owner.start(request)
    until(second, SIZE // 2)
    assert second._child
    os.kill(second._child.pid, signal.SIGKILL)
    events += second

    assert any(isinstance(event, Rechecking) for event in events)
    assert falls(events) == []
    assert not any(event.again for event in events if isinstance(event, Downloading))


def test_sizes_that_nobody_has_said_are_asked_for_before_the_first_byte(world: World):
    """The whole is one figure from the start, and must fit on the disk as one."""
    contents = [b"GGUF" + bytes(300_000), b"GGUF" + bytes(200_000), b"GGUF" + bytes(100_000)]
    names = ["s-00001-of-00002.gguf", "s-00002-of-00002.gguf", "mmproj-F16.gguf"]
    for name, each in zip(names, contents, strict=True):
        world.hub.add("org/set", name, each)
    files = tuple(WantedFile(name) for name in names)
    request = DownloadRequest(model="Set", repo="org/set", files=files, commit=world.hub.commits[0])

    events = fetched(world, request)

    assert falls(events) == []
    assert {event.total_bytes for event in events if isinstance(event, Downloading)} == {600_012}
    assert [seen.method for seen in world.hub.seen][:3] == ["HEAD"] * 3
    assert sum(isinstance(event, Checking) for event in events) == 3


def test_a_set_that_does_not_fit_as_a_whole_is_not_begun(world: World):
    """Its second file is larger than any disk."""
    first = WantedFile("s-00001-of-00002.gguf", 100_004, world.hub.add("org/set", "s-00001-of-00002.gguf", CONTENT))
    request = DownloadRequest(
        model="Set", repo="org/set", files=(first, WantedFile("s-00002-of-00002.gguf", 10**15, "0" * 64))
    )

    refused = fetched(world, request)[-1]

    assert refused.reason is Reason.DISK_FULL
    assert refused.values["needed"] == "1000001.1 GB"
    assert world.hub.sent_bytes == 0


CONTENT = b"GGUF" + bytes(100_000)


def fetched(world: World, request: DownloadRequest) -> list:
    import msgspec

    from models.hub.fetch import fetch
    from models.hub.pacing import Switch

    return list(fetch(msgspec.structs.replace(world.command, request=request), Switch()))


def test_what_came_damaged_is_said_to_be_fetched_again(paths, loopback: LoopbackHub, content: bytes):
    loopback.spoil("flip", at=SIZE // 2, times=1)
    events = list(downloads(paths, loopback).start(offer(loopback, content)))

    assert falls(events)
    assert {event.again for event in falls(events)} == {True}


ANY = st.one_of(
    st.builds(Downloading, st.integers(0, 100), st.integers(0, 100)),
    st.builds(Rechecking, st.integers(0, 100), st.integers(0, 100)),
    st.builds(Verifying, st.integers(0, 100), st.integers(0, 100)),
    st.just(Checking()),
)


@given(st.lists(ANY), st.floats(0, 1))
def test_a_bar_goes_one_way_between_its_ends(events: list, begun: float):
    progress, bar = Progress(begun), [begun]
    for event in events:
        progress.after(event)
        bar.append(progress.fraction)

    assert bar == sorted(bar)
    assert bar[-1] <= 1
