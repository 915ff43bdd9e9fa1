"""The questions of a report: what a file answers, with evidence; whether a passage proves it; which label it proves."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from cria import labels
from cria.document import TELLING, Voice, strange_line
from cria.document import lines as document_lines
from cria.grammar import pick
from cria.labels import Codes, Kind
from cria.passage import Line, Passage, passage
from cria.quoting import anchor, claim
from cria.sample import Sample, sample
from models.report import confirm, extract
from models.report.record import Entry, Reason, Verdict
from models.report.schema import Field
from models.report.words import words
from models.summary.values import Date, values

_VALUES = {
    "en": {
        "decision": ("What was decided?", "Which decisions were taken?", "What did they resolve?"),
        "duty": ("Who is to do what, by when?", "Who may end the contract, for which reasons, with which notice?",
                 "Who is liable for what, with which limits, penalties or damages?", "What must each side do?"),
        "name": ("Who is named, and in which role?", "Who took part?", "Who are the people and firms?"),
        "figure": ("What was found, with its figures?", "Which figures does the file give?", "How much, and how many?",
                   "Which sums of money are to be paid, by whom, for what?"),
        "date": ("When does the contract begin and end, and which dates and deadlines does it set?",
                 "Which dates are set?", "When does what happen?"),
    },
    "zh": {
        "decision": ("会议决定了什么？", "作出了哪些决定？", "通过了什么？"),
        "duty": ("谁在什么时候之前做什么？", "谁可以因什么理由解除合同，提前多久通知？", "各方必须做什么？",
                 "谁对什么承担责任，有什么限额、违约金或赔偿？"),
        "name": ("提到了谁，担任什么职务？", "谁参加了会议？", "有哪些人和单位？"),
        "figure": ("得出什么结果，数字是多少？", "文件给出了哪些数字？", "谁为什么支付多少钱？", "数量是多少？"),
        "date": ("合同何时开始、何时结束，规定了哪些日期和期限？", "规定了哪些日期？", "什么时候发生什么？"),
    },
}  # fmt: skip
_DATED = {
    "en": (("When did the meeting take place?", "The meeting took place on {value}."),
           ("When was the contract signed?", "This contract was signed on {value} in {place}."),
           ("When does the exhibition open?", "The exhibition opens on {value}."),
           ("What is the date of the letter?", "{place}, {value}")),
    "zh": (("会议什么时候召开？", "会议于{value}召开。"), ("合同什么时候签订？", "本合同于{value}在{place}签订。"),
           ("展览什么时候开幕？", "展览{value}开幕。"), ("信的日期是哪天？", "{place}，{value}")),
}  # fmt: skip


def labelling(own: Voice, room: int, *, held_out: bool = False) -> Sample:
    """Which labels of a list a file proves, each with its passage."""
    found, codes, truth = labelled(own, room, held_out=held_out)
    rng = own.rng
    field = codes.field(main=rng.random() < 0.2)
    entries = []
    for place, (number, kind) in enumerate(truth.items()):
        entry = _entry(found, number, "label", kind.label.label)
        if field.main:
            entry["weight"] = "secondary" if place else "main"
        entries.append(entry)
    return _asked(rng, own, found, field, entries[: extract.MOST_FOUND])


def labelled(own: Voice, room: int, *, held_out: bool = False) -> tuple[Passage, Codes, dict[int, Kind]]:
    """A file in which some labels are said, others denied or asked: the passage, the list, and what is true where.

    Each label is said once at most.
    """
    rng = own.rng
    codes = labels.some(own, held_out=held_out)
    told = [
        line._replace(tells=False, kind="")
        for line in document_lines(own, room)
        if not labels.speaks_of(codes, line.text) and not (codes.topics and line.tells)
    ] or [Line(own.says("filler"))]
    if not held_out:
        share = rng.random() * 0.6
        told = [Line(labels.says_otherwise(own, codes)) if rng.random() < share else line for line in told]
    sayable = [kind for kind in codes.kinds if kind.words]
    rng.shuffle(sayable)
    count = 0 if rng.random() < 0.1 else 1 + int(rng.random() * min(4, len(sayable)))
    proven, others = sayable[:count], sayable[count:]
    planted: dict[int, tuple[Line, Kind | None]] = {}
    spoken = rng.random() < 0.4  # by somebody, before a colon
    for kind in proven:
        said = _spoken(own, labels.says(own, kind, held_out=held_out), answer=True, if_so=spoken)
        planted[_free(rng, told, planted)] = (Line(said, True), kind)
    for kind in others[: int(rng.random() * 3)]:
        make = labels.denies if rng.random() < 0.6 else labels.asks
        said = _spoken(own, make(own, kind), answer=make is labels.denies, if_so=spoken)
        planted[_free(rng, told, planted)] = (Line(said), None)
    truth = {}
    for number, (line, known) in sorted(planted.items()):
        told[number - 1] = line
        if known is not None:
            truth[number] = known
    return passage(own.says("filename"), told), codes, truth


def finding(own: Voice, room: int) -> Sample:
    """Values in the file's own words."""
    rng = own.rng
    told = document_lines(own, room)
    if rng.random() < 0.3:
        return _dating(own, told)
    kind = pick(rng, TELLING).removeprefix("tells.")
    question = pick(rng, _VALUES[own.language][kind])
    field = Field(name="answer", title=question[:30], description=question, kind="text", many=True)
    whole = passage(own.says("filename"), told)
    dated = kind == "date"
    numbers = [
        number
        for number, line in enumerate(told, start=1)
        if (line.kind == f"tells.{kind}" or (dated and line.tells and _has_date(line.text))) and len(line.text) < 230
    ]
    entries = [_entry(whole, number, "value", claim(told[number - 1].text)) for number in numbers[: extract.MOST_FOUND]]
    return _asked(rng, own, whole, field, entries)


