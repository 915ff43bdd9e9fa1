from __future__ import annotations

from models.chat.transfer.importing import chats_in
from models.store.message import Attachment, Role


def message(name, parent, role, content, at, **more):
    return {"id": name, "parentId": parent, "childrenIds": [], "role": role, "content": content, "timestamp": at} | more


def chat(*messages, shown, **more):
    history = {"messages": {each["id"]: each for each in messages}, "currentId": shown}
    inner = {"id": "", "title": "Ponies", "models": ["qwen"], "params": {"system": "Be kind."}, "history": history,
             "messages": [], "tags": [], "timestamp": 1744577557127, "files": []}  # fmt: skip
    return {"id": "7", "user_id": "u", "title": "Ponies!", "chat": inner, "updated_at": 1744577600,
            "created_at": 1744577557, "share_id": None, "archived": False, "pinned": True, "meta": {},
            "folder_id": None} | more  # fmt: skip


TALK = (
    message("a", None, "user", "How high?", 1744577557),
    message("b", "a", "assistant", "148 cm", 1744577558, model="qwen", done=True),
    message("c", "a", "assistant", "14 hands", 1744577559, model="llama", done=True),
    message("d", "b", "user", "Thanks", 1744577560),
)


def test_branches_times_and_models_are_kept(file):
    program, [found] = chats_in(file([chat(*TALK, shown="c")]))

    assert program == "Open WebUI"
    assert (found.title, found.pinned, found.system_prompt) == ("Ponies!", True, "Be kind.")
    assert (found.created_ms, found.updated_ms) == (1744577557000, 1744577600000)
    assert [(each.parent, each.role, each.text) for each in found.messages] == [
        (None, Role.USER, "How high?"), (0, Role.ASSISTANT, "148 cm"), (0, Role.ASSISTANT, "14 hands"),
        (1, Role.USER, "Thanks"),
    ]  # fmt: skip
    assert found.leaf == 2
    assert found.messages[2].receipt == {"model": "llama"}


def test_a_chat_as_its_page_saves_it_is_read_too(file):
    _, [found] = chats_in(file(chat(*TALK, shown="d")["chat"]))

    assert (found.created_ms, len(found.messages)) == (1744577557127, 4)


def test_reasoning_is_taken_out_of_the_answer(file):
    said = ('<details type="reasoning" done="true" duration="5">\n<summary>Thought for 5 seconds</summary>\n'
            "&gt; 1 &lt; 2\n> so\n</details>\nYes <b>")  # fmt: skip
    _, [found] = chats_in(file([chat(message("a", None, "assistant", said, 1), shown="a")]))

    assert found.messages[0].text == "Yes <b>"
    assert found.messages[0].reasoning == "1 < 2\nso"


def test_reasoning_that_never_ends_is_text_and_costs_no_more_than_its_length(file):
    said = '<details type="reasoning">' * 200_000
    _, [found] = chats_in(file([chat(message("a", None, "assistant", said, 1), shown="a")]))

    assert found.messages[0].text == said


def test_files_are_attached_where_they_have_text_and_noted_else(file):
    files = [{"type": "image", "url": "data:image/png;base64,AAAA"}, {"type": "file", "name": "b.bin"}]
    files.append({"type": "file", "file": {"filename": "a.txt", "data": {"content": "A"}, "hash": "00"}})
    _, [found] = chats_in(file([chat(message("a", None, "user", "See", 1, files=files), shown="a")]))

    assert found.messages[0].text == "[image: data:image/png;base64]\n\n[file: b.bin]\n\nSee"
    assert found.messages[0].attachments == (Attachment(name="a.txt", text="A", sha256="00"),)
