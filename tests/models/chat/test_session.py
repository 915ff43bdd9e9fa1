from __future__ import annotations

import threading

import pytest

from models.chat.events import AnswerFinished, AnswerStarted, MessageSent
from models.chat.session import ChatSession
from models.engine.protocol import PromptProgress, ReasoningDelta, SamplingParams, TextDelta
from models.errors import ChatMissing, ContextFull, EngineCrashed, ModelNotLoaded, PaddockError
from models.store.message import Attachment, Role, State
from tests.models.chat.conftest import completed, words


@pytest.fixture
def session(conversations, engine):
    return ChatSession(conversations, engine)


@pytest.fixture
def chat(conversations):
    return conversations.create().id


def finished(events):
    """The answer at the end of a turn."""
    *_, last = events
    assert isinstance(last, AnswerFinished)
    return last.message


def failing(events):
    """What a turn said before its error, and that error."""
    said = []
    try:
        for event in events:
            said.append(event)  # noqa: PERF402 - what came before the error is kept
    except (PaddockError, ArithmeticError) as error:
        return said, error
    raise AssertionError("it did not fail")


def test_a_turn_says_what_happens_in_order(session, engine, chat):
    engine.script = [PromptProgress(1, 5, 10), ReasoningDelta(1, "hm"), *words("Hello"), completed()]

    kinds = [type(event) for event in session.reply(chat, "Hi")]
    assert kinds == [MessageSent, AnswerStarted, PromptProgress, ReasoningDelta, TextDelta, AnswerFinished]


def test_the_question_is_on_the_disk_before_it_shows_as_sent(session, conversations, engine, chat):
    turn = session.reply(chat, "Hi")
    sent = next(turn)

    assert conversations.branch(chat) == [sent.message]
    assert engine.asked == []
    turn.close()


def test_the_answer_is_kept_with_what_made_it(session, conversations, engine, chat):
    answer = finished(session.reply(chat, "Hi", sampling=SamplingParams(temperature=0.2)))

    assert conversations.branch(chat)[-1] == answer
    assert (answer.text, answer.state) == ("Good day", State.DONE)
    assert (answer.receipt["file"], answer.receipt["seed"]) == ("Tiny-Q4_K_M.gguf", 42)
    assert answer.receipt["sampling"]["temperature"] == 0.2
    assert answer.receipt["engine"]["build"] == "test"
    assert answer.receipt["figures"]["cached_tokens"] == 4


def test_the_next_turn_hears_the_whole_branch_and_the_system_prompt(session, conversations, engine, chat):
    conversations.set_system_prompt(chat, "Be brief.")
    list(session.reply(chat, "one"))
    list(session.reply(chat, "two"))

    assert engine.asked[-1] == [
        ("system", "Be brief."), ("user", "one"), ("assistant", "Good day"), ("user", "two"),
    ]  # fmt: skip
    assert set(engine.conversations) == {str(chat)}


def test_the_first_question_names_the_chat_and_empties_the_draft(session, conversations, chat):
    conversations.set_draft(chat, "What is up")
    list(session.reply(chat, "What is up\nwith this?"))
    list(session.reply(chat, "Another"))

    assert (conversations.get(chat).title, conversations.get(chat).draft) == ("What is up", "")


@pytest.mark.parametrize(
    ("reason", "state"), [("stop", State.DONE), ("length", State.LENGTH), ("cancelled", State.STOPPED)]
)
def test_how_an_answer_ended_is_kept(session, engine, chat, reason, state):
    engine.script = [*words("x"), completed(reason)]

    assert finished(session.reply(chat, "Hi")).state is state


def test_closing_the_turn_keeps_what_was_written(session, conversations, engine, chat):
    turn = session.reply(chat, "Hi")
    while not isinstance(next(turn), TextDelta):
        pass
    turn.close()

    answer = conversations.branch(chat)[-1]
    assert (answer.text, answer.state) == ("Good ", State.STOPPED)
    assert engine.answer.closed.is_set()


def test_another_thread_may_close_a_turn_that_waits_for_the_model(session, engine, chat):
    waiting = threading.Event()
    engine.script = [*words("half"), lambda: (waiting.set(), engine.answer.closed.wait(30)), *words("never")]
    turn = session.reply(chat, "Hi")

    def stop():
        waiting.wait(30)
        turn.close()

    stopper = threading.Thread(target=stop)
    stopper.start()
    answer = finished(turn)
    stopper.join()
    assert (answer.text, answer.state) == ("half", State.STOPPED)


def test_closing_before_the_model_was_asked_never_asks_it_to_go_on(session, conversations, engine, chat):
    turn = session.reply(chat, "Hi")
    assert isinstance([next(turn), next(turn)][-1], AnswerStarted)
    turn.close()

    assert conversations.branch(chat)[-1].state is State.STOPPED
    assert engine.asked == []


