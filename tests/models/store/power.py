"""What a disk holds after a power cut: the system calls of a real run, replayed up to a moment.

Written sectors after a file's last fsync are kept or lost one by one, at random, as are sizes and names; everything
before it is there. Names are safe once their folder is synced or, as on ext4 and NTFS, the file itself was.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR_BYTES = 512
CALLS = "pwrite64,write,ftruncate,fdatasync,fsync,unlink"
_LINE = re.compile(r"^(\d+)\s+(.*)$")
_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")


@dataclass(frozen=True)
class Call:
    """One system call that succeeded; `path` is the file's, `data` what was written, `number` an offset or a size."""

    name: str
    path: str
    data: bytes = b""
    number: int = 0


def record(strace: str, root: Path, module: str, argument: Path, trace: Path) -> list[Call]:
    """Run `python -m module argument` and note what it did to files, in order."""
    command = [
        strace, "-f", "-y", "-qq", "-xx", "-s", "1000000", "-o", str(trace), "-e", f"trace={CALLS}",
        sys.executable, "-m", module, str(argument),
    ]  # fmt: skip
    subprocess.run(command, cwd=root, stdout=subprocess.PIPE, check=True)
    return list(filter(None, map(_call, _whole_lines(trace.read_text()))))


def _whole_lines(trace: str) -> Iterator[str]:
    """Calls interrupted by another thread's are put together, at the place of their end."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        thread, rest = _LINE.match(line).groups()
        if rest.endswith("<unfinished ...>"):
            begun[thread] = rest.removesuffix("<unfinished ...>")
        elif rest.startswith("<..."):
            yield begun.pop(thread) + rest.partition("resumed>")[2]
        else:
            yield rest


def _call(line: str) -> Call | None:
    name, _, rest = line.partition("(")
    arguments, _, result = rest.rpartition(" = ")
    if result.startswith("-1") or not _HEX.search(arguments):
        return None
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _HEX.findall(arguments)]
    path = texts[0].decode("utf-8", "replace")
    match name:
        case "pwrite64":
            return Call(name, path, texts[1], int(arguments.rstrip(")").rpartition(", ")[2]))
        case "write":
            return Call(name, "", texts[-1]) if arguments.startswith("1<") else None
        case "ftruncate":
            return Call(name, path, number=int(arguments.rstrip(")").rpartition(", ")[2]))
        case _:
            return Call("sync" if "sync" in name else name, path)


@dataclass
class File:
    """What of a file is safe, and what has been asked for since: (offset, bytes) or a size."""

    safe: bytearray | None = None
    since: list[tuple[int, bytes] | int] = field(default_factory=list)
    unlinked: bool = False

    def sync(self) -> None:
        self.safe = self._with(self.since, lambda: True)
        self.since = []

    def after_cut(self, choose: random.Random) -> bytes | None:
        """One of the contents that may be found; None: there is no such file."""
        keep = random.Random(choose.random())
        share = choose.choice([0.0, 0.1, 0.5, 0.9, 1.0])
        if self.unlinked and keep.random() < share:
            return None
        if self.safe is None and keep.random() >= share:
            return None
        return bytes(self._with(self.since, lambda: keep.random() < share))

    def _with(self, changes, kept) -> bytearray:
        content = bytearray(self.safe or b"")
        for change in changes:
            if isinstance(change, int):
                if kept():
                    content = content[:change].ljust(change, b"\0")
                continue
            offset, data = change
            for start in range(0, len(data), SECTOR_BYTES):
                if kept():
                    part = data[start : start + SECTOR_BYTES]
                    content = content.ljust(offset + start + len(part), b"\0")
                    content[offset + start : offset + start + len(part)] = part
        return content


class Disk:
    """The files of one run, as far as its calls were replayed."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}

    def do(self, call: Call) -> None:
        match call.name:
            case "unlink":
                if call.path in self.files:
                    self.files[call.path].unlinked = True
            case "sync":
                if call.path in self.files:
                    self.files[call.path].sync()
                self._forget_unlinked(call.path)
            case "pwrite64" | "ftruncate":
                if call.path not in self.files or self.files[call.path].unlinked:
                    self.files[call.path] = File()
                change = (call.number, call.data) if call.name == "pwrite64" else call.number
                self.files[call.path].since.append(change)

    def _forget_unlinked(self, folder: str) -> None:
        for path in [path for path, file in self.files.items() if file.unlinked and str(Path(path).parent) == folder]:
            del self.files[path]

    def cut(self, folder: Path, choose: random.Random) -> None:
        """Write into `folder` what is found when the power comes back."""
        for path, file in self.files.items():
            content = file.after_cut(choose)
            if content is not None and not path.endswith("-shm"):  # shared memory is rebuilt, never trusted
                (folder / Path(path).name).write_bytes(content)
