"""The access token: in the keyring and nowhere else, asked for only when one was given."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked

from models.errors import TokenNotKept, TokenNotText
from models.hub import token as module
from models.hub.token import Tokens

SECRET = "hf_this_is_for_nobody"


class InMemory(KeyringBackend):
    """A keyring of the system's kind, which counts how often it is asked."""

    priority = 1  # type: ignore[assignment]  # a class property in the base

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}
        self.asked = 0
        self.locked = False
        self.free = threading.Event()
        self.free.set()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        if self.locked:
            raise KeyringLocked("the keyring is locked")
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.free.wait()
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.secrets[service, username]


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before, ring = keyring.get_keyring(), InMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def no_ring(ring: InMemory) -> None:
    keyring.set_keyring(fail.Keyring())


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "data" / "token-in-keyring"


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_token_is_kept_for_the_next_start_and_in_no_file(ring: InMemory, mark: Path):
    Tokens(mark).put(f"  {SECRET}\n")

    assert Tokens(mark).read() == SECRET
    assert SECRET.encode() not in everything_in(mark.parent)


def test_the_keyring_is_not_asked_when_no_token_was_given(ring: InMemory, mark: Path):
    assert Tokens(mark).read() is None
    assert ring.asked == 0


def test_the_keyring_is_asked_once_a_run(ring: InMemory, mark: Path):
    Tokens(mark).put(SECRET)
    later = Tokens(mark)

    assert [later.read(), later.read()] == [SECRET] * 2
    assert ring.asked == 1


def test_a_token_that_is_cleared_is_gone_everywhere(ring: InMemory, mark: Path):
    tokens = Tokens(mark)
    tokens.put(SECRET)
    tokens.clear()

    assert (tokens.read(), tokens.given, ring.secrets) == (None, False, {})


def test_clearing_what_somebody_has_deleted_in_the_keyring_is_no_failure(ring: InMemory, mark: Path):
    Tokens(mark).put(SECRET)
    ring.secrets.clear()
    Tokens(mark).clear()

    assert not Tokens(mark).given


def test_without_a_keyring_a_token_holds_for_this_run_and_is_in_no_file(no_ring: None, mark: Path, tmp_path: Path):
    tokens = Tokens(mark)
    with pytest.raises(TokenNotKept, match="there is none on this system"):
        tokens.put(SECRET)

    assert tokens.read() == SECRET
    assert Tokens(mark).read() is None
    assert everything_in(tmp_path) == b""


def test_a_locked_keyring_is_a_download_without_a_token(ring: InMemory, mark: Path):
    Tokens(mark).put(SECRET)
    ring.locked = True

    assert Tokens(mark).read() is None


def test_a_keyring_that_does_not_answer_is_given_up(ring: InMemory, mark: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "ANSWER_S", 0.01)
    ring.free.clear()
    with pytest.raises(TokenNotKept, match="does not answer"):
        Tokens(mark).put(SECRET)
    ring.free.set()


@pytest.mark.parametrize("words", ["", "hf_a b", "hf_a\nX-Other: 1", "密码密码", "x" * 600], ids=repr)
def test_what_cannot_be_a_token_is_refused_and_the_old_one_stays(ring: InMemory, mark: Path, words: str):
    tokens = Tokens(mark)
    tokens.put(SECRET)
    with pytest.raises(TokenNotText):
        tokens.put(words)

    assert tokens.read() == SECRET
