"""What Cria learns from is what the product asks, answered so that the product's own checks let it pass."""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))

from cria import generate, labels, noting, talking
from cria.document import voice
from cria.passage import Passage
from cria.sample import Sample

from models.documents.outline import Outline
from models.engine.pieces import Call, Piece
from models.engine.schema import answers
from models.engine.toolcalls import TaggedCalls
from models.report import confirm
from models.summary import notes, onepass, write
from models.summary.verify import PASSED, Checker

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def learnt() -> dict[str, list[Sample]]:
    """Some of each task."""
    found: dict[str, list[Sample]] = {}
    for sample in islice(generate.samples(5, 2000), 1500):
        found.setdefault(sample.task, []).append(sample)
    return found


def test_the_same_seed_gives_the_same_samples_and_another_gives_others() -> None:
    first, again, other = (list(islice(generate.samples(seed, 4000), 40)) for seed in (1, 1, 2))

    assert first == again
    assert not set(first) & set(other)


def test_every_sample_ends_with_an_answer_and_none_is_empty(learnt: dict[str, list[Sample]]) -> None:
    for samples in learnt.values():
        for sample in samples:
            assert [message.role for message in sample.messages[-2:]] == ["user", "assistant"]
            assert all(message.content for message in sample.messages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_every_note_and_sentence_to_learn_passes_the_products_own_check(language: str) -> None:
    found: Counter[bool] = Counter()
    for seed in range(60):
        own = voice(Random(seed), "zh" if language == "zh" else "en")
        passage = generate._passage(own, 1500)
        answer = noting.noting_at_once(own.rng, passage).messages[-1].content
        found += _checked(passage, answer)

    assert found.total() > 200
    assert found[False] <= 0.01 * found.total()


def _checked(passage: Passage, answer: str) -> Counter[bool]:
    """Which lines the parser reads and the checker lets pass."""
    above, _, below = answer.partition("\n---\n")
    told = notes.parse(onepass.noted(answer), len(passage.lines))
    assert not told.broken
    assert len(told.lines) == sum(line != noting.NONE for line in above.split("\n"))
    checker = Checker(passage.text, Outline(passage.text, passage.chunk.sentences), passage.language)
    made = [checker.note(line, passage.chunk) for line in told.lines]
    sentences = list(write.parsed(below))
    assert all(sentence.marks for sentence in sentences)
    said = [checker.prose(one.claim, [made[mark - 1] for mark in one.marks]) in PASSED for one in sentences]
    return Counter([*said, *(note.status in PASSED for note in made)])


def test_answers_in_a_form_are_what_the_schema_allows(learnt: dict[str, list[Sample]]) -> None:
    for sample in learnt["JSON"]:
        schema = json.loads(sample.messages[0].content.partition("\n")[2])
        assert answers(schema, sample.messages[-1].content)


def test_calls_are_read_as_calls_with_nothing_around_them(learnt: dict[str, list[Sample]]) -> None:
    for sample in learnt["tool call"]:
        parser = TaggedCalls([])
        parts = [*parser.push(Piece(sample.messages[-1].content)), *parser.finish()]
        assert [*map(type, parts)] in ([Call], [Call, Call])


def test_yes_and_no_are_about_as_frequent_and_nothing_else_is_said(learnt: dict[str, list[Sample]]) -> None:
    said = Counter(confirm.says_yes(sample.messages[-1].content) for sample in learnt["yes or no"])

    assert set(said) == {True, False}
    assert 0.3 < said[True] / said.total() < 0.7


def test_a_share_of_samples_may_be_of_judging_alone() -> None:
    judging = {"choose", "yes or no", "extract"}
    plain, tuned = (list(islice(generate.samples(3, 1000, share), 300)) for share in (0.0, 0.8))

    shares = [sum(sample.task in judging for sample in samples) / 300 for samples in (plain, tuned)]
    assert shares[0] < 0.65
    assert 0.8 < shares[1] < 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_tested_on_is_no_sentence_that_was_learnt_from(language: str) -> None:
    own = voice(Random(1), "zh" if language == "zh" else "en")
    held_out = voice(Random(1), own.language, held_out=True)

    telling = ("tells.decision", "tells.figure", "tells.date", "tells.name", "tells.duty")
    for symbol in ("filler", *telling, "label.says", "denies", "asks"):
        assert not set(own.grammar._rules[symbol]) & set(held_out.grammar._rules[symbol])
    for kind in (kind for codes in labels.written(own.language) for kind in codes.kinds):
        assert not set(kind.says) & set(kind.held_out)
    for topic in talking.topics(own.language):
        assert not set(topic.questions) & set(topic.held_out)


def test_the_keys_it_tells_of_are_keys_of_the_window(qapp: object) -> None:
    from desktop.shell.shortcuts import groups

    words = {key: shortcut.words for group in groups() for shortcut in group.shortcuts for key in shortcut.keys}
    told = {
        "Ctrl+N": "New chat", "Ctrl+K": "Search all chats", "Ctrl+F": "Find in this chat", "Ctrl+O": "Choose files",
        "Ctrl+P": "Save the chat as PDF", "Ctrl+,": "Settings", "F1": "Keyboard shortcuts",
        "Ctrl++": "Everything larger",
    }  # fmt: skip
    said = " ".join(topic.answer for language in LANGUAGES for topic in talking.topics(language))

    assert {key: words[key] for key in told} == told
    assert all(key in said for key in told)
    assert "stop the answer" in words["Esc"]
