"""The sentences of `models` in the user's language: the template is translated first, then filled in."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from models import demo
from models.engine.plan import SENTENCES, Plan
from models.engine.plan import Reason as PlanReason
from models.engine.recommend import WHYS, Advice
from models.errors import DownloadFailed, PaddockError
from models.hub.reasons import Reason

CONTEXT = "errors"
# Values that are words of ours, not of a file.
PHRASES = frozenset({"kind", "remedy", "detail", "exit", "device", "setting", "why"})


def sentence_of(error: BaseException) -> str:
    """One sentence for the user. What is not a `PaddockError` is a bug of ours, and says so."""
    if isinstance(error, DownloadFailed) and error.values.get("reason"):
        return sentence_of_reason(Reason(str(error.values["reason"])), error.values)
    if isinstance(error, PaddockError):
        return _filled(type(error).sentence, error.values)
    return translated("This should not have happened, and a report was written: {detail}").format(detail=error)


def sentence_of_reason(reason: Reason, values: dict[str, object]) -> str:
    """Why a download waits or failed."""
    return _filled(reason.sentence, values)


def way_out_of(reason: Reason) -> str:
    """The label of the button that a download's reason offers."""
    return translated(reason.button)


def sentence_of_step(step: PlanReason) -> str:
    """One step of a plan, or its result."""
    return _filled(SENTENCES[step.name], dict(step.values))


def sentence_of_plan(plan: Plan) -> str:
    """“fits: 6.1 of 24 GB on …, about 100 words a second”."""
    words = plan.words_per_second
    if not plan.fits or not words:
        return sentence_of_step(plan.reason)
    spoken = QCoreApplication.translate("words", "%1, about %n word(s) a second", "", words)
    return spoken.replace("%1", sentence_of_step(plan.reason))


def sentence_of_advice(advice: Advice) -> str:
    """Why this model is the one to begin with."""
    return _filled(WHYS[advice.why], dict(advice.values))


def translated(words: str) -> str:
    """`words` as the translation of the context “errors” has them, or as they are."""
    return QCoreApplication.translate(CONTEXT, words)


def model_words(title: str) -> str:
    """What a model is called: the built-in one so that nobody takes it for another."""
    return translated(title) if demo.made(title) else title


def size_words(size_bytes: int) -> str:
    """“2.4 MB”, in the user's language."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def duration_words(seconds: float) -> str:
    """“about 3 min”: as exact as a guess may be."""
    # lupdate understands only a plain name as the number.
    if seconds < 50:
        few = max(5, 5 * round(seconds / 5))
        return QCoreApplication.translate("words", "about %n s", "", few)
    if seconds < 50 * 60:
        minutes = max(1, round(seconds / 60))
        return QCoreApplication.translate("words", "about %n min", "", minutes)
    hours = max(1, round(seconds / 3600))
    return QCoreApplication.translate("words", "about %n h", "", hours)


def _filled(template: str, values: dict[str, object]) -> str:
    """Raises: KeyError when the template wants a value that is not there, which is a bug."""
    spoken = {
        name: translated(value) if name in PHRASES and isinstance(value, str) and value else value
        for name, value in values.items()
    }
    return translated(template).format(**spoken)
