"""A file at ModelScope, whose addresses are not the Hub's.

`GET /api/v1/models/{repo}/repo/files` lists a repository with sizes and sha256, `GET /api/v1/models/{repo}/repo` with a
FilePath leads to the bytes; both as ModelScope's own client asks. Its one branch is called master.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

import httpx2
import msgspec

from models.hub.door import Door
from models.hub.events import DownloadRequest, Source, WantedFile
from models.hub.faults import Fault, of_exception, of_status
from models.hub.reasons import Reason
from models.hub.remote import RemoteFile, agreed

REVISION = "master"
MOST_BYTES = 8 * 1024 * 1024  # of a listing


class _File(msgspec.Struct, frozen=True, rename="pascal"):
    path: str
    size: int = 0
    sha256: str = ""
    type: str = "blob"


class _Data(msgspec.Struct, frozen=True, rename="pascal"):
    files: tuple[_File, ...] = ()


class _Listing(msgspec.Struct, frozen=True, rename="pascal"):
    data: _Data | None = None


def look_up(door: Door, source: Source, request: DownloadRequest, file: WantedFile) -> RemoteFile:
    """Ask for the facts of `file`, by its name or, where it is called otherwise there, by its sha256.

    Raises:
        Fault: Nobody answers, the repository or the file is not there, or is not the one that is wanted.
    """
    repository = f"{source.endpoint.rstrip('/')}/api/v1/models/{quote(request.repo)}/repo"
    listed = _list(door, f"{repository}/files?{urlencode({'Revision': REVISION, 'Recursive': 'true'})}")
    files = [one for one in listed if one.type != "tree"]
    named = [one for one in files if one.path == file.name]
    alike = [one for one in files if file.sha256 and one.sha256 == file.sha256]
    for found in (*named, *alike):
        url = f"{repository}?{urlencode({'Revision': REVISION, 'FilePath': found.path})}"
        return agreed(file, url=url, size_bytes=found.size, sha256=found.sha256, commit=REVISION)
    raise Fault(Reason.NOT_MIRRORED)


def _list(door: Door, url: str) -> tuple[_File, ...]:
    try:
        with door.stream("GET", url) as response:
            if response.status_code in (401, 403, 404):
                raise Fault(Reason.NOT_MIRRORED)
            if not response.is_success:
                raise of_status(response.status_code, response.headers, with_token=False, linked=False)
            body = b""
            for block in response.iter_bytes():
                body += block
                if len(body) > MOST_BYTES:
                    raise Fault(Reason.PORTAL)
        listing = msgspec.json.decode(body, type=_Listing)
    except httpx2.HTTPError as error:
        raise of_exception(error, proxied=door.through_proxy(httpx2.URL(url))) from error
    except msgspec.MsgspecError as error:
        raise Fault(Reason.PORTAL) from error
    return listing.data.files if listing.data else ()
