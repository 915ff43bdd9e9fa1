"""Made-up exit interviews with gold causes, in two languages, and engines that read them well or badly.

Among the causes: stated, implied, several in one interview, negated ("it was not because of ..."), suggested by the
interviewer and denied, suggested and confirmed, mentioned by the interviewer alone, none at all, and one cause (ABSENT)
that is asked about and denied again and again and is nobody's.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from models.documents.document import Document, Page, Report
from models.report.events import SourceFile
from models.report.schema import Language, Schema, template
from tests.models.summary.engines import SENTENCE, TextEngine

ABSENT = {"en": "Studies", "zh": "深造"}

# label -> what a leaver says, outright or by implication
_SAID = {
    "en": {
        "Pay and benefits": (
            "The salary had not been raised for three years.",
            "I could no longer pay my rent with what I earned here.",
        ),
        "Career growth": (
            "There was no promotion to be had in this department.",
            "After five years I was still doing the work of a beginner.",
        ),
        "Manager": ("My manager shouted at us in front of customers.", "My team leader never once listened to me."),
        "Workload and hours": (
            "We worked overtime six days a week.",
            "I came home after midnight and my children only saw me on Sundays.",
        ),
        "Commute or location": ("The drive took two hours each way.", "The office moved to the far side of the city."),
        "Family or relocation": ("We are moving to the coast to look after my parents.", "My wife found work abroad."),
        "Health": ("My back does not allow this work any longer.", "The doctor told me to stop working nights."),
        "Better offer": ("Another firm offered me a post as head of design.", "I am opening a bakery of my own."),
    },
    "zh": {
        "薪酬福利": ("工资三年没有涨过。", "在这里挣的钱连房租都付不起。"),
        "职业发展": ("在这个部门看不到任何晋升机会。", "干了五年，做的还是新人的活。"),
        "直属上级": ("主管当着客户的面骂我们。", "组长从来听不进我的话。"),
        "工作强度": ("每周六天都在加班。", "回到家总是后半夜，孩子只有周日见得到我。"),
        "通勤或地点": ("上班路上单程要两个小时。", "办公室搬到了城市的另一头。"),
        "家庭或搬迁": ("我们要搬到海边照顾父母。", "爱人在国外找到了工作。"),
        "健康": ("我的腰已经不能再干这份活了。", "医生要我不要再上夜班。"),
        "更好的机会": ("另一家公司请我去做设计总监。", "我要自己开一家面包店。"),
    },
}
# label -> a word for it, as an interviewer suggests it
NAMED = {
    "en": {
        "Pay and benefits": "the pay", "Career growth": "the lack of promotion", "Manager": "your manager",
        "Workload and hours": "the overtime", "Commute or location": "the commute",
        "Studies": "going back to university",
    },
    "zh": {
        "薪酬福利": "工资", "职业发展": "晋升", "直属上级": "主管", "工作强度": "加班", "通勤或地点": "通勤",
        "深造": "回学校读书",
    },
}  # fmt: skip
_WORDS = {
    "en": {
        "hr": "HR", "leaver": "Leaver", "open": "Thank you for coming. Why are you leaving us?",
        "suggest": "Was it because of {name}?", "mention": "Many people here speak of {name}.",
        "deny": "No, not because of that.", "confirm": "Yes, that was it.", "negate": "It was not because of {name}.",
        "nothing": "I would rather not say.", "sep": " ",
        "filler": ("The canteen has good soup.", "I started here in 2019.", "The tower can be seen from the bridge.",
                   "I will bring back the laptop on Friday.", "Please give my regards to the reception."),
    },
    "zh": {
        "hr": "HR", "leaver": "员工", "open": "感谢你来。请问为什么离开我们？",
        "suggest": "是因为{name}吗？", "mention": "这里很多人都说到{name}。",
        "deny": "不是，不是因为这个。", "confirm": "是的，就是这样。", "negate": "不是因为{name}。",
        "nothing": "这个我不想说。", "sep": "",
        "filler": ("食堂的汤不错。", "我是2019年入职的。", "从桥上看得到那座塔。", "电脑我周五带回来。",
                   "请代我问前台好。"),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Interview:
    """One interview; `gold` are the causes a careful reader finds in it."""

    name: str
    text: str
    gold: frozenset[str]


def schema(language: Language) -> Schema:
    """What is asked: the template that ships with the program. Which cause is the main one has tests of its own."""
    shipped = template("exit-interview", language)
    alike = tuple(msgspec.structs.replace(field, main=False) for field in shipped.fields)
    return msgspec.structs.replace(shipped, fields=alike)


def interviews(language: Language, count: int = 100, seed: int = 7) -> list[Interview]:
    """`count` interviews, the same for a seed."""
    chance = random.Random(f"{language}{seed}")
    return [_interview(language, number, chance) for number in range(1, count + 1)]


def gold_counts(made: list[Interview]) -> Counter[str]:
    return Counter(label for one in made for label in one.gold)


def files(made: list[Interview]) -> list[SourceFile]:
    return [SourceFile(one.name, document(one.name, one.text)) for one in made]


def document(name: str, text: str) -> Document:
    """A text file, as the reader hands it over."""
    page = Page(1, 0, text)
    report = Report(pages=1, characters=len(text))
    return Document(name=name, sha256=f"{name}-{len(text)}", kind="text", pages=(page,), report=report)


def _interview(language: Language, number: int, chance: random.Random) -> Interview:
    said, named, words = _SAID[language], NAMED[language], _WORDS[language]
    causes = chance.sample(sorted(said), chance.choice((0, 1, 1, 1, 1, 2, 2, 3)))
    gold = set(causes)
    turns = [(words["hr"], words["open"])]
    if not causes:
        turns.append((words["leaver"], words["nothing"]))
    for cause in causes:
        sentences = [chance.choice(said[cause]), *chance.sample(words["filler"], chance.randrange(3))]
        chance.shuffle(sentences)
        turns.append((words["leaver"], words["sep"].join(sentences)))
    others = [label for label in named if label not in gold]
    for kind in chance.choices(("deny", "confirm", "negate", "mention", "absent"), k=chance.randrange(1, 4)):
        if kind == "absent":
            turns += _suggested(words, named[ABSENT[language]], "deny")
            continue
        if not (left := [other for other in others if other != ABSENT[language]]):
            break
        label = chance.choice(left)
        others.remove(label)
        name = named[label]
        if kind == "negate":
            turns.append((words["leaver"], words["negate"].format(name=name)))
        elif kind == "mention":
            turns.append((words["hr"], words["mention"].format(name=name)))
        else:
            turns += _suggested(words, name, kind)
            gold |= {label} if kind == "confirm" else set()
    text = "\n".join(f"{speaker}: {sentence}" for speaker, sentence in turns)
    return Interview(f"{number:03}.txt", text, frozenset(gold))


def _suggested(words: dict[str, str], name: str, answer: str) -> list[tuple[str, str]]:
    return [(words["hr"], words["suggest"].format(name=name)), (words["leaver"], words[answer])]


# --- engines ---------------------------------------------------------------------------------------------------------

Lines = list[tuple[int, str]]
ROW = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
CHOICE = re.compile(r"^([1-9]\d?)\. (.+)$", re.MULTILINE)


class Reading(TextEngine):
    """Reads questions of all kinds: about a file, a passage, a list of labels, the table."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language
        self.words = _WORDS[language]

    def reply(self, question: str) -> str:
        if lines := [(int(number), text) for number, text in SENTENCE.findall(question)]:
            found = [{"sentences": [f"S{n}"], "quote": quote, "label": label} for n, quote, label in self.found(lines)]
            return json.dumps({"found": found}, ensure_ascii=False)
        if rows := ROW.findall(question):
            return "\n".join(f"{self.said(text)} [{number}]" for number, text in rows[:4])
        if labels := CHOICE.findall(question):
            wanted = self.chosen(question)
            return next((number for number, label in labels if re.split("[:：]", label)[0] == wanted), "0")
        return self.confirmed(question)

    def chosen(self, question: str) -> str | None:
        return None

    def found(self, lines: Lines) -> list[tuple[int, str, str]]:
        raise NotImplementedError

    def said(self, row: str) -> str:
        return row.split(": ", 1)[-1].split("：", 1)[-1] + ("." if self.language == "en" else "。")

    def confirmed(self, question: str) -> str:
        return self.yes

    @property
    def yes(self) -> str:
        return "yes" if self.language == "en" else "是"

    @property
    def no(self) -> str:
        return "no" if self.language == "en" else "否"

    def stated(self, text: str) -> str | None:
        """The label of a sentence in which a leaver gives a cause."""
        return next(
            (label for label, said in _SAID[self.language].items() if any(one in text for one in said)), None
        )  # fmt: skip

    def mentioned(self, text: str) -> str | None:
        """The label that a sentence has a word for, whatever it says of it."""
        return next((label for label, name in NAMED[self.language].items() if name in text), None)


