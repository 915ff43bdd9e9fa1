"""The graphics card's state, and the way of its pack: over a network with faults, into its place, and out again."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from models.bench.graphics import Graphics
from models.cli.gpu import lines
from models.engine import pack
from models.engine.device import Device
from models.engine.pack import KnownPack
from models.engine.probe import Trial
from models.hub.events import DownloadRequest, Fetch, Ready, Refused, Source, WantedFile
from models.hub.fetch import fetch
from models.hub.pacing import Switch
from models.hub.reasons import Reason
from models.paths import Paths
from tests.loopback_hub import LoopbackHub, Rule
from tests.models.engine.test_pack import make
from tests.models.hub.conftest import QUICK

CARD = Device(name="NVIDIA GeForce RTX 4090", driver="580.1", memory_total=24 << 30, memory_free=23 << 30)
REPO = "paddock/engine"


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setattr(pack, "takes_packs", lambda: True)
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, KnownPack]:
    """A pack and how the program knows it."""
    file, listed = make(tmp_path)
    known = msgspec.structs.replace(msgspec.json.decode(listed.read_bytes(), type=list[KnownPack])[0], repo=REPO)
    monkeypatch.setattr(pack, "known", lambda _=None: known)
    return file, known


def received(hub: LoopbackHub, card: Graphics, known: KnownPack, tmp_path: Path) -> object:
    command = Fetch(
        request=card.request(known), folder=str(card.incoming), source=Source(endpoint=hub.url), pace=QUICK,
        ledger=str(tmp_path / "network.jsonl"), cache=str(tmp_path / "cache"),
    )  # fmt: skip
    *_, last = fetch(command, Switch())
    return last


def test_a_pack_is_offered_where_there_is_a_card_fetched_resumed_and_taken_in(
    tmp_path: Path, paths: Paths, made: tuple[Path, KnownPack]
) -> None:
    file, known = made
    card = Graphics(paths, lambda: [CARD])
    assert card.state().offered == known
    assert "paddock gpu install" in lines(card.state())[-1]

    with LoopbackHub(cdn="foreign") as hub:
        hub.add(REPO, known.name, file)
        hub.rules.append(Rule("rst", where="cdn", at=2000, times=1))
        last = received(hub, card, known, tmp_path)
    assert isinstance(last, Ready)
    list(card.install(Path(last.path)))

    state = card.state()
    assert (state.has_part, state.offered) == (True, None)
    assert not Path(last.path).exists()
    assert lines(state)[-1] == "The engine has the part for it."

    card.remove()
    assert not card.state().has_part


def test_a_sign_in_page_is_not_taken_for_a_pack(tmp_path: Path, paths: Paths, made: tuple[Path, KnownPack]) -> None:
    file, known = made
    with LoopbackHub(cdn="foreign") as hub:
        hub.add(REPO, known.name, file.stat().st_size * b"G")
        hub.rules.append(Rule("moved"))
        last = received(hub, Graphics(paths, lambda: [CARD]), known, tmp_path)

    assert isinstance(last, Refused)
    assert last.reason in {Reason.PORTAL, Reason.CHANGED}


def test_nothing_is_offered_without_a_card_or_to_an_engine_in_one_piece(
    paths: Paths, made: tuple[Path, KnownPack], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Graphics(paths, list).state().offered is None

    monkeypatch.setattr(pack, "takes_packs", lambda: False)
    state = Graphics(paths, lambda: [CARD]).state()

    assert state.offered is None
    assert "make run" in lines(state)[-1]


def test_what_a_trial_found_is_said_with_the_way_to_try_again(paths: Paths, made: tuple[Path, KnownPack]) -> None:
    card = Graphics(paths, lambda: [CARD], lambda *_: Trial(why="it hangs"))
    list(card.install(made[0]))

    card.check()

    assert not card.state().works
    assert lines(card.state())[-1] == "Not used: it hangs. Try it again with “paddock gpu check”."


def test_a_pack_without_a_known_hash_is_never_asked_for() -> None:
    with pytest.raises(ValueError, match="not a model file"):
        DownloadRequest(model="x", repo=REPO, files=(WantedFile("paddock-cuda.pack"),))
