"""Questions about a file, lists of what it names, and a file that is part of a chat."""

from __future__ import annotations

import re

from cria.document import Voice, context, heading
from cria.document import lines as document_lines
from cria.grammar import pick
from cria.noting import NONE, note
from cria.passage import Line, Passage, passage, telling
from cria.quoting import claim
from cria.sample import Message, Sample, sample
from models.chat.context import _fenced
from models.documents.sentences import flat
from models.engine.protocol import ChatMessage
from models.store.message import Attachment
from models.summary.prompts import prompts
from models.tasks.ask import MOST_LINES as MOST_ANSWERS
from models.tasks.items import MOST_LINES as MOST_ITEMS
from models.tasks.words import words

_ABOUT = {
    "en": ("What does it say about {}?", "What about {}?", "What is said of {}?", "Tell me about {}.", "{}?",
           "What happened with {}?", "Is there anything about {}?", "Which facts are given for {}?", "Find {}"),
    "zh": ("文件里关于{}说了什么？", "{}怎么样？", "{}的情况如何？", "说说{}。", "{}？", "有没有提到{}？",
           "{}是怎么回事？", "查找{}"),
}  # fmt: skip
_THINGS = {
    "en": {"date": ("date", "dates", "date and deadline"), "person": ("person", "people", "name of a person"),
           "org": ("company", "firm or institution", "organisation"), "money": ("sum of money", "amount", "price"),
           "place": ("place", "town", "places"), "percent": ("percentage", "share in per cent"),
           "quantity": ("quantity", "measurement with its unit"),
           "code": ("serial number", "code", "number of a part")},
    "zh": {"date": ("日期", "日期和期限"), "person": ("人", "人名", "提到的人"), "org": ("公司", "单位", "机构"),
           "money": ("金额", "价钱", "款项"), "place": ("地点", "地名"), "percent": ("百分比", "比例"),
           "quantity": ("数量", "带单位的数字"), "code": ("编号", "代码")},
}  # fmt: skip
_WISHES = {
    "en": ("Summarise this file.", "Summarise", "What is this about?", "Give me the key points.", "Key sentences?",
           "What are the main points?", "TL;DR", "Sum it up.", "What does the file say?"),
    "zh": ("总结这份文件。", "总结一下", "这份文件讲了什么？", "列出要点。", "有哪些关键句？", "主要内容是什么？",
           "概括一下"),
}  # fmt: skip
_PICKED = {"en": "Key sentences, picked by the demo model:", "zh": "演示模型挑出的关键句："}
_WORD = re.compile(r"[A-Za-zÀ-ž][\w-]*")


def answering(own: Voice, room: int) -> Sample:
    """A question about something that some sentences name: those sentences. Or about something that none does."""
    lines = document_lines(own, room)
    rng = own.rng
    wanted = own.says("noun") if rng.random() < 0.2 else _span(own, pick(rng, lines).text)
    holding = [number for number, line in enumerate(lines, start=1) if line.stands and _holds(line.text, wanted)]
    question = pick(rng, _ABOUT[own.language]).format(wanted)
    said = words(own.language)
    whole = passage(own.says("filename"), lines, heading(own), context(own))
    system = "\n".join(
        (said("answer", most=MOST_ANSWERS), prompts(own.language).phrase("title", name=flat(whole.name)[:120]),
         said("question", question=question))
    )  # fmt: skip
    answer = "\n".join(note(whole, number) for number in holding[:MOST_ANSWERS])
    return sample("answer", _numbered(whole, system, said("answer_ask", question=question)), answer or NONE)


def listing(own: Voice, room: int) -> Sample:
    """Every date, person or sum of a part, each with the words around it."""
    rng = own.rng
    lines = document_lines(own, room)
    present = [kind for line in lines for kind, _ in line.made if kind in _THINGS[own.language]]
    kind = pick(rng, present) if present and rng.random() < 0.85 else pick(rng, tuple(_THINGS[own.language]))
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        for own_kind, thing in line.made:
            if own_kind == kind and thing in line.text and thing not in found:
                found[thing] = f"S{number}|{_around(line.text, thing)}|{thing}"
    said, what = words(own.language), pick(rng, _THINGS[own.language][kind])
    system = f"{said('items', most=MOST_ITEMS)}\n{said('items_of', what=what)}"
    whole = passage(own.says("filename"), lines, heading(own), context(own))
    answer = "\n".join([*found.values()][:MOST_ITEMS])
    return sample("list", _numbered(whole, system, said("items_ask", what=what)), answer or NONE)


