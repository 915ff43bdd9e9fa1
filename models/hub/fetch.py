"""The fetcher: the main of a short-lived child that may use the network, for one download.

Started through the gate. It imports nothing that reads settings before the environment is its own.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from models.hub.events import Answer, Command, Fetch, Pause, Paused, Ready, Refused, TryNow
from models.process import Channel, ChannelClosed, Wire

if TYPE_CHECKING:
    from models.hub.pacing import Switch

MAIN = "models.hub.fetch:main"


def main(wire: Wire) -> None:
    """Serve one `Fetch`; a pause, or the end of the pipe, keeps what is there."""
    channel: Channel[Answer, Command] = Channel(wire, Command)
    with contextlib.suppress(ChannelClosed):
        command = channel.receive()
        assert isinstance(command, Fetch)
        quiet_environment(Path(command.cache))
        from models.hub.pacing import Switch

        switch = Switch()
        threading.Thread(target=_listen, args=(channel, switch), name="commands", daemon=True).start()
        for answer in fetch(command, switch):
            channel.send(answer)


def fetch(command: Fetch, switch: Switch) -> Iterator[Answer]:
    """Get all files of the request; the last answer is Ready, Paused or Refused."""
    from models.hub.door import Door
    from models.hub.faults import Fault, Stopped
    from models.hub.ledger import Ledger
    from models.hub.transfer import Transfer

    request, folder = command.request, Path(command.folder)
    transfers: list[Transfer] = []
    try:
        with Door(command.source, command.pace, Ledger(Path(command.ledger)), f"download {request.model}") as door:
            switch.guard(door)
            transfers += (
                Transfer(request, file, folder, door=door, source=command.source, pace=command.pace, switch=switch)
                for file in request.files
            )
            if len(transfers) > 1:  # what is shown as the whole, and must fit on the disk, is known from the start
                for transfer in transfers:
                    yield from transfer.size_up()
            for number, transfer in enumerate(transfers):
                yield from transfer.run(transfers[:number], transfers[number + 1 :])
    except Stopped:
        yield Paused()
    except Fault as fault:
        yield Refused(fault.reason, fault.values)
    else:
        files = [(str(each.path), each.sha256) for each in transfers]
        yield Ready(*files[0], all(each.verified for each in transfers), tuple(files[1:]))


def quiet_environment(cache: Path) -> None:
    """Make huggingface_hub report nothing, keep nothing and send no token; before it is imported."""
    for name in [name for name in os.environ if name.startswith(("HF_", "HUGGINGFACE", "HUGGING_FACE"))]:
        del os.environ[name]
    os.environ |= {
        "HF_HOME": str(cache / "hub"),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    }


def _listen(channel: Channel[Answer, Command], switch: Switch) -> None:
    """Turn the switch as the commands say; without a parent there is nobody to fetch for."""
    try:
        while True:
            match channel.receive():
                case Pause():
                    switch.pause()
                case TryNow():
                    switch.try_now()
                case Fetch():
                    raise AssertionError("one fetcher serves one download")
    except ChannelClosed:
        switch.pause()
