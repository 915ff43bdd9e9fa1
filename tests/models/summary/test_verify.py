from __future__ import annotations

import pytest

from models.documents.document import Chunk
from models.documents.outline import Outline
from models.documents.sentences import sentences_of
from models.summary.events import Status
from models.summary.notes import Line
from models.summary.verify import Checker
from tests.models.summary.planted import of_pages

ENGLISH = (
    "1 Results of Northwind",
    "Northwind sold 4,120 pumps in March 2025, which was 12.5 % more than in the year before.",
    "Southgate did not deliver the valves that it had promised for the summer.",
    "The supplier shall pay the invoice within thirty days unless the goods are defective.",
    "The board of Ashford met in Berlin and approved the plan for the new plant.",
    "The tenant may end the lease at any time.",
)
CHINESE = (
    "第一章 经营情况",
    "A公司在2025年3月售出水泵四千一百二十台，同比增长百分之十二点五。",
    "B公司没有按期交付夏季所需的阀门。",
    "甲方应当在三十日内支付货款，除非货物存在缺陷。",
    "健康原因是该员工离职的主要理由。",
    "乙方可以随时解除租赁合同。",
)


def check(texts: tuple[str, ...], cited: int, claim: str, anchor: str | None = None) -> Status:
    made = of_pages(["\n\n".join(texts)])
    sentences = sentences_of(made)
    whole = Chunk(index=0, sentences=sentences, tokens=1)
    checker = Checker(made.text, Outline(made.text, sentences))
    return checker.note(Line((cited + 1,), anchor or texts[cited][:24], claim), whole).status


@pytest.mark.parametrize(
    ("texts", "cited", "claim"),
    [
        (ENGLISH, 1, "Northwind sold 4,120 pumps in March 2025."),
        (ENGLISH, 1, "Pump sales rose by 12.5 %."),
        (ENGLISH, 1, "Sales of pumps at Northwind rose 12.5 percent to about 4,100."),
        (ENGLISH, 2, "Southgate failed to deliver the valves promised for the summer."),
        (ENGLISH, 3, "The supplier must pay within 30 days unless the goods are defective."),
        (ENGLISH, 4, "Ashford's board approved the plan for a new plant."),
        (ENGLISH, 5, "The tenant may end the lease at any time."),
        (CHINESE, 1, "A公司2025年3月售出4120台水泵。"),
        (CHINESE, 1, "水泵销售同比增长12.5%。"),
        (CHINESE, 2, "B公司未按期交付阀门。"),
        (CHINESE, 3, "甲方应在30日内支付货款，除非货物有缺陷。"),
        (CHINESE, 4, "该员工离职的主要理由是健康原因。"),
        (CHINESE, 5, "乙方可以随时解除合同。"),
    ],
)
def test_a_faithful_claim_passes(texts: tuple[str, ...], cited: int, claim: str) -> None:
    assert check(texts, cited, claim) is Status.VERIFIED


@pytest.mark.parametrize(
    ("texts", "cited", "claim", "found"),
    [
        (ENGLISH, 1, "Northwind sold 4,210 pumps in March 2025.", Status.VALUE_MISSING),
        (ENGLISH, 1, "Northwind sold 4,120 pumps in April 2025.", Status.VALUE_MISSING),
        (ENGLISH, 1, "Southgate sold 4,120 pumps in March 2025.", Status.VALUE_MISSING),
        (ENGLISH, 1, "Zorblat sold 4,120 pumps with Quuxly in March 2025.", Status.VALUE_MISSING),
        (ENGLISH, 2, "Southgate delivered the valves promised for the summer.", Status.POLARITY),
        (ENGLISH, 4, "The board of Ashford did not approve the plan for the new plant.", Status.POLARITY),
        (ENGLISH, 3, "The supplier may pay the invoice within thirty days unless the goods are defective.",
         Status.POLARITY),
        (ENGLISH, 3, "The supplier shall pay the invoice within thirty days.", Status.POLARITY),
        (ENGLISH, 5, "The tenant must end the lease.", Status.POLARITY),
        (ENGLISH, 4, "Overtime was the reason why people left their jobs.", Status.NO_OVERLAP),
        (CHINESE, 1, "A公司2025年3月售出4210台水泵。", Status.VALUE_MISSING),
        (CHINESE, 1, "B公司2025年3月售出4120台水泵。", Status.VALUE_MISSING),
        (CHINESE, 1, "水泵销售同比增长15%。", Status.VALUE_MISSING),
        (CHINESE, 2, "B公司按期交付了阀门。", Status.POLARITY),
        (CHINESE, 3, "乙方应当在三十日内支付货款，除非货物存在缺陷。", Status.VALUE_MISSING),
        (CHINESE, 3, "甲方可以在三十日内支付货款，除非货物存在缺陷。", Status.POLARITY),
        (CHINESE, 3, "甲方应当在三十日内支付货款。", Status.POLARITY),
        (CHINESE, 4, "加班严重导致员工对企业文化不满。", Status.POLARITY),
        (CHINESE, 5, "乙方必须解除租赁合同。", Status.POLARITY),
    ],
)  # fmt: skip
def test_a_spoilt_claim_is_flagged(texts: tuple[str, ...], cited: int, claim: str, found: Status) -> None:
    assert check(texts, cited, claim) is found


def test_words_copied_from_another_sentence_repair_the_citation() -> None:
    made = of_pages(["\n\n".join(ENGLISH)])
    sentences = sentences_of(made)
    checker = Checker(made.text, Outline(made.text, sentences))
    line = Line((2,), "approved the plan for the new plant", "Ashford's board approved the plan.")

    note = checker.note(line, Chunk(index=0, sentences=sentences, tokens=1))

    assert note.status is Status.REPAIRED
    assert note.quote == ENGLISH[4]
    assert note.heading == ENGLISH[0]


@pytest.mark.parametrize("anchor", ["", "the", "words that stand nowhere in it"])
def test_words_that_were_not_copied_are_no_quote(anchor: str) -> None:
    assert check(ENGLISH, 1, "Northwind sold 4,120 pumps.", anchor or " ") is Status.NO_QUOTE


def test_words_from_a_gap_of_what_was_read_prove_nothing() -> None:
    """A quick summary and a search show the model some sentences; it may know the others from elsewhere."""
    made = of_pages(["\n\n".join(ENGLISH)])
    sentences = sentences_of(made)
    parted = Chunk(index=0, sentences=(sentences[1], sentences[3]), tokens=1)
    checker = Checker(made.text, Outline(made.text, sentences))

    line = Line((1,), "did not deliver the valves", "Southgate did not deliver the valves.")

    assert checker.note(line, parted).status is Status.NO_QUOTE
