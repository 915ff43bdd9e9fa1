"""The window looks as it does in docs/screenshots: what changes there was meant to, and is taken anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtWidgets import QApplication

from tests.desktop.screenshots import COMPARED, DOCS, MOST_BYTES, SIZES, fonts, name_of, small, take

TOLERANCE = 0.001  # of the pixels
SAME = 12  # of 255: a step of the kept colours, and what rounding in another build of Qt may do to one


def share_of_difference(one: Image.Image, other: Image.Image) -> float:
    """Which share of the pixels differs; 1 for pictures of different sizes."""
    if one.size != other.size:
        return 1.0
    bands = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(most.histogram()[SAME + 1 :]) / (one.width * one.height)


@pytest.mark.parametrize("setting", COMPARED, ids="-".join)
def test_it_looks_as_in_the_pictures_that_are_kept(
    setting: tuple[str, str, str], qapp: QApplication, tmp_path: Path
) -> None:
    if fonts() != (DOCS / "fonts.txt").read_text().strip():
        pytest.skip("other fonts, or another Qt, than those of the pictures: they cannot be compared here")
    spoken, theme, scale = setting
    take(tmp_path, spoken, theme, scale, "--quiet")
    names = [name_of(scene, spoken, theme, SIZES[0][0], scale) for scene in COMPARED[setting]]
    shares = {name: share_of_difference(small(tmp_path / name), Image.open(DOCS / name)) for name in names}

    assert {name: share for name, share in shares.items() if share > TOLERANCE} == {}


def test_a_difference_is_seen() -> None:
    white, dotted = (Image.new("RGB", (100, 100), "white") for _ in range(2))
    dotted.paste("black", (0, 0, 10, 10))

    assert share_of_difference(white, dotted) == pytest.approx(0.01)


def test_the_pictures_are_few_enough_for_the_repository() -> None:
    assert sum(path.stat().st_size for path in DOCS.glob("*.png")) <= MOST_BYTES
