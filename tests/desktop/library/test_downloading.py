from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.library.downloading import RunningDownloads, State
from models.hub.reasons import Reason
from tests.desktop.library.conftest import NAME, REPO, World
from tests.desktop.program import until


def state(world: World) -> State:
    found = world.running.state("Tiny")
    assert found is not None
    return found


def begun(world: World) -> None:
    """Start the download of which only the beginning comes, however slow this test is; the rest once the Hub heals."""
    world.hub.spoil("stall", at=200_000)
    world.running.start(world.tiny)
    until(lambda: 0 < state(world).fraction < 1, "the first bytes")


def test_a_download_ends_on_the_shelf(world: World, qtbot: QtBot) -> None:
    with qtbot.waitSignal(world.running.ready, timeout=30_000) as ready:
        world.running.start(world.tiny)

    assert ready.args == ["Tiny", str(world.paths.models / REPO / NAME)]
    assert [model.verified for model in world.shelf.models()] == [True]
    assert world.running.state("Tiny") is None


def test_a_paused_download_keeps_its_part_and_goes_on(world: World, qtbot: QtBot) -> None:
    begun(world)
    world.running.pause("Tiny")
    until(lambda: not state(world).running, "the pause")
    kept = world.downloads.pending()[0].done_bytes
    before = len(world.hub.seen)
    world.hub.heal()

    with qtbot.waitSignal(world.running.ready, timeout=30_000):
        world.running.start(world.tiny)

    # What the server counts as sent may have waited in a socket when the pause came; what was asked for is exact.
    asked = [request.headers for request in world.hub.seen[before:] if request.method == "GET" and request.sent_bytes]
    begins = [int(headers.get("Range", headers.get("range", "bytes=0-"))[6:].partition("-")[0]) for headers in asked]
    assert begins
    assert all(0 < begin <= kept for begin in begins)


def test_what_an_earlier_window_left_is_there_and_goes_on(world: World, qtbot: QtBot) -> None:
    begun(world)
    world.running.close()

    asked = len(world.hub.seen)
    later = RunningDownloads(world.downloads, lambda: world.paths.models)

    assert len(world.hub.seen) == asked  # it never begins by itself
    assert [(each.request.model, each.running) for each in later.states()] == [("Tiny", False)]
    assert 0 < later.states()[0].fraction < 1
    world.hub.heal()
    with qtbot.waitSignal(later.ready, timeout=30_000):
        later.try_now("Tiny")


def test_a_download_given_up_leaves_nothing(world: World, qtbot: QtBot) -> None:
    begun(world)

    with qtbot.waitSignal(world.running.gone, timeout=10_000):
        world.running.give_up("Tiny")

    assert world.downloads.pending() == []
    assert [path for path in world.paths.models.rglob("*") if path.is_file() and path.suffix != ".lock"] == []


def test_a_failure_says_why_and_offers_its_way_out(world: World, qtbot: QtBot) -> None:
    world.hub.files.clear()
    world.running.start(world.tiny)
    until(lambda: state(world).failed, "the failure")

    assert state(world).reason is Reason.GONE
    assert state(world).words == Reason.GONE.sentence
    assert state(world).way_out == "Choose another"


def test_a_failure_of_an_earlier_window_is_told_as_one(world: World, qtbot: QtBot) -> None:
    world.hub.files.clear()
    world.running.start(world.tiny)
    until(lambda: state(world).failed, "the failure")

    later = RunningDownloads(world.downloads, lambda: world.paths.models).state("Tiny")

    assert later is not None
    assert (later.failed, later.words, later.way_out) == (True, Reason.GONE.sentence, "Choose another")


def test_a_download_goes_into_the_first_folder_chosen(world: World, tmp_path: Path, qtbot: QtBot) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    world.shelf.look_in([drive])
    with qtbot.waitSignal(world.running.ready, timeout=30_000) as ready:
        world.running.start(world.tiny)

    assert ready.args == ["Tiny", str(drive / REPO / NAME)]
    assert [model.path for model in world.shelf.models()] == [ready.args[1]]


def test_what_was_begun_goes_on_where_it_is(world: World, tmp_path: Path, qtbot: QtBot) -> None:
    begun(world)
    world.running.pause("Tiny")
    until(lambda: not state(world).running, "the pause")
    (tmp_path / "drive").mkdir()
    world.shelf.look_in([tmp_path / "drive"])
    world.hub.heal()

    with qtbot.waitSignal(world.running.ready, timeout=30_000) as ready:
        world.running.start(world.tiny)
    assert ready.args == ["Tiny", str(world.paths.models / REPO / NAME)]


def test_after_trouble_with_its_folder_it_begins_in_the_new_one(world: World, tmp_path: Path, qtbot: QtBot) -> None:
    away, drive = tmp_path / "away", tmp_path / "drive"
    world.shelf.look_in([away])
    world.running.start(world.tiny)
    until(lambda: state(world).failed, "the failure")
    assert state(world).reason is Reason.DISK_IO
    drive.mkdir()
    world.shelf.look_in([drive])

    with qtbot.waitSignal(world.running.ready, timeout=30_000) as ready:
        world.running.try_now("Tiny")
    assert ready.args == ["Tiny", str(drive / REPO / NAME)]
    assert world.downloads.pending() == []


def test_starting_twice_is_one_download(world: World, qtbot: QtBot) -> None:
    with qtbot.waitSignal(world.running.ready, timeout=30_000):
        world.running.start(world.tiny)
        world.running.start(world.tiny)

    assert world.running.states() == []


def test_the_bar_never_goes_back_whatever_is_fetched_again(world: World, qtbot: QtBot) -> None:
    size = world.tiny.files[0].bytes
    assert size
    shown: list[tuple[float, str]] = []

    def note(_: str) -> None:
        shown.append((state(world).fraction, state(world).words))

    world.running.changed.connect(note)
    begun(world)
    world.running.pause("Tiny")
    until(lambda: not state(world).running, "the pause")
    world.hub.heal()
    world.hub.spoil("flip", at=size // 2, times=1)
    world.hub.rate = 2_000_000
    with qtbot.waitSignal(world.running.ready, timeout=30_000):
        world.running.start(world.tiny)

    bar = [fraction for fraction, _ in shown]
    assert bar == sorted(bar)
    assert any(words.startswith("Getting it again · ") for _, words in shown)
