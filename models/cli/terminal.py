"""The assistant in a terminal: the same conversations as in the window."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable
from datetime import datetime

import msgspec

from models.chat.compaction import compaction_of
from models.chat.condense import Condensing
from models.chat.events import AnswerFinished
from models.chat.overflow import Overflow, survey
from models.chat.relief import Way
from models.chat.remembered import Remembered
from models.chat.session import ChatSession
from models.chat.turn import Turn
from models.cli.assembly import Assembly
from models.cli.files import named
from models.cli.ways_out import COMMANDS, offered, question
from models.engine.protocol import PromptProgress, ReasoningDelta, SamplingParams, TextDelta
from models.errors import ContextFull, PaddockError
from models.hub.shelf import InstalledModel
from models.store.message import Attachment, Message, Role, State

HELP = """\
/new          a new chat
/chats        the chats there are; /open N opens one
/file PATH    read a file, to go with your next message
/again        another answer to the last question
/undo         let the model read the older messages again instead of the notes on them
/help         this; Ctrl-C stops an answer
/quit         leave; so does Ctrl-D
Anything else is your message."""
PROMPT = "\x1b[1m›\x1b[0m "
_COMMAND = re.compile(r"/[a-z]+")  # a whole line: “/etc/hosts, what is it?” is a message
_DIGITS = 18  # what SQLite has room for


class Terminal:
    """One conversation at a time, read from standard input line by line."""

    def __init__(self, assembly: Assembly, model: InstalledModel, sampling: SamplingParams, system_prompt: str) -> None:
        self._assembly = assembly
        self._console = assembly.console
        self._sampling = sampling
        self._system_prompt = system_prompt
        self._chats = assembly.conversations
        remembered = Remembered(assembly.outputs, lambda: assembly.settings.answer_cache)
        self._session = ChatSession(
            self._chats, assembly.supervisor, lambda: model.title, lambda: model.sha256, remembered
        )
        self._conversation: int | None = None
        self._attached: list[Attachment] = []
        self._commands: dict[str, Callable[[str], None]] = {
            "/new": self._new,
            "/chats": self._list,
            "/open": self._open,
            "/file": self.attach,
            "/again": self._again,
            "/undo": self._undo,
            "/help": lambda _: self._console.say(HELP),
        }
        self._overflow: Overflow | None = None  # what was offered last

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
            if line in ("/quit", "/exit"):
                return 0
            if line:
                self._obey(line)

    def attach(self, path: str) -> None:
        """Read a file, to go with the next message. Raises: FileRefused; ReaderError."""
        document = self._assembly.read(named(path))
        self._attached.append(Attachment(name=document.name, sha256=document.sha256, text=document.text))
        self._console.say(f"{document.name}: {document.report.pages} pages, goes with your next message.")

    def _obey(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        overflow, self._overflow = self._overflow, None
        command = self._commands.get(word)
        try:
            if overflow is not None and word in offered(overflow):
                self._relieve(overflow, COMMANDS[word])
            elif word in COMMANDS:
                self._console.say("There is nothing to be done: the chat fits, or this way leads nowhere now.")
            elif command is not None:
                command(rest.strip())
            elif _COMMAND.fullmatch(line):
                self._console.say(f"There is no command {line}; /help names those there are.")
            else:
                self._say(line)
        except ContextFull as error:
            self._ask(error)
        except PaddockError as error:
            self._console.say(str(error))

    def _ask(self, error: ContextFull) -> None:
        """The chat is too long for the model: what can be done. Raises: PaddockError."""
        loaded, branch = self._assembly.supervisor.loaded, self._chats.branch(self._conversation or 0)
        if loaded is None or not branch:
            self._console.say(str(error))
            return
        asked = branch[-1].parent if branch[-1].role is Role.ASSISTANT and not branch[-1].text else branch[-1].id
        self._overflow = survey(
            self._chats, self._assembly.supervisor, asked or branch[-1].id, n_ctx=loaded.n_ctx,
            n_ctx_train=loaded.n_ctx_train, sampling=self._sampling, foresee=self._assembly.supervisor.foresee,
        )  # fmt: skip
        self._console.say(question(self._overflow))

    def _relieve(self, overflow: Overflow, way: Way) -> None:
        if way is Way.LARGER and overflow.larger is not None:
            self._assembly.reload(overflow.larger.n_ctx)
        self._show(self._session.relieve(overflow, way, sampling=self._sampling))

    def _undo(self, _: str) -> None:
        """Notes on older messages are not used any more."""
        for message in reversed(self._chats.branch(self._conversation) if self._conversation is not None else []):
            card = compaction_of(message)
            if card is not None and card.active:
                self._chats.set_card(message.id, msgspec.structs.replace(card, active=False).card(), message.text)
                self._console.say("The model reads the messages themselves again.")
                return
        self._console.say("No notes are in use in this chat.")

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
                        case Condensing():
                            self._console.progress("Making notes", event.done / max(1, event.total))
                        case PromptProgress():
                            self._console.progress("Reading", event.done / max(1, event.total))
                        case ReasoningDelta():
                            self._console.dim(event.text)
                        case TextDelta():
                            self._console.write(event.text)
                        case AnswerFinished():
                            self._console.line()
                            self._say_of(event.message)
            except KeyboardInterrupt:
                self._console.say("\n(Stopped. What was written is kept.)")

    def _say_of(self, answer: Message) -> None:
        """What must be said beside an answer."""
        if made_ms := (answer.receipt or {}).get("cached_ms"):
            when = datetime.fromtimestamp(made_ms / 1000).strftime("%Y-%m-%d %H:%M")
            self._console.say(
                f"(From the cache: the model wrote it on {when} to the same question. /again asks it anew.)"
            )
        if answer.state is State.LENGTH:
            self._console.say("(The answer reached its longest length.)")

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
