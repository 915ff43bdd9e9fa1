"""llama-cpp-python's `Llama.create_chat_completion` as a process: a line of JSON in, a line of JSON out.

    python -m tests.bench.rivals.stock MODEL.gguf THREADS N_CTX

In: {"text": a user's message, "tokens": how many to write}. Out: how many were written. Flash attention is switched on,
as it is in ours.
"""

from __future__ import annotations

import json
import sys

from llama_cpp import Llama


def main() -> None:
    """See the module's text."""
    path, threads, n_ctx = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    model = Llama(
        path, n_ctx=n_ctx, n_threads=threads, n_threads_batch=threads, n_gpu_layers=0, flash_attn=True, verbose=False
    )
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        messages = [{"role": "user", "content": asked["text"]}]
        answer = model.create_chat_completion(messages=messages, temperature=0.0, max_tokens=asked["tokens"])
        print(json.dumps({"tokens": answer["usage"]["completion_tokens"]}), flush=True)


if __name__ == "__main__":
    main()
