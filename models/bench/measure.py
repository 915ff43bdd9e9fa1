"""`paddock bench`: what a model does on this machine, through the engine's own process as in a chat."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Generator, Iterator, Set
from pathlib import Path

from models.bench.effort import Estimate, Item, Meter, choose
from models.bench.events import Alone, Announced, Event, Memory, Rival, Skipped, Together, Working
from models.bench.footprint import peak_of_process, used_on_cards
from models.bench.llama_bench import LlamaBench
from models.bench.receipt import receipt
from models.bench.selection import SMALL_CONTEXTS, Selection, Wish
from models.bench.texts import Texts
from models.bench.trial import WARM_UP, trial
from models.engine.client import Answer, EngineClient
from models.engine.hardware import hardware
from models.engine.protocol import Completed, Loaded, LoadParams, PromptProgress, SamplingParams
from models.engine.shape import of_header
from models.errors import EngineError
from models.hub.shelf import InstalledModel

REPEATS, REPEATS_QUICK = (5, 3, 1), (1,)
BUDGET_S, BUDGET_QUICK_S = 300.0, 60.0  # without sizes named
_TOLD_EVERY_S = 0.1
_ONCE = SamplingParams(max_tokens=1)


class Bench:
    """One run over one model. `params` are the user's, `fixed` their fields that must not change.

    With `anyway` what the plan says does not fit is tried all the same. One thread at a time.
    """

    def __init__(
        self,
        model: InstalledModel,
        params: LoadParams,
        wish: Wish,
        log: Path,
        *,
        fixed: Set[str] = frozenset(),
        rival: LlamaBench | None = None,
        anyway: bool = False,
    ) -> None:
        self._model = model
        self._path = Path(model.path)
        self._wish = wish
        self._log = log
        self._rival = rival
        # Not greedy: a text that goes round in circles would measure how well it is guessed.
        self._sampling = SamplingParams(ignore_eos=True, seed=1, draft=False, max_tokens=wish.tokens)
        self._anyway = anyway
        self._machine = hardware()
        shape = of_header(model.header(), model.size_bytes)
        self._selection = Selection(shape, self._machine, params, wish, fixed=fixed, anyway=anyway)
        self._shape = shape
        self._told_s = 0.0

    def run(self) -> Generator[Event, None, None]:
        """Announced first, then each figure as it is taken, with Working all along. Closing it ends the work.

        Raises:
            DoesNotFit: Not even a small context does.
            EngineError: The engine failed in the trial; later a failure is Skipped, and the rest is measured.
            LlamaBenchFailed: It did.
        """
        small = self._selection.trial()
        if not small.fits and not self._anyway:
            raise small.refusal(self._model.title)
        yield Working(kind="context", size=0, fraction=0.0)
        loaded, speed = trial(self._path, small.params, self._log)
        self._estimate = Estimate(self._shape, speed)
        items, left_out, repeats = self._choose()
        seconds = sum(self._cost(item, repeats) for item in items)
        self._meter = Meter(seconds)
        yield Announced(
            receipt=receipt(self._model, loaded, small.params, self._machine, tokens=self._wish.tokens),
            contexts=tuple(item.size for item in items if item.kind == "context"),
            sequences=tuple(item.size for item in items if item.kind == "sequences"),
            left_out=tuple(left_out),
            repeats=repeats,
            seconds=seconds,
        )
        for item in items:
            try:
                yield from self._alone(item, repeats) if item.kind == "context" else self._together(item, repeats)
            except EngineError as error:  # a finding, and no reason to leave the others out
                yield Skipped(kind=item.kind, size=item.size, why="failed", values={"detail": str(error)})

    # --- what, and how long -------------------------------------------------------------------------------------

    def _choose(self) -> tuple[list[Item], list[Skipped], int]:
        """What to measure, what is left out and why, and how often."""
        wish, chosen_from = self._wish, self._selection
        budget_s = BUDGET_QUICK_S if wish.quick else BUDGET_S
        repeats = (wish.repeats,) if wish.repeats else REPEATS_QUICK if wish.quick else REPEATS
        contexts = chosen_from.contexts()
        offered = [*contexts, *chosen_from.sequences(self._estimate.speed.read)]
        chosen, times = choose(offered, self._cost, repeats, budget_s)
        items, left_out = list(chosen), chosen_from.skipped
        if contexts and not set(contexts) & set(chosen):  # a slow machine: something shorter, and less besides
            smaller = [small for size in SMALL_CONTEXTS if (small := chosen_from.context(size))]
            cheap = [small for small in smaller if self._cost(small, times) <= budget_s / 2]
            items[:0] = cheap[:1] or smaller[-1:]
            while len(items) > 1 and sum(self._cost(item, times) for item in items) > budget_s:
                items.pop()
        for item in offered:
            if item not in items:
                minutes = max(1, round(self._cost(item, times) / 60))
                left_out.append(Skipped(kind=item.kind, size=item.size, why="takes_long", values={"minutes": minutes}))
        return items, left_out, times

    def _cost(self, item: Item, repeats: int) -> float:
        return self._estimate.all_s(item, repeats, rival=self._rival is not None)

    # --- one answer ---------------------------------------------------------------------------------------------

    def _alone(self, item: Item, repeats: int) -> Iterator[Working | Alone]:
        """With a rival the engine ends before each of its turns: both want all the memory and the processor."""
        ends: list[Completed] = []
        theirs: list[Rival] = []
        rounds, each = (repeats, 1) if self._rival else (1, repeats)
        self._meter.done(self._estimate.before_s(item))
        for _ in range(rounds):
            before = used_on_cards()
            with EngineClient(self._log) as client:
                loaded, texts = yield from self._load(client, item)
                for _ in range(each):
                    answer = client.generate(texts.of(item.prompt_tokens), self._sampling)
                    ends.append((yield from self._follow(answer, item)))
                    self._meter.done(self._estimate.each_s(item))
                measured = _footprint(client, loaded, before)
            if self._rival:
                theirs.append((yield from self._their_turn(self._rival, item)))
        first, rates = [end.prompt_ms for end in ends], [end.predicted_per_second for end in ends]
        yield Alone(
            n_ctx=item.size,
            chosen=self._selection.is_chosen(item),
            prompt_tokens=ends[-1].prompt_tokens,
            n_gpu_layers=loaded.n_gpu_layers,
            n_layers=loaded.n_layer + 1,
            type_k=item.params.type_k,
            first_token_ms=statistics.median(first),
            tokens_per_s=statistics.median(rates),
            first_token_ms_samples=tuple(first),
            tokens_per_s_samples=tuple(rates),
            memory=Memory(planned_bytes=self._selection.plans[item].total_bytes, measured_bytes=measured),
            rival=_median(theirs),
        )

    def _their_turn(self, rival: LlamaBench, item: Item) -> Generator[Working, None, Rival]:
        figures = []
        for running in (rival.first_token_ms(self._path, item), rival.tokens_per_s(self._path, item)):
            with contextlib.closing(running):
                try:
                    while True:
                        next(running)
                        yield self._working(item)
                except StopIteration as end:
                    figures.append(float(end.value))
        self._meter.done(self._estimate.rival_s(item))
        return Rival(first_token_ms=figures[0], tokens_per_s=figures[1])

    # --- many answers -------------------------------------------------------------------------------------------

    def _together(self, item: Item, repeats: int) -> Iterator[Working | Together]:
        """The prompts are read first and stay in the cache, so that only the writing is timed."""
        rates: list[float] = []
        before = used_on_cards()
        with EngineClient(self._log) as client:
            loaded, texts = yield from self._load(client, item)
            prompts = {str(number): texts.of(item.prompt_tokens) for number in range(item.size)}
            for chat, text in prompts.items():
                list(client.generate(text, _ONCE, conversation=chat))
                yield self._working(item)
            self._meter.done(self._estimate.before_s(item))
            for _ in range(repeats):
                started = time.perf_counter()
                answers = [client.generate(text, self._sampling, conversation=chat) for chat, text in prompts.items()]
                for answer in answers:
                    yield from self._follow(answer, item)
                rates.append(item.size * item.tokens / (time.perf_counter() - started))
                self._meter.done(self._estimate.each_s(item))
            measured = _footprint(client, loaded, before)
        yield Together(
            sequences=item.size,
            prompt_tokens=item.prompt_tokens,
            tokens_per_s=statistics.median(rates),
            tokens_per_s_samples=tuple(rates),
            memory=Memory(planned_bytes=self._selection.plans[item].total_bytes, measured_bytes=measured),
        )

    # --- the engine ---------------------------------------------------------------------------------------------

    def _load(self, client: EngineClient, item: Item) -> Generator[Working, None, tuple[Loaded, Texts]]:
        """The item's load, and a first answer that warms everything up."""
        for event in client.load(self._path, item.params):
            if isinstance(event, Loaded):
                loaded = event
            yield self._working(item)
        texts = Texts(client.count)
        list(client.generate(texts.of(WARM_UP), _ONCE))
        return loaded, texts

    def _follow(self, answer: Answer, item: Item) -> Generator[Working, None, Completed]:
        """An answer to its end, saying now and then how far it is."""
        reading_s = self._estimate.reading_s(item.prompt_tokens)
        writing_s = self._estimate.writing_s(item.tokens, item.prompt_tokens)
        written = 0
        with contextlib.closing(answer):
            for event in answer:
                match event:
                    case PromptProgress(done=done, total=total):
                        part_s = reading_s * done / total
                    case Completed():
                        return event
                    case _:
                        written += 1
                        part_s = reading_s + writing_s * min(1.0, written / item.tokens)
                if (now := time.monotonic()) - self._told_s > _TOLD_EVERY_S:
                    self._told_s = now
                    yield self._working(item, part_s)
        raise AssertionError("an answer ends with Completed or an error")

    def _working(self, item: Item, part_s: float = 0.0) -> Working:
        fraction, left_s = self._meter.fraction(part_s), self._meter.left_s(part_s)
        return Working(kind=item.kind, size=item.size, fraction=fraction, left_s=left_s)


def _footprint(client: EngineClient, loaded: Loaded, before: int) -> int:
    """What the engine takes now: of the cards, when layers are there, and the whole process otherwise."""
    return used_on_cards() - before if loaded.n_gpu_layers else peak_of_process(client.pid)


def _median(rivals: list[Rival]) -> Rival | None:
    if not rivals:
        return None
    return Rival(
        first_token_ms=statistics.median(one.first_token_ms for one in rivals),
        tokens_per_s=statistics.median(one.tokens_per_s for one in rivals),
    )
