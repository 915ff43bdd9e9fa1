"""What the Hub says of a repository of models, and the models that can be had from it."""

from __future__ import annotations

import re

from models.catalogue import CatalogueEntry, CatalogueFile
from models.errors import FileRefused
from models.gguf import GgufHeader
from models.gguf.formats import ARCHITECTURES
from models.gguf.front import read_front
from models.hub import licences
from models.hub.events import HUB, Value, WantedFile

# The first of these that a repository has is the one to begin with: small, and hardly worse than the full weights.
_PREFERRED = (
    "Q4_K_M", "UD-Q4_K_XL", "Q4_K_S", "Q4_K", "MXFP4", "MXFP4_MOE", "IQ4_NL", "IQ4_XS", "Q4_0", "Q4_1", "Q4", "Q5_K_M",
    "Q5_K_S", "Q3_K_M", "Q6_K", "Q8_0",
)  # fmt: skip


class Variant(Value, frozen=True, kw_only=True):
    """One model of a repository in one quantisation: one file, or all parts of a split set."""

    quantisation: str
    files: tuple[WantedFile, ...]

    @property
    def size_bytes(self) -> int | None:
        """Of all files together; None while one is unknown."""
        sizes = [file.size_bytes for file in self.files if file.size_bytes is not None]
        return sum(sizes) if len(sizes) == len(self.files) else None


class Repository(Value, frozen=True, kw_only=True):
    """A repository as a search lists it.

    `licence` is the Hub's own short name of it, `licence_name` and `licence_link` what stands beside "other". `gated`:
    its files are given only to accounts that the publisher let in. `architecture`, `n_params` and `n_ctx` are what the
    Hub read in one of the files; None where it did not. `downloads` are those of the last 30 days.
    """

    id: str
    downloads: int = 0
    likes: int = 0
    licence: str | None = None
    licence_name: str | None = None
    licence_link: str | None = None
    gated: bool = False
    languages: tuple[str, ...] = ()
    architecture: str | None = None
    n_params: int | None = None
    n_ctx: int | None = None

    @property
    def title(self) -> str:
        """The model's name in the repository's, for people."""
        return re.sub(r"[-_.]gguf$", "", self.id.rpartition("/")[2], flags=re.IGNORECASE)

    @property
    def publisher(self) -> str:
        return self.id.partition("/")[0]

    @property
    def page(self) -> str:
        """Where people read about it."""
        return f"{HUB}/{self.id}"


class Looked(Value, frozen=True, kw_only=True):
    """A repository with its models at `commit`, the smallest first. `head` is the beginning of the preferred one.

    `projector` is what a model that sees pictures needs besides. No `head`: the publisher asks for an account, or the
    file did not come in time.
    """

    repository: Repository
    commit: str
    variants: tuple[Variant, ...]
    projector: WantedFile | None = None
    head: bytes = b""

    @property
    def preferred(self) -> Variant | None:
        """The variant to begin with; None: there is no model in it."""
        for quantisation in _PREFERRED:
            for variant in self.variants:
                if variant.quantisation.upper() == quantisation:
                    return variant
        return self.variants[0] if self.variants else None

    @property
    def header(self) -> GgufHeader | None:
        """What `head` says of the models, as far as it goes; None when it says nothing that can be used."""
        try:
            return read_front(self.head, self.repository.title)
        except FileRefused:
            return None

    @property
    def architecture(self) -> str | None:
        """As the file says, else as the Hub does."""
        header = self.header
        return (header.architecture if header else None) or self.repository.architecture

    @property
    def runs(self) -> bool | None:
        """Whether this version runs models of that architecture; None: nobody said what it is."""
        architecture = self.architecture
        return None if architecture is None else architecture in ARCHITECTURES

    def entry(self, variant: Variant) -> CatalogueEntry:
        """`variant` as an entry of the catalogue, pinned to the commit, so that one way leads to a download."""
        repository, header = self.repository, self.header
        ident = re.sub(r"[^a-z0-9.]+", "-", f"{repository.id}-{variant.quantisation}".casefold()).strip("-.")
        return CatalogueEntry(
            id=ident,
            name=f"{repository.id} {variant.quantisation}",
            group="also",
            repo=repository.id,
            commit=self.commit,
            files=tuple(_file(file) for file in variant.files),
            mmproj=_file(self.projector) if self.projector else None,
            quantisation=variant.quantisation,
            architecture=self.architecture,
            licence=licences.of(repository.licence, repository.licence_name, repository.licence_link, repository.page),
            n_ctx=(header.n_ctx_train if header else None) or repository.n_ctx,
            languages=repository.languages,
            seen="hub",
        )


def _file(file: WantedFile) -> CatalogueFile:
    return CatalogueFile(name=file.name, bytes=file.size_bytes, sha256=file.sha256)
