"""The `paddock` command as a user runs it: a process of its own, real models, real files."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.catalogue import Catalogue
from models.cli.streams import harmless
from tests.gguf_models import make_tiny_gguf
from tests.loopback_hub import COMMIT, LoopbackHub

TEXT = "The paddock holds 12 horses. The gate was opened on 5 March 2025. Nobody knows why.\n\n" * 6


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gguf(tmp_path_factory.mktemp("cli") / "tiny.gguf")


class Paddock:
    """The command, with a home of its own and no display."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("QT_")}
        self.environment |= {"PADDOCK_HOME": str(home)}
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            self.environment.pop(name, None)

    def start(self, *words: object, stdin: str | None = "") -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "desktop", *map(str, words)], env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            # Whoever runs the tests in the background ignores Ctrl-C, and hands that down.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip

    def __call__(self, *words: object, stdin: str = "") -> tuple[int, str, str]:
        process = self.start(*words)
        out, err = process.communicate(stdin, timeout=120)
        return process.returncode, out, err


class Terminal:
    """The conversation on a real pseudo-terminal."""

    def __init__(self, paddock: Paddock, *words: object) -> None:
        self._screen, ours = pty.openpty()
        self.said = ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "desktop", *map(str, words)], env=paddock.environment, stdin=ours, stdout=ours,
            stderr=ours, start_new_session=True,
        )  # fmt: skip
        os.close(ours)

    def __enter__(self) -> Terminal:
        self.wait_for("›")
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            os.write(self._screen, b"\x04")  # Ctrl-D leaves
        try:
            assert self._process.wait(20) == 0
        finally:
            os.close(self._screen)

    def ended(self, within_s: float) -> bool:
        return self._process.wait(within_s) == 0

    def say(self, line: str) -> None:
        os.write(self._screen, f"{line}\n".encode())

    def wait_for(self, words: str, after: str = "") -> None:
        """Read until `words` stand on the screen behind `after`."""
        deadline = time.monotonic() + 60
        while words not in self.said[max(0, self.said.find(after)) :] or after not in self.said:
            readable, _, _ = select.select([self._screen], [], [], 1)
            if readable:
                self.said += os.read(self._screen, 65536).decode(errors="replace")
            assert time.monotonic() < deadline, self.said


@pytest.fixture
def paddock(tmp_path: Path) -> Paddock:
    return Paddock(tmp_path / "home")


def test_chat_answers_once_and_stops_at_max_tokens(paddock: Paddock, model: Path) -> None:
    code, out, err = paddock("chat", "hello", "-m", model, "--max-tokens", 12, "--threads", 1, "--json")

    answered = json.loads(out)
    assert code == 0, err
    assert answered["completed"]["predicted_tokens"] == 12
    assert answered["text"]


def test_the_same_seed_says_the_same(paddock: Paddock, model: Path) -> None:
    words = ("chat", "hello", "-m", model, "--max-tokens", 20, "--seed", 7, "--threads", 1)

    assert paddock(*words)[1] == paddock(*words)[1]


def test_chat_reads_its_text_from_a_pipe(paddock: Paddock, model: Path) -> None:
    code, out, _ = paddock("chat", "-m", model, "--max-tokens", 5, "--threads", 1, stdin="what is this?")

    assert code == 0
    assert out.strip()


