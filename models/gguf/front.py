"""The front of a model file that is not here: what its first bytes say of it, before any download.

By convention the facts of a model come before its vocabulary, so that some kilobytes are enough for a plan.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from models.errors import GgufDamaged
from models.gguf.cursor import Damage, Ends
from models.gguf.describe import describe
from models.gguf.header import GgufHeader, Value
from models.gguf.reader import begin, read_keys

FRONT_BYTES = 256 * 1024


def read_front(head: bytes, name: str) -> GgufHeader:
    """The header of the model file `name` as far as `head`, its first bytes, goes.

    It has no tensors, and `file_bytes` is 0. What it is, and whether its architecture is known, is for the caller.

    Raises:
        FileRefused: NotGguf, GgufVersionUnsupported, or GgufDamaged: also when the facts lie behind `head`.
    """
    metadata: dict[str, Value] = {}
    counts: dict[str, int] = {}
    try:
        cursor, version, n_tensors, n_keys = begin(name, io.BytesIO(head), len(head))
        with contextlib.suppress(Ends):
            read_keys(cursor, n_keys, metadata, counts)
        return describe(version, 0, metadata, counts, (), Path(name), 0, n_tensors)
    except Damage as damage:
        raise GgufDamaged(name=name, field=damage.field, detail=damage.detail) from None
