"""What the engine takes of the machine: gathered on a thread when somebody asks, never before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.chat.loading import Loader
from desktop.widgets.words import sentence_of_step
from models.bench.footprint import peak_of_process
from models.engine.hardware import Device, hardware
from models.engine.placement import placement
from models.engine.plan import GIB, Plan, gigabytes
from models.engine.protocol import Completed, Loaded
from models.engine.supervisor import Supervisor


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a loaded model. `measured_bytes` are of the engine's process; on a card they are in `cards`, for all programs.

    `n_gpu` is the number of the card in use among `cards`.
    """

    loaded: Loaded
    plan: Plan | None
    measured_bytes: int
    cards: tuple[Device, ...]
    n_gpu: int | None


def gather(supervisor: Supervisor, loader: Loader) -> Iterator[Figures]:
    """One Figures, or none while nothing is loaded; an iterator because work is one. At worst 4 s, of the driver."""
    loaded, pid, params = supervisor.loaded, supervisor.pid, supervisor.params
    if loaded is None or pid is None:
        return
    on_card = params.main_gpu or 0 if params is not None and loaded.n_gpu_layers else None
    yield Figures(loaded, loader.plan, peak_of_process(pid), hardware().devices, on_card)


def rows(figures: Figures, last: Completed | None) -> list[tuple[str, str]]:
    """The names of the figures and what they say, in the user's language."""
    loaded, plan = figures.loaded, figures.plan
    found = [
        (QCoreApplication.translate("Engine", "Computes on"), loaded.device if loaded.n_gpu_layers else _processor()),
        (QCoreApplication.translate("Engine", "Layers"), sentence_of_step(placement(loaded))),
    ]
    if plan is not None:
        found.append((QCoreApplication.translate("Engine", "Memory, predicted"), size(plan.total_bytes)))
    if figures.n_gpu is not None and figures.n_gpu < len(figures.cards):
        card = figures.cards[figures.n_gpu]
        words = QCoreApplication.translate("Engine", "%1 of %2 on the card, all programs together")
        used = words.replace("%1", size(card.memory_total - card.memory_free)).replace("%2", size(card.memory_total))
        found.append((QCoreApplication.translate("Engine", "Memory, measured"), used))
    elif figures.measured_bytes:
        words = QCoreApplication.translate("Engine", "%1 at most, of the engine’s process")
        found.append(
            (
                QCoreApplication.translate("Engine", "Memory, measured"),
                words.replace("%1", size(figures.measured_bytes)),
            )
        )
    found.append((QCoreApplication.translate("Engine", "Context"), _context(loaded, last)))
    if last is not None and last.predicted_tokens > 1:
        words = QCoreApplication.translate("Engine", "%1 tok/s, first token after %2 s")
        speed = words.replace("%1", f"{last.predicted_per_second:.1f}").replace("%2", f"{last.prompt_ms / 1000:.2f}")
        found.append((QCoreApplication.translate("Engine", "Last answer"), speed))
    found.append((QCoreApplication.translate("Engine", "Engine"), loaded.build.partition(" (")[0]))
    return found


def size(size_bytes: int) -> str:
    """Binary gigabytes, as memory is sold by."""
    return f"{gigabytes(size_bytes):g} GB" if size_bytes >= GIB // 10 else f"{size_bytes / (1 << 20):.0f} MB"


def _processor() -> str:
    return QCoreApplication.translate("Engine", "Processor")


def _context(loaded: Loaded, last: Completed | None) -> str:
    total = QLocale().toString(loaded.n_ctx)
    if last is None:
        return QCoreApplication.translate("Engine", "%1 tokens").replace("%1", total)
    used = QLocale().toString(last.prompt_tokens + last.predicted_tokens)
    return QCoreApplication.translate("Engine", "%1 of %2 tokens used").replace("%1", used).replace("%2", total)
