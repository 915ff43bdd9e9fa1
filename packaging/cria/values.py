"""Figures, dates, sums and names as documents write them; a document keeps to its own people and places."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from cria.grammar import Maker, pick
from cria.noise import han, made_word

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = ("kg", "tonnes", "metres", "km", "litres", "cubic metres", "kWh", "MW", "mm", "hectares", "MB", "GB", "hours",
          "pages", "kilometres", "m²", "cm", "grams")  # fmt: skip
_MONEY = ("{} euros", "€{}", "${}", "£{}", "EUR {}", "USD {}", "{} dollars", "{} pounds", "CHF {}", "{} million euros",
          "${} million", "{} billion yuan", "£{}k", "RMB {} million")  # fmt: skip
_FIRST_NAMES = (
    "Ada Ben Clara David Elena Frank Greta Henry Iris Jonas Karin Leo Maria Nils Olga Peter Quinn Rosa Samuel Tara Uwe "
    "Vera Walter Xenia Yusuf Zoe Amir Bela Chen Dilan Erik Fatima Hana Ivan Jin Kofi Lina Mei Omar Priya Raj Sofia Tom "
    "Wen Anna Paul Ruth Simon Nora Oscar Julia Martin Laura Hugo Emma Felix"
)
_FIRST = tuple(_FIRST_NAMES.split(" "))
_FIRMS = ("Ltd", "Group", "GmbH", "& Sons", "Institute", "Inc.", "Works", "Partners", "University", "Bank", "Energy",
          "Logistics", "Systems", "Foundation", "Council", "Water", "Motors", "Press", "Hospital", "AG")  # fmt: skip
_PLACES = ("ton", "ford", "burg", "field", "haven", "stadt", "mouth", "bridge", "wick", "dale", "ville", "by", "")

_MONEY_ZH = ("{}元", "{}万元", "{}亿元", "人民币{}元", "{}美元", "{}欧元", "¥{}", "{}万美元", "{}港元")
_UNITS_ZH = (
    "公斤",
    "吨",
    "米",
    "公里",
    "升",
    "立方米",
    "千瓦时",
    "兆瓦",
    "毫米",
    "公顷",
    "小时",
    "页",
    "平方米",
    "亩",
    "厘米",
)
_SURNAMES = tuple(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_GIVEN = tuple(
    "明国志建文华丽静敏秀英伟强军磊洋勇艳娟涛超霞平刚桂芳红玉兰春梅晓东海波宇浩然子轩雨欣怡佳俊杰思远嘉宁晨曦博涵"
    "一诺天佑若云清扬书瑶梓睿承泽安琪景行亦凡维立新民成龙振德光永庆长生"
)
_FIRMS_ZH = (
    "公司",
    "集团",
    "有限公司",
    "研究院",
    "大学",
    "银行",
    "工厂",
    "医院",
    "协会",
    "出版社",
    "科技公司",
    "物流公司",
    "学院",
)
_PLACES_ZH = ("市", "县", "镇", "区", "村", "港", "岛", "山", "湖", "河口")
_CLOCK = ("时", "点半", ":30", "点")
_HAN_DIGITS = "〇一二三四五六七八九"
_KEPT = 4  # names of a kind that a document comes back to


def english_makers(rng: Random) -> Mapping[str, Maker]:
    """What the English grammar leaves to be made, for one document."""

    def small() -> str:
        return str(2 + int(rng.random() * 60))

    def count() -> str:
        whole = 3 + int(10 ** (1 + rng.random() * 4))
        return f"{whole:,}" if rng.random() < 0.6 else str(whole)

    def decimal() -> str:
        return f"{rng.random() * 100:.1f}" if rng.random() < 0.5 else str(1 + int(rng.random() * 99))

    def money() -> str:
        form = pick(rng, _MONEY)
        return form.format(decimal() if "illion" in form else count())

    def date() -> str:
        day, month, year = 1 + int(rng.random() * 28), int(rng.random() * 12), 1985 + int(rng.random() * 50)
        name = _MONTHS[month]
        return pick(rng, (
            f"{day} {name} {year}", f"{name} {day}, {year}", f"{day} {name}", f"{year}-{month + 1:02}-{day:02}",
            f"{day}.{month + 1}.{year}", f"{pick(rng, _DAYS)}, {day} {name} {year}", f"{name} {year}",
        ))  # fmt: skip

    def time() -> str:
        hour, minute = 6 + int(rng.random() * 14), pick(rng, ("00", "15", "30", "45"))
        return f"{hour}:{minute}" if rng.random() < 0.7 else f"{(hour - 1) % 12 + 1} {'a' if hour < 12 else 'p'}.m."

    def person() -> str:
        surname = made_word(rng).capitalize()
        title = pick(rng, ("Dr ", "Ms ", "Mr ", "Prof. ")) if rng.random() < 0.15 else ""
        return f"{title}{surname}" if title and rng.random() < 0.6 else f"{title}{pick(rng, _FIRST)} {surname}"

    return {
        "small": small, "count": count, "big": count, "int": small, "money": money, "date": date, "time": time,
        "percent": lambda: decimal() + pick(rng, ("%", " %", " per cent", "%", " percent")),
        "quantity": lambda: f"{count() if rng.random() < 0.5 else decimal()} {pick(rng, _UNITS)}",
        "temperature": lambda: f"{int(rng.random() * 90) - 25} °C", "year": lambda: str(1890 + int(rng.random() * 150)),
        "month": lambda: pick(rng, _MONTHS), "weekday": lambda: pick(rng, _DAYS),
        "ordinal": lambda: pick(rng, ("first", "second", "third", "fourth")), "code": lambda: _code(rng),
        "person": _kept(rng, person), "org": _kept(rng, lambda: f"{_name(rng)} {pick(rng, _FIRMS)}"),
        "place": _kept(rng, lambda: _name(rng) + pick(rng, _PLACES)),
    }  # fmt: skip


def chinese_makers(rng: Random) -> Mapping[str, Maker]:
    """The same of the Chinese grammar."""

    def small() -> str:
        return str(2 + int(rng.random() * 60))

    def count() -> str:
        whole = 3 + int(10 ** (1 + rng.random() * 4))
        return f"{whole:,}" if rng.random() < 0.2 else str(whole)

    def decimal() -> str:
        return f"{rng.random() * 100:.1f}" if rng.random() < 0.5 else str(1 + int(rng.random() * 99))

    def money() -> str:
        form = pick(rng, _MONEY_ZH)
        return form.format(decimal() if "万" in form or "亿" in form else count())

    def date() -> str:
        day, month, year = 1 + int(rng.random() * 28), 1 + int(rng.random() * 12), 1985 + int(rng.random() * 50)
        spelled = "".join(_HAN_DIGITS[int(digit)] for digit in str(year))
        return pick(rng, (
            f"{year}年{month}月{day}日", f"{year}年{month}月{day}日", f"{month}月{day}日",
            f"{year}-{month:02}-{day:02}",
            f"{year}年{month}月", f"{spelled}年{month}月", f"今年{month}月{day}日", f"{year}年底",
        ))  # fmt: skip

    def organisation() -> str:
        stem = "".join(pick(rng, han(1)) for _ in range(2))
        return pick(rng, ("", "", pick(rng, han(1)) + pick(rng, "市省县"))) + stem + pick(rng, _FIRMS_ZH)

    def person() -> str:
        return pick(rng, _SURNAMES) + "".join(pick(rng, _GIVEN) for _ in range(1 + int(rng.random() * 2)))

    return {
        "small": small, "count": count, "int": small, "money": money, "date": date,
        "time": lambda: pick(rng, ("上午", "下午", "")) + str(7 + int(rng.random() * 5)) + pick(rng, _CLOCK),
        "percent": lambda: decimal() + pick(rng, ("%", "%", "％")) if rng.random() < 0.85 else f"百分之{decimal()}",
        "quantity": lambda: (count() if rng.random() < 0.5 else decimal()) + pick(rng, _UNITS_ZH),
        "temperature": lambda: f"{int(rng.random() * 90) - 25}℃", "year": lambda: str(1950 + int(rng.random() * 90)),
        "month": lambda: f"{1 + int(rng.random() * 12)}月", "weekday": lambda: "星期" + pick(rng, "一二三四五六日"),
        "ordinal": lambda: pick(rng, "一二三四"), "code": lambda: _code(rng),
        "person": _kept(rng, person), "org": _kept(rng, organisation),
        "place": _kept(rng, lambda: "".join(pick(rng, han(1)) for _ in range(2)) + pick(rng, _PLACES_ZH)),
    }  # fmt: skip


def _kept(rng: Random, make: Maker) -> Maker:
    """One of the names so far, or another one."""
    names: list[str] = []

    def name() -> str:
        if len(names) < _KEPT or rng.random() < 0.2:
            names.append(make())
            return names[-1]
        return pick(rng, names)

    return name


def _name(rng: Random) -> str:
    return made_word(rng).capitalize()


def _code(rng: Random) -> str:
    letters = "".join(pick(rng, "ABCDEFGHKLMNPRSTVWXZ") for _ in range(1 + int(rng.random() * 3)))
    return f"{letters}{pick(rng, ('-', '', '/'))}{10 + int(rng.random() * 9000)}"
