"""The tree against the plainest thing that could be right: dictionaries."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings, strategies
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role, State

texts = strategies.text(strategies.characters(exclude_categories=("Cs",)), max_size=30)


class Tree(RuleBasedStateMachine):
    """One chat; `parents` and `words` are the oracle's messages, `leaf` what should be shown."""

    messages = Bundle("messages")

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "paddock.sqlite3"
        self.database = Database(self.path)
        self.conversations = Conversations(self.database)
        self.chat = self.conversations.create().id
        self.parents: dict[int, int | None] = {}
        self.words: dict[int, str] = {}
        self.leaf: int | None = None

    def add(self, message, parent):
        self.parents[message.id], self.words[message.id], self.leaf = parent, message.text, message.id
        return message.id

    def path_to(self, message):
        found = []
        while message is not None:
            found.insert(0, message)
            message = self.parents[message]
        return found

    @rule(target=messages, text=texts)
    def begin(self, text):
        return self.add(self.conversations.append(self.chat, Role.USER, text, parent=None), None)

    @rule(target=messages, parent=messages, text=texts)
    def append(self, parent, text):
        return self.add(self.conversations.append(self.chat, Role.USER, text, parent=parent), parent)

    @rule(target=messages, parent=messages, parts=strategies.lists(texts, max_size=4))
    def answer(self, parent, parts):
        answer = self.conversations.begin_answer(self.chat, parent)
        for part in parts:
            answer.add(part)
        message = answer.finish(State.DONE)
        assert message.text == "".join(parts)
        return self.add(message, parent)

    @rule(message=messages, text=texts)
    def write_on(self, message, text):
        if self.conversations.message(message).role is Role.ASSISTANT:
            answer = self.conversations.reopen_answer(message)
            answer.add(text)
            self.words[message] = answer.finish().text
            self.leaf = message

    @rule(message=messages)
    def choose(self, message):
        self.conversations.choose(message)
        while children := [child for child, parent in self.parents.items() if parent == message]:
            message = max(children)
        self.leaf = message

    @rule(message=messages)
    def look_at_siblings(self, message):
        alike = [one for one, parent in self.parents.items() if parent == self.parents[message]]
        assert [one.id for one in self.conversations.siblings(message)] == sorted(alike)

    @rule(message=messages)
    def look_at_a_branch(self, message):
        assert [one.id for one in self.conversations.branch(self.chat, message)] == self.path_to(message)

    @rule()
    def open_again(self):
        self.database.close()
        self.database = Database(self.path)
        self.conversations = Conversations(self.database)

    @invariant()
    def the_branch_shown_is_the_oracles(self):
        shown = self.conversations.branch(self.chat)
        assert [one.id for one in shown] == self.path_to(self.leaf)
        assert [one.text for one in shown] == [self.words[one] for one in self.path_to(self.leaf)]

    def teardown(self):
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()


Tree.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestTree = Tree.TestCase
