"""Reports made for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.report.events import Report, ReportEvent, ReportPlanned
from models.report.job import Reporter
from models.store.database import Database
from models.store.outputs import Outputs
from tests.faithfulness import interviews
from tests.faithfulness.interviews import Careful, Interview, Reading

MADE = interviews.interviews("en", 24)
SCHEMA = interviews.schema("en")


def events(engine: Reading | None, path: Path, made: list[Interview] = MADE, **chosen: Any) -> list[ReportEvent]:
    """All events of a report over interviews, with its cache at `path`."""
    database = Database(path)
    try:
        reporter = Reporter(engine, Outputs(database), model_name="test")
        return list(reporter.run(SCHEMA, interviews.files(made), language="en", **chosen))
    finally:
        database.close()


def result(path: Path, made: list[Interview] = MADE, engine: Reading | None = None, **chosen: Any) -> Report:
    """The report of a careful reader, unless another is given."""
    *_, last = events(engine or Careful("en"), path, made, **chosen)
    assert isinstance(last, Report)
    return last


def planned(made: list[ReportEvent]) -> ReportPlanned:
    assert isinstance(made[0], ReportPlanned)
    return made[0]
