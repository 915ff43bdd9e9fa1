"""The scheduler against a decoder that knows what every sequence holds, and against answering one by one."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.engine.drafting import Drafting
from models.engine.lookup import Lookup
from models.engine.request import Feed, Interrupted, Request
from models.engine.scheduler import Scheduler
from models.errors import ContextFull


def next_token(tokens):
    """The fake model: what follows depends on everything before."""
    return zlib.crc32(bytes(tokens)) % 5


def repeating(tokens):
    """Another one, which soon goes round in circles."""
    return zlib.crc32(bytes(tokens[-3:])) % 5


def alone(prompt, count, follow=next_token):
    """The oracle: one request, no cache."""
    tokens = list(prompt)
    for _ in range(count):
        tokens.append(follow(tokens))
    return tokens[len(prompt) :]


@dataclass
class FakeDecoder:
    """Cells with an identity, as llama.cpp's unified cache has them; wrong use of them is an assertion."""

    n_ctx: int = 64
    n_batch: int = 34
    n_ubatch: int = 32
    n_seq_max: int = 4
    n_outputs_max: int = 12
    n_outputs_max_per_seq: int = 8
    cuts_anywhere: bool = True
    sequences: dict[int, list[tuple[int, object]]] = field(default_factory=dict)
    attached: set[int] = field(default_factory=set)
    decoded: list[list[Feed]] = field(default_factory=list)
    follow: Callable[[list[int]], int] = next_token

    @property
    def used(self):
        return len({id(cell) for held in self.sequences.values() for _, cell in held})

    def decode(self, feeds, ahead=0):
        assert feeds
        assert sum(len(feed.tokens) for feed in feeds) <= self.n_batch
        assert sum(feed.outputs for feed in feeds) <= self.n_outputs_max
        assert max(feed.outputs for feed in feeds) <= self.n_outputs_max_per_seq
        assert len({feed.sequence for feed in feeds}) == len(feeds)
        assert not ahead or all(feed.outputs == 0 and len(feed.tokens) < ahead for feed in feeds)
        for feed in feeds:
            held = self.sequences.setdefault(feed.sequence, [])
            assert feed.position == len(held), "positions stay consecutive"
            assert feed.tokens
            held += [(token, object()) for token in feed.tokens]
        assert self.used <= self.n_ctx, "no more cells than there are"
        self.decoded.append(list(feeds))

    def sample(self, feed, sampler, output=0):
        one = self.decoded[-1][feed]
        assert output < one.outputs
        assert one.sequence in self.attached
        end = one.position + len(one.tokens) - one.outputs + output + 1
        return self.follow([token for token, _ in self.sequences[one.sequence][:end]])

    def remove(self, sequence, start):
        held = self.sequences.get(sequence, [])
        assert self.cuts_anywhere or start in (0, len(held))
        del held[start:]

    def copy(self, source, target, end):
        assert not self.sequences.get(target)
        assert self.cuts_anywhere
        self.sequences[target] = self.sequences[source][:end]

    def attach(self, sequence, sampler):
        self.attached.add(sequence)


def request(number, prompt, count=4, **more):
    return Request(number, list(prompt), None, max_tokens=count, lookup=Lookup(), **more)


def drain(scheduler, limit=5000):
    """Run until nothing is left; the answers by request id."""
    answers = {}
    for _ in range(limit):
        if not scheduler.busy:
            return answers
        for done, _token in scheduler.step().sampled:
            if scheduler.exhausted(done):
                answers[done.id] = done.tokens[done.n_prompt :]
                scheduler.finish(done)
    raise AssertionError("it never ends")


def scheduler_of(decoder, **more):
    return Scheduler(decoder, clock=lambda: 0.0, **more)


def drafting_scheduler_of(decoder):
    """Every step takes as long as any other: a draft always pays."""
    return Scheduler(decoder, drafting=Drafting(), clock=itertools.count().__next__)


