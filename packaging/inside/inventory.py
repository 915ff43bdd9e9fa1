"""What lies in the bundle and whose it is, from the list of files that PyInstaller packed.

A file of site-packages belongs to the distribution whose RECORD names it, one of the system to its Debian package,
the engine's libraries to llama.cpp; Python, Qt's licence and the bootloader are known by name. A file that belongs to
nobody, or a part without the text of its licence, ends the build: such a bundle may not be handed on.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
import sysconfig
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import source

ROOT = Path(__file__).resolve().parents[2]
TEXTS = Path(__file__).with_name("texts")
_LICENCE_FILE = re.compile(r"(^|/)(licen[cs]es?|copying|notice|authors)[^/]*($|/)", re.IGNORECASE)
_SITE = Path(sysconfig.get_path("purelib"))
_STANDARD = Path(sysconfig.get_path("stdlib"))
# The wheels name their licence and do not carry its text.
_TEXTS_KEPT_HERE = {
    "PySide6_Essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "latex2mathml": ("latex2mathml.txt",),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}


# Only the bootloader is in the bundle, and COPYING lets it go with programs of any licence.
_EXACTLY = {"pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception"}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of somebody else's. `licence` is an SPDX expression or the publisher's own words."""

    name: str
    version: str
    licence: str
    home: str
    package_url: str
    texts: tuple[tuple[str, str], ...]


def parts_of(contents: Path, bundle: Path) -> list[Part]:
    """Everything that is not ours, by name. Raises: SystemExit."""
    owners = _owners_in_site_packages()
    distributions: set[str] = {"pyinstaller"}  # its bootloader is the program's own file
    system: set[str] = set()
    nobodys = []
    for destination, origin, kind in json.loads(contents.read_text()):
        if kind == "SYMLINK" or origin in ("", "-"):
            continue
        path = Path(origin)
        if owner := owners.get(_key(origin)):
            distributions.add(owner)
        elif Path(destination).is_relative_to("llama_cpp/lib") or _is_ours(path) or _is_pythons(path):
            continue
        elif (bundle / "_internal" / destination).exists() and origin.startswith(("/usr/", "/lib")):
            system.add(origin)
        elif kind in ("BINARY", "EXTENSION", "DATA", "PYMODULE"):
            nobodys.append(origin)
    if nobodys:
        raise SystemExit("In the bundle, and of nobody known: " + ", ".join(nobodys))
    distributions.discard("paddock")
    parts = [_python(), _engine(), _icons(), *map(_distribution, distributions), *_debian(system)]
    if wanting := [part.name for part in parts if not part.texts]:
        raise SystemExit("The text of the licence is missing of: " + ", ".join(sorted(wanting)))
    return sorted(parts, key=lambda part: part.name.casefold())


def _is_ours(path: Path) -> bool:
    """Of this checkout, or made by it."""
    return path.is_relative_to(ROOT) and not path.is_relative_to(_SITE)


def _is_pythons(path: Path) -> bool:
    """On Windows its libraries lie beside it, in a folder with nothing else; elsewhere among the system's."""
    if path.is_relative_to(_STANDARD) or path.name.startswith("libpython"):
        return True
    return sys.platform == "win32" and path.is_relative_to(sys.base_prefix)


def _key(path: str) -> str:
    """A path as one word, however it was written: Windows mixes its two slashes, and capitals with small letters."""
    return os.path.normcase(os.path.normpath(path))


def _owners_in_site_packages() -> dict[str, str]:
    """The distribution of each file, by the lines of its RECORD: tens of thousands, so they stay plain words."""
    owners = {}
    for distribution in importlib.metadata.distributions(path=[str(_SITE)]):
        name = distribution.metadata["Name"]
        for line in (distribution.read_text("RECORD") or "").splitlines():
            owners[_key(f"{_SITE}/{line.rsplit(',', 2)[0].strip(chr(34))}")] = name
    return owners


