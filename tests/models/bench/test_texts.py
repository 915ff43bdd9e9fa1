from collections.abc import Sequence

import pytest

from models.bench.texts import Texts


def pieces(texts: Sequence[str]) -> list[int]:
    """Three characters a token, rounded up."""
    return [-(-len(text) // 3) for text in texts]


@pytest.mark.parametrize("tokens", [16, 100, 4096])
def test_a_text_is_as_long_as_wished_and_at_most_a_word_shorter(tokens: int) -> None:
    (length,) = pieces([Texts(pieces).of(tokens)])

    assert tokens - 4 <= length <= tokens


def test_no_two_texts_begin_alike() -> None:
    texts = Texts(pieces)

    assert len({texts.of(20).split()[0] for _ in range(50)}) == 50


def test_the_same_seed_writes_the_same_texts() -> None:
    assert [Texts(pieces).of(30) for _ in range(2)] == [Texts(pieces).of(30)] * 2
