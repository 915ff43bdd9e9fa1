from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.documents.card import Card, card_of
from desktop.documents.evidence import evidence_of
from desktop.documents.saving import name_of
from desktop.documents.work import Ask, Compare, MakeReport
from desktop.shell.parts import Parts
from models.report.schema import Field, Label, Schema
from models.store.message import Message, Role
from tests.desktop.program import program, until
from tests.models.report.making import SCHEMA, result


def report(folder: Path, sentences: int = 60) -> Path:
    file = folder / "report.md"
    file.write_text(
        "# Report\n\n" + "\n\n".join(f"In {1900 + each} the yard kept {each + 3} horses." for each in range(sentences))
    )
    return file


def begun(parts: Parts, *files: Path) -> int:
    chat = parts.chat.ensure()
    assert chat is not None
    parts.jobs.summarise(chat.id, "Summarise", list(files))
    return chat.id


def cards(parts: Parts, chat: int) -> list[Card]:
    found = [card_of(message.card) for message in parts.conversations.branch(chat) if message.role is Role.ASSISTANT]
    return [card for card in found if card is not None]


def test_a_file_becomes_a_summary_whose_marks_lead_to_the_file(ready: Parts, tmp_path: Path) -> None:
    file = report(tmp_path)
    chat = begun(ready, file)
    until(lambda: not ready.jobs.busy, "the summary")
    (card,) = cards(ready, chat)

    assert card.state == "done" and card.fraction == 1.0 and card.processed == card.pages == 1
    text = file.read_text()
    for note in card.notes:
        assert text[note.citations[0].start : note.citations[0].end] == note.quote
    assert card.text and ready.conversations.branch(chat)[-1].text == card.text


