"""What a Hub's listings say of a repository and its files, as JSON."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.loopback_hub import LoopbackHub


def model(hub: LoopbackHub, repo: str) -> dict[str, Any]:
    """One repository, in `/api/models` and on its own."""
    return {
        "_id": hashlib.md5(repo.encode()).hexdigest()[:24],
        "id": repo,
        "modelId": repo,
        "sha": hub.commits[0],
        "private": False,
        "gated": False,
        "downloads": 1000,
        "likes": 10,
        "tags": ["gguf"],
        "library_name": "gguf",
        "pipeline_tag": "text-generation",
        "createdAt": "2024-09-17T00:00:00.000Z",
        "lastModified": "2024-09-18T00:00:00.000Z",
        "siblings": [{"rfilename": name} for of, name in hub.files if of == repo],
    }


def entry(hub: LoopbackHub, repo: str, name: str) -> dict[str, Any]:
    """One file, in a tree."""
    size, sha256 = hub.size(hub.files[repo, name]), hub.sha256(repo, name)
    lfs = {"oid": sha256, "size": size, "pointerSize": 135}
    return {"type": "file", "oid": sha256[:40], "size": size, "path": name, "lfs": lfs}


def account(name: str) -> dict[str, Any]:
    """The owner of a token."""
    token = {"displayName": "paddock", "role": "read", "createdAt": "2024-09-17T00:00:00.000Z"}
    return {
        "type": "user",
        "id": "a1b2",
        "name": name,
        "fullname": name,
        "auth": {"type": "access_token", "accessToken": token},
    }
