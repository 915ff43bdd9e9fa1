"""The real window when its engine dies, and its chats when the window itself is killed."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role
from tests.gguf_models import make_tiny_gguf
from tests.integration.conftest import set_up
from tests.integration.driver import Window, window
from tests.integration.screen import Screen, screen, until

pytestmark = [pytest.mark.x11, pytest.mark.timeout(1200)]
REFUSED = "tokens and the context holds"
COUNTS = [pytest.param(5, id="5"), pytest.param(50, id="50", marks=pytest.mark.soak)]


@pytest.fixture(scope="module")
def own_screen() -> Iterator[Screen]:
    with screen() as found:
        yield found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose model writes for as long as it is let."""
    model = make_tiny_gguf(tmp_path / "tiny.gguf", n_layer=10, n_embd=384)
    return set_up(tmp_path / "home", model=str(model), sampling={"max_tokens": 3000})


def engine_of(paddock: Window) -> psutil.Process | None:
    """The engine's process among the window's children."""
    for child in psutil.Process(paddock.process.pid).children(recursive=True):
        try:
            if any("models.engine.worker" in word for word in child.cmdline()):
                return child
        except psutil.NoSuchProcess:
            continue
    return None


def ask(paddock: Window, hands: Screen, text: str) -> None:
    hands.click(*paddock.place("Message"))
    hands.type(text)
    hands.key("Return")


def writing(paddock: Window, count: int) -> str:
    """The last of `count` messages, as soon as it has some words."""

    def words() -> str:
        heard: list[str] = paddock.ask("messages")
        return heard[-1] if len(heard) == count and len(heard[-1]) > 40 else ""

    return until(words, f"message {count} to have words")


@pytest.mark.parametrize("deaths", COUNTS)
def test_the_window_outlives_its_engine(own_screen: Screen, home: Path, deaths: int) -> None:
    with window(home, own_screen) as paddock:
        until(lambda: paddock.ask("place", "Ready · processor"), "the model")
        asked = 0
        for death in range(1, deaths + 1):
            asked += 1
            ask(paddock, own_screen, f"question {death}")
            half = writing(paddock, 2 * asked)
            if REFUSED in half:  # this chat has outgrown the context that is left: said with numbers, not in silence
                own_screen.key("ctrl+n")
                asked = 1
                ask(paddock, own_screen, f"question {death}")
                half = writing(paddock, 2)
            engine = until(lambda: engine_of(paddock), f"the engine; the last message is {half!r}")
            os.kill(engine.pid, signal.SIGSEGV)
            kept = until(lambda: _failed(paddock), "the half answer with its reason")
            assert half.strip()[:60] in kept
            assert paddock.process.poll() is None
        ask(paddock, own_screen, "and now?")
        assert writing(paddock, 2 * asked + 2)
        own_screen.click(*paddock.place("Stop"))


def test_a_smaller_context_after_two_deaths_is_said_and_the_way_back_is_a_button(
    own_screen: Screen, home: Path
) -> None:
    with window(home, own_screen) as paddock:
        until(lambda: paddock.ask("place", "Ready · processor"), "the model")
        for death in (1, 2):
            ask(paddock, own_screen, f"question {death}")
            writing(paddock, 2 * death)
            engine = until(lambda: engine_of(paddock), "the engine")
            os.kill(engine.pid, signal.SIGSEGV)
            until(lambda: _failed(paddock), "the half answer with its reason")
        ask(paddock, own_screen, "question 3")
        writing(paddock, 6)

        said, *_ = (name for name in paddock.ask("names") if "context of 2048 instead of 4096" in name)
        assert "(2 in a row)" in said
        reduced = engine_of(paddock)
        own_screen.click(*paddock.place("Load as before"))
        until(lambda: reduced != (now := engine_of(paddock)) and now, "another engine")
        until(lambda: paddock.ask("place", "Ready · processor"), "the model")
        ask(paddock, own_screen, "question 4")
        assert writing(paddock, 8)
        own_screen.click(*paddock.place("Stop"))


def _failed(paddock: Window) -> str:
    last: str = paddock.ask("messages")[-1]
    return last if "SIGSEGV" in last else ""


@pytest.mark.parametrize("kills", COUNTS)
def test_a_killed_window_loses_no_message_it_showed_and_leaves_nothing_behind(
    own_screen: Screen, home: Path, tmp_path: Path, kills: int
) -> None:
    rng = random.Random(kills)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    shown: list[str] = []
    for kill in range(kills):
        with window(home, own_screen, environment={"TMPDIR": str(scratch)}) as paddock:
            question = f"question number {kill}"
            ask(paddock, own_screen, question)
            ends = time.monotonic() + rng.uniform(0, 1.5)
            while time.monotonic() < ends or (not shown and kill == kills - 1):  # one at least has to be seen
                if any(question in heard for heard in paddock.ask("messages")):
                    shown.append(question)
                    break
            time.sleep(max(0.0, ends - time.monotonic()))
            paddock.kill()
    database = Database(home / "data" / "paddock.sqlite3")
    chats = Conversations(database)
    kept = {message.text for chat in chats.list() for message in chats.messages(chat.id) if message.role is Role.USER}
    database.close()

    assert shown
    # A draft of before the kill may stand before it: then both are one message, shown and kept as such.
    assert all(any(question in text for text in kept) for question in shown)
    assert list(scratch.iterdir()) == []
