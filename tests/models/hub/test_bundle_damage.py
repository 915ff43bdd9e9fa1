"""A bundle that is a damaged zip is refused as one, in whichever way it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import BundleDamaged
from models.hub.bundle import MANIFEST, Bundle, is_bundle
from tests.models.test_unzipping import DAMAGED


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_bundle_is_refused_as_one(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "models.zip"
    path.write_bytes(DAMAGED[kind](path, MANIFEST, b'{"form": 1}' + b" " * 1000))

    assert not is_bundle(path)  # it names no model
    with pytest.raises(BundleDamaged):
        Bundle(path)
