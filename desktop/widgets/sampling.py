"""How answers are sampled, as described data: what each value is called, what it does, and how it is set.

Used by the settings page and by the controls of a chat, so that both say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from models.engine.ranges import RANGES


@dataclass(frozen=True, slots=True)
class Described:
    """One value by its name in `SamplingParams`. `step` 1 is a whole number, 0.01 two decimals.

    `low` and `high` are what a person chooses between; what the engine takes may be more. `ends` are the words at the
    two ends of a slider. `automatic` is the word for “not chosen”, where the engine has none of its own.
    """

    name: str
    label: str
    help: str
    low: float
    high: float
    step: float
    ends: tuple[str, str] = ("", "")
    automatic: str = ""

    @property
    def whole(self) -> bool:
        return self.step >= 1

    def shown(self, value: float) -> str:
        """The value as it is written everywhere."""
        return f"{value:,.0f}" if self.whole else f"{value:g}"


def described() -> tuple[Described, ...]:
    """All of them, the two everybody knows first, in the language of now."""
    return (
        _of(
            "temperature",
            QCoreApplication.translate("Sampling", "Temperature"),
            QCoreApplication.translate("Sampling", "0 is always the likeliest word; above 1 answers get wild."),
            0.05,
            ends=(
                QCoreApplication.translate("Sampling", "exact"),
                QCoreApplication.translate("Sampling", "inventive"),
            ),
        ),
        _of(
            "top_p",
            QCoreApplication.translate("Sampling", "Top-p"),
            QCoreApplication.translate("Sampling", "Only the likeliest words that together make this share."),
            0.01,
            ends=(
                QCoreApplication.translate("Sampling", "few words"),
                QCoreApplication.translate("Sampling", "all words"),
            ),
        ),
        _of(
            "top_k",
            QCoreApplication.translate("Sampling", "Top-k"),
            QCoreApplication.translate("Sampling", "Only so many of the likeliest words; 0 is all of them."),
            1,
            high=200,
        ),
        _of(
            "min_p",
            QCoreApplication.translate("Sampling", "Min-p"),
            QCoreApplication.translate("Sampling", "Only words at least this likely, measured by the likeliest one."),
            0.01,
        ),
        _of(
            "repeat_penalty",
            QCoreApplication.translate("Sampling", "Repeat penalty"),
            QCoreApplication.translate("Sampling", "Above 1 the model avoids what it has just said."),
            0.05,
        ),
        _of(
            "repeat_last_n",
            QCoreApplication.translate("Sampling", "Reach of the penalties"),
            QCoreApplication.translate(
                "Sampling", "How many of the last tokens they look at; −1 is all of the context."
            ),
            1,
            high=1024,
        ),
        _of(
            "presence_penalty",
            QCoreApplication.translate("Sampling", "Presence penalty"),
            QCoreApplication.translate("Sampling", "Above 0 it turns to new things: a word counts once it was said."),
            0.05,
        ),
        _of(
            "frequency_penalty",
            QCoreApplication.translate("Sampling", "Frequency penalty"),
            QCoreApplication.translate("Sampling", "Above 0 a word counts more each time it was said."),
            0.05,
        ),
        _of(
            "max_tokens",
            QCoreApplication.translate("Sampling", "Longest answer"),
            QCoreApplication.translate("Sampling", "In tokens; a page is about 600 of them."),
            64,
            high=8192,
            automatic=QCoreApplication.translate("Sampling", "as long as it takes"),
        ),
        _of(
            "seed",
            QCoreApplication.translate("Sampling", "Seed"),
            QCoreApplication.translate("Sampling", "With the same number the same question gets the same answer."),
            1,
            automatic=QCoreApplication.translate("Sampling", "another each time"),
        ),
    )


def _of(
    name: str,
    label: str,
    help: str,
    step: float,
    *,
    high: float | None = None,
    ends: tuple[str, str] = ("", ""),
    automatic: str = "",
) -> Described:
    bounds = RANGES[name]
    return Described(name, label, help, bounds.low, bounds.high if high is None else high, step, ends, automatic)
