from __future__ import annotations

from pathlib import Path

from desktop.documents.records import rows
from desktop.documents.report_text import text_and_notes
from tests.models.report.weighing import report


def test_the_card_and_the_records_say_which_label_of_a_file_is_its_main_one(tmp_path: Path) -> None:
    found = report(tmp_path, count=24)
    first = found.tallies[0].ranked()[0]
    several = next(record for record in found.files if len(record.of("cause")) > 1)

    text = text_and_notes(found)[0]

    (line,) = (line for line in text.splitlines() if line.startswith(f"| {first.label} |"))
    assert line.endswith(f"| {len(first.main)} |")
    assert len({row.count("|") for row in text.splitlines() if row.startswith("|")}) == 1
    assert f"- {several.name} (Main one)" in text
    assert f"- {several.name} (Secondary)" in text
    shown = next(row for row in rows(found, found.fields[0], {}) if row.name == several.name)
    assert shown.check == f"Main one: {several.main('cause')}; checked"


def test_a_main_label_that_is_not_clear_is_said_so(tmp_path: Path) -> None:
    found = report(tmp_path, weigh=lambda *_: "main", count=24)
    unclear = found.tallies[0].main_unclear or ()

    text = text_and_notes(found)[0]

    assert unclear
    assert f"| Main one not clear | | | | {len(unclear)} |" in text
    assert f"- {unclear[0]} (Main one not clear)" in text
