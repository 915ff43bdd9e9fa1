"""The grammar of the command line."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path

from models import __version__
from models.engine.ranges import RANGES
from models.errors import ValueOutOfRange
from models.tasks.code import WISHES
from models.tasks.translate.languages import LANGUAGES


def parser() -> argparse.ArgumentParser:
    """The parser; `command` in its result names the subcommand, None is plain `paddock`."""
    top = argparse.ArgumentParser(
        prog="paddock",
        description="A private place for language models on your own computer. "
        "Without a command: the window, or the same assistant in the terminal where there is no display.",
    )
    top.add_argument("--version", action="version", version=f"paddock {__version__}")
    top.set_defaults(json=False, action=None, text=None, file=[], system="", json_schema=None, **_NO_CHOICE)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _open(commands)
    _chat(commands)
    _summarize(commands)
    _ask(commands)
    _list_every(commands)
    _compare(commands)
    _translate(commands)
    _table(commands)
    _code(commands)
    _report(commands)
    _transfer(commands)
    _models(commands)
    _ocr(commands)
    _gpu(commands)
    _plan(commands)
    _bench(commands)
    _doctor(commands)
    return top


Namespace = argparse.Namespace
# What plain `paddock` opens in a terminal is `paddock chat` with nothing chosen.
_NO_CHOICE = dict.fromkeys(
    ("model", "ctx", "threads", "cpu", "card", "temp", "top_p", "seed", "max_tokens", "ignore_eos", "anyway")
)

Commands = argparse._SubParsersAction  # argparse has no public name for it


def _add(commands: Commands[argparse.ArgumentParser], name: str, words: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words, description=words)
    # Suppressed defaults: `paddock models --json list` must not be undone by the inner parser.
    command.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document on stdout, nothing else"
    )
    return command


def _model(command: argparse.ArgumentParser) -> None:
    command.add_argument("-m", "--model", metavar="MODEL", help="a name from `paddock models list`, or a .gguf file")
    command.add_argument("--ctx", type=_whole("n_ctx"), metavar="N", help="context length in tokens")
    command.add_argument("--threads", type=_whole("n_threads"), metavar="N", help="processor threads")
    device = command.add_mutually_exclusive_group()
    device.add_argument("--cpu", action="store_true", help="leave the graphics card alone")
    device.add_argument("--card", type=_whole("main_gpu"), metavar="N", help="use this graphics card, the first is 0")
    command.add_argument("--anyway", action="store_true", help="load it even when the plan says it does not fit")


def _open(commands: Commands[argparse.ArgumentParser]) -> None:
    """Done by `desktop.__main__`; here it is for --help, and for where there is no display."""
    words = "Open the window with files; one that is open already takes them. For file managers."
    opening = _add(commands, "open", words)
    opening.add_argument("file", nargs="*", type=Path, metavar="FILE", help="a file or a folder")
    wish = opening.add_mutually_exclusive_group()
    for name, help in (
        ("summarise", "summarise them (the default)"),
        ("ask", "attach them to the next message"),
        ("compare", "show what changed from the first file to the second"),
        ("report", "ask every file the same questions"),
    ):
        wish.add_argument(f"--{name}", dest="wish", action="store_const", const=name, help=help)
    opening.set_defaults(wish="summarise")


def _chat(commands: Commands[argparse.ArgumentParser]) -> None:
    chat = _add(commands, "chat", "Answer TEXT (or standard input), or open a conversation in the terminal.")
    chat.add_argument("text", nargs="?", metavar="TEXT")
    _model(chat)
    chat.add_argument("-f", "--file", action="append", default=[], type=Path, help="a file to talk about; repeatable")
    chat.add_argument("--system", default="", metavar="TEXT", help="the system prompt")
    chat.add_argument("--json-schema", type=Path, metavar="FILE", help="the answer is JSON that fits this schema")
    chat.add_argument(
        "--temp", type=_decimal("temperature"), metavar="T", help="temperature; 0 takes the likeliest token"
    )
    chat.add_argument("--top-p", type=_decimal("top_p"), metavar="P")
    chat.add_argument("--seed", type=_whole("seed"), metavar="N")
    chat.add_argument("--max-tokens", type=_whole("max_tokens"), metavar="N")
    chat.add_argument("--ignore-eos", action="store_true", help=argparse.SUPPRESS)  # fixed lengths, for measuring


def _summarize(commands: Commands[argparse.ArgumentParser]) -> None:
    summarize = _add(commands, "summarize", "Summarise files; every point carries the passage it comes from.")
    _files(summarize)
    _model(summarize)
    quick = "the model reads the sentences a rule chooses, about 6 of 100: minutes for hours, and never complete"
    summarize.add_argument("--quick", action="store_true", help=quick)
    summarize.add_argument("--length", choices=("short", "medium", "long"), default="medium")
    summarize.add_argument("--language", choices=("en", "zh", "auto"), default="auto")
    summarize.add_argument("--focus", default="", metavar="TEXT", help="what to look for")
    forget = "instead, remove for good what earlier runs kept about the files, from the backups too"
    summarize.add_argument("--forget", action="store_true", help=forget)
    _written(summarize, ("md", "html", "docx", "csv", "json"))


def _ask(commands: Commands[argparse.ArgumentParser]) -> None:
    ask = _add(commands, "ask", "Answer a question from files; every sentence carries the passage that proves it.")
    _files(ask)
    ask.add_argument("question", type=_said, metavar="QUESTION")
    _model(ask)
    ways = "all text at once, the passages a search finds, or every part; auto: as the question needs"
    ask.add_argument("--way", choices=("auto", "whole", "search", "every"), default="auto", help=ways)
    _written(ask, ("md", "html", "docx", "csv", "json"))


def _list_every(commands: Commands[argparse.ArgumentParser]) -> None:
    items = _add(commands, "list", "List every one of something files hold, each with its page, counted by code.")
    _files(items)
    items.add_argument("what", type=_said, metavar="WHAT", help='such as "invoice with its amount"')
    _model(items)
    _written(items, ("md", "html", "docx", "csv", "json"))


def _compare(commands: Commands[argparse.ArgumentParser]) -> None:
    compare = _add(commands, "compare", "What changed between two files, by code; -m MODEL adds checked sentences.")
    compare.add_argument("old", type=Path, metavar="OLD")
    compare.add_argument("new", type=Path, metavar="NEW")
    _model(compare)
    _written(compare, ("md", "html", "docx", "csv", "json"))


def _translate(commands: Commands[argparse.ArgumentParser]) -> None:
    translate = _add(commands, "translate", "Translate files paragraph by paragraph; figures and terms are checked.")
    _files(translate)
    translate.add_argument("--to", choices=tuple(LANGUAGES), required=True, help="the language to translate into")
    _model(translate)
    _written(translate, ("md", "html", "docx", "csv", "json"))


def _table(commands: Commands[argparse.ArgumentParser]) -> None:
    table = _add(commands, "table", "Write the tables of files as CSV, cell by cell as they stand; no model needed.")
    _files(table)
    table.add_argument("--page", type=_positive, metavar="N", help="of this page, sheet or slide alone")
    table.add_argument("--table", type=_positive, metavar="N", help="the Nth of those found alone")
    table.add_argument("--format", choices=("csv", "md", "json"), help="as the name of OUT ends; else csv")
    several = "write there; several tables into OUT-1, OUT-2 and so on"
    table.add_argument("-o", "--output", type=Path, metavar="OUT", help=several)


def _code(commands: Commands[argparse.ArgumentParser]) -> None:
    code = _add(
        commands, "code", "Explain or review source files, or draft tests for them; lines and names are checked."
    )
    code.add_argument("wish", choices=WISHES)
    _files(code)
    _model(code)
    code.add_argument("--language", choices=("en", "zh"), default="en", help="of the notes")
    _written(code, ("md", "html", "docx", "csv", "json"))


def _files(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", nargs="+", type=Path, metavar="FILE", help="a file, or a folder with files in it")


def _said(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("nothing is asked for: it is empty")
    return text


def _positive(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 up")
    return int(text)


def _written(command: argparse.ArgumentParser, forms: tuple[str, ...]) -> None:
    """In which form the result goes where, and whether earlier answers count."""
    shape = f"as the name of OUT ends, unless said otherwise; else {forms[0]}"
    command.add_argument("--format", choices=forms, help=shape)
    command.add_argument("-o", "--output", type=Path, metavar="OUT", help="write there instead of standard output")
    again = command.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="go on where an earlier run stopped (the default)")
    again.add_argument("--fresh", action="store_true", help="forget what earlier runs found")


def _report(commands: Commands[argparse.ArgumentParser]) -> None:
    report = _add(commands, "report", "Look for the same things in many files, and count them with evidence.")
    _files(report)
    _model(report)
    wanted = report.add_mutually_exclusive_group()
    templates = "exit-interview, contract, meeting, paper or topics (the default)"
    wanted.add_argument("--template", default="topics", metavar="NAME", help=templates)
    wanted.add_argument("--schema", type=Path, metavar="FILE", help="what to look for: a JSON schema with descriptions")
    wanted.add_argument(
        "--question", type=_said, metavar="TEXT", help="one question; the labels to count by are proposed"
    )
    report.add_argument("--codebook", type=Path, metavar="FILE", help="the labels to count by; written if not there")
    report.add_argument("--yes", action="store_true", help="count by proposed labels without looking at them first")
    right = "set a file right; repeatable; FILE=*LABEL;LABEL stars the main one where the schema asks for it"
    report.add_argument("--correct", action="append", default=[], metavar="FILE=LABEL", help=right)
    report.add_argument("--corrections", type=Path, metavar="FILE", help="where corrections are read from and kept")
    report.add_argument("--language", choices=("en", "zh", "auto"), default="auto")
    _written(report, ("md", "json", "csv", "html"))


def _transfer(commands: Commands[argparse.ArgumentParser]) -> None:
    export = _add(commands, "export", "Write chats to a file; without CHAT and --all, list them.")
    which = export.add_mutually_exclusive_group()
    which.add_argument("chat", nargs="?", metavar="CHAT", help="its number or its title")
    which.add_argument("--all", action="store_true", help="all of them, without the deleted")
    shape = "as the name of OUT ends, unless said otherwise; else md. json holds every branch, for “paddock import”"
    export.add_argument("--format", choices=("md", "html", "json"), help=shape)
    export.add_argument("-o", "--output", type=Path, metavar="OUT", help="write there instead of standard output")
    words = "Take in chats of Paddock, ChatGPT, Open WebUI or LM Studio; those that are here already only once."
    take = _add(commands, "import", words)
    take.add_argument("file", nargs="+", type=Path, metavar="FILE", help="a .json file, or the .zip that ChatGPT sends")
    _add(commands, "go-back", "After an upgrade was taken back: the chats from before it; the newer ones are kept.")


def _models(commands: Commands[argparse.ArgumentParser]) -> None:
    models = _add(commands, "models", "Models on this computer, and how they get here.")
    actions = models.add_subparsers(dest="action", metavar="ACTION")
    _add(actions, "list", "What is here, and what is recommended.")
    search = _add(actions, "search", "Search Hugging Face for models: their sizes, licences, and which would fit here.")
    search.add_argument("words", nargs="+", metavar="WORD")
    search.add_argument("--all", action="store_true", help="every size with its plan, not the recommended one alone")
    search.add_argument("--limit", type=int, choices=range(1, 101), default=12, metavar="N", help="repositories (12)")
    _mirror(search)
    pull = _add(actions, "pull", "Download a model; stopped downloads go on where they were.")
    pull.add_argument("id", metavar="ID", help="of the catalogue, or ORG/NAME[:QUANTISATION or FILE] on Hugging Face")
    pull.add_argument("--accept-licence", action="store_true", help="accept the model's licence without being asked")
    pull.add_argument("--token-stdin", action="store_true", help="read an access token from standard input, for once")
    _mirror(pull)
    add = _add(actions, "add", "Use a .gguf file where it lies.")
    add.add_argument("file", type=Path, metavar="FILE")
    verify = _add(actions, "verify", "Compare a model's bytes with the published checksum.")
    verify.add_argument("id", metavar="ID")
    remove = _add(actions, "rm", "Delete a downloaded model and free its space.")
    remove.add_argument("id", metavar="ID")
    keep = _add(actions, "keep", "Keep another program's model even if that program deletes it; takes no space.")
    keep.add_argument("id", metavar="ID")
    _carry(actions)
    token = _add(actions, "token", "The access token for models whose publisher asks who takes them.")
    token.add_argument("doing", choices=("set", "clear", "check", "status"), help="set reads it from standard input")


def _carry(actions: Commands[argparse.ArgumentParser]) -> None:
    pack = _add(actions, "export-bundle", "Write models into a folder or a zip, for a computer without a network.")
    pack.add_argument("ids", nargs="+", metavar="ID")
    pack.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="a folder, or a file.zip")
    take = _add(actions, "import-bundle", "Take the models of a bundle in, each checked against its checksum.")
    take.add_argument("path", type=Path, metavar="PATH", help="the folder or zip that export-bundle wrote")
    take.add_argument("--accept-licence", action="store_true", help="accept the models' licences without being asked")


def _mirror(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--mirror", metavar="NAME", help="hf-mirror, modelscope, or an address; the checksum makes any mirror safe"
    )


def _ocr(commands: Commands[argparse.ArgumentParser]) -> None:
    ocr = _add(commands, "ocr", "Reading scanned pages: a pack of packages, brought from a computer with a network.")
    actions = ocr.add_subparsers(dest="action", metavar="ACTION")
    add = _add(actions, "add", "Take a pack in: a folder with what `pip download rapidocr onnxruntime` gets.")
    add.add_argument("path", type=Path, metavar="FOLDER")
    _add(actions, "rm", "Delete the pack and free its space.")
    _add(actions, "status", "Whether there is one (the default).")


def _gpu(commands: Commands[argparse.ArgumentParser]) -> None:
    gpu = _add(commands, "gpu", "The graphics card: whether it is used, a trial of it, and the part it needs.")
    actions = gpu.add_subparsers(dest="action", metavar="ACTION")
    _add(actions, "status", "Whether it is used, and why not (the default).")
    _add(actions, "check", "Try it again, in a process of its own.")
    install = _add(actions, "install", "Take in the pack for NVIDIA cards: downloaded, or a file brought on a stick.")
    install.add_argument("path", type=Path, nargs="?", metavar="FILE")
    _mirror(install)
    _add(actions, "remove", "Delete the pack and free its space.")


def _plan(commands: Commands[argparse.ArgumentParser]) -> None:
    plan = _add(commands, "plan", "Will MODEL fit this computer, with which context, and how fast?")
    plan.add_argument("id", metavar="MODEL")
    plan.add_argument("--ctx", type=_whole("n_ctx"), metavar="N", help="context length in tokens")
    plan.add_argument("--vram", type=_amount, metavar="GB", help="plan for a graphics card with so much memory free")


def _bench(commands: Commands[argparse.ArgumentParser]) -> None:
    bench = _add(commands, "bench", "First token and tokens a second here, with a receipt; the sizes fit the machine.")
    _model(bench)
    bench.add_argument(
        "--contexts", type=_list("n_ctx"), metavar="N,N", help="one answer in contexts of these lengths, and no others"
    )
    bench.add_argument("--sequences", type=_list("n_seq_max"), metavar="N,N", help="so many answers at once")
    bench.add_argument("--repeats", type=_repeats, metavar="N", help="take each figure N times; the medians count")
    bench.add_argument("--quick", action="store_true", help="about a minute: short answers, few sizes, once each")
    rival = bench.add_mutually_exclusive_group()
    rival.add_argument("--llama-bench", type=Path, metavar="PATH", help="compare with this one (else one on PATH)")
    rival.add_argument("--no-llama-bench", action="store_true", help="compare with none")


def _doctor(commands: Commands[argparse.ArgumentParser]) -> None:
    doctor = _add(commands, "doctor", "What this computer has, what Paddock uses of it, and what stands in the way.")
    doctor.add_argument("-m", "--model", metavar="MODEL", help="load it too, and say where its layers are")
    doctor.add_argument("--probe", action="store_true", help="try the graphics card again first; at most a minute")


def _whole(name: str) -> Callable[[str], int]:
    """Reads a whole number in the range of the setting `name`."""

    def number(text: str) -> int:
        return int(_within(name, int(text)))

    return number


def _list(name: str) -> Callable[[str], tuple[int, ...]]:
    """Reads whole numbers in the range of the setting `name`, with commas between."""
    one = _whole(name)

    def numbers(text: str) -> tuple[int, ...]:
        try:
            return tuple(one(word) for word in text.split(","))
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text} is not a list of whole numbers with commas between") from None

    return numbers


def _repeats(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 100")
    return count


def _decimal(name: str) -> Callable[[str], float]:
    """Reads a number in the range of the setting `name`."""

    def number(text: str) -> float:
        return _within(name, float(text))

    return number


def _within(name: str, value: float) -> float:
    """Raises: ArgumentTypeError, with the range."""
    try:
        RANGES[name].check(value)
    except ValueOutOfRange as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return value


def _amount(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and value >= 0):
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 up")
    return value