def chatting(own: Voice, room: int) -> Sample:
    """A file or a pasted text in a chat: its key sentences, or those that hold what is asked for; one or two turns."""
    rng = own.rng
    lines = document_lines(own, min(room, 12000))
    text = "\n".join(line.text for line in lines)
    question, answer = _wished(own, lines)
    if rng.random() < 0.7:
        name = own.says("filename")
        asked = f"{_fenced(Attachment(name=name, text=text, sha256=''))}\n\n{question}"
    else:
        asked = f"{question}\n\n{text}" if rng.random() < 0.6 else f"{text}\n\n{question}"
    messages = [Message("user", asked), Message("assistant", answer)]
    if rng.random() < 0.3:
        question, answer = _wished(own, lines)
        messages += [Message("user", question), Message("assistant", answer)]
    return Sample("file in a chat", tuple(messages))


def _wished(own: Voice, lines: list[Line]) -> tuple[str, str]:
    """A question about the lines with its answer."""
    rng = own.rng
    if rng.random() < 0.6:
        question, numbers = pick(rng, _WISHES[own.language]), telling(lines, 6)
    else:
        wanted = _span(own, pick(rng, lines).text) if rng.random() < 0.8 else own.says("noun")
        question = pick(rng, _ABOUT[own.language]).format(wanted)
        numbers = [n for n, line in enumerate(lines, start=1) if line.stands and _holds(line.text, wanted)][:6]
    said = [f"- {claim(lines[number - 1].text)}" for number in numbers]
    return question, "\n".join([_PICKED[own.language], "", *said]) if said else words(own.language)("not_found")


def _numbered(whole: Passage, system: str, closing: str) -> tuple[ChatMessage, ...]:
    """As `models.tasks.reading` lays a part out."""
    said = prompts(whole.language)
    lines = [said.phrase("part")]
    if whole.chunk.heading:
        lines.append(said.phrase("heading", heading=whole.chunk.heading))
    if whole.chunk.context:
        lines.append(said.phrase("context", context=flat(whole.chunk.context)))
    lines += [f"S{number}: {line.text}" for number, line in enumerate(whole.lines, start=1)]
    return ChatMessage("system", system), ChatMessage("user", "\n".join([*lines, closing]))


def _span(own: Voice, text: str) -> str:
    """A few words of a sentence that say what it is about."""
    rng = own.rng
    if own.language == "zh":
        runs = re.findall(r"[\u4e00-\u9fff]{3,}", text)
        if not runs:
            return text[:8].strip("|# -") or own.says("noun")
        run = pick(rng, runs)
        size = min(len(run), 2 + int(rng.random() * 4))
        start = int(rng.random() * (len(run) - size + 1))
        return run[start : start + size]
    found = [match for match in _WORD.finditer(text) if len(match.group()) > 3]
    if not found:
        return text[:12].strip("|# -") or own.says("noun")
    first = pick(rng, found)
    end = first.end()
    if rng.random() < 0.5 and (following := _WORD.match(text, end + 1)):
        end = following.end()
    return text[first.start() : end]


def _holds(text: str, wanted: str) -> bool:
    return wanted.casefold() in text.casefold()


def _around(text: str, thing: str) -> str:
    """The thing with some words before it, so that there are enough of them."""
    plain = claim(text)
    at = plain.find(thing)
    if at < 0:
        return thing
    if any(character > "\u2e7f" for character in plain):
        return plain[max(0, at - 6) : at + len(thing) + (6 if at < 4 else 0)]
    before = plain[:at].split(" ")
    start = len(" ".join(before[:-4])) + 1 if len(before) > 4 else 0
    end = plain.find(" ", at + len(thing) + 10)
    return plain[start : at + len(thing) if start or end < 0 else end].strip("\"'“”‘’ ")
