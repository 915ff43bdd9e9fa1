"""The models we recommend: resources/catalogue.json, typed and checked on load.

The key of a file is its sha256 at a pinned commit, because names are re-uploaded with other bytes. What is not known
for certain is None and is asked of the Hub's own headers at download time. `seen` says where a row's facts were
seen: "hub" on the Hub's own page, "listing" in somebody else's.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from models import demo
from models.errors import CatalogueDamaged
from models.paths import Paths, resources

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Commit = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{40}$")]
Id = Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9.-]*$")]
Positive = Annotated[int, msgspec.Meta(gt=0)]
LEAST_LETTERS = 4  # of a name being typed, before it is taken for one that no model has
Group = Literal["standard", "fast", "code", "large", "tiny", "vision", "also"]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A misspelt name in the file is an error, not a default."""


class CatalogueFile(Strict, frozen=True, kw_only=True):
    """One file in the entry's repository. `about_bytes` is for showing and planning while `bytes` is not known.

    `name_seen` False: the name follows the publisher's habit; find the file by its sha256 in the repository's listing.
    """

    name: str
    bytes: Positive | None = None
    about_bytes: Positive | None = None
    sha256: Sha256 | None = None
    name_seen: bool = True


class Licence(Strict, frozen=True, kw_only=True):
    """`id` is SPDX's where there is one. `accept` True: the user agrees before the download, not only sees it."""

    id: str | None
    url: str | None = None
    accept: bool = False


class ModelShape(Strict, frozen=True, kw_only=True):
    """What planning needs before there is a header. `n_layer` counts all layers, `n_layer_kv` those with a KV cache.

    `window_every` n: each n-th layer sees everything, the others only `window` tokens. `active_params` is what a
    mixture of experts reads for one token.
    """

    n_layer: Positive
    n_embd: Positive | None = None
    n_head_kv: Positive | None = None
    head_size: Positive | None = None
    n_vocab: Positive | None = None
    n_layer_kv: Positive | None = None
    window: Positive | None = None
    window_every: Positive | None = None
    tied: bool = False
    params: Positive | None = None
    active_params: Positive | None = None


class Sampling(Strict, frozen=True, kw_only=True):
    """What the model card recommends; None where it says nothing."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    presence_penalty: float | None = None


GREEDY = Sampling(temperature=0.0)  # of the built-in demo model: it copies, and has nothing to invent with


class CatalogueEntry(Strict, frozen=True, kw_only=True):
    """One model in one quantisation. A split model has several `files`, in order.

    `rank`: its place among those to begin with, 1 the best; None: not to begin with.
    """

    id: Id
    name: str
    group: Group
    repo: str
    commit: Commit | None = None
    files: Annotated[tuple[CatalogueFile, ...], msgspec.Meta(min_length=1)]
    mmproj: CatalogueFile | None = None
    quantisation: str = "Q4_K_M"
    architecture: str | None = None
    licence: Licence
    n_ctx: Positive | None = None
    n_ctx_yarn: Positive | None = None
    languages: tuple[str, ...] = ()
    shape: ModelShape | None = None
    sampling: Sampling | None = None
    thinks: bool = False
    seen: Literal["hub", "listing"] = "listing"
    note: str | None = None
    rank: Positive | None = None
    aliases: tuple[str, ...] = ()

    @property
    def size_bytes(self) -> int | None:
        """All files of the model together, without the image projector; None while one is unknown."""
        return _sum([file.bytes for file in self.files])

    @property
    def about_bytes(self) -> int | None:
        """The same, to the nearest we know."""
        return _sum([file.bytes or file.about_bytes for file in self.files])


def _sum(sizes: list[int | None]) -> int | None:
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None


class Renamed(Strict, frozen=True, kw_only=True):
    """A name people ask for that no model has: what is meant, and why."""

    name: str
    id: Id
    reason: str


class Catalogue(Strict, frozen=True, kw_only=True, dict=True):
    """All entries in the order they are shown; the first is the one most people are told of."""

    revision: str
    entries: tuple[CatalogueEntry, ...]
    renamed: tuple[Renamed, ...] = ()

    @classmethod
    def load(cls, path: Path | None = None) -> Catalogue:
        """The catalogue that ships with the program. Raises: msgspec.ValidationError, a bug of ours."""
        catalogue = msgspec.json.decode((path or resources() / "catalogue.json").read_bytes(), type=cls)
        ids = [entry.id for entry in catalogue.entries]
        twice = {one for one in ids if ids.count(one) > 1}
        if twice:
            raise msgspec.ValidationError(f"more than one entry has the id {sorted(twice)}")
        return catalogue

    @classmethod
    def of_this_machine(cls, paths: Paths) -> Catalogue:
        """The company's own catalogue where there is one, else ours. Raises: CatalogueDamaged."""
        if not paths.catalogue.exists():
            return cls.load()
        try:
            return cls.load(paths.catalogue)
        except (msgspec.MsgspecError, OSError) as error:
            raise CatalogueDamaged(path=str(paths.catalogue), detail=f"{error}.") from error

    def find(self, name: str) -> CatalogueEntry | None:
        """The entry called `name`: by id, name, alias, repository, file or a name it is known by; case is ignored."""
        return self._by_name.get(name.strip().casefold())

    def why(self, name: str) -> str | None:
        """Why `find` answers with a model of another name, in one sentence."""
        wanted = name.strip().casefold()
        return next((other.reason for other in self.renamed if other.name.casefold() == wanted), None)

    def renamed_like(self, words: str) -> Renamed | None:
        """The name that no model has which begins with `words`, as somebody types it."""
        wanted = words.strip().casefold()
        if len(wanted) < LEAST_LETTERS:
            return None
        return next((other for other in self.renamed if other.name.casefold().startswith(wanted)), None)

    def entry(self, id: str) -> CatalogueEntry:
        """Raises: KeyError when none has that id."""
        return self._by_id[id]

    def recommended(self, id: str | None) -> Sampling | None:
        """What that entry's publisher says of sampling; None where it says nothing, or there is no such entry."""
        if id == demo.NAME:
            return GREEDY
        entry = self._by_id.get(id) if id else None
        return entry.sampling if entry else None

    def of_sha256(self, sha256: str) -> CatalogueEntry | None:
        """The entry one of whose files has these bytes."""
        return self._by_sha256.get(sha256)

    def group(self, group: Group) -> tuple[CatalogueEntry, ...]:
        return tuple(entry for entry in self.entries if entry.group == group)

    @cached_property
    def _by_name(self) -> dict[str, CatalogueEntry]:
        names: dict[str, CatalogueEntry] = {}
        for entry in self.entries:  # the first entry that has a name keeps it
            for name in (entry.id, entry.name, *entry.aliases, entry.repo, *(file.name for file in entry.files)):
                names.setdefault(name.casefold(), entry)
        return names | {other.name.casefold(): self.entry(other.id) for other in self.renamed}

    @cached_property
    def _by_id(self) -> dict[str, CatalogueEntry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _by_sha256(self) -> dict[str, CatalogueEntry]:
        return {file.sha256: entry for entry in self.entries for file in entry.files if file.sha256}
