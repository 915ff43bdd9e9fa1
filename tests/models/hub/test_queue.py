"""What was asked for is still there after anything, and nothing begins by itself."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from models.errors import GateGone
from models.hub.downloads import Downloads
from models.hub.events import Downloading, Ready, Source
from models.hub.queue import Pending, Queue
from models.hub.reasons import Reason
from models.process.gate import Gate
from tests.loopback_hub import LoopbackHub
from tests.models.hub.conftest import World
from tests.models.hub.test_downloads import PACE, SIZE, content, downloads, files_in, hold, offer, paths, until
from tests.models.hub.test_downloads import hub as whole_hub

__all__ = ["content", "paths", "whole_hub"]  # fixtures


def test_a_left_over_download_asks_nobody_until_somebody_asks_for_it(paths, whole_hub: LoopbackHub, content: bytes):
    request, owner = offer(whole_hub, content), downloads(paths, whole_hub)
    hold(whole_hub)
    run = owner.start(request)
    until(run, SIZE // 4)
    run.close()
    before = len(whole_hub.seen)

    (pending,) = downloads(paths, whole_hub).pending()

    assert (pending.request, pending.reason) == (request, None)
    assert pending.done_bytes >= SIZE // 4
    assert len(whole_hub.seen) == before


def test_the_records_of_other_versions_are_read(world: World, tmp_path: Path):
    queue = Queue(tmp_path / "downloads")
    queue.put(Pending(request=world.request, folder=str(tmp_path), reason=Reason.GONE))
    (record,) = (tmp_path / "downloads").glob("*.json")
    old = json.loads(record.read_bytes())
    for file in old["request"]["files"]:
        file.pop("name_seen")
    record.write_text(json.dumps(old | {"of_a_later_version": [1, 2]}))

    assert queue.all() == [Pending(request=world.request, folder=str(tmp_path), reason=Reason.GONE)]


@pytest.mark.parametrize("reason", ["", '"a reason of a later version"', "7"])
def test_a_record_that_nobody_can_read_hides_no_other(world: World, tmp_path: Path, reason: str):
    queue = Queue(tmp_path / "downloads")
    queue.put(Pending(request=world.request, folder=str(tmp_path)))
    (record,) = (tmp_path / "downloads").glob("*.json")
    strange = json.loads(record.read_bytes()) | {"reason": json.loads(reason) if reason else None}
    (tmp_path / "downloads" / "0.json").write_text(json.dumps(strange) if reason else '{"request": {"model"')

    assert queue.all() == [Pending(request=world.request, folder=str(tmp_path))]


def test_a_clock_that_jumps_changes_their_order_and_nothing_else(world: World, tmp_path: Path):
    queue = Queue(tmp_path / "downloads")
    for folder in ("a", "b"):
        queue.put(Pending(request=world.request, folder=folder))
    for record in (tmp_path / "downloads").glob("*.json"):
        os.utime(record, (0, 0))

    assert {pending.folder for pending in queue.all()} == {"a", "b"}


def test_a_gate_that_is_killed_takes_its_fetcher_along_and_the_next_goes_on(
    paths, whole_hub: LoopbackHub, content: bytes
):
    request = offer(whole_hub, content)
    hold(whole_hub)
    with Gate.start(paths.logs / "gate.log") as gate:
        run = Downloads(paths, gate.child, Source(endpoint=whole_hub.url), PACE).start(request)
        until(run, SIZE // 4)
        os.kill(gate.pid, signal.SIGKILL)
        with pytest.raises(GateGone):
            list(run)
    whole_hub.heal()
    (pending,) = downloads(paths, whole_hub).pending()
    with Gate.start(paths.logs / "gate.log") as gate:
        again = list(Downloads(paths, gate.child, Source(endpoint=whole_hub.url), PACE).start(pending.request))

    first = next(event for event in again if isinstance(event, Downloading))
    assert first.done_bytes >= SIZE // 4
    assert isinstance(again[-1], Ready)
    assert files_in(paths.models) == ["big.gguf"]
