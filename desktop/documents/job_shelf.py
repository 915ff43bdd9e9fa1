"""Where cards and their jobs are kept: a message of the chat, and a row that says how to go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from models.errors import ChatMissing
from models.store.conversations import Conversations
from models.store.jobs import Job, Jobs, JobState
from models.store.message import Message, Role

if TYPE_CHECKING:  # imported with the first work on files
    from desktop.documents.card import Card
    from desktop.documents.work import Work
    from models.report.lessons import Lesson, Lessons
    from models.report.schema import Schema


class JobShelf:
    """All methods raise StoreError when the chats cannot be read or written."""

    def __init__(self, conversations: Conversations, jobs: Jobs) -> None:
        self._conversations = conversations
        self._jobs = jobs

    def begin(
        self, conversation: int, asked: str, cards: Sequence[Card], work: Work
    ) -> tuple[Message, list[tuple[Message, int]]]:
        """What was asked and a message for each card, at the end of the branch shown last, with the number of its job.

        One commit, so that a hundred files take no longer than one.
        """
        kept = msgspec.to_builtins(work)
        begun = []
        with self._conversations.together():
            title, leaf = _title(cards, work), self._conversations.get(conversation).leaf
            said = self._conversations.append(conversation, Role.USER, asked, parent=leaf, title=title)
            last = said
            for card in cards:
                last = self._conversations.append(
                    conversation, Role.ASSISTANT, "", parent=last.id, card=card.kept()
                )  # fmt: skip
                options = {"message": last.id, "work": kept}
                job = self._jobs.begin(card.task, card.document, card.sources[0].path, "", options, conversation)
                begun.append((last, job.id))
        return said, begun

    def taught(self, conversation: int, schema: Schema) -> Lessons:
        """What a person set right in the reports of this chat that looked for the same."""
        from models.report.lessons import lessons

        found: list[Lesson] = []
        for message in self._conversations.branch(conversation):
            card = _card_of(message) if message.card else None
            if card and card.report and card.corrections and card.report.fields == schema.fields:
                records = {record.name: record for record in card.report.files}
                found += lessons(records, card.corrections, schema.fields)
        return tuple(dict.fromkeys(found))

    def keep(self, message: int, job: int, card: Card, state: JobState) -> Message:
        """Put the card on the disk as it is now."""
        with self._conversations.together():
            self._jobs.update(job, state, card.fraction, card.error)
            return self._conversations.set_card(message, card.kept(), card.told())

    def keep_all(self, some: Iterable[tuple[int, int, Card]], state: JobState) -> list[Message]:
        """The same for many, each a message, a job and a card: all of them or none."""
        with self._conversations.together():
            return [self.keep(message, job, card, state) for message, job, card in some]

    def card(self, message: int) -> tuple[Message, Card | None]:
        """A message, and the card on it when it is one this version knows."""
        kept = self._conversations.message(message)
        return kept, _card_of(kept)

    def show(self, message: int, card: Card, text: str) -> Message:
        """Another card on a message whose work is over."""
        return self._conversations.set_card(message, card.kept(), text)

    def job_of(self, message: int) -> Job | None:
        return next((each for each in self._jobs.list() if each.options.get("message") == message), None)

    def pause_abandoned(self) -> None:
        """Cards that a dead process left running become paused."""
        with self._conversations.together():
            for job in self._jobs.unfinished():
                message = self._message(job.options)
                card = _card_of(message) if message else None
                if message and card and card.state == "running":
                    self.show(message.id, card.paused(), message.text)

    def unfinished(self) -> list[Message]:
        """The cards that run or can go on, the oldest first."""
        found = [self._message(job.options) for job in reversed(self._jobs.unfinished())]
        return [message for message in found if message is not None]

    def _message(self, options: dict[str, Any]) -> Message | None:
        try:
            return self._conversations.message(int(options.get("message", 0)))
        except ChatMissing:
            return None


def _card_of(message: Message) -> Card | None:
    from desktop.documents.card import card_of

    return card_of(message.card)


def _title(cards: Sequence[Card], work: Work) -> str:
    """What a chat is called that begins with this: one file by its name, many by what is asked of them."""
    from desktop.documents.work import MakeReport

    names = list(dict.fromkeys(source.name for card in cards for source in card.sources))
    if isinstance(work, MakeReport):
        return work.schema.title
    return names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"