prompts = st.builds(
    lambda head, tail: head + tail,
    st.sampled_from([(), (1, 2, 3), (1, 2, 3, 4) * 9, (7,) * 40]),
    st.lists(st.integers(0, 4), min_size=1, max_size=20).map(tuple),
)
asked = st.builds(
    dict,
    prompt=prompts,
    count=st.integers(1, 12),
    conversation=st.sampled_from([None, None, "a", "b"]),
    background=st.booleans(),
)
adopted = st.tuples(st.sampled_from("ab"), prompts)  # what was kept on disk of a conversation
operations = st.lists(st.one_of(asked, st.integers(1, 6), st.just("cancel"), adopted), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("cuts", "follow"),
    [(True, next_token), (True, repeating), (False, repeating)],
    ids=["any model", "a model that repeats itself", "recurrent model"],
)
@given(operations=operations, choice=st.randoms(use_true_random=False))
@settings(max_examples=250, deadline=None)
def test_every_answer_is_what_it_would_be_alone_and_no_cell_is_lost(cuts, follow, operations, choice):
    decoder = FakeDecoder(cuts_anywhere=cuts, follow=follow)
    scheduler = drafting_scheduler_of(decoder)
    expected, answers = {}, {}

    def run(steps):
        for _ in range(steps):
            if scheduler.busy:
                for done, _token in scheduler.step().sampled:
                    if scheduler.exhausted(done):
                        answers[done.id] = done.tokens[done.n_prompt :]
                        scheduler.finish(done)
                assert scheduler.free_cells == decoder.n_ctx - decoder.used

    for number, operation in enumerate(operations):
        match operation:
            case int(steps):
                run(steps)
            case "cancel":
                if scheduler.requests:
                    victim = choice.choice(scheduler.requests)
                    expected.pop(victim.id)
                    scheduler.finish(victim)
            case (conversation, tokens):
                sequence = scheduler.adopt(conversation, tokens)
                if sequence is not None:
                    assert not decoder.sequences.get(sequence)
                    decoder.sequences[sequence] = [(token, object()) for token in tokens]
                assert scheduler.free_cells == decoder.n_ctx - decoder.used
            case asked:
                count = min(asked["count"], decoder.n_ctx - len(asked["prompt"]) + 1)
                scheduler.submit(request(number, **asked))
                expected[number] = alone(asked["prompt"], count, follow)
    answers |= drain(scheduler)

    assert answers == expected
    assert scheduler.free_cells == decoder.n_ctx - decoder.used


def test_a_prompt_that_does_not_fit_is_refused_with_the_numbers():
    scheduler = scheduler_of(FakeDecoder())

    with pytest.raises(ContextFull) as caught:
        scheduler.submit(request(1, [1] * 64))

    assert caught.value.values == {"needed": 65, "n_ctx": 64}
    assert not scheduler.busy


def test_the_answer_ends_where_the_context_does():
    answers = {}
    scheduler = scheduler_of(FakeDecoder())
    scheduler.submit(Request(1, [1] * 60, None))

    answers = drain(scheduler)

    assert answers[1] == alone([1] * 60, 5)


def test_the_second_turn_reads_only_what_is_new():
    decoder = FakeDecoder()
    scheduler = scheduler_of(decoder)
    scheduler.submit(request(1, [1, 2, 3], conversation="a"))
    answer = drain(scheduler)[1]
    decoder.decoded.clear()

    second = request(2, [1, 2, 3, *answer, 4, 4], conversation="a")
    scheduler.submit(second)
    drain(scheduler)

    assert second.cached_tokens == 6  # all but the last token of the answer, which was never fed
    assert len(decoder.decoded[0][0].tokens) == 3


def test_a_shared_prefix_is_read_once_for_all_chunks():
    decoder = FakeDecoder(n_ctx=256)
    scheduler = scheduler_of(decoder)
    prefix = [1, 2, 3, 4] * 16
    for number in range(4):
        scheduler.submit(request(number, [*prefix, number, number], background=True))

    drain(scheduler)

    read = sum(len(feed.tokens) for feeds in decoder.decoded for feed in feeds if feed.position < len(prefix))
    assert read == len(prefix)


