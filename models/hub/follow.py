"""One GET of a file's bytes, through the redirects to where they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

import httpx2

from models.hub.door import Door
from models.hub.events import Source
from models.hub.faults import Fault, of_exception, of_status
from models.hub.reasons import Reason
from models.hub.route import MOST_REDIRECTS


def follow(door: Door, source: Source, url: str, headers: Mapping[str, str]) -> httpx2.Response:
    """The answer that has the bytes, its body unread; the caller closes it. Asked for as they are: nobody repacks them.

    Raises:
        Fault: Nobody answers, somebody else does, or the way leads where it may not.
    """
    for hop in range(MOST_REDIRECTS + 1):
        request = door.build_request("GET", url, headers={"Accept-Encoding": "identity", **headers})
        try:
            response = door.send(request, stream=True)
        except httpx2.HTTPError as error:
            raise of_exception(error, proxied=door.through_proxy(request.url)) from error
        if response.is_success:
            return response
        response.close()
        if not response.has_redirect_location:
            token = bool(source.token)
            raise of_status(response.status_code, response.headers, with_token=token, linked=hop > 0)
        url = _led(door, url, response.headers["Location"])
    raise Fault(Reason.PORTAL)


def _led(door: Door, url: str, location: str) -> str:
    """Where `location` leads from `url`. Raises: Fault when that may not be followed, or is no address at all."""
    try:
        led = urljoin(url, location)
        door.route.check(led)
        httpx2.URL(led)  # raises where it is none
    except (ValueError, httpx2.InvalidURL) as error:
        raise Fault(Reason.PORTAL) from error
    return led
