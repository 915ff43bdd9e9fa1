"""What is asked of the fetcher and what it says: an iterator of these values; closing the iterator pauses.

The states of a download: queued, checking, downloading <-> waiting, verifying, ready; rechecking when a part from
an earlier run is read again. A failure is `models.errors.DownloadFailed` with a `Reason`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from models.catalogue import CatalogueEntry
from models.hub.reasons import Reason

Layout = Literal["hub", "modelscope"]

HUB = "https://huggingface.co"
LATEST = "main"

_REPO = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
_FILE = re.compile(r"[A-Za-z0-9_][\w.()+-]*(?:/[A-Za-z0-9_][\w.()+-]*)*\.gguf", re.ASCII | re.IGNORECASE)
_PACK = re.compile(r"[A-Za-z0-9_][\w.+-]*\.pack", re.ASCII)
_COMMIT = re.compile(r"[\w.-]+", re.ASCII)


def is_repo(name: str) -> bool:
    """Whether `name` can be a repository's: `org/name`."""
    return _REPO.fullmatch(name) is not None and ".." not in name


def is_model_file(name: str) -> bool:
    """Whether `name` can be that of a model's file in a repository, and leads nowhere else."""
    return _FILE.fullmatch(name) is not None and ".." not in name


def is_pack_file(name: str) -> bool:
    """Whether `name` can be that of a part of the engine, see models.engine.pack."""
    return _PACK.fullmatch(name) is not None and ".." not in name


class Value(msgspec.Struct, frozen=True, tag=True):
    """Base of everything that crosses the pipe: immutable, tagged with its class name."""


# --- what is asked -------------------------------------------------------------------------------------------------


class WantedFile(Value, frozen=True):
    """One file of a repository. A size or hash that is None is taken from the Hub at the pinned commit.

    `name_seen` False: the name is a guess; the Hub's own is found in its listing (see models.hub.naming).
    """

    name: str
    size_bytes: int | None = None
    sha256: str | None = None
    name_seen: bool = True


class Source(Value, frozen=True, kw_only=True):
    """Where from and by which way: the Hub or a mirror of it, a proxy, own certificates, a token.

    `layout` says how the addresses of the place are made: as the Hub's, or as ModelScope's.
    `proxy` None takes the system's. `token` goes to the exact host of `endpoint`, and only when that is the Hub.
    """

    endpoint: str = HUB
    layout: Layout = "hub"
    proxy: str | None = None
    ca_bundle: str | None = None
    token: str | None = None

    def __repr__(self) -> str:
        """Without the token: what a traceback or a log shows is not for it."""
        return f"Source({self.endpoint})"

    @property
    def host(self) -> str:
        """Of the endpoint, for people; what was given instead where that is no address."""
        try:
            return urlsplit(self.endpoint).netloc.rpartition("@")[2] or self.endpoint
        except ValueError:
            return self.endpoint

    @property
    def is_mirror(self) -> bool:
        return self.endpoint.rstrip("/") != HUB


class Pace(Value, frozen=True, kw_only=True):
    """How patient a download is, all in seconds. `patience_s` without one new byte ends in failure.

    Before the first byte of a run somebody is watching: `first_patience_s` applies then.
    """

    connect_s: float = 10.0
    read_s: float = 10.0
    lookup_s: float = 4.0
    first_wait_s: float = 1.0
    most_wait_s: float = 60.0
    first_patience_s: float = 45.0
    patience_s: float = 1800.0
    tick_s: float = 0.25


