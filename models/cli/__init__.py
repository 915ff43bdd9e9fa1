"""The `paddock` command for terminals and scripts; it runs without Qt.

Results go to stdout, everything else to stderr. With `--json` stdout carries one JSON document and nothing else.
Exit codes: 0 done, 1 the world's fault (one sentence on stderr), 2 wrong usage, 3 done in part, 130 interrupted.
"""

from models.cli.command import main

__all__ = ["main"]
