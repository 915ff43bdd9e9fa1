"""Reads PDF through PDFium: text in reading order, without what nobody sees on the page; and paints pages.

Hidden and left out: render mode 3 (invisible), no opacity, print smaller than a point, print outside the page, and
white print with nothing dark painted under it. Invisible text over a page-wide picture is an OCR layer and is kept.
Not covered: text hidden behind a picture drawn later, or by an optional content group.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import IO, Any

import pypdfium2
from pypdfium2 import raw

from models.documents import columns, pdf_tables, raised
from models.documents.document import PageImage, PageTables, Table
from models.documents.locate import Located
from models.documents.pdf_headings import Print, prints_of, unmarked
from models.documents.png import encode
from models.errors import FileDamaged, FileProtected, PageMissing

MAX_PIXELS = 40_000_000
_WHITE = 250
_SCAN_SHARE = 0.5
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # where fonts of symbols keep theirs
_BULLET = re.compile(rf"(?m)(?<=^){_PRIVATE.pattern}(?=[ \t])")


class PdfFile:
    """An open PDF. Raises: FileProtected; FileDamaged."""

    def __init__(self, name: str, copy: IO[bytes]) -> None:
        self.name = name
        try:
            self._document = pypdfium2.PdfDocument(copy)
            self.pages = len(self._document)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise FileProtected(name=name) from error
            raise FileDamaged(name=name, detail="its structure cannot be followed.") from error
        if not self.pages:
            raise FileDamaged(name=name, detail="it has no pages.")

    def page_texts(self) -> Iterator[tuple[str, int, int, list[Print]]]:
        """For each page its visible text, how many passages and characters of it were hidden, and its print.

        A page that cannot be loaded is a page without text. Line-end hyphens are U+0002, see models.documents.clean.
        """
        for index in range(self.pages):
            try:
                page = self._document[index]
            except pypdfium2.PdfiumError:
                yield "", 0, 0, []
                continue
            text_page = page.get_textpage()
            hidden, seen = _looked_at(page)
            yield *_visible_text(text_page, hidden), prints_of(text_page, seen)
            text_page.close()
            page.close()

    def paint(self, number: int, scale: float, passage: str) -> PageImage:
        """Page `number` (from 1) as a picture, and where `passage` stands on it. Raises: PageMissing; FileDamaged."""
        page = self._page(number)
        width, height = page.get_size()
        scale = min(scale, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=raw.FPDFBitmap_BGR)
        rects = tuple(_rects(page, passage, bitmap)) if passage.strip() else ()
        png = encode(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        page.close()
        return PageImage(
            page=number, pages=self.pages, width=bitmap.width, height=bitmap.height, png=png, rects=rects
        )  # fmt: skip

    def tables(self, number: int) -> PageTables:
        """The tables of page `number` (from 1). Raises: PageMissing; FileDamaged."""
        page = self._page(number)
        text_page = page.get_textpage()
        hidden, _ = _looked_at(page)
        found = pdf_tables.tables(
            page, text_page, lambda index: bool(hidden) and _object_of(text_page, index) in hidden
        )
        made = tuple(Table(page=number, how=how, rows=tuple(rows)) for how, rows in found)
        text_page.close()
        page.close()
        return PageTables(page=number, pages=self.pages, tables=made)

    def close(self) -> None:
        self._document.close()

    def _page(self, number: int) -> Any:
        if not 1 <= number <= self.pages:
            raise PageMissing(name=self.name, pages=self.pages, page=number)
        try:
            return self._document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise FileDamaged(name=self.name, detail=f"page {number} cannot be shown.") from error


def _visible_text(text_page: Any, hidden: set[int]) -> tuple[str, int, int]:
    whole = text_page.get_text_range()
    # Characters above U+FFFF are missing in `whole`, and its places are PDFium's no longer.
    edits = raised.edits(text_page, whole if len(whole) == text_page.count_chars() else "")
    text = columns.in_order(text_page, lambda index: bool(hidden) and _object_of(text_page, index) in hidden, edits)
    if not hidden:
        if text is None:
            text = text_page.get_text_bounded() if _beyond_ucs2(text_page) else edits.applied(whole)
        return _unify(text), 0, 0
    pieces, passages, characters, start, was_hidden = [], 0, 0, 0, False
    count = text_page.count_chars()
    for index in range(count + 1):
        is_hidden = index < count and _object_of(text_page, index) in hidden
        if index < count and is_hidden == was_hidden:
            continue
        if was_hidden:
            passages += 1
            characters += index - start
        elif index > start:
            pieces.append(edits.applied(text_page.get_text_range(start, index - start), start))
        start, was_hidden = index, is_hidden
    return _unify("\n".join(pieces) if text is None else text), passages, characters


def _beyond_ucs2(text_page: Any) -> bool:
    """get_text_range drops characters above U+FFFF; get_text_bounded keeps them but may reorder: only when needed."""
    return False if text_page.count_chars() == 0 else "\ud800" <= _highest(text_page) <= "\udfff"


def _highest(text_page: Any) -> str:
    return max(text_page.get_text_range(errors="surrogatepass"), default="")


def _unify(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "\x02")
    return _BULLET.sub("•", text)


def _object_of(text_page: Any, index: int) -> int:
    """The address of the text object that character `index` belongs to; 0 for generated spaces and line ends."""
    handle = raw.FPDFText_GetTextObject(text_page.raw, index)
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _looked_at(page: Any) -> tuple[set[int], list[Any]]:
    """Addresses of the text objects of `page` that nobody sees, and the others."""
    left, bottom, right, top = page.get_bbox()
    area = max(1.0, (right - left) * (top - bottom))
    hidden: set[int] = set()
    invisible: set[int] = set()
    seen: list[Any] = []
    dark: list[tuple[float, float, float, float]] = []
    scanned = False
    for item in page.get_objects(max_depth=4):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            address = ctypes.cast(item.raw, ctypes.c_void_p).value or 0
            if raw.FPDFTextObj_GetTextRenderMode(item.raw) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                invisible.add(address)
            elif _unseen(item, (left, bottom, right, top), dark):
                hidden.add(address)
            else:
                seen.append(item)
        elif item.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            bounds = item.get_bounds()
            if item.type != raw.FPDF_PAGEOBJ_PATH or not _is_white(item):
                dark.append(bounds)
            if item.type == raw.FPDF_PAGEOBJ_IMAGE:
                scanned |= (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]) >= _SCAN_SHARE * area
    return (hidden if scanned else hidden | invisible), seen


def _unseen(item: Any, page: tuple[float, float, float, float], dark: list[tuple[float, float, float, float]]) -> bool:
    left, bottom, right, top = item.get_bounds()
    if right < page[0] or left > page[2] or top < page[1] or bottom > page[3]:
        return True
    if 0 < top - bottom < 0.7 and right - left > 0:
        return True
    if _alpha(item) == 0:
        return True
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    covered = any(box[0] <= middle_x <= box[2] and box[1] <= middle_y <= box[3] for box in dark)
    return _is_white(item) and not covered


def _colour(item: Any) -> tuple[int, int, int, int] | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item.raw, *parts):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _is_white(item: Any) -> bool:
    colour = _colour(item)
    return colour is not None and min(colour[:3]) >= _WHITE


def _alpha(item: Any) -> int:
    colour = _colour(item)
    return 255 if colour is None else colour[3]


def _rects(page: Any, passage: str, bitmap: Any) -> Iterator[tuple[float, float, float, float]]:
    """Where `passage` stands on the painted page: (left, top, width, height) in its pixels, line by line."""
    text_page = page.get_textpage()
    count = text_page.count_chars()
    characters = _PRIVATE.sub("•", "".join(columns.character(text_page, index) for index in range(count)))
    convert = bitmap.get_posconv(page)
    for start, end in Located(characters).parts(raised.lowered(unmarked(passage))):
        rects = raw.FPDFText_CountRects(text_page.raw, start, end - start)
        for index in range(rects):
            left, bottom, right, top = text_page.get_rect(index)
            x1, y1 = convert.to_bitmap(left, top)
            x2, y2 = convert.to_bitmap(right, bottom)
            yield float(min(x1, x2)), float(min(y1, y2)), float(abs(x2 - x1)), float(abs(y2 - y1))
    text_page.close()
