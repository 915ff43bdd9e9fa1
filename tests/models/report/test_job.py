from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from models.errors import ContextFull, CorrectionRefused, EngineCrashed, FileHasNoText, ModelNotLoaded
from models.report.codebook import applied
from models.report.conclude import recounted
from models.report.events import FileDone, Report, ReportProgress, SourceFile
from models.report.job import Reporter, language_of_files
from models.report.record import Reason, State, Verdict
from models.report.schema import Label, of_question, parse
from models.store.database import Database
from models.store.outputs import Outputs
from tests.faithfulness import interviews
from tests.faithfulness.interviews import Careful, Flipping, document
from tests.models.report.making import MADE, SCHEMA, events, planned, result
from tests.models.summary.engines import Crashing, Refusing, TextEngine


def run(engine: TextEngine | None, tmp_path: Path, files: list[SourceFile], **chosen: object) -> Report:
    database = Database(tmp_path / "paddock.sqlite3")
    schema = chosen.pop("schema", SCHEMA)
    *_, last = Reporter(engine, Outputs(database), model_name="test").run(schema, files, language="en", **chosen)  # type: ignore[arg-type]
    database.close()
    assert isinstance(last, Report)
    return last


def test_progress_never_falls_and_every_file_is_said_once(tmp_path: Path) -> None:
    made = events(Careful("en"), tmp_path / "a.sqlite3")

    fractions = [event.fraction for event in made if isinstance(event, ReportProgress)]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert sorted(event.record.name for event in made if isinstance(event, FileDone)) == [one.name for one in MADE]


def test_what_is_known_needs_no_engine(tmp_path: Path) -> None:
    first = result(tmp_path / "a.sqlite3")

    again = events(None, tmp_path / "a.sqlite3")

    assert again[-1] == first
    assert planned(again).questions == 0


def test_a_new_file_is_the_only_one_asked_about(tmp_path: Path) -> None:
    result(tmp_path / "a.sqlite3", MADE[:-1])
    engine = Careful("en")

    made = planned(events(engine, tmp_path / "a.sqlite3"))

    assert (made.cached, made.questions) == (len(MADE) - 1, 1)
    assert len(engine.chunks_asked) == 1


def test_without_an_engine_what_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelNotLoaded):
        events(None, tmp_path / "a.sqlite3")


def test_another_list_of_labels_asks_anew(tmp_path: Path) -> None:
    result(tmp_path / "a.sqlite3")
    other = applied(SCHEMA, {"cause": (Label("Pay and benefits"), Label("Health"))}, "other.json")

    with pytest.raises(ModelNotLoaded):
        database = Database(tmp_path / "a.sqlite3")
        try:
            list(Reporter(None, Outputs(database), model_name="test").run(other, interviews.files(MADE), language="en"))
        finally:
            database.close()


def test_the_same_bytes_read_as_another_text_are_asked_about_anew(tmp_path: Path) -> None:
    first, second = document("a.txt", MADE[0].text), document("a.txt", MADE[1].text)
    second = msgspec.structs.replace(second, sha256=first.sha256)
    run(Careful("en"), tmp_path, [SourceFile("a.txt", first)])

    made = run(Careful("en"), tmp_path, [SourceFile("a.txt", second)])

    assert {entry.value for entry in made.files[0].of("cause")} == MADE[1].gold


def test_an_open_list_is_never_counted_by(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="open"):
        run(Careful("en"), tmp_path, interviews.files(MADE), schema=of_question("Why?"))


def test_unread_and_empty_files_are_said_and_counted_as_such(tmp_path: Path) -> None:
    files = [
        *interviews.files(MADE[:3]),
        SourceFile("gone.pdf", None, "It is gone."),
        SourceFile("scan.pdf", document("scan.pdf", " ")),
    ]

    made = run(Careful("en"), tmp_path, files)

    assert made.tallies[0].unread == ("gone.pdf", "scan.pdf")
    assert made.record("gone.pdf").unread == "It is gone."
    assert made.record("scan.pdf").unread == str(FileHasNoText(name="scan.pdf"))
    assert made.tallies[0].read == 3
    assert not made.complete


def test_pages_without_text_are_said(tmp_path: Path) -> None:
    whole = document("a.pdf", MADE[0].text)
    scanned = msgspec.structs.replace(whole, report=msgspec.structs.replace(whole.report, pages_without_text=(2, 3)))

    made = run(Careful("en"), tmp_path, [SourceFile("a.pdf", scanned)])

    assert made.record("a.pdf").in_part == ("pages without text: 2, 3",)
    assert any("2, 3" in finding for finding in made.findings)
    assert not made.complete


