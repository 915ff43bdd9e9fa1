"""Which graphics libraries are used: trials in real children, their answers kept, and asked again when it is time."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from models.engine import graphics, llama
from models.engine.device import Device
from models.engine.plan import GIB
from models.engine.probe import LARGEST_ERROR, Card, Trial, difference, judged, probe
from models.paths import Paths
from models.process import Channel, Wire


def card(driver: str) -> Device:
    return Device(name="Card", driver=driver, memory_total=24 * GIB, memory_free=24 * GIB)


class Machine:
    """A home, a library for its card, a driver, and how often that was tried."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths = Paths(folder, folder, folder / "cache", folder)
        self.library = folder / "libggml-cuda.so"
        self.library.write_bytes(b"one")
        self.driver = "580.95.05"
        self.found = Trial()
        self.tried = 0
        monkeypatch.setattr(graphics, "libraries", lambda _: {"cuda": self.library})

    def check(self, *, again: bool = False) -> graphics.Answer:
        return graphics.check(self.paths, lambda: [card(self.driver)], again=again, trial=self._trial)

    def _trial(self, name: str, log: Path) -> Trial:
        self.tried += 1
        return self.found


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_a_library_is_tried_once_and_again_with_another_driver_library_or_wish(machine: Machine) -> None:
    machine.check()
    machine.check()
    assert machine.tried == 1

    machine.driver = "590.1"
    machine.check()
    assert machine.tried == 2

    machine.library.write_bytes(b"another")
    machine.check()
    assert machine.tried == 3

    machine.check(again=True)
    assert machine.tried == 4


def test_what_a_trial_found_is_known_to_a_process_that_comes_later(machine: Machine) -> None:
    machine.found = Trial(why="a trial on the card ended in a crash", detail="signal SIGSEGV")
    machine.check()

    trouble = graphics.trouble("cuda", machine.paths)

    assert trouble == machine.found
    assert trouble.problem == "a trial on the card ended in a crash (signal SIGSEGV)"
    answer = graphics.remembered(machine.paths)
    assert answer
    assert [row.name for row in answer.refused] == ["cuda"]


def test_a_card_that_was_asleep_or_full_is_asked_again_the_next_time(machine: Machine) -> None:
    machine.found = Trial(why="the engine found no card that it can use", passing=True)
    machine.check()
    machine.found = Trial()

    assert not machine.check().refused


def test_a_driver_too_old_for_the_library_is_named_without_a_trial(machine: Machine) -> None:
    machine.driver = "535.154.05"

    (refused,) = machine.check().refused

    assert refused.why_not == "the NVIDIA driver is too old, version 580 or newer is needed (535.154.05)"
    assert str(graphics.OLDEST_CUDA_DRIVER) in refused.why_not
    assert machine.tried == 0


def test_a_damaged_answer_is_no_answer(machine: Machine) -> None:
    machine.check()
    next(machine.paths.cache.glob("*.json")).write_text("{")

    assert graphics.remembered(machine.paths) is None
    assert machine.check().trials == {"cuda": Trial()}


def test_the_processor_multiplies_as_numpy_does() -> None:
    """What cards are compared with is right: half and 8 bit weights stay near, 4 bit ones nearer than noise."""
    llama.start()
    number = next(device.number for device in llama.devices() if device.kind == "cpu")

    found = llama.products(number)

    random = np.random.default_rng(7)
    weights = random.standard_normal((128, 512), np.float32)
    right = [random.standard_normal((columns, 512), np.float32) @ weights.T for _ in range(3) for columns in (1, 64)]
    exact = np.concatenate([product.ravel() for product in right])
    eight_bits = 2 * 128 * 65
    assert difference(found[:eight_bits], exact[:eight_bits]) < LARGEST_ERROR
    assert difference(found, exact) < 0.01


@pytest.mark.parametrize(
    ("errors", "why"),
    [
        ([0.0], ""),
        ([], "the engine found no card that it can use"),
        ([1e-7, 0.3], "a trial on the card gave a wrong result"),
        ([float("inf")], "a trial on the card gave a wrong result"),
    ],
)
def test_cards_are_judged_by_the_error_of_their_products(errors: list[float], why: str) -> None:
    cards = tuple(Card(name="Card", memory_total=1, memory_free=1, error=error) for error in errors)

    assert judged(cards).why == why


def test_a_result_that_is_no_number_is_wrong() -> None:
    assert difference(np.array([np.nan], np.float32), np.array([1], np.float32)) == float("inf")


def dying(wire: Wire) -> None:
    os.abort()


def hanging(wire: Wire) -> None:
    channel: Channel[Trial, Trial] = Channel(wire, receives=Trial)
    time.sleep(60)
    channel.send(Trial())


@pytest.mark.parametrize(
    ("main", "why"),
    [(dying, "a trial on the card ended in a crash"), (hanging, "a trial on the card gave no answer in time")],
)
def test_a_driver_that_dies_or_hangs_takes_only_the_trial_along(tmp_path: Path, main: object, why: str) -> None:
    deadline_s = 20.0 if main is dying else 0.5

    trial = probe("cuda", tmp_path / "log", deadline_s, f"{__name__}:{getattr(main, '__name__')}")  # noqa: B009

    assert (trial.why, trial.passing) == (why, False)


def test_a_library_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    assert probe("nothing", tmp_path / "log").why in {
        "its library cannot be loaded",
        "the engine found no card that it can use",  # of an engine that has everything built in
    }
