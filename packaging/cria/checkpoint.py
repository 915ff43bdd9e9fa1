"""Weights on disk, in parts of less than 16 MiB, with the shape they are for."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cria.shape import Shape

_PART_BYTES = 15 * 1024 * 1024
Weights = dict[str, NDArray[np.float32]]


def save(folder: Path, weights: Weights, shape: Shape) -> list[Path]:
    """Write `weights-N.npz` and `shape.json`; returns the parts. A part that was there is written anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("weights-*.npz"):
        old.unlink()
    (folder / "shape.json").write_text(json.dumps(dataclasses.asdict(shape), indent=1) + "\n", "utf-8")
    parts: list[Weights] = [{}]
    for name, values in weights.items():
        if sum(each.nbytes for each in parts[-1].values()) + values.nbytes > _PART_BYTES:
            parts.append({})
        parts[-1][name] = values
    paths = [folder / f"weights-{number}.npz" for number in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        np.savez(path, allow_pickle=False, **part)
    return paths


def restore(folder: Path) -> tuple[Weights, Shape]:
    """What `save` wrote. Raises: FileNotFoundError where there is none."""
    shape = Shape(**json.loads((folder / "shape.json").read_text("utf-8")))
    weights: Weights = {}
    for path in sorted(folder.glob("weights-*.npz")):
        with np.load(path, allow_pickle=False) as arrays:
            weights |= {name: np.asarray(arrays[name], np.float32) for name in arrays.files}
    return weights, shape


def between(begin: Weights, end: Weights, share: float) -> Weights:
    """The point at `share` (0 to 1) of the way from one network's weights to another's that was trained on from it.

    What the second learnt is mostly there already, what it forgot not yet (Wortsman et al. 2022, arXiv:2109.01903).
    """
    return {name: ((1 - share) * begin[name] + share * values).astype(np.float32) for name, values in end.items()}
