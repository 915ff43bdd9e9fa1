"""A model's vocabulary as llguidance wants it."""

from __future__ import annotations

import ctypes

import llguidance
from llama_cpp import llama_cpp as lib

from models.engine.llama.vocabulary import Vocabulary

_SPECIAL = b"\xff"  # before the text of a token that no grammar's text may spell


def constraint_tokenizer(vocabulary: Vocabulary) -> llguidance.LLTokenizer:
    """Takes about a second for 150 000 tokens, so a model has one. It must not outlive its model."""
    marks = frozenset(vocabulary.marks.values())
    tokens = [
        (_SPECIAL if token in marks else b"") + vocabulary.piece(token, special=True)
        for token in range(vocabulary.size)
    ]
    address = ctypes.cast(lib._lib.llama_tokenize, ctypes.c_void_p).value
    return llguidance.LLTokenizer.from_llamacpp(  # type: ignore[attr-defined, no-any-return]  # not in its stub
        tokens=tokens,
        vocab_ptr=vocabulary.handle,
        tokenize_fptr=address,
        eos_token=sorted(vocabulary.end_of_generation),
        slices=None,
    )
