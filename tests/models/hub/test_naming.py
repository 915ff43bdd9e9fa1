"""Files whose names the catalogue has guessed are found under their real ones."""

from __future__ import annotations

import msgspec
import pytest

from models.catalogue import Catalogue
from models.hub.events import DownloadRequest, Ready, Refused, WantedFile
from models.hub.naming import same
from models.hub.reasons import Reason
from tests.models.hub.conftest import CONTENT, NAME, REPO, World

GUESS = "Tiny-Instruct-q4_k_m.gguf"


def fetched(world: World, **known: object):
    from models.hub.fetch import fetch
    from models.hub.pacing import Switch

    request = msgspec.structs.replace(world.request, files=(WantedFile(GUESS, name_seen=False, **known),))
    return list(fetch(msgspec.structs.replace(world.command, request=request), Switch()))[-1]


@pytest.mark.parametrize("by", ["sha256", "size", "kind"])
def test_a_guessed_name_is_found_in_the_listing(world: World, by: str):
    world.hub.add(REPO, "tiny-Q8_0.gguf", b"GGUF" + bytes(1000))
    known = {"sha256": {"sha256": world.sha256, "size_bytes": len(CONTENT)}, "size": {"size_bytes": len(CONTENT)}}

    ready = fetched(world, **known.get(by, {}))

    target = world.target.with_name(GUESS)  # the name on disk is never the server's
    assert ready == Ready(str(target), world.sha256)
    assert target.read_bytes() == CONTENT


def test_a_guess_that_is_right_asks_for_no_listing(world: World):
    world.hub.add(REPO, GUESS, CONTENT)

    assert isinstance(fetched(world, sha256=world.sha256), Ready)
    assert not [seen for seen in world.hub.seen if "/api/" in seen.path]


def test_a_guess_that_names_other_bytes_gives_way_to_the_right_ones(world: World):
    world.hub.add(REPO, GUESS, b"GGUF another one of that name" + bytes(1000))

    assert fetched(world, sha256=world.sha256) == Ready(str(world.target.with_name(GUESS)), world.sha256)


def test_the_listing_is_that_of_the_pinned_commit(world: World):
    fetched(world, sha256=world.sha256)

    (listing,) = (seen for seen in world.hub.seen if "/api/" in seen.path)
    assert world.hub.commits[0] in listing.path


@pytest.mark.parametrize("known", [{"sha256": "0" * 64}, {"size_bytes": 7}], ids=str)
def test_what_is_not_in_the_listing_is_gone(world: World, known: dict):
    assert fetched(world, **known) == Refused(Reason.GONE)


def test_a_name_that_was_seen_is_not_looked_for(world: World):
    world.hub.files[REPO, "other.gguf"] = world.hub.files.pop((REPO, NAME))

    assert world.fetch() == Refused(Reason.GONE)
    assert not [seen for seen in world.hub.seen if "/api/" in seen.path]


def test_of_two_that_fit_none_is_taken():
    listed = [WantedFile("a-Q4_K_M.gguf", 10), WantedFile("b-Q4_K_M.gguf", 10)]

    assert same(WantedFile(GUESS, name_seen=False), listed) is None
    assert same(WantedFile(GUESS, 10, name_seen=False), listed) is None


def test_an_image_projector_is_no_model_of_its_quantisation():
    listed = [WantedFile("m-F16.gguf"), WantedFile("mmproj-m-f16.gguf"), WantedFile("README.md")]

    assert same(WantedFile("mmproj-guessed-F16.gguf", name_seen=False), listed) == listed[1]


def test_every_guess_of_the_catalogue_is_asked_for_as_one():
    guessed = {
        file.name
        for entry in Catalogue.load().entries
        for file in (*entry.files, entry.mmproj)
        if file and not file.name_seen
    }
    requests = [DownloadRequest.of(entry) for entry in Catalogue.load().entries]

    assert guessed
    assert {file.name for request in requests for file in request.files if not file.name_seen} == guessed
