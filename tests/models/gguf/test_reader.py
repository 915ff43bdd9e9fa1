import math
import os
import struct
import time
from pathlib import Path

import pytest
from gguf import GGUFReader

from models import errors
from models.gguf import GgufHeader, read_header
from tests.models.gguf.make import TEMPLATE, write_model, write_seven_billion
from tests.yardstick import slowness


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("gguf") / "model.gguf")


def refused(path: Path, content: bytes, **how: bool) -> errors.FileRefused:
    path.write_bytes(content)
    with pytest.raises(errors.FileRefused) as caught:
        read_header(path, **how)
    return caught.value


def test_the_facts_are_those_that_were_written(model: Path) -> None:
    header = read_header(model)

    assert (header.version, header.kind, header.architecture, header.name) == (3, "model", "qwen2", "Made for tests")
    assert (header.n_layer, header.n_embd, header.n_ff, header.n_vocab, header.n_ctx_train) == (2, 64, 128, 16, 4096)
    assert (header.n_head, header.n_head_kv, header.key_length, header.value_length) == ((4, 4), (2, 2), 16, 16)
    assert (header.quantisation, header.chat_template) == ("Q4_K_M", TEMPLATE)
    assert (header.tokenizer_model, header.tokenizer_pre) == ("gpt2", "qwen2")
    assert (header.parts, header.file_bytes) == ((model,), model.stat().st_size)


def test_tensors_are_where_the_gguf_package_finds_them(model: Path) -> None:
    header, oracle = read_header(model), GGUFReader(model)

    theirs = {one.name: (tuple(int(side) for side in one.shape), int(one.n_bytes)) for one in oracle.tensors}
    assert {one.name: (one.shape, one.n_bytes) for one in header.tensors} == theirs
    assert header.n_params == sum(int(one.n_elements) for one in oracle.tensors)
    assert header.has_output
    assert sum(header.layer_bytes()) + 2 * header.token_embd_bytes == header.tensor_bytes


def test_values_per_layer_are_kept(tmp_path: Path) -> None:
    extra = {"qwen2.attention.sliding_window": 128, "qwen2.attention.sliding_window_pattern": [True, False]}
    header = read_header(write_model(tmp_path / "m.gguf", n_head_kv=[2, 0], extra=extra))

    assert (header.n_head_kv, header.sliding_window, header.sliding_pattern) == ((2, 0), 128, (True, False))


def test_a_long_vocabulary_is_counted_and_not_kept(tmp_path: Path) -> None:
    header = read_header(write_model(tmp_path / "m.gguf", n_vocab=3000, merges=5000))

    assert header.n_vocab == 3000
    assert not any(key.startswith("tokenizer.ggml.t") for key in header.metadata)


LOOKALIKES = {
    b"<!DOCTYPE html><html>": "web page",
    b"\n  <html lang=en>": "web page",
    b"PK\x03\x04rest": "zip archive",
    b"%PDF-1.7": "PDF document",
    b"version https://git-lfs.github.com/spec/v1\noid sha256:0": "Git LFS pointer",
    struct.pack("<Q", 90) + b'{"__metadata__"': "safetensors",
    b"tjggxxxx": "old GGML",
    b'{"error": "not found"}': "JSON",
    b"\x80\x02\x8a\n": "PyTorch",
    bytes(200): "zeros",
    b"G": "does not start",
    "你好".encode(): "does not start",
}


@pytest.mark.parametrize(
    ("content", "words"), LOOKALIKES.items(), ids=[f"{n}-{w}" for n, w in enumerate(LOOKALIKES.values())]
)
def test_something_else_is_called_by_its_name(tmp_path: Path, content: bytes, words: str) -> None:
    error = refused(tmp_path / "m.gguf", content)

    assert isinstance(error, errors.NotGguf)
    assert words in str(error)


def test_what_is_no_ordinary_file_is_refused_without_waiting(tmp_path: Path) -> None:
    fifo, empty = tmp_path / "fifo.gguf", tmp_path / "empty.gguf"
    os.mkfifo(fifo)
    empty.touch()

    for path, error in (
        (tmp_path, errors.FileIsFolder),
        (fifo, errors.FileNotRegular),
        (Path("/dev/zero"), errors.FileNotRegular),
        (empty, errors.FileEmpty),
        (tmp_path / "none.gguf", errors.FileMissing),
        (tmp_path / "a\0b.gguf", errors.FileUnreadable),
    ):
        with pytest.raises(error):
            read_header(path)


