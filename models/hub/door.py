"""The one door out: an HTTP client that writes down every request and can be shut at any moment.

Beside what it is told it sends no more than a host needs: no cookies kept, no trace ids, no token but to the Hub
itself, one fixed name as its user agent.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx2

from models.hub.dial import Dialler
from models.hub.events import HUB, Pace, Source
from models.hub.faults import Fault, Stopped, of_disk
from models.hub.ledger import Ledger, Receipt
from models.hub.reasons import Reason
from models.hub.route import Route

USER_AGENT = "Paddock"
LEDGER_ROOM_BYTES = 1_000_000


class Door(httpx2.Client):
    """A client for one `source`. `why` is what the ledger says of its requests. Redirects are the caller's.

    Raises:
        Fault: The certificates the user named cannot be read, an address is none or may not be connected to.
    """

    def __init__(self, source: Source, pace: Pace, ledger: Ledger, why: str) -> None:
        try:
            self.route = Route(source)
        except ValueError as error:
            raise Fault(Reason.TIMEOUT) from error
        self.why = why
        self._source = source
        self._ledger = ledger
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_shut = False
        verify = certificates(source.ca_bundle)
        try:
            super().__init__(
                proxy=source.proxy,
                verify=verify,
                timeout=httpx2.Timeout(pace.read_s, connect=pace.connect_s),
                limits=httpx2.Limits(max_connections=2, max_keepalive_connections=1),
                follow_redirects=False,
            )
        except (ValueError, httpx2.InvalidURL) as error:  # the user's, or one of the system's
            raise Fault(Reason.PROXY) from error
        dialler = Dialler(pace.lookup_s, lambda: self._is_shut)
        for transport in (self._transport, *self._mounts.values()):
            if isinstance(transport, httpx2.HTTPTransport):
                transport._pool._network_backend = dialler  # httpcore2 takes one, httpx2 passes none on

    def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """Send one request, written down before it leaves and again when its answer is closed."""
        request.headers["User-Agent"] = USER_AGENT
        request.headers.pop("Authorization", None)
        request.headers.pop("Cookie", None)
        to_hub = f"{request.url.scheme}://{request.url.netloc.decode()}" == HUB
        if self._source.token and to_hub and not self._source.is_mirror:  # nor where a mirror leads to the Hub
            request.headers["Authorization"] = f"Bearer {self._source.token}"
        request.extensions = {**request.extensions, "trace": self._watch(request.url)}
        with ExitStack() as entry:
            # A request that cannot be written down is not made.
            entry.enter_context(of_disk(self._ledger.path.parent, LEDGER_ROOM_BYTES))
            receipt = entry.enter_context(self._ledger.request(request.method, request.url.host, self.why))
            response = super().send(request, **{**options, "stream": True})
            receipt.status = response.status_code
            assert isinstance(response.stream, httpx2.SyncByteStream)
            response.stream = _Counted(response.stream, receipt, entry.pop_all())
        if not options.get("stream"):
            response.read()
        return response

    def through_proxy(self, url: httpx2.URL) -> bool:
        """Whether `url` is reached through a proxy, the user's or the system's."""
        proxies = urllib.request.getproxies()
        system = (url.scheme in proxies or "all" in proxies) and not urllib.request.proxy_bypass(url.host)
        return bool(self._source.proxy) or bool(system)

    def shut(self) -> None:
        """End whatever it is doing, within milliseconds, from any thread; it opens no more."""
        with self._lock:
            self._is_shut = True
            if self._socket is not None:
                # Not the method of an SSLSocket, which would pull the session away under its reader.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _watch(self, url: httpx2.URL) -> Any:
        def trace(name: str, info: dict[str, Any]) -> None:
            if not name.endswith(("connect_tcp.complete", "start_tls.complete")):
                return
            stream = info["return_value"]
            with self._lock:
                self._socket = stream.get_extra_info("socket")
                if self._is_shut:
                    raise Stopped
            if name.endswith("connect_tcp.complete") and not self.through_proxy(url):
                self.route.check_peer(url.host, str(stream.get_extra_info("server_addr")[0]))

        return trace


class _Counted(httpx2.SyncByteStream):
    """A body whose bytes are counted for the ledger."""

    def __init__(self, body: httpx2.SyncByteStream, receipt: Receipt, entry: ExitStack) -> None:
        self._body = body
        self._receipt = receipt
        self._entry = entry

    def __iter__(self) -> Iterator[bytes]:
        for block in self._body:
            self._receipt.received_bytes += len(block)
            yield block

    def close(self) -> None:
        try:
            self._entry.close()
        finally:
            self._body.close()


def certificates(ca_bundle: str | None) -> ssl.SSLContext:
    """The usual certificates, and the user's own. Raises: Fault when those cannot be read."""
    context = httpx2.create_ssl_context()
    if ca_bundle:
        try:
            context.load_verify_locations(cafile=ca_bundle)
        except OSError as error:
            raise Fault(Reason.TLS) from error
    return context
