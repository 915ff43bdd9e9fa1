from __future__ import annotations

import pytest

from models.process import Exit


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "exit code 0"),
        (3, "exit code 3"),
        (-11, "signal SIGSEGV"),
        (-9, "signal SIGKILL"),
        (-200, "exit code -200"),
        (0xC0000005, "exit code 0xC0000005, access violation"),
        (0xC000001D, "exit code 0xC000001D, illegal instruction"),
    ],
)
def test_an_exit_is_said_in_words(code: int, words: str) -> None:
    assert str(Exit(code)) == words
