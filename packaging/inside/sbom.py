"""The bill of materials, in CycloneDX 1.5: what scanners of companies look vulnerabilities up by."""

from __future__ import annotations

import json
from collections.abc import Sequence

import release

from inside.inventory import Part


def document(parts: Sequence[Part]) -> str:
    """Dated by SOURCE_DATE_EPOCH where it is set, so that two builds of a release agree."""
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": release.moment().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "name": "paddock", "version": release.version(), "bom-ref": "paddock"},
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
