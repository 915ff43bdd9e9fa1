"""What is shown as checked is so: with a perfect reader, with one that errs, and only thanks to each of the checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.documents.document import Document
from models.documents.reader import Reader
from models.paths import Paths
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary import verify
from models.summary.events import Summary
from models.summary.job import Summariser
from models.summary.options import SummaryOptions
from tests.faithfulness import measure as measuring
from tests.faithfulness.facts import Language
from tests.faithfulness.measure import measure
from tests.faithfulness.spoilers import (
    SUBTLE,
    Spoiler,
    altered_number,
    exchanged,
    invented,
    negated,
    other_firm,
    paraphrased_quote,
    parties_swapped,
    shuffled,
)
from tests.models.documents import pdfs

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])


@LANGUAGES
def test_a_perfect_reader_covers_all_parts_of_the_document(language: Language, tmp_path: Path) -> None:
    found = measure(language, 0.0, tmp_path)

    assert found.coverage == 1.0
    assert found.deciles == [1.0] * len(found.deciles)
    assert found.quotes_exact == 1.0
    assert found.false_alarms == 0.0
    assert found.wrong == found.prose_wrong == 0.0


@LANGUAGES
def test_of_fifteen_per_cent_errors_hardly_one_is_shown_as_checked(language: Language, tmp_path: Path) -> None:
    for seed in (11, 12):
        found = measure(language, 0.15, tmp_path, seed=seed)
        assert sum(made for _, made in found.by_error.values()) > 15
        assert found.wrong <= 0.01
        assert found.misattributed <= 0.01
        assert found.invented <= 0.01
        assert found.false_alarms <= 0.02
        assert found.quotes_exact == 1.0


@LANGUAGES
def test_true_claims_far_from_the_source_are_seldom_refused(language: Language, tmp_path: Path) -> None:
    assert measure(language, 0.0, tmp_path, free=True).false_alarms <= 0.02


@LANGUAGES
def test_swapped_parties_changed_duties_and_dropped_conditions_are_caught(language: Language, tmp_path: Path) -> None:
    found = measure(language, 1.0, tmp_path, spoilers=SUBTLE).by_error

    for how in ("parties swapped", "duty and permission", "condition dropped"):
        shown, made = found[how]
        assert made >= 5
        assert 1 - shown / made >= 0.8


@LANGUAGES
def test_words_of_the_source_in_any_order_are_no_claim(language: Language, tmp_path: Path) -> None:
    found = measure(language, 1.0, tmp_path, spoilers=(shuffled,))
    shown, made = found.by_error["words in any order"]

    assert made > 100
    assert 1 - shown / made >= 0.9


@pytest.mark.parametrize(
    ("check", "without", "error"),
    [
        ("missing", (), altered_number),
        ("differs", False, negated),
        ("swapped", False, parties_swapped),
        ("mispaired", False, exchanged),
        ("_SHORTEST_ANCHOR", -1, paraphrased_quote),
        ("Names.missing", (), other_firm),
        ("overlap", 1.0, invented),
        ("in_phrases", True, shuffled),
    ],
)
@LANGUAGES
def test_each_check_is_what_catches_its_error(
    language: Language, check: str, without: object, error: Spoiler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> tuple[int, int]:
        found = measure(language, 1.0, tmp_path, spoilers=(error,), pages=12, seed=len(list(tmp_path.iterdir())) + 1)
        return found.verified, sum(made for _, made in found.by_error.values())

    before, made = shown()
    assert made >= 2
    if check == "_SHORTEST_ANCHOR":
        monkeypatch.setattr(verify.Located, "all", lambda self, passage: [(0, 10_000)])
    elif check == "Names.missing":
        monkeypatch.setattr(verify.Names, "missing", lambda *_: without)
    else:
        monkeypatch.setattr(verify, check, lambda *_: without)
    after, _ = shown()

    assert after > before


def test_every_citation_lights_its_passage_on_the_page(tmp_path: Path) -> None:
    """From a real PDF to marks and back: the page that a mark opens holds the quote, and shows where."""
    path = pdfs.report(tmp_path / "report.pdf", pages=6)
    home = tmp_path / "home"
    reader = Reader(Paths(home / "data", home / "config", home / "cache", home / "logs"))
    try:
        document = next(event for event in reader.read(path) if isinstance(event, Document))
        facts = [measuring.Fact("", pdfs.fact(page, line), (pdfs.fact(page, line),), "")
                 for page in range(1, 7) for line in (3, 11)]  # fmt: skip
        facts += [measuring.Fact("", pdfs.chinese_fact(page), (pdfs.chinese_fact(page),), "") for page in range(1, 7)]
        engine = measuring.Reader(facts, 0.0, (), 1, free=False)
        with_notes = Summariser(engine, Outputs(Database(tmp_path / "outputs.db")), model_name="oracle", n_ctx=8192)
        *_, summary = with_notes.run(document, SummaryOptions(length="long"))
        assert isinstance(summary, Summary)
        assert len(summary.notes) >= 12
        for note in summary.notes:
            for citation in note.citations:
                quote = document.text[citation.start : citation.end]
                image = reader.page_image(path, citation.page, passage=quote)
                assert image.rects, f"{quote!r} is not lit on page {citation.page}"
    finally:
        reader.close()
