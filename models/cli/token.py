"""`paddock models token`: the access token of the user's account at Hugging Face, kept in the system's keyring."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable

import msgspec

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.errors import TokenNotKept
from models.hub import account
from models.hub.events import HUB


def run(arguments: Namespace, assembly: Assembly) -> int:
    """Set, clear, check, or say whether there is one. Raises: TokenNotText; TokenNotKept; DownloadFailed."""
    words = _DOINGS[arguments.doing](assembly)
    if assembly.console.json:
        assembly.console.document({"given": assembly.tokens.given, "says": words})
    else:
        assembly.console.line(words)
    return 0


def read() -> str:
    """The token from standard input, without showing it; never an argument, which everybody on the machine can see."""
    return getpass.getpass("Access token: ") if sys.stdin.isatty() else sys.stdin.readline()


def _set(assembly: Assembly) -> str:
    try:
        assembly.tokens.put(read())
    except TokenNotKept:
        assembly.console.say("Give it with each download instead: “paddock models pull ID --token-stdin”.")
        raise
    return "The token is in this system's keyring. It is sent to huggingface.co alone, with a download."


def _clear(assembly: Assembly) -> str:
    assembly.tokens.clear()
    return "There is no token any more."


def _check(assembly: Assembly) -> str:
    if not assembly.tokens.given:
        return _status(assembly)
    token = assembly.tokens.read()
    if token is None:
        raise TokenNotKept(detail="it does not hand the token out")
    source = msgspec.structs.replace(assembly.source(), endpoint=HUB, layout="hub", token=token)
    (found,) = account.ask(assembly.paths, assembly.gate.child, source)
    return f"The token is {found.name}'s."


def _status(assembly: Assembly) -> str:
    return "There is a token." if assembly.tokens.given else "There is no token."


_DOINGS: dict[str, Callable[[Assembly], str]] = {"set": _set, "clear": _clear, "check": _check, "status": _status}