def test_a_chat_overtakes_background_work():
    decoder = FakeDecoder()
    scheduler = scheduler_of(decoder, background_every=1000)
    for number in range(6):
        scheduler.submit(request(number, [number] * 8, 6, background=True))
    scheduler.step()
    scheduler.submit(request(99, [3, 2, 1], 3))

    order = []
    while scheduler.busy:
        for done, _ in scheduler.step().sampled:
            if scheduler.exhausted(done):
                order.append(done.id)
                scheduler.finish(done)

    assert order[0] == 99
    assert sorted(order) == [0, 1, 2, 3, 4, 5, 99]


def test_background_work_goes_on_slowly_while_a_chat_is_answered():
    decoder = FakeDecoder()
    scheduler = scheduler_of(decoder, background_every=4)
    behind = request(1, [1], 30, background=True)
    scheduler.submit(behind)
    scheduler.step()
    chat = request(2, [2], 40)
    scheduler.submit(chat)

    for _ in range(20):
        scheduler.step()

    assert 3 <= behind.n_predicted <= 8
    assert chat.n_predicted >= 19


def test_a_chat_takes_the_cells_of_background_work_which_then_finishes_all_the_same():
    decoder = FakeDecoder()
    scheduler = scheduler_of(decoder)
    behind = request(1, [1] * 20, 20, background=True)
    scheduler.submit(behind)
    for _ in range(6):
        scheduler.step()
    scheduler.submit(request(2, [2] * 50, 10))

    answers = drain(scheduler)

    assert answers == {1: alone([1] * 20, 20), 2: alone([2] * 50, 10)}


def test_a_long_prompt_is_read_in_slices_between_the_steps_of_others():
    decoder = FakeDecoder(n_ctx=1024, n_ubatch=32)
    scheduler = scheduler_of(decoder)
    writing = request(1, [1], 100)
    scheduler.submit(writing)
    scheduler.step()
    scheduler.submit(request(2, [2] * 320, 1))

    for _ in range(10):
        before = writing.n_predicted
        scheduler.step()
        assert writing.n_predicted == before + 1


def test_a_slice_takes_no_longer_than_a_third_of_a_second_and_a_tenth_while_others_write():
    decoder = FakeDecoder(n_ctx=8192, n_batch=2048, n_ubatch=512)

    def slices():
        return [sum(len(feed.tokens) for feed in feeds) for feeds in decoder.decoded]

    scheduler = Scheduler(decoder, clock=lambda: sum(slices()) / 1000)  # a millisecond a token
    first = request(1, [1] * 1000, 200)
    scheduler.submit(first)
    while first.n_predicted == 0:
        scheduler.step()
    assert slices()[:5] == [128, 256, 256, 256, 104]

    read = len(slices())
    scheduler.submit(request(2, [2] * 1000))
    for _ in range(5):
        scheduler.step()
    assert set(slices()[read:]) == {64 + 1}


def test_cancelling_a_reader_frees_nothing_of_others_and_keeps_what_it_read():
    decoder = FakeDecoder(n_ctx=256)
    scheduler = scheduler_of(decoder)
    first = request(1, [1, 2] * 50, conversation="a")
    scheduler.submit(first)
    scheduler.step()
    scheduler.finish(first)
    again = request(2, [1, 2] * 50, conversation="a")
    scheduler.submit(again)
    scheduler.step()

    assert again.cached_tokens == 32
    assert drain(scheduler)[2] == alone([1, 2] * 50, 4)


def test_what_is_adopted_is_not_read_again_and_what_is_forgotten_is():
    decoder = FakeDecoder()
    scheduler = scheduler_of(decoder)
    held = [1, 2, 3] * 8
    decoder.sequences[scheduler.adopt("a", held)] = [(token, object()) for token in held]
    first = request(1, [*held, 4], conversation="a")
    scheduler.submit(first)
    answers = drain(scheduler)
    scheduler.forget("a")
    again = request(2, [*held, 4], conversation="a")
    scheduler.submit(again)

    assert answers[1] == drain(scheduler)[2] == alone([*held, 4], 4)
    assert (first.cached_tokens, again.cached_tokens) == (len(held), 0)


