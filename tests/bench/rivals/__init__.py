"""Ours beside other ways to run the same file from Python. See `python -m tests.bench.rivals --help`."""