class DownloadRequest(Value, frozen=True, kw_only=True):
    """One model to get: one file, or all parts of a split set, the first of which is the one to load.

    Or a part of the engine, whose size and hash the program must know.

    Raises:
        ValueError: A name that could lead out of the model folder, or is none of a Hub's.
    """

    model: str
    repo: str
    files: tuple[WantedFile, ...]
    commit: str = LATEST

    def __post_init__(self) -> None:
        if not is_repo(self.repo):
            raise ValueError(f"not a repository name: {self.repo!r}")
        if not _COMMIT.fullmatch(self.commit) or ".." in self.commit:
            raise ValueError(f"not a revision: {self.commit!r}")
        if not self.files:
            raise ValueError(f"no files are wanted of {self.repo}")
        for file in self.files:
            known_pack = is_pack_file(file.name) and file.sha256 is not None and file.size_bytes is not None
            if not (is_model_file(file.name) or known_pack):
                raise ValueError(f"not a model file: {file.name!r}")

    @classmethod
    def of(cls, entry: CatalogueEntry) -> DownloadRequest:
        """The request for a catalogue's model, with what it needs to see images."""
        files = entry.files if entry.mmproj is None else (*entry.files, entry.mmproj)
        wanted = tuple(WantedFile(file.name, file.bytes, file.sha256, file.name_seen) for file in files)
        return cls(model=entry.name, repo=entry.repo, files=wanted, commit=entry.commit or LATEST)

    @property
    def page(self) -> str:
        """The publisher's page, for the licence and the button “Open page”."""
        return f"{HUB}/{self.repo}"

    @property
    def size_bytes(self) -> int | None:
        """Of all files together, or None when one is unknown."""
        sizes = [file.size_bytes for file in self.files]
        return sum(size for size in sizes if size is not None) if None not in sizes else None

    def target(self, folder: Path, file: WantedFile) -> Path:
        """Where `file` goes: `<org>/<repo>/<file>.gguf`, as LM Studio lays it out. Never a name of the server's."""
        return folder / self.repo / file.name.rpartition("/")[2]


class Fetch(Value, frozen=True, kw_only=True):
    """Command: get `request` into `folder`. Answered by events, the last of them Ready or Refused."""

    request: DownloadRequest
    folder: str
    source: Source = Source()
    pace: Pace = Pace()
    ledger: str
    cache: str


class Pause(Value, frozen=True):
    """Command: stop at once and keep what is there. Answered by Paused."""


class TryNow(Value, frozen=True):
    """Command: end the present wait."""


Command = Fetch | Pause | TryNow


# --- what is said --------------------------------------------------------------------------------------------------


class Queued(Value, frozen=True):
    """Waiting for `ahead` other downloads of this program."""

    ahead: int


class Checking(Value, frozen=True):
    """Asking the Hub whether the file is still the one this version knows; looking at the disk."""


class Rechecking(Value, frozen=True):
    """Reading the part of an earlier run again."""

    done_bytes: int
    total_bytes: int


class Downloading(Value, frozen=True):
    """`done_bytes` of `total_bytes` of all files are on disk. `rate` in bytes a second; `eta_s` once it is known.

    `again`: what was there has been lost, damaged on the way or removed, and is fetched a second time. Only then is
    `done_bytes` less than it was before.
    """

    done_bytes: int
    total_bytes: int
    rate: float = 0.0
    eta_s: float | None = None
    again: bool = False


class Waiting(Value, frozen=True):
    """Going on by itself in `retry_s`; what is downloaded is kept."""

    reason: Reason
    retry_s: float


class Verifying(Value, frozen=True):
    """All bytes are here; the last check before the file gets its name."""

    done: int
    total: int


class Ready(Value, frozen=True):
    """The model is at `path` (the first part of a split set; `others` are the paths and hashes of the rest).

    Verified unless nobody said what a hash should be.
    """

    path: str
    sha256: str
    verified: bool = True
    others: tuple[tuple[str, str], ...] = ()


DownloadEvent = Queued | Checking | Rechecking | Downloading | Waiting | Verifying | Ready


class Paused(Value, frozen=True):
    """The fetcher's answer to Pause; never seen outside models.hub."""


class Refused(Value, frozen=True):
    """The fetcher's end without a file; becomes DownloadFailed. `values` fill the words of `reason`."""

    reason: Reason
    values: dict[str, str] = {}


Answer = Checking | Rechecking | Downloading | Waiting | Verifying | Ready | Paused | Refused
