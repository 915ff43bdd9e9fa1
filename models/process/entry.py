"""What a child runs first: the tie to its parent, limits, the network lock, then its own `main`."""

from __future__ import annotations

import faulthandler
import importlib
import io
import os
import sys
import threading
import time

import msgspec

from models.process import guard, logfile, system
from models.process.channel import BEAT
from models.process.spec import Spec
from models.process.wire import SharedWire, Wire

BEAT_S = 1.0
GRACE_S = 3.0


def main() -> None:
    """The last two arguments are the pipe's handle and the `Spec`; `--child` of the frozen program comes here too."""
    run(int(sys.argv[-2]), msgspec.json.decode(sys.argv[-1], type=Spec))


def run(handle: int, spec: Spec) -> None:
    """Restrict this process, then hand the pipe to its `main` until that returns."""
    system.tie_to_parent()
    system.limit(spec.limits.memory_bytes, spec.limits.file_bytes)
    system.name_process(spec.name)
    _speak_to_log()
    if spec.network:
        system.hide_memory()
    else:
        system.go_first_when_memory_ends()
        guard.lock_network(sealed=spec.limits.sealed)
    wire = SharedWire(system.wire_from(handle))
    threading.Thread(target=_beat, args=(wire,), name="heartbeat", daemon=True).start()
    module, function = spec.main.split(":")
    getattr(importlib.import_module(module), function)(wire)


def _speak_to_log() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a program without a console may have none
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    if sys.stderr:
        faulthandler.enable()  # a native death writes where Python was


def _beat(wire: Wire) -> None:
    """Once a second: say that we are well, and keep the log short. Without a parent, end, whatever `main` does."""
    log = sys.__stderr__.fileno() if sys.__stderr__ else 2
    try:
        while True:
            wire.send_bytes(BEAT + msgspec.msgpack.encode(guard.status()))
            logfile.trim(log)
            time.sleep(BEAT_S)
    except OSError:
        time.sleep(GRACE_S)  # `main` sees the end of the pipe as well and may leave by itself
        os._exit(0)
