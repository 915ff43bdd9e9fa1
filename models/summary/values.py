"""Numbers, percentages and dates in a text, Chinese and English, as values that can be compared.

三亿二千万 and 320 million are one value, so are 百分之十二点五 and 12.5 %, and 2025年3月5日 and 5 March 2025. A claim
may round: its value then has fewer significant digits and equals the source's, rounded to them; to one digit only where
it says "about". A fixed tolerance instead let 79 % of altered figures through in the trial.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import NamedTuple


class Number(NamedTuple):
    """A number or, with `percent`, a share; `digits` are significant."""

    value: Decimal
    digits: int
    percent: bool


class Date(NamedTuple):
    """A date as far as it is given."""

    year: int | None
    month: int | None
    day: int | None


Value = Number | Date

_CN_DIGITS = {**{c: i for i, c in enumerate("〇一二三四五六七八九")}, "零": 0, "两": 2, "兩": 2}
_CN_UNITS = {"十": 10, "百": 100, "千": 1000}
_CN_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_CN = "〇零一二三四五六七八九两兩十百千万萬亿億"
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_TEENS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
)
_WORDS = {word: number for number, word in enumerate(re.findall(r"\w+", _TEENS), 2)}
_WORDS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9,
    "trillion": 10**12,
}  # fmt: skip
_MONTH = "(?P<{}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
_CN_NUMBER = rf"[\d{_CN}]{{1,4}}"

_DATE = re.compile(
    rf"(?P<y1>\d{{4}}|[〇零一二三四五六七八九]{{4}})\s*年(?:\s*(?P<m1>{_CN_NUMBER})\s*月(?:份)?(?:\s*(?P<d1>{_CN_NUMBER})\s*[日号])?)?"
    rf"|(?<![\d{_CN}])(?P<m2>{_CN_NUMBER})\s*月\s*(?P<d2>{_CN_NUMBER})\s*[日号]"
    r"|(?<![\d.])(?P<y3>(?:19|20)\d\d)[-/.](?P<m3>0?[1-9]|1[0-2])[-/.](?P<d3>0?[1-9]|[12]\d|3[01])(?![\d.])"
    rf"|\b{_DAY.format('d4')}\s+(?:of\s+)?{_MONTH.format('m4')}(?:,?\s+(?P<y4>\d{{4}}))?\b"
    rf"|\b{_MONTH.format('m5')}\s+{_DAY.format('d5')}(?![\d])(?:,?\s+(?P<y5>\d{{4}}))?\b"
    rf"|\b{_MONTH.format('m6')},?\s+(?P<y6>\d{{4}})\b",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(r"\[\^\w{1,4}\]:?")
_PERCENT_CN = re.compile(rf"百分之([{_CN}点\d.]+)")
_CLASSIFIER = "个名人家项次年月天日元吨台种倍座辆条份岁页号台层套只件批届期位户亩米米公小分秒度成美欧港"
_NUMBER = re.compile(
    r"(?P<sign>(?<![\w.])[-−])?(?P<digits>(?<![A-Za-z\d.^])\d[\d,]*(?:\.\d+)?)"
    rf"(?P<cn>\s*[十百千万萬亿億]+(?:[\d{_CN}]*[十百千万萬亿億])?)?"
    r"(?:\s*(?P<scale>hundred|thousand|million|billion|trillion|mn|bn)\b)?"
    r"\s*(?P<percent>%|percent\b|per\s?cent\b|percentage points?\b|个百分点)?",
    re.IGNORECASE,
)
_CN_RUN = re.compile(rf"(?:[{_CN}]+(?:点[{_CN}]+)?)(?=\s*(?P<after>.)?)")
_ABOUT = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|approximately|some|over|more than|under|less than|up to|at least)\b|[~≈]"
    r"|大约|约|近|将近|左右|上下|超过|逾|余|多[名人家台个元万亿]|以上|以下|不到",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"\b(?P<word>" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")(?:-(?P<ones>one|two|three|four|five|six|"
    r"seven|eight|nine))?\b(?:\s+(?P<scale>hundred|thousand|million|billion|trillion)\b)?"
    r"\s*(?P<percent>percent\b|per\s?cent\b)?",
    re.IGNORECASE,
)


def values(text: str) -> tuple[Value, ...]:
    """Every value the text states, in the order dates, shares, numbers."""
    # A wide comma parts numbers, one of thousands is half as wide; the mark of a note is no figure of the text.
    text = unicodedata.normalize("NFKC", _NOTE_MARK.sub("", text.replace("，", "， ")))
    found: list[Value] = []
    text = _take(text, _DATE, _date, found)
    text = _take(text, _PERCENT_CN, lambda match: _number(chinese(match.group(1)), True), found)
    text = _take(text, _NUMBER, _arabic, found)
    text = _take(text, _CN_RUN, _chinese_run, found)
    _take(text, _WORD, _word, found)
    return tuple(found)


def missing(claim: str, source: str) -> tuple[Value, ...]:
    """The values of the claim that the source does not state."""
    stated = values(source)
    about = bool(_ABOUT.search(claim))
    return tuple(value for value in values(claim) if not any(supports(one, value, about=about) for one in stated))


def supports(source: Value, claim: Value, *, about: bool = False) -> bool:
    """Whether the source's value says the claim's: the same, the claim rounded, or a date less precise."""
    if isinstance(source, Date) and isinstance(claim, Date):
        return all(wanted is None or wanted == given for wanted, given in zip(claim, source, strict=True))
    if isinstance(source, Number) and isinstance(claim, Number):
        if source.percent != claim.percent:
            return False
        return source.value == claim.value or _is_rounded(source, claim, fewest=1 if about else 2)
    if isinstance(source, Number) and isinstance(claim, Date):
        return claim[1:] == (None, None) and source.value == claim.year
    if isinstance(source, Date) and isinstance(claim, Number):
        return not claim.percent and claim.value in {Decimal(part) for part in source if part is not None}
    return False


def chinese(text: str) -> Decimal:
    """The value of a Chinese numeral: 三亿二千万, 十二点五, 二〇二五, 1万2千."""
    whole, _, fraction = text.replace("．", ".").partition("点")
    value = _chinese_integer(whole)
    if fraction:
        value += Decimal("0." + "".join(str(_CN_DIGITS.get(c, c)) for c in fraction if c in _CN_DIGITS or c.isdigit()))
    return value


def _take(
    text: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Value | None], found: list[Value]
) -> str:
    """Add what `read` makes of each match, and blank it out, so that nothing is read twice."""

    def blank(match: re.Match[str]) -> str:
        value = read(match)
        if value is None:
            return match.group()
        found.append(value)
        return "\0" * len(match.group())

    return pattern.sub(blank, text)


def _date(match: re.Match[str]) -> Date | None:
    parts = {name[0]: part for name, part in match.groupdict().items() if part}
    year, month, day = (_date_part(parts.get(key)) for key in "ymd")
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    return Date(year, month, day)


def _date_part(part: str | None) -> int | None:
    if part is None:
        return None
    if part.lower() in _MONTHS:
        return _MONTHS[part.lower()]
    return int(part) if part.isdigit() else int(chinese(part))


def _arabic(match: re.Match[str]) -> Number | None:
    digits = match["digits"].replace(",", "").rstrip(".")
    value = Decimal(digits)
    if match["cn"]:
        unit = "".join(match["cn"].split())
        value = _mixed(value, unit)
    if match["scale"]:
        value *= _SCALES[match["scale"].lower()]
    significant = (
        None if match["cn"] or match["scale"] or "." not in digits else len(digits.replace(".", "").lstrip("0"))
    )
    return _number(-value if match["sign"] else value, bool(match["percent"]), significant)


def _mixed(value: Decimal, unit: str) -> Decimal:
    """3.2 and 亿; 1 and 万2千."""
    head = re.match(r"[十百千万萬亿億]+", unit)
    assert head is not None  # the pattern asks for at least one unit
    for character in head.group():
        value *= _CN_UNITS.get(character) or _CN_BIG[character]
    rest = unit[head.end() :]
    return value + (_chinese_integer(rest) if rest else 0)


def _chinese_run(match: re.Match[str]) -> Number | None:
    """A numeral in Chinese characters, where it plainly is one and not part of a word (一些, 千方百计)."""
    run, after = match.group(), match["after"] or ""
    scaled = any(character in _CN_UNITS or character in _CN_BIG for character in run)
    plain = any(character in _CN_DIGITS for character in run)
    if run in ("一", "万一") or (run == "十" and after == "分") or (not plain and run != "十"):
        return None
    counted = after and after in _CLASSIFIER
    return _number(chinese(run), False) if (scaled and len(run) > 1) or counted else None


def _word(match: re.Match[str]) -> Number:
    value = Decimal(_WORDS[match["word"].lower()])
    if match["ones"]:
        value += 1 if match["ones"].lower() == "one" else _WORDS[match["ones"].lower()]
    if match["scale"]:
        value *= _SCALES[match["scale"].lower()]
    return _number(value, bool(match["percent"]))


def _chinese_integer(text: str) -> Decimal:
    if text and all(character in _CN_DIGITS or character.isdigit() for character in text) and len(text) > 1:
        return Decimal("".join(str(_CN_DIGITS.get(character, character)) for character in text))
    total = section = Decimal(0)
    digit: Decimal | None = None
    for token in re.findall(r"\d+(?:\.\d+)?|.", text):
        if token in _CN_BIG:
            section += digit or 0
            unit = _CN_BIG[token]
            if unit == _CN_BIG["亿"]:
                total = (total + section or Decimal(1)) * unit  # 一万亿
            else:
                total += (section or Decimal(1)) * unit  # 三亿二千万
            section, digit = Decimal(0), None
        elif token in _CN_UNITS:
            section += (Decimal(1) if digit is None else digit) * _CN_UNITS[token]
            digit = None
        elif token in _CN_DIGITS:
            digit = Decimal(_CN_DIGITS[token])
        elif token[0].isdigit():
            digit = Decimal(token)
    return total + section + (digit or 0)


def _number(value: Decimal, percent: bool, digits: int | None = None) -> Number:
    return Number(value.normalize(), digits or _significant(value), percent)


def _significant(value: Decimal) -> int:
    """Significant digits when trailing zeros of a whole number are not: 320 000 000 has two."""
    return max(1, len(value.normalize().as_tuple().digits))


def _is_rounded(source: Number, claim: Number, fewest: int) -> bool:
    if not fewest <= claim.digits < _significant(source.value) or not source.value:
        return False
    exponent = source.value.adjusted() - claim.digits + 1
    unit = Decimal(1).scaleb(exponent)
    return any(
        source.value.quantize(unit, rounding) == claim.value for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN)
    )  # fmt: skip
