"""Gathers every sentence the window can say, and compiles the translations.

    python packaging/translations.py            gather into resources/translations/*.ts and compile
    python packaging/translations.py --check    only say what is missing; exit code 1 when anything is

The strings of the window are the literals in its calls of `tr` and `translate`; the sentences of `models` (errors,
reasons of downloads, steps of a plan, and the words that fill them) are gathered from the values themselves. All of
them are written down plainly for lupdate, which keeps the .ts files: read by itself it passes over many a call of
`translate`, and takes a plural for a plain string (6.11).
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = {
    "zh_CN": ("-target-language", "zh_CN"),
    "en": ("-target-language", "en_US", "-pluralonly"),  # only the forms for one and for many
}
sys.path.insert(0, str(ROOT))


def sentences() -> list[str]:
    """What `models` can say to the user, each once."""
    from desktop.widgets import words
    from models import demo
    from models.bench.events import SKIPS
    from models.catalogue import Catalogue
    from models.engine import plan, recommend
    from models.errors import every
    from models.hub.reasons import Reason
    from models.process.guard import Level

    found = [error.sentence for error in every().values()]
    found += [text for reason in Reason for text in (reason.sentence, reason.button)]
    found += [*plan.SENTENCES.values(), *recommend.WHYS.values(), plan.PROCESSOR, *(level.value for level in Level)]
    found += [*SKIPS.values(), demo.TITLE, demo.WARNING]
    found += [other.reason for other in Catalogue.load().renamed]
    found += _words_in(ROOT / "models" / "documents" / "kinds.py")
    found += [text for path in sorted((ROOT / "models").rglob("*.py")) for text in _phrases(path, words.PHRASES)]
    found += _asked_for(ROOT / "desktop")
    return sorted({text for text in found if any(map(str.isalpha, _without_names(text)))})


@dataclass(frozen=True, order=True)
class Asked:
    """One string the window asks a translation for; `place` is where."""

    context: str
    text: str
    comment: str = ""
    plural: bool = False
    place: str = field(default="", compare=False)


def asked() -> Iterator[Asked]:
    """All strings of the window, in the order of its files. Raises: ValueError for one that is no literal."""
    from desktop.widgets import language

    yield from (Asked(context, word, place="desktop/widgets/language.py") for context, word in language.OF_QT)
    for path in sorted((ROOT / "desktop").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from _asked_in(tree, "", str(path.relative_to(ROOT)))


def _asked_in(node: ast.AST, class_name: str, file: str) -> Iterator[Asked]:
    """Of `node` and what is in it; `tr` has the class it is written in as its context."""
    if isinstance(node, ast.ClassDef):
        class_name = node.name
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        words = list(node.args)
        place = f"{file}:{node.lineno}"
        if node.func.attr == "tr":
            yield _asked(class_name, words, place)
        elif ast.unparse(node.func) == "QCoreApplication.translate" and ast.unparse(words[0]) != "CONTEXT":
            # CONTEXT: `desktop.widgets.words` asks for what `sentences` gathers.
            yield _asked(_literal(words[0], place), words[1:], place)
    for part in ast.iter_child_nodes(node):
        yield from _asked_in(part, class_name, file)


def _asked(context: str, words: list[ast.expr], place: str) -> Asked:
    text = _literal(words[0], place)
    comment = _literal(words[1], place) if len(words) > 1 else ""
    return Asked(context, text, comment, plural=len(words) > 2, place=place)


def _literal(node: ast.expr, place: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | None):
        return node.value or ""
    raise ValueError(f"{place}: only a literal can be translated, not {ast.unparse(node)}")


def gather(ts: Path, *options: str) -> None:
    """Bring `ts` up to date: new strings are in it as unfinished, old ones are gone, the rest keeps its translation."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sentences.py"
        source.write_text("".join(_plainly()), encoding="utf-8")
        _tool("lupdate", str(source), "-ts", str(ts), "-locations", "none", "-no-obsolete", *options)


def _plainly() -> Iterator[str]:
    """Everything as a source lupdate understands."""
    everything = {*asked(), *(Asked("errors", text) for text in sentences())}
    for context, strings in groupby(sorted(everything), key=lambda one: one.context):
        yield f"class {context}(QObject):\n    def say(self, count):\n"
        for one in strings:
            words = ", ".join(json.dumps(part, ensure_ascii=False) for part in (one.text, one.comment))
            yield f"        self.tr({words}{', count' if one.plural else ''})\n"


def compile_to(ts: Path, qm: Path) -> None:
    """Make the file Qt loads."""
    _tool("lrelease", str(ts), "-qm", str(qm))


def unfinished(ts: Path) -> list[str]:
    """“Context: source” of every string without a translation."""
    missing = []
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            texts = [] if translation is None else [translation.text, *(form.text for form in translation)]
            if translation is None or translation.get("type") == "unfinished" or not any(texts):
                missing.append(f"{context.findtext('name')}: {message.findtext('source')}")
    return missing


def _phrases(path: Path, names: frozenset[str]) -> Iterator[str]:
    """Literals that fill a sentence's names: `raise FileDamaged(detail="...")`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg in names:
            yield from _literals(node.value)


def _words_in(path: Path) -> Iterator[str]:
    """All literals of a module that are words, but for its docstrings."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Call) and getattr(node, "value", node) is not None:
            yield from _literals(getattr(node, "value", node))


def _literals(node: ast.AST) -> Iterator[str]:
    """The strings with a space in them; the pieces between the values of an f-string are none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
        yield node.value
    elif not isinstance(node, ast.JoinedStr):
        for part in ast.iter_child_nodes(node):
            yield from _literals(part)


def _asked_for(folder: Path) -> list[str]:
    """Literals given to `translated(...)` in the window."""
    return [
        node.args[0].value
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "translated"
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    ]


def _without_names(template: str) -> str:
    """A template without its {names}: one that holds nothing else needs no translation."""
    while "{" in template and "}" in template:
        start, end = template.index("{"), template.index("}")
        template = template[:start] + template[end + 1 :] if start < end else ""
    return template


def _tool(name: str, *arguments: str) -> None:
    """Run one of Qt's own tools, which PySide6 brings."""
    command = Path(sys.executable).with_name(f"pyside6-{name}")
    subprocess.run([str(command), *arguments], check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Gather and compile; returns the exit code."""
    missing: list[str] = []
    for language, options in LANGUAGES.items():
        ts = FOLDER / f"paddock_{language}.ts"
        if "--check" not in sys.argv:
            gather(ts, *options)
            compile_to(ts, ts.with_suffix(".qm"))
        missing += [f"{language}: {each}" for each in unfinished(ts)]
    print("\n".join(missing) or "Everything is translated.")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
