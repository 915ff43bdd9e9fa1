"""The engine's process: commands in, events out, one loop around the scheduler."""

from __future__ import annotations

import time
from collections import deque
from pathlib import Path

from models.engine import llama
from models.engine.protocol import (
    Cancel,
    Command,
    Count,
    Counted,
    CountMessages,
    Event,
    Failed,
    Forget,
    Generate,
    Keep,
    Load,
    Loading,
    LoadParams,
)
from models.engine.serving import Serving
from models.errors import ModelLoadFailed, ModelNotLoaded, PaddockError
from models.process import Channel, ChannelClosed, Wire

_TOLD_EVERY_S = 0.05  # how often a load and the reading of a prompt report


def main(wire: Wire) -> None:
    """Serve until the pipe ends."""
    channel: Channel[Event, Command] = Channel(wire, Command)
    llama.start()
    try:
        Worker(channel).run()
    except ChannelClosed:
        return


class Worker:
    """Takes commands between two decodes; nothing of it is called from another thread."""

    def __init__(self, channel: Channel[Event, Command]) -> None:
        self._channel = channel
        self._serving: Serving | None = None
        self._waiting: deque[Command] = deque()  # taken from the channel while a prompt was read

    def run(self) -> None:
        """Raises: ChannelClosed, when it is time to end."""
        while True:
            busy = self._serving is not None and self._serving.busy
            command = self._next(block=not busy)
            if command is not None:
                self._obey(command)
            elif self._serving is not None:
                self._serving.step()

    def _next(self, *, block: bool) -> Command | None:
        if self._waiting:
            return self._waiting.popleft()
        try:
            return self._channel.receive(None if block else 0)
        except TimeoutError:
            return None

    def _urgent(self) -> bool:
        """Something has come that a prompt's reading should not hold up."""
        try:
            while True:
                self._waiting.append(self._channel.receive(0))
        except TimeoutError:
            return any(map(self._cannot_wait, self._waiting))
        except ChannelClosed:
            return True  # `_next` meets it again

    def _cannot_wait(self, command: Command) -> bool:
        match command:
            case Cancel() | Keep():
                return True
            case Generate():
                return not command.background and self._serving is not None and self._serving.in_background
            case _:
                return False

    def _obey(self, command: Command) -> None:
        number = 0 if isinstance(command, Load | Forget) else command.id
        try:
            match command:
                case Load():
                    self._load(Path(command.path), command.params, Path(command.kept) if command.kept else None)
                case _ if self._serving is None:
                    raise ModelNotLoaded
                case Generate():
                    self._serving.generate(command)
                case Cancel():
                    self._serving.cancel(command.id)
                case Count():
                    self._channel.send(Counted(number, self._serving.count(command.texts)))
                case CountMessages():
                    counted = self._serving.count_messages(command.messages, command.tools)
                    self._channel.send(Counted(number, (counted,)))
                case Keep():
                    self._channel.send(Counted(number, self._serving.keep()))
                case Forget():
                    self._serving.forget(command.conversation)
        except PaddockError as error:
            self._channel.send(Failed(number, type(error).__name__, error.values))

    def _load(self, path: Path, params: LoadParams, kept: Path | None) -> None:
        """Raises: ModelLoadFailed."""
        started, told = time.perf_counter(), 0.0

        def progress(fraction: float) -> bool:
            nonlocal told
            now = time.perf_counter()
            if now - told >= _TOLD_EVERY_S:
                told = now
                try:
                    self._channel.send(Loading(fraction))
                except ChannelClosed:
                    return False
            return True

        try:
            serving = Serving(path, params, self._channel.send, progress, kept, self._urgent)
        except (llama.LlamaError, OSError) as error:
            raise ModelLoadFailed(name=path.name, detail=str(error)) from error
        self._channel.send(Loading(1.0))
        self._serving = serving
        self._channel.send(serving.description((time.perf_counter() - started) * 1000))