def test_a_no_of_the_second_pass_needs_a_look_and_is_in_the_range(tmp_path: Path) -> None:
    made = result(tmp_path / "a.sqlite3", engine=Flipping("en"))

    record = next(record for record in made.files if record.of("cause", Verdict.REVIEW))
    assert record.state("cause") is State.REVIEW
    assert record.entries[0].reason is Reason.NOT_CONFIRMED
    count = next(count for count in made.tallies[0].counts if count.review)
    assert count.least == 0
    assert count.most == len(count.review)


def test_one_of_two_answers_where_there_can_be_one_needs_a_look(tmp_path: Path) -> None:
    only = parse(
        {"properties": {"cause": {"enum": ["Pay and benefits", "Health", "Manager"], "description": "The cause"}}},
        "x",
        "en",
    )
    text = "Leaver: The salary had not been raised for three years.\nLeaver: The doctor told me to stop working nights."

    made = run(Careful("en"), tmp_path, [SourceFile("a.txt", document("a.txt", text))], schema=only)

    assert {entry.reason for entry in made.files[0].entries} == {Reason.SEVERAL}
    assert made.tallies[0].review == ("a.txt",)


def test_files_of_one_content_are_said(tmp_path: Path) -> None:
    twin = document("001.txt", MADE[0].text)
    files = [SourceFile("a.txt", twin), SourceFile("b.txt", twin)]

    assert run(Careful("en"), tmp_path, files).same == (("a.txt", "b.txt"),)


def test_a_dead_engine_is_asked_again(tmp_path: Path) -> None:
    made = run(Crashing(Careful("en"), [1, 5]), tmp_path, interviews.files(MADE))

    assert made.tallies == result(tmp_path / "whole.sqlite3").tallies


def test_an_engine_that_fails_on_everything_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineCrashed):
        run(Refusing(EngineCrashed(exit="signal SIGSEGV")), tmp_path, interviews.files(MADE))


def test_no_room_for_the_question_is_refused(tmp_path: Path) -> None:
    database = Database(tmp_path / "paddock.sqlite3")
    reporter = Reporter(Careful("en"), Outputs(database), model_name="test", n_ctx=512)
    with pytest.raises(ContextFull):
        list(reporter.run(SCHEMA, interviews.files(MADE), language="en"))
    database.close()


def test_closing_stops_every_open_answer(tmp_path: Path) -> None:
    engine = Careful("en")
    database = Database(tmp_path / "paddock.sqlite3")
    running = Reporter(engine, Outputs(database), model_name="test").run(SCHEMA, interviews.files(MADE), language="en")
    for event in running:
        if isinstance(event, FileDone):
            break
    running.close()
    database.close()

    assert engine.open == 0


def test_corrections_change_the_counts_without_an_engine(tmp_path: Path) -> None:
    first = result(tmp_path / "a.sqlite3")
    file = next(record.name for record in first.files if record.state("cause") is State.NONE)
    wrong = next(record for record in first.files if record.of("cause"))
    gone = wrong.of("cause")[0].value

    made = events(None, tmp_path / "a.sqlite3", corrections={file: {"cause": ("health",)}, wrong.name: {"cause": ()}})[
        -1
    ]

    assert isinstance(made, Report)
    before = {count.label: count for count in first.tallies[0].counts}
    after = {count.label: count for count in made.tallies[0].counts}
    assert set(after["Health"].files) == {*before["Health"].files, file} - {wrong.name}
    assert after[gone].files == tuple(name for name in before[gone].files if name != wrong.name) or gone == "Health"
    assert made.record(wrong.name).state("cause") is State.NONE
    assert made.record(file).of("cause")[0].reason is Reason.CORRECTED


def test_a_report_is_recounted_by_itself_and_back_again(tmp_path: Path) -> None:
    first = result(tmp_path / "a.sqlite3")
    leading = first.tallies[0].ranked()[0]
    wanted = {leading.files[0]: {"cause": ()}}

    again = recounted(first, wanted)

    assert again == events(None, tmp_path / "a.sqlite3", corrections=wanted)[-1]
    assert 0 < len(again.prose) < len(first.prose)
    assert again.tallies[0].ranked() != first.tallies[0].ranked()
    assert not any(leading.label in sentence and str(leading.least) in sentence for sentence in again.prose)
    assert recounted(first, {}) == first


@pytest.mark.parametrize(
    "wrong", [{"x.txt": {"cause": ()}}, {"001.txt": {"mood": ()}}, {"001.txt": {"cause": ("Boredom",)}}]
)
def test_a_correction_of_something_else_is_refused(
    tmp_path: Path, wrong: dict[str, dict[str, tuple[str, ...]]]
) -> None:
    with pytest.raises(CorrectionRefused):
        events(Careful("en"), tmp_path / "a.sqlite3", corrections=wrong)


def test_the_language_is_that_of_most_files() -> None:
    assert language_of_files(interviews.files(interviews.interviews("zh", 3))) == "zh"
    assert language_of_files(interviews.files(MADE)) == "en"
