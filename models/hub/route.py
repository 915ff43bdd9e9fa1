"""Where a download may be led: the redirects of the Hub, and those of a mirror the user chose."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from models.hub.events import Source
from models.hub.faults import Fault
from models.hub.reasons import Reason

MOST_REDIRECTS = 5

_HUB_HOSTS = ("huggingface.co", "hf.co")

# The addresses that proxy programs with their own name server (Clash, sing-box) hand out for every name.
_MADE_UP = ipaddress.ip_network("198.18.0.0/15")


class Route:
    """The rules for one `source`.

    The Hub leads to its own hosts, encrypted and verified: anything else is a sign-in page or worse. A mirror may
    lead to a storage of its own, for the hash decides; but one on the internet may not lead into the user's network.
    """

    def __init__(self, source: Source) -> None:
        self._mirror = source.is_mirror
        endpoint = urlsplit(source.endpoint)
        self._schemes = ("https",) if endpoint.scheme == "https" else ("https", "http")
        self._host = (endpoint.hostname or "").lower()
        self._private = is_private(self._host)

    def check(self, url: str) -> None:
        """Raises: Fault when `url` may not be followed."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in self._schemes or not (self._mirror or is_hub(host)):
            raise Fault(Reason.PORTAL)
        if host != self._host and is_private(host) and not self._private:
            raise Fault(Reason.PORTAL)

    def check_peer(self, host: str, address: str) -> None:
        """`host` turned out to be `address`. Raises: Fault when that is in the user's network and should not be.

        The Hub's own hosts are known by their certificates; where they lie does not matter.
        """
        if host == self._host:
            self._private = self._private or is_private(address)
        elif self._mirror and is_private(address) and not self._private:
            raise Fault(Reason.PORTAL)


def is_hub(host: str) -> bool:
    """Whether `host` belongs to the Hub."""
    return any(host == known or host.endswith("." + known) for known in _HUB_HOSTS)


def is_private(host: str) -> bool:
    """Whether `host` is written as an address that is not of the public internet. A name is not looked up here."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return not address.is_global and address not in _MADE_UP
