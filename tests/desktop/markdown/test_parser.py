"""Emphasis beside Chinese, and where CommonMark must stay as it is."""

from __future__ import annotations

import pytest

from desktop.markdown.parser import parse, safe_link


def marked(text: str) -> str:
    """The inline structure of one paragraph: <strong>, <em>, <s> and `code` around the words."""
    found = []
    for token in parse(text)[1].children or []:
        if token.type == "code_inline":
            found.append(f"`{token.content}`")
        else:
            found.append({1: f"<{token.tag}>", -1: f"</{token.tag}>", 0: token.content}[token.nesting])
    return "".join(found)


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("**注意：**请先备份", "<strong>注意：</strong>请先备份"),
        ("这是**“重要”**的结论", "这是<strong>“重要”</strong>的结论"),
        ("使用**`n_ctx`**参数", "使用<strong>`n_ctx`</strong>参数"),
        ("**（一）**第一章", "<strong>（一）</strong>第一章"),
        ("他说：**“好。”**然后走了", "他说：<strong>“好。”</strong>然后走了"),
        ("共**35%**的人", "共<strong>35%</strong>的人"),
        ("*注意！*再说", "<em>注意！</em>再说"),
        ("~~删除。~~保留", "<s>删除。</s>保留"),
        ("**日本語。**です", "<strong>日本語。</strong>です"),
        ("**한국어!**입니다", "<strong>한국어!</strong>입니다"),
    ],
)
def test_emphasis_beside_wide_letters_is_emphasis(text: str, structure: str) -> None:
    assert marked(text) == structure


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("2 * 3 ** 4", "2 * 3 ** 4"),
        ("2*3*4", "2<em>3</em>4"),
        ("snake_case_name", "snake_case_name"),
        ("变量_名_称", "变量_名_称"),
        ("** not **", "** not **"),
        ('a**"b"**c', 'a**"b"**c'),
        ("***both***", "<em><strong>both</strong></em>"),
        (r"\*\*no\*\*", "**no**"),
    ],
)
def test_elsewhere_it_is_common_mark(text: str, structure: str) -> None:
    assert marked(text) == structure


@pytest.mark.parametrize("address", ["https://example.org/a?b=c#d", "http://x", "HTTPS://EXAMPLE.ORG", "mailto:a@b.c"])
def test_the_web_and_mail_are_links(address: str) -> None:
    assert safe_link(address) == address


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "/etc/passwd", r"\\server\share", "//server/x",
     "vbscript:x", "ms-settings:x", "smb://server", "x-apple:1", "https:", " https://x", "java\nscript:x", "mark:1",
     "#a"],
)  # fmt: skip
def test_nothing_else_is_a_link(address: str) -> None:
    assert safe_link(address) == ""
