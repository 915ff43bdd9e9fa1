"""The tokenizer Cria learns with and llama.cpp's are one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))

from models.engine.llama.library import start
from models.engine.llama.model import Model
from models.engine.protocol import LoadParams

# Made by the tokenizers library, which the program does not carry.
GOLDEN: list[tuple[str, list[int]]] = json.loads((Path(__file__).parent / "golden" / "tokens.json").read_text("utf-8"))[
    "texts"
]


@pytest.mark.parametrize(("text", "ids"), GOLDEN, ids=range(len(GOLDEN)))
def test_llama_cpp_cuts_a_text_as_it_was_cut_for_learning(cria: Path, text: str, ids: list[int]) -> None:
    start()
    model = Model(cria, LoadParams(n_gpu_layers=0), lambda _: True)

    assert model.vocabulary.tokenize(text, special=False) == ids
    assert b"".join(model.vocabulary.piece(token) for token in ids).decode() == text


def test_the_texts_are_cut_as_the_committed_tokenizer_cuts_them() -> None:
    pytest.importorskip("tokenizers", reason="the tokenizers library is installed where Cria is trained")
    from cria.tokenizer import SPECIALS, load

    tokenizer = load()
    for text, ids in GOLDEN:
        if not any(special in text for special in SPECIALS):
            assert tokenizer.encode(text).ids == ids
