"""The commands without any model but the one inside: they work at once, and say by what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models import demo
from tests.gguf_models import make_tiny_gguf
from tests.models.cli.test_command import TEXT, Paddock, Terminal


@pytest.fixture
def paddock(tmp_path: Path, stand_in: Path) -> Paddock:
    return Paddock(tmp_path / "home")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "stables.txt"
    path.write_text(TEXT)
    return path


def test_a_chat_is_answered_and_says_by_whom_and_where_a_real_one_is(paddock: Paddock):
    code, out, err = paddock("chat", "Hello", "--max-tokens", 4, "--json")

    answered = json.loads(out)
    assert (code, answered["model"]) == (0, demo.TITLE), err
    assert answered["loaded"]["n_gpu_layers"] == 0
    assert f"{demo.TITLE}: {demo.ABOUT}. A real one for this computer: “paddock models pull " in err


@pytest.mark.parametrize("there", [True, False])
def test_another_file_named_for_it_that_is_no_model_is_said(tmp_path: Path, there: bool):
    bad = tmp_path / "bad.gguf"
    if there:
        bad.write_text("no model")
    paddock = Paddock(tmp_path / "home")
    paddock.environment["PADDOCK_DEMO_MODEL"] = str(bad)

    code, _, err = paddock("chat", "Hello")

    assert code == 1
    assert "“bad.gguf” is" in err and "no model on this computer" not in err


def test_what_it_makes_of_a_file_is_never_called_a_summary(paddock: Paddock, file: Path):
    code, out, err = paddock("summarize", file)

    assert code == 0, err
    assert out.startswith("# stables.txt\n\n## Key sentences, picked by the demo model\n")
    assert f"Model: {demo.TITLE}." in out
    assert "summary" not in out.lower()
    assert "Key points" not in out


def test_a_report_by_it_is_not_to_be_relied_on(paddock: Paddock, file: Path):
    code, _, err = paddock("report", file, "--template", "contract")

    assert code == 0, err
    assert demo.WARNING in err


def test_in_chinese_it_is_called_so_too(paddock: Paddock, tmp_path: Path):
    file = tmp_path / "马场.txt"
    file.write_text("马场里有十二匹马。大门于2025年3月5日打开。没有人知道原因。\n\n" * 6)

    code, out, err = paddock("summarize", file)

    assert code == 0, err
    assert "## 由演示模型挑出的重点句" in out
    assert f"模型：{demo.CHINESE_TITLE}。" in out


def test_a_real_model_is_used_as_soon_as_there_is_one(paddock: Paddock):
    make_tiny_gguf(paddock.home / "data" / "models" / "real.gguf")

    code, out, err = paddock("chat", "Hello", "--max-tokens", 4, "--json")

    assert (code, json.loads(out)["model"]) == (0, "real"), err
    assert demo.TITLE not in err


def test_it_is_listed_below_all_others_and_cannot_be_removed(paddock: Paddock):
    listed = paddock("models", "list")[1].splitlines()
    code, _, err = paddock("models", "rm", demo.NAME)

    assert listed[-1].startswith(demo.NAME) and demo.ABOUT in listed[-1]
    assert code == 1 and "cannot be removed" in err


def test_the_bare_command_answers_in_the_terminal(paddock: Paddock):
    with Terminal(paddock) as terminal:
        terminal.say("Hello there")
        terminal.wait_for("Reading", after="Hello there")
        terminal.wait_for("›", after="Reading ")

        assert "The engine stopped" not in terminal.said
