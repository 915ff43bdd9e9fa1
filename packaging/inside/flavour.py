"""What makes one flavour of the bundle another: graphics libraries beside the engine's, and the packs it knows.

The base has the processor's libraries, and Vulkan's where it was built. The complete one has CUDA and NVIDIA's own
libraries too, for those who want one installer and nothing after it; its packages have -nvidia in their names.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from inside.inventory import Part

LIB = Path("_internal", "llama_cpp", "lib")
KNOWN = Path("_internal", "resources", "packs.json")
TERMS = "NVIDIA-LICENCE.txt"  # as libraries.py calls it


def add(bundle: Path, folder: Path) -> list[Part]:
    """Put the libraries that libraries.py left in `folder` into the bundle; returns the parts that are not llama.cpp's.

    Raises: SystemExit, where NVIDIA's libraries came without NVIDIA's terms.
    """
    files = [file for file in sorted(folder.iterdir()) if file.name != "build.json"]
    receipt = json.loads((folder / "build.json").read_text())
    if "cuda" in receipt and not (folder / TERMS).exists():
        raise SystemExit(f"{folder} has no {TERMS}: NVIDIA’s libraries may not be passed on without it.")
    for file in files:
        shutil.copyfile(file, bundle / LIB / file.name)
    if "cuda" not in receipt:
        return []
    terms = (folder / TERMS).read_text(encoding="utf-8", errors="replace")
    names = ", ".join(file.name for file in files if "ggml" not in file.name and file.name != TERMS)
    home = "https://docs.nvidia.com/cuda/eula/"
    version = receipt["cuda"].partition("cuda_")[2].partition(".r")[0]
    return [
        Part(f"NVIDIA CUDA ({names})", version, "NVIDIA CUDA Toolkit EULA", home, "pkg:generic/cuda", ((TERMS, terms),))
    ]


def know(bundle: Path, packs: Path) -> None:
    """Let the program know the packs that were made with it."""
    shutil.copyfile(packs, bundle / KNOWN)
