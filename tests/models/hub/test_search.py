"""Searching the Hub: huggingface_hub asks, and what it asks and says is looked at."""

from __future__ import annotations

import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models.errors import HubNotSearchable, HubUnreachable, RepositoryMissing
from models.hub.downloads import Downloads
from models.hub.events import Pace, Refused, Source
from models.hub.listing import Answer, Ask, Listed, Missed, Told, answers
from models.hub.reasons import Reason
from models.hub.repository import Looked, Repository
from models.hub.search import Search, look
from models.paths import Paths
from models.process import Child
from tests import loopback_listing as listing
from tests.loopback_hub import COMMIT, LoopbackHub
from tests.models.gguf.make import write_model
from tests.models.hub.conftest import QUICK, REPO, TOKEN, World
from tests.models.hub.test_privacy import STORAGE

GIVEN = {
    "license": "apache-2.0", "language": ["zh", "en"], "downloads": 5000,
    "gguf": {"architecture": "qwen2", "total": 7_615_616_512, "context_length": 32768},
}  # fmt: skip


@pytest.fixture
def stocked(hub: LoopbackHub, tmp_path: Path) -> LoopbackHub:
    """Three repositories: one as they should be, one of an unknown architecture, one gated."""
    model = write_model(tmp_path / "a.gguf")
    for name in ("tiny-7b-Q4_K_M.gguf", "tiny-7b-Q8_0-00001-of-00002.gguf", "tiny-7b-Q8_0-00002-of-00002.gguf"):
        hub.add("org/tiny-7b-GGUF", name, model)
    hub.add("org/tiny-7b-GGUF", "README.md", b"# A model")
    hub.cards["org/tiny-7b-GGUF"] = GIVEN
    hub.add("org/tiny-new-GGUF", "new-Q8_0.gguf", write_model(tmp_path / "b.gguf", architecture="qwen2moe"))
    hub.cards["org/tiny-new-GGUF"] = {"gguf": {"architecture": "never-heard-of"}, "license": "other"}
    hub.add("meta/tiny-gated-GGUF", "gated-Q4_K_M.gguf", model)
    hub.cards["meta/tiny-gated-GGUF"] = {"gated": "manual", "license": "llama3.1", "downloads": 9000}
    hub.add("org/other", "model.safetensors", b"no model of ours")
    return hub


def ask(hub: LoopbackHub, folder: Path, words: str = "tiny", repo: str = "", **source: str) -> list[Answer]:
    from models.hub.pacing import Switch

    command = Ask(
        words=words, repo=repo, limit=5, source=Source(endpoint=hub.url, **source), pace=QUICK,
        ledger=str(folder / "network.jsonl"), cache=str(folder),
    )  # fmt: skip
    return list(answers(command, Switch()))


def test_a_search_lists_what_the_hub_says_and_then_looks_at_each(stocked: LoopbackHub, tmp_path: Path) -> None:
    listed, *looked, told = ask(stocked, tmp_path)

    assert isinstance(listed, Listed) and told == Told()
    assert [one.id for one in listed.repositories] == [
        "meta/tiny-gated-GGUF", "org/tiny-7b-GGUF", "org/tiny-new-GGUF"
    ]  # fmt: skip
    assert listed.repositories[1] == Repository(
        id="org/tiny-7b-GGUF", downloads=5000, likes=10, licence="apache-2.0", languages=("en", "zh"),
        architecture="qwen2", n_params=7_615_616_512, n_ctx=32768,
    )  # fmt: skip
    assert listed.repositories[0].gated
    assert [one.repository.id for one in looked if isinstance(one, Looked)] == [one.id for one in listed.repositories]


def test_a_repositorys_models_have_sizes_and_hashes_at_one_commit(stocked: LoopbackHub, tmp_path: Path) -> None:
    looked = ask(stocked, tmp_path, words="", repo="org/tiny-7b-GGUF")[0]
    assert isinstance(looked, Looked)
    sha256 = stocked.sha256("org/tiny-7b-GGUF", "tiny-7b-Q4_K_M.gguf")
    one, two = looked.variants

    assert looked.commit == COMMIT and looked.preferred == one
    assert [(file.name, file.sha256) for file in one.files] == [("tiny-7b-Q4_K_M.gguf", sha256)]
    assert len(two.files) == 2 and two.size_bytes == 2 * (one.size_bytes or 0)
    assert looked.header is not None and (looked.header.n_layer, looked.architecture, looked.runs) == (2, "qwen2", True)


def test_an_architecture_nobody_knows_is_told_before_the_download(stocked: LoopbackHub, tmp_path: Path) -> None:
    stocked.add("org/tiny-new-GGUF", "new-Q8_0.gguf", write_model(tmp_path / "c.gguf", architecture="mamba"))
    (_, looked, *_) = ask(stocked, tmp_path, words="tiny-new")

    assert isinstance(looked, Looked) and looked.runs  # the file itself is believed, not the listing
    stocked.add("org/tiny-new-GGUF", "new-Q8_0.gguf", b"GGUF" + bytes(100))
    (_, looked, *_) = ask(stocked, tmp_path, words="tiny-new")
    assert isinstance(looked, Looked) and looked.runs is False


