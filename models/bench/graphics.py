"""What can be done about the graphics card: seen, tried, and the engine's part for it fetched, brought and removed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import msgspec

from models.engine import graphics, hardware, pack
from models.engine.device import Device
from models.engine.graphics import Answer
from models.engine.pack import KnownPack, Manifest, Unpacking
from models.engine.probe import Trial, probe
from models.hub.events import DownloadRequest, WantedFile
from models.paths import Paths


class State(msgspec.Struct, frozen=True, kw_only=True):
    """How things are. `has_part`: the engine has a library for NVIDIA cards, its own or an installed `pack`.

    `too_old`: the driver's, where that part cannot work with it. `trouble`: what a trial found. `offered`: the pack
    that would help, None where none is of use or none was made for this version.
    """

    cards: tuple[Device, ...]
    has_part: bool
    pack: Manifest | None
    offered: KnownPack | None
    too_old: Trial | None
    trouble: Trial | None
    takes_packs: bool

    @property
    def lacks_part(self) -> bool:
        """A pack would help."""
        return self.takes_packs and not self.has_part

    @property
    def works(self) -> bool:
        """There is a card, a part for it, and nothing is known that speaks against it."""
        return bool(self.cards) and self.has_part and self.trouble is None


class Graphics:
    """The card of this computer, for a user with these `paths`. Any thread may call."""

    def __init__(
        self,
        paths: Paths,
        cards: Callable[[], Sequence[Device]] = hardware.devices,
        trial: Callable[[str, Path], Trial] = probe,
    ) -> None:
        self._paths = paths
        self._cards = cards
        self._trial = trial

    @property
    def incoming(self) -> Path:
        """Where a pack is downloaded to; what came of it stays for the next try."""
        return self._paths.gpu / ".download"

    def state(self) -> State:
        """As far as it is known without a trial: some milliseconds, at worst those of a driver that hangs (4 s)."""
        cards = tuple(self._cards())
        has_part, driver = "cuda" in graphics.libraries(self._paths), cards[0].driver if cards else ""
        return State(
            cards=cards,
            has_part=has_part,
            pack=pack.installed(self._paths),
            offered=pack.known() if cards and not has_part and pack.takes_packs() else None,
            too_old=graphics.too_old(driver) if cards else None,
            trouble=graphics.trouble("cuda", self._paths) if cards else None,
            takes_packs=pack.takes_packs(),
        )

    def check(self, *, again: bool = True) -> Answer:
        """Try the card, in a child; at most a minute. Never raises."""
        return graphics.check(self._paths, self._cards, again=again, trial=self._trial)

    def request(self, known: KnownPack) -> DownloadRequest:
        """How to download a pack, into `incoming`."""
        file = WantedFile(known.name, known.size_bytes, known.sha256)
        return DownloadRequest(model=known.name, repo=known.repo, files=(file,), commit=known.commit)

    def install(self, path: Path) -> Generator[Unpacking, None, Manifest]:
        """Take the pack at `path` in. Raises: as models.engine.pack.install."""
        manifest = yield from pack.install(path, self._paths)
        if path.is_relative_to(self.incoming):
            path.unlink(missing_ok=True)
        return manifest

    def remove(self) -> None:
        """Remove the installed pack. Raises: StoreUnwritable."""
        pack.remove(self._paths)
