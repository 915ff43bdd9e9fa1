from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from desktop.shell.chat_list import ChatList
from desktop.widgets import language
from desktop.widgets.words import duration_words, sentence_of, size_words
from models.errors import DoesNotFit, FileTypeUnsupported


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    language.speak(qapp, "en")


@pytest.mark.parametrize(
    ("choice", "system", "meant"),
    [
        ("system", "zh_CN", "zh_CN"), ("system", "zh_TW", "zh_CN"), ("system", "de_DE", "en"), ("en", "zh_CN", "en"),
        ("zh-CN", "en_GB", "zh_CN"),
    ],
)  # fmt: skip
def test_the_language_meant(choice: language.Choice, system: str, meant: str) -> None:
    assert language.spoken(choice, QLocale(system)) == meant


def test_an_error_is_said_in_chinese_with_its_values(application: QApplication) -> None:
    language.speak(application, "zh-CN")

    assert sentence_of(DoesNotFit(name="七号", needed="6 GB", free="2 GB")).startswith("“七号”需要 6 GB 内存")


def test_words_inside_a_sentence_are_translated_too(application: QApplication) -> None:
    language.speak(application, "zh-CN")
    error = FileTypeUnsupported(name="a.7z", kind="an archive", remedy="Choose a document.")

    assert sentence_of(error) == "“a.7z”属于无法读取的类型（压缩包）。请选择文档。"


def test_a_name_that_happens_to_be_a_word_stays(application: QApplication) -> None:
    language.speak(application, "zh-CN")

    assert "“Settings”" in sentence_of(DoesNotFit(name="Settings", needed="1", free="2"))


def test_a_subclass_says_the_words_of_its_class(application: QApplication) -> None:
    class Longer(ChatList):
        pass

    language.speak(application, "zh-CN")

    assert Longer().tr("Pinned") == ChatList().tr("Pinned")


def test_qt_says_its_own_words(application: QApplication) -> None:
    language.speak(application, "zh-CN")

    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)

    assert "取消" in box.buttons()[0].text()


def test_english_has_one_and_many(application: QApplication) -> None:
    language.speak(application, "en")

    def say(count: int) -> str:
        return QCoreApplication.translate("DropOverlay", "Drop to read %n file(s)", "", count)

    assert (say(1), say(3)) == ("Drop to read 1 file", "Drop to read 3 files")


@pytest.mark.parametrize(
    ("seconds", "words"), [(2, "about 5 s"), (44, "about 45 s"), (60, "about 1 min"), (7100, "about 2 h")]
)
def test_a_guess_is_said_roughly(application: QApplication, seconds: float, words: str) -> None:
    language.speak(application, "en")

    assert duration_words(seconds) == words


def test_switching_back_leaves_no_chinese(application: QApplication) -> None:
    language.speak(application, "zh-CN")
    language.speak(application, "en")

    assert ChatList().tr("Pinned") == "Pinned"
    assert size_words(2_400_000) == "2.4 MB"
