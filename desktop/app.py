"""The window's composition root: what is made, in which order, and how it ends."""

from __future__ import annotations

import builtins
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.handed import Handed
from models import settings as kept
from models.errors import ChildDied, PaddockError, StoreCanGoBack, StoreError
from models.paths import Paths, resources
from models.process import Gate, guard
from models.process.restart import Restart

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.shell.single import Single
    from desktop.widgets.theme import Theme
    from models.settings import Settings


def run(files: Sequence[Path], wish: str = "summarise") -> int:
    """Open the window with these files, for this; returns when it is closed. 1: it could not be opened."""
    paths = Paths.of_this_user()
    restart = Restart()
    with contextlib.ExitStack() as closing:
        closing.callback(restart.close)
        try:
            gate = closing.enter_context(Gate.start(paths.logs / "gate.log"))
        except ChildDied as error:
            _say(str(error))
            return 1
        guard.lock_network()  # before Qt is imported: nothing it starts comes out either
        handed = Handed(tuple(str(file.absolute()) for file in files), wish)
        return _open(paths, gate, handed, restart, closing)


def _open(paths: Paths, gate: Gate, handed: Handed, restart: Restart, closing: contextlib.ExitStack) -> int:
    _import_plainly()
    from desktop import task
    from desktop.garbage import MainThreadCollector
    from desktop.shell.crash import CrashReports
    from desktop.shell.single import Single
    from desktop.widgets import language
    from desktop.widgets.theme import Theme

    settings, damage = kept.read(paths.settings)
    application = make_application()
    closing.callback(MainThreadCollector(application).stop)
    closing.callback(task.end_all)
    language.speak(application, settings.language)
    theme = Theme(application, paths.cache / "pictures", settings.theme, settings.zoom, dress_later=True)
    reports = CrashReports(paths.logs)
    reports.install()
    try:
        single = Single(paths.data)
        if not single.acquire():
            return _hand_over(single, handed)
        closing.callback(single.release)
        notices: list[PaddockError] = [damage] if damage else []
        try:
            return _show(application, paths, gate, theme, settings, notices, handed, single, restart, closing)
        except StoreCanGoBack:
            from desktop.shell import going_back

            restored = going_back.offered(paths.database)
            if restored is None:
                return 1
            notices.append(restored)
            return _show(application, paths, gate, theme, settings, notices, handed, single, restart, closing)
    except (PaddockError, OSError) as error:
        return _refuse(error)


def _show(
    application: QApplication,
    paths: Paths,
    gate: Gate,
    theme: Theme,
    settings: Settings,
    notices: list[PaddockError],
    handed: Handed,
    single: Single,
    restart: Restart,
    closing: contextlib.ExitStack,
) -> int:
    """Raises: PaddockError when the chats cannot be opened."""
    from desktop.shell.assembly import assemble
    from desktop.shell.pages import Pages
    from desktop.shell.signals import EndSignals
    from desktop.shell.speaking import Speaking
    from desktop.shell.window import MainWindow
    from desktop.widgets.motion import Motion
    from models.store.going_back import take_back

    parts = assemble(paths, gate, theme, settings, closing)
    window = MainWindow(parts, Pages(parts))
    closing.callback(lambda: window.pages.close())
    speaking = Speaking(application, window, parts)
    motion = Motion(application, settings.motion)
    parts.preferences.changed.connect(lambda chosen: motion.choose(chosen.motion))
    try:
        notices += filter(None, (parts.database.repaired, take_back(parts.database)))
    except StoreError as error:
        notices.append(error)
    single.handed.connect(window.take)
    window.closing.connect(application.quit)
    window.restart_wanted.connect(restart.ask)
    window.restart_wanted.connect(window.quit)
    theme.dress()
    window.place.fit()
    window.show()
    window.begin()
    for notice in notices:
        window.troubles.show(notice)
    if handed.files:
        window.take(handed)
    signals = EndSignals(window.quit)
    code = application.exec()
    signals.deleteLater()
    speaking.deleteLater()
    window.hide()
    return code


def _import_plainly() -> None:
    """Take PySide6's hook off `import`: for its unused snake_case names it reads the source of each module after it."""
    import PySide6.QtCore  # noqa: F401 - puts the hook on

    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain


def make_application() -> QApplication:
    """Qt's application, with our name, icon and way of reading the screen aloud."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QIcon
    from PySide6.QtWidgets import QApplication

    from desktop.chat import accessible

    _use_an_input_method_that_is_here()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    accessible.install()
    application.setQuitOnLastWindowClosed(False)  # the window may be put away while something is at work
    application.setApplicationName("Paddock")
    application.setDesktopFileName("paddock")
    application.setWindowIcon(QIcon(str(resources() / "paddock.svg")))
    return application


def _use_an_input_method_that_is_here() -> None:
    """fcitx answers as IBus too, and has no plugin in Qt's own libraries: Chinese could not be typed."""
    from PySide6.QtCore import QLibraryInfo

    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx") and not list(plugins.glob("*fcitx*")):
        os.environ["QT_IM_MODULE"] = "ibus"


def _hand_over(single: Single, handed: Handed) -> int:
    """Another window is open: it shows itself and takes the files."""
    from PySide6.QtCore import QCoreApplication

    if single.hand_over(handed):
        return 0
    return _refuse(
        QCoreApplication.translate(
            "app", "Paddock is open already, and its folder cannot be written. Use the window that is open."
        )
    )


def _refuse(reason: BaseException | str) -> int:
    """One sentence to whoever started it, in a dialog and on the terminal."""
    from PySide6.QtWidgets import QMessageBox

    from desktop.widgets.words import sentence_of

    sentence = reason if isinstance(reason, str) else sentence_of(reason)
    _say(sentence)
    QMessageBox.critical(None, "Paddock", sentence)
    return 1


def _say(sentence: str) -> None:
    if sys.stderr is not None:  # a windowed program has none
        sys.stderr.write(f"paddock: {sentence}\n")