def _dating(own: Voice, told: list[Line]) -> Sample:
    """One date, among lines without any."""
    rng = own.rng
    question, said = pick(rng, _DATED[own.language])
    value = own.makers["date"]()
    told = [line for line in told if not line.tells] or [Line(own.says("filler"))]
    field = Field(name="answer", title=question[:30], description=question, kind="date")
    entries = []
    if rng.random() < 0.85:
        at = int(rng.random() * len(told))
        told[at] = Line(said.replace("{value}", value).replace("{place}", own.makers["place"]()), True)
        entries = [_entry(passage("", told), at + 1, "value", value)]
    return _asked(rng, own, passage(own.says("filename"), told), field, entries)


def confirming(own: Voice, *, held_out: bool = False) -> Sample:
    """Yes or no: does the passage prove the label?"""
    rng = own.rng
    codes = labels.some(own, held_out=held_out)
    said, true, kind = told_of(own, codes, held_out=held_out)
    if true and rng.random() < 0.25:
        kind, true = pick(rng, [other for other in codes.kinds if other is not kind] or [kind]), len(codes.kinds) < 2
    return _confirmed(own, codes.field(main=rng.random() < 0.2), said, kind.label.label, true)


def confirming_value(own: Voice) -> Sample:
    """The same of a value: what the passage says, or what it does not."""
    rng = own.rng
    kind = pick(rng, TELLING)
    question = pick(rng, _VALUES[own.language][kind.removeprefix("tells.")])
    field = Field(name="answer", title=question[:30], description=question, kind="text", many=True)
    said, chance = own.says(kind), rng.random()
    value = said if chance < 0.5 else own.says(kind if chance < 0.75 else "filler")
    if rng.random() < 0.25:
        said = f"{said} {own.says('filler')}"
    return _confirmed(own, field, said, claim(value), chance < 0.5)


