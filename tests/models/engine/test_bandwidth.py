"""The speed of the memory: the best a computer showed, whatever it is busy with just now."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.engine import bandwidth as module
from models.engine.bandwidth import bandwidth


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the next measurements say."""
    says: list[float] = []
    monkeypatch.setattr(module, "measure_bandwidth", lambda: says.pop(0))
    return says


def test_a_measurement_beside_busy_programs_changes_nothing(tmp_path: Path, measured: list[float]):
    measured += [20e9, 5e9, 21e9, 1e9]

    assert [bandwidth(tmp_path) for _ in range(4)] == [20e9, 20e9, 21e9, 21e9]


def test_another_processor_is_measured_anew(tmp_path: Path, measured: list[float], monkeypatch: pytest.MonkeyPatch):
    measured += [20e9, 5e9]
    bandwidth(tmp_path)
    monkeypatch.setattr(module, "name_and_features", lambda: ("another", ()))

    assert bandwidth(tmp_path) == 5e9


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b"\xff"])
def test_what_was_kept_may_be_damaged(tmp_path: Path, measured: list[float], kept: bytes):
    (tmp_path / "memory-speed.json").write_bytes(kept)
    measured.append(7e9)

    assert bandwidth(tmp_path) == 7e9


def test_where_nothing_can_be_kept_it_is_measured(tmp_path: Path, measured: list[float]):
    (tmp_path / "file").write_text("x")
    measured.append(7e9)

    assert bandwidth(tmp_path / "file" / "cache") == 7e9
