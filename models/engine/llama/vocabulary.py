"""Text to tokens and back."""

from __future__ import annotations

import ctypes
from functools import cached_property

from llama_cpp import llama_cpp as lib

from models.engine.llama.library import LlamaError


class Vocabulary:
    """Text to tokens and back. Lives as long as its model."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.size: int = lib.llama_vocab_n_tokens(handle)
        self.adds_bos: bool = lib.llama_vocab_get_add_bos(handle)
        self._pieces: tuple[dict[int, bytes], dict[int, bytes]] = {}, {}
        self._buffer = ctypes.create_string_buffer(256)

    @property
    def handle(self) -> int:
        return self._handle

    @cached_property
    def end_of_generation(self) -> frozenset[int]:
        """Every token that ends an answer; llama.cpp knows more than the one in the header."""
        return frozenset(token for token in range(self.size) if lib.llama_vocab_is_eog(self._handle, token))

    @cached_property
    def control(self) -> dict[str, int]:
        """The control tokens by the text that spells them: roles, ends, marks a document must not forge."""
        return self._with_attribute(lib.LLAMA_TOKEN_ATTR_CONTROL)

    @cached_property
    def marks(self) -> dict[str, int]:
        """The control tokens, and those that a model defines itself: <think>, <tool_call>, gpt-oss's <|start|>.

        The tokenizer reads the latter in any text, asked or not.
        """
        own = self._with_attribute(lib.LLAMA_TOKEN_ATTR_USER_DEFINED)
        return self.control | {text: token for text, token in own.items() if text[0] == "<" and text[-1] == ">"}

    def _with_attribute(self, attribute: int) -> dict[str, int]:
        tokens = (t for t in range(self.size) if lib.llama_vocab_get_attr(self._handle, t) & attribute)
        return {text: token for token in tokens if (text := self.text(token))}

    def text(self, token: int) -> str:
        """The token as the vocabulary spells it; empty for llama.cpp's LLAMA_TOKEN_NULL."""
        raw = lib.llama_vocab_get_text(self._handle, token) if token >= 0 else b""
        return (raw or b"").decode("utf-8", "replace")

    @property
    def bos(self) -> str:
        return self.text(lib.llama_vocab_bos(self._handle))

    @property
    def eos(self) -> str:
        return self.text(lib.llama_vocab_eos(self._handle))

    def tokenize(self, text: str, *, special: bool, bos: bool = False) -> list[int]:
        """Tokens of `text`; `special` reads special tokens in it, which text of strangers must not."""
        raw = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()
        room = len(raw) + 2
        tokens = (lib.llama_token * room)()
        count = lib.llama_tokenize(self._handle, raw, len(raw), tokens, room, bos, special)
        if count < 0:
            raise LlamaError(f"the tokenizer needs {-count} tokens for {len(raw)} bytes")
        return tokens[:count]

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """The bytes a token stands for; control tokens are empty unless `special`."""
        pieces = self._pieces[special]
        if (known := pieces.get(token)) is not None:
            return known
        count = lib.llama_token_to_piece(self._handle, token, self._buffer, len(self._buffer), 0, special)
        if count < 0:
            self._buffer = ctypes.create_string_buffer(-count)
            return self.piece(token, special=special)
        piece = pieces[token] = self._buffer.raw[:count]
        return piece
