"""When drafts are made: with steps whose price is known."""

from __future__ import annotations

from models.engine.drafting import Drafting
from models.engine.lookup import Lookup
from models.engine.request import Request

LOOP = [1, 2, 3, 4, 5, 6]


def writing(prompt):
    return Request(1, list(prompt), None, lookup=Lookup())


def write(drafting, request, follow, price, steps):
    """Write on with a model that says `follow(tokens)`; how many tokens were drafted in each step."""
    drafted = []
    for _ in range(steps):
        draft = drafting.drafts([request], [100], 100)[0]
        drafting.measure(1 + len(draft), price(1 + len(draft)))
        drafted.append(len(draft))
        for fed in [*draft, None]:
            request.tokens.append(follow(request.tokens))
            if request.tokens[-1] != fed:
                break
    return drafted


def looping(tokens):
    return LOOP[len(tokens) % len(LOOP)]


def never_again(tokens):
    """Every fourth token is a new one behind words that are known."""
    return 100 + len(tokens) if len(tokens) % 4 == 3 else len(tokens) % 4


def test_long_drafts_are_made_where_rows_cost_next_to_nothing():
    drafted = write(Drafting(), writing(LOOP * 2), looping, lambda rows: 1 + rows / 100, 60)

    assert drafted[0] == 0, "a plain step comes first"
    assert drafted.count(15) > 40


def test_short_ones_are_made_where_more_rows_cost_more():
    drafted = write(Drafting(), writing(LOOP * 2), looping, lambda rows: 1 if rows <= 4 else rows, 60)

    assert drafted.count(3) > 40


def test_drafting_stops_where_it_does_not_pay_and_is_tried_again_now_and_then():
    drafted = write(Drafting(), writing(LOOP * 2), looping, lambda rows: rows, 600)

    assert any(drafted[:20])
    assert not any(drafted[20:200])
    assert any(drafted[200:250])
    assert sum(map(bool, drafted)) < 600 / 20


def test_drafting_stops_where_words_come_again_with_something_else_behind_them():
    drafted = write(Drafting(), writing([0, 1, 2, 3] * 4), never_again, lambda rows: 1 + rows / 3, 300)

    assert any(drafted)
    assert not any(drafted[60:])


def test_it_begins_again_when_the_answer_begins_to_repeat():
    request, drafting = writing([0, 1, 2, 3] * 4), Drafting()
    write(drafting, request, never_again, lambda rows: 1 + rows / 3, 300)

    assert sum(write(drafting, request, looping, lambda rows: 1 + rows / 3, 100)[-20:]) > 60


def test_one_slow_step_is_no_cost():
    prices = iter([1, 1, 1, 1, 50, *[1] * 100])
    drafted = write(Drafting(), writing(LOOP * 2), looping, lambda rows: next(prices), 80)

    assert drafted.count(15) > 60


def test_a_request_without_a_lookup_or_any_room_gets_no_draft():
    drafting, plain = Drafting(), Request(1, LOOP * 4, None)
    copying = writing(LOOP * 4)
    for _ in range(3):
        drafting.drafts([plain, copying], [100, 100], 100)
        drafting.measure(2, 1.0)

    assert list(map(len, drafting.drafts([plain, copying], [100, 100], 100))) == [0, 15]
    assert drafting.drafts([plain, copying], [100, 0], 100) == [[], []]
    assert drafting.drafts([plain, copying], [100, 100], 0) == [[], []]
