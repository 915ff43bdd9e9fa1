"""The language of the interface: Qt's own words and ours."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from models.paths import resources

# Words of Qt (context, word) that its own Chinese lacks, or has only as a button's "towards the right" (6.11). Our
# translations have them, and are asked first.
OF_QT = (
    ("QFileDialog", "&Look in:"), ("QFileDialog", "Files of &type:"), ("QAbstractFileIconProvider", "Folder"),
    ("QShortcut", "Left"), ("QShortcut", "Right"), ("QShortcut", "Up"), ("QShortcut", "Down"),
)  # fmt: skip
Choice = Literal["system", "en", "zh-CN"]
Spoken = Literal["en", "zh_CN"]


def speak(application: QCoreApplication, choice: Choice = "system") -> Spoken:
    """Let everything that is built from now on say its words in this language; returns which it is.

    Numbers and dates follow: in the system's own form where its language is the one chosen.
    """
    language = spoken(choice, QLocale.system())
    QLocale.setDefault(_locale(language))
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    theirs, ours = QTranslator(application), _FromMemory(application)
    if theirs.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(theirs)
    if ours.take(resources() / "translations" / f"paddock_{language}.qm"):
        application.installTranslator(ours)
    return language


def spoken(choice: Choice, system: QLocale) -> Spoken:
    """The language `choice` means on such a system: Simplified for Chinese of any script, English for all else."""
    if choice == "system":
        return "zh_CN" if system.language() == QLocale.Language.Chinese else "en"
    return "zh_CN" if choice == "zh-CN" else "en"


def now() -> Literal["en", "zh"]:
    """The language that is spoken, in two letters."""
    return "zh" if QLocale().language() == QLocale.Language.Chinese else "en"


def _locale(language: Spoken) -> QLocale:
    system = QLocale.system()
    if system.language() == QLocale(language).language():
        return system
    return QLocale(language)


class _FromMemory(QTranslator):
    """Words read once: Qt maps a file it loads, and an update that rewrites it would end the window with SIGBUS."""

    def take(self, path: Path) -> bool:
        try:
            self._words = path.read_bytes()  # Qt keeps no copy
        except OSError:
            return False
        return bool(self.load(self._words))
