"""The reports of earlier measurements, one small JSON file each, so that a page can plot them."""

from __future__ import annotations

import contextlib
import errno
import re
from pathlib import Path

import msgspec

from models.bench.report import Report
from models.errors import DiskFull, StoreUnwritable
from models.paths import Paths


def keep(paths: Paths, report: Report) -> Path:
    """Keep `report`; the file it is in. Raises: DiskFull, StoreUnwritable."""
    folder = _folder(paths)
    stamp = re.sub(r"[^0-9]", "", report.receipt.date)[:14]
    name = re.sub(r"[^a-z0-9.]+", "-", report.receipt.model.casefold()).strip("-.")[:60] or "model"
    path = folder / f"{stamp}-{name}.json"
    part = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
        part.replace(path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(folder=str(folder)) from error
        raise StoreUnwritable(folder=str(folder), detail=f"{error.strerror}.") from error
    return path


def reports(paths: Paths) -> list[Report]:
    """All that are kept, oldest first; what cannot be read is left out."""
    found = []
    for path in sorted(_folder(paths).glob("*.json")):
        with contextlib.suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            found.append(msgspec.json.decode(path.read_bytes(), type=Report))
    return found


def _folder(paths: Paths) -> Path:
    return paths.data / "benchmarks"
