import struct
import sys
from pathlib import Path

from PySide6.QtGui import QImage

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

import icons


def test_the_icon_of_windows_holds_every_size_as_it_says(qapp: object) -> None:
    packed = icons.ico()

    zero, kind, count = struct.unpack_from("<HHH", packed)
    assert (zero, kind) == (0, 1)
    sides = []
    for number in range(count):
        width, height, *_, size, at = struct.unpack_from("<BBBBHHII", packed, 6 + 16 * number)
        image = QImage.fromData(packed[at : at + size])
        assert (image.width() % 256, image.height() % 256) == (width, height)
        assert image.pixelColor(image.width() // 2, image.height() // 2).alpha() == 255
        sides.append(image.width())
    assert sides == [16, 24, 32, 48, 64, 128, 256]
