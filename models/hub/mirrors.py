"""Where models can be had when the Hub cannot be reached: resources/mirrors.json, and what a source is made of.

A mirror is chosen by the user, never by the program. It sees no token, and its bytes are held against the sha256.
HF-Mirror answers as the Hub does (the address is what HF_ENDPOINT is set to); ModelScope has addresses of its own and
commits of its own, so there the sha256 alone says that a file is the one wanted.
"""

from __future__ import annotations

import msgspec

from models.catalogue import Id, Strict
from models.errors import MirrorsDamaged
from models.hub.events import HUB, Layout, Source
from models.paths import Paths, resources
from models.settings import Settings


class Mirror(Strict, frozen=True, kw_only=True):
    """One of them. `endpoint` has no slash at its end."""

    id: Id
    name: str
    endpoint: str
    layout: Layout = "hub"


class Mirrors(Strict, frozen=True, kw_only=True):
    """All mirrors with a name, in the order they are offered."""

    revision: str
    mirrors: tuple[Mirror, ...]

    @classmethod
    def of_this_machine(cls, paths: Paths) -> Mirrors:
        """The company's own list where there is one, else ours. Raises: MirrorsDamaged."""
        own = paths.mirrors
        if not own.exists():
            return msgspec.json.decode((resources() / "mirrors.json").read_bytes(), type=cls)
        try:
            return msgspec.json.decode(own.read_bytes(), type=cls)
        except (msgspec.MsgspecError, OSError) as error:
            raise MirrorsDamaged(path=str(own), detail=f"{error}.") from error

    def find(self, words: str) -> Mirror | None:
        """The mirror with that id, name or address; case and a last slash are ignored."""
        wanted = words.strip().rstrip("/").casefold()
        for mirror in self.mirrors:
            if wanted in (mirror.id, mirror.name.casefold(), mirror.endpoint.casefold()):
                return mirror
        return None

    def source(self, settings: Settings, words: str | None = None) -> Source:
        """Where from and by which way, as the settings say; `words`, a name or an address, goes before them."""
        chosen = words or settings.mirror
        known = self.find(chosen) if chosen else None
        return Source(
            endpoint=known.endpoint if known else (chosen or HUB).rstrip("/"),
            layout=known.layout if known else "hub",
            proxy=settings.proxy,
            ca_bundle=settings.ca_bundle,
        )
