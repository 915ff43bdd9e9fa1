"""Tokens a second: one answer behind prompts of many lengths, its first token, and many answers at once."""

from __future__ import annotations

from collections.abc import Sequence

from models.engine.client import EngineClient
from models.engine.protocol import SamplingParams
from tests.bench.gpu.engines import GREEDY, ONCE, TOKENS, WARM, Machine, Texts, complete
from tests.bench.sheet import Sheet

DEPTHS = (512, 4096, 16384, 32768)
PROMPTS = (4096, 8192, 16384, 32768)


def alone(sheet: Sheet, machine: Machine, name: str, depths: Sequence[int], *, goal: str, rounds: int = 5) -> None:
    """One answer of 128 tokens behind each of `depths`, and what reading the prompt before it took."""
    with machine.engine(name, n_ctx=max(depths) + TOKENS + 256, n_seq_max=1) as client:
        texts = Texts(client)
        for depth in depths:  # warms up
            complete(client.generate(texts.next(depth), GREEDY))
        for _ in sheet.rounds(rounds):
            for depth in depths:
                _one(sheet, client, texts.next(depth), name, depth, goal)
            listed = ",".join(map(str, depths))
            words = ["-r", "1", "-p", "0", "-n", str(TOKENS), "-d", listed]
            for test in machine.bench(name, *words, timeout_s=sheet.left):
                sheet.add(_row(name, test["n_depth"]), "llama-bench tg128", test["samples_ts"][0])


def _row(name: str, depth: int) -> str:
    return f"{name}, one answer behind {depth} tokens, tok/s"


def _one(sheet: Sheet, client: EngineClient, text: str, name: str, depth: int, goal: str) -> None:
    row, end = _row(name, depth), complete(client.generate(text, GREEDY))
    assert end.cached_tokens < 8, end
    assert end.predicted_tokens == TOKENS, end
    sheet.add(row, "ours, greedy", end.predicted_per_second, goal=goal)
    sheet.add(_first(name, depth), "ours", end.prompt_ms, goal="<= 1.05")
    if depth < 4096:  # what is chosen among costs the same behind any prompt
        sheet.add(row, "ours, temperature", complete(client.generate(text, WARM)).predicted_per_second)


def first_token(sheet: Sheet, machine: Machine, name: str, prompts: Sequence[int], *, rounds: int = 2) -> None:
    """From the request to the first token, beside what llama-bench takes to read as many tokens, three times a round.

    Those lengths that `alone` reads too have ours measured already; each is measured once a round all the same.
    """
    with machine.engine(name, n_ctx=max(prompts) + 256, n_seq_max=1) as client:
        texts = Texts(client)
        times = {tokens: 1 if _first(name, tokens) in sheet.rows else 3 for tokens in prompts}
        for tokens in prompts:
            complete(client.generate(texts.next(tokens), ONCE))
        for _ in sheet.rounds(rounds):
            for tokens in prompts:
                for _ in range(times[tokens]):
                    end = complete(client.generate(texts.next(tokens), ONCE))
                    assert end.cached_tokens < 8, end
                    sheet.add(_first(name, tokens), "ours", end.prompt_ms, goal="<= 1.05")
            # The first of four warms up, which is one reading less than its own way of doing so.
            words = ["--no-warmup", "-r", "4", "-n", "0", "-p", ",".join(map(str, prompts))]
            for test in machine.bench(name, *words, timeout_s=sheet.left):
                for rate in test["samples_ts"][1:]:
                    sheet.add(_first(name, test["n_prompt"]), "llama-bench pp", test["n_prompt"] / rate * 1000)


def _first(name: str, tokens: int) -> str:
    return f"{name}, first token of {tokens}, ms"


def together(
    sheet: Sheet, machine: Machine, name: str, count: int, *, depth: int = 512, rounds: int = 5, unified: int = 2
) -> None:
    """`count` answers at once; llama-batched-bench also with one cache for all, as ours is, in `unified` rounds."""
    row = f"{name}, {count} answers behind {depth} tokens, tok/s in all"
    with machine.engine(name, n_ctx=count * (depth + TOKENS + 2), n_seq_max=count) as client:
        texts = Texts(client)
        for kind in (GREEDY, WARM):
            _many(client, texts, count, depth, kind)
        for number in sheet.rounds(rounds):
            sheet.add(row, "ours, greedy", _many(client, texts, count, depth, GREEDY), goal=">= 0.80")
            sheet.add(row, "ours, temperature", _many(client, texts, count, depth, WARM), goal=">= 0.70")
            shape = ["-c", str(count * (depth + TOKENS) + 512), "-npp", str(depth), "-ntg", str(TOKENS)]
            for column, more in (("llama-batched-bench", []), ("llama-batched-bench -kvu", ["-kvu"])):
                if not more or number < unified:
                    words = [*shape, "-npl", str(count), *more]
                    sheet.add(row, column, machine.batched_bench(name, *words, timeout_s=sheet.left))


def _many(client: EngineClient, texts: Texts, count: int, depth: int, sampling: SamplingParams) -> float:
    """The sum of the answers' rates while all are being written; the prompts are read before."""
    prompts = [texts.next(depth) for _ in range(count)]
    for answer in [client.generate(text, ONCE, conversation=str(n)) for n, text in enumerate(prompts)]:
        complete(answer)
    answers = [client.generate(text, sampling, conversation=str(n)) for n, text in enumerate(prompts)]
    ends = [complete(answer) for answer in answers]
    assert all(end.prompt_tokens - end.cached_tokens == 1 for end in ends), ends
    assert all(end.predicted_tokens == TOKENS for end in ends), ends
    return sum(end.predicted_per_second for end in ends)
