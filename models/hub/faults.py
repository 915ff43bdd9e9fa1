"""What can go wrong on the way, sorted: which reason it is, and whether trying again can help.

The border where exceptions of the HTTP client, statuses and errors of the disk become a `Fault`.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx2

from models.hub.reasons import Reason, clock, gigabytes

FAT_LIMIT_BYTES = 2**32 - 1

_PASSING = {Reason.NO_NETWORK, Reason.TIMEOUT, Reason.RATE, Reason.SERVER}
_UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
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
    """Seconds to wait, from Retry-After: a number or a date."""
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def of_exception(error: Exception, *, proxied: bool) -> Fault:
    """The fault that an exception of the HTTP client tells of."""
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Fault(Reason.TLS)
    if isinstance(error, httpx2.ProxyError) or (proxied and isinstance(error, httpx2.ConnectError)):
        return Fault(Reason.PROXY)
    if any(isinstance(cause, socket.gaierror) or getattr(cause, "errno", 0) in _UNREACHABLE for cause in causes):
        return Fault(Reason.NO_NETWORK)
    return Fault(Reason.TIMEOUT)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@contextmanager
def of_disk(folder: Path, rest_bytes: int, free_bytes: int | None = None) -> Iterator[None]:
    """Turn errors of the disk under `folder` into faults; `rest_bytes` are still to be written there."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EFBIG and rest_bytes > FAT_LIMIT_BYTES:
            raise Fault(Reason.FILE_TOO_BIG) from error
        if error.errno in _FULL:
            raise no_space(folder, rest_bytes, free_bytes or 0) from error
        raise Fault(Reason.DISK_IO, folder=str(folder)) from error


def no_space(folder: Path, needed_bytes: int, free_bytes: int) -> Fault:
    """The disk is full, or would be."""
    return Fault(Reason.DISK_FULL, folder=str(folder), needed=gigabytes(needed_bytes), free=gigabytes(free_bytes))
