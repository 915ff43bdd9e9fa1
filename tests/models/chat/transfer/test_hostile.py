"""Files that are damaged or meant to harm: one sentence that names the place, and nothing written."""

from __future__ import annotations

import json
import zipfile

import msgspec
import pytest

from models.chat.transfer import importing, source
from models.chat.transfer.exporting import every
from models.chat.transfer.importing import chats_in, import_chats
from models.errors import FileBomb, FileDamaged, FileEmpty, FileIsFolder, FileMissing, FileRefused, FileTooLarge
from models.store.message import State
from tests.models.test_unzipping import DAMAGED

MESSAGE = {"role": "user", "text": "x", "created_ms": 1}
CHAT = {"title": "t", "created_ms": 1, "updated_ms": 1, "messages": [MESSAGE]}


def ours(**changes):
    return {"format": "paddock-chats", "version": 1, "chats": [CHAT, CHAT | changes]}


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (b'{"format": "paddock-chats",\n "chats": [1, }', "line 2, column 15"),
        (json.dumps(ours()).encode()[:-40], "line 1, column"),
        (b"\xff\xfe\xff", "no text"),
        (b"not json", "line 1, column 1"),
        (b'{"format": "paddock-chats", "x": ' + b"9" * 5000 + b"}", ""),
        (ours(messages=[MESSAGE | {"role": "tool"}]), "$.chats[1].messages[0].role"),
        (ours(messages=[MESSAGE | {"parent": 0}]), "$.chats[1].messages[0]"),
        (ours(messages=[MESSAGE, MESSAGE | {"parent": 7}]), "$.chats[1].messages[1]"),
        (ours(messages=[MESSAGE | {"parent": -1}]), "$.chats[1].messages[0].parent"),
        (ours(messages=[MESSAGE | {"created_ms": 1 << 60}]), "created_ms"),
        (ours(leaf=1), "$.chats[1].leaf"),
        (ours(title=None), "$.chats[1].title"),
        (ours() | {"version": 2}, "$.version"),
        ([{"mapping": {}}, 5], "$[1]"),
        ({"hello": 1}, "no chats"),
        ([], "empty list"),
        (None, "no chats"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_with_its_place_and_changes_nothing(file, database, document, place):
    path = file(document)

    with pytest.raises(FileRefused) as caught:
        list(import_chats(database, path))
    assert path.name in str(caught.value)
    assert place in str(caught.value)
    assert every(database) == []


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"mapping":{"a":'], ids=["lists", "objects", "inside a chat"])
def test_a_deep_file_is_refused(file, opening):
    with pytest.raises(FileRefused):
        chats_in(file(opening * 200_000))


def test_a_deep_receipt_is_refused_or_kept_but_never_a_crash(file, database):
    for depth in (100, 900, 100_000):
        deep = b'{"a":' * depth + b"1" + b"}" * depth
        whole = (
            json.dumps(ours(messages=[MESSAGE | {"receipt": 0}]))
            .encode()
            .replace(b'"receipt": 0', b'"receipt":' + deep)
        )
        try:
            list(import_chats(database, file(whole)))
        except FileRefused:
            assert depth > 100


def test_too_large_a_file_is_refused_before_it_is_read(file, monkeypatch):
    monkeypatch.setattr(source, "LARGEST_BYTES", 100)

    with pytest.raises(FileTooLarge):
        chats_in(file(b" " * 101))


@pytest.mark.parametrize(
    "document",
    [{"format": "paddock-chats", "version": 1, "chats": [CHAT] * 6}, [{"mapping": {
        str(i): {"parent": None, "message": {"author": {"role": "user"}, "content": {"parts": ["x"]}}} for i in range(6)
    }}]],
    ids=["ours", "ChatGPT's"],
)  # fmt: skip
def test_more_messages_than_the_limit_are_refused(file, monkeypatch, document):
    monkeypatch.setattr(importing, "MOST_MESSAGES", 5)

    with pytest.raises(FileBomb, match="more than 5 messages"):
        chats_in(file(document))


def test_what_is_no_file_is_named(tmp_path, file):
    with pytest.raises(FileMissing):
        chats_in(tmp_path / "gone.json")
    with pytest.raises(FileIsFolder):
        chats_in(tmp_path)
    with pytest.raises(FileEmpty):
        chats_in(file(b""))


def test_an_error_of_no_known_name_is_dropped_and_the_message_kept(file, database):
    odd = [MESSAGE | {"error": ["Nonsense", {}]}, MESSAGE | {"error": ["FileMissing", {"other": 1}]},
           MESSAGE | {"error": ["FileMissing", {"name": "a"}]}]  # fmt: skip
    [_, found] = chats_in(file(ours(messages=odd)))[1]

    assert [each.error for each in found.messages] == [None, None, ("FileMissing", {"name": "a"})]


def test_nothing_that_is_imported_is_at_work(file):
    """A message that streams would be waited for, and closed as broken off at the next start."""
    [_, found] = chats_in(file(ours(messages=[MESSAGE | {"state": "streaming", "card": {"state": "running"}}])))[1]

    assert (found.messages[0].state, found.messages[0].card) == (State.STOPPED, {"state": "paused"})


def test_a_zip_as_chatgpt_sends_it_is_read_and_others_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "export.zip"
    chat = [{"title": "t", "create_time": 1.0, "mapping": {"a": {"parent": None, "message": None}}}]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("user.json", "{}")
        for shard in range(2):
            package.writestr(f"conversations-{shard:03}.json", json.dumps(chat))
    assert len(chats_in(path)[1]) == 2

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("user.json", "{}")
    with pytest.raises(FileDamaged, match="no conversations"):
        chats_in(path)

    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(FileDamaged, match="unpacked"):
        chats_in(path)

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("conversations.json", bytes(200_000))
    monkeypatch.setattr(source, "LARGEST_BYTES", 100_000)
    with pytest.raises(FileBomb):
        chats_in(path)


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_zip_that_cannot_be_unpacked_is_refused(tmp_path, kind):
    path = tmp_path / "export.zip"
    path.write_bytes(DAMAGED[kind](path, "conversations.json", b"[" + b" " * 1000 + b"]"))

    with pytest.raises(FileDamaged, match="unpacked"):
        chats_in(path)


@pytest.mark.parametrize("program", ["mapping", "history", "versions"])
def test_no_shape_of_a_foreign_value_is_a_crash(file, program):
    """Every place of a file that fits, replaced by each kind of value."""
    text = {"content_type": "text", "parts": ["x"]}
    message = {
        "author": {"role": "user", "name": None},
        "create_time": 1,
        "content": text,
        "metadata": {"attachments": []},
    }
    document = {
        "mapping": {"mapping": {"a": {"parent": None, "message": message}}, "current_node": "a", "title": "t"},
        "history": {"chat": {"history": {"messages": {"a": {"parentId": None, "role": "user", "content": "x",
                    "files": [{"type": "image", "url": "u", "file": {"data": {"content": ""}}}]}}, "currentId": "a"}}},
        "versions": {"name": "n", "messages": [{"currentlySelected": 0, "versions": [
                     {"role": "user", "content": [{"type": "text", "text": "x"}],
                      "steps": [{"type": "contentBlock", "content": [], "style": {}}]}]}]},
    }[program]  # fmt: skip
    tried = 0
    for changed in _changed(document):
        try:
            for chat in chats_in(file(changed))[1]:
                msgspec.json.encode(chat)
        except FileRefused:
            pass
        tried += 1
    assert tried > 50


def _changed(value):
    """The document with each of its places, one at a time, holding something else."""
    yield from (None, 5, -1.5, "x", [], {}, [None], {"a": None}, True)
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        for other in _changed(value[key]):
            copy = value.copy()
            copy[key] = other
            yield copy
