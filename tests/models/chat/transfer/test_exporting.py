from __future__ import annotations

import re

import msgspec
import pytest

from models.chat.compaction import Compaction
from models.chat.transfer.exporting import FORMS
from models.store.message import Attachment, Role, State
from models.store.whole import WholeChat, WholeMessage


def said(text, parent=None, role=Role.USER, **more):
    return WholeMessage(parent=parent, role=role, text=text, created_ms=1_700_000_000_000, **more)


TREE = WholeChat(
    title="Ponies & horses", created_ms=1, updated_ms=9, system_prompt="Be kind.", leaf=2,
    messages=(
        said("How *high*?", attachments=(Attachment(name="a.txt", text="A"),)),
        said("old", 0, Role.ASSISTANT),
        said("| a | b |\n|---|---|\n| 1 | **2** |\n\n```python\nx < 1\n```", 0, Role.ASSISTANT, reasoning="a < b",
             receipt={"model": "Qwen"}, state=State.STOPPED),
    ),
)  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> ![p](http://a.example/p.png) "
    "[l](javascript:alert(1)) [d](data:text/html;base64,AA) [f](file:///etc/passwd) </section></article><iframe>"
)


def written(form, *chats):
    return FORMS[form](chats).decode()


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_branch_shown_is_written_with_who_when_and_which(form):
    page = written(form, TREE)

    assert "old" not in page
    for words in ("Be kind.", "Qwen", "2 of 2 · stopped", "2023-11-1", "a.txt", "Reasoning"):
        assert words in page


def test_markdown_keeps_the_text_as_it_was():
    page = written("md", TREE)

    assert page.startswith("# Ponies & horses\n\n> Be kind.\n\n## You\n")
    assert f"\n{TREE.messages[2].text}\n" in page
    assert "<pre>a &lt; b</pre>" in page


def test_html_sets_tables_and_code_and_leaves_the_question_as_it_was_written():
    page = written("html", TREE)

    assert "<td><strong>2</strong></td>" in page
    assert '<code class="language-python">x &lt; 1\n</code>' in page
    assert '<div class="plain">How *high*?</div>' in page


@pytest.mark.parametrize("role", [Role.USER, Role.ASSISTANT])
def test_a_hostile_chat_runs_nothing_and_asks_for_nothing(role):
    chat = WholeChat(
        title=HOSTILE, created_ms=1, updated_ms=1, leaf=0, system_prompt=HOSTILE,
        messages=(said(HOSTILE, role=role, reasoning=HOSTILE, attachments=(Attachment(name=HOSTILE, text=""),),
                       receipt={"model": HOSTILE}),),
    )  # fmt: skip
    page = written("html", chat, chat)

    tags = {tag.lower() for tag in re.findall(r"<\s*([a-zA-Z]+)", page)}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "base", "form", "video"}
    assert not re.search(r"""<[^>]*\s(on\w+|src)\s*=""", page)
    assert set(re.findall(r'href="([^"#]*)', page)) <= {"", "http://a.example/p.png"}
    assert "default-src 'none'" in page
    assert page.count("</article>") == 2


def test_several_chats_are_listed_at_the_top():
    page = written("html", TREE, msgspec.structs.replace(TREE, title=""))

    assert '<a href="#c0">Ponies &amp; horses</a>' in page
    assert '<a href="#c1">Chat</a>' in page


def test_a_time_outside_the_calendar_is_left_out():
    assert "*\n" in written("md", msgspec.structs.replace(TREE, messages=(WholeMessage(role=Role.USER, text="x",
                                                          created_ms=1 << 53),), leaf=0))  # fmt: skip


@pytest.mark.parametrize("form", ["md", "html"])
def test_notes_on_older_messages_are_called_so_and_stand_among_the_messages(form):
    card = Compaction(keeps=1, messages=2, text="The horse is grey.").card()
    page = written(form, WholeChat(
        title="Horses", created_ms=1, updated_ms=9, leaf=2,
        messages=(said("Which horse?"), said("The horse is grey.", 0, Role.SYSTEM, card=card),
                  said("Grey.", 1, Role.ASSISTANT)),
    ))  # fmt: skip

    assert "Notes on the older messages" in page
    assert page.index("Which horse?") < page.index("The horse is grey.") < page.index("Grey.")
