"""HTML, mail, Rich Text, subtitles, values in columns, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents import html, json_text, subtitles
from models.documents.document import Omission
from models.documents.flow import Flow
from models.documents.tabular import separator_of

Extract = Callable[..., tuple[str, Flow]]

PAGE = """<!doctype html><html><head><title>The title</title><script>bad()</script></head><body>
<nav>Home <a href=x>About</a></nav><main><h2>M01 <div>head</div></h2>
<p>M02 one<br>M03 two &amp; three <b>bold</b></p>中文
换行<ul><li>M04<ul><li>M05</li></ul></li><li><p>M06</p></li></ul><ol start=3><li>M07<li>M08</ol>
<table><caption>M09</caption><tr><th>M10<th></th><th>M11</tr><tr><td><p>M12</p><p>more</p><td><td>M13</table>
<table><tr><td>M14<table><tr><td>M15<td>M16</table>M17</td></tr></table>
<p hidden>ghost</p><div style="color:red; display: none">ghost <div>too</div></div><p style="opacity:0.5">M18</p>
<pre>  M19
    code</pre></main><footer>© nobody</footer></body></html>"""


def read_page(text: str) -> Flow:
    flow = Flow()
    html.read(text, flow)
    return flow


def test_the_main_text_of_a_page_comes_in_order() -> None:
    flow = read_page(PAGE)

    assert flow.pages[0].split("\n\n") == [
        "# The title",
        "## M01 head",
        "M02 one\nM03 two & three bold",
        "中文换行",
        "- M04\n  - M05\n- M06\n3. M07\n4. M08",
        "M09",
        "| M10 |  | M11 |\n| M12 more |  | M13 |",
        "M14",
        "| M15 | M16 |",
        "M17",
        "M18",
        "  M19\n    code",
    ]
    assert flow.omissions == (Omission("navigation", 2),)
    assert flow.hidden_passages == 2


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<nav>only this", "only this"),
        ("<nav>all there is</nav>", "all there is"),
        ("<p>a<nav>open<p>b", "a\n\nopen\n\nb"),
        ("plain words", "plain words"),
        ("<p hidden>a<p>b", "b"),
        ("<td>stray</td></table></ul></li>", "stray"),
        ("<h1></h1><p>no heading</p>", "no heading"),
        ("<svg><title>x</title></svg><p>a</p>", "a"),
        ("<p>1 < 2 &lt; 3 &nosuch; &#x4e2d;</p>", "1 < 2 < 3 &nosuch; 中"),
    ],
)
def test_pages_as_they_are_found(page: str, text: str) -> None:
    assert read_page(page).pages == [text]


TAGS = ["<p>", "</p>", "<nav>", "</nav>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<li>", "<ul>", "</ul>",
        "<p hidden>", "<div hidden>", "</div>", "<h1>", "</h1>", "<pre>", "</pre>", "<br>", "word"]  # fmt: skip


@given(st.lists(st.sampled_from(TAGS), max_size=30))  # fmt: skip
def test_no_order_of_tags_breaks_the_reader(tags: list[str]) -> None:
    flow = read_page(" ".join(tags))

    assert "<" not in flow.pages[0]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8", "utf-16", "cp932"])
def test_a_page_is_read_in_the_encoding_it_says(tmp_path: Path, extract: Extract, encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><p>第三號 日本 M01</p></body></html>'
    (tmp_path / "a.htm").write_bytes(page.encode(encoding))

    kind, flow = extract(tmp_path / "a.htm")

    assert (kind, flow.pages) == ("html", ["第三號 日本 M01"])


def mail(body: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    message.set_content(body, charset="gb18030")
    return message


def test_mail_is_read_and_its_attachments_named(tmp_path: Path, extract: Extract) -> None:
    message = mail("M04 正文\n", Subject="M01 主题", From="王 <w@example.org>", To="l@example.org")
    message.add_alternative("<p>not read twice</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="合同.pdf")
    message.add_attachment(mail("M06 inner", Subject="M05 forwarded"))
    (tmp_path / "a.eml").write_bytes(bytes(message))

    kind, flow = extract(tmp_path / "a.eml")

    assert kind == "eml"
    assert flow.pages[0].split("\n\n") == [
        "# M01 主题",
        "From: 王 <w@example.org>\nTo: l@example.org",
        "M04 正文",
        "Attachment: 合同.pdf",
        "## M05 forwarded",
        "M06 inner",
    ]
    assert flow.omissions == (Omission("attachments", 1, ("合同.pdf",)),)
    assert flow.encoding == "gb18030"


@pytest.mark.parametrize(
    "raw",
    [b"Subject: =?bad?=?=\nDate: x\nFrom: <<<@@\n\nbody", b"Content-Type: multipart/mixed\n\nno border body",
     b"Content-Type: text/plain; charset=nosuch\n\nbody", b"Content-Type: text/plain; charset=zlib\n\nbody",
     b"Content-Type: text/plain; charset=\0x\n\nbody", b"To: " + b"a@b," * 5000 + b"\n\nbody",
     b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n\n--x--\nbody"],
    ids=["heads", "no border", "charset", "no encoding", "zero in it", "many", "empty inner"],
)  # fmt: skip
def test_mail_that_breaks_the_rules_is_read_as_far_as_it_goes(tmp_path: Path, extract: Extract, raw: bytes) -> None:
    (tmp_path / "a.eml").write_bytes(raw)

    assert extract(tmp_path / "a.eml")[0] == "eml"


RTF = (
    rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 Arial;}{\f1\fcharset134 SimSun;}}{\info{\title no}}"
    rb"M01 \'d6\'d0\'ce\'c4 \u20013?\par M02 two\par\trowd M03\cell M04\cell\row M05\cell M06\cell\row\pard"
    rb"{\pict\pngblip " + b"89504e470d0a1a0a" * 400 + rb"}{\f0\v ghost}{\deleted gone}M07\par}"
)


def test_rich_text_is_read_with_its_rows(tmp_path: Path, extract: Extract) -> None:
    (tmp_path / "a.doc").write_bytes(RTF)  # Rich Text often carries the suffix of Word

    kind, flow = extract(tmp_path / "a.doc")

    assert kind == "rtf"
    assert flow.pages[0].split("\n\n") == ["M01 中文 中", "M02 two", "| M03 | M04 |\n| M05 | M06 |", "M07"]
    assert flow.omissions == (Omission("pictures", 1), Omission("deleted passages", 1))
    assert (flow.hidden_passages, flow.hidden_characters) == (1, 5)


SRT = """1
00:00:01,000 --> 00:00:02,500
<i>Good</i> morning,