def test_a_file_cut_short_says_which_tensor_is_missing(tmp_path: Path, model: Path) -> None:
    error = refused(tmp_path / "m.gguf", model.read_bytes()[:-5000])

    assert isinstance(error, errors.GgufDamaged)
    assert error.values["field"].startswith("tensor ")
    assert "The file ends at byte" in str(error)


@pytest.mark.parametrize("keep", range(5, 500, 45))
def test_a_header_cut_short_is_refused_by_field(tmp_path: Path, model: Path, keep: int) -> None:
    error = refused(tmp_path / "m.gguf", model.read_bytes()[:keep])

    assert isinstance(error, errors.GgufDamaged)
    assert error.values["field"]


@pytest.mark.parametrize(
    ("version", "words"), [(1, "version 1"), (4, "version 4"), (3 << 24, "version 3 in big-endian order")], ids=str
)
def test_other_versions_are_named(tmp_path: Path, model: Path, version: int, words: str) -> None:
    error = refused(tmp_path / "m.gguf", b"GGUF" + struct.pack("<I", version) + model.read_bytes()[8:])

    assert isinstance(error, errors.GgufVersionUnsupported)
    assert words in str(error)


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"qwen2.attention.key_length": 1 << 20}, "qwen2.attention.key_length"),
        ({"qwen2.attention.key_length": "long"}, "qwen2.attention.key_length"),
        ({"qwen2.rope.scaling.factor": "much"}, "qwen2.rope.scaling.factor"),
        ({"qwen2.attention.layer_norm_rms_epsilon": math.nan}, "qwen2.attention.layer_norm_rms_epsilon"),
        ({"qwen2.rope.freq_base": -1.0}, "qwen2.rope.freq_base"),
        ({"qwen2.rope.scaling.type": 3}, "qwen2.rope.scaling.type"),
        ({"general.alignment": 48}, "general.alignment"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_implausible_figure_is_refused_by_its_key(tmp_path: Path, extra: dict[str, object], field: str) -> None:
    path = write_model(tmp_path / "m.gguf", extra=extra if field != "general.alignment" else None)
    if field == "general.alignment":
        path = tmp_path / "a.gguf"
        path.write_bytes(bytes_with_keys([("general.alignment", 4, struct.pack("<I", 48))]))

    with pytest.raises(errors.GgufDamaged) as caught:
        read_header(path)
    assert caught.value.values["field"] == field


def bytes_with_keys(keys: list[tuple[str, int, bytes]], n_tensors: int = 0) -> bytes:
    body = b"".join(
        struct.pack("<Q", len(key)) + key.encode() + struct.pack("<I", kind) + raw for key, kind, raw in keys
    )
    return b"GGUF" + struct.pack("<IQQ", 3, n_tensors, len(keys)) + body


def tokens(*texts: bytes) -> bytes:
    return struct.pack("<IQ", 8, len(texts)) + b"".join(struct.pack("<Q", len(text)) + text for text in texts)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bytes_with_keys([("a", 4, bytes(4)), ("a", 4, bytes(4))]), "twice"),
        (bytes_with_keys([("a", 77, b"")]), "value type 77"),
        (bytes_with_keys([("a", 9, struct.pack("<IQ", 9, 1))]), "type 9"),
        (bytes_with_keys([("a", 9, struct.pack("<IQ", 8, 1 << 60))]), "too long"),
        (bytes_with_keys([("a", 9, struct.pack("<IQQ", 8, 2, (1 << 64) - 9))]) + bytes(64), "ends at byte"),
        (bytes_with_keys([("a", 8, struct.pack("<Q", 1 << 63))]), "too long"),
        (bytes_with_keys([("tokenizer.ggml.tokens", 9, tokens(b"a", b"", b"b", b"\0c", b"a"))]), "5 tokens only 4"),
        (bytes_with_keys([("tokenizer.ggml.tokens", 9, tokens(b"a", b"a\0b"))]), "2 tokens only 1"),
        (bytes_with_keys([], 1 << 40), "too many"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1 << 50), "too many"),
        (bytes_with_keys([("general.architecture", 8, struct.pack("<Q", 5) + b"qwen2")]), "block_count"),
        (bytes_with_keys([("general.architecture", 4, bytes(4))]), "general.architecture"),
        (bytes_with_keys([]), "general.architecture"),
    ],
)
def test_a_hostile_header_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    error = refused(tmp_path / "m.gguf", content)

    assert isinstance(error, errors.GgufDamaged)
    assert words in str(error)


