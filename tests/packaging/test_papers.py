"""The papers of the bundle: every part with its licence, once, and a bill of materials that scanners can read."""

from __future__ import annotations

import hashlib
import importlib
import json
import platform
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
SITE = Path(pytest.__file__).parents[1]


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for folder in ("llama", ""):
        monkeypatch.syspath_prepend(str(PACKAGING / folder))
    for name in ("inventory", "third_party", "sbom"):
        importlib.import_module(f"inside.{name}")
    module = importlib.import_module("inside")
    # llama.cpp's licence is in its archive, which is not fetched for this.
    monkeypatch.setattr(module.inventory, "_engine", module.inventory._icons)
    return module


def contents(folder: Path, *rows: tuple[str, str, str]) -> Path:
    file = folder / "contents.json"
    file.write_text(json.dumps(rows))
    return file


def test_a_file_brings_its_package_with_the_text_of_the_licence(inside: ModuleType, tmp_path: Path) -> None:
    packed = contents(tmp_path, ("jinja2", str(SITE / "jinja2" / "__init__.py"), "PYMODULE"))

    parts = {part.name: part for part in inside.inventory.parts_of(packed, tmp_path)}

    assert "Redistribution and use" in parts["Jinja2"].texts[0][1]
    assert parts["Jinja2"].package_url.startswith("pkg:pypi/jinja2@")
    assert {"CPython", "pyinstaller"} <= parts.keys()


def test_qt_brings_the_lgpl_though_its_wheel_does_not(inside: ModuleType, tmp_path: Path) -> None:
    packed = contents(tmp_path, ("PySide6", str(SITE / "PySide6" / "__init__.py"), "PYMODULE"))

    parts = {part.name: part for part in inside.inventory.parts_of(packed, tmp_path)}

    assert [name for name, _ in parts["PySide6_Essentials"].texts] == ["LGPL-3.0.txt", "GPL-3.0.txt"]


def test_a_file_of_nobodys_ends_the_build(inside: ModuleType, tmp_path: Path) -> None:
    packed = contents(tmp_path, ("found.so", str(tmp_path / "found.so"), "BINARY"))

    with pytest.raises(SystemExit, match=r"nobody known: .*found\.so"):
        inside.inventory.parts_of(packed, tmp_path)


def test_a_text_that_several_share_is_printed_once(inside: ModuleType) -> None:
    part = inside.inventory.Part
    parts = [part(name, "1", "MIT", "", f"pkg:pypi/{name}@1", (("LICENSE", "the text\n"),)) for name in ("one", "two")]

    page = inside.third_party.page(parts)

    assert page.count("the text") == 1
    assert "one (LICENSE), two (LICENSE)" in page


def test_the_bill_names_every_part_and_is_the_same_for_the_same_moment(
    inside: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763800000")
    parts = [inside.inventory.Part("one", "1", "MIT", "https://one.example", "pkg:pypi/one@1", ())]

    bill = json.loads(inside.sbom.document(parts))

    assert (bill["bomFormat"], bill["metadata"]["timestamp"]) == ("CycloneDX", "2025-11-22T08:26:40Z")
    assert [component["purl"] for component in bill["components"]] == ["pkg:pypi/one@1"]
    assert inside.sbom.document(parts) == inside.sbom.document(parts)


def test_the_bill_is_the_receipt_of_the_build(inside: ModuleType, tmp_path: Path) -> None:
    library = tmp_path / "libllama.so.0"
    library.write_bytes(b"llama")
    parts = [inside.inventory.Part(name, "1", "MIT", "", f"pkg:{name}@1", ()) for name in ("one", "llama.cpp")]

    bill = json.loads(inside.sbom.document(parts, [library]))

    said = {each["name"]: each["value"] for each in bill["metadata"]["properties"]}
    assert len(said["paddock:commit"].rstrip("+")) in (0, 40)
    assert said["paddock:python"] == platform.python_version()
    one, engine = bill["components"]
    assert "components" not in one
    assert engine["components"][0]["hashes"][0]["content"] == hashlib.sha256(b"llama").hexdigest()
