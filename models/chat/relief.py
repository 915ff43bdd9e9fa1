"""What is done about a chat that has outgrown the context, as the user chose; then its question is answered."""

from __future__ import annotations

from collections.abc import Generator
from enum import StrEnum

from models.chat.compaction import Compaction, spoken
from models.chat.condense import Condensing, Holder, budget_for, condense
from models.chat.context import content_of
from models.chat.overflow import Overflow, Recent
from models.engine.protocol import Engine
from models.store.conversations import Conversations
from models.store.message import Attachment, Message, Role


class Way(StrEnum):
    """A way out of an `Overflow`."""

    COMPACT = "compact"  # older turns become notes
    ANEW = "anew"  # a branch with the recent turns alone
    SHORTEN = "shorten"  # the attached files become notes
    LARGER = "larger"  # the model has been loaded with a larger context


def relieve(
    conversations: Conversations, engine: Engine, overflow: Overflow, way: Way, *, holder: Holder, model: str
) -> Generator[Condensing, None, Message]:
    """Do it; returns the message to be answered. Before that is on the disk, nothing has changed.

    Raises: ChatMissing; StoreError; GivenUp when it was stopped; NothingCondensed; EngineError, ModelNotLoaded.
    """
    match way:
        case Way.COMPACT:
            assert overflow.compact is not None, "offered only where it leads somewhere"
            made = yield from _compact(conversations, engine, overflow, overflow.compact, holder, model)
        case Way.ANEW:
            assert overflow.branch is not None, "offered only where it leads somewhere"
            return conversations.replant(overflow.conversation, _recent(conversations, overflow, overflow.branch))
        case Way.SHORTEN:
            return (yield from _shorten(conversations, engine, overflow, holder))
        case Way.LARGER:
            made = conversations.message(overflow.asked)
    conversations.withdraw_empty(overflow.asked)
    return made


def _recent(conversations: Conversations, overflow: Overflow, recent: Recent) -> list[int]:
    messages = spoken(conversations.branch(overflow.conversation, overflow.asked)).messages
    return [message.id for message in messages[-recent.messages :]]


def _compact(
    conversations: Conversations, engine: Engine, overflow: Overflow, recent: Recent, holder: Holder, model: str
) -> Generator[Condensing, None, Message]:
    branch = conversations.branch(overflow.conversation, overflow.asked)
    notes, messages = spoken(branch)
    older = messages[: len(messages) - recent.messages]
    attached = conversations.attachments(older)
    texts = [f"{message.role.value}: {content_of(message, attached)}" for message in older]
    written = yield from condense(engine, [notes, *texts] if notes else texts, n_ctx=overflow.n_ctx, holder=holder)
    (into_tokens,) = engine.count([written])
    card = Compaction(
        keeps=recent.messages,
        messages=len(older),
        tokens=recent.left_tokens,
        into_tokens=into_tokens,
        model=model,
        text=written,
    )
    return conversations.append(overflow.conversation, Role.SYSTEM, written, parent=overflow.asked, card=card.card())


def _shorten(
    conversations: Conversations, engine: Engine, overflow: Overflow, holder: Holder
) -> Generator[Condensing, None, Message]:
    """The question beside the old one, with notes in place of the files that are longer than notes would be."""
    question = spoken(conversations.branch(overflow.conversation, overflow.asked)).messages[-1]
    files = conversations.attachments([question]).get(question.id, ())
    attached: list[Attachment] = []
    for file, tokens in zip(files, engine.count([file.text for file in files]), strict=True):
        if tokens <= budget_for(overflow.n_ctx):
            attached.append(file)
            continue
        notes = yield from condense(engine, [file.text], n_ctx=overflow.n_ctx, holder=holder)
        attached.append(Attachment(name=f"{file.name} (notes)", text=notes, sha256=file.sha256))
    return conversations.append(
        overflow.conversation, Role.USER, question.text, parent=question.parent, attachments=attached
    )
