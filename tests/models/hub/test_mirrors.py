"""Mirrors: which there are, and that a model arrives through each kind while the Hub is out of reach."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from models.errors import MirrorsDamaged
from models.hub.events import HUB, Ready, Refused, Source, WantedFile
from models.hub.fetch import fetch
from models.hub.mirrors import Mirrors
from models.hub.pacing import Switch
from models.hub.reasons import Reason
from models.paths import Paths
from models.settings import Settings
from tests.loopback_hub import LoopbackHub
from tests.models.hub.conftest import CONTENT, NAME, REPO, TOKEN, World

NOWHERE = "http://127.0.0.1:9"  # the port “discard”, where nobody listens


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs")


def own_list(paths: Paths, hub: LoopbackHub, layout: str) -> Mirrors:
    """A company's list, which names a mirror on this machine."""
    paths.config.mkdir(exist_ok=True)
    row = {"id": "near", "name": "Near", "endpoint": hub.url, "layout": layout}
    paths.mirrors.write_text(json.dumps({"revision": "1", "mirrors": [row]}))
    return Mirrors.of_this_machine(paths)


def test_the_list_that_ships_can_be_used(paths: Paths):
    mirrors = Mirrors.of_this_machine(paths)

    assert [mirror.id for mirror in mirrors.mirrors] == ["hf-mirror", "modelscope"]
    assert all(mirror.endpoint.startswith("https://") and mirror.endpoint[-1] != "/" for mirror in mirrors.mirrors)


def test_a_damaged_list_is_said_with_its_path(paths: Paths):
    paths.config.mkdir()
    paths.mirrors.write_text("{")
    with pytest.raises(MirrorsDamaged, match=r"mirrors\.json"):
        Mirrors.of_this_machine(paths)


@pytest.mark.parametrize("words", ["modelscope", "ModelScope", "https://modelscope.cn/", " MODELSCOPE "])
def test_a_mirror_is_known_by_its_id_name_or_address(paths: Paths, words: str):
    source = Mirrors.of_this_machine(paths).source(Settings(mirror=words))

    assert (source.endpoint, source.layout, source.is_mirror) == ("https://modelscope.cn", "modelscope", True)


def test_without_a_choice_the_hub_is_asked(paths: Paths):
    source = Mirrors.of_this_machine(paths).source(Settings(proxy="http://p:1", ca_bundle="/ca.pem"))

    assert source == Source(endpoint=HUB, proxy="http://p:1", ca_bundle="/ca.pem")


def test_another_address_is_a_mirror_of_the_hub_s_kind(paths: Paths):
    source = Mirrors.of_this_machine(paths).source(Settings(mirror="modelscope"), "https://hub.example.com/")

    assert (source.endpoint, source.layout) == ("https://hub.example.com", "hub")


@pytest.mark.parametrize("layout", ["hub", "modelscope"])
def test_the_hub_is_out_of_reach_and_a_mirror_with_a_foreign_storage_brings_the_model(
    world: World, paths: Paths, layout: str
):
    world.source = Source(endpoint=NOWHERE, token=TOKEN)
    assert world.fetch() == Refused(Reason.TIMEOUT)

    chosen = own_list(paths, world.hub, layout).source(Settings(), "near")
    world.source = msgspec.structs.replace(chosen, token=TOKEN)
    ready = world.fetch()

    assert isinstance(ready, Ready) and ready.verified
    assert world.target.read_bytes() == CONTENT
    assert {seen.server for seen in world.hub.seen if seen.sent_bytes} == {"cdn"}
    assert TOKEN not in str(world.hub.seen)


def test_a_mirror_that_leads_straight_to_its_storage_brings_the_model(world: World):
    """It says neither the commit nor the sha256; the catalogue knows that."""
    world.hub.spoil("redirect", method="HEAD", where="hub", location=world.hub.link(REPO, NAME))

    assert isinstance(world.fetch(), Ready)


@pytest.fixture
def scope(world: World) -> World:
    world.source = Source(endpoint=world.hub.url, layout="modelscope")
    return world


def test_a_file_that_modelscope_calls_otherwise_is_found_by_its_bytes(scope: World):
    scope.hub.files = {(REPO, "other-name.gguf"): CONTENT}

    assert isinstance(scope.fetch(), Ready)
    assert scope.target.read_bytes() == CONTENT


def test_a_model_that_modelscope_does_not_have_is_said(scope: World):
    scope.hub.files.clear()

    assert scope.fetch() == Refused(Reason.NOT_MIRRORED)


def test_other_bytes_under_the_same_name_are_not_downloaded(scope: World):
    scope.hub.add(REPO, NAME, b"GGUF" + bytes(len(CONTENT) - 4))

    assert scope.fetch() == Refused(Reason.CHANGED)
    assert scope.hub.sent_bytes == 0


def test_a_damaged_transfer_from_modelscope_is_never_published(scope: World):
    scope.hub.spoil("flip", at=500_000)

    assert scope.fetch() == Refused(Reason.CORRUPT)
    assert not scope.target.exists()


def test_a_broken_transfer_from_modelscope_goes_on_where_it_was(scope: World):
    scope.leave_part(300_000)
    assert isinstance(scope.fetch(), Ready)

    assert scope.hub.sent_bytes < 1.9 * len(CONTENT)
    assert any("Range" in seen.headers for seen in scope.hub.seen)


def test_a_page_instead_of_modelscope_s_listing_is_a_portal(scope: World):
    scope.hub.spoil("html", where="api")

    assert scope.fetch() == Refused(Reason.PORTAL)


def test_an_unknown_file_is_verified_by_modelscope_s_own_sha256(scope: World):
    wanted = msgspec.structs.replace(scope.request, files=(WantedFile(NAME),))
    command = msgspec.structs.replace(scope.command, request=wanted)
    *_, ready = fetch(command, Switch())

    assert isinstance(ready, Ready) and ready.verified
