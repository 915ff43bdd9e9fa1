"""What was kept about a document can be removed for good: nothing of it is left in any file of the data folder."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from models.documents.document import Document
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role
from models.store.outputs import Outputs
from models.summary import Summariser
from models.summary.events import Planned
from tests.models.summary import planted
from tests.models.summary.engines import Oracle

DAY_S = 24 * 3600.0
CANARY = re.compile(r"Canary-\w+")


@pytest.fixture
def clock() -> list[float]:
    return [1_800_000_000.0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def database(folder: Path, clock: list[float]) -> Database:
    return Database(folder / "paddock.sqlite3", now=lambda: clock[0])


def document(canary: str, sha256: str) -> Document:
    """Its planted facts name the canary, so the model's notes do."""
    pages = [re.sub("|".join(planted.FIRMS), canary, page.text) for page in planted.document(12, 1)[0].pages]
    return msgspec.structs.replace(planted.of_pages(pages), sha256=sha256)


def summarise(database: Database, given: Document) -> Planned:
    engine = Oracle(CANARY)
    planned, *_ = Summariser(engine, Outputs(database), model_name="test").run(given)
    assert isinstance(planned, Planned)
    return planned


def canaries(folder: Path) -> set[str]:
    """Those that stand in any file below the folder, the log of changes and backups among them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {found for path in files for found in CANARY.findall(path.read_bytes().decode("latin-1"))}


def test_a_forgotten_document_is_gone_from_every_file_and_the_other_is_not(database: Database, folder: Path) -> None:
    wanted, other = document("Canary-a1", "aa" * 32), document("Canary-b2", "bb" * 32)
    summarise(database, wanted)
    summarise(database, other)
    database.back_up()
    assert canaries(folder) == {"Canary-a1", "Canary-b2"}

    removed = Outputs(database).forget(wanted.sha256)

    assert removed > 1
    assert canaries(folder) == {"Canary-b2"}
    assert summarise(database, other).cached
    assert not summarise(database, wanted).cached
    database.close()


def test_what_two_versions_share_goes_with_either(database: Database, folder: Path) -> None:
    first = document("Canary-a1", "aa" * 32)
    summarise(database, first)
    second = msgspec.structs.replace(first, sha256="bb" * 32)
    assert summarise(database, second).cached

    Outputs(database).forget(second.sha256)

    assert canaries(folder) == set()
    database.close()


@pytest.mark.parametrize("elsewhere", [False, True], ids=["alone", "another chat shows it"])
def test_a_chat_deleted_for_good_takes_what_was_kept_of_its_files(
    database: Database, folder: Path, elsewhere: bool
) -> None:
    given = document("Canary-a1", "aa" * 32)
    summarise(database, given)
    conversations = Conversations(database)
    for _ in range(1 + elsewhere):
        chat = conversations.create()
        card = {"document": "a.pdf", "sources": [{"name": "a.pdf", "sha256": given.sha256}]}
        conversations.append(chat.id, Role.ASSISTANT, "", parent=None, card=card)
    database.back_up()

    conversations.purge(chat.id)

    assert canaries(folder) == ({"Canary-a1"} if elsewhere else set())
    assert bool(summarise(database, given).cached) is elsewhere
    assert [each.id for each in conversations.showing(given.sha256)] == ([chat.id - 1] if elsewhere else [])
    database.close()


def test_what_is_not_used_for_so_many_days_expires_in_backups_too(
    database: Database, folder: Path, clock: list[float]
) -> None:
    unused, used = document("Canary-a1", "aa" * 32), document("Canary-b2", "bb" * 32)
    summarise(database, unused)
    summarise(database, used)
    clock[0] += 20 * DAY_S
    summarise(database, used)
    database.back_up()
    clock[0] += 11 * DAY_S

    assert Outputs(database).expire(30) > 1

    assert canaries(folder) == {"Canary-b2"}
    assert Outputs(database).expire(30) == 0
    database.close()
