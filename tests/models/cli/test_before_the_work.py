"""What is wrong with a command is said before its files are read and a model is asked for hours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.cli import chat
from models.cli.arguments import parser
from models.cli.assembly import Assembly
from models.cli.command import COMMANDS
from models.cli.console import Console
from models.errors import CodebookRefused, OutputUnwritable, PaddockError, StoreUnwritable

LINES = {
    "summarize": ["summarize", "FILE"],
    "ask": ["ask", "FILE", "Who?"],
    "list": ["list", "FILE", "pumps"],
    "translate": ["translate", "FILE", "--to", "zh"],
    "table": ["table", "FILE"],
    "code": ["code", "explain", "FILE"],
    "compare": ["compare", "FILE", "FILE"],
    "report": ["report", "FILE"],
    "export": ["export", "--all"],
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """None is made by the end of a test: nothing was read, loaded or stored."""
    monkeypatch.setenv("PADDOCK_HOME", str(tmp_path / "home"))
    yield
    assert not (tmp_path / "home").exists()


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "text.md"
    file.write_text("The pump of Hull is new.\n")
    return file


def run(*words: object) -> int:
    """As `paddock` does, here: it goes no further than its arguments."""
    arguments = parser().parse_args([*map(str, words)])
    return COMMANDS[arguments.command](arguments, Console())


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_place_where_nothing_can_be_written_is_noticed_first(text: Path, tmp_path: Path, line: list[str]) -> None:
    words = [text if word == "FILE" else word for word in line]

    with pytest.raises(OutputUnwritable, match=r"there is no folder “.*nowhere”. Make it first, or name another\."):
        run(*words, "-o", tmp_path / "nowhere" / "out.md")


@pytest.mark.parametrize("line", [line for line in LINES.values() if "FILE" in line], ids=lambda line: line[0])
def test_a_result_never_takes_the_place_of_what_it_is_made_from(text: Path, line: list[str]) -> None:
    words = [text if word == "FILE" else word for word in line]

    with pytest.raises(OutputUnwritable, match=r"text\.md” is one of the files it is made from"):
        run(*words, "-o", text.parent / "." / text.name)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "FOLDER"], r"is a folder\. Name a file in it\."),
        (["-o", "out.pdf"], r"“\.pdf” is no form of this"),
        (["--template", "nothing"], "There is no report template “nothing”"),
        (["--schema", "FILE"], "it is not JSON that can be read"),
        (["--corrections", "FILE"], "it is not JSON that can be read"),
        (["--template", "meeting", "--corrections", "FOLDER/none/c.json"], "there is no folder"),
        (["--codebook", "FOLDER/none/c.json"], "there is no folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_with_a_report_is_noticed_first(text: Path, tmp_path: Path, words: list[str], said: str) -> None:
    named = [word.replace("FOLDER", str(tmp_path)).replace("FILE", str(text)) for word in words]

    with pytest.raises(PaddockError, match=said):
        run("report", text, *named)


def test_a_codebook_that_is_there_already_is_not_made_anew(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(text.parent)
    (text.parent / "codebook.json").write_text("{}")

    with pytest.raises(CodebookRefused, match="it is there already"):
        run("report", text)


@pytest.mark.parametrize("words", [["ask", "FILE", " "], ["list", "FILE", ""], ["report", "FILE", "--question", ""]])
def test_an_empty_question_is_wrong_usage(text: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(*(text if word == "FILE" else word for word in words))

    assert "nothing is asked for" in capsys.readouterr().err


def test_a_conversation_that_cannot_be_kept_is_not_begun(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PADDOCK_HOME", str(text / "home"))  # below a file nobody can make a folder
    arguments = parser().parse_args(["chat", "-m", "no such model"])

    with pytest.raises(StoreUnwritable):
        chat.converse(arguments, Assembly(Console()))
