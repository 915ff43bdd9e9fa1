"""Reading a GGUF header: what llama.cpp would refuse or die of is refused here first, with the field's name.

Covered: magic, version 2 and 3, byte order, counts and lengths, duplicate keys, tensors and tokens, value types, tensor
types and shapes, tensors that overlap, leave gaps or lie outside the file, implausible figures, missing parts of a
split set, unknown architectures. Not covered: the weights' own bytes (their sha256 is), and templates (the engine's).
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import IO

import msgspec

from models.errors import (
    FileEmpty,
    FileIsFolder,
    FileNotRegular,
    FileUnreadable,
    GgufDamaged,
    GgufVersionUnsupported,
    ModelFileMissing,
    ModelUnsupported,
    NotGguf,
)
from models.gguf.cursor import ARRAY, ARRAY_LIMIT, STRING, Cursor, Damage, printable
from models.gguf.describe import describe
from models.gguf.formats import ARCHITECTURES, TENSOR_TYPES, lookalike
from models.gguf.header import GgufHeader, Tensor, Value
from models.paths import refuse_bytes

TENSOR_LIMIT = 1 << 16
KEY_LIMIT = 1 << 12
KEY_LENGTH = 65_535
NAME_LENGTH = 63  # GGML_MAX_NAME less the closing zero

_PART = re.compile(r"-(\d{5})-of-(\d{5})\.gguf$")


def read_header(path: Path, *, part: bool = False) -> GgufHeader:
    """The header of the model at `path`; of the whole set when that is the first file of a split one.

    `part` also takes what belongs to a model without being one, alone: a later split file, an image projector, an
    adapter.

    Raises:
        FileRefused: NotGguf, GgufDamaged (its `field` says where), GgufVersionUnsupported, ModelUnsupported, or what
            keeps any file from being read.
    """
    header = _read_one(path)
    if part:
        return header
    if header.kind != "model" or header.architecture not in ARCHITECTURES:
        raise ModelUnsupported(name=path.name, architecture=printable(header.architecture) or header.kind)
    return _whole(path, header) if header.split_count > 1 else header


def _whole(first: Path, header: GgufHeader) -> GgufHeader:
    """The header of a split set: the first file's facts, all files' tensors."""
    numbered = _PART.search(first.name)
    if not numbered or int(numbered[1]) != 1 or int(numbered[2]) != header.split_count:
        raise GgufDamaged(
            name=first.name,
            field="split.count",
            detail=f"It is one of {header.split_count} files, and is not named so.",
        )
    stem = first.name[: numbered.start()]
    count = header.split_count
    rest = [first.with_name(f"{stem}-{number:05}-of-{count:05}.gguf") for number in range(2, count + 1)]
    headers = [header, *(_read_one(path) for path in rest)]
    for number, (path, one) in enumerate(zip((first, *rest), headers, strict=True)):
        if (one.split_no, one.split_count) != (number, count):
            raise GgufDamaged(name=path.name, field="split.no", detail="It belongs to another set of files.")
    total = header.metadata.get("split.tensors.count")
    tensors = tuple(tensor for one in headers for tensor in one.tensors)
    if isinstance(total, int) and total != len(tensors):
        raise GgufDamaged(name=first.name, field="split.tensors.count", detail=f"{len(tensors)} of {total} are there.")
    return _with(header, tensors, (first, *rest), sum(one.file_bytes for one in headers))


def _with(header: GgufHeader, tensors: tuple[Tensor, ...], parts: tuple[Path, ...], file_bytes: int) -> GgufHeader:
    return msgspec.structs.replace(header, tensors=tensors, parts=parts, file_bytes=file_bytes)


def _read_one(path: Path) -> GgufHeader:
    with _open(path) as source:
        file_bytes = os.fstat(source.fileno()).st_size
        if not file_bytes:
            raise FileEmpty(name=path.name)
        try:
            return _parse(path, source, file_bytes)
        except Damage as damage:
            raise GgufDamaged(name=path.name, field=damage.field, detail=damage.detail) from None
        except OSError as error:
            raise FileUnreadable(name=path.name, detail=f"{error.strerror}.") from error


def _open(path: Path) -> IO[bytes]:
    """Open an ordinary file, and nothing else: a FIFO would wait for ever, a device may act on being opened."""
    refuse_bytes(path)
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise FileIsFolder(name=path.name)
        if not stat.S_ISREG(kind):
            raise FileNotRegular(name=path.name)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        return os.fdopen(os.open(path, flags), "rb", buffering=0)
    except FileNotFoundError:
        raise ModelFileMissing(name=path.name) from None
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise FileUnreadable(name=path.name, detail=f"{getattr(error, 'strerror', None) or error}.") from error


def _parse(path: Path, source: IO[bytes], file_bytes: int) -> GgufHeader:
    # 1. What it says of itself
    cursor, version, n_tensors, n_keys = begin(path.name, source, file_bytes)
    metadata: dict[str, Value] = {}
    counts: dict[str, int] = {}
    read_keys(cursor, n_keys, metadata, counts)
    alignment = metadata.get("general.alignment", 32)
    if not isinstance(alignment, int) or not 1 <= alignment <= 1 << 16 or alignment & (alignment - 1):
        raise Damage("general.alignment", f"{alignment} is no power of two.")
    tensors = _tensors(cursor, n_tensors)

    # 2. Where the weights lie
    start = _padded(cursor.position, alignment)
    expected = 0
    for tensor in tensors:
        if tensor.offset != expected:
            word = "overlaps the one before it" if tensor.offset < expected else "leaves a gap before it"
            raise Damage(f"tensor {tensor.name}", f"It {word}.")
        if start + tensor.offset + tensor.n_bytes > file_bytes:
            end = start + tensor.offset + tensor.n_bytes
            raise Damage(f"tensor {tensor.name}", f"The file ends at byte {file_bytes}, this reaches to byte {end}.")
        expected = _padded(tensor.offset + tensor.n_bytes, alignment)
    return describe(version, alignment, metadata, counts, tensors, path, file_bytes, n_tensors)


def begin(name: str, source: IO[bytes], file_bytes: int) -> tuple[Cursor, int, int, int]:
    """A cursor before the first key of the model `name`; its version, and how many tensors and keys there are.

    Raises: Damage; NotGguf; GgufVersionUnsupported.
    """
    head = source.read(64)
    if head[:4] != b"GGUF":
        raise NotGguf(name=name, detail=lookalike(head))
    source.seek(0)
    cursor = Cursor(source, file_bytes)
    cursor.u32()
    cursor.field = "version"
    version = cursor.u32()
    if version not in (2, 3):
        swapped = int.from_bytes(version.to_bytes(4, "little"), "big")
        found = f"version {version}" if swapped not in (1, 2, 3) else f"version {swapped} in big-endian order"
        raise GgufVersionUnsupported(name=name, found=found)
    cursor.field = "tensor count"
    n_tensors = cursor.u64()
    if n_tensors > TENSOR_LIMIT:
        raise cursor.damage(f"{n_tensors} tensors are too many.")
    cursor.field = "key count"
    n_keys = cursor.u64()
    if n_keys > KEY_LIMIT:
        raise cursor.damage(f"{n_keys} keys are too many.")
    return cursor, version, n_tensors, n_keys


def read_keys(cursor: Cursor, n_keys: int, metadata: dict[str, Value], counts: dict[str, int]) -> None:
    """Fill in every value that is kept by its key, and the length of every array. Raises: Damage."""
    for number in range(n_keys):
        cursor.field = f"key {number + 1} of {n_keys}"
        key = cursor.string(KEY_LENGTH)
        if not key:
            raise cursor.damage("It has no name.")
        cursor.field = key
        if key in metadata or key in counts:
            raise cursor.damage("It is there twice.")
        kind = cursor.u32()
        if kind == STRING:
            metadata[key] = cursor.string()
        elif kind == ARRAY:
            kind, count = cursor.u32(), cursor.u64()
            if count > ARRAY_LIMIT:
                raise cursor.damage(f"An array of {count} values is too long.")
            counts[key] = count
            if kind == STRING and key == "tokenizer.ggml.tokens":
                _vocabulary(cursor, count)
            elif kind == STRING:
                cursor.skip_strings(count)
            elif (numbers := cursor.numbers(kind, count)) is not None:
                metadata[key] = numbers
        else:
            metadata[key] = cursor.scalar(kind)


def _vocabulary(cursor: Cursor, count: int) -> None:
    """Step over the tokens. llama.cpp aborts on a vocabulary that has one twice (llama_vocab::impl::load)."""
    distinct = cursor.distinct_strings(count)
    if distinct != count:
        raise cursor.damage(f"Of {count} tokens only {distinct} differ.")


def _tensors(cursor: Cursor, n_tensors: int) -> tuple[Tensor, ...]:
    tensors: dict[str, Tensor] = {}
    for number in range(n_tensors):
        cursor.field = f"tensor {number + 1} of {n_tensors}"
        name = cursor.string(NAME_LENGTH)
        cursor.field = f"tensor {name}"
        if name in tensors:
            raise cursor.damage("It is there twice.")
        n_dims = cursor.u32()
        if not 1 <= n_dims <= 4:
            raise cursor.damage(f"It has {n_dims} dimensions.")
        shape = tuple(cursor.u64() for _ in range(n_dims))
        kind = cursor.u32()
        offset = cursor.u64()
        if kind not in TENSOR_TYPES:
            raise cursor.damage(f"The tensor type {kind} is unknown.")
        type_name, block, block_bytes = TENSOR_TYPES[kind]
        if min(shape) < 1 or max(shape) >= 1 << 48 or shape[0] % block:
            raise cursor.damage(f"The shape {' x '.join(map(str, shape))} cannot be stored as {type_name}.")
        tensor = Tensor(name, type_name, shape, offset, 0)
        tensors[name] = Tensor(name, type_name, shape, offset, tensor.n_elements // block * block_bytes)
    return tuple(tensors.values())


def _padded(size: int, alignment: int) -> int:
    return -(-size // alignment) * alignment
