"""How well the shipped Cria reads, measured through the product: the table of `make cria-eval`.

    PYTHONPATH=packaging:. python -m cria.evaluate [--model resources/cria.gguf] [--few] [--json]

Held-out texts are other sentences and words than were learnt from, up to about 6 000 tokens long; the others nobody
wrote for it: this project's documents and two old ones. Ends with 1 when a figure is below its bound.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cria import measure
from cria.held_out import Planted, document, planted
from cria.measure import N_CTX, Share
from cria.passage import Language
from models.engine.client import EngineClient
from models.engine.protocol import Engine, LoadParams

ROOT = Path(__file__).resolve().parents[2]
_OWN = {"en": ("README.md", "docs/architecture.md", "docs/decisions.md"), "zh": ()}
_OLD = {"en": "pride-and-prejudice.txt", "zh": "taohuayuan-ji.txt"}
_CHARACTERS = {"en": (1200, 4000, 9000, 19_000), "zh": (500, 1500, 3500, 6600)}  # to about 6 000 tokens
_MOST_READ = 8_000  # characters of each of this project's documents


class Row(NamedTuple):
    """A figure, and what it must not be below (above, where `most`)."""

    name: str
    language: Language
    share: Share
    bound: float | None
    most: bool = False

    @property
    def holds(self) -> bool:
        if self.bound is None:
            return True
        if not self.share.all:  # nothing answered is nothing shown
            return False
        return self.share.percent <= self.bound if self.most else self.share.percent >= self.bound


def rows(engine: Engine, folder: Path, *, few: bool) -> Iterator[Row]:
    """The table, line by line as it is measured."""
    for language in ("en", "zh"):
        sizes = _CHARACTERS[language][1:2] if few else _CHARACTERS[language] * 4
        read = measure.summaries(engine, [planted(n, language, size) for n, size in enumerate(sizes)], folder)
        yield Row("quotes are verbatim", language, read.quotes, 98.0)
        yield Row("note lines parse, without a grammar", language, read.lines, 99.5)
        yield Row("planted facts are covered", language, read.facts, 90.0)
        yield Row("misattributed among verified", language, read.misattributed, 1.0, most=True)
        yield Row("citations in the text are valid", language, read.citations, 98.0)
        yield Row("closed labels", language, measure.closed_labels(engine, language, 16 if few else 400), 95.0)
        yield Row("yes or no", language, measure.yes_or_no(engine, language, 16 if few else 400), 95.0)
        yield Row(
            "labels a whole report counts", language, measure.reported_labels(engine, language, 4 if few else 60), None
        )
        yield Row("small talk and refusals", language, measure.talk(engine, language, every=8 if few else 1), None)
        strange = measure.summaries(engine, list(_unwritten(language, few=few)), folder)
        yield Row("quotes of text not written for it", language, strange.quotes, 95.0)


def _unwritten(language: Language, *, few: bool) -> Iterator[Planted]:
    """Texts that nobody wrote for it."""
    names = [Path(__file__).parent / "fixtures" / _OLD[language]]
    names += [] if few else [ROOT / name for name in _OWN[language]]
    for path in names:
        yield Planted(document(path.name, path.read_text(encoding="utf-8")[:_MOST_READ]), ())


def main() -> None:
    """Measure and print; ends with 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "resources" / "cria.gguf")
    parser.add_argument("--few", action="store_true", help="some texts only: seconds instead of minutes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout, nothing else")
    wanted = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name, EngineClient(Path(name) / "engine.log") as engine:
        list(engine.load(wanted.model, params(wanted.threads)))
        found = []
        for row in rows(engine, Path(name), few=wanted.few):
            found.append(row)
            if not wanted.json:
                print(line(row), flush=True)
    if wanted.json:
        print(json.dumps([_told(row) for row in found], indent=2))
    else:
        print(f"{time.monotonic() - started:.0f} s")
    sys.exit(not all(row.holds for row in found))


def params(threads: int = 2) -> LoadParams:
    """How the product loads Cria, see models.engine.supervisor."""
    return LoadParams(n_ctx=N_CTX, n_seq_max=1, n_threads=threads, n_gpu_layers=0, flash_attn=False)


def line(row: Row) -> str:
    """A row of the table."""
    bound = "" if row.bound is None else f"{'<=' if row.most else '>='} {row.bound} %"
    verdict = "" if row.holds else "  BROKEN"
    return f"{row.language}  {row.name:<38} {row.share.percent:6.1f} %  {bound:<9} of {row.share.all}{verdict}"


def _told(row: Row) -> dict[str, object]:
    return {
        "figure": row.name, "language": row.language, "percent": round(row.share.percent, 2), "of": row.share.all,
        "bound": row.bound, "at_most": row.most, "holds": row.holds,
    }  # fmt: skip


if __name__ == "__main__":
    main()
