"""What the window says when its engine is silent, or could not be started."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.chat.loading import Stage
from desktop.documents.card import card_of
from desktop.documents.summary_dialog import SummaryDialog
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from models.errors import GateGone
from models.settings import Load, Sampling
from models.store.message import State
from tests.desktop.program import until
from tests.desktop.shell.test_window import drop, opened
from tests.gguf_models import make_tiny_gguf

SILENT = "The model is not answering…"


@pytest.fixture
def window(ready: Parts, qtbot: QtBot) -> Iterator[MainWindow]:
    ready.preferences.change(sampling=Sampling(max_tokens=20, seed=1))
    made = opened(ready, qtbot)
    made.show_page("chat")
    yield made


def test_an_engine_that_hangs_is_said_within_seconds_and_forgotten_when_it_goes_on(
    window: MainWindow, ready: Parts
) -> None:
    engine = ready.supervisor.pid
    assert engine is not None
    os.kill(engine, signal.SIGSTOP)
    ready.chat.send("What is the name of the horse?")
    view, status = window.chat.transcript, window.chat.status

    until(lambda: len(view.items) == 2 and view.items[-1].phase == SILENT, "the phase line", timeout_s=15)
    assert status.text() == status.accessibleName() == SILENT
    os.kill(engine, signal.SIGCONT)
    until(lambda: not ready.chat.busy, "the answer")

    assert view.items[-1].message.state is State.LENGTH
    assert "tok/s" in status.text()


def test_stop_ends_an_answer_of_an_engine_that_hangs(window: MainWindow, ready: Parts) -> None:
    engine = ready.supervisor.pid
    assert engine is not None
    os.kill(engine, signal.SIGSTOP)
    ready.chat.send("What is the name of the horse?")
    view = window.chat.transcript
    until(lambda: len(view.items) == 2 and view.items[-1].live, "the answer's place")

    ready.chat.stop()
    until(lambda: not ready.chat.busy, "the end", timeout_s=3)
    os.kill(engine, signal.SIGCONT)

    assert view.items[-1].message.state is State.STOPPED


def test_after_a_load_that_failed_a_question_is_answered_with_the_reason_and_a_way_out(
    window: MainWindow, ready: Parts, tmp_path: Path
) -> None:
    sound = Path(ready.loader.choice.path).read_bytes()
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(sound.replace(b"blk.1.attn_q.weight", b"blk.1.attn_X.weight"))
    ready.loader.load(str(broken))
    until(lambda: ready.loader.choice.stage is Stage.FAILED, "the refusal")
    window.banner.hide()

    ready.chat.send("Hello?")
    until(lambda: not ready.chat.busy and not window.banner.isHidden(), "the reason")

    assert "“broken.gguf” could not be loaded" in window.banner.accessibleName()
    assert window.banner._act.text() == "Choose a model"
    error = window.chat.transcript.items[-1].message.error
    assert error is not None
    assert error[0] == "ModelLoadFailed"


def test_a_model_the_engine_died_of_at_two_starts_is_not_loaded_by_itself_any_more(
    parts: Parts, qtbot: QtBot, tmp_path: Path
) -> None:
    model = make_tiny_gguf(tmp_path / "slow.gguf", n_layer=8, n_embd=512)  # long enough to be killed meanwhile
    parts.preferences.change(model=str(model))
    for start in (1, 2):
        opened(parts, qtbot)
        until(lambda: parts.supervisor.pid, "the engine's process")
        os.kill(parts.supervisor.pid or 0, signal.SIGKILL)
        until(lambda: parts.loader.choice.stage is Stage.FAILED, "the refusal")
        assert parts.preferences.value.failed_starts == start

    parts.loader.unload()
    window = opened(parts, qtbot)
    assert parts.loader.choice.stage is Stage.NONE
    assert "ended twice while “slow.gguf” was loaded" in window.banner.accessibleName()
    window.banner._act.click()
    until(lambda: parts.loader.choice.stage is Stage.READY, "the model")
    assert parts.preferences.value.failed_starts == 0


def test_a_file_dropped_after_the_engine_died_unseen_is_summarised_all_the_same(
    window: MainWindow, ready: Parts, tmp_path: Path
) -> None:
    file = tmp_path / "report.md"
    file.write_text("\n\n".join(f"In {1900 + each} the yard kept {each + 3} horses." for each in range(10)))
    os.kill(ready.supervisor.pid or 0, signal.SIGKILL)
    until(lambda: ready.supervisor.loaded is None, "the end of the engine")

    drop(window, file)
    assert isinstance(window.files.dialog, SummaryDialog)
    QTest.keyClick(window.files.dialog, Qt.Key.Key_Return)
    until(lambda: not ready.jobs.busy and len(window.chat.transcript.items) == 2, "the summary")

    card = card_of(window.chat.transcript.items[-1].message.card)
    assert card is not None
    assert card.state == "done"


def test_a_context_that_no_model_has_is_refused_with_the_range_and_the_way_to_the_settings(
    window: MainWindow, ready: Parts
) -> None:
    ready.preferences.change(load=Load(n_ctx=1))
    ready.loader.reload()
    until(lambda: not window.banner.isHidden(), "the refusal")

    assert "the context length to 1: choose from 256 to" in window.banner.accessibleName()
    assert window.banner._act.text() == "Settings"
    assert ready.loader.choice.stage is Stage.READY, "the model before stays"


def test_a_model_file_that_is_gone_is_called_one_and_another_can_be_chosen(
    window: MainWindow, ready: Parts, tmp_path: Path
) -> None:
    moved = tmp_path / "moved.gguf"
    shutil.copy(ready.loader.choice.path, moved)
    ready.loader.load(str(moved))
    until(lambda: ready.loader.choice.stage is Stage.READY, "the copy")
    moved.unlink()
    os.kill(ready.supervisor.pid or 0, signal.SIGKILL)
    until(lambda: ready.supervisor.loaded is None, "the end of the engine")

    ready.chat.send("Hello?")
    until(lambda: not ready.chat.busy and not window.banner.isHidden(), "the reason")

    assert "The model file “moved.gguf” is not there any more" in window.banner.accessibleName()
    assert window.banner._act.text() == "Choose a model"


def test_after_the_death_of_the_gate_the_button_starts_the_program_again(
    window: MainWindow, ready: Parts, qtbot: QtBot
) -> None:
    os.kill(ready.gate.pid, signal.SIGKILL)
    until(lambda: ready.gate.has_gone, "the end of the gate")
    downloads, entry = window.pages.downloads, ready.catalogue.entries[0]
    downloads.start(entry)
    until(lambda: (state := downloads.state(entry.name)) is not None and state.failed, "the refusal")
    state = downloads.state(entry.name)

    assert state is not None and state.way_out == "Restart Paddock"
    with qtbot.waitSignal(window.restart_wanted):
        window.pages.library.take_way_out(state)
    window.troubles.show(GateGone(name="gate", exit=""))
    with qtbot.waitSignal(window.restart_wanted):
        window.banner._act.click()
