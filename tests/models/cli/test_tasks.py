"""The tasks on files as a user runs them. The model is noise: what is tested is everything around it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.gguf_models import make_tiny_gguf
from tests.models.cli.test_command import TEXT, Paddock


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gguf(tmp_path_factory.mktemp("tasks") / "tiny.gguf")


@pytest.fixture
def paddock(tmp_path: Path) -> Paddock:
    return Paddock(tmp_path / "home")


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "paddock.txt"
    path.write_text(TEXT)
    return path


def test_a_question_about_two_files_ends_in_a_document_that_says_what_was_read(
    paddock: Paddock, model: Path, text: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Horses\n\nThe grey mare is called Juno.\n")

    code, out, err = paddock("ask", text, other, "When was the gate opened?", "-m", model, "--threads", 1, "--json")

    [made] = json.loads(out)
    assert code == 0, err
    assert made["files"] == ["paddock.txt", "other.md"]
    assert made["scope"]["pages_processed"] == 2
    assert "The whole text was read at once." in made["text"]
    assert "Looking for the answer" in err


def test_two_files_are_compared_without_any_model(paddock: Paddock, text: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.txt"
    newer.write_text(TEXT.replace("5 March", "6 March", 1))
    table = tmp_path / "changes.csv"

    code, out, err = paddock("compare", text, newer)

    assert code == 0
    assert "Loading" not in err
    assert "(2025-03-05 → 2025-03-06)" in out
    assert paddock("compare", text, newer, "-o", table)[0] == 0
    assert "changed,1," in table.read_text("utf-8-sig")


def test_two_files_of_one_name_are_told_apart_by_their_folders(paddock: Paddock, tmp_path: Path) -> None:
    for folder, day in (("before", "5 March"), ("after", "6 March")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "gate.txt").write_text(f"The gate opens on {day} 2025.\n")

    code, out, _ = paddock("compare", tmp_path / "before" / "gate.txt", tmp_path / "after" / "gate.txt")

    assert code == 0
    assert "before/gate.txt, p. 1 “" in out and "after/gate.txt, p. 1 “" in out


def test_a_translation_of_noise_is_marked_and_keeps_every_paragraph(
    paddock: Paddock, model: Path, tmp_path: Path
) -> None:
    short = tmp_path / "short.md"
    short.write_text("# Notice\n\nThe gate was opened on 5 March 2025 by the owner.\n\n7,000\n")

    code, out, err = paddock("translate", short, "--to", "zh", "-m", model, "--threads", 1, "--json")

    [whole] = json.loads(out)
    made = whole["translation"]
    assert code in (0, 3), err
    assert [segment["source"] for segment in made["segments"]] == [
        "# Notice", "The gate was opened on 5 March 2025 by the owner.", "7,000"
    ]  # fmt: skip
    assert made["segments"][1]["problems"]
    assert made["segments"][2]["translation"] == "7,000"


def test_a_list_made_of_noise_is_counted_as_what_it_is(
    paddock: Paddock, model: Path, text: Path, tmp_path: Path
) -> None:
    table = tmp_path / "items.csv"

    code, out, err = paddock("list", text, "horse", "-m", model, "--threads", 1, "-o", table)

    assert (code, out) in ((0, ""), (3, "")), err
    assert table.read_text("utf-8-sig").startswith("document,number,point,passage,pages,check")


def test_the_tables_of_a_file_are_written_without_any_model(paddock: Paddock, text: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text(
        "| Region | Pumps |\n|---|---|\n| North | 5 |\n| South | 7 |\n| Total | 13 |\n\nText.\n\n| x |\n|---|\n| 1 |\n"
    )

    code, out, err = paddock("table", report, "--table", 1)

    assert (code, out) == (3, "Region,Pumps\nNorth,5\nSouth,7\nTotal,13\n")
    assert "13 is stated; the cells above add up to 12" in err
    assert paddock("table", report, "-o", tmp_path / "out.csv")[0] == 3
    assert (tmp_path / "out-2.csv").read_text("utf-8-sig") == "x\n1\n"
    code, _, err = paddock("table", text)
    assert (code, "Tables found in “paddock.txt”: 0." in err) == (1, True)


def test_a_source_file_keeps_its_outline_whatever_the_model_says(
    paddock: Paddock, model: Path, text: Path, tmp_path: Path
) -> None:
    source = tmp_path / "shop.py"
    source.write_text("def price(item):\n    return item * 2\n")

    code, out, err = paddock("code", "explain", source, "-m", model, "--threads", 1)

    assert code == 0, err
    assert "**`def price(item)` · lines 1–2**" in out
    code, _, err = paddock("code", "review", text, "-m", model, "--threads", 1)
    assert (code, "source code" in err) == (1, True)


def test_a_folder_is_translated_file_by_file_and_what_cannot_be_read_is_said(
    paddock: Paddock, model: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "notices"
    (folder / "old").mkdir(parents=True)
    (folder / "gate.md").write_text("The gate is open.\n")
    (folder / "old" / "mare.md").write_text("The mare is grey.\n")
    (folder / "photo.gif").write_bytes(b"GIF89a")
    table = tmp_path / "side-by-side.csv"

    code, _, err = paddock("translate", folder, "--to", "zh", "-m", model, "--threads", 1, "-o", table)

    rows = table.read_text("utf-8-sig").splitlines()
    assert code == 3, err
    assert [row.partition(",")[0] for row in rows] == ["document", "gate.md", "mare.md"]
    assert "photo.gif" in err


def test_the_source_files_of_a_folder_are_explained_and_other_files_passed_over(
    paddock: Paddock, model: Path, text: Path, tmp_path: Path
) -> None:
    (tmp_path / "shop.py").write_text("def price(item):\n    return item * 2\n")
    (tmp_path / "cart.py").write_text("def total(items):\n    return sum(items)\n")

    code, out, err = paddock("code", "explain", tmp_path, "-m", model, "--threads", 1, "--json")

    assert code == 3, err
    assert [made["document"] for made in json.loads(out)] == ["cart.py", "shop.py"]
    assert "paddock.txt" in err and "source code" in err


def test_the_tables_of_a_folder_are_numbered_through(paddock: Paddock, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.md").write_text(f"| {name} |\n|---|\n| 1 |\n")
    (folder / "none.txt").write_text("No table here.\n")

    code, out, err = paddock("table", folder, "--table", 2)

    assert (code, out) == (0, "b\n1\n"), err
