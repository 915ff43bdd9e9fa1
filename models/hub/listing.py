"""The lister: the main of a short-lived child that may use the network, for one question about the Hub's repositories.

Started through the gate. Asked with huggingface_hub's own client, through our door: what is told besides the question
is nothing. It imports nothing that reads settings before the environment is its own.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from models.hub.events import Pace, Pause, Paused, Refused, Source, Value
from models.hub.fetch import quiet_environment
from models.hub.repository import Looked, Repository
from models.process import Channel, ChannelClosed, Wire

if TYPE_CHECKING:
    from models.hub.pacing import Switch

MAIN = "models.hub.listing:main"


class Ask(Value, frozen=True, kw_only=True):
    """Command: the `limit` most downloaded repositories of models that `words` name; without words, the one `repo`.

    Answered by Listed, by a Looked or Missed for each of its repositories, and Told; at any time by Refused or Paused.
    """

    words: str = ""
    repo: str = ""
    limit: int
    source: Source
    pace: Pace = Pace()
    ledger: str
    cache: str


class Listed(Value, frozen=True):
    """What was found, the most downloaded first; each is looked at next, in this order."""

    repositories: tuple[Repository, ...]


class Missed(Value, frozen=True):
    """This repository could not be looked at now."""

    id: str


class Told(Value, frozen=True):
    """That was all."""


Answer = Listed | Looked | Missed | Told | Refused | Paused


def main(wire: Wire) -> None:
    """Serve one `Ask`; a pause, or the end of the pipe, ends it at once."""
    channel: Channel[Answer, Ask | Pause] = Channel(wire, Ask | Pause)
    with contextlib.suppress(ChannelClosed):
        command = channel.receive()
        assert isinstance(command, Ask)
        quiet_environment(Path(command.cache))
        from models.hub.pacing import Switch

        switch = Switch()
        threading.Thread(target=_listen, args=(channel, switch), name="commands", daemon=True).start()
        for answer in answers(command, switch):
            channel.send(answer)


def answers(command: Ask, switch: Switch) -> Iterator[Answer]:
    """Ask, in this process; the last answer is Told, Paused or Refused."""
    from models.hub.asking import Hub
    from models.hub.door import Door
    from models.hub.faults import Fault, Stopped
    from models.hub.ledger import Ledger

    why = f"search for {command.words}" if command.words else f"look at {command.repo}"
    try:
        with Door(command.source, command.pace, Ledger(Path(command.ledger)), why) as door:
            switch.guard(door)
            hub = Hub(door, command.source)
            try:
                if not command.words:
                    yield hub.look(Repository(id=command.repo))
                else:
                    found = hub.search(command.words, command.limit)
                    yield Listed(found)
                    for repository in found:
                        yield hub.try_to_look(repository)
            finally:
                switch.check()  # a connection that was shut under our hands is no fault
    except Stopped:
        yield Paused()
    except Fault as fault:
        yield Refused(fault.reason, fault.values)
    else:
        yield Told()


def _listen(channel: Channel[Answer, Ask | Pause], switch: Switch) -> None:
    """Without a parent there is nobody to ask for."""
    with contextlib.suppress(ChannelClosed):
        channel.receive()
    switch.pause()
