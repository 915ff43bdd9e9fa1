"""What a trained network answers to samples it never saw: greedy, many at once, on the device it was trained on.

A first look in seconds. What counts is measured with the file and the engine that are shipped: `cria.evaluate`.
"""

from __future__ import annotations

import itertools
import time
from collections import defaultdict

import torch
from torch import Tensor
from torch.nn import functional

from cria.batches import Encoder
from cria.generate import samples
from cria.network import Network, Packed
from cria.sample import Sample
from cria.tokenizer import load

_UNSEEN_SEED = 77_000_001
_MOST_NEW = 768


@torch.inference_mode()
def answers(network: Network, prompts: list[list[int]], end: int, most: int, until: float) -> list[list[int]]:
    """The likeliest tokens after each prompt, to `end` (not included) or `most` of them or the time `until`."""
    device, kind = network.embedding.weight.device, _kind(network)
    shape, count = network.shape, len(prompts)
    lengths = torch.tensor([len(each) for each in prompts], device=device)
    room = min(shape.context, int(lengths.max()) + most)
    cache = torch.zeros(2, shape.layers, count, room, shape.kv_heads, shape.head_width, device=device, dtype=kind)
    last = _read(network, prompts, lengths, cache)
    rows, places = torch.arange(count, device=device), torch.arange(room, device=device)
    found, done = [], torch.zeros(count, dtype=torch.bool, device=device)
    for position in range(room - int(lengths.max())):
        token = network.logits(last).argmax(-1)
        done |= token == end
        found.append(torch.where(done, end, token))
        if time.monotonic() > until or (position % 16 == 0 and bool(done.all())):
            break
        at = lengths + position
        x = network.embedding(token)
        sees = (places <= at[:, None])[:, None, None]
        for layer, block in enumerate(network.blocks):
            q, k, v = block.qkv(x, network.cosines[at], network.sines[at])
            cache[0, layer, rows, at], cache[1, layer, rows, at] = k.to(cache.dtype), v.to(cache.dtype)
            keys, values = (cache[each, layer].transpose(1, 2) for each in (0, 1))
            attended = functional.scaled_dot_product_attention(
                q.to(kind).unsqueeze(2), keys, values, attn_mask=sees, enable_gqa=True
            )
            x = block.after(x, attended.squeeze(2))
        last = network.norm(x)
    columns = torch.stack(found, 1).tolist()
    return [list(itertools.takewhile(lambda token: token != end, each)) for each in columns]


def _kind(network: Network) -> torch.dtype:
    """Of keys and values: what attention is fast at."""
    return torch.bfloat16 if network.embedding.weight.is_cuda else torch.float32


def _read(network: Network, prompts: list[list[int]], lengths: Tensor, cache: Tensor) -> Tensor:
    """Fill the cache with the prompts; what the last layer makes of each prompt's last token."""
    device = cache.device
    ends = lengths.cumsum(0)
    bounds = torch.cat((torch.zeros_like(ends[:1]), ends)).int()
    tokens = torch.tensor([token for each in prompts for token in each], device=device)
    row = torch.repeat_interleave(torch.arange(len(prompts), device=device), lengths)
    position = torch.arange(len(tokens), device=device) - bounds[row]
    batch = Packed(tokens, position, bounds)
    x = network.embedding(batch.tokens)
    for layer, block in enumerate(network.blocks):
        q, k, v = block.qkv(x, network.cosines[position], network.sines[position])
        cache[0, layer, row, position], cache[1, layer, row, position] = k.to(cache.dtype), v.to(cache.dtype)
        attended = network.attend(*(each.to(cache.dtype) for each in (q, k, v)), bounds)
        x = block.after(x, attended)
    return network.norm(x)[ends - 1]


def report(network: Network, each: int, until: float) -> None:
    """Print, by task, how many answers and how many of their lines are as wanted; for short samples, then long."""
    encoder = Encoder(load())
    device = network.embedding.weight.device.type
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        for longest, count in ((1600, each), (7000, max(1, each // 4))):
            if time.monotonic() < until:
                _report(network, encoder, longest, count, until)


def _report(network: Network, encoder: Encoder, longest: int, each: int, until: float) -> None:
    chosen = _chosen(encoder, longest, each)
    prompts = [prompt for _, prompt in chosen]
    got = [encoder.text(tokens) for tokens in answers(network, prompts, encoder.end_of_turn, _MOST_NEW, until)]
    tasks: dict[str, list[tuple[Sample, str]]] = defaultdict(list)
    for (sample, _), answer in zip(chosen, got, strict=True):
        tasks[sample.task].append((sample, answer))
    print(f"unseen, prompts of up to {longest} tokens:")
    for task, pairs in sorted(tasks.items()):
        whole = sum(answer == sample.messages[-1].content for sample, answer in pairs)
        lines = [line for sample, _ in pairs for line in sample.messages[-1].content.split("\n")]
        same = sum(_lines_alike(sample.messages[-1].content, answer) for sample, answer in pairs)
        print(f"{task:>16}: {whole} of {len(pairs)} answers, {100 * same / len(lines):.1f} % of {len(lines)} lines")
        for sample, answer in pairs:
            if answer != sample.messages[-1].content:
                print(f"    wanted {sample.messages[-1].content[:300]!r}\n    got    {answer[:300]!r}")
                break


def _lines_alike(wanted: str, got: str) -> int:
    there = set(got.split("\n"))
    return sum(line in there for line in wanted.split("\n"))


def _chosen(encoder: Encoder, longest: int, each: int) -> list[tuple[Sample, list[int]]]:
    """So many of each task, with their prompts; the longer half of what the generator makes."""
    counts: dict[str, int] = defaultdict(int)
    chosen = []
    for sample in itertools.islice(samples(_UNSEEN_SEED + longest, longest), 200 * each):
        prompt = encoder.prompt(sample)
        if longest / 3 < len(prompt) <= longest and counts[sample.task] < each:
            counts[sample.task] += 1
            chosen.append((sample, prompt))
    return chosen
