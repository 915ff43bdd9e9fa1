"""What files are called where several stand side by side."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def told_apart(paths: Sequence[Path]) -> list[str]:
    """Each file's name; where several have one name, with as many of the folders above as tell them apart.

    Two paths that are one file keep one name.
    """
    parts = [(Path(os.path.realpath(path.parent)) / path.name).parts[::-1] for path in paths]
    counts = [1] * len(parts)
    while True:
        names = ["/".join(own[:count][::-1]) for own, count in zip(parts, counts, strict=True)]
        alike = Counter(name for name, _ in set(zip(names, parts, strict=True)))
        longer = [at for at, name in enumerate(names) if alike[name] > 1 and counts[at] < len(parts[at]) - 1]
        if not longer:
            return names
        for at in longer:
            counts[at] += 1
