"""A full context: the user is asked with real figures, and whatever is chosen keeps every message."""

from __future__ import annotations

import msgspec
import pytest

from models.chat.compaction import compaction_of, spoken
from models.chat.condense import Condensing
from models.chat.context import messages_for
from models.chat.events import AnswerFinished
from models.chat.overflow import survey
from models.chat.relief import Way
from models.chat.session import ChatSession
from models.engine.protocol import LoadParams, SamplingParams
from models.engine.supervisor import Supervisor
from models.errors import ContextFull
from models.paths import Paths
from models.store.message import Attachment, Role
from tests.gguf_models import make_tiny_gguf

BRIEF = SamplingParams(temperature=0.0, max_tokens=8)
N_CTX = 1024


@pytest.fixture(scope="module")
def supervisor(tmp_path_factory):
    root = tmp_path_factory.mktemp("engine")
    with_model = Supervisor(Paths(root, root, root, root))
    list(with_model.load(make_tiny_gguf(root / "tiny.gguf"), LoadParams(n_ctx=N_CTX, n_threads=1)))
    yield with_model
    with_model.close()


@pytest.fixture
def session(conversations, supervisor):
    return ChatSession(conversations, supervisor, lambda: "Tiny")


@pytest.fixture
def full(conversations):
    """A chat of ten turns that does not fit with an eleventh question; the number of that question."""
    chat, leaf = conversations.create().id, None
    for turn in range(10):
        leaf = conversations.append(chat, Role.USER, f"Question {turn}: " + "what of the horse? " * 6, parent=leaf).id
        leaf = conversations.append(chat, Role.ASSISTANT, f"Answer {turn}: " + "it is well. " * 6, parent=leaf).id
    return conversations.append(chat, Role.USER, "And now?", parent=leaf).id


def surveyed(conversations, supervisor, asked):
    return survey(
        conversations, supervisor, asked, n_ctx=N_CTX, n_ctx_train=supervisor.loaded.n_ctx_train, sampling=BRIEF,
        foresee=supervisor.foresee,
    )  # fmt: skip


def relieved(session, overflow, way):
    events = list(session.relieve(overflow, way, sampling=BRIEF))
    assert isinstance(events[-1], AnswerFinished)
    return events


def test_the_figures_are_those_the_engine_refuses_with(conversations, supervisor, session, full):
    chat = conversations.message(full).conversation
    with pytest.raises(ContextFull) as refused:
        list(session.regenerate(full, sampling=BRIEF))
    overflow = surveyed(conversations, supervisor, full)

    assert (overflow.needed, overflow.n_ctx) == (refused.value.values["needed"], N_CTX)
    assert overflow.conversation == chat
    assert overflow.compact.left + overflow.compact.messages == 21
    assert overflow.branch.after_tokens < overflow.compact.after_tokens + 1 <= N_CTX // 2 + 1


def test_older_turns_become_notes_and_the_question_is_answered(conversations, supervisor, session, full):
    overflow = surveyed(conversations, supervisor, full)
    events = relieved(session, overflow, Way.COMPACT)
    branch = conversations.branch(overflow.conversation)

    card = compaction_of(branch[-2])
    assert (card.messages, card.keeps, card.model) == (overflow.compact.left, overflow.compact.messages, "Tiny")
    assert card.into_tokens < card.tokens
    assert next(event.done for event in events if isinstance(event, Condensing)) == 0
    said = messages_for("", branch[:-1], {})
    assert branch[-2].text in said[0].content
    assert sum(message.content.count("Question") for message in said) <= overflow.compact.messages
    assert len(conversations.messages(overflow.conversation)) == 23, "nothing is taken out of the tree"


def test_notes_taken_out_of_force_give_every_message_back(conversations, supervisor, session, full):
    overflow = surveyed(conversations, supervisor, full)
    relieved(session, overflow, Way.COMPACT)
    *before, card_message, _answer = conversations.branch(overflow.conversation)
    off = msgspec.structs.replace(compaction_of(card_message), active=False)
    conversations.set_card(card_message.id, off.card(), card_message.text)

    notes, messages = spoken(conversations.branch(overflow.conversation)[:-1])
    assert notes == ""
    assert [message.id for message in messages] == [message.id for message in before]


