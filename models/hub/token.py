"""The access token of the user's account at the Hub, for models whose publisher asks who takes them.

It lives in the keyring of the operating system and in no file of ours. A system without a keyring keeps it in memory
until the program ends. The keyring is asked only when a token was put there: a locked one asks for its password.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from models.errors import StoreUnwritable, TokenNotKept, TokenNotText
from models.paths import Paths

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Answer = TypeVar("Answer")

SERVICE = "Paddock"
ACCOUNT = "huggingface.co"
ANSWER_S = 60.0  # somebody may have to type the keyring's password

# keyrings.alt keeps secrets in files; the first two keep nothing.
_NO_KEYRINGS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
_TOKEN = re.compile(r"[\x21-\x7e]{4,512}")


class Tokens:
    """The one token there is. Any thread may call; each call may wait for the keyring, so not the window's.

    `mark` is an empty file that says that the keyring has one.
    """

    def __init__(self, mark: Path) -> None:
        self._mark = mark
        self._here: str | None = None

    @classmethod
    def of(cls, paths: Paths) -> Tokens:
        """That of this user."""
        return cls(paths.data / "token-in-keyring")

    @property
    def given(self) -> bool:
        """Whether there is one; asks no keyring."""
        return self._here is not None or self._mark.exists()

    def read(self) -> str | None:
        """The token, or None: none was given, or the keyring does not hand it out now."""
        if self._here is None and self._mark.exists():
            try:
                self._here = _in_time(lambda backend: backend.get_password(SERVICE, ACCOUNT))
            except TokenNotKept:
                return None
        return self._here

    def hold(self, token: str) -> None:
        """Use it until the program ends, without keeping it. Raises: TokenNotText."""
        token = token.strip()
        if not _TOKEN.fullmatch(token):
            raise TokenNotText
        self._here = token

    def put(self, token: str) -> None:
        """Keep it in the keyring.

        Raises:
            TokenNotText: It is no token; the one before it stays.
            TokenNotKept: There is no keyring, or it refuses; the token holds until the program ends.
        """
        self.hold(token)
        kept = self._here or ""
        _in_time(lambda backend: backend.set_password(SERVICE, ACCOUNT, kept))
        try:
            self._mark.parent.mkdir(parents=True, exist_ok=True)
            self._mark.touch()
        except OSError as error:
            raise StoreUnwritable(folder=str(self._mark.parent), detail=f"{error.strerror}.") from error

    def clear(self) -> None:
        """Forget it. Raises: TokenNotKept when the keyring does not let go of it."""
        self._here = None
        if self._mark.exists():
            _in_time(_delete)
            self._mark.unlink(missing_ok=True)


def _delete(backend: KeyringBackend) -> None:
    if backend.get_password(SERVICE, ACCOUNT) is not None:
        backend.delete_password(SERVICE, ACCOUNT)


def _in_time(ask: Callable[[KeyringBackend], Answer]) -> Answer:
    """What the keyring answers, in bounded time. Raises: TokenNotKept."""
    answers: list[Answer] = []
    troubles: list[str] = []

    def work() -> None:
        try:
            answers.append(ask(_backend()))
        except Exception as error:  # noqa: BLE001  a keyring is a plug-in of the system and raises what it likes
            troubles.append(str(error) or type(error).__name__)

    asking = threading.Thread(target=work, name="keyring", daemon=True)
    asking.start()
    asking.join(ANSWER_S)
    if not answers:
        raise TokenNotKept(detail=troubles[0].rstrip(".") if troubles else "it does not answer")
    return answers[0]


def _backend() -> KeyringBackend:
    """The system's keyring, of several the best. Raises: KeyringError when there is none that keeps secrets."""
    import keyring
    from keyring.backends.chainer import ChainerBackend
    from keyring.errors import NoKeyringError

    found = keyring.get_keyring()
    for backend in found.backends if isinstance(found, ChainerBackend) else (found,):
        if not type(backend).__module__.startswith(_NO_KEYRINGS):
            return backend
    raise NoKeyringError("there is none on this system")
