"""Shows hostile Markdown, links and names in the real widgets; tests/desktop/test_hostile_window.py looks on by strace.

    python -m tests.desktop.hostile_window FOLDER

In FOLDER lie the canaries that the payloads would have opened. What happens between the two marks is looked at.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from desktop.chat.composer import Composer
from desktop.chat.find_bar import FindableTranscript
from desktop.chat.transcript_view import TranscriptView
from desktop.markdown.formulas import Formulas
from desktop.shell.link_dialog import LinkDialog
from desktop.widgets.controls import Chip
from desktop.widgets.theme import Theme
from models.maths.typesetter import Typesetter
from models.paths import Paths
from models.store.message import Message, Role, State

BEGIN, END = "mark-of-the-beginning", "mark-of-the-end"
CANARIES = ("canary.png", "canary.html", "canary.svg", "canary.txt")
FORMS = (
    "![words]({})", "[words]({})", "<{}>", "[words](<{}>)", '[words]({} "title")', "[words][r]\n\n[r]: {}",
    "![words][r]\n\n[r]: {}", '<img src="{}"> words', '<a href="{}">words</a>', '<iframe src="{}"></iframe>',
    "<style>@import url({});</style>", "<link rel=stylesheet href={}>", "| words |\n|---|\n| ![x]({}) |",
    "[![words]({})](https://example.org)", "- ![words]({})\n- [words]({})", "```html\n<img src={}>\n```",
    "$\\href{{}}{x}$", "$$\\includegraphics{{}}$$", "<svg><image href='{}'/></svg>", "<script src={}></script>",
)  # fmt: skip


def targets(folder: Path) -> Iterator[str]:
    """Addresses that lead to the canaries, to the network or to a program."""
    png, page, svg, text = (str(folder / name) for name in CANARIES)
    yield from (
        f"file://{png}", png, "canary.svg", f"%66ile://{text}", f"file&#58;//{png}", f"\\\\127.0.0.1{png}",
        f"http://127.0.0.1:9{png}", f"javascript:open('{text}')", f"qrc:{svg}", f"xdg-open:{page}",
    )  # fmt: skip


def payloads(folder: Path) -> list[str]:
    return [form.replace("{}", target) for form in FORMS for target in targets(folder)]


def names(folder: Path) -> list[str]:
    return [
        "<img src=canary.png>.pdf", '<img src="canary.svg">', "<b>bold</b>.txt", "<a href=canary.html>x</a>",
        "<link rel=stylesheet href=canary.html>", "file:canary.png", "$(canary.txt)", "`canary.txt`",
        "canary\u202egnp.exe",
        "a\nb<img src=canary.png>", "<table background=canary.png><tr><td>x", "<body background=canary.png>x.txt",
    ]  # fmt: skip


def message(number: int, text: str, role: Role = Role.ASSISTANT, **more: object) -> Message:
    return Message(id=number, conversation=1, parent=None, role=role, text=text, created_ms=0, **more)  # type: ignore[arg-type]


def show_tips(window: QWidget) -> None:
    """Every tooltip, as the mouse would bring it up."""
    for widget in (window, *window.findChildren(QWidget)):
        if tip := widget.toolTip():
            QToolTip.showText(QPoint(5, 5), tip, widget)
            for shown in QApplication.topLevelWidgets():
                shown.grab()


def run(folder: Path) -> int:
    """Show everything; returns how many payloads there were."""
    os.chdir(folder)
    application = QApplication([])
    typesetter = Typesetter(Paths(folder / "data", folder / "config", folder / "cache", folder / "logs"))
    typesetter.set("x", display=False)  # its process runs before what is looked at
    view = TranscriptView(Theme(application, folder / "pictures", "light"), "Tiny", Formulas(typesetter.set))
    page = FindableTranscript(view)
    page.resize(900, 700)
    page.show()
    # What is loaded once, by anything, is loaded before.
    view.show_branch([message(1, "**a** `b`\n\n```py\nx\n```\n$x$"), message(2, "q", Role.USER)], {})
    composer = Composer()
    composer.add_file(folder / "before.txt", "1 kB")
    composer.show()
    LinkDialog(None, "https://example.org", print).grab()
    composer.setToolTip("<b>before</b>")
    for widget in (page, composer):
        widget.grab()
        show_tips(widget)
    composer.setToolTip("")
    written = payloads(folder)

    Path(BEGIN).exists()
    for number, text in enumerate(written):
        view.show_branch([message(number, text), message(number + 5000, text, Role.USER)], {})
        view.begin(message(9999, "", state=State.STREAMING))
        view.grow(text)
        view.grow_reasoning(text)
        view.fold_reasoning(view.items[-1])
        page.grab()
        application.processEvents()
    for address in (target for target in targets(folder) if target):
        view.show_branch([message(1, f"[words](<https://example.org/{address}>)")], {})
        page.grab()
        QTest.mouseMove(view.viewport(), QPoint(round(view.left) + 12, 62))
        show_tips(page)
        LinkDialog(None, address, print).grab()
    for name in names(folder):
        view.set_model_name(name)
        view.show_branch([message(1, "", Role.USER, attachments=(name,))], {})
        view.begin(message(2, "x", state=State.STREAMING))
        composer.add_file(folder / name, name)
        chip = Chip(name, name)
        chip.grab()
        show_tips(chip)
        page.bar.field.setText(name)
        page.bar.begin()
        for widget in (page, composer):
            widget.grab()
            show_tips(widget)
        application.processEvents()
    Path(END).exists()
    typesetter.close()
    return len(written) + len(names(folder))


if __name__ == "__main__":
    print(run(Path(sys.argv[1])))
