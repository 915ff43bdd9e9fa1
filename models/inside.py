"""What this program is made of: the parts inside with versions and licences, and how it was built.

An installed program reads its bill of materials (packaging/inside/sbom.py wrote it beside the program); a checkout
names the packages it runs on.
"""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from pathlib import Path
from typing import Any

import msgspec

BILL = "sbom.cdx.json"
LICENCES = "THIRD-PARTY.txt"
_OF_A_CHECKOUT = (
    "huggingface-hub", "httpx", "llama-cpp-python", "llguidance", "markdown-it-py", "msgspec", "numpy", "psutil",
    "pygments", "pypdfium2", "PySide6-Essentials", "ziamath",
)  # fmt: skip


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else's work. `licence` is an SPDX expression or the publisher's own words."""

    name: str
    version: str
    licence: str = ""


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """`commit`, `built` (ISO 8601, UTC) and `libraries` (the engine's, each with its sha256) are of a build alone."""

    version: str
    commit: str = ""
    built: str = ""
    python: str = ""
    parts: tuple[Part, ...] = ()
    libraries: tuple[tuple[str, str], ...] = ()

    def told(self) -> str:
        """All of it as lines of text, for a report of a problem or for an auditor."""
        head = [f"Paddock {self.version}"]
        head += [f"{name} {value}" for name, value in (("commit", self.commit), ("built", self.built)) if value]
        parts = [
            " ".join(filter(None, (part.name, part.version, part.licence and f"({part.licence})")))
            for part in self.parts
        ]
        libraries = [f"{name} sha256 {digest}" for name, digest in self.libraries]
        return "\n".join([*head, f"Python {self.python}", "", *parts, *([""] if libraries else []), *libraries]) + "\n"


def inside() -> Inside:
    """Of this program. A bill that cannot be read counts as none."""
    bill = _beside(BILL)
    if bill is not None:
        try:
            return _read(msgspec.json.decode(bill.read_bytes()))
        except (OSError, msgspec.DecodeError, KeyError, TypeError):
            pass
    found = [Part(name=name, version=version) for name in _OF_A_CHECKOUT if (version := version_of(name))]
    return Inside(version=version_of("paddock"), python=platform.python_version(), parts=tuple(found))


def licences() -> str | None:
    """The licences of everything inside with their texts; a checkout has none."""
    page = _beside(LICENCES)
    return page.read_text(encoding="utf-8") if page is not None else None


def version_of(package: str) -> str:
    """Of an installed package; empty: it is not."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _read(bill: Any) -> Inside:
    """Raises: KeyError, TypeError, where it is none of ours."""
    meta = bill["metadata"]
    said = {each["name"].removeprefix("paddock:"): each["value"] for each in meta.get("properties", ())}
    files = [each for part in bill["components"] for each in part.get("components", ())]
    return Inside(
        version=meta["component"]["version"],
        commit=said.get("commit", ""),
        built=meta["timestamp"],
        python=said.get("python", ""),
        parts=tuple(
            Part(name=each["name"], version=each["version"], licence=each["licenses"][0]["license"]["name"])
            for each in bill["components"]
        ),
        libraries=tuple((each["name"], each["hashes"][0]["content"]) for each in files),
    )


def _beside(name: str) -> Path | None:
    """A file that the build put beside the program."""
    file = Path(sys.executable).with_name(name)
    return file if getattr(sys, "frozen", False) and file.exists() else None
