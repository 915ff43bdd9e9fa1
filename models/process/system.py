"""Where Linux and Windows differ. Checked with `mypy --platform win32` too."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import weakref
from multiprocessing import connection
from pathlib import Path
from typing import IO

from models.process.spec import Spec
from models.process.wire import Wire

# Variables through which somebody else's library, module or program could be loaded into a child.
_DROPPED = {
    "GGML_BACKEND_PATH", "LLAMA_CPP_LIB_PATH", "LLAMA_CPP_LIB", "CUDA_PATH", "HIP_PATH",
    "CUDA_INJECTION64_PATH", "NVTX_INJECTION64_PATH", "VK_ADD_LAYER_PATH", "VK_LAYER_PATH", "VK_INSTANCE_LAYERS",
    "GCONV_PATH", "LOCPATH", "NLSPATH", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES",
}  # fmt: skip
# With PyInstaller's own a frozen child would take itself for a part of this process, and not look for our libraries.
_DROPPED_PREFIXES = ("LD_", "DYLD_", "PYTHON", "GLIBC_TUNABLES", "_PYI_")
# LD_LIBRARY_PATH is how containers and NixOS point at the graphics driver: folders that only root writes stay.
_SYSTEM_FOLDERS = ("/usr/", "/lib/", "/lib64/", "/opt/", "/nix/store/", "/run/opengl-driver/")
_BROWSER_S = 5.0


def restore_library_path() -> None:
    """Give LD_LIBRARY_PATH back the value it had before this program started, when it is frozen.

    PyInstaller's start-up points it at our own libraries and keeps the old value under another name. The loader has
    read it by now, so this changes nothing here, but a browser or `nvidia-smi` would be given our OpenSSL.
    """
    if getattr(sys, "frozen", False):
        before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
        if before is None:
            os.environ.pop("LD_LIBRARY_PATH", None)
        else:
            os.environ["LD_LIBRARY_PATH"] = before


def environment() -> dict[str, str]:
    """The environment of a child: ours, less what could load foreign code into it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() not in _DROPPED and not name.upper().startswith(_DROPPED_PREFIXES)
    }
    if libraries := ":".join(filter(_is_system_folder, os.environ.get("LD_LIBRARY_PATH", "").split(":"))):
        kept["LD_LIBRARY_PATH"] = libraries
    kept["GGML_NO_BACKTRACE"] = "1"  # llama.cpp would start a debugger on itself when it aborts
    # llama.cpp's threads wait for each other a thousand times a token, by spinning. Where another program has one of
    # the processors they spin for its whole turn: seven times slower. See docs/benchmarks.md.
    if not kept.keys() & {"GOMP_SPINCOUNT", "OMP_WAIT_POLICY"}:
        kept["GOMP_SPINCOUNT"] = "10000"
    return kept


def _is_system_folder(folder: str) -> bool:
    if not folder.startswith(_SYSTEM_FOLDERS):
        return False
    with contextlib.suppress(OSError):
        found = Path(folder).resolve(strict=True)
        status = found.stat()
        return f"{found}/".startswith(_SYSTEM_FOLDERS) and status.st_uid == 0 and not status.st_mode & 0o022
    return False


def inheritable(handle: int) -> int:
    """`handle`, marked so that the one child that is given it may inherit it."""
    if sys.platform == "win32":
        os.set_handle_inheritable(handle, True)
    return handle


def spawn(command: list[str], handle: int, sink: IO[bytes], spec: Spec) -> subprocess.Popen[bytes]:
    """Start `command` with `handle` inherited and its output in `sink`; it dies with us. Raises: OSError."""
    if sys.platform == "win32":
        from models.process import windows

        process = subprocess.Popen(
            command, env=environment(), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, close_fds=True,
            startupinfo=subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]}),
            creationflags=subprocess.CREATE_NO_WINDOW,
        )  # fmt: skip
        # What may touch the network opens links too: a browser must not die with us.
        job = windows.job(spec.limits.memory_bytes, breakaway=spec.network)
        weakref.finalize(process, windows.close, job)
        try:
            windows.assign(job, process.pid)
        except OSError:
            process.kill()
            raise
        return process
    # The lifeline: a pipe nobody writes to. Its end kills the child (see tie_to_parent), and it ends with us.
    theirs, ours = os.pipe()
    try:
        process = subprocess.Popen(
            command, env=environment(), stdin=theirs, stdout=sink, stderr=sink, close_fds=True,
            pass_fds=(handle,), start_new_session=True,
        )  # fmt: skip
    except OSError:
        os.close(ours)
        raise
    finally:
        os.close(theirs)
    weakref.finalize(process, os.close, ours)
    return process


def tie_to_parent() -> None:
    """Called in a child first of all: from here on the end of the parent is the end of this process.

    On Linux the kernel sends SIGKILL when the lifeline on standard input ends: it needs no thread and no GIL, and
    it reaches a stopped process too. PR_SET_PDEATHSIG would fire when the *thread* that started us ends. On Windows
    the parent's job object does it.
    """
    if sys.platform == "linux":
        import fcntl
        import select
        import signal

        lifeline = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 3)
        with open(os.devnull, "rb") as nothing:  # noqa: PTH123
            os.dup2(nothing.fileno(), 0)
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
        poll = select.poll()
        poll.register(lifeline, select.POLLHUP)
        if poll.poll(0):  # it ended before the signal was asked for
            os._exit(0)


def wire_from(handle: int) -> Wire:
    """The child's end of the pipe whose descriptor or handle it inherited."""
    if sys.platform == "win32":
        return connection.PipeConnection(handle)
    os.set_inheritable(handle, False)
    return connection.Connection(handle)


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


def go_first_when_memory_ends() -> None:
    """Ask the kernel to end this process, not the window, when the machine runs out of memory."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("300", encoding="ascii")


def name_process(name: str) -> None:
    """Show `name` in `top` and `ps`, where the system can."""
    if sys.platform == "linux":
        from models.process import linux

        linux.prctl(linux.PR_SET_NAME, f"paddock-{name}"[:15].encode())


def hide_memory() -> None:
    """Keep other processes of this user, such as a subverted window, from reading or changing our memory."""
    if sys.platform == "linux":
        from models.process import linux

        linux.prctl(linux.PR_SET_DUMPABLE, 0)


def open_link(url: str) -> None:
    """Open `url` in the user's own browser, with the user's own environment. Raises: OSError."""
    if sys.platform == "win32":
        os.startfile(url)
        return
    browser = subprocess.Popen(
        ["xdg-open", url], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        if browser.wait(_BROWSER_S):
            raise OSError(f"xdg-open ended with exit code {browser.returncode}")
    except subprocess.TimeoutExpired:  # it stays in front of a browser that it had to start: that is success
        threading.Thread(target=browser.wait, name="browser", daemon=True).start()
