"""`paddock report` as a user runs it. The model is noise: what is tested is everything around it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from models.report.codebook import written
from models.report.schema import Label
from tests.faithfulness import interviews
from tests.gguf_models import make_tiny_gguf
from tests.models.cli.test_command import Paddock


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gguf(tmp_path_factory.mktemp("report") / "tiny.gguf")


@pytest.fixture
def paddock(tmp_path: Path) -> Paddock:
    return Paddock(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three interviews, one of them deeper down, a file that is hidden and one that is damaged."""
    folder = tmp_path / "interviews"
    (folder / "2025").mkdir(parents=True)
    first, second, third = interviews.interviews("en", 3)
    (folder / first.name).write_text(first.text)
    (folder / second.name).write_text(second.text)
    (folder / "2025" / third.name).write_text(third.text)
    (folder / ".hidden.txt").write_text("nobody sees this")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    return folder


def test_a_folder_is_reported_in_part_corrected_and_known_again(
    paddock: Paddock, model: Path, folder: Path, tmp_path: Path
) -> None:
    words = ("report", folder, "--template", "exit-interview", "-m", model, "--threads", 1)
    table, kept = tmp_path / "out.csv", tmp_path / "corrections.json"

    code, out, err = paddock(*words, "-o", table)

    assert (code, out) == (3, "")
    assert "broken.pdf" in err
    assert "Loading" in err
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert {row["File"] for row in rows} == {"001.txt", "002.txt", "2025/003.txt", "broken.pdf"}

    code, out, err = paddock(*words, "--correct", "003.txt=health", "--corrections", kept, "--json")

    assert code == 3
    assert "Loading" not in err  # everything is known: no model was needed
    made = json.loads(out)
    (health,) = (one for one in made["tallies"][0]["counts"] if one["label"] == "Health")
    assert health["files"] == ["2025/003.txt"]
    assert json.loads(kept.read_text()) == {"files": {"2025/003.txt": {"cause": ["Health"]}}}
    assert made["tallies"][0]["unread"] == ["broken.pdf"]

    code, out, _ = paddock(*words, "--corrections", kept)

    assert "| Health | 1 |" in out


def test_labels_are_written_to_be_read_before_they_are_counted_by(
    paddock: Paddock, model: Path, folder: Path, tmp_path: Path
) -> None:
    lists = tmp_path / "labels.json"
    words = ("report", folder, "--template", "exit-interview", "-m", model, "--codebook", lists, "--threads", 1)

    code, out, err = paddock(*words)

    assert (code, out) == (0, "")
    assert f"--codebook {lists}" in err
    assert len(json.loads(lists.read_text())["fields"]["cause"]) == 13

    lists.write_bytes(written({"cause": (Label("Money"), Label("All else"))}))
    code, out, _ = paddock(*words, "--json")

    assert code == 3
    assert [one["label"] for one in json.loads(out)["tallies"][0]["counts"]] == ["Money", "All else"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--template", "horoscope"], "exit-interview"),
        (["--template", "contract", "-o", "out.exe"], ".exe"),
        (["--schema", "none.json"], "none.json"),
        (["--template", "exit-interview", "--correct", "001.txt=Boredom"], "not in the list"),
    ],
    ids=["template", "form", "schema", "label"],
)
def test_what_cannot_be_done_is_one_sentence_before_any_work(
    paddock: Paddock, model: Path, folder: Path, words: list[str], said: str
) -> None:
    code, out, err = paddock("report", folder, "-m", model, *words)

    assert (code, out) == (1, "")
    assert said in err.splitlines()[-1]
    assert "Loading" not in err


def test_an_empty_folder_is_refused(paddock: Paddock, model: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    code, _, err = paddock("report", tmp_path / "empty", "-m", model)

    assert code == 1
    assert "holds no file" in err
