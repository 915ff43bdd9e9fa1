"""xllamacpp's server as a process: says where on the loopback it listens, and ends with its standard input.

    build/rivals/xllamacpp/bin/python tests/bench/rivals/xllama.py MODEL.gguf THREADS N_CTX SEQUENCES

Runs in an environment of its own, in which nothing of ours is installed.
"""

from __future__ import annotations

import sys

import xllamacpp


def main() -> None:
    """See the module's text."""
    path, threads, n_ctx, sequences = sys.argv[1], *map(int, sys.argv[2:])
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.n_ctx = n_ctx
    params.n_parallel = sequences
    params.n_gpu_layers = 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED
    params.port = 0
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
