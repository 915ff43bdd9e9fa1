"""Guesses from what was there before, against a search through everything."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engine.lookup import Lookup
from tests.yardstick import slowness


def known(tokens, *, at_once=1):
    """A lookup that was given the first `at_once` of `tokens` together and the others one by one."""
    lookup = Lookup()
    for end in range(at_once, len(tokens) + 1):
        lookup.update(tokens[:end])
    return lookup


def test_what_followed_the_same_tokens_is_expected_again():
    tokens = [5, 1, 2, 3, 8, 9, 7, 1, 2, 3]

    assert known(tokens, at_once=len(tokens)).draft(tokens, 4) == [8, 9, 7, 1]


def test_a_loop_goes_on_beyond_its_end():
    tokens = [9, 1, 2, 3, 4, 1, 2, 3, 4]

    assert known(tokens).draft(tokens, 10) == [1, 2, 3, 4, 1, 2, 3, 4, 1, 2]


def test_a_source_that_was_right_is_followed_though_the_same_words_came_later():
    first, later = [1, 2, 3, 40, 50, 60, 4, 5, 6, 70], [40, 50, 60, 99]
    tokens = [*first, *later, 1, 2, 3, 40, 50, 60]

    assert known(tokens, at_once=len(first + later)).draft(tokens, 2) == [4, 5]


def test_nothing_is_drafted_without_a_repetition_or_behind_an_end():
    repeated = [1, 2, 3, 4, 0, 5, 1, 2, 3]

    assert known([1, 2, 3, 4, 5]).draft([1, 2, 3, 4, 5], 4) == []
    assert known(repeated).draft(repeated, 4, ends={0}) == [4]
    assert known(repeated).draft(repeated, 0) == []


def test_trust_follows_how_often_it_was_right():
    loop, other = known([1, 2, 3, 4] * 20), Lookup()
    tokens = [1, 2, 3]
    for number in range(10, 40):  # the same three words, every time with something else behind them
        tokens += [number, 1, 2, 3]
        other.update(tokens)

    assert loop.trust > 0.95
    assert other.trust < 0.1


@pytest.mark.parametrize("at_once", [1, 7])
@given(tokens=st.lists(st.integers(0, 2), min_size=7, max_size=60))
def test_a_draft_is_always_found_where_the_last_three_tokens_stood_before(at_once, tokens):
    draft = known(tokens, at_once=at_once).draft(tokens, 1)

    sources = [at for at in range(3, len(tokens)) if tokens[at - 3 : at] == tokens[-3:]]
    assert bool(draft) == bool(sources)
    assert not draft or draft[0] in {tokens[at] for at in sources}


@pytest.mark.alone
def test_a_token_more_costs_the_same_behind_a_long_prompt():
    tokens = list(range(100_000))
    lookup = Lookup()
    lookup.update(tokens)
    started = time.thread_time()
    for token in range(1000):
        tokens.append(token)
        lookup.update(tokens)

    assert time.thread_time() - started < 0.05 * slowness()
