"""llama.cpp, thin and typed. The only package that imports `llama_cpp`.

A `Model` holds weights and vocabulary, a `Context` one unified KV cache of many sequences, a `Batch` the tokens of
one decode, a `Chain` the way one request chooses tokens. The names are llama.cpp's (include/llama.h); anything that
fails raises `LlamaError`. Nothing here is safe to use from two threads at once.
"""

from models.engine.llama.context import Aborted, Batch, Context
from models.engine.llama.devices import GgmlDevice, devices
from models.engine.llama.library import (
    LlamaError,
    backends,
    build,
    complaint,
    cuda_problem,
    default_threads,
    gpus,
    start,
)
from models.engine.llama.model import Cancelled, Model
from models.engine.llama.product import products
from models.engine.llama.sampler import Candidates, Chain
from models.engine.llama.shortlist import Shortlist
from models.engine.llama.vocabulary import Vocabulary

__all__ = [
    "Aborted",
    "Batch",
    "Cancelled",
    "Candidates",
    "Chain",
    "Context",
    "GgmlDevice",
    "LlamaError",
    "Model",
    "Shortlist",
    "Vocabulary",
    "backends",
    "build",
    "complaint",
    "cuda_problem",
    "default_threads",
    "devices",
    "gpus",
    "products",
    "start",
]