@pytest.mark.parametrize("times", [0, 1, 2], ids=["before it began", "while it runs", "after it was closed"])
def test_closing_is_harmless(session, chat, times):
    turn = session.reply(chat, "Hi")
    for _ in range(times):
        next(turn)
        turn.close()
        turn = turn if times == 1 else session.reply(chat, "Hi")
    turn.close()


def test_a_crash_keeps_the_half_answer_and_is_said(session, conversations, engine, chat):
    engine.script = [*words("half "), EngineCrashed(exit="signal SIGSEGV")]
    said, error = failing(session.reply(chat, "Hi"))

    answer = said[-1].message
    assert isinstance(error, EngineCrashed)
    assert answer == conversations.branch(chat)[-1]
    assert (answer.text, answer.state) == ("half ", State.FAILED)
    assert answer.error == ("EngineCrashed", {"exit": "signal SIGSEGV"})


def test_what_does_not_fit_is_refused_with_numbers_and_can_be_asked_again(session, conversations, engine, chat):
    said, error = failing(session.reply(chat, "x" * 5000))

    assert isinstance(error, ContextFull)
    assert error.values == {"needed": 5256, "n_ctx": 4096}
    assert (engine.asked, said[-1].message.state) == ([], State.FAILED)
    assert len(conversations.branch(chat)[0].text) == 5000
    assert finished(session.edit(conversations.branch(chat)[0].id, "x" * 3800)).text == "Good day"


def test_a_bug_is_no_error_of_the_world_but_keeps_the_text_too(session, conversations, engine, chat):
    engine.script = [*words("half"), lambda: 1 // 0]
    _, error = failing(session.reply(chat, "Hi"))

    assert isinstance(error, ZeroDivisionError)
    assert (conversations.branch(chat)[-1].text, conversations.branch(chat)[-1].state) == ("half", State.FAILED)


def test_without_a_model_the_question_is_kept(session, conversations, engine, chat):
    engine.loaded = engine.path = None
    engine.script = [ModelNotLoaded()]
    _, error = failing(session.reply(chat, "Hi"))

    assert isinstance(error, ModelNotLoaded)
    assert [message.role for message in conversations.branch(chat)] == [Role.USER, Role.ASSISTANT]


def test_a_question_after_a_failed_answer_is_joined_with_the_first(session, engine, chat):
    engine.script = [EngineCrashed(exit="exit code 1")]
    failing(session.reply(chat, "one"))
    engine.script = [*words("ok"), completed()]
    list(session.reply(chat, "two"))

    assert engine.asked[-1] == [("user", "one\n\ntwo")]


def test_regenerating_adds_a_branch_beside_the_answer(session, conversations, engine, chat):
    first = finished(session.reply(chat, "Hi"))
    second = finished(session.regenerate(first.id))

    assert conversations.siblings(first.id) == [first, second]
    assert engine.asked[0] == engine.asked[1]


def test_a_question_can_be_asked_again(session, conversations, chat):
    first = finished(session.reply(chat, "Hi"))

    assert finished(session.regenerate(first.parent)).parent == first.parent


def test_an_edit_is_a_branch_with_its_own_answer_and_the_same_files(session, conversations, engine, chat):
    attached = [Attachment(name="a.txt", text="data")]
    first = finished(session.reply(chat, "Hi", attachments=attached))
    sent, *_, last = session.edit(first.parent, "Hello")

    assert [one.text for one in conversations.siblings(first.parent)] == ["Hi", "Hello"]
    assert sent.message.attachments == ("a.txt",)
    assert last.message.parent == sent.message.id
    assert conversations.message(first.id) == first


def test_an_edited_answer_is_kept_and_not_answered(session, conversations, engine, chat):
    first = finished(session.reply(chat, "Hi"))
    events = list(session.edit(first.id, "What I would have said"))

    assert [type(event) for event in events] == [MessageSent]
    assert conversations.branch(chat)[-1].text == "What I would have said"
    assert len(engine.asked) == 1


def test_continuing_writes_on_in_the_same_message(session, conversations, engine, chat):
    engine.script = [*words("one "), completed("length")]
    first = finished(session.reply(chat, "Hi"))
    engine.script = [*words("two"), completed()]
    again = finished(session.continue_(first.id))

    assert (again.id, again.text, again.state) == (first.id, "one two", State.DONE)
    assert engine.asked[-1] == [("user", "Hi"), ("assistant", "one ")]


def test_a_parent_starts_another_branch(session, conversations, chat):
    first = finished(session.reply(chat, "one"))
    list(session.reply(chat, "two"))
    list(session.reply(chat, "other", parent=first.id))

    assert [one.text for one in conversations.branch(chat)] == ["one", "Good day", "other", "Good day"]


@pytest.mark.parametrize("turn", ["reply", "regenerate", "edit", "continue_"])
def test_what_was_removed_meanwhile_is_said(session, turn):
    arguments = (99,) if turn in ("regenerate", "continue_") else (99, "text")

    with pytest.raises(ChatMissing):
        list(getattr(session, turn)(*arguments))