def test_adopting_takes_no_cells_that_an_answer_was_promised():
    scheduler = scheduler_of(FakeDecoder())
    scheduler.submit(request(1, [1] * 40))
    scheduler.step()

    assert scheduler.adopt("a", [2] * 30) is None


def test_as_many_conversations_as_sequences_are_all_remembered():
    scheduler = scheduler_of(FakeDecoder(n_ctx=256, n_seq_max=4))
    prompts = {name: [number] * 20 for number, name in enumerate("abcd")}
    for number, (name, prompt) in enumerate(prompts.items()):
        scheduler.submit(request(number, prompt, 1, conversation=name))
        drain(scheduler)

    again = [request(10 + n, p, conversation=name) for n, (name, p) in enumerate(prompts.items())]
    for one in again:
        scheduler.submit(one)
    drain(scheduler)

    assert [one.cached_tokens for one in again] == [19] * 4


def test_an_answer_that_repeats_itself_takes_few_steps_and_is_the_same():
    decoder = FakeDecoder(n_ctx=256, follow=repeating)
    scheduler = drafting_scheduler_of(decoder)
    copying = request(1, [1, 2, 3], 120)
    scheduler.submit(copying)

    assert drain(scheduler)[1] == alone([1, 2, 3], 120, repeating)
    assert len(decoder.decoded) < 40
    assert copying.accepted_tokens > 0.8 * copying.drafted_tokens > 0


def test_what_a_draft_held_is_forgotten_when_its_answer_ends_in_between():
    decoder = FakeDecoder(n_ctx=256, follow=repeating)
    scheduler = drafting_scheduler_of(decoder)
    copying = request(1, [1, 2, 3], 120, conversation="a")
    scheduler.submit(copying)
    while copying.drafted_tokens == 0:
        scheduler.step()

    scheduler.step(meanwhile=lambda: scheduler.finish(copying))

    assert max(feed.outputs for feed in decoder.decoded[-1]) > 1
    assert list(scheduler.cached("a")) == copying.tokens
    assert scheduler.free_cells == decoder.n_ctx - decoder.used


def test_nothing_is_drafted_while_a_prompt_is_read_or_many_are_written():
    decoder = FakeDecoder(n_ctx=512, n_seq_max=5, follow=repeating)
    scheduler = drafting_scheduler_of(decoder)
    for number in range(5):
        scheduler.submit(request(number, [number, 1, 2, 3] * 10, 20 + 20 * number))

    drain(scheduler)

    drafted = [feeds for feeds in decoder.decoded if max(feed.outputs for feed in feeds) > 1]
    assert drafted
    assert all(len(feeds) <= 4 and min(feed.outputs for feed in feeds) > 0 for feeds in drafted)


def test_a_short_rest_of_a_prompt_is_read_with_the_slice_before_it():
    decoder = FakeDecoder(n_ctx=1024, n_batch=512, n_ubatch=512)
    scheduler = scheduler_of(decoder)
    scheduler.submit(request(1, [1] * 180, 1))

    drain(scheduler)

    assert [len(feed.tokens) for feeds in decoder.decoded for feed in feeds] == [180]


def test_an_interrupted_decode_is_done_again_and_changes_no_answer():
    class Hasty(FakeDecoder):
        """Every other batch is left for something more urgent."""

        calls = 0

        def decode(self, feeds, ahead=0):
            self.calls += 1
            if self.calls % 2:
                raise Interrupted
            super().decode(feeds, ahead)

    scheduler = scheduler_of(Hasty())
    scheduler.submit(request(1, [1, 2, 3], 8))
    scheduler.submit(request(2, [1, 2, 4], 8))

    assert drain(scheduler) == {1: alone([1, 2, 3], 8), 2: alone([1, 2, 4], 8)}
