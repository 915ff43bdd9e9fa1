"""Which process writes an answer, and what becomes of it when that process has died."""

from __future__ import annotations

import os
from functools import cache

import psutil

from models.errors import ProgramEnded
from models.store import rows
from models.store.answer import fold
from models.store.database import Database
from models.store.message import State

_CLOCK_SLACK_S = 5.0  # start times are derived from the clock, which may be set meanwhile


@cache
def _started_s(pid: int) -> float:
    return psutil.Process(pid).create_time()


def this_process() -> str:
    """A name for this process that no later one will have: its number and when it started."""
    return f"{os.getpid()}@{_started_s(os.getpid()):.0f}"


def is_alive(writer: str) -> bool:
    """Does the process of that name still run? A wrong “no” only shows an answer as ended until it really ends."""
    pid, _, started_s = writer.partition("@")
    try:
        return abs(psutil.Process(int(pid)).create_time() - float(started_s)) < _CLOCK_SLACK_S
    except (psutil.Error, ValueError):
        return False


def close_abandoned(database: Database) -> None:
    """Answers of dead processes become FAILED, with the text that reached the disk."""
    with database.read() as connection:
        streaming = connection.execute("SELECT id, writer FROM message WHERE state = 'streaming'").fetchall()
    abandoned = [message for message, writer in streaming if not is_alive(writer or "")]
    if not abandoned:
        return
    error = rows.encoded((ProgramEnded.__name__, {}))
    with database.write() as connection:
        for message in abandoned:
            fold(connection, message, State.FAILED, error=error, receipt=None)
