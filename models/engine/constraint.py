"""What an answer may be: a grammar, a pattern or a JSON schema, asked token by token.

llguidance keeps the state. Measured with 151 936 tokens: one token is checked in 0.003 ms, all of them in 0.014 ms
on average and 2 ms at worst; llama.cpp's own grammars take 0.02 and 18-48 ms (tests/bench/grammar.py).
"""

from __future__ import annotations

import llguidance
import numpy as np
from llguidance.gbnf_to_lark import gbnf_to_lark
from llguidance.numpy import allocate_token_bitmask, fill_next_token_bitmask
from numpy.typing import NDArray

from models.engine.llama import Vocabulary
from models.engine.llama.constraint_tokenizer import constraint_tokenizer
from models.engine.protocol import SamplingParams
from models.engine.schema import answers, grammar_of_schema
from models.errors import SchemaRefused


class Constraints:
    """Makes the constraints of one model's answers. Its tables of the vocabulary are made with the first: 1 s."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._tokenizer = constraint_tokenizer(vocabulary)

    def of(self, params: SamplingParams) -> Constraint:
        """Raises: SchemaRefused."""
        where, grammar = _grammar(params)
        matcher = llguidance.LLMatcher(self._tokenizer, grammar, log_level=0)
        if matcher.is_error():
            raise SchemaRefused(path=where, detail=matcher.get_error()[:300])
        constraint = Constraint(matcher, params, self._tokenizer.vocab_size)
        constraint.allowed()
        if matcher.is_error():  # nothing can begin: a $ref to itself, say
            raise SchemaRefused(path=where, detail="nothing can satisfy it.")
        return constraint


class Constraint:
    """The state of one answer."""

    def __init__(self, matcher: llguidance.LLMatcher, params: SamplingParams, n_vocab: int) -> None:
        self._matcher = matcher
        self._params = params
        self._n_vocab = n_vocab
        self._mask = allocate_token_bitmask(1, n_vocab)

    @property
    def finished(self) -> bool:
        """Nothing can follow but the end; also when the matcher gave up, which `holds` then denies."""
        return self._matcher.is_stopped()

    def allows(self, token: int) -> bool:
        return self._matcher.validate_tokens([token]) == 1

    def allowed(self) -> NDArray[np.int32]:
        """Every token that may come next; those that end the answer are among them where it is complete."""
        fill_next_token_bitmask(self._matcher, self._mask)
        bits = np.unpackbits(self._mask[0].view(np.uint8), bitorder="little")[: self._n_vocab]
        return np.flatnonzero(bits).astype(np.int32)

    def accept(self, token: int) -> None:
        self._matcher.consume_token(token)

    def holds(self, text: str) -> bool:
        """The whole answer is what was asked for."""
        if self._matcher.is_error() or not (self._matcher.is_stopped() or self._matcher.is_accepting()):
            return False
        return self._params.json_schema is None or answers(self._params.json_schema, text)


def _grammar(params: SamplingParams) -> tuple[str, str]:
    """(where a mistake in it is, the grammar in llguidance's notation). Raises: SchemaRefused."""
    forms = [form for form in (params.json_schema, params.pattern, params.grammar) if form is not None]
    if len(forms) > 1:
        raise SchemaRefused(path="the request", detail="it asks for more than one form; give one of them.")
    if params.json_schema is not None:
        return "$", grammar_of_schema(params.json_schema)
    if params.pattern is not None:
        return "the pattern", llguidance.LLMatcher.grammar_from_regex(params.pattern)
    assert params.grammar is not None, "asked for without anything that constrains"
    try:
        return "the grammar", llguidance.LLMatcher.grammar_from_lark(gbnf_to_lark(params.grammar))
    except Exception as error:  # a grammar without a root, or nested deeply, raises anything
        raise SchemaRefused(path="the grammar", detail=str(error)[:300]) from error
