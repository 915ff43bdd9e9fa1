"""Long work that outlives the program: what was to be done to which file, and how far it got."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from models.errors import ChatMissing
from models.store import rows
from models.store.database import Database


class JobState(StrEnum):
    """RUNNING of a program that has ended is read as PAUSED: it can go on."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One job. `sha256` is that of the file at `source` when it was read, so a changed file is noticed on resuming."""

    id: int
    kind: str
    name: str
    source: str
    sha256: str
    options: dict[str, Any]
    state: JobState
    fraction: float
    conversation: int | None
    created_ms: int
    updated_ms: int
    error: tuple[str, dict[str, Any]] | None = None


Found = list[Job]  # named here: within the class, `list` is a method


class Jobs:
    """All jobs, newest first; any thread may call.

    Raises (all methods):
        ChatMissing: There is no such job, or its chat is gone.
        StoreError: It could not be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.write() as connection:
            connection.execute("UPDATE job SET state = ? WHERE state = ?", (JobState.PAUSED, JobState.RUNNING))

    def begin(
        self, kind: str, name: str, source: str, sha256: str, options: dict[str, Any], conversation: int | None = None
    ) -> Job:
        now = self._database.now_ms
        with self._database.write() as connection:
            made = connection.execute(
                "INSERT INTO job (kind, name, source, sha256, options, state, fraction, conversation, created_ms, "
                "updated_ms) VALUES (?, ?, ?, ?, ?, ?, 0.0, ?, ?, ?)",
                (kind, name, source, sha256, rows.encoded(options), JobState.RUNNING, conversation, now, now),
            ).lastrowid
        return self.get(made or 0)

    def update(
        self, job: int, state: JobState, fraction: float, error: tuple[str, dict[str, Any]] | None = None
    ) -> Job:
        with self._database.write() as connection:
            connection.execute(
                "UPDATE job SET state = ?, fraction = ?, error = ?, updated_ms = ? WHERE id = ?",
                (state, fraction, rows.encoded(error), self._database.now_ms, job),
            )
        return self.get(job)

    def remove(self, job: int) -> None:
        with self._database.write() as connection:
            connection.execute("DELETE FROM job WHERE id = ?", (job,))

    def get(self, job: int) -> Job:
        found = self._where("id = ?", job)
        if not found:
            raise ChatMissing
        return found[0]

    def list(self) -> Found:
        return self._where("true")

    def unfinished(self) -> Found:
        """Those that can go on."""
        return self._where("state IN ('running', 'paused')")

    def of_file(self, sha256: str) -> Found:
        """What was done to this very content before."""
        return self._where("sha256 = ?", sha256)

    def _where(self, condition: str, *values: object) -> Found:
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT id, kind, name, source, sha256, options, state, fraction, conversation, created_ms, "
                f"updated_ms, error FROM job WHERE {condition} ORDER BY id DESC",
                values,
            )
            return [_job(row) for row in found]


def _job(row: tuple[Any, ...]) -> Job:
    values = dict(zip(Job.__struct_fields__, row, strict=True))
    values["options"] = msgspec.json.decode(values["options"])
    values["error"] = values["error"] and msgspec.json.decode(values["error"])
    return msgspec.convert(values, Job)
