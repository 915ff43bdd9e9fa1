"""`paddock summarize` as a user runs it: several files, folders, quick mode, and how long it will take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.cli.summarize import foretold
from models.documents.document import Document
from models.store.database import Database
from models.summary.forecast import forecast, tokens_of
from tests.gguf_models import make_tiny_gguf
from tests.models.cli.test_command import TEXT, Paddock
from tests.models.summary import planted
from tests.models.summary.test_forecast import planned


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gguf(tmp_path_factory.mktemp("summarize") / "tiny.gguf")


@pytest.fixture
def paddock(tmp_path: Path) -> Paddock:
    return Paddock(tmp_path / "home")


@pytest.fixture
def document() -> Document:
    return planted.document(400, 2)[0]


def test_a_folder_gives_a_summary_of_each_file_below_an_overview(paddock: Paddock, model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    (folder / "old").mkdir(parents=True)
    (folder / "mares.txt").write_text(TEXT)
    (folder / "old" / "geldings.md").write_text(TEXT.replace("12", "34"))
    (folder / "void.txt").touch()

    code, out, err = paddock("summarize", folder, "-m", model, "--threads", 1)

    assert code == 3, err
    assert "for all of it." in err
    above, *each = out.split("\n# ")
    assert above.startswith("# Overview")
    assert [part.split("\n")[0] for part in each] == ["mares.txt", "geldings.md"]
    assert [line.split("**")[1] for line in above.splitlines() if line[:2] == "- "] == [
        "mares.txt", "geldings.md", "void.txt"
    ]  # fmt: skip
    assert "“void.txt” is empty" in above
    assert "[1]" not in above


def test_the_quick_mode_is_announced_and_never_complete(paddock: Paddock, model: Path, tmp_path: Path) -> None:
    file = tmp_path / "stables.txt"
    file.write_text(TEXT)

    code, out, err = paddock("summarize", file, "--quick", "-m", model, "--threads", 1, "--json")

    [summary] = json.loads(out)
    assert code == 3
    assert summary["complete"] is False
    assert "Quick mode: Less than a minute. The model reads about 6% of the text" in err
    assert err.index("Quick mode") < err.index("Summarising")
    assert "This is not a complete summary." in summary["text"]


def test_what_takes_long_on_a_processor_is_said_with_the_way_out(document: Document) -> None:
    slow = planned(2, 10)
    seconds, quick_s = forecast([tokens_of(document.text)], slow)
    assert seconds is not None and quick_s is not None and seconds > 600

    told = foretold([document], slow, quick=False)

    assert "Ctrl-C stops" in told
    assert f"--quick: about {round(quick_s / 60)} minutes" in told
    assert "--quick" not in foretold([document], planned(200, 2000), quick=False)
    assert foretold([document], None, quick=False) == ""


def test_a_forgotten_file_has_left_no_trace(paddock: Paddock, model: Path, tmp_path: Path) -> None:
    """Noise about the file is noise; what can leave a trace is its own words, in cached prompts and answers by rule."""
    file, other = tmp_path / "canary.txt", tmp_path / "other.txt"
    file.write_text(TEXT.replace("horses", "canary-5f1e"))
    other.write_text(TEXT)
    words = ("summarize", file, other, "-m", model, "--threads", 1)
    assert paddock(*words)[0] == 0
    Database(paddock.home / "data" / "paddock.sqlite3").back_up()

    code, out, err = paddock("summarize", "--forget", file, "--json")

    [said] = json.loads(out)
    assert code == 0, err
    assert said["removed"] > 0
    assert json.loads(paddock("summarize", "--forget", file, "--json")[1])[0]["removed"] == 0
    assert [path for path in paddock.home.rglob("*") if path.is_file() and b"canary-5f1e" in path.read_bytes()] == []
    assert json.loads(paddock("summarize", "--forget", other, "--json")[1])[0]["removed"] > 0


def test_a_file_that_is_not_there_cannot_be_forgotten(paddock: Paddock, tmp_path: Path) -> None:
    code, _, err = paddock("summarize", "--forget", tmp_path / "gone.txt")

    assert code == 1
    assert "gone.txt" in err
