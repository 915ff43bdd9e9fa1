"""The assistant in a terminal: the same conversations as in the window."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path

from models.chat.events import AnswerFinished
from models.chat.session import ChatSession
from models.chat.turn import Turn
from models.cli.assembly import Assembly
from models.engine.protocol import PromptProgress, ReasoningDelta, SamplingParams, TextDelta
from models.errors import PaddockError
from models.store.message import Attachment, State

HELP = """\
/new          a new chat
/chats        the chats there are; /open N opens one
/file PATH    read a file, to go with your next message
/again        another answer to the last question
/help         this; Ctrl-C stops an answer, Ctrl-D leaves
Anything else is your message."""
PROMPT = "\x1b[1m›\x1b[0m "
_DIGITS = 18  # what SQLite has room for


class Terminal:
    """One conversation at a time, read from standard input line by line."""

    def __init__(self, assembly: Assembly, model_name: str, sampling: SamplingParams, system_prompt: str) -> None:
        self._assembly = assembly
        self._console = assembly.console
        self._sampling = sampling
        self._system_prompt = system_prompt
        self._chats = assembly.conversations
        self._session = ChatSession(self._chats, assembly.supervisor, lambda: model_name)
        self._conversation: int | None = None
        self._attached: list[Attachment] = []
        self._commands: dict[str, Callable[[str], None]] = {
            "/new": self._new,
            "/chats": self._list,
            "/open": self._open,
            "/file": self.attach,
            "/again": self._again,
            "/help": lambda _: self._console.say(HELP),
        }

    def run(self) -> int:
        """Read messages until the end of input."""
        while True:
            try:
                line = input(PROMPT if sys.stdout.isatty() else "").strip()
            except EOFError:
                return 0
            except KeyboardInterrupt:
                self._console.say("(Ctrl-D leaves)")
                continue
            if line:
                self._obey(line)

    def attach(self, path: str) -> None:
        """Read a file, to go with the next message. Raises: FileRefused; ReaderError."""
        document = self._assembly.read(Path(path).expanduser())
        self._attached.append(Attachment(name=document.name, sha256=document.sha256, text=document.text))
        self._console.say(f"{document.name}: {document.report.pages} pages, goes with your next message.")

    def _obey(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        command = self._commands.get(word)
        try:
            command(rest.strip()) if command else self._say(line)
        except PaddockError as error:
            self._console.say(str(error))

    def _say(self, text: str) -> None:
        if self._conversation is None:
            self._conversation = self._chats.create(system_prompt=self._system_prompt).id
        attached, self._attached = self._attached, []
        self._show(self._session.reply(self._conversation, text, sampling=self._sampling, attachments=attached))

    def _again(self, _: str) -> None:
        branch = self._chats.branch(self._conversation) if self._conversation is not None else []
        if branch:
            self._show(self._session.regenerate(branch[-1].id, sampling=self._sampling))
        else:
            self._console.say("There is no answer yet.")

    def _show(self, turn: Turn) -> None:
        """Print one turn as it comes. Ctrl-C stops it; what came is kept."""
        with contextlib.closing(turn):
            try:
                for event in turn:
                    match event:
                        case PromptProgress():
                            self._console.progress("Reading", event.done / max(1, event.total))
                        case ReasoningDelta():
                            self._console.dim(event.text)
                        case TextDelta():
                            self._console.write(event.text)
                        case AnswerFinished():
                            self._console.line()
                            if event.message.state is State.LENGTH:
                                self._console.say("(The answer reached its longest length.)")
            except KeyboardInterrupt:
                self._console.say("\n(Stopped. What was written is kept.)")

    def _new(self, _: str) -> None:
        self._conversation = None
        self._console.say("A new chat.")

    def _list(self, _: str) -> None:
        for each in self._chats.list()[:30]:
            self._console.say(f"{each.id:>5}  {each.title}")

    def _open(self, number: str) -> None:
        if not number.isdecimal() or len(number) > _DIGITS:
            self._console.say("Say which: /open 12")
            return
        self._conversation = self._chats.get(int(number)).id
        for message in self._chats.branch(self._conversation):
            self._console.line(f"\n{message.role}: {message.text}")
