"""The `paddock` command: the window, or the terminal assistant; Qt is imported only when a window is to open."""

from __future__ import annotations


def main() -> int:
    """Run the command line; returns the exit code."""
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
