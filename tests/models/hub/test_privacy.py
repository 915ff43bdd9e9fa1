"""What leaves the machine: what was asked for, to those whom it concerns. The server's log is the judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.hub.events import Ready, Refused, Source
from models.hub.ledger import Ledger
from models.hub.reasons import Reason
from tests.models.hub.conftest import CONTENT, NAME, REPO, TOKEN, World

STORAGE = f"https://cdn-lfs-us-1.hf.co/cdn/1/{REPO}/{NAME}"


def test_a_token_goes_to_the_hub_and_not_to_its_storage(internet: World):
    internet.hub.spoil("redirect", where="hub", location=STORAGE)

    assert isinstance(internet.fetch(), Ready)
    authorised = {seen.headers["Host"]: seen.headers.get("Authorization") for seen in internet.hub.seen}
    assert authorised == {"huggingface.co": f"Bearer {TOKEN}", "cdn-lfs-us-1.hf.co": None}


def test_a_token_that_is_not_accepted_is_said(internet: World):
    internet.hub.spoil("status", method="HEAD", status=401)

    assert internet.fetch() == Refused(Reason.AUTH)


@pytest.mark.parametrize(
    "location",
    [
        "https://192.168.1.1/sign-in",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://huggingface.co.example/",
        "https://example.org/",
        "http://cdn-lfs-us-1.hf.co/",
        "ftp://huggingface.co/",
    ],
)
@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_the_hub_cannot_lead_elsewhere(internet: World, location: str, method: str):
    internet.hub.spoil("redirect", method=method, where="hub", location=location)

    assert internet.fetch() == Refused(Reason.PORTAL)
    assert {seen.headers["Host"] for seen in internet.hub.seen} == {"huggingface.co"}


def test_a_mirror_and_its_storage_see_no_token(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    world.source = Source(endpoint=world.hub.url, token=TOKEN)

    assert isinstance(world.fetch(), Ready)
    assert {seen.server for seen in world.hub.seen} == {"hub", "cdn"}
    assert not [seen for seen in world.hub.seen if TOKEN in str(seen.headers)]


def test_nothing_is_asked_for_but_the_file(world: World):
    world.fetch()

    assert [(seen.method, seen.server) for seen in world.hub.seen] == [("HEAD", "hub"), ("GET", "hub"), ("GET", "cdn")]
    assert all("/api/" not in seen.path for seen in world.hub.seen)


def test_a_request_says_no_more_than_it_must(world: World):
    world.fetch()

    names = {name.lower() for seen in world.hub.seen for name in seen.headers}
    assert names <= {"host", "accept", "accept-encoding", "connection", "range", "user-agent"}
    assert {seen.headers["User-Agent"] for seen in world.hub.seen} == {"Paddock"}


def test_every_request_is_written_down_with_its_bytes(world: World):
    world.hub.spoil("status", method="HEAD", status=503, times=1)
    world.fetch()

    entries = Ledger(world.folder / "network.jsonl").entries()
    seen = [(seen.method, seen.status) for seen in world.hub.seen]
    assert [(entry.method, entry.status) for entry in entries] == seen
    assert [entry.host for entry in entries] == ["127.0.0.1"] * 3 + ["127.0.0.2"]
    assert entries[-1].received_bytes == len(CONTENT)
    assert {entry.why for entry in entries} == {"download Tiny"}


def test_a_request_without_an_answer_is_written_down_too(world: World):
    world.hub.spoil("hang", method="HEAD")
    world.fetch()

    entries = Ledger(world.folder / "network.jsonl").entries()
    assert len(entries) == len(world.hub.seen)
    assert {(entry.status, entry.received_bytes) for entry in entries} == {(0, 0)}


def test_a_line_cut_short_by_a_crash_hides_no_other(tmp_path: Path):
    ledger = Ledger(tmp_path / "network.jsonl")
    with ledger.request("GET", "one.example", "test"):
        pass
    with ledger.path.open("ab") as file:
        file.write(b'{"id":"half\n')
    with ledger.request("GET", "two.example", "test"):
        pass

    assert [entry.host for entry in ledger.entries()] == ["one.example", "two.example"]


def test_a_mirror_on_the_internet_cannot_lead_into_the_users_network(internet: World):
    internet.source = replace_endpoint(internet.source, "https://cdn-lfs-us-1.hf.co")
    internet.hub.spoil("redirect", where="hub", location=f"https://192.168.1.1/{NAME}")

    assert internet.fetch() == Refused(Reason.PORTAL)


def replace_endpoint(source: Source, endpoint: str) -> Source:
    return Source(endpoint=endpoint, proxy=source.proxy, ca_bundle=source.ca_bundle, token=source.token)
