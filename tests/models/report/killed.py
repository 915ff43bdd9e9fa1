"""A process that makes a report, to be killed: says each finished file on its output."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from models.report.events import FileDone
from models.report.job import Reporter
from models.store.database import Database
from models.store.outputs import Outputs
from tests.faithfulness import interviews
from tests.faithfulness.interviews import Careful
from tests.models.report.making import MADE, SCHEMA


class Slow(Careful):
    """Takes its time, as a model does."""

    def reply(self, question: str) -> str:
        time.sleep(0.01)
        return super().reply(question)


def main() -> None:
    outputs = Outputs(Database(Path(sys.argv[1])))
    reporter = Reporter(Slow("en"), outputs, model_name="test", n_seq_max=2)
    for event in reporter.run(SCHEMA, interviews.files(MADE), language="en"):
        if isinstance(event, FileDone):
            print("file", flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main()
