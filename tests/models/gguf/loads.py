"""Loads every file named on standard input with llama.cpp, each in a process of its own, and prints how that ended.

0: loaded; 1: refused with an error; anything else: the process died of it, or hung and was ended.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from models.engine.llama.library import LlamaError
from models.engine.llama.model import Model
from models.engine.protocol import LoadParams

PATIENCE_S = 20


def load(path: Path) -> int:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    signal.alarm(PATIENCE_S)
    try:
        Model(path, LoadParams(n_ctx=256, n_threads=1), lambda _: True)
    except LlamaError:
        return 1
    return 0


def main() -> None:
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            os._exit(load(Path(line.rstrip("\n"))))
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
