"""Kills a process that writes chats, again and again, and looks at what it left. Prints one JSON object.

    python killing.py FOLDER KILLS SEED LIFE_S

The writer tells over a pipe what was acknowledged: a message when `append` returned, a piece of an answer when `add`
was called. It dies by SIGKILL at a random moment, mid-transaction included; the next life goes on in the same file.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from contextlib import closing
from pathlib import Path

from models.store.connection import connect, is_sound
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role, State

WORDS = ["Antwort ", "回答", "🦊 ", "\n\n", "x" * 500]


def write(path: Path, pipe: int, seed: int) -> None:
    """Chat until killed."""
    choose = random.Random(seed)
    conversations = Conversations(Database(path))

    def tell(*fact: object) -> None:
        os.write(pipe, json.dumps(fact).encode() + b"\n")

    while True:
        chat = conversations.create("chat")
        parent = None
        for _ in range(3):
            text = "".join(choose.choices(WORDS, k=choose.randrange(1, 30)))
            message = conversations.append(chat.id, Role.USER, text, parent=parent)
            tell("message", message.id, text)
            answer = conversations.begin_answer(chat.id, message.id)
            tell("answer", answer.message.id)
            for _ in range(choose.choice([1, 10, 40, 400])):
                word = choose.choice(WORDS)
                answer.add(word)
                tell("word", answer.message.id, word, time.monotonic())
                time.sleep(0.003)
            parent = answer.finish().id
            tell("finished", parent)


def live_and_die(path: Path, choose: random.Random, life_s: float) -> tuple[list[list[object]], float]:
    """One life of a writer, of up to `life_s`; what it told, and when it was killed."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        write(path, theirs, choose.randrange(1 << 30))
    os.close(theirs)
    deadline = time.monotonic() + choose.random() * life_s
    told = b""
    while (left := deadline - time.monotonic()) > 0:
        if select.select([ours], [], [], left)[0]:
            told += os.read(ours, 1 << 16)
    os.kill(pid, signal.SIGKILL)
    killed_s = time.monotonic()
    os.waitpid(pid, 0)
    while more := os.read(ours, 1 << 16):
        told += more
    os.close(ours)
    return [json.loads(line) for line in told.splitlines(keepends=True) if line.endswith(b"\n")], killed_s


class Account:
    """What was acknowledged so far, and what of it is missing."""

    def __init__(self) -> None:
        self.messages: dict[int, str] = {}
        self.growing: dict[int, list[tuple[str, float]]] = {}
        self.lost = 0
        self.corrupt = 0
        self.tail_ms: list[float] = []

    def book(self, told: list[list[object]]) -> None:
        self.growing = {}
        for kind, number, *rest in told:
            if kind == "message":
                self.messages[number] = rest[0]
            elif kind == "answer":
                self.growing[number] = []
            elif kind == "word":
                self.growing[number].append((rest[0], rest[1]))
            else:
                self.messages[number] = "".join(word for word, _ in self.growing.pop(number))

    def check(self, path: Path, killed_s: float) -> None:
        with closing(connect(path)) as connection:
            self.corrupt += not is_sound(connection)
        database = Database(path)
        self.corrupt += database.repaired is not None
        conversations = Conversations(database)
        found = {one.id: one for chat in conversations.list() for one in conversations.messages(chat.id)}
        for number, text in self.messages.items():
            self.lost += number not in found or found[number].text != text
        for number, words in self.growing.items():
            if number not in found or found[number].state not in (State.FAILED, State.DONE):
                self.lost += 1
                continue
            self.messages[number] = kept = found[number].text
            whole = "".join(word for word, _ in words)
            self.corrupt += not (whole.startswith(kept) or kept.startswith(whole))  # one word may be added, untold
            self.tail_ms.append(self._tail_ms(kept, words, killed_s))
        database.close()

    @staticmethod
    def _tail_ms(kept: str, words: list[tuple[str, float]], killed_s: float) -> float:
        """How long before the kill the oldest lost word was added."""
        length = 0
        for word, added_s in words:
            length += len(word)
            if length > len(kept):
                return (killed_s - added_s) * 1000
        return 0.0


def main() -> None:
    folder, kills, seed, life_s = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    choose = random.Random(seed)
    account = Account()
    for number in range(kills):
        path = folder / f"{number // 50}.sqlite3"  # a fresh file now and then: being born is a moment like any other
        if number % 50 == 0:
            account.messages = {}
        told, killed_s = live_and_die(path, choose, life_s)
        account.book(told)
        account.check(path, killed_s)
    sys.stdout.write(
        json.dumps(
            {
                "kills": kills,
                "lost": account.lost,
                "corrupt": account.corrupt,
                "answers": len(account.tail_ms),
                "messages": len(account.messages),
                "tail_ms": max(account.tail_ms, default=0.0),
            }
        )
    )


if __name__ == "__main__":
    main()
