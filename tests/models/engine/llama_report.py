"""Run as a program: load a model with llama.cpp and print, as JSON, the buffer sizes it reports, one line a setting.

usage: llama_report.py MODEL SETTINGS...   a setting is the JSON of LoadParams' fields
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from typing import Any

from llama_cpp import llama_cpp as lib

_SIZE = re.compile(r"(KV|RS|compute) buffer size *= *([\d.]+) MiB")
_TYPES = {"f16": 1, "q8_0": 8}


def main() -> None:
    lines: list[str] = []
    callback = lib.llama_log_callback(lambda _level, text, _data: lines.append(text.decode("utf-8", "replace")))
    lib.llama_log_set(callback, ctypes.c_void_p())
    lib.llama_backend_init()
    settings = lib.llama_model_default_params()
    settings.n_gpu_layers = 0
    model = lib.llama_model_load_from_file(sys.argv[1].encode(), settings)
    if not model:
        sys.exit("".join(lines))
    found = {"weights": lib.llama_model_size(model) / (1 << 20)}
    for text in sys.argv[2:]:
        lines.clear()
        context = lib.llama_init_from_model(model, context_params(json.loads(text)))
        if not context:
            sys.exit("".join(lines))
        sys.stdout.write(json.dumps({**found, **sizes(lines)}) + "\n")
        lib.llama_free(context)


def context_params(wished: dict[str, Any]) -> Any:
    params = lib.llama_context_default_params()
    for name in ("n_ctx", "n_batch", "n_ubatch", "n_seq_max"):
        setattr(params, name, wished[name])
    params.type_k, params.type_v = _TYPES[wished["type_k"]], _TYPES[wished["type_v"]]
    params.flash_attn_type = 1 if wished["flash_attn"] else 0
    params.kv_unified, params.swa_full = True, False
    return params


def sizes(lines: list[str]) -> dict[str, float]:
    """MiB by kind, summed over buffers."""
    found: dict[str, float] = {}
    for kind, size in _SIZE.findall("".join(lines)):
        found[kind] = found.get(kind, 0.0) + float(size)
    return found


if __name__ == "__main__":
    main()
