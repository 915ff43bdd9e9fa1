"""What the gate is asked and what it answers. Frames of its children pass as opaque bytes."""

from __future__ import annotations

import msgspec

from models.process.spec import Spec


class Admit(msgspec.Struct, frozen=True, tag=True):
    """The first frame, once: the mains that may be started. Nothing can be added later."""

    mains: tuple[str, ...]


class Start(msgspec.Struct, frozen=True, tag=True):
    """Start a child; `id` is the asker's number for it."""

    id: int
    spec: Spec
    log: str


class ToChild(msgspec.Struct, frozen=True, tag=True):
    """One frame for a child."""

    id: int
    frame: bytes


class Stop(msgspec.Struct, frozen=True, tag=True):
    """Terminate a child, or kill it."""

    id: int
    kill: bool


class OpenLink(msgspec.Struct, frozen=True, tag=True):
    """Open a link that the user has confirmed in the browser."""

    id: int
    url: str


Request = Admit | Start | ToChild | Stop | OpenLink


class Started(msgspec.Struct, frozen=True, tag=True):
    """The child runs."""

    id: int
    pid: int


class Opened(msgspec.Struct, frozen=True, tag=True):
    """The browser took the link."""

    id: int


class Refused(msgspec.Struct, frozen=True, tag=True):
    """`Start` or `OpenLink` did not happen."""

    id: int
    reason: str


class FromChild(msgspec.Struct, frozen=True, tag=True):
    """One frame of a child."""

    id: int
    frame: bytes


class PipeEnded(msgspec.Struct, frozen=True, tag=True):
    """The child closed its pipe; `Ended` follows when it has gone."""

    id: int


class Ended(msgspec.Struct, frozen=True, tag=True):
    """The child has gone; `code` as in `Exit`."""

    id: int
    code: int


Reply = Started | Opened | Refused | FromChild | PipeEnded | Ended
