from __future__ import annotations

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from models.store.message import Role
from models.store.search import search
from models.store.terms import folded


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
    assert "the Needle after" in hit.snippet


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
        assert folded(hit.snippet[hit.start : hit.end]) == folded(word)


def caught_up(database):
    while database.words.catch_up():
        pass


def test_a_word_is_found_by_its_beginning_and_not_by_its_middle(database, say):
    said = say("the summary of Zwischensummen")

    assert found(database, "summ") == [said.id]
    assert found(database, "ary") == []


def test_an_answer_is_found_by_what_it_says_now(database, conversations, say):
    asked = say("question")
    answer = conversations.begin_answer(asked.conversation, asked.id)
    caught_up(database)
    answer.add("the aardvark")
    answer.finish()
    assert found(database, "aardvark") == [answer.message.id]

    conversations.set_card(answer.message.id, {"task": "summary"}, "a text of zebras")
    assert found(database, "zebras") == [answer.message.id]
    assert found(database, "aardvark") == []


def test_what_the_index_does_not_know_yet_is_found_all_the_same(database, say, monkeypatch):
    known = say("walrus one")
    caught_up(database)
    monkeypatch.setattr(database.words, "catch_up", lambda: False)
    new = say("walrus two")

    assert found(database, "walrus") == [new.id, known.id]


@pytest.mark.parametrize("content", [b"", b"no index " * 4000, None], ids=["empty", "nonsense", "gone"])
def test_a_lost_or_damaged_index_is_made_anew(database, say, content):
    said = say("okapi")
    assert found(database, "okapi") == [said.id]
    database.words.close()
    path = database.path.with_suffix(".words")
    path.unlink()
    if content is not None:
        path.write_bytes(content)

    assert found(database, "okapi") == [said.id]
    assert database.words.find(["okapi"], 1 << 60, 9) == [said.id]


def test_the_index_of_other_chats_is_not_taken_for_this_one(database, say):
    said = say("okapi")
    caught_up(database)
    with database.write() as connection:
        connection.execute("UPDATE meta SET value = '5' WHERE key = 'made_ms'")
    database.words.close()

    assert found(database, "okapi") == [said.id]


def test_a_purged_word_is_left_in_no_file(database, conversations, path, say):
    kept, gone = say("okapi"), say("xylophonist 碳酸饮料")
    caught_up(database)
    conversations.purge(gone.conversation)

    files = [each for each in path.parent.rglob("*") if each.is_file()]
    assert not [each for each in files if b"xylophonist" in each.read_bytes() or "碳酸".encode() in each.read_bytes()]
    assert found(database, "okapi") == [kept.id]


def test_the_bin_is_emptied_and_nothing_else(database, conversations, say):
    kept, gone, also = say("okapi"), say("secret"), say("secret")
    for each in (gone, also):
        conversations.delete(each.conversation)

    assert conversations.purge_deleted() == 2
    assert conversations.deleted() == []
    assert [chat.id for chat in conversations.list()] == [kept.conversation]


def fill(database, chats, messages):
    """Chats of made-up words in both languages, some frequent and most rare."""
    choose = random.Random(0)
    words = ["".join(choose.choices("etaoinshrdlu", k=choose.randint(2, 9))) for _ in range(3000)]
    signs = [chr(choose.randint(0x4E00, 0x5FFF)) for _ in range(1500)]

    def text():
        if choose.random() < 0.5:
            return " ".join(words[min(2999, int(choose.paretovariate(0.6)))] for _ in range(choose.randint(5, 40)))
        return "".join(signs[min(1499, int(choose.paretovariate(0.5)))] for _ in range(choose.randint(10, 120)))

    with database.write() as connection:
        for number in range(1, chats + 1):
            connection.execute(
                "INSERT INTO conversation (id, title, created_ms, updated_ms) VALUES (?, ?, ?, ?)",
                (number, text()[:30], number, number),
            )
            connection.executemany(
                "INSERT INTO message (conversation, role, text, state, created_ms) VALUES (?, 'user', ?, 'done', 1)",
                [(number, text()) for _ in range(messages)],
            )
    caught_up(database)
    return [words[1], words[40], words[2000], signs[1] + signs[2], signs[900], words[1][:1], f"{words[1]} {words[2]}"]


@pytest.mark.alone
def test_a_search_costs_a_small_part_of_reading_everything(database):
    """5 000 messages; the yardstick reads each of them once, as a search without an index does."""
    queries = fill(database, chats=250, messages=20)

    def cost(act):
        times = []
        for _ in range(5):
            before = time.process_time()
            act()
            times.append(time.process_time() - before)
        return min(times)

    def read():
        with database.read() as connection:
            return [folded(text).find("x") for (text,) in connection.execute("SELECT text FROM message")]

    yardstick = cost(read)
    worst = max(cost(lambda query=query: search(database, query)) for query in queries)
    assert len(search(database, queries[0])) == 100
    assert worst < max(yardstick, 0.02)
