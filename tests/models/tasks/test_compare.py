from __future__ import annotations

import csv
import random
from functools import reduce

import msgspec
import pytest

from models.store.outputs import Outputs
from models.summary.events import Summary
from models.tasks.compare import Change, Comparison, compare
from models.tasks.compare.align import align, join, key_of
from models.tasks.compare.export import exported
from tests.models.summary import planted
from tests.models.summary.engines import ADVERSARIES, TextEngine
from tests.models.tasks.helpers import assert_sound, model, result

OLD = [
    "Supply agreement\n\nThe supplier shall deliver 500 pumps by 5 March 2025.\n\n"
    "The buyer may end the agreement at any time.",
    "The price is 12.5 % below the list of Northwind.\n\nNotices go to the office in Berlin.\n\n"
    "This line is removed later.",
]
NEW = [
    "Supply agreement\n\nThe supplier shall deliver 650 pumps by 5 April 2025.\n\n"
    "The buyer shall end the agreement at any time.",
    "Notices go to the office in Berlin.\n\nThe price is 12.5 % below the list of Southgate.\n\n"
    "A wholly new clause on arbitration in Geneva.",
]


def comparison(old: list[str], new: list[str]) -> tuple[Comparison, Summary]:
    first, second = planted.of_pages(old, "old.docx"), planted.of_pages(new, "new.docx")
    events = list(compare(first, second))
    summary = assert_sound(events, [first, second])
    [found] = [event for event in events if isinstance(event, Comparison)]
    for change in found.changes:
        for document, side in ((first, change.old), (second, change.new)):
            assert side is None or document.text[side.start : side.end] == side.text
            assert side is None or document.page_at(side.start) == side.page
    return found, summary


def of(found: Comparison, word: str) -> Change:
    [change] = [c for c in found.changes if word in f"{c.old.text if c.old else ''}{c.new.text if c.new else ''}"]
    return change


def test_changed_figures_names_and_duties_are_listed_with_both_pages() -> None:
    found, summary = comparison(OLD, NEW)

    assert (of(found, "pumps").gone, of(found, "pumps").come) == (("2025-03-05", "500"), ("2025-04-05", "650"))
    assert of(found, "buyer").meaning
    assert (of(found, "list of").gone, of(found, "list of").come) == (("Northwind",), ("Southgate",))
    assert of(found, "list of").kind == "moved"
    assert (of(found, "removed later").kind, of(found, "arbitration").kind) == ("removed", "added")
    assert "(2025-03-05, 500 → 2025-04-05, 650)" in summary.text
    assert "**500** pumps by 5 **March** 2025" in summary.text
    assert {citation.file for note in summary.notes for citation in note.citations} == {0, 1}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ask Ms Weber.", "Ask Ms Fischer."),
        ("Ask Weber.", "Ask Fischer."),
        ("The contact is Anna Weber.", "The contact is Tom Fischer."),
        ("Ms Weber", "Ms Fischer"),
        ("| Owner | Weber |", "| Owner | Fischer |"),
        ("由王伟签字。", "由李娜签字。"),
        ("张三负责。", "李四负责。"),
    ],
)
def test_a_changed_name_is_one_change(old: str, new: str) -> None:
    around = "The pumps of Hull hold.\n\n{}\n\nThe rest stays as it was."

    found, _ = comparison([around.format(old)], [around.format(new)])

    assert [(c.kind, c.old and c.old.text, c.new and c.new.text) for c in found.changes] == [("changed", old, new)]


def test_sentences_of_other_words_are_no_change_of_each_other() -> None:
    found, _ = comparison(["Stays. The pumps held."], ["Stays. The buyer may end the agreement. It rained."])

    assert sorted(c.kind for c in found.changes) == ["added", "added", "removed"]


def test_a_passage_cannot_end_our_quotation_marks() -> None:
    _, summary = comparison(["Stays."], ["Stays. New words” [1] → “nothing (checked) follows."])

    assert "“New words’ (1) → ‘nothing [checked] follows.” [1]" in summary.text


def test_what_moved_is_no_change_of_words() -> None:
    found, _ = comparison(
        ["One stays. Two goes down. Three stays. Four stays."], ["One stays. Three stays. Four stays. Two goes down."]
    )

    assert [(c.kind, c.old and c.old.text) for c in found.changes] == [("moved", "Two goes down.")]


def test_chinese_figures_and_dates_are_compared_by_value() -> None:
    found, _ = comparison(
        ["甲方应当在2025年3月5日前支付三亿二千万元。乙方负责运输。"],
        ["甲方应当在2025年3月8日前支付3.4亿元。乙方负责运输。"],
    )

    [change] = found.changes
    assert (change.gone, change.come) == (("2025-03-05", "320,000,000"), ("2025-03-08", "340,000,000"))
    assert not change.meaning


def test_the_same_figure_in_other_words_is_no_change_of_figures() -> None:
    found, _ = comparison(["他们在去年支付了三亿二千万元的货款。"], ["他们在去年支付了3.2亿元的货款。"])

    assert not found.changes[0].weighty


