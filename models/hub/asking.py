"""The Hub's listings, read with huggingface_hub's `HfApi`, and the first bytes of a file by a range.

Import this only where `quiet_environment` has been applied.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import httpx2
from huggingface_hub import HfApi, ModelInfo, hf_hub_url, set_client_factory

from models.gguf.front import FRONT_BYTES
from models.hub.door import Door
from models.hub.events import Source, WantedFile, is_repo
from models.hub.faults import Fault, of_exception, of_status
from models.hub.follow import follow
from models.hub.listing import Missed
from models.hub.reasons import Reason
from models.hub.repository import Looked, Repository
from models.hub.variants import projector, variants

_PASSED_OVER = {Reason.GONE, Reason.GATED, Reason.AUTH, Reason.CHANGED}
_MOST_PAGES = 20  # of one listing: a page may be short, and name itself as the next one
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_WORDS = 200  # characters of what is shown


class Hub:
    """The listings of one `source`, through `door`."""

    def __init__(self, door: Door, source: Source) -> None:
        self._door = door
        self._source = source
        self._endpoint = source.endpoint.rstrip("/")
        transport = self._transport = _AtOnce(door, with_token=bool(source.token))
        set_client_factory(lambda: httpx2.Client(transport=transport, trust_env=False, follow_redirects=True))
        self._api = HfApi(endpoint=self._endpoint, token=False)

    def search(self, words: str, limit: int) -> tuple[Repository, ...]:
        """The most downloaded repositories with GGUF files whose names hold `words`. Raises: Fault."""
        with self._listing():
            found = self._api.list_models(
                search=words, filter="gguf", sort="downloads", limit=limit,
                expand=["downloads", "likes", "gated", "tags", "gguf"],  # no card: one that is odd would end the list
            )  # fmt: skip
            return tuple(_repository(info) for info in found if is_repo(info.id))

    def try_to_look(self, repository: Repository) -> Looked | Missed:
        """The same as `look`; a repository alone that cannot be looked at ends no search. Raises: Fault."""
        try:
            return self.look(repository)
        except Fault as fault:
            # PORTAL: the card of a stranger can be such that huggingface_hub makes nothing of it.
            if fault.reason not in {*_PASSED_OVER, Reason.PORTAL}:
                raise
            return Missed(repository.id)

    def look(self, repository: Repository) -> Looked:
        """Its models, with sizes and hashes, and the beginning of one of them. Raises: Fault."""
        with self._listing():
            info = self._api.model_info(repository.id, files_metadata=True)
            files = [_file(sibling.rfilename, sibling.size, sibling.lfs) for sibling in info.siblings or ()]
            if not _COMMIT.fullmatch(info.sha or "") or not is_repo(info.id):
                raise Fault(Reason.PORTAL)
            described = _repository(info)
        looked = Looked(
            repository=described, commit=info.sha or "", variants=variants(files), projector=projector(files)
        )
        if looked.preferred is None:
            return looked
        return Looked(
            repository=described, commit=looked.commit, variants=looked.variants, projector=looked.projector,
            head=self._head(looked, looked.preferred.files[0]),
        )  # fmt: skip

    def files(self, repo: str, revision: str) -> list[WantedFile]:
        """Every file of `repo` at `revision`, with sizes and hashes. Raises: Fault."""
        with self._listing():
            info = self._api.model_info(repo, revision=revision, files_metadata=True)
            return [_file(sibling.rfilename, sibling.size, sibling.lfs) for sibling in info.siblings or ()]

    def _head(self, looked: Looked, file: WantedFile) -> bytes:
        """The first bytes of `file`; none where they are not given to everybody. Raises: Fault."""
        url = hf_hub_url(looked.repository.id, file.name, revision=looked.commit, endpoint=self._endpoint)
        try:
            response = follow(self._door, self._source, url, {"Range": f"bytes=0-{FRONT_BYTES - 1}"})
        except Fault as fault:
            if fault.reason in _PASSED_OVER:
                return b""
            raise
        head = b""
        try:
            for block in response.iter_raw():
                head += block
                if len(head) >= FRONT_BYTES:  # a server that knows no ranges sends it all
                    break
        except httpx2.HTTPError as error:
            raise of_exception(error, proxied=self._door.through_proxy(response.url)) from error
        finally:
            response.close()
        return head[:FRONT_BYTES]

    @contextlib.contextmanager
    def _listing(self) -> Iterator[None]:
        """What is no listing comes from a page of this network; so does one without an end."""
        self._transport.pages = 0
        try:
            yield
        except httpx2.HTTPError as error:  # while the body comes
            raise of_exception(error, proxied=False) from error
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError, httpx2.InvalidURL) as error:
            raise Fault(Reason.PORTAL) from error


class _AtOnce(httpx2.BaseTransport):
    """huggingface_hub's own client, led through our door: what goes wrong is a Fault at once.

    Left to itself it would try a listing five times more, over a minute, before it says so.
    """

    def __init__(self, door: Door, *, with_token: bool) -> None:
        self._door = door
        self._with_token = with_token
        self.pages = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.pages += 1
        if self.pages > _MOST_PAGES:
            raise Fault(Reason.PORTAL)
        request.extensions = {**request.extensions, "timeout": self._door.timeout.as_dict()}
        try:
            response = self._door.send(request, stream=True)
        except httpx2.HTTPError as error:
            raise of_exception(error, proxied=self._door.through_proxy(request.url)) from error
        if response.has_redirect_location:  # of a repository that has another name now
            self._door.route.check(urljoin(str(request.url), response.headers["Location"]))
        elif not response.is_success:
            response.close()
            raise of_status(response.status_code, response.headers, with_token=self._with_token, linked=False)
        return response


def _repository(info: ModelInfo) -> Repository:
    """What is shown of a repository; a stranger wrote all of it, so each value is looked at."""
    read = info.gguf if isinstance(info.gguf, dict) else {}
    card = vars(info.card_data) if info.card_data else {}
    tags = [tag for tag in info.tags or () if isinstance(tag, str)]
    tagged = next((tag.partition(":")[2] for tag in tags if tag.startswith("license:")), None)
    return Repository(
        id=info.id,
        downloads=_count(info.downloads),
        likes=_count(info.likes),
        licence=_text(card.get("license")) or _text(tagged),
        licence_name=_text(card.get("license_name")),
        licence_link=_text(card.get("license_link")),
        gated=bool(info.gated),
        languages=_languages(card.get("language"), tags),
        architecture=_text(read.get("architecture")),
        n_params=_count(read.get("total")) or None,
        n_ctx=_count(read.get("context_length")) or None,
    )


def _file(name: str, size: object, lfs: object) -> WantedFile:
    """A sibling as a file to want. What is small enough to lie in git itself has no sha256 and is no model."""
    sha256 = getattr(lfs, "sha256", None)
    known = sha256 if isinstance(sha256, str) and _SHA256.fullmatch(sha256) else None
    return WantedFile(name, _count(size) or None, known)


def _languages(said: object, tags: list[str]) -> tuple[str, ...]:
    """The codes of languages in the card, else among the tags, English and Chinese first."""
    named = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    codes = named or [tag for tag in tags if len(tag) == 2]
    known = dict.fromkeys(code for code in codes if isinstance(code, str) and _LANGUAGE.fullmatch(code))
    return tuple(sorted(known, key=lambda code: ("en", "zh").index(code) if code in ("en", "zh") else 2))


def _text(value: object) -> str | None:
    """One line of text that shows, and not for ever."""
    if not isinstance(value, str):
        return None
    return "".join(letter for letter in value if letter.isprintable()).strip()[:MOST_WORDS] or None


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 62 else 0