def test_several_files_are_done_one_after_the_other(ready: Parts, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("The mill burned down in 1901. Nobody was hurt, and it was built again within a year.")
    chat = begun(ready, report(tmp_path), other)
    until(lambda: not ready.jobs.busy, "the summaries")

    assert [(card.document, card.state) for card in cards(ready, chat)] == [
        ("report.md", "done"), ("other.txt", "done"),
    ]  # fmt: skip


def test_a_stopped_summary_goes_on_and_ends(ready: Parts, tmp_path: Path) -> None:
    file = report(tmp_path, 700)
    told: list[Message] = []
    ready.jobs.updated.connect(told.append)
    chat = begun(ready, file)
    until(lambda: told and told[-1].card and told[-1].card["fraction"] > 0.02 and told[-1].card["pages"], "some of it")
    message = told[-1].id
    ready.jobs.stop(message)
    assert cards(ready, chat)[0].state == "paused" and not ready.jobs.busy
    ready.jobs.resume(message)
    until(lambda: not ready.jobs.busy, "the rest", timeout_s=120)

    assert cards(ready, chat)[0].state == "done"


def test_what_cannot_be_read_is_said_on_its_card(ready: Parts, tmp_path: Path) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.4\nnothing more")
    chat = begun(ready, file)
    until(lambda: not ready.jobs.busy, "the refusal")
    (card,) = cards(ready, chat)

    assert card.state == "failed" and card.error is not None and "broken.pdf" in card.notice


def test_without_a_model_the_card_says_so_and_goes_on_once_there_is_one(
    parts: Parts, tmp_path: Path, tiny_model: Path
) -> None:
    chat = begun(parts, report(tmp_path))
    until(lambda: not parts.jobs.busy, "the error")
    assert cards(parts, chat)[0].error == ("ModelNotLoaded", {})
    parts.loader.load(str(tiny_model))
    parts.jobs.resume(parts.conversations.branch(chat)[-1].id)
    until(lambda: not parts.jobs.busy, "the summary")

    assert cards(parts, chat)[0].state == "done"


def test_a_changed_file_is_not_summarised_under_the_old_name(ready: Parts, tmp_path: Path) -> None:
    file = report(tmp_path, 700)
    told: list[Message] = []
    ready.jobs.updated.connect(told.append)
    chat = begun(ready, file)
    until(lambda: told and told[-1].card and told[-1].card["sources"][0]["sha256"], "the reader")
    ready.jobs.stop(told[-1].id)
    file.write_text("Something else entirely. It has nothing to do with it.")
    ready.jobs.resume(told[-1].id)
    until(lambda: not ready.jobs.busy, "the refusal")

    error = cards(ready, chat)[0].error
    assert error is not None and error[0] == "FileChanged"


@pytest.mark.parametrize("ended", ["closed", "killed"])
def test_a_summary_left_running_is_paused_at_the_next_start(
    tmp_path: Path, qapp: QApplication, tiny_model: Path, ended: str
) -> None:
    with program(tmp_path, qapp) as parts:
        parts.loader.load(str(tiny_model))
        chat = begun(parts, report(tmp_path, 700))
        message = parts.conversations.branch(chat)[-1]
        if ended == "killed":  # what a kill leaves on the disk: a card and a job that say they run
            parts.jobs.stop(message.id)
            parts.conversations.set_card(message.id, message.card or {}, "")
            with parts.database.write() as connection:
                connection.execute("UPDATE job SET state = 'running'")
    with program(tmp_path, qapp) as parts:
        assert cards(parts, chat)[0].state == "paused"
        parts.loader.load(str(tiny_model))
        parts.jobs.resume(message.id)
        until(lambda: not parts.jobs.busy, "the summary", timeout_s=120)
        assert cards(parts, chat)[0].state == "done"


def test_two_files_are_compared_with_marks_that_lead_to_both(ready: Parts, tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("The rent is 900 euros a month. The contract runs for two years. Pets are allowed.")
    new.write_text("The rent is 980 euros a month. The contract runs for two years. Pets are allowed.")
    chat = ready.chat.ensure()
    assert chat is not None
    ready.jobs.begin(chat.id, "Compare", [old, new], Compare())
    until(lambda: not ready.jobs.busy, "the comparison")
    (card,) = cards(ready, chat.id)

    assert card.state == "done" and card.task == "compare" and "**980**" in card.text
    evidence = [evidence_of(card, number) for number in range(1, len(card.notes) + 1)]
    assert {each.path for each in evidence if each} == {old, new}
    assert all(each and each.path.read_text()[each.start : each.end] == each.quote for each in evidence)


def test_files_of_one_name_are_called_by_their_folders(ready: Parts, tmp_path: Path) -> None:
    old, new = tmp_path / "2024" / "exit.md", tmp_path / "2025" / "exit.md"
    for file in (old, new):
        file.parent.mkdir()
        file.write_text("I leave because of the pay. It is ten years now.")
    field = Field(name="cause", title="Cause", description="Why?", kind="labels", labels=(Label("pay"), Label("boss")))
    chat = ready.chat.ensure()
    assert chat is not None
    ready.jobs.begin(chat.id, "Report", [old, new], MakeReport(Schema("Causes", (field,))))
    ready.jobs.summarise(chat.id, "Summarise", [old, new])
    until(lambda: not ready.jobs.busy, "the report and the summaries")
    reported, *summarised = cards(ready, chat.id)

    assert reported.report is not None and reported.document == "2024/exit.md, 2025/exit.md"
    assert [record.name for record in reported.report.files] == ["2024/exit.md", "2025/exit.md"]
    assert ready.conversations.get(chat.id).title == "Causes", "not by the first of its files"
    assert name_of(reported) == "Causes – report.pdf"
    assert [(card.document, card.state) for card in summarised] == [("2024/exit.md", "done"), ("2025/exit.md", "done")]


def test_a_question_to_files_is_answered_in_a_card(ready: Parts, tmp_path: Path) -> None:
    chat = ready.chat.ensure()
    assert chat is not None
    ready.jobs.begin(chat.id, "When?", [report(tmp_path)], Ask("How many horses were there in 1905?"))
    until(lambda: not ready.jobs.busy, "the answer")
    (card,) = cards(ready, chat.id)

    assert card.state == "done" and card.task == "ask" and card.text


def test_a_report_counts_every_file_also_those_that_cannot_be_read(ready: Parts, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"I leave because of the pay. It is {number + 2} years now.")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing more")
    field = Field(name="cause", title="Cause", description="Why?", kind="labels", labels=(Label("pay"), Label("boss")))
    paths = [*sorted(tmp_path.glob("*.txt")), broken]
    chat = ready.chat.ensure()
    assert chat is not None
    ready.jobs.begin(chat.id, "Report", paths, MakeReport(Schema("Causes", (field,))))
    until(lambda: not ready.jobs.busy, "the report")
    (card,) = cards(ready, chat.id)

    assert card.state == "done" and card.report is not None and not card.complete
    assert card.report.tallies[0].files == 4 and card.report.tallies[0].unread == ("broken.pdf",)
    assert "broken.pdf" in card.sources[3].refusal and "| 4 |" in card.text.replace("**", "")


def test_cancelled_work_is_unfinished_no_more_but_can_be_taken_up_again(ready: Parts, tmp_path: Path) -> None:
    told: list[Message] = []
    ready.jobs.updated.connect(told.append)
    chat = begun(ready, report(tmp_path, 700))
    until(lambda: told and told[-1].card and told[-1].card["fraction"] > 0.02 and told[-1].card["pages"], "some of it")
    message = told[-1].id
    ready.jobs.cancel(message)

    assert cards(ready, chat)[0].state == "cancelled" and not ready.jobs.busy and not ready.jobs.unfinished()
    assert told[-1].card is not None and told[-1].card["state"] == "cancelled"
    ready.jobs.resume(message)
    until(lambda: not ready.jobs.busy, "the rest", timeout_s=120)
    assert cards(ready, chat)[0].state == "done"


def test_what_is_done_cannot_be_cancelled(ready: Parts, tmp_path: Path) -> None:
    chat = begun(ready, report(tmp_path, 3))
    until(lambda: not ready.jobs.busy, "the summary")
    ready.jobs.cancel(ready.conversations.branch(chat)[-1].id)

    assert cards(ready, chat)[0].state == "done"


def many(folder: Path, count: int) -> list[Path]:
    files = [folder / f"{number}.txt" for number in range(count)]
    for file in files:
        file.write_text(f"Note {file.stem} was written in 1901 and nobody has read it since.")
    return files


def test_a_hundred_files_are_begun_with_one_commit_and_shown_a_few_at_a_time(ready: Parts, tmp_path: Path) -> None:
    files = many(tmp_path, 100)
    chat = ready.chat.ensure()
    assert chat is not None
    said: list[str] = []
    shown: list[int] = []
    ready.jobs.added.connect(lambda message: shown.append(message.id))
    ready.conversations._database._writer.set_trace_callback(said.append)
    ready.jobs.summarise(chat.id, "Summarise", files)
    ready.conversations._database._writer.set_trace_callback(None)

    assert said.count("COMMIT") == 1
    assert 1 < len(shown) < 20
    until(lambda: len(shown) == 101, "every card")
    assert shown == [message.id for message in ready.conversations.branch(chat.id)]
    ready.jobs.cancel_all()


def test_all_of_it_is_given_up_at_once_and_each_can_still_go_on(ready: Parts, tmp_path: Path) -> None:
    chat = begun(ready, *many(tmp_path, 30))
    ready.jobs.cancel_all()

    assert not ready.jobs.busy and not ready.jobs.unfinished()
    assert {card.state for card in cards(ready, chat)} == {"cancelled"}
    last = ready.conversations.branch(chat)[-1].id
    ready.jobs.resume(last)
    until(lambda: not ready.jobs.busy, "the summary")
    assert [card.state for card in cards(ready, chat)][-2:] == ["cancelled", "done"]


def test_what_was_set_right_in_a_report_is_an_example_for_the_next_one_in_its_chat(
    ready: Parts, tmp_path: Path
) -> None:
    made = result(tmp_path / "made.sqlite3")
    wrong = next(record for record in made.files if len(record.of("cause")) == 1)
    label = "Studies" if wrong.of("cause")[0].value != "Studies" else "Health"
    card = Card.of("report", [Path(record.name) for record in made.files]).with_report(made)
    card = card.corrected({wrong.name: {"cause": (label,)}})
    chat = ready.chat.ensure()
    assert chat is not None
    ready.conversations.append(chat.id, Role.ASSISTANT, card.told(), parent=None, card=card.kept())
    later = tmp_path / "later.txt"
    later.write_text("I leave because of the pay. It is two years now.")
    ready.jobs.begin(chat.id, "Report", [later], MakeReport(SCHEMA))
    work = ready.jobs._line[0].work

    assert isinstance(work, MakeReport)
    assert [(lesson.label, lesson.wrong) for lesson in work.lessons] == [(label, wrong.of("cause")[0].value)]
    ready.jobs.begin(chat.id, "Another", [later], MakeReport(Schema("Other", SCHEMA.fields[:0])))
    assert ready.jobs._line[1].work == MakeReport(Schema("Other", ()))
    ready.jobs.cancel_all()
