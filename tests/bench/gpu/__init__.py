"""What one graphics card does, ours beside llama.cpp's own tools. See `python -m tests.bench.gpu --help`."""
