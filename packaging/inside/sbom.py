"""The bill of materials, in CycloneDX 1.5: what scanners of companies look vulnerabilities up by.

The about page reads it too (models/inside.py): it is also the receipt of the build, with the commit it was made of and
the sha256 of each library of the engine.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from pathlib import Path

import release

from inside.inventory import Part

ENGINE = "llama.cpp"  # the part whose libraries are named one by one


def document(parts: Sequence[Part], engine: Sequence[Path] = ()) -> str:
    """Of these parts and the engine's libraries; dated by SOURCE_DATE_EPOCH where it is set, so two builds agree."""
    made_of = {"commit": release.commit(), "python": platform.python_version()}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": release.moment().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "name": "paddock", "version": release.version(), "bom-ref": "paddock"},
            "properties": [{"name": f"paddock:{name}", "value": value} for name, value in made_of.items()],
        },
        "components": [_component(part, engine if part.name == ENGINE else ()) for part in parts],
        "dependencies": [{"ref": "paddock", "dependsOn": [part.package_url for part in parts]}],
    }
    return json.dumps(bill, indent=1, ensure_ascii=False) + "\n"


def _component(part: Part, files: Sequence[Path]) -> dict[str, object]:
    component: dict[str, object] = {
        "type": "library",
        "bom-ref": part.package_url,
        "name": part.name,
        "version": part.version,
        "purl": part.package_url,
        "licenses": [{"license": {"name": part.licence}}],
    }
    if part.home:
        component["externalReferences"] = [{"type": "website", "url": part.home}]
    if files:
        component["components"] = [_file(file) for file in sorted(files)]
    return component


def _file(file: Path) -> dict[str, object]:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return {"type": "file", "name": file.name, "hashes": [{"alg": "SHA-256", "content": digest}]}
