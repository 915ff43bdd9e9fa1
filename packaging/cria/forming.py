"""Answers in a form: JSON by a schema with values of the passage, calls of tools, titles, notes on a conversation."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import msgspec

from cria import noise
from cria.document import Voice
from cria.document import lines as document_lines
from cria.grammar import compiled, pick
from cria.passage import Line, telling
from cria.quoting import claim
from cria.sample import Message, Sample, asked
from models.chat.condense import _instructions as condense_instructions
from models.chat.context import with_form
from models.chat.fence import fenced
from models.chat.forms import built_in
from models.chat.naming import _prompt as title_prompt
from models.engine.protocol import ChatMessage, SamplingParams, Tool
from models.engine.template import ChatTemplate
from models.paths import resources

_WISHES = {
    "en": ("Fill the form from this text:", "Give these as JSON:", "Extract the data.", "Which values does it state?"),
    "zh": ("根据这段文字填写：", "用 JSON 给出：", "提取数据。", "文中写了哪些值？"),
}
_NAMES = {"people": "person", "organisations": "org", "places": "place", "dates": "date", "amounts": "money"}
_TITLES = {
    "en": ("How do I {verb} the {adjective} {noun}?", "Write a plan for {topic}", "What do you know about {topic}?",
           "Explain how a {noun} is {past}", "I want to {verb} {plural} and need help", "{topic}: what should we do?",
           "Can you help me with {topic}, please? The {noun} is {adjective}."),
    "zh": ("怎么{verb}{adjective}的{noun}？", "写一个{topic}计划", "你知道{topic}吗？", "请说明如何{verb}{noun}",
           "我想{verb}{noun}，需要帮助", "{topic}：我们该怎么办？", "能帮我看看{topic}吗？{noun}很{adjective}。"),
}  # fmt: skip
_NAME_WORDS = 6
_CONDENSED_WORDS = 614  # of a context of 8 192 tokens


def filling(own: Voice, room: int) -> Sample:
    """A form filled with what a short text says."""
    rng = own.rng
    lines = [line for line in document_lines(own, min(room, 1200)) if line.tells] or [_telling(own)]
    if rng.random() < 0.5:
        schema, value, text = _fields(own)
    elif rng.random() < 0.5:
        schema, value = _form(own, "people"), {key: _made(lines, kind) for key, kind in _NAMES.items()}
        text = "\n".join(line.text for line in lines)
    else:
        schema, value = _form(own, "urgent"), [_task(line) for line in lines if line.kind == "tells.duty"]
        text = "\n".join(line.text for line in lines)
    answer = json.dumps(value, ensure_ascii=False, indent=2 if rng.random() < 0.1 else None)
    system = with_form("", SamplingParams(json_schema=schema))
    question = f"{pick(rng, _WISHES[own.language])}\n{text}" if rng.random() < 0.7 else text
    return Sample("JSON", (Message("system", system), Message("user", question), Message("assistant", answer)))


def calling(own: Voice) -> Sample:
    """A call of the one tool of some that is asked for, or of two; its arguments stand in the request."""
    rng = own.rng
    tools = [_tool(own) for _ in range(1 + int(rng.random() * 3))]
    wanted = tools if len(tools) == 2 and rng.random() < 0.2 else [pick(rng, tools)]
    requests, calls = [], []
    for tool in wanted:
        values = {name: _value(own, schema) for name, schema in tool.parameters["properties"].items()}
        said = ", ".join(f"{name}: {value}" for name, value in values.items())
        requests.append(f"{tool.description} {said}" if rng.random() < 0.7 else f"{tool.name}({said})")
        call = json.dumps({"name": tool.name, "arguments": values}, ensure_ascii=False)
        calls.append(f"<tool_call>\n{call}\n</tool_call>")
    system, user = _rendered(" ".join(requests), tools)
    return Sample("tool call", (system, user, Message("assistant", "\n".join(calls))))


def titling(own: Voice) -> Sample:
    """The title of a chat: what its first question is about."""
    rng = own.rng
    own_words = {name: own.says(name) for name in ("noun", "topic", "adjective", "verb")}
    question = pick(rng, _TITLES[own.language])
    about = ("topic",) if "{topic}" in question else ("adjective", "noun") if "{adjective}" in question else ("noun",)
    for name, word in own_words.items():
        question = question.replace(f"{{{name}}}", word)
    question = own.grammar.expanded(rng, compiled(question), own.makers)
    title = (" " if own.language == "en" else "").join(own_words[name] for name in about)
    title = title if own.language == "zh" else title[:1].upper() + title[1:]
    title = title if all(own_words[name] in question for name in about) else question.rstrip("?？。.")[:40]
    answer = " ".join(own.says("filler") for _ in range(1 + int(rng.random() * 3)))
    beginning = f"{question}\n\n{answer}" if rng.random() < 0.9 else question
    prompt = f"{title_prompt().format(words=_NAME_WORDS)}\n{fenced(beginning)}"
    return _sample("title", asked(prompt), title)


def condensing(own: Voice, room: int) -> Sample:
    """Notes on what was said: its telling sentences."""
    lines = document_lines(own, min(room, 9000))
    kept = [lines[number - 1] for number in telling(lines, 12)]
    said = fenced("\n".join(line.text for line in lines))
    notes, more = "", f"What was said:\n{said}"
    if own.rng.random() < 0.3:
        notes = "\n".join(f"- {claim(_telling(own).text)}" for _ in range(1 + int(own.rng.random() * 5)))
        more = f"Notes so far:\n{fenced(notes)}\n\nWhat was said next:\n{said}"
    answer = "\n".join(filter(None, (notes, *(f"- {claim(line.text)}" for line in kept))))
    system = ChatMessage("system", condense_instructions().format(words=_CONDENSED_WORDS))
    return _sample("notes on a chat", (system, ChatMessage("user", more)), answer or "-")


def _sample(task: str, messages: tuple[ChatMessage, ...], answer: str) -> Sample:
    return Sample(task, (*(Message(each.role, each.content) for each in messages), Message("assistant", answer)))


def _telling(own: Voice) -> Line:
    own.made.clear()
    return Line(own.says("tells.duty"), True, kind="tells.duty", made=tuple(own.made))


def _made(lines: list[Line], kind: str) -> list[str]:
    return list(dict.fromkeys(text for line in lines for own, text in line.made if own == kind and text in line.text))


def _task(line: Line) -> dict[str, Any]:
    person = _made([line], "person") or _made([line], "org")
    due = _made([line], "date")
    return {
        "task": claim(line.text)[:240], "owner": person[0] if person else None, "due": due[0] if due else None,
        "urgent": False,
    }  # fmt: skip


def _fields(own: Voice) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Keys of any name, and a text that gives each its value, with some more that nobody asks for."""
    rng = own.rng
    kinds = ({"type": "string"}, {"type": "string"}, {"type": "integer"}, {"type": "boolean"},
             {"type": "array", "items": {"type": "string"}})  # fmt: skip
    wanted, said, value = {}, [], {}
    for _ in range(2 + int(rng.random() * 6)):
        key, schema = _key(own), pick(rng, kinds)
        own_value = _value(own, schema)
        shown = ", ".join(own_value) if isinstance(own_value, list) else json.dumps(own_value, ensure_ascii=False)
        said.append(f"{key}: {shown.strip(chr(34))}")
        if rng.random() < 0.75 or not wanted:
            wanted[key], value[key] = schema, own_value
    shuffled = said if rng.random() < 0.5 else rng.sample(said, len(said))
    return {"type": "object", "properties": wanted, "required": [*wanted]}, value, "\n".join(shuffled)


