"""What a search costs in 5 000 chats of 20 messages, and what such chats cost at the start.

    python -m tests.bench.search

CPU time of this process; the words are made up, half of the texts are Chinese.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from models.store.conversations import Conversations
from models.store.database import Database
from models.store.search import search
from tests.models.store.test_search import fill

CHATS, MESSAGES = 5000, 20


def milliseconds(act: Callable[[], object], times: int = 9) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(times):
        before = time.process_time()
        act()
        taken.append((time.process_time() - before) * 1000)
    return statistics.median(taken)


def opened(path: Path) -> None:
    """As the window does."""
    database = Database(path)
    Conversations(database).purge_expired()
    database.close()


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chats.sqlite3"
        empty = Path(folder) / "none.sqlite3"
        opened(empty)
        database = Database(path)
        before = time.process_time()
        queries = fill(database, CHATS, MESSAGES)
        print(f"made and indexed in {time.process_time() - before:.1f} s; {CHATS} chats, {CHATS * MESSAGES} messages")
        chats, index = (file.stat().st_size / 1e6 for file in (path, path.with_suffix(".words")))
        print(f"{chats:.0f} MB of chats, {index:.0f} of index")
        for query in [*queries, "absent"]:
            print(f"{query:>20}: {milliseconds(partial(search, database, query)):6.1f} ms")
        conversations = Conversations(database)
        print(f"{'all chats listed':>20}: {milliseconds(conversations.list):6.1f} ms")
        database.close()
        with_chats, without = milliseconds(lambda: opened(path)), milliseconds(lambda: opened(empty))
        print(f"{'opened':>20}: {with_chats:6.1f} ms; without a chat {without:.1f}")


if __name__ == "__main__":
    main()