class Careful(Reading):
    """The oracle: finds exactly the gold causes and confirms exactly them."""

    def found(self, lines: Lines) -> list[tuple[int, str, str]]:
        return [(n, text, label) for at, (n, text) in enumerate(lines) if (label := self._cause(lines, at))]

    def _cause(self, lines: Lines, at: int) -> str | None:
        _, text = lines[at]
        following = lines[at + 1][1] if at + 1 < len(lines) else ""
        confirmed = self._suggests(text) and self.words["confirm"][:3] in following
        return self.stated(text) or (self.mentioned(text) if confirmed else None)

    def _suggests(self, text: str) -> bool:
        return text.rstrip().endswith(("?", "？"))

    def confirmed(self, question: str) -> str:
        label = self.stated(question) or self.mentioned(question.split("\n")[1])
        return self.yes if label and label in question else self.no

    def chosen(self, question: str) -> str | None:
        passage = question.split("\n")[1]
        return self.stated(passage) or self.mentioned(passage)


class Gullible(Careful):
    """Takes every mention for a cause, denied or the interviewer's, and says yes to all: code has to object."""

    def found(self, lines: Lines) -> list[tuple[int, str, str]]:
        return [(n, text, label) for n, text in lines if (label := self.stated(text) or self.mentioned(text))]

    def confirmed(self, question: str) -> str:
        return self.yes


