from __future__ import annotations

import zipfile
from pathlib import Path
from typing import get_args

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from desktop.documents.card import Card
from desktop.documents.saving import forms_of, name_of, save
from desktop.documents.work import TaskName
from desktop.widgets.language import speak
from desktop.widgets.pdf import pdf
from models import demo
from models.errors import StoreUnwritable
from models.summary.events import Citation, Note, Status

QUOTE = "In 1904 the yard kept seven horses."


@pytest.fixture
def card(qapp: QApplication) -> Card:
    note = Note(claim="Seven horses.", quote=QUOTE, citations=(Citation(3, 0, 35),), status=Status.VERIFIED, chunk=0)
    made = Card.of("summary", [Path("年报.pdf")])
    return Card(
        document=made.document, sources=made.sources, state="done", text="Seven horses in 1904. [1]\n", notes=(note,),
        pages=3, processed=3, model="Test",
    )  # fmt: skip


def text_of(path: Path) -> str:
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            return "".join(package.read(name).decode() for name in package.namelist())
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md", "csv", "json"])
def test_every_form_holds_the_passage_and_its_page(card: Card, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"result.{form}"
    assert form in forms_of(card)
    save(card, path)

    text = text_of(path)
    assert QUOTE in text and "3" in text and "年报.pdf" in text


def test_a_page_that_names_a_file_gets_nothing_of_it(qapp: QApplication, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: red }")
    plain = pdf("<p>Nothing</p>")
    loading = pdf(f'<link rel="stylesheet" href="{secret.as_uri()}"><img src="{secret.as_uri()}"><p>Nothing</p>')

    assert plain.startswith(b"%PDF") and b"secret" not in loading


def test_a_folder_that_cannot_be_written_is_named(card: Card, tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match="elsewhere"):
        save(card, tmp_path / "elsewhere" / "result.md")


def test_a_result_is_not_proposed_by_the_name_of_its_source(qapp: QApplication) -> None:
    def names() -> list[str]:
        cards = [Card.of(task, [Path("report.pdf")]) for task in get_args(TaskName)]
        return [name_of(each) for each in (*cards, Card.of("summary", [Path("report.pdf")], model=demo.TITLE))]

    english = names()
    speak(qapp, "zh-CN")
    try:
        chinese = names()
    finally:
        speak(qapp, "en")

    assert english[0] == "report – summary.pdf" and english[-1] == "report – key sentences.pdf"
    assert chinese[0] == "report – 摘要.pdf" and chinese[-1] == "report – 重点句.pdf"
    assert len(set(english)) == len(set(chinese)) == len(get_args(TaskName)) + 1