def test_endless_input_is_not_read_for_ever(paddock: Paddock, model: Path) -> None:
    endless = subprocess.Popen(["yes", "hello"], stdout=subprocess.PIPE)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", "chat", "-m", str(model)], stdin=endless.stdout, capture_output=True,
            text=True, env=paddock.environment, timeout=60,
        )  # fmt: skip
    finally:
        endless.kill()
        endless.communicate()
    assert done.returncode == 1
    assert "goes on after 16,000,000 characters" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"<html><body>sign in</body></html>", "GGUF"), (b"GGUF\x03\x00\x00\x00", "complete")],
    ids=["empty", "a web page", "cut short"],
)
def test_what_is_no_model_is_refused_in_one_sentence(
    paddock: Paddock, tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(content)
    code, out, err = paddock("chat", "hi", "-m", file)

    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "model.gguf" in err
    assert words in err


def test_an_unknown_model_is_said(paddock: Paddock) -> None:
    code, _, err = paddock("chat", "hi", "-m", "nonesuch")

    assert code == 1
    assert "nonesuch" in err


def test_wrong_words_are_usage(paddock: Paddock) -> None:
    assert paddock("chat", "--ctx", "many")[0] == 2


def test_a_text_is_summarised_with_passages(paddock: Paddock, model: Path, tmp_path: Path) -> None:
    file = tmp_path / "stables.txt"
    file.write_text(TEXT)
    code, out, err = paddock("summarize", file, "-m", model, "--threads", 1)

    assert code == 0, err
    assert "[1]" in out
    assert "1 of 1 pages processed" in out


def test_a_summary_as_json_is_one_document(paddock: Paddock, model: Path, tmp_path: Path) -> None:
    file = tmp_path / "stables.txt"
    file.write_text(TEXT)
    code, out, err = paddock("summarize", file, "-m", model, "--threads", 1, "--json")

    (summary,) = json.loads(out)
    assert code == 0, err
    for note in summary["notes"]:
        for citation in note["citations"]:
            assert TEXT[citation["start"] : citation["end"]].strip()


def test_files_that_cannot_be_read_are_said_and_the_rest_is_done(paddock: Paddock, model: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(TEXT)
    bad.touch()
    code, out, err = paddock("summarize", good, bad, "-m", model, "--threads", 1)

    assert code == 3
    assert "good.txt" in out
    assert "“bad.txt” is empty" in err
    assert "- **bad.txt**: not read." in out


def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(paddock: Paddock, model: Path, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("".join(f"Horse {n} ran {n * 3} metres on day {n}. It was brown.\n\n" for n in range(1500)))
    words = ("summarize", file, "-m", model, "--threads", 1, "--ctx", 4096)
    with paddock.start(*words) as process:
        assert process.stderr is not None
        next(line for line in process.stderr if "Summarising" in line)
        process.send_signal(signal.SIGINT)
        err = process.stderr.read()
    assert process.returncode == 130, err
    code, out, _ = paddock(*words)

    assert code == 0
    assert "[1]" in out


def test_a_command_that_is_none_is_no_message_and_quit_leaves(paddock: Paddock, model: Path) -> None:
    with Terminal(paddock, "chat", "-m", model, "--threads", 1) as terminal:
        terminal.say("/qiut")
        terminal.wait_for("There is no command /qiut")
        terminal.say("/quit")
        assert terminal.ended(20)


def test_a_conversation_in_the_terminal_is_kept(paddock: Paddock, model: Path) -> None:
    words = ("chat", "-m", model, "--threads", 1, "--max-tokens", 6)
    with Terminal(paddock, *words) as terminal:
        terminal.say("how many horses are there?")
        terminal.wait_for("›", after="horses are there?")
    with Terminal(paddock, *words) as terminal:
        terminal.say("/chats")
        terminal.wait_for("how many horses", after="/chats")
        terminal.say("/open 1")
        terminal.wait_for("assistant:", after="/open 1")
        terminal.say("/open 99999999999999999999")
        terminal.wait_for("Say which", after="/open 99")


def test_what_the_system_refuses_is_one_sentence(paddock: Paddock, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    program = "import os, sys; os.rmdir(os.getcwd()); from models.cli.command import main; sys.exit(main(sys.argv[1:]))"
    root = str(Path(__file__).resolve().parents[3])
    ended = subprocess.run(
        [sys.executable, "-c", program, "models", "add", "tiny.gguf"], cwd=tmp_path / "gone", text=True,
        env=paddock.environment | {"PYTHONPATH": root}, stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
    )  # fmt: skip

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "paddock: No such file or directory.\n"


def test_models_are_added_listed_verified_and_removed(paddock: Paddock, model: Path) -> None:
    assert paddock("models", "add", model)[0] == 0
    listed = json.loads(paddock("models", "--json")[1])
    assert [each["path"] for each in listed["installed"]] == [str(model)]
    assert paddock("models", "verify", "tiny")[0] == 0
    assert paddock("models", "rm", "tiny")[0] == 0
    assert json.loads(paddock("models", "list", "--json")[1])["installed"] == []
    assert model.exists(), "a file of the user's own is only forgotten"


def test_a_name_of_bytes_that_are_no_text_leaves_the_list_a_json_document(paddock: Paddock, model: Path) -> None:
    folder = paddock.home / "data" / "models" / "org"
    folder.mkdir(parents=True)
    (folder / os.fsdecode(b"caf\xe9.gguf")).write_bytes(model.read_bytes())

    (listed,) = json.loads(paddock("models", "list", "--json")[1])["installed"]
    assert listed["name"] == "caf?" and "no text" in listed["problem"]


def test_a_model_is_pulled_from_the_hub_and_answers(paddock: Paddock, model: Path) -> None:
    with LoopbackHub() as hub:
        sha256 = hub.add("maker/tiny-GGUF", "tiny.gguf", model)
        company_catalogue(paddock.home, "maker/tiny-GGUF", "tiny.gguf", model.stat().st_size, sha256)
        code, out, err = paddock("models", "pull", "tiny-model", "--mirror", hub.url)
    assert code == 0, err
    assert Path(out.strip()).read_bytes() == model.read_bytes()

    assert paddock("chat", "hi", "-m", "tiny-model", "--max-tokens", 3, "--threads", 1)[0] == 0


def test_without_a_hub_the_pull_says_so_soon(paddock: Paddock) -> None:
    company_catalogue(paddock.home, "maker/tiny-GGUF", "tiny.gguf", 1000, "0" * 64)
    started = time.monotonic()
    with paddock.start("models", "pull", "tiny-model", "--mirror", "http://127.0.0.1:9") as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "connection" in line or "answering" in line)
        waited_s = time.monotonic() - started
        process.terminate()

    assert said
    assert waited_s < 30, "2 s and the load on the machine; who is patient waits for 45"


def test_the_plan_is_told(paddock: Paddock, model: Path) -> None:
    code, out, err = paddock("plan", "qwen2.5-7b-instruct", "--vram", 24)

    assert code == 0, err
    assert "fits" in out


def test_the_plan_of_the_processor_says_how_fast(paddock: Paddock, model: Path) -> None:
    planned = json.loads(paddock("plan", model, "--json")[1])

    assert planned["plan"]["predicted_tokens_per_s"] > 0


def test_half_a_value_of_a_schema_is_said_and_no_success(paddock: Paddock, model: Path, tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text('{"type": "string", "minLength": 300}')

    code, _, err = paddock("chat", "hello", "-m", model, "--json-schema", schema, "--max-tokens", 5, "--threads", 1)

    assert code == 3
    assert "longest length" in err


def test_bytes_that_are_no_text_are_replaced_in_a_system_prompt(paddock: Paddock, model: Path) -> None:
    words = ("chat", "hello", "-m", model, "--system", os.fsdecode(b"be \xff brief"), "--max-tokens", 5, "--threads", 1)

    assert paddock(*words)[0] == 0


def test_doctor_reports_as_one_document(paddock: Paddock) -> None:
    code, out, _ = paddock("doctor", "--json")

    assert code == 0
    assert json.loads(out)["version"]


def company_catalogue(home: Path, repo: str, name: str, size: int, sha256: str) -> None:
    """A company's own list of one model."""
    entry = {
        "id": "tiny-model", "name": "Tiny", "group": "tiny", "repo": repo, "commit": COMMIT,
        "files": [{"name": name, "bytes": size, "sha256": sha256}], "licence": {"id": "MIT"},
    }  # fmt: skip
    folder = home / "config"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "catalogue.json").write_text(json.dumps({"revision": "1", "entries": [entry]}))
    assert Catalogue.load(folder / "catalogue.json").find("tiny-model")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_output_that_cannot_be_written_is_one_sentence(paddock: Paddock) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", "models"], env=paddock.environment, stdout=full, stderr=subprocess.PIPE,
            text=True, timeout=60, check=False,
        )  # fmt: skip

    assert (done.returncode, done.stderr) == (1, "paddock: The output cannot be written: No space left on device.\n")


@pytest.mark.skipif(os.name != "posix", reason="a shell closes them")
def test_closed_streams_are_no_hindrance(paddock: Paddock) -> None:
    command = f"{sys.executable} -m desktop models <&- >&- 2>&-"
    assert subprocess.run(command, env=paddock.environment, shell=True, timeout=60, check=False).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="Windows has no names of bytes")
def test_a_name_that_is_no_text_is_one_sentence(paddock: Paddock, model: Path, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"bad\xff.txt")
    file.write_text(TEXT)

    code, _, err = paddock("summarize", file, "-m", model)

    assert code == 1
    assert "bad�.txt” holds bytes that are no text" in err


@pytest.mark.parametrize("words", [
        ("--seed", "99999999999999999999"), ("--temp", "nan"), ("--top-p", "7"), ("--threads", "99999"), ("--ctx", "1"),
        ("--ctx", "0"), ("--ctx", "-5"), ("--ctx", "1000000000"),
    ],
)  # fmt: skip
def test_a_number_out_of_range_is_wrong_usage(paddock: Paddock, words: tuple[str, str]) -> None:
    code, out, err = paddock("chat", "hi", *words)

    assert (code, out) == (2, "")
    assert f" to {words[1]}: choose from " in err


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"load": {"n_ctx": 1}}, "the context length to 1"), ({"sampling": {"top_p": 7}}, "the top-p value to 7")],
    ids=["context", "top-p"],
)
def test_a_number_out_of_range_in_the_settings_is_refused_with_the_range(
    paddock: Paddock, model: Path, settings: dict[str, object], said: str
) -> None:
    (paddock.home / "config").mkdir(parents=True)
    (paddock.home / "config" / "settings.json").write_text(json.dumps(settings))

    code, out, err = paddock("chat", "hi", "-m", model)

    assert (code, out) == (1, "")
    assert f"{said}: choose from " in err


def test_what_would_steer_a_terminal_is_taken_out() -> None:
    assert harmless("a\x1b]0;x\x07b\u202ec\nd\te") == "a�]0;x�b�c\nd\te"
