"""llama.cpp's own `llama-bench`, where the user has one: the yardstick for the same file on the same machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path

from models.bench.effort import Item
from models.errors import LlamaBenchFailed

NAME = "llama-bench"
_POLL_S = 0.5


class LlamaBench:
    """Runs the program at `path` once a figure. Closing a generator ends the program."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def find(cls, named: Path | None) -> LlamaBench | None:
        """The one at `named`, else the one on PATH, else None. Raises: LlamaBenchFailed, when `named` is none."""
        found = shutil.which(named or NAME)
        if found is None and named is not None:
            raise LlamaBenchFailed(name=str(named), detail="it is no program.")
        return cls(Path(found)) if found else None

    def first_token_ms(self, model: Path, item: Item) -> Generator[None, None, float]:
        """The time for the prompt; yields while the program works. Raises: LlamaBenchFailed."""
        rate = yield from self._rate(model, item, "-n", "0", "-p", str(item.prompt_tokens))
        return item.prompt_tokens / rate * 1000

    def tokens_per_s(self, model: Path, item: Item) -> Generator[None, None, float]:
        """The speed of writing behind the prompt; yields while the program works. Raises: LlamaBenchFailed."""
        test = ("-p", "0", "-n", str(item.tokens), "-d", str(item.prompt_tokens))
        return (yield from self._rate(model, item, *test))

    def _rate(self, model: Path, item: Item, *test: str) -> Generator[None, None, float]:
        params = item.params
        how = ("-ngl", str(params.n_gpu_layers), "-t", str(params.n_threads), "-fa", "1" if params.flash_attn else "0")
        cache = ("-ctk", params.type_k, "-ctv", params.type_v)
        command = [str(self.path), "-m", str(model), "-r", "1", "-o", "json", *how, *cache, *test]
        told = yield from self._run(command)
        try:
            rate = float(json.loads(told)[0]["avg_ts"])
        except (ValueError, LookupError, TypeError) as error:
            raise LlamaBenchFailed(name=str(self.path), detail="its answer is not understood.") from error
        if rate <= 0:
            raise LlamaBenchFailed(name=str(self.path), detail="it measured nothing.")
        return rate

    def _run(self, command: Sequence[str]) -> Generator[None, None, str]:
        with tempfile.TemporaryFile() as complaints:
            try:
                process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints, text=True
                )
            except OSError as error:
                raise LlamaBenchFailed(name=str(self.path), detail=f"{error.strerror}.") from error
            with process:
                try:
                    while True:
                        try:
                            told, _ = process.communicate(timeout=_POLL_S)
                            break
                        except subprocess.TimeoutExpired:
                            yield
                finally:
                    process.kill()
            if process.returncode:
                complaints.seek(0)
                last = complaints.read().decode("utf-8", "replace").strip().splitlines()[-1:]
                detail = f"it ended with code {process.returncode}" + (f": {last[0][:200]}" if last else ".")
                raise LlamaBenchFailed(name=str(self.path), detail=detail)
            return told