def test_a_gated_repository_shows_its_sizes_but_not_its_bytes(stocked: LoopbackHub, tmp_path: Path) -> None:
    looked = ask(stocked, tmp_path, words="", repo="meta/tiny-gated-GGUF")[0]

    assert isinstance(looked, Looked) and looked.repository.gated
    assert looked.variants[0].size_bytes and looked.head == b"" and looked.runs is None


def test_an_entry_leads_to_the_download_of_these_very_bytes(stocked: LoopbackHub, tmp_path: Path) -> None:
    looked = ask(stocked, tmp_path, words="", repo="org/tiny-7b-GGUF")[0]
    assert isinstance(looked, Looked) and looked.preferred
    entry = looked.entry(looked.preferred)

    assert (entry.repo, entry.commit, entry.quantisation, entry.n_ctx) == ("org/tiny-7b-GGUF", COMMIT, "Q4_K_M", 4096)
    assert (entry.licence.id, entry.licence.accept) == ("Apache-2.0", False)
    assert entry.files[0].sha256 == stocked.sha256("org/tiny-7b-GGUF", "tiny-7b-Q4_K_M.gguf")


def test_nothing_is_told_but_the_question(
    stocked: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    ask(stocked, tmp_path, token="hf_secret")

    paths = [seen.path.partition("?")[0] for seen in stocked.seen]
    assert paths[0] == "/api/models" and not [path for path in paths if "agent" in path or "telemetry" in path]
    assert not [seen for seen in stocked.seen if "hf_secret" in str(seen.headers)]  # 127.0.0.1 is a mirror
    assert {name.lower() for seen in stocked.seen for name in seen.headers} <= {
        "host", "accept", "accept-encoding", "connection", "range", "user-agent"
    }  # fmt: skip
    assert {seen.headers["User-Agent"] for seen in stocked.seen} == {"Paddock"}
    assert stocked.sent_bytes <= 3 * 256 * 1024


def test_a_token_goes_to_the_hub_and_not_to_its_storage(internet: World, tmp_path: Path) -> None:
    from models.hub.pacing import Switch

    internet.hub.cards[REPO] = {"gated": "auto"}
    internet.hub.spoil("redirect", where="hub", location=STORAGE)
    command = Ask(
        words="tiny", limit=5, source=internet.source, pace=QUICK, ledger=str(tmp_path / "l"), cache=str(tmp_path)
    )  # fmt: skip
    looked = list(answers(command, Switch()))[1]

    assert isinstance(looked, Looked) and looked.head.startswith(b"GGUF")
    assert {seen.headers["Host"]: seen.headers.get("Authorization") for seen in internet.hub.seen} == {
        "huggingface.co": f"Bearer {TOKEN}", "cdn-lfs-us-1.hf.co": None
    }  # fmt: skip


def test_its_own_client_reads_what_the_loopback_hub_lists(stocked: LoopbackHub) -> None:
    from huggingface_hub import HfApi, set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    set_client_factory(default_client_factory)
    api = HfApi(endpoint=stocked.url, token=False)
    (found,) = api.list_models(search="7b", filter="gguf", sort="downloads", limit=5, expand=["gguf", "downloads"])
    info = api.model_info("org/tiny-7b-GGUF", files_metadata=True)
    sizes = {one.rfilename: (one.size, one.lfs.sha256) for one in info.siblings}

    assert (found.id, found.downloads, found.gguf["architecture"]) == ("org/tiny-7b-GGUF", 5000, "qwen2")
    assert (info.card_data.license, info.gated, info.sha) == ("apache-2.0", False, COMMIT)
    assert sizes == {
        entry.path: (entry.size, entry.lfs.sha256) for entry in api.list_repo_tree("org/tiny-7b-GGUF")
    }  # fmt: skip


def test_a_repository_that_has_gone_meanwhile_ends_no_search(
    stocked: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = listing.search

    def then_remove(hub: LoopbackHub, query: listing.Query) -> list[dict[str, Any]]:
        found = search(hub, query)
        hub.files = {key: content for key, content in hub.files.items() if key[0] != "org/tiny-7b-GGUF"}
        return found

    monkeypatch.setattr(listing, "search", then_remove)
    said = ask(stocked, tmp_path)

    assert Missed("org/tiny-7b-GGUF") in said and said[-1] == Told()


@pytest.mark.parametrize(
    ("fault", "how", "reason"),
    [
        ("html", {}, Reason.PORTAL),
        ("status", {"status": 429}, Reason.RATE),
        ("status", {"status": 503}, Reason.SERVER),
        ("status", {"status": 401}, Reason.GATED),
        ("redirect", {"location": "ftp://example.org/"}, Reason.PORTAL),
        ("hang", {}, Reason.TIMEOUT),
    ],
)
def test_a_search_that_fails_says_why(
    stocked: LoopbackHub, tmp_path: Path, fault: str, how: dict, reason: Reason
) -> None:
    stocked.spoil(fault, where="api", **how)

    (answer,) = ask(stocked, tmp_path)
    assert isinstance(answer, Refused) and answer.reason is reason


@pytest.mark.parametrize("said", [{}, {"id": "../../etc"}, [1], [{"id": "a/b", "tags": "x", "cardData": [1]}], None])
def test_a_listing_that_is_none_is_a_page_of_this_network(
    stocked: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: object
) -> None:
    monkeypatch.setattr("tests.loopback_listing.search", lambda *_: said)

    answer = ask(stocked, tmp_path)[0]
    assert isinstance(answer, Refused | Listed)
    if isinstance(answer, Listed):
        assert answer.repositories in ((), (Repository(id="a/b"),))


def test_a_listing_nested_without_end_is_a_page_of_this_network(stocked: LoopbackHub, tmp_path: Path) -> None:
    stocked.spoil("status", where="api", status=200, body=b"[" * 200_000)

    assert ask(stocked, tmp_path) == [Refused(Reason.PORTAL)]


def test_a_listing_that_names_itself_as_its_next_page_comes_to_an_end(stocked: LoopbackHub, tmp_path: Path) -> None:
    link = {"Link": f'<{stocked.url}/api/models?search=tiny>; rel="next"'}
    stocked.spoil("status", where="api", status=200, headers=link, body=b"[]")

    assert ask(stocked, tmp_path) == [Refused(Reason.PORTAL)]
    assert len(stocked.seen) <= 20


@pytest.mark.parametrize("card", [{"self": 1}, {"tags": 5}, {"ignore_metadata_errors": True}])
def test_the_odd_card_of_one_repository_ends_no_search(
    stocked: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, card: dict[str, Any]
) -> None:
    of, odd = listing.model, "org/tiny-7b-GGUF"
    monkeypatch.setattr(
        listing, "model", lambda hub, repo, **how: of(hub, repo, **how) | ({"cardData": card} if repo == odd else {})
    )
    said = ask(stocked, tmp_path)

    assert Missed(odd) in said and said[-1] == Told()
    assert len([one for one in said if isinstance(one, Looked)]) == 2


@pytest.fixture
def downloads(stocked: LoopbackHub, tmp_path: Path) -> Downloads:
    paths = Paths(data=tmp_path / "d", config=tmp_path / "c", cache=tmp_path / "k", logs=tmp_path / "l")
    return Downloads(paths, partial(Child, network=True), Source(endpoint=stocked.url), QUICK)


@pytest.mark.parametrize("to_the_end", [True, False])
def test_the_lister_is_a_child_that_ends_with_its_search(downloads: Downloads, to_the_end: bool) -> None:
    search = Search(downloads, words="tiny-7b")
    assert isinstance(next(search), Listed)
    child = search._child
    assert child is not None and child.exit is None

    if to_the_end:
        assert isinstance(next(search), Looked) and next(search, None) is None
    search.close()
    assert child.exit is not None


def test_a_search_is_ended_at_once_while_the_hub_is_silent(downloads: Downloads, stocked: LoopbackHub) -> None:
    stocked.spoil("hang", where="api")
    downloads.pace = Pace(read_s=60)
    search = Search(downloads, words="tiny")
    while_waiting = threading.Thread(target=lambda: list(search))
    while_waiting.start()
    until_asked(stocked)

    begun = time.monotonic()
    search.close()
    while_waiting.join(10)
    assert not while_waiting.is_alive() and time.monotonic() - begun < 5


def test_without_a_network_one_sentence_names_the_host(downloads: Downloads) -> None:
    downloads.source = Source(endpoint="https://huggingface.invalid")

    with pytest.raises(HubUnreachable, match=r"^huggingface.invalid cannot be reached now"):
        list(Search(downloads, words="tiny"))


def test_a_mirror_without_the_hubs_listings_is_not_asked(downloads: Downloads, stocked: LoopbackHub) -> None:
    downloads.source = Source(endpoint=stocked.url, layout="modelscope")

    with pytest.raises(HubNotSearchable):
        list(Search(downloads, words="tiny"))
    assert not stocked.seen


def test_a_repository_that_is_not_there_is_named(downloads: Downloads) -> None:
    with pytest.raises(RepositoryMissing, match="nobody/nothing"):
        look(downloads, "nobody/nothing")


def until_asked(hub: LoopbackHub) -> None:
    ends = time.monotonic() + 20
    while not hub.seen and time.monotonic() < ends:
        hub.closing.wait(0.01)
