"""What can go wrong on the way, sorted: which reason it is, and whether trying again can help.

The border where exceptions of the HTTP client, statuses and errors of the disk become a `Fault`.
"""

from __future__ import annotations

import errno
import shutil
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from models.errors import DownloadFailed
from models.hub.reasons import Reason, clock, gigabytes, say

FAT_LIMIT_BYTES = 2**32 - 1
MOST_RETRY_S = 24 * 3600.0

_PASSING = {Reason.NO_NETWORK, Reason.TIMEOUT, Reason.RATE, Reason.SERVER}
UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Fault(Exception):
    """A download cannot go on: at all, or, when `passing`, for now."""

    def __init__(self, reason: Reason, *, retry_after_s: float | None = None, **values: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_s = retry_after_s
        self.values = values if "wait" not in reason.names else {"wait": clock(retry_after_s or 0)}

    @property
    def passing(self) -> bool:
        return self.reason in _PASSING


class Stopped(Exception):
    """The user paused; what is there is kept."""


def of_status(status: int, headers: Mapping[str, str], *, with_token: bool, linked: bool) -> Fault:
    """The fault that an HTTP status tells of. `linked`: it came from the storage behind a signed link."""
    code = headers.get("X-Error-Code", "")
    wait_s = retry_after(headers)
    if status == 407:
        return Fault(Reason.PROXY)
    if status == 511:
        return Fault(Reason.PORTAL)
    if status == 416:
        return Fault(Reason.CHANGED)
    if status == 429:
        return Fault(Reason.RATE, retry_after_s=wait_s)
    if status >= 500 or status == 408 or (linked and status in (400, 401, 403, 404, 410)):
        return Fault(Reason.SERVER, retry_after_s=wait_s)  # a signed link that has expired: a new one is asked for
    if code == "GatedRepo":
        return Fault(Reason.GATED)
    if status in (401, 403) and code not in ("RepoNotFound", "RevisionNotFound", "EntryNotFound"):
        return Fault(Reason.AUTH if with_token else Reason.GATED)
    return Fault(Reason.GONE)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from Retry-After: a number, or a date by the server's own clock, for ours may be wrong.

    At most a day: a server that asks for more is asked again then.
    """
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return min(float(value), MOST_RETRY_S)
    try:
        wait_s = (_date(value) - _date(headers.get("Date", ""), datetime.now(UTC))).total_seconds()
    except ValueError:
        return None
    return min(max(0.0, wait_s), MOST_RETRY_S)


def _date(value: str, default: datetime | None = None) -> datetime:
    """A date of HTTP; one without a zone is UTC. Raises: ValueError when it is none and there is no default."""
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        if default is None:
            raise
        return default
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def of_exception(error: Exception, *, proxied: bool) -> Fault:
    """The fault that an exception of the HTTP client tells of."""
    import httpx2  # here: the window says what a fault is, and has no HTTP client

    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Fault(Reason.TLS)
    if isinstance(error, httpx2.ProxyError) or (proxied and isinstance(error, httpx2.ConnectError)):
        return Fault(Reason.PROXY)
    if any(isinstance(cause, socket.gaierror) or getattr(cause, "errno", 0) in UNREACHABLE for cause in causes):
        return Fault(Reason.NO_NETWORK)
    return Fault(Reason.TIMEOUT)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@contextmanager
def spoken() -> Iterator[None]:
    """Turn a fault into the error that is shown; for work that is no download. Raises: DownloadFailed."""
    try:
        yield
    except Fault as fault:
        detail = say(fault.reason, **fault.values)
        raise DownloadFailed(reason=fault.reason, detail=detail, **fault.values) from fault


@contextmanager
def of_disk(folder: Path, rest_bytes: int, whole_bytes: int | None = None) -> Iterator[None]:
    """Turn errors of the disk under `folder` into faults; `rest_bytes` of `whole_bytes` are still to be written."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EFBIG and (whole_bytes or rest_bytes) > FAT_LIMIT_BYTES:
            raise Fault(Reason.FILE_TOO_BIG) from error
        if error.errno in _FULL:
            raise no_space(folder, rest_bytes, _free(folder) if error.errno == errno.ENOSPC else 0) from error
        raise Fault(Reason.DISK_IO, folder=str(folder)) from error


def _free(folder: Path) -> int:
    """What is free there; of a quota or a limit on files nobody can say it."""
    with suppress(OSError):
        return shutil.disk_usage(folder).free
    return 0


def no_space(folder: Path, needed_bytes: int, free_bytes: int) -> Fault:
    """The disk is full, or would be."""
    return Fault(Reason.DISK_FULL, folder=str(folder), needed=gigabytes(needed_bytes), free=gigabytes(free_bytes))
