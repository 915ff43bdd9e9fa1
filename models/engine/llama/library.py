"""The shared library itself: its start, its log, its build, its devices."""

from __future__ import annotations

import ctypes
import os
import re
from pathlib import Path
from typing import Any

import psutil
from llama_cpp import llama_cpp as lib

from models.engine import graphics
from models.engine.backends import Backend, libraries, load, loading_problem
from models.engine.processor import usable_threads
from models.paths import Paths

FOLDER = Path(lib.__file__).absolute().parent / "lib"
_backends: list[Backend] = []
_complaints: list[str] = []
_NO_CUDA = re.compile(r"failed to initialize CUDA: (.+)")  # ggml-cuda.cu, with CUDA's own words for the error
_ERROR_LEVEL = 4  # ggml.h: NONE 0, DEBUG 1, INFO 2, WARN 3, ERROR 4, CONT 5

# A log callback in Python would run on every token. This exported function takes no notice of its arguments.
_silence = ctypes.cast(lib._lib.llama_max_devices, lib.llama_log_callback)


class LlamaError(Exception):
    """llama.cpp refused; the text is its own last words, for people who report bugs."""


class Log:
    """Collects llama.cpp's log while something rare runs (a load); silence at all other times."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []
        self._callback = lib.llama_log_callback(self._on_line)

    def __enter__(self) -> Log:
        lib.llama_log_set(self._callback, None)
        return self

    def __exit__(self, *_: object) -> None:
        lib.llama_log_set(_silence, None)

    def _on_line(self, level: int, text: bytes, _user: object) -> None:
        self.lines.append((level, text.decode("utf-8", "replace")))

    def errors(self) -> str:
        found = [text.strip() for level, text in self.lines if level >= _ERROR_LEVEL and text.strip()]
        return "; ".join(found[-3:]) or "llama.cpp gave no reason"

    def find(self, pattern: re.Pattern[str]) -> str | None:
        return next((m.group(1) for _, text in self.lines if (m := pattern.search(text))), None)


def start(only: str = "") -> None:
    """Once in a process, before anything else here: silence, backends.

    Of the graphics libraries those are loaded whose trial (models.engine.graphics) did not fail; or just `only`, to
    try it.
    """
    os.environ["GGML_NO_BACKTRACE"] = "1"  # an abort would start a debugger, and with it seconds of waiting
    os.environ.setdefault("CUDA_DEVICE_ORDER", "PCI_BUS_ID")  # the order of the driver's tools, and so of the plan
    lib.llama_log_set(_silence, None)
    if not _backends and ggml_function("ggml_backend_dev_count", ctypes.c_size_t)() == 0:  # none is built in
        # Before llama_backend_init, which otherwise looks for them in the current folder too.
        files, refused = _admitted(only)
        with Log() as log:
            _backends.extend(load(files, ggml_function("ggml_backend_load", ctypes.c_void_p, ctypes.c_char_p), refused))
        _complaints.extend(filter(None, [log.find(_NO_CUDA)]))
    lib.llama_backend_init()


def complaint() -> str:
    """What the graphics libraries said to `start` about a driver that does not work; empty where they said nothing."""
    return "; ".join(_complaints)


def _admitted(only: str) -> tuple[dict[str, Path], tuple[Backend, ...]]:
    """The libraries by name, and those among them that are not to be touched."""
    paths = Paths.of_this_user()
    cards = graphics.libraries(paths)
    files = libraries(FOLDER) | cards
    if only:
        return files, tuple(Backend(name, "it is not its turn") for name in cards if name != only)
    answer = graphics.remembered(paths)
    return files, answer.refused if answer else ()


def backends() -> tuple[Backend, ...]:
    """The libraries of a build that has one for each processor and card, after `start`; else none."""
    return tuple(_backends)


def build() -> str:
    """The engine's build line, for receipts."""
    return f"llama.cpp {lib.llama_version().decode()} ({lib.llama_print_system_info().decode().strip()})"


def default_threads() -> int:
    """Physical cores this process may use: more threads than that make decoding slower."""
    return max(1, min(psutil.cpu_count(logical=False) or 1, usable_threads()))


def gpus() -> tuple[str, ...]:
    """The names of the graphics cards that ggml sees, in its order."""
    get = ggml_function("ggml_backend_dev_get", ctypes.c_void_p, ctypes.c_size_t)
    kind = ggml_function("ggml_backend_dev_type", ctypes.c_int, ctypes.c_void_p)
    describe = ggml_function("ggml_backend_dev_description", ctypes.c_char_p, ctypes.c_void_p)
    devices = map(get, range(ggml_function("ggml_backend_dev_count", ctypes.c_size_t)()))
    # ggml-backend.h: CPU 0, GPU 1, IGPU 2
    return tuple(str(describe(device).decode("utf-8", "replace")) for device in devices if kind(device) in (1, 2))


def cuda_problem() -> str:
    """Why the CUDA library beside the others cannot be used, in the loader's words: ggml passes over it in silence.

    Empty where there is none, or it can.
    """
    return next(filter(None, map(loading_problem, FOLDER.glob("*ggml-cuda*"))), "")


def ggml_function(name: str, result: Any, *arguments: Any) -> Any:
    """A function of ggml, through libllama's handle: `_ggml.libggml` can be a second copy it does not see."""
    function = getattr(lib._lib, name)
    function.restype, function.argtypes = result, list(arguments)
    return function
