"""The bill of materials, in CycloneDX 1.5: what scanners of companies look vulnerabilities up by."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from inside.inventory import Part

ROOT = Path(__file__).resolve().parents[2]


def version() -> str:
    """Of Paddock, from pyproject.toml."""
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert found
    return found[1]


def document(parts: Sequence[Part]) -> str:
    """Dated by SOURCE_DATE_EPOCH where it is set, so that two builds of a release agree."""
    made = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or datetime.now().timestamp()), UTC)
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "name": "paddock", "version": version(), "bom-ref": "paddock"},
        },
        "components": [_component(part) for part in parts],
        "dependencies": [{"ref": "paddock", "dependsOn": [part.package_url for part in parts]}],
    }
    return json.dumps(bill, indent=1, ensure_ascii=False) + "\n"


def _component(part: Part) -> dict[str, object]:
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
    return component
