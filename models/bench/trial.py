"""A short look at how fast a machine is with a model, before anybody waits for the long measurement."""

from __future__ import annotations

from pathlib import Path

from models.bench.effort import Speed
from models.bench.texts import Texts
from models.engine.client import EngineClient
from models.engine.protocol import Completed, Loaded, LoadParams, SamplingParams

WARM_UP = 32  # tokens read for nothing: pages of the file, the card's kernels
_READ = 64, 512  # tokens of the first prompt, and of the second where the first went fast
_FAST = 200.0  # tokens a second of reading
_WRITTEN = 16


def trial(path: Path, params: LoadParams, log: Path) -> tuple[Loaded, Speed]:
    """Load, read a little, write a little: seconds, or half a minute on the slowest. Raises: EngineError."""
    with EngineClient(log) as client:
        *_, loaded = client.load(path, params)
        assert isinstance(loaded, Loaded), "a load ends with Loaded or an error"
        texts = Texts(client.count)
        list(client.generate(texts.of(WARM_UP), SamplingParams(max_tokens=1)))
        sampling = SamplingParams(ignore_eos=True, seed=1, draft=False, max_tokens=_WRITTEN)
        for tokens in _READ:
            *_, end = client.generate(texts.of(tokens), sampling)
            assert isinstance(end, Completed), "an answer ends with Completed or an error"
            read = (end.prompt_tokens - end.cached_tokens) / end.prompt_ms * 1000
            speed = Speed(load_s=loaded.load_ms / 1000, read=read, write=end.predicted_per_second)
            if read < _FAST:
                break
        return loaded, speed
