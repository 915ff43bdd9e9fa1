from __future__ import annotations

import re

import pytest

from models.documents.document import Document, Page, Report
from models.errors import FileTypeUnsupported
from models.store.outputs import Outputs
from models.summary.events import Status, Summary
from models.tasks.code import Wish, study
from models.tasks.code.drafts import draft
from models.tasks.code.names import names_in, strange
from models.tasks.code.outline import outline
from tests.models.summary import planted
from tests.models.summary.engines import ADVERSARIES, TextEngine
from tests.models.tasks.helpers import MARK, model, result

PYTHON = '''"""A small shop."""

import json

LIMIT = 3


@cached
def price_of(item, rows):
    """What it costs."""
    return rows[item] * LIMIT


class Basket:
    def add(self, item):
        self.items.append(item)


def _hidden():
    return None
'''
C = """#include <stdio.h>

/* adds */
static int add(int a, int b)
{
    return a + b;
}

int main(void) {
  return add(1, 2);
}
"""
GO = "package main\n\n// Sum adds.\nfunc Sum(a int) int {\n\treturn a\n}\n\ntype Row struct {\n\tn int\n}\n"
JS = "const a = 1;\nexport const twice = (x) => {\n  return 2 * x;\n};\nclass Shop {\n  open() {}\n}\n"


def source(text: str, name: str = "shop.py", kind: str = "code") -> Document:
    report = Report(pages=1, characters=len(text))
    return Document(name=name, sha256="0" * 64, kind=kind, pages=(Page(1, 0, text),), report=report)


def studied(engine: TextEngine, outputs: Outputs, wish: Wish, text: str = PYTHON) -> Summary:
    summary = result(list(study(model(engine, outputs), source(text), wish)))
    shown = re.sub(r"```.*?```", "", summary.text, flags=re.DOTALL)
    assert sorted({int(mark) for mark in MARK.findall(shown)}) == list(range(1, len(summary.notes) + 1))
    for note in summary.notes:
        [place] = note.citations
        assert text[place.start : place.end] == note.quote
    return summary


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.py", PYTHON, [("", 1, 5), ("price_of", 8, 11), ("Basket", 14, 16), ("_hidden", 19, 20)]),
        ("a.c", C, [("", 1, 1), ("add", 3, 7), ("main", 9, 11)]),
        ("a.go", GO, [("", 1, 1), ("Sum", 3, 6), ("Row", 8, 10)]),
        ("a.js", JS, [("", 1, 1), ("twice", 2, 4), ("Shop", 5, 7)]),
        ("a.py", "def broken(:\n  pass\n", [("broken", 1, 2)]),
        ("a.py", "(" * 5000, [("", 1, 1)]),
    ],
    ids=["python", "c", "go", "javascript", "python that cannot be parsed", "brackets"],
)
def test_the_outline_is_found_by_code(name: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(unit.name, unit.first, unit.last) for unit in outline(name, text)] == expected


def test_a_long_class_is_taken_apart_into_methods() -> None:
    methods = "".join(f"    def m{n}(self):\n        return {n}\n\n" for n in range(30))

    units = outline("a.py", f"class Long:\n    x = 1\n\n{methods}")

    assert [unit.name for unit in units][:3] == ["Long", "Long.m0", "Long.m1"]
    assert len(units) == 31


def test_notes_stand_under_their_part_with_their_lines(outputs: Outputs) -> None:
    engine = TextEngine(lambda question: "11|return rows[item] * LIMIT|It multiplies the entry of `rows` by `LIMIT`.")

    summary = studied(engine, outputs, "explain")

    assert "**`def price_of(item, rows)` · lines 8–11**\n\n- It multiplies the entry" in summary.text
    assert "of `rows` by `LIMIT`. (lines 11–11) [1]" in summary.text
    assert summary.notes[0].quote == "    return rows[item] * LIMIT"
    assert "`class Basket`" in summary.text  # the outline is whole, whatever was said


def test_wrong_lines_are_put_right_by_the_copied_code(outputs: Outputs) -> None:
    engine = TextEngine(lambda question: "2|self.items.append(item)|The item is kept.")

    [note] = studied(engine, outputs, "review").notes

    assert note.quote == "        self.items.append(item)"


def test_code_that_is_not_there_proves_nothing(outputs: Outputs) -> None:
    engine = TextEngine(lambda question: "11|os.remove(path)|It deletes a file.")

    summary = studied(engine, outputs, "review")

    assert not summary.notes
    assert "1 of 1 lines of the answer did not pass" in summary.text


def test_a_name_that_is_not_in_the_file_is_marked(outputs: Outputs) -> None:
    engine = TextEngine(lambda question: "11|return rows[item]|It calls `load_prices` for `rows`.")

    summary = studied(engine, outputs, "explain")

    assert "(not in the file: `load_prices`)" in summary.text
    assert summary.notes[0].status is Status.VALUE_MISSING


def test_the_names_of_prose_are_told_from_words() -> None:
    known = names_in(PYTHON)

    assert strange("The Basket adds each item; price_of() is `cached`. It may fail.", known) == ()
    assert strange("It uses `rows.cost` and readFile and MAX_ITEMS.", known) == ("cost", "readFile", "MAX_ITEMS")


def test_drafted_tests_are_parsed_and_their_names_looked_up(outputs: Outputs) -> None:
    code = "from shop import price_of\n\n\ndef test_it():\n    assert price_of('a', {'a': 2}) == make_six()"
    engine = TextEngine(lambda question: f"Here you are:\n```python\n{code}\n```\nGood luck!")

    summary = studied(engine, outputs, "tests")

    assert f"```python\n{code}\n```" in summary.text
    assert "Neither the file nor the tests define `make_six`." in summary.text
    assert "_hidden" not in "".join(engine.asked)


@pytest.mark.parametrize(
    ("code", "file", "problem"),
    [
        ("def test(:\n  pass", "a.py", "invalid syntax"),
        ("it('x', () => {", "a.js", "without its end"),
        ("f(')');", "a.js", ""),
    ],
)
def test_what_does_not_compile_is_said(code: str, file: str, problem: str) -> None:
    made = draft(code, file, frozenset())

    assert made is not None
    assert problem in made.problem
    assert bool(made.problem) == bool(problem)


@pytest.mark.parametrize("wish", ["explain", "review", "tests"])
@pytest.mark.parametrize("name", ADVERSARIES)
def test_no_engine_breaks_it(outputs: Outputs, name: str, wish: Wish) -> None:
    studied(TextEngine(ADVERSARIES[name]), outputs, wish)


def test_a_report_is_no_source_code(outputs: Outputs) -> None:
    document, _ = planted.document(1, 1)

    with pytest.raises(FileTypeUnsupported, match="source code"):
        list(study(model(TextEngine(lambda question: ""), outputs), document, "explain"))
