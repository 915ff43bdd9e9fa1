from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from models.store.message import Role
from models.store.search import search


@pytest.fixture
def say(conversations):
    def say(text, title="chat"):
        chat = conversations.create(title)
        return conversations.append(chat.id, Role.USER, text, parent=None)

    return say


def found(database, text):
    return [hit.message for hit in search(database, text)]


@pytest.mark.parametrize(
    "words", ["纠缠", "量子 原理", "Quantum", "PHYSICS quantum", "100%", "a_b", "c:\\d"],
)  # fmt: skip
def test_words_are_found_in_any_script_order_and_case(database, say, words):
    said = say("请解释量子纠缠的基本原理。 quantum physics, 100% a_b c:\\d")
    say("something else, 1000 axb")

    assert found(database, words) == [said.id]


def test_a_hit_shows_its_word_in_one_line(database, say):
    say("long before " * 20 + "\n\n- the Needle\n- after " + "more " * 20)
    (hit,) = search(database, "needle")

    assert hit.snippet[hit.start : hit.end] == "Needle"
    assert "\n" not in hit.snippet
    assert "the Needle - after" in hit.snippet


def test_titles_come_first_then_the_newest(database, say):
    old, new = say("horse old"), say("horse new")
    titled = say("nothing", title="A horse")

    hits = search(database, "horse")
    assert [hit.message for hit in hits] == [None, new.id, old.id]
    assert hits[0].conversation.id == titled.conversation


def test_a_deleted_chat_is_not_found(database, conversations, say):
    conversations.delete(say("secret").conversation)

    assert search(database, "secret") == []


@pytest.mark.parametrize("text", ["", "  \n", "absent"])
def test_nothing_is_found_for_nothing(database, say, text):
    say("hello")

    assert search(database, text) == []


def test_no_more_are_given_than_asked_for(database, say):
    for _ in range(5):
        say("again", title="again")

    assert len(search(database, "again", limit=7)) == 7


@given(text=strategies.text(strategies.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_word_of_a_message_finds_it_and_is_marked(database, say, text):
    said = say(text)
    for word in text.split():
        hit = next(hit for hit in search(database, word) if hit.message == said.id)
        assert hit.snippet[hit.start : hit.end].casefold() == word.casefold()
