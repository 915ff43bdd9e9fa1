"""How well a report counts a hundred interviews when its engine errs, and without its safeguards: a table."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from models.report import judge
from models.report.events import Report
from models.report.file import WorkingFile
from models.report.job import Reporter
from models.report.schema import Language
from models.store.database import Database
from models.store.outputs import Outputs
from tests.faithfulness import interviews
from tests.faithfulness.interviews import Careful, Gullible, Lines, Reading

RATES = (0.0, 0.05, 0.15, 0.3)


@dataclass(frozen=True)
class Counted:
    """Pairs of file and cause: `gold` there are, `right` and `wrong` ones were counted; `review` files need a look."""

    gold: int
    right: int
    wrong: int
    review: int

    @property
    def wrong_share(self) -> float:
        """Of what was counted."""
        return self.wrong / max(1, self.right + self.wrong)

    @property
    def coverage(self) -> float:
        return self.right / self.gold


class Erring(Careful):
    """The oracle, erring at a rate at each look, independently.

    First look: another label on the right passage, a passage that is nowhere, a cause passed over, or the mention of a
    cause that was denied or only asked about. Second look: yes for no, no for yes. Third: any label.
    """

    def __init__(self, language: Language, rate: float, seed: int = 1) -> None:
        super().__init__(language)
        self._rate = rate
        self._seed = seed

    def found(self, lines: Lines) -> list[tuple[int, str, str]]:
        labels = [one.label for one in interviews.schema(self.language).fields[0].labels]
        made = []
        true = {number: (quote, label) for number, quote, label in super().found(lines)}
        for number, text in lines:
            chance = self._chance(text + str(lines))
            if number not in true:
                if (label := self.mentioned(text)) and chance.random() < self._rate:
                    made.append((number, text, label))
                continue
            quote, label = true[number]
            if chance.random() < self._rate:
                match chance.randrange(3):
                    case 0:
                        label = chance.choice([one for one in labels if one != label])
                    case 1:
                        quote = "the committee met in the old harbour"
                    case 2:
                        continue
            made.append((number, quote, label))
        return made

    def confirmed(self, question: str) -> str:
        right = super().confirmed(question)
        if self._chance(question).random() >= self._rate:
            return right
        return self.no if right == self.yes else self.yes

    def chosen(self, question: str) -> str | None:
        chance = self._chance(question)
        if chance.random() >= self._rate:
            return super().chosen(question)
        return chance.choice([one.label for one in interviews.schema(self.language).fields[0].labels])

    def _chance(self, words: str) -> random.Random:
        return random.Random(f"{self._seed}{words}")


def count(engine: Reading, folder: Path, number: int = 100) -> Counted:
    """What a report over `number` interviews counts."""
    made = interviews.interviews(engine.language, number)
    database = Database(folder / f"{random.random()}.sqlite3")
    try:
        *_, report = Reporter(engine, Outputs(database), model_name="test").run(
            interviews.schema(engine.language), interviews.files(made), language=engine.language
        )
    finally:
        database.close()
    assert isinstance(report, Report)
    gold = {(one.name, label) for one in made for label in one.gold}
    counted = {(record.name, entry.value) for record in report.files for entry in record.of("cause")}
    return Counted(len(gold), len(counted & gold), len(counted - gold), len(report.tallies[0].review))


@contextmanager
def without(*safeguards: str) -> Iterator[None]:
    """Switch safeguards off, by name in SAFEGUARDS."""
    with ExitStack() as stack:
        for safeguard in safeguards:
            stack.enter_context(SAFEGUARDS[safeguard]())
        yield


SAFEGUARDS: dict[str, Callable[[], patch]] = {  # type: ignore[valid-type]
    "denials": lambda: patch.object(judge, "denied", lambda *_: False),
    "questions": lambda: patch.object(judge, "asks", lambda *_: False),
    "speakers": lambda: patch.object(judge.Judge, "_left_out", lambda *_: False),
    "further looks": lambda: patch.object(WorkingFile, "second_questions", lambda self: iter(())),
}


def table(folder: Path) -> Iterator[str]:
    """The rows of docs/faithfulness.md."""
    yield "language | engine | causes | found | wrong among counted | files to look at"
    for language in ("en", "zh"):
        for rate in RATES:
            runs = [count(Erring(language, rate, seed), folder) for seed in (1, 2, 3)]
            yield _row(language, f"errs at {rate:.0%} at each look", runs)
        yield _row(language, "takes every mention, confirms all", [count(Gullible(language), folder)])
        for safeguard in SAFEGUARDS:
            with without(safeguard):
                engine = Erring(language, 0.15) if safeguard == "further looks" else Gullible(language)
                yield _row(language, f"the same without {safeguard}", [count(engine, folder)])


def _row(language: str, name: str, runs: list[Counted]) -> str:
    def mean(of: Callable[[Counted], float]) -> float:
        return sum(map(of, runs)) / len(runs)

    causes, review = mean(lambda run: run.gold), mean(lambda run: run.review)
    coverage, wrong = mean(lambda run: run.coverage), mean(lambda run: run.wrong_share)
    return f"{language} | {name} | {causes:.0f} | {coverage:.1%} | {wrong:.1%} | {review:.0f}"