def _distribution(name: str) -> Part:
    found = importlib.metadata.distribution(name)
    meta = found.metadata
    texts = [
        (str(file.name), Path(str(found.locate_file(file))).read_text("utf-8", "replace"))
        for file in found.files or ()
        if ".dist-info/" in str(file) and _LICENCE_FILE.search(str(file).split(".dist-info/")[1])
    ]
    texts += [(kept, (TEXTS / kept).read_text(encoding="utf-8")) for kept in _TEXTS_KEPT_HERE.get(meta["Name"], ())]
    urls = dict(line.lower().split(", ", 1) for line in meta.get_all("Project-URL") or ())
    home = next((urls[label] for label in ("homepage", "source", "repository", "source code") if label in urls), "")
    return Part(
        name=meta["Name"],
        version=found.version,
        licence=_licence_named(meta),
        home=meta.get("Home-page") or home or next(iter(urls.values()), ""),
        package_url=f"pkg:pypi/{meta['Name'].lower().replace('_', '-')}@{found.version}",
        texts=tuple(texts),
    )


def _licence_named(meta: importlib.metadata.PackageMetadata) -> str:
    """The expression, else the classifiers, else the first line of what is written."""
    if expression := _EXACTLY.get(meta["Name"]) or meta.get("License-Expression"):
        return str(expression)
    classifiers = [one.rpartition(" :: ")[2] for one in meta.get_all("Classifier") or () if one.startswith("License")]
    written = str(meta.get("License") or "").strip().splitlines()
    return "; ".join(classifiers) or (written[0] if written else "see the text")


def _python() -> Part:
    version = platform.python_version()
    kept = next(path for path in (_STANDARD / "LICENSE.txt", Path(sys.base_prefix, "LICENSE.txt")) if path.exists())
    text = kept.read_text(encoding="utf-8")
    url = "https://www.python.org"
    return Part("CPython", version, "PSF-2.0", url, f"pkg:generic/cpython@{version}", (("LICENSE.txt", text),))


def _engine() -> Part:
    tree = source.tree()
    files = [tree / "LICENSE", *sorted((tree / "licenses").glob("*"))]
    texts = tuple((file.name, file.read_text(encoding="utf-8")) for file in files)
    url, version = "https://github.com/ggml-org/llama.cpp", source.version()
    return Part("llama.cpp", f"in llama-cpp-python {version}", "MIT", url, f"pkg:generic/llama.cpp@{version}", texts)


def _icons() -> Part:
    text = (ROOT / "resources" / "icons" / "LICENSE.txt").read_text(encoding="utf-8")
    return Part("Lucide icons", "", "ISC", "https://lucide.dev", "pkg:npm/lucide-static", (("LICENSE.txt", text),))


def _debian(files: set[str]) -> list[Part]:
    """The Debian or Ubuntu packages these libraries were taken from."""
    if sys.platform != "linux" or not files:
        return []
    packages: dict[str, list[str]] = defaultdict(list)
    for file in sorted(files):
        packages[_debian_package(file)].append(file)
    return [_debian_part(name) for name in packages]


def _debian_package(file: str) -> str:
    """`dpkg -S` knows a library by the path it was installed under: with or without /usr, never by its link."""
    real = str(Path(file).resolve())
    for path in (real, real.removeprefix("/usr")):
        asked = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            return asked.stdout.split(":")[0]
    raise SystemExit(f"In the bundle, and of no Debian package: {file}")


def _debian_part(name: str) -> Part:
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f=${Version}\n${Homepage}", name], capture_output=True, text=True, check=True
    )
    version, _, home = asked.stdout.splitlines()[0], None, asked.stdout.partition("\n")[2]
    text = Path("/usr/share/doc", name, "copyright").read_text(encoding="utf-8", errors="replace")
    named = sorted({line.split(None, 1)[1].strip() for line in text.splitlines() if line.startswith("License: ")})
    licence = "; ".join(named) or "see the text"
    return Part(name, version, licence, home, f"pkg:deb/debian/{name}@{version}", (("copyright", text),))
