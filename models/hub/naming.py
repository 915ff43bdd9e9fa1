"""A file whose name nobody has seen on the Hub: found in its repository's listing, by what is known of it.

Import this only where `quiet_environment` has been applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import msgspec

from models.hub import resolve, variants, walk
from models.hub.asking import Hub
from models.hub.door import Door
from models.hub.events import DownloadRequest, Pace, Source, WantedFile, is_model_file
from models.hub.faults import Fault
from models.hub.reasons import Reason
from models.hub.remote import RemoteFile


def look_up(door: Door, source: Source, request: DownloadRequest, file: WantedFile, pace: Pace) -> RemoteFile:
    """As `resolve.look_up`; where the name was a guess and another file or none has it, under its real name.

    Raises:
        Fault: As there.
    """
    try:
        return resolve.look_up(door, source, request, file, pace)
    except Fault as fault:
        if file.name_seen or source.layout != "hub" or fault.reason not in (Reason.GONE, Reason.CHANGED):
            raise
        found = same(file, Hub(door, source).files(request.repo, request.commit))
        if found is None:
            raise
    return resolve.look_up(door, source, request, msgspec.structs.replace(file, name=found.name), pace)


def same(wanted: WantedFile, listed: Sequence[WantedFile]) -> WantedFile | None:
    """The one of `listed` that is `wanted`: by its sha256, else by its size, else by what its name says it is."""
    models = [file for file in listed if is_model_file(file.name)]
    if wanted.sha256:
        fitting = [file for file in models if file.sha256 == wanted.sha256]
    elif wanted.size_bytes:
        fitting = [file for file in models if file.size_bytes == wanted.size_bytes]
    else:
        fitting = [file for file in models if _kind(file) == _kind(wanted)]
    return fitting[0] if len(fitting) == 1 or (wanted.sha256 and fitting) else None


def _kind(file: WantedFile) -> tuple[bool, str]:
    """Whether it is an image projector, and its quantisation."""
    name = PurePosixPath(file.name)
    return "mmproj" in name.name.lower(), variants.quantisation(walk.stem(name))
