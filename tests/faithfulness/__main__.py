"""Prints the tables of docs/faithfulness.md: `make faithfulness`."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from tests.faithfulness import counting
from tests.faithfulness.measure import Figures, measure
from tests.faithfulness.spoilers import SUBTLE, shuffled

SEEDS = (1, 2, 3, 4, 5)
RATES = (0.0, 0.05, 0.15, 0.3)
COLUMNS = ("coverage", "wrong", "misattributed", "invented", "false_alarms", "prose_wrong")
TRUE = ("wrong sentence cited", "quote paraphrased")  # the claim holds: the citation is repaired, or it is not shown


def main() -> None:
    every: dict[str, Counter[str]] = {}
    print(" | ".join(("language", "injected", "notes shown", *(name.replace("_", " ") for name in COLUMNS))))
    with tempfile.TemporaryDirectory() as folder:
        for language in ("en", "zh"):
            for rate in RATES:
                runs = [measure(language, rate, Path(folder), seed=seed) for seed in SEEDS]
                shares = [f"{sum(getattr(run, name) for run in runs) / len(runs):.2%}" for name in COLUMNS]
                print(
                    " | ".join((language, f"{rate:.0%}", str(sum(run.verified for run in runs)), *shares)), flush=True
                )
                _count(every, runs)
            free = [measure(language, 0.0, Path(folder), seed=seed, free=True) for seed in SEEDS]
            alarms = sum(run.false_alarms for run in free) / len(free)
            print(f"{language} | far from the source's words, no errors | false alarms {alarms:.2%}")
        for language in ("en", "zh"):
            for errors in (SUBTLE, (shuffled,)):
                _count(every, [measure(language, 1.0, Path(folder), spoilers=errors, seed=seed) for seed in SEEDS])
    print("\nerror | made | shown as checked | caught")
    for how, counted in sorted(every.items()):
        caught = "(true)" if how.startswith(TRUE) else f"{1 - counted['shown'] / counted['made']:.1%}"
        print(f"{how} | {counted['made']} | {counted['shown']} | {caught}")
    print()
    with tempfile.TemporaryDirectory() as folder:
        for row in counting.table(Path(folder)):
            print(row, flush=True)


def _count(every: dict[str, Counter[str]], runs: list[Figures]) -> None:
    for run in runs:
        for how, (shown, made) in run.by_error.items():
            every.setdefault(f"{how} ({run.language})", Counter()).update(shown=shown, made=made)


if __name__ == "__main__":
    main()
