"""What the Hub says about a file, asked with huggingface_hub's own pieces.

Import this only where `quiet_environment` has been applied: the library reads its settings when it is imported.
"""

from __future__ import annotations

from urllib.parse import unquote

import httpx2
from huggingface_hub import get_hf_file_metadata, hf_hub_url, set_client_factory
from huggingface_hub.errors import HfHubHTTPError

from models.hub import modelscope
from models.hub.door import Door
from models.hub.events import DownloadRequest, Pace, Source, WantedFile
from models.hub.faults import Fault, of_exception, of_status
from models.hub.reasons import Reason
from models.hub.remote import RemoteFile, agreed


def look_up(door: Door, source: Source, request: DownloadRequest, file: WantedFile, pace: Pace) -> RemoteFile:
    """Ask for the facts of `file` and hold them against what is wanted.

    Raises:
        Fault: Nobody answers, somebody else answers, or the file is not the one that is wanted.
    """
    endpoint = source.endpoint.rstrip("/")
    if source.layout == "modelscope":
        return modelscope.look_up(door, source, request, file)
    url = hf_hub_url(request.repo, file.name, revision=request.commit, endpoint=endpoint)
    set_client_factory(lambda: httpx2.Client(transport=_Through(door), trust_env=False))
    try:
        found = get_hf_file_metadata(url, token=False, timeout=pace.read_s, endpoint=source.endpoint)
    except HfHubHTTPError as error:
        response = error.response
        raise of_status(response.status_code, response.headers, with_token=bool(source.token), linked=False) from error
    except httpx2.HTTPError as error:
        raise of_exception(error, proxied=door.through_proxy(httpx2.URL(url))) from error
    except (ValueError, httpx2.InvalidURL) as error:  # it leads to what is no address
        raise Fault(Reason.PORTAL) from error
    commit = found.commit_hash
    if commit is None:
        # A sign-in page, as the Hub names the commit. Only a mirror may lead straight to its storage without a word
        # on the file, where its name or sha256 stands in the link; what comes is held against the sha256.
        led = found.location != url and _names(unquote(found.location), file)
        if not (source.is_mirror and file.size_bytes and led):
            raise Fault(Reason.PORTAL)
        return agreed(file, url=url, size_bytes=None, sha256=None, commit=request.commit)
    pinned = hf_hub_url(request.repo, file.name, revision=commit, endpoint=endpoint)
    return agreed(file, url=pinned, size_bytes=found.size, sha256=found.etag, commit=commit)


def _names(link: str, file: WantedFile) -> bool:
    """Whether `link` leads to `file`: its name or its sha256 stands in it."""
    return file.name.rpartition("/")[2] in link or (file.sha256 is not None and file.sha256 in link)


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
