"""Whose a token is, asked of a Hub that answers as the real one; its log is the judge."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models.errors import DownloadFailed
from models.hub import account
from models.hub.account import Account
from models.hub.downloads import Downloads
from models.hub.events import Ready, Source
from models.hub.reasons import Reason
from models.paths import Paths
from models.process import Child
from tests.loopback_hub import LoopbackHub
from tests.models.hub.conftest import TOKEN, World


def ask(world: World) -> Account:
    paths = Paths(world.folder, world.folder, world.folder, world.folder)
    return next(iter(account.ask(paths, partial(Child, network=True), world.source)))


def test_the_owner_of_a_token_is_asked_of_the_hub_by_name(internet: World):
    assert ask(internet) == Account("paddock-user")
    assert [(seen.headers["Host"], seen.path, seen.headers["Authorization"]) for seen in internet.hub.seen] == [
        ("huggingface.co", "/api/whoami-v2", f"Bearer {TOKEN}")
    ]


def test_a_token_the_hub_does_not_know_is_said(internet: World):
    internet.source = Source(proxy=internet.source.proxy, ca_bundle=internet.source.ca_bundle, token="hf_unknown")
    with pytest.raises(DownloadFailed, match="The access token was not accepted"):
        ask(internet)


def test_a_page_of_this_network_is_no_account(internet: World):
    internet.hub.spoil("html", where="api")
    with pytest.raises(DownloadFailed) as caught:
        ask(internet)

    assert caught.value.values["reason"] is Reason.PORTAL


def test_a_mirror_is_not_told_the_token(hub: LoopbackHub, world: World):
    world.source = Source(endpoint=hub.url, token=TOKEN)
    with pytest.raises(DownloadFailed):
        ask(world)

    assert TOKEN not in str(hub.seen)


def test_a_download_takes_the_token_through_its_pipe_and_leaves_it_nowhere(internet: World):
    folder = internet.folder
    paths = Paths(folder / "data", folder / "config", folder / "cache", folder / "logs")
    seen_outside: list[str] = []

    def starter(main: str, **how: Any) -> Child[Any, Any]:
        child: Child[Any, Any] = Child(main, network=True, **how)
        process = Path(f"/proc/{child.pid}")
        seen_outside.extend((process / name).read_text("utf-8", "replace") for name in ("cmdline", "environ"))
        return child

    source = Source(proxy=internet.source.proxy, ca_bundle=internet.source.ca_bundle)
    downloads = Downloads(paths, starter, source)
    downloads.tokens.hold(TOKEN)
    *_, last = downloads.start(internet.request)

    assert isinstance(last, Ready)
    assert {seen.headers.get("Authorization") for seen in internet.hub.seen} == {f"Bearer {TOKEN}"}
    assert seen_outside and TOKEN not in "".join(seen_outside)
    for path in (path for path in folder.rglob("*") if path.is_file()):
        assert TOKEN.encode() not in path.read_bytes(), path
    assert TOKEN not in repr(downloads.signed())


def test_a_download_from_a_mirror_takes_no_token_along(hub: LoopbackHub, world: World):
    paths = Paths(world.folder / "data", world.folder / "config", world.folder / "cache", world.folder / "logs")
    downloads = Downloads(paths, partial(Child, network=True), Source(endpoint=hub.url))
    downloads.tokens.hold(TOKEN)
    *_, last = downloads.start(world.request)

    assert isinstance(last, Ready)
    assert TOKEN not in str(hub.seen)
    assert downloads.signed().token is None
