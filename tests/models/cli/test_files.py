"""Files and folders of a command line: what cannot be looked at keeps nobody from the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from models.cli.files import files_in, names_of
from models.errors import FileUnreadable, FolderEmpty
from tests.deep_folder import nest
from tests.models.cli.test_command import Paddock

TABLE = "| pumps |\n|---|\n| 12 |\n"


@pytest.fixture
def paddock(tmp_path: Path) -> Paddock:
    return Paddock(tmp_path / "home")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with a file, an empty folder, and folders nested deeper than a path may be, for any user."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.md").write_text(TABLE)
    nest(folder)
    return folder


def test_what_is_refused_comes_beside_the_files(papers: Path, tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()

    files, refused = files_in([papers, tmp_path / "void", papers / "a.md", tmp_path / "missing"])

    assert files == [papers / "a.md", tmp_path / "missing"]
    assert [type(each) for each in refused.values()] == [FileUnreadable, FolderEmpty]


def test_a_name_that_may_not_be_looked_at_is_left_to_its_reader(tmp_path: Path) -> None:
    name = tmp_path / ("n" * 300)

    assert files_in([name]) == ([name], {})


def test_a_folder_that_cannot_be_listed_is_said_and_the_rest_is_done(paddock: Paddock, papers: Path) -> None:
    code, out, err = paddock("table", papers)

    assert (code, out) == (3, "pumps\n12\n")
    assert "too long" in err


def test_a_folder_that_cannot_be_listed_alone_ends_in_one_sentence(paddock: Paddock, papers: Path) -> None:
    (papers / "a.md").unlink()

    code, out, err = paddock("table", papers)

    assert (code, out) == (1, "")
    assert err.startswith("paddock: “n") and err.count("\n") == 1 and "too long" in err


def test_a_file_that_may_not_be_looked_at_is_one_sentence(paddock: Paddock, tmp_path: Path) -> None:
    code, _, err = paddock("table", tmp_path / ("n" * 300))

    assert code == 1
    assert "too long" in err and "Traceback" not in err


def test_a_name_of_bytes_is_told_as_text_and_costs_nothing_of_the_rest(paddock: Paddock, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "a.md").write_text(TABLE)
    (folder / "line\nbreak.md").write_text(TABLE)
    (folder / os.fsdecode(b"\xff\xfe.md")).write_text(TABLE)

    code, out, err = paddock("table", folder, "--format", "md")

    assert code == 3, err
    assert "holds bytes that are no text" in err and "Traceback" not in err
    assert "# line break.md\n" in out and "- **��.md**: not read." in out
    assert "\\xff\\xfe.md" in names_of(files_in([folder])[0])
