"""What the Hub says about a file, asked with huggingface_hub's own pieces.

Import this only where `quiet_environment` has been applied: the library reads its settings when it is imported.
"""

from __future__ import annotations

import re
import socket
import threading
from urllib.parse import urlsplit

import httpx2
import msgspec
from huggingface_hub import get_hf_file_metadata, hf_hub_url, set_client_factory
from huggingface_hub.errors import HfHubHTTPError

from models.hub.door import Door
from models.hub.events import DownloadRequest, Pace, Source, WantedFile
from models.hub.faults import Fault, of_exception, of_status
from models.hub.reasons import Reason

_SHA256 = re.compile(r"[0-9a-f]{64}")


class RemoteFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as the Hub describes it at one commit."""

    url: str
    size_bytes: int
    sha256: str | None
    commit: str


def look_up(door: Door, source: Source, request: DownloadRequest, file: WantedFile, pace: Pace) -> RemoteFile:
    """Ask for the facts of `file` and hold them against what is wanted.

    Raises:
        Fault: Nobody answers, somebody else answers, or the file is not the one that is wanted.
    """
    url = hf_hub_url(request.repo, file.name, revision=request.commit, endpoint=source.endpoint.rstrip("/"))
    if not door.through_proxy(httpx2.URL(url)):
        find(urlsplit(url).hostname or "", pace.lookup_s)
    set_client_factory(lambda: httpx2.Client(transport=_Through(door), trust_env=False))
    try:
        found = get_hf_file_metadata(url, token=False, timeout=pace.read_s, endpoint=source.endpoint)
    except HfHubHTTPError as error:
        response = error.response
        raise of_status(response.status_code, response.headers, with_token=bool(source.token), linked=False) from error
    except httpx2.HTTPError as error:
        raise of_exception(error, proxied=door.through_proxy(httpx2.URL(url))) from error
    if found.commit_hash is None:
        raise Fault(Reason.PORTAL)  # a sign-in page, or a redirect to one: the Hub and its mirrors name the commit
    sha256 = found.etag if found.etag and _SHA256.fullmatch(found.etag) else None
    size_bytes = file.size_bytes if found.size is None else found.size
    if size_bytes is None or size_bytes != (file.size_bytes or size_bytes):
        raise Fault(Reason.CHANGED)
    if sha256 and sha256 != (file.sha256 or sha256):
        raise Fault(Reason.CHANGED)
    pinned = hf_hub_url(request.repo, file.name, revision=found.commit_hash, endpoint=source.endpoint.rstrip("/"))
    return RemoteFile(url=pinned, size_bytes=size_bytes, sha256=file.sha256 or sha256, commit=found.commit_hash)


class _Through(httpx2.BaseTransport):
    """huggingface_hub's own client, led through our door. Closing it leaves the door open."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self._door.send(request, stream=True)
        if "X-Linked-Etag" in response.headers:
            # All facts are here. huggingface_hub would follow a mirror's redirect to storage of its own, and lose them.
            response.headers.pop("Location", None)
        return response


def find(host: str, timeout_s: float) -> None:
    """Look up the address of `host`, in bounded time. Raises: Fault when there is none: no network, most likely."""
    answer: list[object] = []

    def ask() -> None:
        try:
            answer.append(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        except OSError as error:
            answer.append(error)

    asking = threading.Thread(target=ask, name="look-up", daemon=True)
    asking.start()
    asking.join(timeout_s)
    if not answer or isinstance(answer[0], OSError):
        raise Fault(Reason.NO_NETWORK)
