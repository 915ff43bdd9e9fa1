"""The CUDA pack: the engine's library for NVIDIA cards with what it needs of NVIDIA's, as one file.

    pack.py [--libraries FOLDER] [--to FOLDER] [--repo ORG/NAME]

Takes what `libraries.py --cuda ARCHITECTURES` has built, and writes `paddock-cuda-<engine>-<system>.pack` and
`packs.json`, the list by which the program knows it: bundle.py --packs puts that inside. The same libraries give the
same pack, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

import libraries

from models.engine.pack import MANIFEST, KnownPack, Manifest, PackedFile, this_system
from models.unzipping import BLOCK_BYTES, sha256_of

ROOT = Path(__file__).resolve().parents[2]


def make(lib: Path, to: Path, repo: str = "") -> KnownPack:
    """Write pack and list into the folder `to`. Raises: SystemExit, OSError."""
    receipt = json.loads((lib / "build.json").read_text())
    if "cuda" not in receipt:
        raise SystemExit(f"{lib} was not built with --cuda (see libraries.py).")
    if not (lib / libraries.NVIDIAS_TERMS).exists():
        raise SystemExit(
            f"{lib} has no {libraries.NVIDIAS_TERMS}, without which NVIDIA’s libraries may not be passed on."
        )
    manifest = Manifest(
        engine=receipt["source"].split()[-1],
        system=this_system(),
        cuda=re.sub(r".*cuda_([\d.]+)\.r.*", r"\1", receipt["cuda"]),
        architectures=receipt["switches"]["CMAKE_CUDA_ARCHITECTURES"],
        files={file.name: PackedFile(file.stat().st_size, sha256_of(file)) for file in sorted(lib.iterdir())},
    )
    to.mkdir(parents=True, exist_ok=True)
    made = to / f"paddock-cuda-{manifest.engine}-{manifest.system}.pack"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        packed.writestr(_entry(MANIFEST), msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        for name in manifest.files:
            with (lib / name).open("rb") as source, packed.open(_entry(name), "w", force_zip64=True) as target:
                while block := source.read(BLOCK_BYTES):
                    target.write(block)
    known = KnownPack(
        name=made.name,
        engine=manifest.engine,
        system=manifest.system,
        size_bytes=made.stat().st_size,
        sha256=sha256_of(made),
        repo=repo,
    )
    (to / "packs.json").write_bytes(msgspec.json.format(msgspec.json.encode([known]), indent=1) + b"\n")
    print(f"{made.name}: {known.size_bytes / 1e6:.0f} MB, {manifest.size_bytes / 1e6:.0f} MB unpacked")
    return known


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # of 1980: the same files give the same bytes
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--libraries", type=Path, default=libraries.BUILD / "cuda" / "lib", metavar="FOLDER")
    parser.add_argument("--to", type=Path, default=ROOT / "dist" / "packages", metavar="FOLDER")
    parser.add_argument("--repo", default="", help="where it will be published, for the download in the program")
    wishes = parser.parse_args()
    make(wishes.libraries, wishes.to, wishes.repo)


if __name__ == "__main__":
    main()
