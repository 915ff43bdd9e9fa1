from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import CorrectionRefused
from models.report import corrections
from models.report.schema import parse

FIELDS = parse(
    {"properties": {"cause": {"type": "array", "items": {"enum": ["Pay", "Health"]}}, "date": {"type": "string"}}},
    "x",
    "en",
).fields
NAMES = ["a.txt", "2024/b.txt", "2025/b.txt", "x=y.txt"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a.txt=Pay", {"a.txt": {"cause": ("Pay",)}}),
        ("a.txt=pay; HEALTH", {"a.txt": {"cause": ("Pay", "Health")}}),
        ("a.txt=", {"a.txt": {"cause": ()}}),
        ("2024/b.txt:date=5 March 2024", {"2024/b.txt": {"date": ("5 March 2024",)}}),
        ("x=y.txt=Pay", {"x=y.txt": {"cause": ("Pay",)}}),
    ],
)
def test_a_correction_is_read_as_typed(typed: str, meant: corrections.Corrections) -> None:
    assert corrections.parse([typed], FIELDS, NAMES) == meant


@pytest.mark.parametrize("typed", ["a.txt", "c.txt=Pay", "b.txt=Pay", "a.txt=Boredom", "a.txt:date=1;2"])
def test_a_correction_that_fits_nothing_is_refused(typed: str) -> None:
    with pytest.raises(CorrectionRefused):
        corrections.parse([typed], FIELDS, NAMES)


def test_corrections_are_kept_in_a_file_and_later_ones_win(tmp_path: Path) -> None:
    path = tmp_path / "corrections.json"
    assert corrections.read(path) == {}
    first = {"a.txt": {"cause": ("Pay",), "date": ("1",)}}
    path.write_bytes(corrections.written(first))

    together = corrections.merged(
        corrections.read(path), {"a.txt": {"cause": ()}, "2024/b.txt": {"cause": ("Health",)}}
    )

    assert together == {"a.txt": {"cause": (), "date": ("1",)}, "2024/b.txt": {"cause": ("Health",)}}


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text('{"files": {"a.txt": "Pay"}}')
    with pytest.raises(CorrectionRefused):
        corrections.read(tmp_path / "c.json")
