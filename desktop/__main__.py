"""The `paddock` command: a window, or the same assistant in the terminal.

Qt is imported only when a window is to open: every child process starts from here in a frozen program.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from models.process import system


def main() -> int:
    """Run the command line; returns the exit code. Files alone are opened in the window."""
    system.restore_library_path()
    words = sys.argv[1:]
    if words[:1] == ["--child"]:
        from models.process import entry

        entry.main()
        return 0
    if words[:1] == ["--self-test"]:
        from desktop import self_test

        return self_test.run(words[1:])
    if wants_window(words):
        from desktop import app

        return app.run([Path(word) for word in words])
    if words[:1] == ["open"] and has_display():
        from desktop import app
        from models.cli.arguments import parser

        arguments = parser().parse_args(words)
        return app.run(arguments.file, arguments.wish)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing has begun: Ctrl-C just ends it
    from models import cli

    return cli.main(words)


def wants_window(words: list[str]) -> bool:
    """No command but perhaps files, and a display to show them on."""
    return has_display() and all(map(_may_be_file, words))


def _may_be_file(word: str) -> bool:
    """What is there and may not be looked at is a file, too: the window says why it cannot be read."""
    try:
        return Path(word).exists()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False


def has_display() -> bool:
    """A window can open here."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    raise SystemExit(main())
