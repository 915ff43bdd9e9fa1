from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from desktop.widgets.pdf import pdf
from models.chat.transfer.html import as_html
from models.store.message import Role
from models.store.whole import WholeChat, WholeMessage

LONG = "x = " + " + ".join(f"value_{number}" for number in range(60))
ANSWER = (
    f"A **table**:\n\n| 名称 | Value |\n|---|---:|\n| 边缘计算 | 1,200 |\n\n```python\n{LONG}\n```\n\n请解释**量子**。"
)


def chat(rounds: int) -> WholeChat:
    messages: list[WholeMessage] = []
    for number in range(rounds):
        for role, text in ((Role.USER, f"Question {number}"), (Role.ASSISTANT, ANSWER)):
            parent = len(messages) - 1 if messages else None
            messages.append(WholeMessage(role=role, text=text, created_ms=1_763_790_000_000, parent=parent))
    return WholeChat(
        title="Cleaning 清理", created_ms=1, updated_ms=1, messages=tuple(messages), leaf=len(messages) - 1
    )


@pytest.fixture(scope="module")
def pages(qapp: QApplication) -> list[str]:
    document = pypdfium2.PdfDocument(pdf(as_html([chat(20)]), foot="Cleaning 清理"))
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def test_every_message_is_on_the_pages_once_and_in_order(pages: list[str]) -> None:
    text = "\n".join(pages)
    at = [text.find(f"Question {number}\n") for number in range(20)]

    assert -1 not in at and at == sorted(at)
    assert text.count("1,200") == text.count("边缘计算") == 20


def test_code_is_wrapped_and_not_cut(pages: list[str]) -> None:
    text = "".join("".join(pages).split())

    assert text.count("".join(LONG.split())) >= 15  # some go over the end of a page, with a foot in between


def test_every_page_has_its_number_and_the_chats_name(pages: list[str]) -> None:
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
        assert "Cleaning" in page


def test_no_name_of_a_speaker_stands_alone_at_the_end_of_a_page(pages: list[str]) -> None:
    for page in pages:
        body = [line for line in page.splitlines() if line and " / " not in line and not line.startswith("Cleaning")]
        assert not body[-1].startswith(("You", "Answer"))


def test_nothing_makes_one_page(qapp: QApplication) -> None:
    assert len(pypdfium2.PdfDocument(pdf(""))) == 1
