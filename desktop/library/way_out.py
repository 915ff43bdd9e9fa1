"""What the button of a download's failure does."""

from __future__ import annotations

from enum import Enum, auto

from models.hub.reasons import Reason


class WayOut(Enum):
    """Try again, look at the publisher's page, change a setting, choose something else, or start the program anew."""

    AGAIN = auto()
    PAGE = auto()
    SETTINGS = auto()
    ANOTHER = auto()
    RESTART = auto()


_WAYS = {
    Reason.PROXY: WayOut.SETTINGS,
    Reason.TLS: WayOut.SETTINGS,
    Reason.GATED: WayOut.PAGE,
    Reason.AUTH: WayOut.PAGE,
    Reason.GONE: WayOut.ANOTHER,
    Reason.CHANGED: WayOut.ANOTHER,
    Reason.UNSUPPORTED: WayOut.ANOTHER,
    Reason.DISK_FULL: WayOut.SETTINGS,
    Reason.FILE_TOO_BIG: WayOut.SETTINGS,
    Reason.DISK_IO: WayOut.SETTINGS,
    Reason.HELPER_GONE: WayOut.RESTART,
}


def way_out(reason: Reason | None) -> WayOut:
    """The way out that the button of `reason` names."""
    return WayOut.AGAIN if reason is None else _WAYS.get(reason, WayOut.AGAIN)
