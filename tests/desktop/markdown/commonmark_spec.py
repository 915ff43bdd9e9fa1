"""CommonMark's own examples, out of the package `commonmark-spec` of the configured npm registry.

The package is fetched once and kept under build/; its checksum is ours, so another file is refused.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

VERSION = "0.31.2"
SHA256 = "588280df96c211f7ce9db0b7943ded34ac4b8ba321e2fdf9c03d188ec0f01fea"
FOLDER = Path(__file__).resolve().parents[3] / "build" / "commonmark"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} *([^\n]*)$", re.MULTILINE | re.DOTALL)
_BLOCKS = frozenset({"p", "pre", "blockquote", "li", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Example:
    """What is written, and what the reference implementation makes of it."""

    number: int
    section: str
    markdown: str
    html: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader sees: lines without what is blank, blocks of code, and code within lines."""

    lines: list[str]
    blocks: list[str]


@cache
def examples() -> tuple[Example, ...]:
    """All of them. Skips the test, with the reason, where the package cannot be had."""
    found, section = [], ""
    for match in _EXAMPLE.finditer(_text()):
        if match[3] is not None:
            section = match[3]
        else:
            found.append(Example(len(found) + 1, section, match[1].replace("→", "\t"), match[2].replace("→", "\t")))
    return tuple(found)


def reference(html: str) -> Read:
    """What a reader sees of the reference's HTML."""
    parser = _Reader()
    parser.feed(html)
    parser.close()
    lines = (line.strip() for line in "".join(parser.text).split("\n"))
    return Read([line for line in lines if line], parser.blocks)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.blocks: list[str] = []
        self._in_code = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.text.append(f"[image: {dict(attributes).get('alt')}]")
        elif tag == "br" or tag in _BLOCKS:
            self.text.append("\n")
        if tag == "pre":
            self._in_code = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
        if tag == "pre":
            self._in_code = False

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._in_code:
            self.blocks[-1] += data


def _text() -> str:
    package = FOLDER / f"commonmark-spec-{VERSION}.tgz"
    if not package.is_file():
        _fetch(package)
    if hashlib.sha256(package.read_bytes()).hexdigest() != SHA256:
        package.unlink()
        pytest.fail(f"{package.name} is not the one whose checksum we know; it was removed")
    with tarfile.open(package) as archive:
        file = archive.extractfile("package/spec.txt")
        assert file is not None
        return file.read().decode("utf-8")


def _fetch(package: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: CommonMark's examples cannot be fetched")
    package.parent.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(
            [npm, "pack", f"commonmark-spec@{VERSION}", "--silent", "--pack-destination", package.parent],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        pytest.skip("npm's registry did not answer within a minute: CommonMark's examples cannot be fetched")
    if done.returncode or not package.is_file():
        pytest.skip(f"npm's registry cannot be reached: {done.stderr.strip()[-200:]}")
