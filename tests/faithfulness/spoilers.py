"""The ways in which a model's note can be wrong, each as a function of a planted fact."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.faithfulness.facts import CITIES, FIRMS, MONTHS, Fact

INVENTED = {  # with a figure of the source, so that only its words give it away
    "en": "Overtime and the working atmosphere drove {number} people away.",
    "zh": "加班严重和氛围恶劣导致{number}人离职。",
}


@dataclass(frozen=True)
class Said:
    """One line of a model's answer about `fact`. `shift` moves the cited sentence; `true`: the claim holds."""

    fact: Fact
    claim: str
    anchor: str
    shift: int = 0
    how: str = ""
    true: bool = True


def faithful(chance: random.Random, fact: Fact, *, free: bool = False) -> Said:
    """A true claim in other words, with words copied from the middle of its sentence."""
    words = fact.source.split()
    anchor = " ".join(words[2:10]) if len(words) > 4 else fact.source[3:19]
    return Said(fact, fact.free if free else chance.choice(fact.claims), anchor)


Spoiler = Callable[[random.Random, Said, Sequence[Fact]], Said | None]


def wrong_sentence(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    return replace(said, shift=chance.choice((-2, -1, 1, 2)), how="wrong sentence cited")


def paraphrased_quote(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    anchor = said.anchor[: len(said.anchor) // 2] + (" roughly " if " " in said.anchor else "大约") + said.anchor[-4:]
    return replace(said, anchor=anchor, how="quote paraphrased")


def altered_number(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    number = said.fact.number
    if number not in said.claim:
        return None
    plain = int(number.replace(",", ""))
    plain += chance.choice([step for step in (1, 2, 3, 11, 91, 101, 1001) if (plain + step) % 10])  # no rounded form
    return _false(said, number, f"{plain:,}" if "," in number else str(plain), "number altered")


def others_percentage(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    found = [fact.percent for fact in others if fact.percent and fact.percent != said.fact.percent]
    return _false(said, said.fact.percent, chance.choice(found), "share of another fact") if found else None


def shifted_date(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    month = said.fact.month
    if not month:
        return None
    if month in MONTHS:
        return _false(said, month, MONTHS[(MONTHS.index(month) + 1) % 12], "date shifted")
    return _false(said, f"年{month}", f"年{int(month[:-1]) % 12 + 1}月", "date shifted")


def other_firm(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    firms = FIRMS["zh" if said.fact.firm.endswith("公司") else "en"]
    unused = [firm for firm in firms if firm not in said.fact.source]
    return _false(said, said.fact.firm, chance.choice(unused), "other company") if said.fact.firm else None


_NEGATIONS = (
    (r" sold ", " did not sell "), (r" approved ", " did not approve "), (r"was approved", "was not approved"),
    (r"failed to deliver", "delivered"), (r"were not delivered", "were delivered"), (r"were (?=\d)", "were not "),
    (r" may end", " may not end"), (r"售出", "未售出"), (r"批准", "没有批准"), (r"未能在", "在"), (r"没有按期", "按期"),
    (r"可以?(?=提前|解除)", "不得"), (r" (?:must|shall) pay", " shall not pay"), (r"应在|必须", "无须"),
)  # fmt: skip


def negated(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    for pattern, by in _NEGATIONS:
        claim, changed = re.subn(pattern, by, said.claim, count=1)
        if changed:
            return replace(said, claim=claim, how="negated", true=False)
    return None


def invented(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    claim = INVENTED["zh" if _chinese(said) else "en"].format(number=said.fact.number)
    return replace(said, claim=claim, how="invented, with a real quote", true=False)


def others_claim(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    kin = [fact for fact in others if fact.kind == said.fact.kind and fact.source != said.fact.source]
    return replace(said, claim=chance.choice(kin).claims[0], how="claim of another fact", true=False) if kin else None


def parties_swapped(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    pairs = [("Buyer", "Seller"), ("甲方", "乙方")]
    pairs += [tuple(firm for firm in FIRMS[language] if firm in said.fact.source) for language in FIRMS]  # type: ignore[misc]
    for pair in pairs:
        if len(pair) == 2 and any(name in said.claim for name in pair):
            first, second = pair
            claim = said.claim.replace(first, "\0").replace(second, first).replace("\0", second)
            return replace(said, claim=claim, how="parties swapped", true=False)
    return None


_MODALS = ((" must ", " may "), (" shall ", " may "), (" may end", " must end"), ("应在", "可以在"), ("必须", "可以"),
           ("可以提前", "应当提前"), ("可解除", "应当解除"))  # fmt: skip


def duty_changed(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    for duty, other in _MODALS:
        if duty in said.claim:
            return replace(said, claim=said.claim.replace(duty, other, 1), how="duty and permission", true=False)
    return None


_CONDITIONS = (r"Unless the goods are defective, ", r" unless the goods are defective", r"除非货物存在缺陷，",
               r"，货物存在缺陷的除外")  # fmt: skip


def condition_dropped(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    claim = said.claim
    for condition in _CONDITIONS:
        claim = claim.replace(condition, "")
    return replace(said, claim=claim, how="condition dropped", true=False) if claim != said.claim else None


def other_place(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    for cities in CITIES.values():
        for city in cities:
            if city in said.claim:
                return _false(said, city, chance.choice([c for c in cities if c != city]), "other place")
    return None


def exchanged(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    """The figure that the same sentence gives another firm."""
    number, rival = said.fact.number, said.fact.rival
    if not rival or number not in said.claim:
        return None
    claim = said.claim.replace(rival, "\0").replace(number, rival).replace("\0", number)
    return replace(said, claim=claim, how="figures exchanged within the sentence", true=False)


_DIRECTIONS = (("higher than", "lower than"), (", up ", ", down "), ("增长", "下降"))


def reversed_direction(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    for up, down in _DIRECTIONS:
        if up in said.claim:
            return replace(said, claim=said.claim.replace(up, down), how="direction reversed", true=False)
    return None


_PIECES = re.compile(r"[A-Z]?\d[\d,.%]*|[A-Z]公司|[\u4e00-\u9fff]{1,3}|[^\u4e00-\u9fff]")


def shuffled(chance: random.Random, said: Said, others: Sequence[Fact]) -> Said | None:
    """The claim's own words in any order, Chinese ones in pieces of up to three characters."""
    bare = said.claim.rstrip(".。")
    words, space, stop = (_PIECES.findall(bare), "", "。") if _chinese(said) else (bare.split(), " ", ".")
    chance.shuffle(words)
    claim = space.join(words) + stop
    return replace(said, claim=claim, how="words in any order", true=False) if claim != said.claim else None


EVERYDAY: tuple[Spoiler, ...] = (
    wrong_sentence, paraphrased_quote, altered_number, others_percentage, shifted_date, other_firm, other_place,
    negated, invented, others_claim, exchanged, reversed_direction,
)  # fmt: skip
SUBTLE: tuple[Spoiler, ...] = (parties_swapped, duty_changed, condition_dropped)


def _false(said: Said, old: str, new: str, how: str) -> Said | None:
    if not old or old not in said.claim or old == new:
        return None
    return replace(said, claim=said.claim.replace(old, new), how=how, true=False)


def _chinese(said: Said) -> bool:
    return any(character > "\u2e7f" for character in said.claim)
