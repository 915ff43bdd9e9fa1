"""A process that summarises, to be killed: says each finished part on its output."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from models.documents.document import Document
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary import Summariser
from models.summary.events import NotesFound
from tests.models.summary import planted
from tests.models.summary.engines import Oracle


def document() -> Document:
    return planted.document(40, 2)[0]


class Slow(Oracle):
    """Takes its time, as a model does."""

    def reply(self, question: str) -> str:
        time.sleep(0.02)
        return super().reply(question)


def main() -> None:
    outputs = Outputs(Database(Path(sys.argv[1])))
    for event in Summariser(Slow(planted.FACT), outputs, model_name="test", n_ctx=8192).run(document()):
        if isinstance(event, NotesFound):
            print("part", flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main()
