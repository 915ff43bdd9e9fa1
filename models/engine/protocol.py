"""The vocabulary between a window (or terminal) and the engine's process.

Names are llama.cpp's and OpenAI's. Commands go down the pipe, events come up; whatever belongs to one request
carries its `id`. Values are immutable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, Protocol

import msgspec


class Value(msgspec.Struct, frozen=True, tag=True):
    """Base of everything that crosses the pipe: immutable, tagged with its class name."""


# --- what a request says -------------------------------------------------------------------------------------------


class Tool(Value, frozen=True):
    """A function the model may ask for; `parameters` is a JSON schema of its arguments, an object."""

    name: str
    description: str
    parameters: dict[str, Any]


class FunctionCall(Value, frozen=True):
    """A call that the assistant has asked for in an earlier message."""

    name: str
    arguments: dict[str, Any]


class ChatMessage(Value, frozen=True):
    """One message as the chat template sees it; `role` is system, user, assistant or tool.

    A tool's message is the result of the assistant's call before it; with several calls the results stand in their
    order. `reasoning` is shown to templates that keep it between a call and its result.
    """

    role: str
    content: str
    tool_calls: tuple[FunctionCall, ...] = ()
    reasoning: str = ""


class LoadParams(Value, frozen=True, kw_only=True):
    """How a model is loaded; names as in llama.cpp's parameters. None lets the plan decide.
    What each number may be: models.engine.ranges.

    `n_ctx` is shared by `n_seq_max` sequences (one unified KV cache). `n_gpu_layers` -1 is all of them; they go on one
    card, `main_gpu` of those the engine sees, in the order of their slots. With no layers the cards are left alone.
    """

    n_ctx: int = 8192
    n_gpu_layers: int = -1
    main_gpu: int | None = None
    n_batch: int = 2048
    n_ubatch: int = 512
    n_seq_max: int = 8
    n_threads: int | None = None
    flash_attn: bool = True
    type_k: Literal["f16", "q8_0"] = "f16"
    type_v: Literal["f16", "q8_0"] = "f16"


class SamplingParams(Value, frozen=True, kw_only=True):
    """How tokens are chosen; names and meaning as in llama.cpp's server. temperature 0 is greedy.

    At most one of these holds the whole answer to a form: `grammar` (GBNF), `pattern` (a regular expression without
    look-around), `json_schema` (see models.engine.schema; {"type": "object"} is JSON of any shape). An answer that
    breaks off before its form is complete ends with "length", never with "stop".

    With `draft`, tokens that repeat earlier ones are tried several at once where that is quicker. Batches of other
    sizes differ in the last bits of their logits, so what is drawn with a `seed` given is never drafted.
    """

    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    repeat_last_n: int = 64
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    logit_bias: tuple[tuple[int, float], ...] = ()
    seed: int | None = None
    draft: bool = True
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    ignore_eos: bool = False
    grammar: str | None = None
    pattern: str | None = None
    json_schema: dict[str, Any] | None = None

    @property
    def drafts(self) -> bool:
        """Tokens may be tried several at once."""
        return self.draft and (self.seed is None or self.temperature <= 0)


# --- commands ------------------------------------------------------------------------------------------------------


class Load(Value, frozen=True):
    """Load the model at `path`. Answered by Loading..., then Loaded or Failed (id 0).

    In the folder `kept` the caches of conversations are found again, and left by Keep.
    """

    path: str
    params: LoadParams
    kept: str | None = None


class Generate(Value, frozen=True, kw_only=True):
    """Answer `messages` (rendered with the model's template) or continue the raw text `prompt`; one of them is given.

    `conversation` names the KV cache to reuse between turns; None shares prefixes only. `background` work waits
    for chat turns and never uses the cells promised to them. `tools` go to the template, with `messages` only.
    Where less than `room` tokens would be left for the answer (of a small context, an eighth of it), it is refused.
    """

    id: int
    messages: tuple[ChatMessage, ...] = ()
    tools: tuple[Tool, ...] = ()
    prompt: str | None = None
    sampling: SamplingParams = SamplingParams()
    conversation: str | None = None
    background: bool = False
    room: int = 1


class Cancel(Value, frozen=True):
    """Stop request `id`; it ends with Completed(finish_reason "cancelled") within one batch."""

    id: int


class Count(Value, frozen=True):
    """How many tokens has each of `texts`? Answered by Counted."""

    id: int
    texts: tuple[str, ...]


class CountMessages(Value, frozen=True):
    """How many tokens has this conversation, rendered with the template? Answered by Counted with one figure."""

    id: int
    messages: tuple[ChatMessage, ...]
    tools: tuple[Tool, ...] = ()


class Keep(Value, frozen=True):
    """End all answers and leave the caches of conversations on disk. Answered by Counted: how many tokens of each."""

    id: int


class Forget(Value, frozen=True):
    """A conversation was deleted: nothing of it is to be left, in memory or on disk. No answer."""

    conversation: str


Command = Load | Generate | Cancel | Count | CountMessages | Keep | Forget


# --- events --------------------------------------------------------------------------------------------------------


class Loading(Value, frozen=True):
    """The model is being read: `fraction` of it, 0 to 1, never falling."""

    fraction: float


class Loaded(Value, frozen=True, kw_only=True):
    """The model is ready; what it turned out to be.

    `n_gpu_layers` of `n_layer` + 1 layers are on `device` ("CPU" when 0). `n_ctx` is the context in force.
    `build` is the engine's build line, for receipts.
    """

    n_ctx: int
    n_ctx_train: int
    n_layer: int
    n_gpu_layers: int
    device: str
    architecture: str
    size_bytes: int
    build: str
    load_ms: float


class PromptProgress(Value, frozen=True):
    """`done` of `total` prompt tokens are in the KV cache; `cached` of them were there before."""

    id: int
    done: int
    total: int
    cached: int = 0


class TextDelta(Value, frozen=True):
    """Some more of the answer's text; always whole characters."""

    id: int
    text: str


class ReasoningDelta(Value, frozen=True):
    """Some more of what stands between <think> and </think>."""

    id: int
    text: str


class ToolCall(Value, frozen=True):
    """A complete call the model asks for; `arguments` is a JSON object."""

    id: int
    name: str
    arguments: dict[str, Any]


class Completed(Value, frozen=True, kw_only=True):
    """The end of an answer, with what it cost.

    `prompt_ms` ends when the first token is sampled, so it is the engine's share of the time to first token.
    `cached_tokens` of `prompt_tokens` were already in the KV cache. `accepted_tokens` of `drafted_tokens` were right;
    they are among the predicted ones. Names as in llama.cpp's `timings`.
    """

    id: int
    finish_reason: Literal["stop", "length", "cancelled"]
    prompt_tokens: int
    cached_tokens: int
    prompt_ms: float
    predicted_tokens: int
    predicted_ms: float
    seed: int = 0
    drafted_tokens: int = 0
    accepted_tokens: int = 0

    @property
    def predicted_per_second(self) -> float:
        """Tokens per second after the first token; 0 when there was no time to measure."""
        return (self.predicted_tokens - 1) / self.predicted_ms * 1000 if self.predicted_ms > 0 else 0.0


class Counted(Value, frozen=True):
    """One figure for each text."""

    id: int
    tokens: tuple[int, ...]


class Failed(Value, frozen=True):
    """Request `id` (0: the load) ended with an error of models.errors, by class name and values."""

    id: int
    error: str
    values: dict[str, Any]


Event = Loading | Loaded | PromptProgress | TextDelta | ReasoningDelta | ToolCall | Completed | Counted | Failed
AnswerEvent = PromptProgress | TextDelta | ReasoningDelta | ToolCall | Completed


# --- what answers ----------------------------------------------------------------------------------------------------


class Answering(Iterator[AnswerEvent], Protocol):
    """An answer on its way; iterate it, or close it from any thread to stop the work."""

    def close(self) -> None: ...


class Engine(Protocol):
    """What chat and summary need of whatever runs a model. Any thread may call; several answers run side by side."""

    def generate(
        self,
        messages: Sequence[ChatMessage] | str,
        sampling: SamplingParams = ...,
        *,
        conversation: str | None = None,
        background: bool = False,
        tools: Sequence[Tool] = (),
    ) -> Answering:
        """Answer a conversation, or continue a raw text. The work starts at once, not at the first `next`.

        Raises (here or while iterating):
            ModelNotLoaded, ValueOutOfRange, ContextFull, TemplateRefused, SchemaRefused, EngineCrashed, EngineHung.
        """
        ...

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        """Tokens in each text."""
        ...

    def count_messages(self, messages: Sequence[ChatMessage], tools: Sequence[Tool] = ()) -> int:
        """Tokens in the conversation once the model's template is around it."""
        ...
