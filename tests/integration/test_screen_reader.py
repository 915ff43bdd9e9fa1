"""The whole window as a screen reader meets it: over the accessibility bus, from another process."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.documents.card import Card
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role
from tests.desktop.program import paths_in
from tests.integration.conftest import set_up
from tests.integration.driver import Window, window
from tests.integration.screen import Screen, until
from tests.models.report.making import result

SYSTEM_PYTHON = "/usr/bin/python3"
READER = Path(__file__).with_name("atspi_reader.py")
CONTROLS = {
    "push button", "button", "toggle button", "check box", "combo box", "text", "entry", "password text", "slider",
    "spin button", "list", "table", "menu item", "check menu item", "link", "radio button", "page tab",
}  # fmt: skip


def missing() -> str:
    """Why it cannot be tried here."""
    bindings = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    if not shutil.which("dbus-daemon"):
        return "dbus-daemon is missing"
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run(bindings, capture_output=True, check=False).returncode:
        return "the system's Python has no AT-SPI bindings (python3-gi, gir1.2-atspi-2.0)"
    return ""


pytestmark = [pytest.mark.x11, pytest.mark.timeout(600), pytest.mark.skipif(bool(missing()), reason=missing())]


@pytest.fixture
def session(xscreen: Screen) -> Iterator[dict[str, str]]:
    """The environment of a desktop session of its own; the accessibility bus starts in it when it is asked for."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        env=xscreen.environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    yield {"DBUS_SESSION_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    daemon.terminate()
    daemon.communicate(timeout=10)


def reader(screen: Screen, session: dict[str, str], *words: str) -> str | None:
    """What it prints; None: something went away while it looked, or gave it no answer in time."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [SYSTEM_PYTHON, str(READER), *words], env=plain | screen.environment | session, capture_output=True, text=True,
        timeout=200, check=False,
    )  # fmt: skip
    return done.stdout if done.returncode == 0 else None


def press(screen: Screen, session: dict[str, str], name: str) -> None:
    until(lambda: reader(screen, session, "press", name) is not None, f"{name!r} to be pressed")


def tree(screen: Screen, session: dict[str, str]) -> list[list[Any]]:
    """[depth, role, name, shown, focusable] of everything."""
    read = until(lambda: reader(screen, session), "the accessibility bus")
    return list(json.loads(read or "[]"))


def shown(screen: Screen, session: dict[str, str]) -> list[tuple[str, str]]:
    """(role, name) of what is in sight."""
    return [(role, name) for _, role, name, visible, _ in tree(screen, session) if visible]


def ask(paddock: Window, screen: Screen, question: str, count: int) -> None:
    screen.type(question)
    screen.key("Return")
    until(lambda: len(paddock.ask("messages")) == count and paddock.ask("place", "Send"), "the answer", 90)


def test_every_message_is_read_in_order_and_every_control_of_every_page_has_a_name(
    xscreen: Screen, session: dict[str, str], tmp_path: Path, model: Path
) -> None:
    home = set_up(tmp_path)
    with window(home, xscreen, str(model), environment=session) as paddock:
        until(lambda: paddock.ask("place", "Ready · processor"), "the model to be loaded", 120)
        ask(paddock, xscreen, "how are you", 2)
        ask(paddock, xscreen, "and what is a paddock", 4)

        heard = [name for _, role, name, _, _ in tree(xscreen, session) if role == "list item"]
        said = [name for name in heard if name in paddock.ask("messages")]
        assert said == paddock.ask("messages")
        assert said[0] == "You: how are you" and said[2] == "You: and what is a paddock"

        nameless = {"chat": unnamed(xscreen, session)}
        for page, way, there in (
            ("library", "Models", "Search models"), ("settings", "Settings", "Search settings"),
            ("shortcuts", "Keyboard shortcuts", "Search shortcuts"), ("settings", "Settings", "Search settings"),
            ("performance", "How fast it is here", "Measure"),
            ("privacy", "Nothing leaves this computer", "This window: blocked by Linux"),
        ):  # fmt: skip
            press(xscreen, session, way)
            until(lambda there=there: any(name == there for _, name in shown(xscreen, session)), f"the page {page}")
            nameless[page] = unnamed(xscreen, session)
        assert not any(nameless.values()), nameless


def test_the_guide_of_the_first_start_is_read(xscreen: Screen, session: dict[str, str], tmp_path: Path) -> None:
    with window(set_up(tmp_path), xscreen, environment=session):
        until(
            lambda: any("Take a file" in name or "file you have" in name for _, name in shown(xscreen, session)), "it"
        )
        assert unnamed(xscreen, session) == []


def test_the_records_of_a_report_are_read(
    xscreen: Screen, session: dict[str, str], tmp_path: Path, model: Path
) -> None:
    report = result(tmp_path / "kept.db")
    with contextlib.closing(Database(paths_in(set_up(tmp_path)).database)) as database:
        store = Conversations(database)
        asked = store.append(store.create("Report").id, Role.USER, "Report", parent=None)
        card = Card.of("report", [tmp_path / record.name for record in report.files]).with_report(report)
        store.append(asked.conversation, Role.ASSISTANT, "", parent=asked.id, card=card.kept())
    with window(tmp_path, xscreen, str(model), environment=session) as paddock:
        until(lambda: any(name == "Report" for _, name in shown(xscreen, session)), "the chat")
        xscreen.click(*paddock.place("Report"))
        paddock.place("Look through and correct")
        press(xscreen, session, "Look through and correct")
        heard = until(lambda: [name for role, name in shown(xscreen, session) if role == "table cell"], "the records")
        assert {record.name for record in report.files} & {*heard}
        assert unnamed(xscreen, session) == []


def unnamed(screen: Screen, session: dict[str, str]) -> list[str]:
    """The roles of the controls that have none; of a screen that has controls."""
    there = shown(screen, session)
    assert sum(role in CONTROLS for role, _ in there) > 8
    return [role for role, name in there if role in CONTROLS and not name.strip()]
