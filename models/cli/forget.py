"""`paddock summarize --forget`: what was kept about files is removed for good; where they still show is said."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.files import files_in
from models.cli.streams import text_of
from models.cli.working import DONE, IN_PART
from models.errors import FileMissing, FileUnreadable


def forget(paths: Sequence[Path], console: Console) -> int:
    """Forget each file, whatever model or task looked at it. A file is known by its content, not by its name.

    3 when a folder among them could not be looked through. Raises: FileMissing; FileUnreadable; StoreError.
    """
    said = []
    files, refused = files_in(paths)
    for refusal in refused.values():
        if not files:
            raise refusal
        console.say(f"paddock: {refusal}")
    with Assembly(console) as assembly:
        for file in files:
            sha256 = _sha256(file)
            removed = assembly.outputs.forget(sha256)
            chats = [chat.title or f"Chat {chat.id}" for chat in assembly.conversations.showing(sha256)]
            said.append({"file": text_of(file.name), "removed": removed, "chats": chats})
            console.line(f"{text_of(file.name)}: {removed} kept answer{'' if removed == 1 else 's'} removed.")
            for title in chats:
                console.say(f"The chat “{title}” still shows this file. Deleted for good, it takes that with it.")
    if console.json:
        console.document(said)
    return IN_PART if refused else DONE


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        raise FileMissing(name=file.name) from None
    except OSError as error:
        raise FileUnreadable(name=file.name, detail=f"{error.strerror}.") from error