def _confirmed(own: Voice, field: Field, said: str, value: str, true: bool) -> Sample:
    say = words(own.language)
    entry = Entry(field="answer", value=value, evidence=(), verdict=Verdict.COUNTED, reason=Reason.CHECKED)
    return sample("yes or no", confirm.messages(say, field, entry, said), say("yes" if true else "no"))


def choosing(own: Voice, *, held_out: bool = False) -> Sample:
    """The number of the label that the passage proves, or 0."""
    codes = labels.some(own, held_out=held_out)
    said, true, kind = told_of(own, codes, held_out=held_out)
    field = codes.field()
    answer = 0
    if true:
        numbers = range(1, len(field.labels) + 1)
        answer = next(n for n in numbers if confirm.chosen(str(n), field, said) == kind.label.label)
    return sample("choose", confirm.choice(words(own.language), field, said), str(answer))


def told_of(own: Voice, codes: Codes, *, held_out: bool = False) -> tuple[str, bool, Kind]:
    """A passage, and whether it proves the label: said, or not said, denied, only asked, said with no."""
    rng = own.rng
    kind = pick(rng, [kind for kind in codes.kinds if kind.words])
    chance = rng.random()
    if chance < 0.45:
        said = labels.says(own, kind, held_out=held_out)
        if rng.random() < 0.4:
            beside = _beside(own, codes)
            said = " ".join((beside, said) if rng.random() < 0.5 else (said, beside))
        return said, True, kind
    if chance < 0.54:
        return f"{labels.asks(own, kind)} {own.says('yes')}", True, kind
    if chance < 0.64:
        return f"{labels.asks(own, kind)} {own.says('no')}", False, kind
    if chance < 0.74:
        return labels.denies(own, kind), False, kind
    if chance < 0.8:
        return labels.asks(own, kind), False, kind
    return _beside(own, codes), False, kind


def _beside(own: Voice, codes: Codes) -> str:
    """A sentence that says none of the labels."""
    rng = own.rng
    if rng.random() < 0.35:
        return labels.says_otherwise(own, codes)
    for _ in range(4):
        chance = rng.random()
        if chance < 0.45 or (codes.topics and chance > 0.7):
            said = own.says("filler")
        else:
            said = strange_line(rng, own.language).text if chance < 0.7 else own.says(pick(rng, TELLING))
        if not labels.speaks_of(codes, said):
            return said
    return own.says("heading")


_ASKING = {"en": ("Q: ", "HR: ", "Interviewer: ", "Chair: "), "zh": ("问：", "访谈人：", "主持人：", "HR：")}
_ANSWERING = {"en": ("A: ", "A: ", "Employee: ", "Customer: "), "zh": ("答：", "答：", "员工：", "客户：")}


def _asked(rng: Random, own: Voice, whole: Passage, field: Field, entries: list[dict[str, Any]]) -> Sample:
    parts = 1 if rng.random() < 0.7 else 2 + int(rng.random() * 9)
    asked = extract.messages(words(own.language), field, whole.chunk, whole.text, whole.name, parts)
    return sample("extract", asked, json.dumps({"found": entries}, ensure_ascii=False))


def _entry(whole: Passage, number: int, key: str, value: str) -> dict[str, Any]:
    return {"sentences": [f"S{number}"], "quote": anchor(whole.lines[number - 1].text), key: value}


def _spoken(own: Voice, said: str, *, answer: bool, if_so: bool) -> str:
    speakers = _ANSWERING if answer else _ASKING
    return f"{pick(own.rng, speakers[own.language])}{said}" if if_so else said


def _free(rng: Random, told: list[Line], planted: dict[int, Any]) -> int:
    """A number of a line that nothing is planted at yet; a line more where there is none."""
    free = [number for number in range(1, len(told) + 1) if number not in planted]
    if not free:
        told.append(Line(""))
        return len(told)
    return pick(rng, free)


def _has_date(text: str) -> bool:
    return any(isinstance(value, Date) for value in values(text))
