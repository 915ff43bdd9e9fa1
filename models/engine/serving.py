"""A loaded model that answers: template, tokens, scheduler, text. Lives in the engine's process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from models.engine import llama
from models.engine.decoder import ContextDecoder
from models.engine.delivery import Delivery
from models.engine.dialect import PLAIN
from models.engine.drafting import Drafting
from models.engine.kept import Kept, forget
from models.engine.lookup import Lookup
from models.engine.model_file import changed, identity
from models.engine.pinned import pinned_template
from models.engine.prompt import Prompts
from models.engine.protocol import ChatMessage, Event, Failed, Generate, Loaded, LoadParams, SamplingParams, Tool
from models.engine.request import Request
from models.engine.sampling import Sampler
from models.engine.scheduler import Scheduler
from models.engine.slices import SLICE_ALONE_S
from models.engine.stopping import Transcriber
from models.errors import ContextFull, ModelChanged

if TYPE_CHECKING:
    from models.engine.constraint import Constraint, Constraints

_WORTH_RESTORING = 128  # tokens in common; fewer are as soon read
_SLICE_ON_CPU_S = 1.0  # the reading of a prompt can be interrupted there; only what is told of its progress waits
_ON_CPU_EVERY = 8  # while a chat is answered, background work gets one step in so many; on a GPU it costs little


class Serving:
    """The model at `path` and everything that is being answered with it.

    While the processor reads a prompt `urgent` is asked whether to leave it for now.

    Raises:
        llama.LlamaError: llama.cpp's reason why it cannot be loaded, or `Cancelled`.
        OSError: The file cannot be read.
    """

    def __init__(
        self,
        path: Path,
        params: LoadParams,
        send: Callable[[Event], None],
        progress: Callable[[float], bool],
        kept: Path | None = None,
        urgent: Callable[[], bool] | None = None,
    ) -> None:
        self._path = path
        self._identity = identity(path)
        self._send = send
        self._model = llama.Model(path, params, progress)
        if not self._model.generates:
            raise llama.LlamaError("it is no model that writes text")
        self._context = llama.Context(self._model, params)
        self._vocabulary = self._model.vocabulary
        self._end = self._vocabulary.end_of_generation
        self._on_device = self._model.n_gpu_layers > self._model.n_layer  # the output layer is there too
        cuts_anywhere = self._model.cuts_anywhere  # other models may reorder the outputs of a batch
        listed = self._on_device and cuts_anywhere and llama.Shortlist.suits(self._context)
        self._shortlist = llama.Shortlist(self._context) if listed else None
        decoder = ContextDecoder(
            self._context,
            cuts_anywhere=cuts_anywhere,
            shortlist=self._shortlist,
            urgent=None if self._on_device else urgent,
        )
        self._scheduler = Scheduler(
            decoder,
            drafting=Drafting(self._end),
            background_every=1 if self._on_device else _ON_CPU_EVERY,
            slice_alone_s=SLICE_ALONE_S if self._on_device else _SLICE_ON_CPU_S,
        )
        template = pinned_template(path, self._model.architecture) or self._model.chat_template
        self._prompts = Prompts(self._vocabulary, template, name=path.name)
        control = self._vocabulary.control
        self._marks = frozenset(control[mark] for mark in self._prompts.dialect.marks if mark in control)
        source = f"{path.name} {self._identity[2:]} {params.type_k} {params.type_v} {params.flash_attn} {llama.build()}"
        self._kept = Kept(kept, source) if kept else None
        self._kept_folder = kept
        self._constraints: Constraints | None = None
        self._deliveries: dict[int, Delivery] = {}
        self._fresh: list[tuple[Request, list[int]]] = []  # chosen, and not yet made text

    @property
    def busy(self) -> bool:
        return self._scheduler.busy

    @property
    def in_background(self) -> bool:
        """Nobody waits for what is being answered."""
        return all(request.background for request in self._scheduler.requests)

    def description(self, load_ms: float) -> Loaded:
        model = self._model
        return Loaded(
            n_ctx=self._context.n_ctx,
            n_ctx_train=model.n_ctx_train,
            n_layer=model.n_layer,
            n_gpu_layers=model.n_gpu_layers,
            device=model.device,
            architecture=model.architecture,
            size_bytes=self._identity[2],
            build=llama.build(),
            load_ms=load_ms,
        )

    def generate(self, command: Generate) -> None:
        """Queue a request. Raises: ContextFull, PromptEmpty, TemplateRefused, SchemaRefused."""
        arrived, sampling = time.perf_counter(), command.sampling
        if command.prompt is None:
            tokens, opened = self._of_messages(command)
            dialect = self._prompts.dialect
        else:
            tokens, opened, dialect = self._prompts.of_text(command.prompt), False, PLAIN
        needed, n_ctx = len(tokens) + min(command.room, self._context.n_ctx // 8), self._context.n_ctx
        if needed > n_ctx:
            raise ContextFull(needed=needed, n_ctx=n_ctx)
        sampler = Sampler(self._vocabulary, sampling, self._constraint(sampling))
        request = Request(
            id=command.id,
            tokens=tokens,
            sampler=sampler,
            conversation=command.conversation,
            background=command.background,
            max_tokens=sampling.max_tokens,
            lookup=Lookup() if sampling.drafts else None,
        )
        transcriber = Transcriber(sampling.stop, opened=opened, dialect=dialect, tools=command.tools)
        self._scheduler.submit(request)
        self._deliveries[command.id] = Delivery(request, sampler, transcriber, self._send, arrived)

    def _constraint(self, sampling: SamplingParams) -> Constraint | None:
        """Raises: SchemaRefused."""
        if sampling.grammar is None and sampling.pattern is None and sampling.json_schema is None:
            return None
        if self._constraints is None:
            from models.engine.constraint import Constraints  # llguidance and its tables: only for who needs them

            self._constraints = Constraints(self._vocabulary)
        return self._constraints.of(sampling)

    def cancel(self, number: int) -> None:
        """End request `number`; one that has ended already is no mistake."""
        self._write()
        if request := self._scheduler.find(number):
            self._complete(request, "cancelled")

    def keep(self) -> tuple[int, ...]:
        """End all answers and leave the caches of conversations on disk; how many tokens of each."""
        for request in self._scheduler.requests:
            self.cancel(request.id)
        if self._kept is None:
            return ()
        left, now = [], time.time()
        for age, slot in enumerate(self._scheduler.kept()):
            write, n_bytes = partial(self._context.save, slot.sequence), self._context.state_bytes(slot.sequence)
            if self._kept.keep(slot.conversation or "", slot.tokens, n_bytes, write, now - age):
                left.append(len(slot.tokens))
        return tuple(left)

    def forget(self, conversation: str) -> None:
        """A conversation was deleted."""
        self._scheduler.forget(conversation)
        if self._kept_folder:
            forget(self._kept_folder, conversation)

    def _of_messages(self, command: Generate) -> tuple[list[int], bool]:
        """The prompt's tokens, with what was kept of the conversation back in the cache if it is of use."""
        cached = self._scheduler.cached(command.conversation)
        if cached or self._kept is None or command.conversation is None:
            return self._prompts.of_messages(command.messages, command.tools, cached=cached)
        kept = self._kept.tokens(command.conversation)
        found = self._prompts.of_messages(command.messages, command.tools, cached=kept)
        same = next((at for at, pair in enumerate(zip(kept, found[0], strict=False)) if pair[0] != pair[1]), len(kept))
        if same == len(kept) > 0 or (same >= _WORTH_RESTORING and self._model.cuts_anywhere):
            self._restore(command.conversation, kept)
        return found

    def _restore(self, conversation: str, tokens: Sequence[int]) -> None:
        assert self._kept is not None
        sequence = self._scheduler.adopt(conversation, tokens)
        if sequence is not None and not self._kept.take(conversation, partial(self._context.restore, sequence)):
            self._scheduler.forget(conversation)

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        return tuple(map(self._prompts.count, texts))

    def count_messages(self, messages: Sequence[ChatMessage], tools: Sequence[Tool]) -> int:
        """Raises: TemplateRefused."""
        return len(self._prompts.of_messages(messages, tools)[0])

    def step(self) -> None:
        """One decode, and what it brought. Raises: LlamaError, when the cache is lost."""
        step = self._scheduler.step(self._write)
        for request in step.read:
            self._deliveries[request.id].read()
        for request, tokens in step.sampled:
            self._advance(request, tokens)

    def _advance(self, request: Request, chosen: list[int | None]) -> None:
        """A device computes the next batch while tokens become text; only what ends an answer is not put off."""
        tokens = [token for token in chosen if token is not None]
        ended = chosen[-1] is None or chosen[-1] in self._end
        later = self._on_device and request.n_predicted > len(tokens)
        if ended or not later or self._scheduler.exhausted(request):
            self._make_text(request, tokens, ended=ended)
        else:
            self._fresh.append((request, tokens))

    def _write(self) -> None:
        fresh, self._fresh = self._fresh, []
        for request, tokens in fresh:
            self._make_text(request, tokens)

    def _make_text(self, request: Request, tokens: Sequence[int], *, ended: bool = False) -> None:
        """`ended` says that the last of `tokens` ends the answer, or that nothing can follow them."""
        delivery = self._deliveries[request.id]
        for number, token in enumerate(tokens, 1):
            delivery.token(b"" if token in self._end else self._vocabulary.piece(token, special=token in self._marks))
            if delivery.stopped:
                request.take_back(len(tokens) - number)
                break
        if ended or delivery.stopped or delivery.finished:
            self._complete(request, "stop")
        elif self._scheduler.exhausted(request):
            self._complete(request, "length")

    def _complete(self, request: Request, reason: Literal["stop", "length", "cancelled"]) -> None:
        """The request's last event; a model file that changed meanwhile makes the answer worthless."""
        self._scheduler.finish(request)
        delivery = self._deliveries.pop(request.id)
        delivery.close()
        if changed(self._path, self._identity):
            error = ModelChanged(name=self._path.name)
            self._send(Failed(request.id, type(error).__name__, error.values))
        else:
            delivery.complete(reason)
