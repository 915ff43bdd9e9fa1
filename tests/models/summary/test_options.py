"""What the user chooses changes the result, and a summary in another language is checked all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from models.documents.document import Document
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary import Summariser, SummaryOptions
from models.summary.events import Status, Summary
from tests.models.summary import planted
from tests.models.summary.engines import NOTE, SENTENCE, Oracle, TextEngine

IN_ENGLISH = re.compile(r"Plant (\d+) of (\w+) moved (\d+) tonnes of water on (\d+) March 2025\.")
IN_CHINESE = re.compile(r"([A-F])公司第(\d+)号厂房在2025年3月(\d+)日输送了(\d+)吨水。")
Spoil = Callable[[str], str]


def to_chinese(fact: re.Match[str]) -> str:
    plant, firm, tonnes, day = fact.groups()
    return f"{firm}的第{plant}号厂房于2025年3月{day}日输送了{tonnes}吨水。"


def to_english(fact: re.Match[str]) -> str:
    firm, plant, day, tonnes = fact.groups()
    return f"Plant {plant} of company {firm} moved {tonnes} tonnes of water on {day} March 2025."


class Translator(TextEngine):
    """Notes the planted facts in the other language; `spoil` changes each claim."""

    def __init__(self, source: str, spoil: Spoil = lambda claim: claim) -> None:
        super().__init__()
        self._pattern, self._translate = (IN_ENGLISH, to_chinese) if source == "en" else (IN_CHINESE, to_english)
        self._spoil = spoil

    def reply(self, question: str) -> str:
        if notes := NOTE.findall(question):
            return "\n".join(f"{claim} [{number}]" for number, claim in notes[:4])
        facts = [(number, self._pattern.search(text)) for number, text in SENTENCE.findall(question)]
        return "\n".join(
            f"S{number}|{fact.group()}|{self._spoil(self._translate(fact))}" for number, fact in facts if fact
        )  # fmt: skip


def summarised(folder: Path, engine: TextEngine, document: Document, options: SummaryOptions) -> Summary:
    database = Database(folder / "outputs.sqlite3")
    *_, last = Summariser(engine, Outputs(database), model_name="test", n_ctx=4096).run(document, options)
    database.close()
    assert isinstance(last, Summary)
    return last


@pytest.mark.parametrize("source", ["en", "zh"])
def test_a_summary_in_another_language_says_the_same_with_marks_into_the_source(tmp_path: Path, source: str) -> None:
    document, facts = planted.document(4, 2, language=source)
    other = "zh" if source == "en" else "en"

    summary = summarised(tmp_path, Translator(source), document, SummaryOptions(language=other))  # type: ignore[arg-type]

    assert len(summary.notes) == len(facts)
    assert {note.status for note in summary.notes} == {Status.VERIFIED}
    assert {note.quote for note in summary.notes} == set(facts)
    assert summary.prose_checked == summary.prose_sentences > 0
    assert ("## 要点" if other == "zh" else "## Key points") in summary.text


SPOILERS: dict[str, tuple[str, Spoil]] = {
    "figure to Chinese": ("en", lambda claim: re.sub(r"(\d+)吨", r"9\1吨", claim)),
    "date to Chinese": ("en", lambda claim: claim.replace("3月", "4月")),
    "name to Chinese": ("en", lambda claim: re.sub(r"^\w+?的", "Zedmoor的", claim)),
    "another firm of the document": (
        "en", lambda claim: re.sub(r"^(\w+?)的", lambda m: f"{'Calder' if m[1] == 'Brunel' else 'Brunel'}的", claim)
    ),
    "figure to English": ("zh", lambda claim: re.sub(r"(\d+) tonnes", r"9\1 tonnes", claim)),
    "date to English": ("zh", lambda claim: claim.replace("March", "April")),
}  # fmt: skip


@pytest.mark.parametrize(("source", "spoil"), SPOILERS.values(), ids=SPOILERS)
def test_what_another_language_says_wrongly_is_not_shown(tmp_path: Path, source: str, spoil: Spoil) -> None:
    document, _ = planted.document(4, 2, language=source)
    other = "zh" if source == "en" else "en"

    summary = summarised(tmp_path, Translator(source, spoil), document, SummaryOptions(language=other))  # type: ignore[arg-type]

    assert {note.status for note in summary.notes} == {Status.RULE}
    assert summary.prose_sentences == 0


def test_a_focus_decides_what_is_shown_and_is_asked_anew(tmp_path: Path) -> None:
    document, _ = planted.document(40, 2)
    engine = Oracle(planted.FACT)
    plain = summarised(tmp_path, engine, document, SummaryOptions(length="short"))
    asked = len(engine.asked)

    focused = summarised(tmp_path, engine, document, SummaryOptions(length="short", focus="What did Dunmore move?"))

    assert len(engine.asked) > asked + 1
    assert sum("Dunmore" in note.claim for note in plain.notes) < len(plain.notes)
    assert all("Dunmore" in note.claim for note in focused.notes)
    assert len(focused.notes) == len(plain.notes)


def test_a_focus_decides_what_the_quick_mode_reads(tmp_path: Path) -> None:
    document, _ = planted.document(80, 2)
    read = []
    for focus in ("", "Which tonnes did Dunmore move?"):
        engine = Oracle(planted.FACT)
        summarised(tmp_path, engine, document, SummaryOptions(quick=True, focus=focus))
        read.append(sum(question.count("Dunmore") for question in engine.chunks_asked))

    assert read[1] > read[0]
