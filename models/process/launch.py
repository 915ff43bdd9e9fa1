"""Starting a process of ours: its command line, its pipe, its log."""

from __future__ import annotations

import sys
from multiprocessing.connection import Pipe
from pathlib import Path
from typing import Protocol

import msgspec

from models.process import logfile, system
from models.process.spec import Spec
from models.process.wire import Wire

# The child imports from the folder this package lies in, whatever the current folder is: with -P, nothing there can
# stand in for a module of ours.
_BOOT = (
    "import sys; root = sys.argv[1]; root in sys.path or sys.path.insert(0, root); "
    "from models.process.entry import main; main()"
)
_ROOT = str(Path(__file__).resolve().parents[2])


class Process(Protocol):
    """What a handle needs of a started process; `subprocess.Popen` is one."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int:
        """Raises: subprocess.TimeoutExpired."""
        ...

    def terminate(self) -> None: ...
    def kill(self) -> None: ...


def launch(spec: Spec, log: Path) -> tuple[Process, Wire]:
    """Start a child of this very process. Raises: OSError."""
    ours, theirs = Pipe(duplex=True)
    try:
        with logfile.fresh(log) as sink:
            process = system.spawn(_command(system.inheritable(theirs.fileno()), spec), theirs.fileno(), sink, spec)
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    return process, ours


def _command(handle: int, spec: Spec) -> list[str]:
    """This program again when it is frozen, else Python without the current folder on its path."""
    arguments = [str(handle), msgspec.json.encode(spec).decode()]
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child", *arguments]
    return [sys.executable, "-P", "-u", "-X", "utf8", "-c", _BOOT, _ROOT, *arguments]