def test_words_of_a_hostile_file_are_made_harmless(tmp_path: Path) -> None:
    key = "a\n\u202eb" * 100
    error = refused(tmp_path / "m.gguf", bytes_with_keys([(key, 77, b"")]))

    assert str(error).isprintable()
    assert len(str(error)) < 400


def test_a_sparse_terabyte_of_empty_texts_ends_soon(tmp_path: Path) -> None:
    """Six arrays of two million texts of no length each, in holes of the file: refused at the header's limit."""
    path, count = tmp_path / "m.gguf", 1 << 21
    with path.open("wb") as file:
        file.write(b"GGUF" + struct.pack("<IQQ", 3, 0, 6))
        for number in range(6):
            file.write(struct.pack("<Q2sIIQ", 2, b"k%d" % number, 9, 8, count))
            file.seek(8 * count, os.SEEK_CUR)
        file.truncate(1 << 40)

    start = time.process_time()
    with pytest.raises(errors.GgufDamaged, match="larger than 64 MiB"):
        read_header(path)
    assert time.process_time() - start < 5


def test_an_architecture_nobody_knows_is_unsupported(tmp_path: Path) -> None:
    with pytest.raises(errors.ModelUnsupported) as caught:
        read_header(write_model(tmp_path / "m.gguf", architecture="cowgpt"))
    assert "cowgpt" in str(caught.value)


def test_an_image_projector_is_no_model_but_a_part(tmp_path: Path) -> None:
    path = write_model(tmp_path / "mmproj.gguf", architecture="clip")

    assert read_header(path, part=True).kind == "projector"
    with pytest.raises(errors.ModelUnsupported):
        read_header(path)


def test_a_split_set_is_one_model(tmp_path: Path) -> None:
    write_model(tmp_path / "m.gguf", split_max_tensors=2)
    whole = read_header(write_model(tmp_path / "whole.gguf"))
    header = read_header(tmp_path / "m-00001-of-00003.gguf")

    assert [path.name for path in header.parts] == [f"m-0000{number}-of-00003.gguf" for number in (1, 2, 3)]
    assert facts(header) == facts(whole)
    with pytest.raises(errors.ModelUnsupported):
        read_header(header.parts[1])
    assert read_header(header.parts[1], part=True).kind == "part"


def facts(header: GgufHeader) -> tuple[int, int, int, tuple[int, ...]]:
    return header.n_params, header.tensor_bytes, header.token_embd_bytes, header.layer_bytes()


def test_a_split_set_with_a_part_missing_or_foreign_is_refused(tmp_path: Path) -> None:
    write_model(tmp_path / "m.gguf", split_max_tensors=2)
    first, last = tmp_path / "m-00001-of-00003.gguf", tmp_path / "m-00003-of-00003.gguf"
    second = tmp_path / "m-00002-of-00003.gguf"
    last.unlink()

    with pytest.raises(errors.FileMissing) as caught:
        read_header(first)
    assert last.name in str(caught.value)
    last.write_bytes(second.read_bytes())
    with pytest.raises(errors.GgufDamaged):
        read_header(first)
    with pytest.raises(errors.GgufDamaged):
        read_header(first.rename(tmp_path / "renamed.gguf"))


@pytest.mark.alone
def test_a_header_of_seven_billion_weights_takes_less_than_a_tenth_of_a_second(tmp_path: Path) -> None:
    """The vocabulary, merges and tensors of Qwen2.5-7B in number, in a sparse file of its size."""
    path = write_seven_billion(tmp_path / "m.gguf")

    header = read_header(path)
    assert (len(header.tensors), header.n_vocab, header.kind) == (339, 152_064, "model")
    assert 4.3e9 < header.tensor_bytes < path.stat().st_size < 5e9
    best = min(timed(path) for _ in range(5))
    print(f"header of 7B: {1000 * best:.0f} ms of CPU")
    assert best <= 0.100 * slowness()


def timed(path: Path) -> float:
    start = time.process_time()
    read_header(path)
    return time.process_time() - start
