from __future__ import annotations

import pytest

from models.summary.roles import swapped

NAMES = ("Ashford", "Berlin", "Northwind", "Southgate", "A公司", "B公司")
PAYS = "The Buyer shall pay the Seller within thirty days of delivery."
PAYS_ZH = "甲方应当在三十日内向乙方支付货款。"
SOLD = "Northwind sold 4,120 pumps to Southgate in March."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The Seller shall pay the Buyer within 30 days.", PAYS),
        ("The Buyer must be paid by the Seller within 30 days.", PAYS),
        ("乙方应当在三十日内向甲方支付货款。", PAYS_ZH),
        ("货款应由乙方支付给甲方。", PAYS_ZH),
        ("乙方应当在三十日内支付货款。", PAYS_ZH),
        ("Southgate sold pumps to Northwind.", SOLD),
        ("B公司起诉了A公司。", "A公司于五月起诉B公司。"),
        ("The Buyer shall deliver the goods.", "The Seller shall deliver the goods to the Buyer."),
    ],
)
def test_names_in_each_others_place_are_seen(claim: str, source: str) -> None:
    assert swapped(claim, source, NAMES)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The Seller must be paid by the Buyer within 30 days.", PAYS),
        ("甲方应在30日内支付乙方货款。", PAYS_ZH),
        ("货款应由甲方支付给乙方。", PAYS_ZH),
        ("Southgate bought 4,120 pumps from Northwind.", SOLD),
        ("B公司被A公司起诉。", "A公司于五月起诉B公司。"),
        ("In Berlin, Ashford's board approved the plan.", "The board of Ashford met in Berlin and approved the plan."),
        ("The Seller shall deliver the goods.", "The Seller shall deliver the goods to the Buyer."),
    ],
)
def test_the_same_said_otherwise_is_no_swap(claim: str, source: str) -> None:
    assert not swapped(claim, source, NAMES)