class Inventing(Careful):
    """Puts labels of its own on real passages."""

    def found(self, lines: Lines) -> list[tuple[int, str, str]]:
        return [(n, text, "加班严重" if self.language == "zh" else "Toxic workplace") for n, text in lines]


class Unquoting(Gullible):
    """Right labels, but its quotes stand nowhere."""

    def found(self, lines: Lines) -> list[tuple[int, str, str]]:
        return [(n, "the committee met in the old harbour", label) for n, _, label in super().found(lines)]


class Flipping(Careful):
    """Says no where yes is right, and chooses what does not fit."""

    def chosen(self, question: str) -> str | None:
        return ABSENT[self.language]

    def confirmed(self, question: str) -> str:
        return self.no if super().confirmed(question) == self.yes else self.yes


class Everything(Careful):
    """Every label for every sentence, and yes to all."""

    def found(self, lines: Lines) -> list[tuple[int, str, str]]:
        labels = [one.label for one in schema(self.language).fields[0].labels]
        return [(n, text, label) for n, text in reversed(lines) for label in labels]

    def confirmed(self, question: str) -> str:
        return self.yes

    def said(self, row: str) -> str:
        return re.sub(r"\d+", "99", super().said(row))


class Babbling(Careful):
    """Answers every question with one text."""

    def __init__(self, language: Language, text: str) -> None:
        super().__init__(language)
        self._text = text

    def reply(self, question: str) -> str:
        return self._text


Make = Callable[[Language], Reading]
ADVERSARIES: dict[str, Make] = {
    "gullible": Gullible,
    "inventing": Inventing,
    "unquoting": Unquoting,
    "flipping": Flipping,
    "everything": Everything,
    "empty": lambda language: Babbling(language, ""),
    "no format": lambda language: Babbling(language, "Sure! People left because of the toxic workplace."),
    "broken json": lambda language: Babbling(language, '{"found": [{"sentences": ["S1"], "quote": "HR", "la'),
    "wrong types": lambda language: Babbling(language, '{"found": [{"sentences": {}, "quote": 3, "label": null}, 7]}'),
    "wrong numbers": lambda language: Babbling(
        language, '{"found": [{"sentences": ["S900", "S-1", "x"], "quote": "nothing", "label": "Health"}]}'
    ),
    "endless": lambda language: Babbling(language, '{"found": [' + '{"quote": "la"},' * 20_000),
    "deep": lambda language: Babbling(language, '{"found": [' + "[" * 50_000),
}
