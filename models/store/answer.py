"""An answer on its way to the disk while the model still writes it."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from functools import partial
from typing import Any

from models.errors import ChatMissing, StoreError
from models.store import rows
from models.store.database import Database
from models.store.message import Message, State

FLUSH_EVERY_S = 0.2  # what a kill may cost is this and one commit: 250 ms
RETRY_EVERY_S = 2.0


class StreamingAnswer:
    """Takes an answer's text as it comes and appends it to the disk every 200 ms; nothing on disk is rewritten.

    A thread of its own does the writing, so that a slow disk never holds up the model. While the disk refuses, the
    text stays here and is tried again; only `finish` says so. Call `finish` in any case: it ends the writing.

    `message` is the answer as it was when it began.
    """

    def __init__(self, database: Database, message: Message) -> None:
        self.message = message
        self._database = database
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._changed = threading.Condition()
        self._finished = False
        self._writer = threading.Thread(target=self._write_on, name="answer", daemon=True)
        self._writer.start()

    def add(self, text: str) -> None:
        with self._changed:
            self._text.append(text)
            self._changed.notify()

    def add_reasoning(self, text: str) -> None:
        with self._changed:
            self._reasoning.append(text)
            self._changed.notify()

    def finish(
        self,
        state: State = State.DONE,
        *,
        error: tuple[str, dict[str, Any]] | None = None,
        receipt: dict[str, Any] | None = None,
    ) -> Message:
        """Everything on disk, in one piece. Returns the finished message, committed.

        Raises:
            StoreError: It could not be written now. What was flushed is kept; the rest is tried again in the
                background until it succeeds or the database is closed.
        """
        with self._changed:
            self._finished = True
            self._changed.notify()
        self._writer.join()
        try:
            return self._end(state, rows.encoded(error), rows.encoded(receipt))
        except ChatMissing:
            raise
        except StoreError:
            again = partial(self._end_later, state, rows.encoded(error), rows.encoded(receipt))
            threading.Thread(target=again, name="answer", daemon=True).start()
            raise

    def _end(self, state: State, error: str | None, receipt: str | None) -> Message:
        with self._database.write() as connection:
            self._append(connection, len(self._text), len(self._reasoning))
            fold(connection, self.message.id, state, error=error, receipt=receipt)
            return rows.message(connection, self.message.id)

    def _end_later(self, state: State, error: str | None, receipt: str | None) -> None:
        while not self._database.closed.wait(RETRY_EVERY_S):
            try:
                self._end(state, error, receipt)
            except ChatMissing:
                return
            except StoreError:
                continue
            return

    def _write_on(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._finished or self._text or self._reasoning)
                self._changed.wait_for(lambda: self._finished, FLUSH_EVERY_S)
                if self._finished or self._database.closed.is_set():
                    return
                texts, reasonings = len(self._text), len(self._reasoning)
            with suppress(StoreError):
                with self._database.write() as connection:
                    self._append(connection, texts, reasonings)
                with self._changed:
                    del self._text[:texts], self._reasoning[:reasonings]

    def _append(self, connection: sqlite3.Connection, texts: int, reasonings: int) -> None:
        if texts or reasonings:
            connection.execute(
                "INSERT INTO piece (message, text, reasoning) VALUES (?, ?, ?)",
                (self.message.id, "".join(self._text[:texts]), "".join(self._reasoning[:reasonings])),
            )


def fold(connection: sqlite3.Connection, message: int, state: State, *, error: str | None, receipt: str | None) -> None:
    """Make the pieces of an answer one text and the answer final."""
    connection.execute(
        f"UPDATE message AS m SET text = ({rows.TEXT}), reasoning = ({rows.REASONING}), state = ?, error = ?, "
        "receipt = ?, writer = NULL WHERE id = ?",
        (state, error, receipt, message),
    )
    connection.execute("DELETE FROM piece WHERE message = ?", (message,))
