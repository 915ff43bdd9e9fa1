"""`paddock chat`: one answer for scripts, or a conversation in the terminal."""

from __future__ import annotations

import contextlib
import sys

import msgspec

from models.chat.context import messages_for
from models.chat.controls import sampling
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.shelf import pull
from models.cli.streams import text_of
from models.cli.terminal import Terminal
from models.cli.working import DONE, IN_PART
from models.engine.placement import placement
from models.engine.protocol import (
    Completed,
    Loaded,
    PromptProgress,
    ReasoningDelta,
    SamplingParams,
    TextDelta,
    ToolCall,
)
from models.errors import FileUnreadable, NoModelYet, SchemaRefused
from models.hub.shelf import InstalledModel
from models.store.message import Attachment, Message, Role

MOST_CHARACTERS = 16_000_000  # some four million tokens


class Answered(msgspec.Struct, kw_only=True):
    """What `--json` prints."""

    model: str
    text: str = ""
    reasoning: str = ""
    tool_calls: list[ToolCall] = []
    completed: Completed | None = None
    loaded: Loaded | None = None


def run(arguments: Namespace, console: Console) -> int:
    """Answer once when there is a text, on the line or on standard input; else open the conversation."""
    text = text_of(arguments.text) if arguments.command and arguments.text is not None else None
    if text is None and not sys.stdin.isatty():
        text = sys.stdin.read(MOST_CHARACTERS + 1)
        if len(text) > MOST_CHARACTERS:
            console.say(
                f"paddock: Standard input goes on after {MOST_CHARACTERS:,} characters, more than any model reads."
            )
            return 1
    if text is not None and not text.strip():
        console.say("paddock: There is no text to answer.")
        return 2
    with Assembly(console, network=text is None) as assembly:  # the first start may download a model
        if text is None:
            return converse(arguments, assembly)
        return _answer_once(arguments, assembly, text)


def converse(arguments: Namespace, assembly: Assembly) -> int:
    """A conversation in the terminal, until its input ends. Raises: PaddockError."""
    _ = assembly.conversations  # where they cannot be kept, that is said before a model is loaded or downloaded
    model = _load_or_get(arguments, assembly)
    loaded = assembly.supervisor.loaded
    where = f", {placement(loaded)}" if loaded else ""
    assembly.console.say(f"{model.title} is ready{where}. /help says more; nothing leaves this computer.")
    system_prompt = text_of(arguments.system) or assembly.settings.system_prompt
    terminal = Terminal(assembly, model, _sampling(arguments, assembly, model), system_prompt)
    for file in arguments.file:
        terminal.attach(str(file))
    return terminal.run()


def _load_or_get(arguments: Namespace, assembly: Assembly) -> InstalledModel:
    """The model; where there is none yet and somebody is in front, the recommended one is offered first."""
    try:
        return assembly.load(arguments)
    except NoModelYet as none:
        if not sys.stdin.isatty():
            raise
        assembly.console.say(str(none))
        if input("Download it now? [y/N] ").strip().lower() not in {"y", "yes"}:
            raise
        entry = assembly.catalogue.find(str(none.values["id"]))
        assert entry is not None
        pull(entry, assembly)
    return assembly.load(arguments)


def _sampling(arguments: Namespace, assembly: Assembly, model: InstalledModel) -> SamplingParams:
    """The model's and the settings' sampling with what the command line changes.

    Raises: FileUnreadable, SchemaRefused; no model.
    """
    params = sampling(assembly.settings.sampling, assembly.catalogue.recommended(model.entry))
    params = msgspec.structs.replace(params, ignore_eos=bool(arguments.ignore_eos))  # bare `paddock` says nothing of it
    chosen = {"temperature": arguments.temp, "top_p": arguments.top_p, "seed": arguments.seed}
    chosen |= {"max_tokens": arguments.max_tokens, "json_schema": _schema(arguments)}
    return msgspec.structs.replace(params, **{name: value for name, value in chosen.items() if value is not None})


def _schema(arguments: Namespace) -> dict[str, object] | None:
    if arguments.json_schema is None:
        return None
    try:
        found = msgspec.json.decode(arguments.json_schema.read_bytes())
    except OSError as error:
        raise FileUnreadable(name=arguments.json_schema.name, detail=f"{error.strerror}.") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise SchemaRefused(path="#", detail=f"{error}.") from error
    if not isinstance(found, dict):
        raise SchemaRefused(path="#", detail="a schema is a JSON object.")
    return found


def _answer_once(arguments: Namespace, assembly: Assembly, text: str) -> int:
    console = assembly.console
    params = _sampling(arguments, assembly, assembly.model(arguments.model))
    attached = [
        Attachment(name=document.name, sha256=document.sha256, text=document.text)
        for document in map(assembly.read, arguments.file)
    ]
    question = Message(id=0, conversation=0, parent=None, role=Role.USER, text=text, created_ms=0)
    system_prompt = text_of(arguments.system) or assembly.settings.system_prompt
    messages = messages_for(system_prompt, [question], {question.id: attached})
    answered = Answered(model=assembly.load(arguments).name)
    with contextlib.closing(assembly.supervisor.generate(messages, params)) as events:
        for event in events:
            match event:
                case PromptProgress():
                    console.progress("Reading", event.done / max(1, event.total))
                case TextDelta():
                    answered.text += event.text
                    console.write(event.text)
                case ReasoningDelta():
                    answered.reasoning += event.text
                case ToolCall():
                    answered.tool_calls.append(event)
                case Completed():
                    answered.completed = event
    if console.json:
        answered.loaded = assembly.supervisor.loaded
        console.document(answered)
    else:
        console.line()
        if answered.completed and sys.stderr.isatty():
            console.say(figures(answered.completed))
    cut = answered.completed is not None and answered.completed.finish_reason == "length"
    if cut:
        console.say("(The answer reached its longest length.)")
    return IN_PART if cut and params.json_schema is not None else DONE  # half a JSON value is none


def figures(completed: Completed) -> str:
    """What the answer cost, in one line."""
    return (
        f"{completed.predicted_per_second:.1f} tok/s · first token {completed.prompt_ms / 1000:.2f} s · "
        f"{completed.predicted_tokens} tokens"
    )
