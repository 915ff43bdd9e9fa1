"""The parent's side of a search of the Hub: one question, in a lister of its own, as an iterator of what comes back.

Nothing is asked by itself: a search is one press of Enter.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator, Iterator

from models.errors import (
    ChildDied,
    DownloadFailed,
    HubBusy,
    HubNotSearchable,
    HubUnreachable,
    PaddockError,
    RepositoryMissing,
)
from models.hub.downloads import SILENCE_S, TICK_S, Downloads
from models.hub.events import Pause, Paused, Refused
from models.hub.listing import MAIN, Answer, Ask, Listed, Missed, Told
from models.hub.reasons import Reason, say
from models.hub.repository import Looked
from models.process import Child

LIMIT = 12

Result = Listed | Looked | Missed


class Search:
    """A search under way: Listed, then a Looked or Missed for each repository; used by one thread.

    `close` ends it at once and may be called by any thread, also while another waits for the next result.

    Raises:
        HubUnreachable, HubBusy, HubNotSearchable, RepositoryMissing: As they say.
        DownloadFailed: The Hub cannot be asked for another `reason`.
        ChildDied: The lister itself died.
    """

    def __init__(self, downloads: Downloads, *, words: str = "", repo: str = "", limit: int = LIMIT) -> None:
        self._downloads = downloads
        self._ask = words, repo, limit
        self._child: Child[Ask | Pause, Answer] | None = None
        self._closed = False
        self._runner: int | None = None
        self._results = self._run()

    def __iter__(self) -> Iterator[Result]:
        return self

    def __next__(self) -> Result:
        self._runner = threading.get_ident()
        return next(self._results)

    def close(self) -> None:
        """End it. A thread that is not the iterating one only asks, and does not wait."""
        self._closed = True
        child = self._child
        if child is not None:
            with contextlib.suppress(ChildDied):
                child.send(Pause())
        if self._runner in (None, threading.get_ident()):
            self._results.close()

    def _run(self) -> Generator[Result, None, None]:
        owner, (words, repo, limit) = self._downloads, self._ask
        source = owner.signed()
        if source.layout != "hub":
            raise HubNotSearchable(host=source.host)
        command = Ask(
            words=words, repo=repo, limit=limit, source=source, pace=owner.pace,
            ledger=str(owner.ledger.path), cache=str(owner.paths.cache),
        )  # fmt: skip
        child = owner.starter(MAIN, receives=Answer, name="fetcher", log=owner.paths.logs / "lister.log")
        try:
            self._child = child
            child.send(command)
            if self._closed:
                child.send(Pause())
            while not isinstance(answer := _next(child), Paused | Told):
                if isinstance(answer, Refused):
                    raise _error(answer, command)
                yield answer
        finally:
            self._child = None
            child.end()


def look(downloads: Downloads, repo: str) -> Looked:
    """One repository. Raises: as Search does."""
    with contextlib.closing(Search(downloads, repo=repo)) as results:
        for result in results:
            if isinstance(result, Looked):
                return result
    raise ChildDied(name="fetcher", exit="no sign of life")


def _error(refused: Refused, command: Ask) -> PaddockError:
    """A download keeps what is there and goes on by itself; a question is put again, which wants other words."""
    host = command.source.host
    match refused.reason:
        case Reason.NO_NETWORK | Reason.TIMEOUT:
            return HubUnreachable(host=host)
        case Reason.RATE | Reason.SERVER:
            return HubBusy(host=host)
        case Reason.GONE | Reason.GATED if command.repo:
            return RepositoryMissing(name=command.repo, host=host)
    detail = say(refused.reason, **refused.values)
    return DownloadFailed(reason=refused.reason, detail=detail, **refused.values)


def _next(child: Child[Ask | Pause, Answer]) -> Answer:
    """What the lister says next; it may take its time as long as its heart beats."""
    while True:
        with contextlib.suppress(TimeoutError):
            return child.receive(TICK_S)
        if child.silent_s() > SILENCE_S:
            raise ChildDied(name=child.name, exit="no sign of life")
