"""Whose access token it is: asked of the Hub when the user asks for it, by a fetcher of its own, and never else."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from models.errors import DownloadFailed
from models.hub.events import Pace, Refused, Source, Value
from models.hub.fetch import quiet_environment
from models.hub.reasons import Reason, say
from models.paths import Paths
from models.process import Channel, ChannelClosed, Wire

if TYPE_CHECKING:
    from models.hub.downloads import Starter

MAIN = "models.hub.account:main"
ANSWER_S = 45.0


class WhoAmI(Value, frozen=True, kw_only=True):
    """Command: ask whose the token of `source` is. Answered by Account or Refused."""

    source: Source
    ledger: str
    cache: str
    pace: Pace = Pace()


class Account(Value, frozen=True):
    """The token is good; `name` is the account's at the Hub."""

    name: str


def ask(paths: Paths, starter: Starter, source: Source) -> Iterator[Account]:
    """Whose the token of `source` is: one Account; an iterator because work is one.

    Raises:
        DownloadFailed: The Hub was not reached or does not accept the token.
        ChildDied: The fetcher did not answer.
    """
    child = starter(MAIN, receives=Account | Refused, name="fetcher", log=paths.logs / "fetcher.log")
    answer: Account | Refused
    try:
        child.send(WhoAmI(source=source, ledger=str(paths.data / "network.jsonl"), cache=str(paths.cache)))
        answer = child.receive(ANSWER_S)
    except TimeoutError:
        answer = Refused(Reason.TIMEOUT)
    finally:
        child.end()
    if isinstance(answer, Refused):
        raise DownloadFailed(reason=answer.reason, detail=say(answer.reason, **answer.values), **answer.values)
    yield answer


def main(wire: Wire) -> None:
    """Serve one WhoAmI."""
    channel: Channel[Account | Refused, WhoAmI] = Channel(wire, WhoAmI)
    with contextlib.suppress(ChannelClosed):
        command = channel.receive()
        quiet_environment(Path(command.cache))
        channel.send(who(command))


def who(command: WhoAmI) -> Account | Refused:
    """Ask the Hub, in this process, as huggingface_hub's `whoami` does."""
    import httpx2

    from models.hub.door import Door
    from models.hub.faults import Fault, of_exception, of_status
    from models.hub.ledger import Ledger

    url = httpx2.URL(f"{command.source.endpoint}/api/whoami-v2")
    try:
        with Door(command.source, command.pace, Ledger(Path(command.ledger)), "whose the access token is") as door:
            try:
                response = door.get(url)
            except httpx2.HTTPError as error:
                raise of_exception(error, proxied=door.through_proxy(url)) from error
            if not response.is_success and not response.is_redirect:
                raise of_status(response.status_code, response.headers, with_token=True, linked=False)
            return Account(msgspec.json.decode(response.content, type=_Said).name)
    except Fault as fault:
        return Refused(fault.reason, fault.values)
    except msgspec.MsgspecError:
        return Refused(Reason.PORTAL)


class _Said(msgspec.Struct, frozen=True):
    """What the Hub says of an account, as far as we ask."""

    name: str
