"""An oracle that says of each label how much it weighs, and reports made with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from models.report import schema
from models.report.events import Report
from models.report.job import Reporter
from models.store.database import Database
from models.store.outputs import Outputs
from tests.faithfulness import interviews
from tests.faithfulness.interviews import Careful

Weigh = Callable[[list[str], str], Any]  # of the labels found, one -> its weight


def the_first(labels: list[str], label: str) -> str:
    return "main" if label == min(labels) else "secondary"


class Weighing(Careful):
    """The oracle, with a weight for each label: main for the first in the order of the alphabet, unless told."""

    def __init__(self, language: schema.Language, weigh: Weigh = the_first) -> None:
        super().__init__(language)
        self._weigh = weigh

    def reply(self, question: str) -> str:
        answer = super().reply(question)
        if not answer.startswith('{"found"'):
            return answer
        found = json.loads(answer)["found"]
        for one in found:
            one["weight"] = self._weigh([each["label"] for each in found], one["label"])
        return json.dumps({"found": found}, ensure_ascii=False)


def weighed(language: schema.Language) -> schema.Schema:
    made = interviews.schema(language)
    return msgspec.structs.replace(made, fields=(msgspec.structs.replace(made.fields[0], main=True),))


def report(path: Path, language: schema.Language = "en", weigh: Weigh = the_first, count: int = 40) -> Report:
    database = Database(path / "paddock.sqlite3")
    files = interviews.files(interviews.interviews(language, count))
    reporter = Reporter(Weighing(language, weigh), Outputs(database), model_name="test")
    *_, last = reporter.run(weighed(language), files, language=language)
    database.close()
    assert isinstance(last, Report)
    return last
