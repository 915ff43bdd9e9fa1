"""Both languages say everything; what lupdate would silently pass over is found here."""

from __future__ import annotations

import ast
import re
import string
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import translations  # noqa: E402 - it lies with the scripts, which are no package

CHINESE = translations.FOLDER / "paddock_zh_CN.ts"


def pairs() -> list[tuple[str, str, str]]:
    """(context, source, translation) of every string in Chinese."""
    return [
        (context.findtext("name") or "", message.findtext("source") or "", "".join(translation.itertext()).strip())
        for context in ElementTree.parse(CHINESE).getroot().iter("context")
        for message in context.iter("message")
        if (translation := message.find("translation")) is not None
    ]


def test_every_string_of_the_window_is_a_literal_and_in_the_list() -> None:
    known = {(context, source) for context, source, _ in pairs()}

    assert {one.place: one.text for one in translations.asked() if (one.context, one.text) not in known} == {}


@pytest.mark.parametrize("call", ['self.tr(f"{n} files")', 'QCoreApplication.translate("Card", words)'])
def test_what_could_never_be_found_is_refused(call: str) -> None:
    with pytest.raises(ValueError, match="only a literal"):
        list(translations._asked_in(ast.parse(call), "Card", "card.py"))


def test_every_sentence_of_the_models_is_in_the_list() -> None:
    known = {source for context, source, _ in pairs() if context == "errors"}

    assert set(translations.sentences()) - known == set()


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_nothing_is_left_untranslated(language: str) -> None:
    assert translations.unfinished(translations.FOLDER / f"paddock_{language}.ts") == []


def test_instructions_are_called_by_one_chinese_word() -> None:
    said = {text for _, source, text in pairs() if "instructions" in source.lower()}

    assert said and {text for text in said if "指令" not in text} == set()


def test_a_translation_names_the_same_values() -> None:
    def names(text: str) -> set[str]:
        fields = {field for _, field, _, _ in string.Formatter().parse(text) if field} if "{" in text else set()
        return fields | set(re.findall(r"%(?:n|\d)", text))

    assert [pair for pair in pairs() if names(pair[1]) != names(pair[2])] == []


def test_the_compiled_files_are_those_of_the_sources(tmp_path: Path) -> None:
    for language in translations.LANGUAGES:
        committed = translations.FOLDER / f"paddock_{language}.qm"
        translations.compile_to(committed.with_suffix(".ts"), tmp_path / "fresh.qm")

        assert (tmp_path / "fresh.qm").read_bytes() == committed.read_bytes(), language


def test_chinese_is_spoken_once_it_is_loaded(qapp: QCoreApplication) -> None:
    chinese = QTranslator()
    assert chinese.load(str(CHINESE.with_suffix(".qm")))

    assert chinese.translate("errors", "No model is loaded. Choose one first.") == "尚未加载模型，请先选择一个。"