def test_equal_files_have_no_change() -> None:
    found, summary = comparison(OLD, OLD)

    assert not found.changes
    assert "all 6 are the same" in summary.text


WORD = [
    "# Supply agreement\n\nThe price is fixed.[^2]\n\n| Works | Pumps |\n|---|---|\n| Hull | 20 |\n| Goole | 16 |\n\n"
    "- The pumps are tested.\n- They are blue.\n\n[^2]: Until the end of 2026.\n\n## Delivery\n\nHull comes first."
]
PDF = [
    "Supply agreement\n\nThe price is fixed.[^1]\n\n[^1]: Until the end of 2026.\n\nWorks Pumps Hull 20\nGoole 16\n\n"
    "• The pumps are tested.\n• They are blue.\n\nDelivery\n\nHull comes first."
]


def of_formats(old: list[str], new: list[str]) -> Comparison:
    first = msgspec.structs.replace(planted.of_pages(old, "a.docx"), kind="docx")
    [found] = [event for event in compare(first, planted.of_pages(new, "a.pdf")) if isinstance(event, Comparison)]
    return found


def test_a_word_file_and_its_pdf_differ_in_nothing_that_is_said() -> None:
    found = of_formats(WORD, PDF)

    assert [(change.kind, change.old, change.new) for change in found.changes] == []
    assert found.same == 10


def test_a_changed_figure_is_found_between_a_word_file_and_a_pdf() -> None:
    found = of_formats(WORD, [PDF[0].replace("is fixed", "is fixed at 12")])

    change = of(found, "price")
    assert (change.kind, change.gone, change.come) == ("changed", (), ("12",))


def test_marks_are_wording_between_two_files_of_one_format() -> None:
    found, _ = comparison(["# print(x) is called here."], ["print(x) is called here."])

    assert [change.kind for change in found.changes] == ["changed"]


def test_figures_of_two_cells_do_not_run_into_one() -> None:
    found, _ = comparison(["| Hull | 1 | 23 |"], ["| Hull | 12 | 3 |"])

    assert found.changes and not found.same
    assert key_of("7 8", marks=True) == join("7", "8")


@pytest.mark.parametrize("seed", range(20))
def test_every_sentence_is_accounted_for_once_and_in_order(seed: int) -> None:
    chance = random.Random(seed)
    old = [str(chance.randrange(30)) for _ in range(chance.randrange(60))]
    new = [key for key in old if chance.random() < 0.7] + [str(chance.randrange(40)) for _ in range(10)]
    if seed % 2:
        chance.shuffle(new)

    pairs = align(old, new, lambda a, b: float(old[a] == new[b]))

    assert [a for (a, _), _ in pairs if a is not None] == list(range(len(old)))
    assert [b for (_, b), _ in pairs if b is not None] == list(range(len(new)))
    said = [[keys[n] for pair, equal in pairs if equal and (n := pair[side]) is not None]
            for side, keys in enumerate((old, new))]  # fmt: skip
    assert reduce(join, said[0], "") == reduce(join, said[1], "")


def test_a_long_pair_takes_seconds_not_minutes() -> None:
    old, _ = planted.document(300, 12)
    new = planted.of_pages([page.text.replace("tonnes of water on 4 ", "tonnes of water on 5 ") for page in old.pages])

    found = next(event for event in compare(old, new) if isinstance(event, Comparison))

    assert len(found.changes) == sum(page.text.count("tonnes of water on 4 ") for page in old.pages)


def test_the_sentences_of_a_model_are_checked(outputs: Outputs) -> None:
    first, second = planted.of_pages(OLD, "old.docx"), planted.of_pages(NEW, "new.docx")
    honest = TextEngine(
        lambda question: "The supplier shall deliver 650 pumps by 5 April 2025. [2]\nIt pays 9 million. [1]"
    )

    summary = assert_sound(list(compare(first, second, model(honest, outputs))), [first, second])

    assert summary.text.startswith("The supplier shall deliver 650 pumps by 5 April 2025. [2]")
    assert (summary.prose_sentences, summary.prose_checked) == (2, 1)
    assert "9 million" not in summary.text


@pytest.mark.parametrize("name", ADVERSARIES)
def test_no_engine_adds_a_change(outputs: Outputs, name: str) -> None:
    first, second = planted.of_pages(OLD, "old.docx"), planted.of_pages(NEW, "new.docx")

    summary = assert_sound(list(compare(first, second, model(TextEngine(ADVERSARIES[name]), outputs))), [first, second])

    assert "Zorblat" not in summary.text
    assert summary.notes == result(list(compare(first, second))).notes


def test_the_csv_holds_every_change_and_runs_no_formula() -> None:
    found, summary = comparison(["Alpha stays as it is."], ["Alpha stays as it is. =cmd() was put in here."])

    [row] = list(csv.DictReader(exported("csv", summary, found).decode("utf-8-sig").splitlines()))

    assert (row["change"], row["new"][0]) == ("added", "'")
    assert "Changes were found by code" in exported("md", summary, found).decode()
    assert "checked against the source" not in exported("md", summary, found).decode()
