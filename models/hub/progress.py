"""How far a download is: what a bar shows, which never goes back."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from models.hub.events import Answer, DownloadEvent, Downloading, Verifying

E = TypeVar("E", bound=Answer | DownloadEvent)


class Progress:
    """Follows one download through all its fetchers; says of bytes that have to be fetched a second time that they are.

    `fraction` goes from 0 to 1. It stays where it is while a part from an earlier run is read again, which has figures
    of its own, and while lost bytes are fetched again.
    """

    def __init__(self, fraction: float = 0.0) -> None:
        self.fraction = fraction
        self._most_bytes = 0

    def after(self, event: E) -> E:
        """Take note of `event`, and return it with `again` set right."""
        match event:
            case Downloading(done_bytes=done, total_bytes=total):
                if done < self._most_bytes:
                    event = msgspec.structs.replace(event, again=True)
                self._most_bytes = max(self._most_bytes, done)
                self._reach(done, total)
            case Verifying(done=done, total=total):
                self._reach(done, total)
        return event

    def _reach(self, done: int, total: int) -> None:
        if total:
            self.fraction = max(self.fraction, min(1.0, done / total))
