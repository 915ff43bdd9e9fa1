"""Facts to plant in documents: a sentence of the source, and what a careful reader may say of it in other words."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]

FIRMS = {
    "en": ("Northwind", "Northwood", "Southgate", "Southgard", "Ashford", "Ashworth", "Calder", "Brunel"),
    "zh": ("A公司", "B公司", "C公司", "D公司", "E公司", "F公司", "G公司", "H公司"),
}
CITIES = {
    "en": ("Bergen", "Lyon", "Porto", "Graz", "Turku", "Ghent"),
    "zh": ("无锡市", "绍兴市", "佛山市", "泉州市", "洛阳市", "遵义市"),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Fact:
    """`claims` are all true of `source`, `free` is as true and further from its words.

    `number`, `percent` and `month` stand in the claims as they are given here; `rival` is the figure that the same
    sentence gives another firm.
    """

    kind: str
    source: str
    claims: tuple[str, ...]
    free: str
    firm: str = ""
    number: str = ""
    percent: str = ""
    month: str = ""
    rival: str = ""


def fact(chance: random.Random, serial: int, language: Language) -> Fact:
    """The next fact; `serial` makes its figures its own."""
    makers = _ENGLISH if language == "en" else _CHINESE
    return makers[serial % len(makers)](chance, serial)


def _two(chance: random.Random, language: Language) -> tuple[str, str]:
    first, second = chance.sample(FIRMS[language], 2)
    return first, second


def _sale(chance: random.Random, serial: int) -> Fact:
    firm, customer = _two(chance, "en")
    number, percent, month = f"{1000 + 37 * serial:,}", f"{2 + serial % 90}.{serial % 9 + 1}", MONTHS[serial % 12]
    return Fact(
        "sale",
        f"{firm} sold {number} pumps to {customer} in {month} 2025, which was {percent} % more than the year before.",
        (
            f"{firm} sold {number} pumps to {customer} in {month} 2025.",
            f"In {month} 2025 {firm} sold {number} pumps to {customer}, up {percent} %.",
            f"Sales of pumps by {firm} to {customer} were {percent} percent higher than the year before.",
        ),
        f"{customer} bought {number} pumps from {firm} in {month} 2025.",
        firm, number, percent, month,
    )  # fmt: skip


def _decision(chance: random.Random, serial: int) -> Fact:
    firm, city = chance.choice(FIRMS["en"]), chance.choice(CITIES["en"])
    number, month, day = f"{11 + 3 * serial}", MONTHS[serial * 5 % 12], serial % 28 + 1
    return Fact(
        "decision",
        f"On {day} {month} 2025 the board of {firm} approved {number} million euros for a new plant in {city}.",
        (
            f"The board of {firm} approved {number} million euros for a plant in {city} on {day} {month} 2025.",
            f"A new plant in {city} was approved by {firm}'s board in {month} 2025 for {number},000,000 euros.",
        ),
        f"{firm} will spend {number} million euros on a factory in {city}.",
        firm, number, "", month,
    )  # fmt: skip


def _failure(chance: random.Random, serial: int) -> Fact:
    firm, customer = _two(chance, "en")
    number, month = f"{200 + 7 * serial}", MONTHS[serial * 7 % 12]
    return Fact(
        "failure",
        f"{firm} did not deliver the {number} valves that it had promised to {customer} for {month} 2025.",
        (
            f"{firm} failed to deliver {number} valves promised to {customer} for {month} 2025.",
            f"The {number} valves promised to {customer} for {month} 2025 were not delivered by {firm}.",
        ),
        f"{customer} never received the {number} valves due from {firm} in {month} 2025.",
        firm, number, "", month,
    )  # fmt: skip


def _duty(chance: random.Random, serial: int) -> Fact:
    number, days = f"{50_000 + 130 * serial:,}", 10 + serial % 50
    return Fact(
        "duty",
        f"The Buyer shall pay the Seller {number} euros for lot {serial} within {days} days of delivery unless the "
        "goods are defective.",
        (
            f"Unless the goods are defective, the Buyer must pay the Seller {number} euros for lot {serial} within "
            f"{days} days.",
            f"The Buyer shall pay {number} euros for lot {serial} within {days} days of delivery unless the goods are "
            "defective.",
        ),
        f"Payment of {number} euros for lot {serial} is due from the Buyer within {days} days unless goods are "
        "defective.",
        number=number,
    )


def _right(chance: random.Random, serial: int) -> Fact:
    number, weeks = f"{900 + 11 * serial:,}", 2 + serial % 20
    return Fact(
        "right",
        f"The tenant of house {serial} may end the lease with {weeks} weeks' notice and gets back {number} euros.",
        (
            f"The tenant of house {serial} may end the lease with {weeks} weeks' notice.",
            f"With {weeks} weeks' notice the tenant of house {serial} may end the lease and gets back {number} euros.",
        ),
        f"Ending the lease of house {serial} takes the tenant {weeks} weeks' notice.",
        number=number,
    )


def _pair(chance: random.Random, serial: int) -> Fact:
    firm, rival = _two(chance, "en")
    number, other, month = f"{3_000 + 29 * serial:,}", f"{9_000 + 31 * serial:,}", MONTHS[serial * 11 % 12]
    return Fact(
        "pair",
        f"In {month} 2025 {firm} employed {number} people, while {rival} employed {other} and planned to hire more.",
        (
            f"{firm} employed {number} people in {month} 2025.",
            f"In {month} 2025 {number} people worked at {firm}, {other} at {rival}.",
        ),
        f"The staff of {firm} was {number} in {month} 2025.",
        firm, number, "", month, other,
    )  # fmt: skip


def _pair_zh(chance: random.Random, serial: int) -> Fact:
    firm, rival = _two(chance, "zh")
    number, other, month = f"{3_000 + 29 * serial}", f"{9_000 + 31 * serial}", str(serial * 11 % 12 + 1)
    return Fact(
        "pair",
        f"2025年{month}月，{firm}有员工{number}人，而{rival}有员工{other}人，并计划继续招聘。",
        (
            f"{firm}在2025年{month}月有员工{number}人。",
            f"2025年{month}月{firm}有{number}名员工，{rival}有{other}名。",
        ),
        f"{firm}2025年{month}月的员工总数为{number}。",
        firm, number, "", f"{month}月", other,
    )  # fmt: skip


def _sale_zh(chance: random.Random, serial: int) -> Fact:
    firm, customer = _two(chance, "zh")
    number, percent, month = f"{1000 + 37 * serial}", f"{2 + serial % 90}.{serial % 9 + 1}", str(serial % 12 + 1)
    return Fact(
        "sale",
        f"{firm}在2025年{month}月向{customer}售出水泵{number}台，同比增长百分之{_spoken(percent)}。",
        (
            f"{firm}2025年{month}月向{customer}售出{number}台水泵。",
            f"2025年{month}月，{firm}向{customer}售出水泵{number}台，同比增长{percent}%。",
            f"{firm}向{customer}售出的水泵同比增长{percent}%。",
        ),
        f"{customer}于2025年{month}月从{firm}购入{number}台水泵。",
        firm, number, percent, f"{month}月",
    )  # fmt: skip


def _decision_zh(chance: random.Random, serial: int) -> Fact:
    firm, city = chance.choice(FIRMS["zh"]), chance.choice(CITIES["zh"])
    number, month, day = f"{1100 + 30 * serial}", str(serial * 5 % 12 + 1), serial % 28 + 1
    return Fact(
        "decision",
        f"2025年{month}月{day}日，{firm}董事会批准投入{number}万元在{city}建设新厂。",
        (
            f"{firm}董事会于2025年{month}月{day}日批准在{city}建设新厂，投入{number}万元。",
            f"{firm}董事会批准投入{int(number) * 10_000:,}元在{city}建新厂。",
        ),
        f"{firm}将斥资{number}万元在{city}兴建工厂。",
        firm, number, "", f"{month}月",
    )  # fmt: skip


def _failure_zh(chance: random.Random, serial: int) -> Fact:
    firm, customer = _two(chance, "zh")
    number, month = f"{200 + 7 * serial}", str(serial * 7 % 12 + 1)
    return Fact(
        "failure",
        f"{firm}没有在2025年{month}月按期向{customer}交付{number}个阀门。",
        (
            f"{firm}未能在2025年{month}月按期向{customer}交付{number}个阀门。",
            f"2025年{month}月应向{customer}交付的{number}个阀门，{firm}没有按期交付。",
        ),
        f"{customer}未能如期收到{firm}的{number}个阀门。",
        firm, number, "", f"{month}月",
    )  # fmt: skip


def _duty_zh(chance: random.Random, serial: int) -> Fact:
    number, days = f"{50_000 + 130 * serial}", 10 + serial % 50
    return Fact(
        "duty",
        f"第{serial}批货物交付后，甲方应当在{days}日内向乙方支付{number}元，除非货物存在缺陷。",
        (
            f"除非货物存在缺陷，甲方应在{days}日内向乙方支付第{serial}批货物的{number}元。",
            f"第{serial}批货物交付后{days}日内，甲方必须支付乙方{number}元，货物存在缺陷的除外。",
        ),
        f"除非货物有缺陷，第{serial}批货物的{number}元货款须由甲方在{days}日内付清。",
        number=number,
    )


def _right_zh(chance: random.Random, serial: int) -> Fact:
    number, weeks = f"{900 + 11 * serial}", 2 + serial % 20
    return Fact(
        "right",
        f"{serial}号楼的承租人可以提前{weeks}周解除租约，并取回押金{number}元。",
        (
            f"{serial}号楼的承租人可以提前{weeks}周解除租约。",
            f"承租人提前{weeks}周可解除{serial}号楼的租约，取回押金{number}元。",
        ),
        f"{serial}号楼的租约，承租人提前{weeks}周通知即可终止。",
        number=number,
    )


def _spoken(percent: str) -> str:
    """12.5 as 十二点五."""
    whole, _, tenth = percent.partition(".")
    tens, ones = divmod(int(whole), 10)
    spoken = ("十" if tens == 1 else f"{_DIGITS[tens]}十") if tens else ""
    return f"{spoken}{_DIGITS[ones] if ones or not tens else ''}点{_DIGITS[int(tenth)]}"


Maker = Callable[[random.Random, int], Fact]
_ENGLISH: tuple[Maker, ...] = (_sale, _decision, _failure, _duty, _right, _pair)
_CHINESE: tuple[Maker, ...] = (_sale_zh, _decision_zh, _failure_zh, _duty_zh, _right_zh, _pair_zh)
