"""The first bytes of a file on its way: is it what it is called, and a model that this version can run?"""

from __future__ import annotations

from models.gguf.formats import ARCHITECTURES
from models.hub.events import is_pack_file
from models.hub.faults import Fault
from models.hub.reasons import Reason

HEAD_BYTES = 4096

_MAGIC = b"GGUF"
_ZIP = b"PK\x03\x04"
_ARCHITECTURE = b"general.architecture" + (8).to_bytes(4, "little")  # 8: a string follows
_PARTS_OF_MODELS = {"clip"}


def check(head: bytes, name: str) -> None:
    """Look at the beginning of the file `name`; a model's architecture is by convention the first key.

    Raises:
        Fault: It is a page of this network, or a model of a kind that llama.cpp of this version does not know.
    """
    if not head.startswith(_ZIP if is_pack_file(name) else _MAGIC):
        raise Fault(Reason.PORTAL)
    architecture = architecture_of(head)
    if architecture is not None and architecture not in ARCHITECTURES and architecture not in _PARTS_OF_MODELS:
        raise Fault(Reason.UNSUPPORTED)


def architecture_of(head: bytes) -> str | None:
    """The architecture that `head` names, or None when it does not say."""
    _, found, rest = head.partition(_ARCHITECTURE)
    length = int.from_bytes(rest[:8], "little")
    if not found or length > len(rest) - 8:
        return None
    return rest[8 : 8 + length].decode("utf-8", "replace")
