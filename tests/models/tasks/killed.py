"""A process that does one of the tasks, to be killed: says each question that it asks on its output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from models.store.database import Database
from models.store.outputs import Outputs
from models.tasks.ask import ask
from models.tasks.asker import Model
from models.tasks.code import study
from models.tasks.compare import compare
from models.tasks.items import list_every
from models.tasks.translate import translate
from tests.models.summary import planted
from tests.models.summary.engines import NOTE, SENTENCE, TextEngine
from tests.models.tasks.helpers import model
from tests.models.tasks.test_code import source
from tests.models.tasks.test_translate import LINE, chinese

OLD, NEW = planted.document(22, 2)[0], planted.document(23, 3)[0]
SOURCE = source("\n\n\n".join(
    f'def move_{n}(tonnes):\n    """Move tonnes to plant {n}."""\n' + f"    tonnes += {n}\n" * 30 for n in range(40)
))  # fmt: skip


class Working(TextEngine):
    """Answers each question as a careful model would, and says that it was asked."""

    def __init__(self, *, slowly: bool = False) -> None:
        super().__init__()
        self._slowly = slowly

    def reply(self, question: str) -> str:
        if self._slowly:
            print("asked", flush=True)
            time.sleep(0.01)
        if notes := NOTE.findall(question):
            return "\n".join(f"{claim} [{number}]" for number, claim in notes[:4])
        if lines := LINE.findall(question):
            return "\n".join(f"P{number}: {chinese(text)}" for number, text in lines)
        found = [(number, text) for number, text in SENTENCE.findall(question) if "plant" in text.lower()]
        return "\n".join(f"S{number}|{text}|{text}" for number, text in found) or "NONE"


Task = Callable[[Model], Iterator[object]]
TASKS: dict[str, Task] = {
    "ask": lambda made: ask(made, [OLD], "Which plants are there, all of them?"),
    "list": lambda made: list_every(made, [OLD], "plants"),
    "compare": lambda made: compare(OLD, NEW, made),
    "translate": lambda made: translate(made, OLD, "zh"),
    "code": lambda made: study(made, SOURCE, "explain"),
}


def main() -> None:
    made = model(Working(slowly=True), Outputs(Database(Path(sys.argv[2]))))
    for _ in TASKS[sys.argv[1]](made):
        pass
    print("done", flush=True)


if __name__ == "__main__":
    main()
