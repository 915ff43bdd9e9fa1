"""Which lines are headings, and which stand alone. Rules of form, not of meaning; a wrong guess only moves a border."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"^(#{1,6})\s+(\S.*?)\s*#*$")
_NUMBERED = re.compile(
    r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-Z\u4e00-\u9fff])"
    r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+\d{4})(.{2,80})$"  # a date
)
_CHAPTER = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]{1,5}([章节節部编編篇条條])\s*\S*.{0,40}"
    r"|(?:Chapter|CHAPTER|Part|PART|Section|SECTION|Article|ARTICLE|Appendix|APPENDIX)\s+[\dIVXA-Z]{1,6}\b.{0,70})$"
)
_CHINESE_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])\s*\S.{0,38}$")
_NUMBER_OF_HEADING = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百零〇\d]{1,5}[章节節部編编篇條条]|(?:Chapter|Part|Section|Article|Appendix)\s+[\dIVXA-Z.]{1,8}\b"
    r"|\d{1,3}(?:\.\d{1,3}){0,4}[.)、]?(?=\s)|[（(]?[一二三四五六七八九十]{1,3}[)）、])\s*",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"^(?=[A-Z0-9])(?=.*[A-Z]{3}.*\s.*[A-Z]{2})[^a-z\u4e00-\u9fff:=]{6,70}$")
_ENDS_A_SENTENCE = re.compile(r"[.。！？!?;；:：,，、]$")
# What is written small in a title; and what begins a sentence, and is written small within one.
_SMALL = re.compile(r"an?|and|as|at|but|by|for|from|in|into|of|on|or|over|per|the|to|under|up|vs|via|with")
_OPENER = re.compile(
    r"(?:An?|The|Th(?:is|at|ese|ose)|It|We|You|She|He|They|Our|Your|His|Her|Their|In|On|At|As|For|From|By|With|When|If"
    r"|There|After|Before|During|Since|To|All|Both|Each)\b"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_WIDE = re.compile(r"[\u2e80-\u9fff]")
_TITLE_NOUN = re.compile(
    r"(?:报告|概述|概况|总结|小结|通知|公告|方案|计划|简介|介绍|说明|目录|前言|引言|背景|摘要|结论|总则|附则|纪要|合同|协议|"
    r"办法|规定|制度|章程|清单|附件|情况|業績|報告|概況|總結|說明)(?:\s*[（(]?\d{4}年?度?[)）]?)?$"
)
# What makes a whole sentence of words that end like a title; a line said wrongly to be none only loses a border.
_SAYS = re.compile(
    r"[将將把被了未]|不[得予再能会會承应應可]|任何|应当|應當|必须|必須|否决|否決"
)  # no title does, or few
# No sentence, title or label ends with one of these: "Neither the Seller nor" is not all that is said.
_LEFT_OPEN = re.compile(
    r"\b(?:an?|the|and|or|nor|but|of|than|that|which|whose|unless|except|if|without|shall|must|cannot|neither|either|not)"
    r"\s*$"
)
_GOES_ON = re.compile(r"^[的地得了着过和与及或等在是中里上下前后内外，、]")
_ITEM = re.compile(r"^\s*(?:[-*+•·▪●]|\d{1,3}[.)]|[(（]\d{1,3}[)）]|[a-z][.)]|\[\^\w{1,4}\]:)\s+\S")  # notes too
_ROW = re.compile(
    r"^\s*\|.*\|\s*$"  # Markdown
    r"|\t.*\t|\S {3,}\S.* {3,}\S"  # columns by tabs or blanks
    r"|^[^,]+(?:,[^,\s][^,]*){4,}$"  # comma separated values
    r"|(?<!\.)(?<!\.\s)(?:\.\s?){4,}+\s*[\divx]+\s*$"  # a table of contents
)


def heading_level(line: str) -> int | None:
    """1 for the highest heading, up to 6; None when the line is no heading."""
    line = line.strip()
    if not line or len(line) > 100:
        return None
    if match := _MARKDOWN.match(line):
        return len(match.group(1))
    if _ENDS_A_SENTENCE.search(line) or _ROW.search(line):
        return None
    if match := _CHAPTER.match(line):
        return 2 if match.group(1) in ("节", "節", "条", "條") else 1
    if match := _NUMBERED.match(line):
        return 2 + match.group(1).count(".")
    if _CHINESE_NUMBER.match(line):
        return 3 if line[0] in "（(" else 2
    return 2 if _CAPITALS.match(line) else None


def heading_text(line: str) -> str:
    """A heading without its Markdown marks."""
    match = _MARKDOWN.match(line.strip())
    return match.group(2) if match else line.strip()


def unnumbered(heading: str) -> str:
    """A heading without its number: "Section 3.2 Sales" says nothing about the figure 3."""
    return _NUMBER_OF_HEADING.sub("", heading, count=1)


def is_title(line: str, following: str) -> bool:
    """Whether a line that begins a sentence is a title over `following`, by its words alone."""
    line, following = line.strip(), following.strip()
    if _ENDS_A_SENTENCE.search(line):
        return False
    if _WIDE.search(line):
        return bool(_TITLE_NOUN.search(line)) and not _SAYS.search(line) and not _GOES_ON.match(following)
    words = _WORD.findall(line)
    if not words or not words[0][:1].isupper() or _SMALL.fullmatch(words[-1]):
        return False
    if _OPENER.match(following):
        return True
    return all(_SMALL.fullmatch(word) or not word[:1].islower() for word in words)


def is_left_open(line: str) -> bool:
    """Whether a line cannot be the end of what it says, whatever begins the next one."""
    return bool(_LEFT_OPEN.search(line))


def stands_alone(line: str) -> bool:
    """Headings, list items and table rows neither continue the line before nor are continued (items may be)."""
    return bool(_ITEM.match(line) or _ROW.search(line)) or heading_level(line) is not None


def is_item(line: str) -> bool:
    """A list item: it starts something of its own, and may go on in the next line."""
    return bool(_ITEM.match(line)) and heading_level(line) is None
