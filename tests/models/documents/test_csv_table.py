from __future__ import annotations

import csv
import io

import pytest

from models.documents.csv_table import csv_text


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
        '=HYPERLINK("http://x","y")',
        "-cmd|' /C calc'!A0",
    ],
)
def test_a_cell_that_would_run_is_text(cell: str) -> None:
    ((read,),) = csv.reader(io.StringIO(csv_text([[cell]]), newline=""))

    assert read == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+3.5 %", "1,200", "a, b", 'say "hi"', "two\nlines", "2025-03-05", "工资"])
def test_other_cells_come_back_as_they_were(cell: str) -> None:
    text = csv_text([[cell, "end"]])

    assert list(csv.reader(io.StringIO(text, newline=""))) == [[cell, "end"]]
    assert text.endswith("\r\n")
