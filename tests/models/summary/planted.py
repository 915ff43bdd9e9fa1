"""Documents with facts planted in them, in two languages, and what a perfect reader would find."""

from __future__ import annotations

import random
import re

from models.documents.document import Document, Page, Report

FIRMS = ("Northwind", "Southgate", "Ashford", "Brunel", "Calder", "Dunmore")
FACT_EN = re.compile(r"Plant \d+ of \w+ moved")
FACT_ZH = re.compile(r"号厂房在")
FACT = re.compile(f"{FACT_EN.pattern}|{FACT_ZH.pattern}")

FILLER_EN = (
    "The weather in the valley was described by several visitors at length.",
    "Staff spoke of the canteen and its opening hours with some warmth.",
    "A general discussion of maintenance followed without any result.",
    "It is not easy to say what the committee meant by that remark.",
)
FILLER_ZH = (
    "会议期间大家对食堂的菜品交换了看法。",
    "随后进行了一般性的讨论，没有形成结论。",
    "来访者对山谷的天气印象深刻。",
    "委员们未就该问题进一步说明。",
)


def english(number: int) -> str:
    firm = FIRMS[number % len(FIRMS)]
    return f"Plant {number} of {firm} moved {1000 + 37 * number} tonnes of water on {number % 28 + 1} March 2025."


def chinese(number: int) -> str:
    firm = "ABCDEF"[number % 6]
    return f"{firm}公司第{number}号厂房在2025年3月{number % 28 + 1}日输送了{1000 + 37 * number}吨水。"


def document(
    pages: int = 12, facts_a_page: int = 3, *, language: str = "en", seed: int = 1
) -> tuple[Document, list[str]]:
    """A document of pages with `facts_a_page` planted facts each, and those facts."""
    chance = random.Random(seed)
    fact, filler = (english, FILLER_EN) if language == "en" else (chinese, FILLER_ZH)
    planted, texts, number = [], [], 0
    for page in range(1, pages + 1):
        sentences = [chance.choice(filler) for _ in range(10)]
        for _ in range(facts_a_page):
            number += 1
            planted.append(fact(number))
            sentences.insert(chance.randrange(len(sentences)), planted[-1])
        title = f"{page} Report of department {page}" if language == "en" else f"第{page}章 部门报告"
        texts.append(f"{title}\n\n" + (" " if language == "en" else "").join(sentences))
    return of_pages(texts), planted


def of_pages(texts: list[str], name: str = "report.pdf") -> Document:
    pages, start = [], 0
    for number, text in enumerate(texts, start=1):
        pages.append(Page(number, start, text))
        start += len(text) + 1
    without = tuple(page.number for page in pages if not page.text.strip())
    report = Report(pages=len(pages), characters=sum(map(len, texts)), pages_without_text=without)
    return Document(name=name, sha256="0" * 64, kind="pdf", pages=tuple(pages), report=report)
