from __future__ import annotations

from desktop.shell.parts import Parts
from models.chat.controls import ANY_JSON, Controls, Form
from models.settings import Sampling
from tests.desktop.program import until

JSON = Form(name="JSON", json_schema=ANY_JSON)


def test_controls_of_a_new_chat_are_kept_with_its_first_word(parts: Parts) -> None:
    parts.chat.new()
    parts.chat.choices.choose(Controls(temperature=0.2))
    assert parts.conversations.list() == []
    parts.chat.keep_draft("hello")
    assert Controls.of(parts.conversations.list()[0].controls) == Controls(temperature=0.2)


def test_each_chat_has_its_own(parts: Parts) -> None:
    parts.chat.keep_draft("one")
    one = parts.chat.current or 0
    parts.chat.choices.choose(Controls(temperature=0.2))
    parts.chat.choices.instruct("Be brief.")
    parts.chat.new()
    assert (parts.chat.choices.controls, parts.chat.choices.instructions) == (Controls(), "")
    parts.chat.open(one)
    assert (parts.chat.choices.controls, parts.chat.choices.instructions) == (Controls(temperature=0.2), "Be brief.")


def test_a_new_chat_has_the_instructions_of_the_settings_until_it_has_others(parts: Parts) -> None:
    parts.chat.new()
    parts.preferences.change(system_prompt="Be kind.")
    assert parts.chat.choices.instructions == "Be kind."
    parts.chat.choices.instruct("")
    parts.chat.keep_draft("hello")
    assert parts.conversations.list()[0].system_prompt == ""


def test_an_answer_is_made_as_the_chat_says_and_its_receipt_tells(ready: Parts) -> None:
    ready.preferences.change(sampling=Sampling(max_tokens=40, temperature=1.5))
    ready.chat.choices.choose(Controls(temperature=0.0, form=JSON))
    ready.chat.send("hello")
    until(lambda: not ready.chat.busy, "the answer")
    answer = ready.conversations.branch(ready.chat.current or 0)[1]
    sampled = (answer.receipt or {})["sampling"]
    assert (sampled["temperature"], sampled["max_tokens"], sampled["json_schema"]) == (0.0, 40, ANY_JSON)
    assert answer.text.startswith("{")
