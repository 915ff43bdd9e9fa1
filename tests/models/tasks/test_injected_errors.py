"""A model that errs in one answer of seven: what of it is shown. The errors and the counting are those of summaries."""

from __future__ import annotations

import pytest

from models.documents.sentences import flat
from models.store.outputs import Outputs
from models.summary.events import NotesFound
from models.tasks.ask import Options, ask
from tests.faithfulness.facts import Language
from tests.faithfulness.measure import Reader, planted
from tests.faithfulness.spoilers import EVERYDAY
from tests.models.tasks.helpers import assert_sound, model


@pytest.mark.parametrize("language", ["en", "zh"])
def test_at_most_one_of_a_hundred_shown_answers_is_wrong(outputs: Outputs, language: Language) -> None:
    document, facts = planted(language, pages=100)
    engine = Reader(facts, 0.15, EVERYDAY, seed=3, free=False)
    question = "List all that is reported." if language == "en" else "列出所有报告的内容。"

    events = list(ask(model(engine, outputs, n_ctx=8192), [document], question, Options(way="every")))

    assert_sound(events, [document])
    shown = [note for event in events if isinstance(event, NotesFound) for note in event.notes]
    wrong = [note.claim for note in shown if not engine.said[flat(note.claim)].true]
    spoilt = [said for said in engine.said.values() if not said.true]
    assert len(spoilt) > 10  # there was something to catch
    assert len(wrong) <= 0.01 * len(shown)
    assert len(shown) >= 0.8 * len(facts)