def test_a_second_compaction_reads_the_notes_of_the_first(conversations, supervisor, session, full):
    relieved(session, surveyed(conversations, supervisor, full), Way.COMPACT)
    leaf = conversations.branch(conversations.message(full).conversation)[-1].id
    chat = conversations.message(full).conversation
    for turn in range(8):
        leaf = conversations.append(chat, Role.USER, f"Later {turn}: " + "what of the mill? " * 6, parent=leaf).id
        leaf = conversations.append(chat, Role.ASSISTANT, "It stands. " * 10, parent=leaf).id
    asked = conversations.append(chat, Role.USER, "And then?", parent=leaf).id
    overflow = surveyed(conversations, supervisor, asked)
    relieved(session, overflow, Way.COMPACT)

    notes, messages = spoken(conversations.branch(chat)[:-1])
    assert notes == conversations.branch(chat)[-2].text
    assert len(messages) == overflow.compact.messages
    assert all(compaction_of(message) is None for message in messages)


def test_a_new_branch_has_the_recent_turns_alone_and_the_old_one_stays(conversations, supervisor, session, full):
    overflow = surveyed(conversations, supervisor, full)
    relieved(session, overflow, Way.ANEW)
    branch = conversations.branch(overflow.conversation)

    assert len(branch) == overflow.branch.messages + 1
    assert branch[0].parent is None
    assert branch[-2].text == "And now?"
    assert conversations.branch(overflow.conversation, full)[-1].id == full


def test_attached_files_become_notes_in_a_version_beside(conversations, supervisor, session):
    chat = conversations.create().id
    text = "\n".join(f"In {year} the yard kept {year - 1000} horses." for year in range(1900, 1960))
    asked = conversations.append(
        chat, Role.USER, "How many?", parent=None, attachments=[Attachment(name="yard.txt", text=text)]
    ).id
    overflow = surveyed(conversations, supervisor, asked)
    assert overflow.compact is None and overflow.branch is None
    assert {weight.name for weight in overflow.weights} == {"", "yard.txt"}
    relieved(session, overflow, Way.SHORTEN)

    question, _answer = conversations.branch(chat)
    (file,) = conversations.attachments([question])[question.id]
    assert question.id != asked and file.name == "yard.txt (notes)"
    assert supervisor.count([file.text])[0] < overflow.weights[1].tokens
    assert overflow.shortened == 128


def test_a_larger_context_is_offered_with_its_plan(conversations, supervisor, full):
    larger = surveyed(conversations, supervisor, full).larger

    assert larger.n_ctx == 2048
    assert larger.plan.params.n_ctx == 2048 and larger.plan.fits and larger.plan.total_bytes > 0


def test_a_question_that_alone_is_too_long_cannot_be_compacted(conversations, supervisor):
    chat = conversations.create().id
    asked = conversations.append(chat, Role.USER, "what of the horse? " * 400, parent=None).id
    overflow = surveyed(conversations, supervisor, asked)

    assert (overflow.compact, overflow.branch, overflow.shortened) == (None, None, None)
    assert overflow.weights[0].tokens > N_CTX


def test_the_empty_refusal_does_not_stay_as_a_version(conversations, supervisor, session, full):
    with pytest.raises(ContextFull):
        list(session.regenerate(full, sampling=BRIEF))
    relieved(session, surveyed(conversations, supervisor, full), Way.COMPACT)

    branch = conversations.branch(conversations.message(full).conversation)
    assert [message.id for message in conversations.siblings(branch[-2].id)] == [branch[-2].id]


def test_stopping_while_notes_are_written_changes_nothing(conversations, supervisor, session, full):
    overflow = surveyed(conversations, supervisor, full)
    turn = session.relieve(overflow, Way.COMPACT, sampling=BRIEF)
    assert isinstance(next(turn), Condensing)
    turn.close()

    assert list(turn) == []
    assert conversations.branch(overflow.conversation)[-1].id == full
