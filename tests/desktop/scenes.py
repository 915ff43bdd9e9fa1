"""The states of the window that pictures are taken of, made by the program itself.

The program under the window is the real one, with the tests' tiny model; what the chats say was written for the
pictures.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from gguf import GGUFReader, GGUFValueType, GGUFWriter, Keys
from gguf.scripts.gguf_new_metadata import MetadataDetails, copy_with_new_metadata
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication

from desktop.chat.form_dialog import FormDialog
from desktop.chat.loading import Stage
from desktop.documents.dropping import Wish
from desktop.documents.file_menu import FileMenu
from desktop.documents.reading_dialog import ReadingDialog
from desktop.documents.report_dialog import ReportDialog
from desktop.documents.source_pane import SourceText
from desktop.documents.summary_dialog import SummaryDialog
from desktop.documents.task_dialog import TranslateDialog
from desktop.library.carrying import ArrivalDialog, DepartureDialog
from desktop.library.offers import OfferCard
from desktop.shell.link_dialog import LinkDialog
from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from desktop.widgets.controls import Chip
from models.chat.controls import Controls
from models.errors import EngineCrashed, FileProtected
from models.gguf.formats import ARCHITECTURES
from models.hub.bundle import MANIFEST
from models.hub.events import HUB, Pace, Source
from models.store.message import Attachment, Message, Role, State
from models.summary.options import SummaryOptions
from tests import conftest as _  # noqa: F401 - sets the offscreen platform, before Qt is imported
from tests.desktop.program import until
from tests.desktop.scene_texts import ANSWER, CODE, QUESTION, RECEIPT, REPORT, STOCK, TABLE
from tests.desktop.scenes_of_chats import scenes_of_chats
from tests.gguf_models import make_tiny_gguf
from tests.loopback_hub import LoopbackHub

SIZES = ((1024, 700), (1920, 1080))
THEMES = ("light", "dark")
LANGUAGES = ("en", "zh-CN")


def scenes(
    window: MainWindow, pages: Pages, parts: Parts, home: Path, picture: Callable[..., None], hub: LoopbackHub
) -> None:
    """Everything; `hub` plays the Hub."""
    picture("first_run", lambda: pages.first_run.findChildren(OfferCard) and parts.loader.choice.stage is Stage.READY)
    os.environ["PADDOCK_DEMO_MODEL"] = ""  # what follows is shown as with real models only
    _out_of_reach(pages, parts, picture)
    quiet_scenes(window, parts, home, picture)
    scenes_of_chats(window, parts, picture)
    _summary(window, parts, home, picture)
    _tasks(window, parts, home, picture)
    _overlay(window, home, picture)
    pages.library.refresh()
    _search(window, pages, parts, home, picture, hub)
    for page in ("library", "settings", "privacy", "performance"):
        window.show_page(page)
        picture(page, lambda: pages.library.settled)
    picture("link", lambda: True, _link(window))
    _carrying(window, pages, parts, home, picture)


def quiet_scenes(window: MainWindow, parts: Parts, home: Path, picture: Callable[..., None]) -> None:
    """What looks the same each time, on every machine with the same fonts."""
    window.show_page("chat")
    picture("empty")
    model = _named(make_tiny_gguf(home / "tiny.gguf"), home / "Qwen2.5-7B-Instruct-Q4_K_M.gguf")
    parts.shelf.add(model)
    parts.loader.load(str(model))
    until(lambda: parts.loader.choice.stage is Stage.READY, "the model")
    chats(parts)
    parts.chat.chats_changed.emit()
    picture("chat")
    window.chat.composer.add_file(home / "annual-report-2025.pdf", "64 pages")
    window.chat.composer.add_file(home / "会议纪要.docx", "88 KB")
    window.chat.composer.set_text("Compare the two.")
    picture("composer", lambda: window.chat.composer.text())
    window.chat.composer.clear()
    window.troubles.show(FileProtected(name="contract.pdf"))
    picture("banner")
    window.banner.hide()
    _controls(window, parts, picture)
    _more_chats(window, parts, picture)
    window.show_page("shortcuts")
    picture("shortcuts")
    window.show_page("chat")


def _named(model: Path, path: Path) -> Path:
    """The same model by the name of one that people know."""
    name = MetadataDetails(GGUFValueType.STRING, "Qwen2.5 7B Instruct")
    writer = GGUFWriter(path, "qwen2")
    copy_with_new_metadata(GGUFReader(model), writer, {Keys.General.NAME: name}, [])
    return path


def _controls(window: MainWindow, parts: Parts, picture: Callable[..., None]) -> None:
    """What a chat sets for itself: the panel, its instructions, a form of the user's own; and the engine's figures."""
    controls, context = window.controls, window.controls.panel.context
    parts.chat.choices.choose(Controls(temperature=0.2, form=controls.forms.built_in()[2], preset="Mine"))
    controls.tools.controls.click()
    picture("controls", lambda: len(context.plans) == len(context.sizes))
    controls._fold()
    controls.header.toggle.setChecked(True)
    picture("instructions")
    controls.header.toggle.setChecked(False)
    controls._ask_form()
    form = window.findChildren(FormDialog)[-1]
    form.name.setText("Mine")
    form.text.setPlainText('{"type": "object", "properties": {"name": {"type": "horse"}}}')
    picture("form", lambda: "horse" in form.verdict.text(), form)
    form.reject()
    figures = window.engine.show_at(window.bar.ready.mapToGlobal(QPoint(0, window.bar.ready.height())))
    picture("figures", lambda: not figures._said.isVisible(), figures)
    figures.close()
    parts.chat.choices.choose(Controls())


def _out_of_reach(pages: Pages, parts: Parts, picture: Callable[..., None]) -> None:
    """A download whose server does not answer, in the guide: other ways are offered."""
    pace, parts.downloads.source = parts.downloads.pace, Source(endpoint="http://127.0.0.1:9")
    parts.downloads.pace = Pace(first_wait_s=0.05, most_wait_s=0.1, first_patience_s=0.2)
    card = pages.first_run.findChildren(OfferCard)[0]
    card.download_wanted.emit(card.entry)
    until(lambda: (state := pages.downloads.state(card.entry.name)) is not None and state.failed, "the failure")
    picture("out_of_reach")
    pages.downloads.give_up(card.entry.name)
    parts.downloads.pace = pace  # a search needs more patience


def _carrying(window: MainWindow, pages: Pages, parts: Parts, home: Path, picture: Callable[..., None]) -> None:
    """The question what to take to another computer, and what came from one."""
    pages.library._take_away()
    departure = pages.library.doing.carrying
    assert isinstance(departure, DepartureDialog)
    picture("take_away", lambda: departure.isVisible(), departure)
    departure.take(home / "stick")
    until(lambda: (home / "stick" / MANIFEST).exists(), "the bundle")
    departure.reject()
    pages.library.doing.add(home / "stick")
    until(lambda: isinstance(pages.library.doing.carrying, ArrivalDialog), "what came")
    picture("arrival", lambda: True, pages.library.doing.carrying)
    pages.library.doing.carrying.reject()


def chats(parts: Parts) -> None:
    """A few old ones, one shown, whose last answer was cut short."""
    store = parts.conversations
    for title in ("租房合同要点", "Explain KV cache sizes", "Regex for ISO dates", "Travel plan, Kyoto"):
        store.create(title)
    chat = store.create("Splitting long texts")
    attached = [Attachment(name="annual-report-2025.pdf", text="...")]
    asked = store.append(chat.id, Role.USER, QUESTION, parent=None, attachments=attached)
    answer = store.append(chat.id, Role.ASSISTANT, ANSWER, parent=asked.id, receipt=RECEIPT)
    more = store.append(chat.id, Role.USER, "重叠部分该取多大？", parent=answer.id)
    half = store.begin_answer(chat.id, more.id)
    half.add("重叠取块长的 **10 % 左右**")
    crash = EngineCrashed(exit="signal 11")
    half.finish(State.FAILED, error=(type(crash).__name__, crash.values), receipt={"model": RECEIPT["model"]})
    parts.chat.open(chat.id)


def _more_chats(window: MainWindow, parts: Parts, picture: Callable[..., None]) -> None:
    """A long table, long code, and an answer on its way."""
    store = parts.conversations
    for name, title, text in (("long_table", "Models and memory", TABLE), ("long_code", "A scheduler", CODE)):
        chat = store.create(title)
        asked = store.append(chat.id, Role.USER, title, parent=None)
        store.append(chat.id, Role.ASSISTANT, text, parent=asked.id, receipt=RECEIPT)
        parts.chat.open(chat.id)
        parts.chat.chats_changed.emit()
        picture(name)
    chat = store.create("Explain the KV cache")
    asked = store.append(chat.id, Role.USER, "Explain the KV cache to me.", parent=None)
    parts.chat.open(chat.id)
    half = store.begin_answer(chat.id, asked.id)
    parts.chat.busy_changed.emit(True)
    parts.chat.answer_began.emit(store.messages(chat.id)[-1])
    parts.chat.text_grown.emit(ANSWER[: ANSWER.index("    found, start")])
    picture("streaming")
    half.finish(State.STOPPED)
    parts.chat.busy_changed.emit(False)


def _link(window: MainWindow) -> LinkDialog:
    """A link whose words may lead elsewhere."""
    dialog = LinkDialog(window, "https://example.org/%E6%96%87%E6%A1%A3/chunks?overlap=200#how-to-choose", print)
    dialog.show()
    return dialog


def _summary(window: MainWindow, parts: Parts, home: Path, picture: Callable[..., None]) -> None:
    """A real one, of a short report, from the question before it to the passage of its first point."""
    report = home / "annual-report-2025.md"
    report.write_text(REPORT, encoding="utf-8")
    window.show_page("chat")
    parts.chat.new()
    window.files.begin(Wish.SUMMARISE, [report])
    dialog = window.files.dialog
    assert isinstance(dialog, SummaryDialog)
    picture("summary_options", lambda: dialog._minutes.text(), dialog)
    dialog._quick.setChecked(True)
    picture("summary_quick", lambda: True, dialog)
    dialog.reject()
    window.files.summarise([report], SummaryOptions())
    until(lambda: not parts.jobs.busy, "the summary", timeout_s=120)
    picture("summary")
    cards: list[Message] = [item.message for item in window.chat.transcript.items if item.message.card]
    window.chat.transcript.citation_activated.emit(cards[0].id, 1)
    picture("source", lambda: window.source.findChildren(SourceText)[0].toPlainText())
    window.source.close_pane()
    window.chat.transcript.card_reading_wanted.emit(cards[0].id)
    picture("what_was_read", lambda: True, window.findChildren(ReadingDialog)[0])
    window.findChildren(ReadingDialog)[0].accept()


def _tasks(window: MainWindow, parts: Parts, home: Path, picture: Callable[..., None]) -> None:
    """Two versions compared, a report over a folder from its question on, and work that waits in the sidebar."""
    old, new = home / "租赁合同-2024.md", home / "租赁合同-2025.md"
    old.write_text(
        "# 租赁合同\n\n甲方为北京海淀物业有限公司。月租金为 9000 元。乙方应当在每月 5 日前付款。", encoding="utf-8"
    )
    new.write_text(
        "# 租赁合同\n\n甲方为北京海淀物业有限公司。月租金为 9800 元。乙方可以在每月 10 日前付款。", encoding="utf-8"
    )
    window.show_page("chat")
    parts.chat.new()
    window.files.begin(Wish.COMPARE, [old, new])
    until(lambda: not parts.jobs.busy, "the comparison", timeout_s=120)
    picture("compare")
    folder = home / "interviews"
    folder.mkdir()
    for number, said in enumerate(("the pay", "the boss", "the pay", "the way to work")):
        (folder / f"interview-{number + 1}.txt").write_text(f"I leave because of {said}. I was here for two years.")
    _further(window, parts, new, picture)
    files = sorted(folder.iterdir())
    window.files.begin(Wish.REPORT, files)
    dialog = window.files.dialog
    assert isinstance(dialog, ReportDialog)
    picture("report_question", lambda: True, dialog)
    dialog._wanted.setCurrentIndex(1)
    dialog._go_on()
    picture("report_labels", lambda: dialog._lists, dialog)
    dialog._go_on()
    until(lambda: not parts.jobs.busy, "the report", timeout_s=120)
    picture("report")
    cards = [item.message for item in window.chat.transcript.items if item.message.card]
    window.chat.transcript.card_records_wanted.emit(cards[-1].id)
    picture("report_records")
    window.show_page("chat")
    long = home / "long.md"
    long.write_text(REPORT * 300, encoding="utf-8")
    window.files.summarise([long], SummaryOptions())
    picture("working", lambda: window.sidebar.jobs.isVisible())
    parts.jobs.close()


def _further(window: MainWindow, parts: Parts, file: Path, picture: Callable[..., None]) -> None:
    """The menu of a file that is attached, and what is asked before a translation."""
    window.files.begin(Wish.ASK, [file])
    until(lambda: not parts.readings.busy, "the reader")
    window.chat.composer.findChildren(Chip)[0].menu_wanted.emit(QPoint())
    menu = window.chat.findChildren(FileMenu)[0]
    picture("file_menu", lambda: menu.isVisible(), menu)
    menu.close()
    window.files.begin(Wish.TRANSLATE, [file])
    dialog = window.files.dialog
    assert isinstance(dialog, TranslateDialog)
    picture("translate", lambda: not dialog.isHidden(), dialog)
    dialog.reject()
    window.chat.writing.let_go([file])


def _search(
    window: MainWindow, pages: Pages, parts: Parts, home: Path, picture: Callable[..., None], there: LoopbackHub
) -> None:
    """What a Hub on this machine answers: models that fit, that do not, that cannot run, and one that asks who you are.

    The sizes are those of real files; the files themselves have only a header.
    """
    hub = pages.library.hub
    window.show_page("library")
    picture("search_before", lambda: pages.library.settled)
    source, parts.downloads.source = parts.downloads.source, Source(endpoint=HUB)
    hub.field.setText("instruct")
    _stock(there, home)
    parts.downloads.source = Source(endpoint=there.url)
    hub.search()
    until(lambda: len(hub.cards()) == len(STOCK) - 1 and not hub.searching, "what is found", 120)
    picture("search")
    parts.downloads.source = Source(endpoint="https://huggingface.invalid")
    hub.search()
    until(lambda: not hub.searching, "the refusal")
    picture("search_offline")
    hub.field.clear()
    parts.downloads.source = source


def _stock(there: LoopbackHub, home: Path) -> None:
    known = make_tiny_gguf(home / "header.gguf", n_layer=28).read_bytes()
    for repo, (card, sizes) in STOCK.items():
        there.cards[repo] = card
        for quantisation, size_bytes in sizes.items():
            path = home / f"{repo.replace('/', '-')}-{quantisation}.gguf"
            runs = card["gguf"]["architecture"] in ARCHITECTURES
            path.write_bytes(known if runs else b"GGUF" + bytes(64))
            os.truncate(path, size_bytes)  # sparse: it takes no room
            name = f"{repo.partition('/')[2].removesuffix('-GGUF')}-{quantisation}.gguf"
            there.add(repo, name, path, called="0" * 64)


def _overlay(window: MainWindow, home: Path, picture: Callable[..., None]) -> None:
    """Two files that can be read and one that cannot."""
    files = []
    for name, content in (
        ("年度报告.md", REPORT.encode()),
        ("notes.txt", b"Notes"),
        ("photo.png", b"\x89PNG\r\n\x1a\n"),
    ):
        files.append(home / name)
        files[-1].write_bytes(content)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    place, button, key = QPoint(300, 300), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    picture("drop", lambda: QApplication.sendEvent(window, QDragEnterEvent(place, action, data, button, key)) or True)
    QApplication.sendEvent(window, QDragLeaveEvent())
