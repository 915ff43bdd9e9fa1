"""Export, import into an empty store, export: the same bytes. And the second import adds nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from models.chat.transfer.exporting import every, read
from models.chat.transfer.importing import Importing, import_chats
from models.chat.transfer.paddock import as_json
from models.errors import every as every_error
from models.store.database import Database
from models.store.message import Attachment, Role, State
from models.store.taking import take
from models.store.whole import WholeChat, WholeFolder, WholeMessage

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
times = st.integers(0, 1 << 53) | st.sampled_from((0, 1, 2))
numbers = st.integers(-(1 << 70), 1 << 70) | st.floats(allow_nan=False, allow_infinity=False)
plain = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
objects = st.none() | st.dictionaries(texts, plain, max_size=4)
final = st.sampled_from([state for state in State if state is not State.STREAMING])
folders = st.builds(WholeFolder, name=st.sampled_from(("Work", "work", "家")), system_prompt=texts)
attached = st.lists(st.builds(Attachment, name=texts, text=texts, sha256=texts), max_size=2).map(tuple)


@st.composite
def chats(draw):
    messages = []
    for place in range(draw(st.integers(0, 8))):
        parent = draw(st.none() | st.integers(0, place - 1)) if place else None
        messages.append(
            WholeMessage(
                parent=parent, role=draw(st.sampled_from(Role)), text=draw(texts), reasoning=draw(texts),
                state=draw(final), created_ms=draw(times), receipt=draw(objects), card=draw(objects),
                error=draw(st.none() | st.sampled_from([("EngineHung", {"seconds": 5})])), attachments=draw(attached),
            )
        )  # fmt: skip
    leaf = draw(st.none() | st.integers(0, len(messages) - 1)) if messages else None
    return WholeChat(
        title=draw(texts), created_ms=draw(times), updated_ms=draw(times), pinned=draw(st.booleans()),
        system_prompt=draw(texts), draft=draw(texts), leaf=leaf, messages=tuple(messages),
        controls=draw(st.none() | st.just({"temperature": 0.2, "form": {"name": "JSON"}})),
        folder=draw(st.none() | folders),
    )  # fmt: skip


def exported(database: Database) -> bytes:
    return as_json(read(database, every(database)))


@settings(max_examples=60, deadline=None)
@given(st.lists(chats(), max_size=4))
def test_export_import_export_is_identical_and_again_adds_nothing(given_chats):
    assert "EngineHung" in every_error()
    with tempfile.TemporaryDirectory() as folder:
        first, second = Database(Path(folder) / "a.sqlite3"), Database(Path(folder) / "b.sqlite3")
        try:
            list(take(first, given_chats))
            file = Path(folder) / "chats.json"
            file.write_bytes(exported(first))

            *_, end = import_chats(second, file)
            assert (end.done, end.new, end.grew, end.same) == (len(given_chats), len(given_chats), 0, 0)
            assert exported(second) == file.read_bytes()

            *_, again = import_chats(second, file)
            assert again == Importing(
                program="Paddock", done=len(given_chats), total=len(given_chats), same=len(given_chats)
            )
            assert exported(second) == file.read_bytes()
        finally:
            first.close()
            second.close()
