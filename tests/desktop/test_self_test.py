"""`paddock --self-test` says what works, and does not say so of what does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.gguf_models import make_tiny_gguf


def self_test(*words: str) -> tuple[int, dict[str, dict[str, object]]]:
    """Exit code and checks by name, of a process of its own: it locks the network for good."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--self-test", *words],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return done.returncode, {check["name"]: check for check in json.loads(done.stdout)["checks"]}


@pytest.fixture
def material(tmp_path: Path) -> Path:
    make_tiny_gguf(tmp_path / "tiny.gguf")
    page = Canvas(str(tmp_path / "meadow.pdf"))
    page.drawString(72, 720, "The meadow is green.")
    page.save()
    return tmp_path


def test_window_engine_answer_formula_and_reader_are_tried_for_real(material: Path) -> None:
    code, checks = self_test(str(material))

    assert code == 0
    assert [name for name, check in checks.items() if check["ok"]] == [
        "resources", "window", "engine", "generation", "formula", "reader",
    ]  # fmt: skip
    assert checks["generation"]["detail"]["tokens"] == 8  # type: ignore[index]


def test_a_model_that_is_damaged_fails_its_check_and_no_other(material: Path) -> None:
    os.truncate(material / "tiny.gguf", 300_000)

    code, checks = self_test(str(material))

    assert code == 1
    assert [name for name, check in checks.items() if not check["ok"]] == ["generation"]
    assert checks["generation"]["problem"]


def test_the_demo_model_is_tried_where_there_is_one(material: Path, stand_in: Path) -> None:
    _, checks = self_test(str(material))

    assert checks["demo model"]["ok"], checks["demo model"]["problem"]
