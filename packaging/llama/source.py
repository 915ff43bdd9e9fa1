"""llama.cpp's source: that inside the llama-cpp-python archive which source.txt locks by its hash."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).with_name("source.txt")
KEPT = ROOT / "build" / "llama" / "source"


def version() -> str:
    """Of llama-cpp-python, as it is locked."""
    return LOCK.read_text().split("==")[1].split()[0]


def tree() -> Path:
    """The unpacked llama.cpp, fetched and checked by pip the first time. Raises: SystemExit."""
    folder = KEPT / f"llama_cpp_python-{version()}"
    if not folder.exists():
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation", "--require-hashes",
            "--no-binary", ":all:", "--dest", KEPT, "-r", LOCK,
        ]  # fmt: skip
        if subprocess.run(command, check=False).returncode:
            raise SystemExit("llama.cpp's source could not be fetched (see above). Check the network and run it again.")
        unpacked = KEPT / "unpacked"
        with tarfile.open(KEPT / f"{folder.name}.tar.gz") as archive:
            archive.extractall(unpacked, filter="data")
        (unpacked / folder.name).rename(folder)
    return folder / "vendor" / "llama.cpp"
