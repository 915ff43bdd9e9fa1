"""Paddock's real window in a process of its own, with a probe beside it that says what is where.

`python -m tests.integration.driver HANDLE WORDS...` runs `desktop.app` exactly as the `paddock` command does. The probe
only looks: it runs functions of `tests.integration.probes` in the window's thread and sends back what they return.
Everything that is done to the window is done with real X events, by xdotool.
"""

from __future__ import annotations

import contextlib
import importlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from tests.integration.screen import Screen, until

ROOT = Path(__file__).resolve().parents[2]
REST_S = 0.15


class Window:
    """The test's handle of a running Paddock."""

    def __init__(self, home: Path, environment: dict[str, str], words: list[str] | None = None) -> None:
        ours, theirs = Pipe()
        home.mkdir(parents=True, exist_ok=True)
        self.log = home / "window.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.driver", str(theirs.fileno()), *(words or [])],
                env=environment | {"PADDOCK_HOME": str(home), "PYTHONFAULTHANDLER": "1"}, cwd=ROOT,
                pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        theirs.close()
        self._pipe = ours

    def ask(self, probe: str, *arguments: Any) -> Any:
        """What `tests.integration.probes.<probe>(*arguments)` returns in the window's thread."""
        try:
            self._pipe.send((probe, arguments))
            if not self._pipe.poll(30):
                raise AssertionError(f"the window does not answer {probe}{arguments}; {self.tail()}")
            failed, answer = self._pipe.recv()
        except (EOFError, OSError) as gone:
            raise AssertionError(
                f"the window is gone before it could answer {probe}{arguments}; {self.tail()}"
            ) from gone
        if failed:
            raise AssertionError(answer)
        return answer

    def place(self, name: str, role: str = "") -> tuple[int, int]:
        """The middle of the visible control called `name`, in screen coordinates; waits until it is there and stays."""
        return self.at_rest("place", name, role, what=f"a control called {name!r}")

    def at_rest(self, probe: str, *arguments: Any, what: str) -> tuple[int, int]:
        """Where something is, once it has been there for `REST_S`: what was just laid out may move once more."""
        place, since = None, 0.0

        def resting() -> bool:
            nonlocal place, since
            now = self.ask(probe, *arguments)
            if now != place:
                place, since = now, time.monotonic()
            return place is not None and time.monotonic() - since > REST_S

        until(resting, what)
        assert place is not None
        x, y = place
        return x, y

    def tail(self) -> str:
        """The end of what the process printed."""
        return self.log.read_text(errors="replace")[-3000:]

    def kill(self) -> None:
        """The end that nobody can prepare for: this process and no other."""
        self.process.kill()
        self.process.wait(10)

    def wait(self, timeout_s: float = 20) -> int:
        return self.process.wait(timeout_s)


@contextlib.contextmanager
def window(
    home: Path, screen: Screen | None, *words: str, environment: dict[str, str] | None = None
) -> Iterator[Window]:
    """A running Paddock, killed at the end if it is still there."""
    base = screen.environment if screen else dict(environment or {})
    opened = Window(home, base | (environment or {}), list(words))
    try:
        until(lambda: opened.process.poll() is not None or opened.ask("ready"), "the window")
        yield opened
    except AssertionError as error:
        with contextlib.suppress(AssertionError):
            error.add_note("The window shows:\n" + "\n".join(opened.ask("tree")))
        error.add_note(f"and printed: {opened.tail()}")
        raise
    finally:
        if opened.process.poll() is None:
            opened.kill()


class OnTheWindowsThread:
    """Looks at every import and refuses one of Qt's or of the window's modules on another thread than the window's.

    PySide6 makes its types as they are first asked for and dies of two threads that do: once in fifty starts of a
    window, on a busy machine, before this was seen to.
    """

    def find_spec(self, name: str, *_: Any) -> None:
        if (
            name.partition(".")[0] in {"PySide6", "desktop"}
            and threading.current_thread() is not threading.main_thread()
        ):
            raise AssertionError(f"{name} is imported on the thread {threading.current_thread().name}")


def _serve(pipe: Connection) -> None:
    """Answer questions about the window until the test hangs up.

    Nothing is imported here that the program is not done importing, see `OnTheWindowsThread`.
    """
    while (window := sys.modules.get("desktop.shell.window")) is None or window.__spec__._initializing:  # type: ignore[union-attr]
        time.sleep(0.01)
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    with contextlib.suppress(EOFError, OSError):
        while True:
            name, arguments = pipe.recv()
            answers: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

            def run(name: str = name, arguments: tuple[Any, ...] = arguments, answers: Any = answers) -> None:
                try:
                    probe = getattr(importlib.import_module("tests.integration.probes"), name)
                    answers.put((False, probe(*arguments)))
                except Exception as error:  # noqa: BLE001 - whatever a probe meets is the answer
                    answers.put((True, f"{type(error).__name__}: {error}"))

            QTimer.singleShot(0, QApplication.instance(), run)
            pipe.send(answers.get())


def main() -> int:
    """Run the window with its probe."""
    pipe: Connection[Any, Any] = Connection(int(sys.argv.pop(1)))
    sys.meta_path.insert(0, OnTheWindowsThread())  # type: ignore[arg-type]
    threading.Thread(target=_serve, args=(pipe,), name="probe", daemon=True).start()
    from desktop.__main__ import main as paddock

    return paddock()


if __name__ == "__main__":
    raise SystemExit(main())
