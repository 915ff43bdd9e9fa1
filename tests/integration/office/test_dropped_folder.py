"""The folder dropped on the real window from another program, as a new user would: summed up, asked, reported over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.gguf_models import make_tiny_gguf
from tests.integration.conftest import set_up
from tests.integration.dragging import dragged, drop
from tests.integration.driver import Window, window
from tests.integration.screen import Screen, until

pytestmark = [pytest.mark.soak, pytest.mark.x11, pytest.mark.timeout(900)]

WORDS = {
    "en": ("Summarise", "Ready · processor"),
    "zh-CN": ("总结", "就绪 · 处理器"),
}
FILES = {
    "en": ("Supply agreement.docx", "Annual report.pdf", "Minutes of the works council.odt", "Budget 2026.xlsx",
           "Pump strategy 2026.pptx"),
    "zh-CN": ("水泵采购合同.docx", "年度报告.pdf", "职工代表会议纪要.odt", "2026年预算.xlsx", "2026年水泵战略.pptx"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_dropped_folder_is_summed_up_file_by_file(
    xscreen: Screen, tmp_path: Path, folder: Path, language: str
) -> None:
    summarise, ready = WORDS[language]
    model = make_tiny_gguf(tmp_path / "tiny.gguf")
    mixed = tmp_path / "工作 work"
    mixed.mkdir()
    for name in FILES[language]:
        shutil.copy(folder / name, mixed / name)
    home = set_up(tmp_path / "home", language=language)
    with window(home, xscreen) as paddock:
        with dragged(xscreen, model) as at:
            drop(paddock, xscreen, at)
        until(lambda: paddock.ask("place", ready), "the model to be loaded", 60)
        with dragged(xscreen, mixed) as at:
            drop(paddock, xscreen, at)
        xscreen.click(*paddock.place(summarise, "Button"))
        cards = finished(paddock, len(FILES[language]))

        assert sorted(card["document"] for card in cards) == sorted(FILES[language])
        assert all(card["state"] == "done" and card["notes"] for card in cards)
        assert all(card["pages"] == card["processed"] for card in cards)
        paddock.ask("grab", str(tmp_path / "window.png"))
        assert paddock.ask("sockets") == 0


def finished(paddock: Window, count: int) -> list[dict[str, object]]:
    def done() -> list[dict[str, object]]:
        cards: list[dict[str, object]] = paddock.ask("cards")
        return cards if len(cards) == count and all(card["state"] != "running" for card in cards) else []

    return until(done, f"{count} summaries; there are {paddock.ask('cards')}", 150)
