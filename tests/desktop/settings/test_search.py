"""Settings are found by what people call them, in both languages; what is not found leads on."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.settings.about import About
from desktop.settings.fields import groups
from desktop.settings.no_hit import NoHit
from desktop.settings.page import OWN_CARDS, SettingsPage
from desktop.settings.search_words import OTHER_WORDS, meant

KEYS = [field.key for group in groups() for field in group.fields]


def shown(page: SettingsPage) -> list[str]:
    return [row.field.key for row in page._rows if row.isVisibleTo(page)]


def offers(page: SettingsPage) -> list[QPushButton]:
    return [each for each in page.findChild(NoHit).findChildren(QPushButton) if each.isVisibleTo(page)]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("GPU", "load.n_gpu_layers"), ("显卡", "load.n_gpu_layers"), ("dark", "theme"), ("深色", "theme"),
        ("font size", "zoom"), ("zoom", "zoom"), ("字号", "zoom"), ("proxy", "proxy"), ("代理", "proxy"),
        ("context", "load.n_ctx"), ("animation", "motion"), ("动画", "motion"), ("上下文", "load.n_ctx"),
        ("语言", "language"), ("history", "kept_days"), ("镜像", "mirror"), ("threads", "load.n_threads"),
    ],
)  # fmt: skip
def test_a_setting_is_found_by_what_people_call_it(page: SettingsPage, asked: str, key: str) -> None:
    page.search.setText(asked)
    assert key in shown(page) and page.findChild(NoHit).isHidden()


def test_every_setting_has_other_words_and_every_word_a_setting() -> None:
    elsewhere = {*OWN_CARDS, "forget", "performance", "privacy", "shortcuts"}
    assert {*KEYS} | elsewhere == {*OTHER_WORDS}


def test_what_lies_on_other_pages_is_found_too(page: SettingsPage) -> None:
    for asked, way in (("benchmark", "How fast it is here"), ("快捷键", "Keyboard shortcuts"), ("telemetry", "What")):
        page.search.setText(asked)
        assert next(each.accessibleName() for each in page._ways if each.isVisibleTo(page)).startswith(way)
        assert page.findChild(NoHit).isHidden()


@pytest.mark.parametrize(
    ("asked", "offered"),
    [("porxy", "proxy"), ("lanugage", "language"), ("proxy setings", "proxy"), ("显卡设置", "显卡"), ("字型", "字体")],
)
def test_a_search_that_finds_nothing_says_so_and_leads_on(page: SettingsPage, asked: str, offered: str) -> None:
    page.search.setText(asked)
    assert shown(page) == [] and not page.findChild(NoHit).isHidden()
    assert offered in [each.accessibleName() for each in offers(page)]
    next(each for each in offers(page) if each.accessibleName() == offered).click()
    assert page.search.text() == offered and shown(page) and page.findChild(NoHit).isHidden()


def test_each_offer_finds_something(page: SettingsPage) -> None:
    texts = [*(row.searched for row in page._rows), *page._ways.values()]
    for asked in ("gpu settings please", "hotkys", "memroy", "暗色主题模式", "zzzz"):
        for word in meant(asked, texts):
            page.search.setText(word)
            assert shown(page) or any(each.isVisibleTo(page) for each in page._ways), word


def test_what_is_like_nothing_is_said_plainly(page: SettingsPage) -> None:
    page.search.setText("zzzzzz")
    assert offers(page) == [] and not page.findChild(NoHit).isHidden()
    page.search.clear()
    assert shown(page) == KEYS and page.findChild(NoHit).isHidden() and all(each.isVisible() for each in page._ways)


@pytest.mark.parametrize("asked", ["about", "关于", "Version", "licence", "LGPL"])
def test_what_the_program_says_of_itself_has_a_heading_and_is_found(page: SettingsPage, asked: str) -> None:
    about = page.findChild(About)
    assert about.findChildren(QLabel)[0].text() == "About"
    page.search.setText(asked)
    assert about.isVisible() and page.findChild(NoHit).isHidden()
    page.search.setText("proxy")
    assert not about.isVisible()
