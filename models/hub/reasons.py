"""Why a download waits or failed: the reasons, the words for the user, and the way out each offers.

The words are templates with named values, so that the window can translate a template and then fill it in.
"""

from __future__ import annotations

from enum import StrEnum
from string import Formatter


class Reason(StrEnum):
    """What stands in the way. `sentence` is the template of its words, `button` the label of the way out."""

    NO_NETWORK = "no_network"
    TIMEOUT = "timeout"
    PORTAL = "portal"
    PROXY = "proxy"
    TLS = "tls"
    RATE = "rate"
    SERVER = "server"
    GATED = "gated"
    AUTH = "auth"
    GONE = "gone"
    NOT_MIRRORED = "not_mirrored"
    CHANGED = "changed"
    CORRUPT = "corrupt"
    DISK_FULL = "disk_full"
    FILE_TOO_BIG = "file_too_big"
    DISK_IO = "disk_io"
    IN_USE = "in_use"
    UNSUPPORTED = "unsupported"
    HELPER_GONE = "helper_gone"

    @property
    def sentence(self) -> str:
        return _WORDS[self][0]

    @property
    def button(self) -> str:
        return _WORDS[self][1]

    @property
    def names(self) -> frozenset[str]:
        """The names its sentence wants values for."""
        return frozenset(field for _, field, _, _ in Formatter().parse(self.sentence) if field)


_ASKED_TO_WAIT = "The model server asks us to wait. Continuing in {wait}."

_WORDS: dict[Reason, tuple[str, str]] = {
    Reason.NO_NETWORK: ("No internet connection. The part already downloaded is kept.", "Try again"),
    Reason.TIMEOUT: ("The model server is not answering. What is downloaded is kept.", "Try again"),
    Reason.PORTAL: ("This network shows a sign-in page instead of the file.", "Try again"),
    Reason.PROXY: ("The proxy refused the connection.", "Settings"),
    Reason.TLS: ("The connection could not be verified (a company proxy, or a wrong clock).", "Settings"),
    Reason.RATE: (_ASKED_TO_WAIT, "Try now"),
    Reason.SERVER: (_ASKED_TO_WAIT, "Try now"),
    Reason.GATED: ("The publisher asks you to accept its licence first.", "Open page"),
    Reason.AUTH: ("The access token was not accepted.", "Open page"),
    Reason.GONE: ("This file is no longer offered.", "Choose another"),
    Reason.NOT_MIRRORED: ("This mirror does not have the file. Choose another one, or the Hub itself.", "Settings"),
    Reason.CHANGED: (
        "The publisher's file differs from the one this version knows. Not downloaded.",
        "Choose another",
    ),
    Reason.CORRUPT: ("The downloaded file was damaged twice and was removed.", "Download again"),
    Reason.DISK_FULL: ("Not enough space in {folder}: {needed} needed, {free} free.", "Change folder"),
    Reason.FILE_TOO_BIG: ("This drive cannot hold files over 4 GB.", "Change folder"),
    Reason.DISK_IO: ("The folder {folder} is not there or cannot be written.", "Change folder"),
    Reason.IN_USE: ("Another window is already downloading it.", "Show"),
    Reason.UNSUPPORTED: ("This model type is not supported by this version.", "Show"),
    Reason.HELPER_GONE: (
        "The helper that reaches the network has stopped. What is downloaded is kept.",
        "Restart Paddock",
    ),
}


# The Hub, or this mirror of it, was not reached or has not got the file: another way may.
OUT_OF_REACH = frozenset(
    {Reason.NO_NETWORK, Reason.TIMEOUT, Reason.PORTAL, Reason.PROXY, Reason.TLS, Reason.SERVER, Reason.NOT_MIRRORED}
)


def say(reason: Reason, **values: str) -> str:
    """The sentence of `reason` with its names filled in. Raises: KeyError when one is missing, which is a bug."""
    return reason.sentence.format(**values)


def clock(seconds: float) -> str:
    """A countdown as m:ss, the value of `{wait}`."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def gigabytes(size_bytes: int) -> str:
    """A size as the table of files shows it: decimal, as disks are sold."""
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e8 else f"{size_bytes / 1e6:.1f} MB"
