"""The only module with branches for the operating system, checked with `mypy --platform win32` too."""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing.connection import Connection
from typing import IO

# Variables through which a library or a module of somebody else's could be loaded into a child.
_DROPPED = {
    "GGML_BACKEND_PATH", "LLAMA_CPP_LIB_PATH", "LLAMA_CPP_LIB", "CUDA_PATH", "HIP_PATH",
    "LD_PRELOAD", "LD_AUDIT", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONINSPECT",
}  # fmt: skip


def environment() -> dict[str, str]:
    """The environment of a child: ours, less what could load foreign code into it."""
    return {name: value for name, value in os.environ.items() if name not in _DROPPED}


def inheritable(connection: Connection) -> int:
    """The descriptor (Windows: handle) of `connection`, marked so that one child may inherit it."""
    handle = connection.fileno()
    if sys.platform == "win32":
        os.set_handle_inheritable(handle, True)
    return handle


def spawn(command: list[str], theirs: Connection, sink: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start `command` with `theirs` inherited, no input, and its output in `sink`. Raises: OSError."""
    if sys.platform == "win32":
        info = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [theirs.fileno()]})
        return subprocess.Popen(
            command, env=environment(), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, close_fds=True,
            startupinfo=info, creationflags=subprocess.CREATE_NO_WINDOW,
        )  # fmt: skip
    return subprocess.Popen(
        command, env=environment(), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, close_fds=True,
        pass_fds=(theirs.fileno(),), start_new_session=True,
    )  # fmt: skip


def connection_from(handle: int) -> Connection:
    """The child's end of the pipe whose descriptor or handle it inherited."""
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection

        return PipeConnection(handle)  # type: ignore[return-value]
    os.set_inheritable(handle, False)
    return Connection(handle)


def limit(memory_bytes: int | None, file_bytes: int | None) -> None:
    """Limit this very process; core dumps are off in any case. Windows: see the job object of the parent."""
    if sys.platform != "win32":
        import resource

        for kind, value in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_AS, memory_bytes),
            (resource.RLIMIT_FSIZE, file_bytes),
        ):
            if value is not None:
                resource.setrlimit(kind, (value, value))
