from __future__ import annotations

import pytest

from models.store.database import Database
from models.store.outputs import Outputs


@pytest.fixture
def outputs(database):
    return Outputs(database)


def test_what_was_put_is_found_by_its_key_only(outputs):
    outputs.put("a", b"\x00one")

    assert (outputs.get("a"), outputs.get("b")) == (b"\x00one", None)


def test_the_last_one_put_counts(outputs):
    outputs.put("a", b"old")
    outputs.put("a", b"new")

    assert outputs.get("a") == b"new"


def test_removing_is_final_and_harmless_twice(outputs):
    outputs.put("a", b"x")
    outputs.remove("a")
    outputs.remove("a")

    assert outputs.get("a") is None


def test_no_number_of_days_is_too_large(database):
    outputs = Outputs(database)
    outputs.put("a", b"x")

    assert outputs.expire(10**14) == 0
    assert outputs.get("a") == b"x"


def test_the_longest_unused_go_first_when_room_is_short(path):
    clock = [1.0]
    database = Database(path, now=lambda: clock[0])
    outputs = Outputs(database, largest_bytes=250)
    for key in "abcd":
        clock[0] += 1
        outputs.put(key, b"x" * 100)
    clock[0] += 1
    outputs.touch(["a"])

    assert outputs.trim() == 2
    assert [key for key in "abcd" if outputs.get(key)] == ["a", "d"]
    database.close()
