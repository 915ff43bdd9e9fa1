"""What a measurement was made with and on: see `models.bench.events.Receipt`."""

from __future__ import annotations

from datetime import UTC, datetime

from models import __version__
from models.bench.events import Receipt
from models.engine.hardware import Hardware
from models.engine.protocol import Loaded, LoadParams
from models.hub.shelf import InstalledModel


def receipt(model: InstalledModel, loaded: Loaded, params: LoadParams, machine: Hardware, *, tokens: int) -> Receipt:
    """The receipt of now. `loaded` and `params` are of any of the run's loads."""
    card = next((card for card in machine.devices if card.name in loaded.device), None)
    return Receipt(
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        model=model.title,
        size_bytes=model.size_bytes,
        sha256=model.sha256,
        architecture=loaded.architecture,
        device=loaded.device if loaded.n_gpu_layers else machine.cpu,
        driver=card.driver if card and loaded.n_gpu_layers else "",
        cpu=machine.cpu,
        threads=params.n_threads or machine.cores,
        ram_bytes=machine.ram_total,
        build=loaded.build,
        tokens=tokens,
    )
