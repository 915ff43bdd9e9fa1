"""How a spreadsheet shows its numbers: dates, times and shares are only numbers until their format is known.

Format: ECMA-376 part 1, 18.8.30. Dates become ISO 8601, shares keep their decimals, other numbers have the 15 digits
that a spreadsheet shows. Not covered: separators, currencies, fractions.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_EPOCH_1900 = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LEAP_1900 = 60  # Excel keeps Lotus's 29 February 1900: earlier days are one off
_MAX_DAYS = 2_958_466  # 1 January 10000
_QUOTED = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_DAY, _HOUR, _ELAPSED = re.compile(r"[yd年月日]|m{3,}|^m+$"), re.compile(r"[hs时時]"), re.compile(r"\[(?:h+|m+|s+)\]")
_SHARE = re.compile(r"\.(0+)[^%]*%")
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,8})?")

# Formats that every spreadsheet knows by number; 27 to 36 and 50 to 58 are the dates of East Asia.
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "h:mm:ss"),
    22: "yyyy-mm-dd h:mm",
    46: "[h]:mm:ss",
    9: "0%",
    10: "0.00%",
}


class NumberFormat:
    """One format: `show` gives a stored number as a reader of the sheet sees it."""

    def __init__(self, code: str, *, from_1904: bool = False) -> None:
        bare = _QUOTED.sub("", code.partition(";")[0]).lower()
        self.is_elapsed = bool(_ELAPSED.search(bare))
        self.has_day = not self.is_elapsed and bool(_DAY.search(bare))
        self.has_hour = bool(_HOUR.search(bare))
        self.is_share = "%" in bare
        decimals = _SHARE.search(bare)
        self._decimals = len(decimals.group(1)) if decimals else 0
        self._from_1904 = from_1904

    @property
    def is_plain(self) -> bool:
        return not (self.is_elapsed or self.has_day or self.has_hour or self.is_share)

    def show(self, stored: str) -> str:
        """`stored` as it stands in the file; what is no number stays as it is."""
        try:
            value = float(stored)
        except ValueError:
            return stored
        if self.is_share:
            return f"{value * 100:.{min(self._decimals, 15)}f}%"
        if self.is_plain or not 0 <= value < _MAX_DAYS:
            return number(stored)
        if self.is_elapsed or (not self.has_day and value >= 1):
            seconds = round(value * 86400)
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        return self._moment(value)

    def _moment(self, value: float) -> str:
        if self._from_1904:
            epoch = _EPOCH_1904
        else:
            epoch = _EPOCH_1900 if value >= _LEAP_1900 else _EPOCH_1900 + timedelta(days=1)
        try:
            moment = epoch + timedelta(seconds=round(value * 86400))
        except OverflowError:
            return number(str(value))
        hour = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
        if not self.has_day:
            return hour
        day = moment.date().isoformat()
        return f"{day} {hour}" if self.has_hour or value % 1 else day


def built_in(number_: int) -> str:
    """The code of a format known by its number; empty for plain numbers."""
    return _BUILT_IN.get(number_, "")


def number(stored: str) -> str:
    """A stored number with the digits a spreadsheet shows: 0.1 + 0.2 is 0.3."""
    if _PLAIN.fullmatch(stored):
        return stored
    try:
        return f"{float(stored):.15g}"
    except ValueError:
        return stored
