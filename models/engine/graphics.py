"""Which graphics libraries the engine may use here: each is tried once, and the answer is kept.

The libraries lie in the engine's own folder, or in that of an installed pack (models.engine.pack). A trial belongs to
one driver and one library: with another of either it is made again, and when the user asks for it.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from models.engine import backends
from models.engine.backends import Backend
from models.engine.device import Device
from models.engine.pack import folder as pack_folder
from models.engine.probe import Trial, probe
from models.errors import DiskFull, StoreUnwritable
from models.paths import Paths
from models.whole_file import put

# CUDA 13's release notes, table of minimum drivers; toolkit.txt of packaging/llama says which CUDA is built with.
OLDEST_CUDA_DRIVER = 580


class Library(msgspec.Struct, frozen=True):
    """A file as it was when it was tried: `digest` is its SHA-256."""

    path: str
    size: int
    modified_ns: int
    digest: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The trials of the graphics libraries, by name, with this `driver`; `asked` is when, ISO 8601."""

    driver: str
    asked: str
    libraries: dict[str, Library]
    trials: dict[str, Trial]

    @property
    def refused(self) -> tuple[Backend, ...]:
        return tuple(Backend(name, trial.problem) for name, trial in self.trials.items() if trial.problem)


def libraries(paths: Paths) -> dict[str, Path]:
    """The graphics libraries that are there, by name; of two of one name the engine's own."""
    found: dict[str, Path] = {}
    for folder in (pack_folder(paths), backends.engine_folder()):
        if folder:
            found |= {name: file for name, file in backends.libraries(folder).items() if not backends.is_cpu(name)}
    return found


def remembered(paths: Paths) -> Answer | None:
    """The last answer, where it is about the libraries that are there now."""
    try:
        answer = msgspec.json.decode(_file(paths).read_bytes(), type=Answer)
    except (OSError, msgspec.MsgspecError):
        return None
    there = libraries(paths)
    same = there.keys() == answer.libraries.keys() and all(
        _unchanged(answer.libraries[name], file) for name, file in there.items()
    )
    return answer if same else None


def trouble(name: str, paths: Paths) -> Trial | None:
    """The trial that speaks against the library `name`, where there was one."""
    answer = remembered(paths)
    trial = answer.trials.get(name) if answer else None
    return trial if trial and trial.why else None


def check(
    paths: Paths,
    cards: Callable[[], Sequence[Device]],
    *,
    again: bool = False,
    trial: Callable[[str, Path], Trial] = probe,
) -> Answer:
    """The answer for the driver of the `cards` and the libraries here, from trials where there is none yet.

    Takes milliseconds, and where something is tried seconds: at most probe.DEADLINE_S for each library. Never raises.
    """
    there = libraries(paths)
    if not there:
        return Answer(driver="", asked="", libraries={}, trials={})
    driver = next((card.driver for card in cards()), "")
    known = remembered(paths)
    if known and known.driver == driver and not again and not any(one.passing for one in known.trials.values()):
        return known
    old = known.libraries if known else {}
    answer = Answer(
        driver=driver,
        asked=datetime.now(UTC).isoformat(timespec="seconds"),
        libraries={name: _library(file, old.get(name)) for name, file in there.items()},
        trials={name: _tried(name, driver, paths, trial) for name in there},
    )
    with contextlib.suppress(DiskFull, StoreUnwritable, OSError):
        paths.cache.mkdir(parents=True, exist_ok=True)
        put(_file(paths), msgspec.json.encode(answer))
    return answer


def too_old(driver: str) -> Trial | None:
    """Why the CUDA library cannot work with this NVIDIA driver, where it cannot."""
    number = driver.split(".")[0]
    if not number.isdecimal() or int(number) >= OLDEST_CUDA_DRIVER:
        return None
    return Trial(why="the NVIDIA driver is too old, version 580 or newer is needed", detail=driver)


def _tried(name: str, driver: str, paths: Paths, trial: Callable[[str, Path], Trial]) -> Trial:
    if name == "cuda":
        if not driver:
            return Trial(why="no NVIDIA driver was found")
        if old := too_old(driver):
            return old
    return trial(name, paths.logs / "graphics.log")


def _file(paths: Paths) -> Path:
    return paths.cache / "graphics.json"


def _unchanged(library: Library, file: Path) -> bool:
    try:
        state = file.stat()
    except OSError:
        return False
    return (library.path, library.size, library.modified_ns) == (str(file), state.st_size, state.st_mtime_ns)


def _library(file: Path, known: Library | None) -> Library:
    """With the digest read anew, unless `known` is the very file."""
    if known and _unchanged(known, file):
        return known
    state = file.stat()
    with file.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    return Library(str(file), state.st_size, state.st_mtime_ns, digest)
