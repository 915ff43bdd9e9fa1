"""A loopback Hub with one file on it, and a fetch in this very process."""

from __future__ import annotations

import itertools
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from models.hub.events import Answer, Downloading, DownloadRequest, Fetch, Pace, Source, WantedFile
from models.hub.fetch import fetch, quiet_environment
from tests.loopback_hub import LoopbackHub
from tests.loopback_proxy import LoopbackProxy, certificate

quiet_environment(Path(tempfile.gettempdir()) / "paddock-tests")

REPO = "org/tiny-GGUF"
NAME = "tiny-Q4_K_M.gguf"
CONTENT = b"GGUF" + random.Random(4).randbytes(900_000)
TOKEN = "hf_not_for_everyone"
QUICK = Pace(
    connect_s=1, read_s=0.3, lookup_s=4, first_wait_s=0.01, most_wait_s=0.05,
    first_patience_s=0.5, patience_s=0.5, tick_s=0,
)  # fmt: skip


@dataclass
class World:
    """What a test needs to fetch the one file there is, and to look at what came of it."""

    hub: LoopbackHub
    folder: Path
    sha256: str
    source: Source
    pace: Pace = QUICK
    events: list[Answer] = field(default_factory=list)

    @property
    def request(self) -> DownloadRequest:
        file = WantedFile(NAME, len(CONTENT), self.sha256)
        return DownloadRequest(model="Tiny", repo=REPO, files=(file,), commit=self.hub.commits[0])

    @property
    def target(self) -> Path:
        return self.folder / REPO / NAME

    @property
    def command(self) -> Fetch:
        return Fetch(
            request=self.request, folder=str(self.folder), source=self.source, pace=self.pace,
            ledger=str(self.folder / "network.jsonl"), cache=str(self.folder / "cache"),
        )  # fmt: skip

    def fetch(self) -> Answer:
        """Fetch it; the last answer."""
        from models.hub.pacing import Switch

        self.events = list(fetch(self.command, Switch()))
        return self.events[-1]

    def leave_part(self, length: int) -> None:
        """Break off after `length` bytes, as a pause does."""
        from models.hub.pacing import Switch

        run = fetch(self.command, Switch())
        for event in run:
            if isinstance(event, Downloading) and event.done_bytes >= length:
                break
        run.close()

    def left_over(self) -> list[str]:
        """The names in the model's folder that should not be there in the end."""
        folder = self.target.parent
        return sorted(path.name for path in folder.iterdir() if path != self.target) if folder.exists() else []


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub(cdn="foreign") as hub:
        yield hub


@pytest.fixture
def world(hub: LoopbackHub, tmp_path: Path) -> World:
    return World(hub, tmp_path, hub.add(REPO, NAME, CONTENT), Source(endpoint=hub.url))


@pytest.fixture
def internet(tmp_path: Path) -> Iterator[World]:
    """The real names of the Hub and its storage, led to this machine by a proxy, with certificates to match."""
    chain, key = certificate(tmp_path, "huggingface.co", "cdn-lfs-us-1.hf.co")
    with LoopbackHub(cdn="none", certificate=(chain, key)) as hub:
        hub.accounts[TOKEN] = "paddock-user"
        port = int(hub.url.rpartition(":")[2])
        names = ("huggingface.co:443", "cdn-lfs-us-1.hf.co:443")
        with LoopbackProxy(dict.fromkeys(names, ("127.0.0.1", port))) as proxy:
            source = Source(proxy=proxy.url, ca_bundle=str(chain), token=TOKEN)
            yield World(hub, tmp_path / "models", hub.add(REPO, NAME, CONTENT), source)


def falls(events: Sequence[object]) -> list[Downloading]:
    """Every event that says less than one before it; what is said of the whole is one figure."""
    said = [event for event in events if isinstance(event, Downloading)]
    assert len({event.total_bytes for event in said}) <= 1
    highest = itertools.accumulate((event.done_bytes for event in said), max)
    return [event for event, most in zip(said, highest, strict=True) if event.done_bytes < most]
