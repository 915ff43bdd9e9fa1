"""Pictures of pages: how many a file holds, without decoding any; and each as PNG, decoded with an OCR pack's Pillow.

The first is asked in the reader's process, the second only in that of the OCR pack (models.documents.ocr_worker),
which is sealed and has limits of its own: what decodes a hostile picture can open no file and no connection.
"""

from __future__ import annotations

import importlib
import io
import struct
import warnings
from collections.abc import Iterator, Sequence
from typing import IO, Any

from models.errors import FileDamaged, OcrPackUnusable

MOST_PAGES = 2000
MOST_PIXELS = 120_000_000  # A3 at 600 dots an inch are 70 million
LONGEST_PX = 3600  # what the recognition reads; an A4 page at 300 dots an inch is 3508 high
_FORMATS = ("PNG", "JPEG", "TIFF")
_ENTRY_BYTES = 12


def pages_in(name: str, file: IO[bytes]) -> int:
    """How many pages a picture has: of TIFF what its chain of directories holds, else one.

    Format: TIFF revision 6.0, section 2. Raises: FileDamaged for a chain that leads nowhere or round in a circle.
    """
    file.seek(0)
    head = file.read(8)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(head[:4])
    if order is None:
        return 1
    seen: set[int] = set()
    try:
        (at,) = struct.unpack(f"{order}I", head[4:8])
        while at:
            if at in seen or len(seen) >= MOST_PAGES:
                raise FileDamaged(name=name, detail="its list of pages does not end.")
            seen.add(at)
            file.seek(at)
            (entries,) = struct.unpack(f"{order}H", file.read(2))
            file.seek(at + 2 + _ENTRY_BYTES * entries)
            (at,) = struct.unpack(f"{order}I", file.read(4))
    except struct.error as error:
        raise FileDamaged(name=name, detail="its list of pages is cut off.") from error
    if not seen:
        raise FileDamaged(name=name, detail="it has no pages.")
    return len(seen)


def as_png(name: str, file: IO[bytes], pages: Sequence[int]) -> Iterator[bytes]:
    """Each of these pages (from 1), upright as its camera says and no larger than is read. Raises: FileDamaged.

    Raises: OcrPackUnusable: The pack has no Pillow.
    """
    try:
        image: Any = importlib.import_module("PIL.Image")
        operations: Any = importlib.import_module("PIL.ImageOps")
    except ImportError as error:
        raise OcrPackUnusable(detail=f"{error}.") from error
    image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses at twice of it
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with image.open(file, formats=_FORMATS) as opened:
                for number in pages:
                    opened.seek(number - 1)
                    upright = operations.exif_transpose(opened).convert("RGB")
                    upright.thumbnail((LONGEST_PX, LONGEST_PX))
                    made = io.BytesIO()
                    upright.save(made, "PNG", compress_level=1)
                    yield made.getvalue()
    except (OSError, EOFError, ValueError, SyntaxError, image.DecompressionBombError) as error:
        raise FileDamaged(name=name, detail="the picture cannot be decoded.") from error