2
00:00:02,600 --> 00:00:04,000
everyone.

3
00:01:10,000 --> 00:01:12,000
你好，

4
00:01:12,100 --> 00:01:13,000
世界。
"""
VTT = """WEBVTT

NOTE not said

00:01.000 --> 00:02.000 align:start
<v Anna>Shall we <00:01.500>begin?

00:02.100 --> 00:03.000
<v Li>Yes.</v>
"""


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        (SRT, ["[00:00:01] Good morning, everyone.\n\n[00:01:10] 你好，世界。"]),
        (VTT, ["[00:00:01] Anna: Shall we begin?\n\n[00:00:02] Li: Yes."]),
        ("no cue at all", ["no cue at all"]),
    ],
    ids=["srt", "vtt", "neither"],
)
def test_subtitles_become_sentences_with_their_times(text: str, pages: list[str]) -> None:
    flow = Flow()
    subtitles.read(text, flow)

    assert flow.pages == pages


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b,c\n1,2,3\n", ","), ("a;b\n1,5;2,5\n3,5;4,5\n", ";"), ("a\tb\n1, 2\t3\n", "\t"), ("a|b\n1|2\n", "|"),
        ('"x; y",b\n"u; v",d\n', ","), ("one\ntwo\n", ","), ("", ","),
    ],
)  # fmt: skip
def test_the_sign_between_cells_is_seen(text: str, separator: str) -> None:
    assert separator_of(text) == separator


def test_values_in_columns_become_rows(tmp_path: Path, extract: Extract) -> None:
    (tmp_path / "a.csv").write_bytes('名称,"M01, ""q"""\n"two\nlines",M02|x\n\n'.encode("gb18030"))

    kind, flow = extract(tmp_path / "a.csv", language="zh")

    assert kind == "csv"
    assert flow.pages == ['| 名称 | M01, "q" |\n| two lines | M02\\|x |']
    assert flow.encoding == "gb18030"


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON_VALUES)
def test_json_laid_out_is_the_same_json(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)

    assert json.loads(json_text.laid_out(text)) == value


def test_json_on_one_line_gets_a_line_for_each_value(tmp_path: Path, extract: Extract) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"名": [1.10, {}], "long": "x" * 2000, "名2": 'quote " \u2028'}))

    _, flow = extract(tmp_path / "a.json")

    assert flow.pages[0].split("\n")[:5] == ["{", '  "名": [', "    1.1,", "    {}", "  ],"]