def _key(own: Voice) -> str:
    return pick(own.rng, (own.says("noun").replace(" ", "_"), noise.made_word(own.rng)))


def _value(own: Voice, schema: dict[str, Any]) -> Any:
    rng = own.rng
    match schema["type"]:
        case "integer":
            return int(10 ** (rng.random() * 5))
        case "boolean":
            return rng.random() < 0.5
        case "array":
            return [_word(own) for _ in range(1 + int(rng.random() * 4))]
        case _:
            return _word(own)


def _word(own: Voice) -> str:
    return own.makers[pick(own.rng, ("person", "place", "org", "date", "code"))]().replace(", ", " ")


def _tool(own: Voice) -> Tool:
    rng = own.rng
    english = own.language == "en"
    name = f"{pick(rng, ('get', 'set', 'find', 'send', 'open', 'count'))}_{noise.made_word(rng)}"
    about = own.says("verb") + (" the " if english else "") + own.says("noun")
    parameters = {
        noise.made_word(rng): {"type": pick(rng, ("string", "string", "integer", "boolean"))}
        for _ in range(1 + int(rng.random() * 3))
    }
    schema = {"type": "object", "properties": parameters, "required": [*parameters]}
    return Tool(name, about[:1].upper() + about[1:] + ("." if english else "。"), schema)


def _rendered(request: str, tools: list[Tool]) -> tuple[Message, Message]:
    """The system's and the user's message as the template of this family lays them out, tools and all."""
    spoken = "".join(segment.text for segment in _template().render([ChatMessage("user", request)], tools))
    found = [part.removesuffix("<|im_end|>\n").partition("\n") for part in spoken.split("<|im_start|>")[1:]]
    return Message("system", found[0][2]), Message("user", found[1][2])


@lru_cache(maxsize=1)
def _template() -> ChatTemplate:
    source = (resources() / "templates" / "cria.jinja").read_text(encoding="utf-8")
    return ChatTemplate(source, name="Cria", specials=[])


def _form(own: Voice, key: str) -> dict[str, Any]:
    """The form of the program that asks for `key`."""
    return next(form.json_schema for form in built_in(own.language) if f'"{key}"' in _encoded(own.language, form.name))


@lru_cache(maxsize=64)
def _encoded(language: str, name: str) -> str:
    found = {form.name: form.json_schema for form in built_in("zh" if language == "zh" else "en")}
    return msgspec.json.encode(found[name]).decode()
