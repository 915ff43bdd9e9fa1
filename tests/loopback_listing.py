"""What a Hub's listings say of a repository and its files, as JSON, under the names the Hub gives its fields."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.loopback_hub import LoopbackHub

Query = dict[str, list[str]]


def search(hub: LoopbackHub, query: Query) -> list[dict[str, Any]]:
    """`/api/models?search=&filter=&sort=&limit=&expand=`: repositories whose names hold the words."""
    word, tags = query.get("search", [""])[0].casefold(), set(query.get("filter", []))
    found = [model(hub, repo) for repo in sorted({repo for repo, _ in hub.files}) if word in repo.casefold()]
    found = [one for one in found if tags <= set(one["tags"])]
    if "sort" in query:
        found.sort(key=lambda one: one[query["sort"][0]], reverse=True)
    wanted = {name for names in query.get("expand", []) for name in names.split(",")}
    kept = {"_id", "id", *wanted} if wanted else set(_FULL) if "full" in query else set(_SHORT)
    return [{name: one[name] for name in one if name in kept} for one in found[: int(query.get("limit", ["1000"])[0])]]


def model(hub: LoopbackHub, repo: str, *, blobs: bool = False) -> dict[str, Any]:
    """`/api/models/{repo}`: one repository, with sizes and hashes where `blobs` are asked for."""
    card = hub.cards.get(repo, {})
    licence = card.get("license")
    return {
        "_id": hashlib.md5(repo.encode()).hexdigest()[:24],
        "id": repo,
        "modelId": repo,
        "author": repo.partition("/")[0],
        "sha": hub.commits[0],
        "private": False,
        "disabled": False,
        "gated": card.get("gated", False),
        "downloads": card.get("downloads", 1000),
        "likes": card.get("likes", 10),
        "tags": ["gguf", *card.get("language", []), *([f"license:{licence}"] if licence else []), "region:us"],
        "library_name": "gguf",
        "pipeline_tag": "text-generation",
        "createdAt": "2024-09-17T00:00:00.000Z",
        "lastModified": "2024-09-18T00:00:00.000Z",
        "cardData": {name: card[name] for name in _CARD if name in card},
        "gguf": card.get("gguf", {}),
        "siblings": [
            {"rfilename": name, **(_blob(hub, repo, name) if blobs else {})} for of, name in hub.files if of == repo
        ],
    }


def entry(hub: LoopbackHub, repo: str, name: str) -> dict[str, Any]:
    """One file, in a tree."""
    size, sha256 = hub.size(hub.files[repo, name]), hub.sha256(repo, name)
    lfs = {"oid": sha256, "size": size, "pointerSize": 135}
    return {"type": "file", "oid": sha256[:40], "size": size, "path": name, "lfs": lfs}


def _blob(hub: LoopbackHub, repo: str, name: str) -> dict[str, Any]:
    size, sha256 = hub.size(hub.files[repo, name]), hub.sha256(repo, name)
    return {"size": size, "blobId": sha256[:40], "lfs": {"sha256": sha256, "size": size, "pointerSize": 135}}


_CARD = ("license", "license_name", "license_link", "language", "base_model")
_SHORT = (
    "_id", "id", "modelId", "private", "downloads", "likes", "tags", "library_name", "pipeline_tag", "createdAt"
)  # fmt: skip
_FULL = (*_SHORT, "author", "sha", "disabled", "gated", "lastModified", "siblings")


def modelscope(hub: LoopbackHub, repo: str, names: list[str]) -> dict[str, Any]:
    """The files of a repository as ModelScope lists them."""
    files = [
        {
            "Name": name.rpartition("/")[2],
            "Path": name,
            "Type": "blob",
            "Size": hub.size(hub.files[repo, name]),
            "Sha256": hub.sha256(repo, name),
            "Revision": "0123456789abcdef0123456789abcdef01234567",
            "IsLFS": True,
        }
        for name in names
    ]
    folder = {"Name": "figures", "Path": "figures", "Type": "tree", "Size": 0, "Sha256": ""}
    return {"Code": 200, "Success": True, "Data": {"Files": [folder, *files], "IsVisual": 0}}


def account(name: str) -> dict[str, Any]:
    """The owner of a token."""
    token = {"displayName": "paddock", "role": "read", "createdAt": "2024-09-17T00:00:00.000Z"}
    auth = {"type": "access_token", "accessToken": token}
    return {"type": "user", "id": "a1b2", "name": name, "fullname": name, "auth": auth}
