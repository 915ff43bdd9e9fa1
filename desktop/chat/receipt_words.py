"""A receipt in words: which model, which settings, what it cost; and whether the answer came again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.widgets.words import model_words, size_words

Rows = list[tuple[str, str]]


def badge(receipt: dict[str, Any]) -> str:
    """What must be said beside the answer: that it was not written now, or what running it again showed."""
    if isinstance(receipt.get("cached_ms"), int):
        return QCoreApplication.translate("Receipt", "from cache")
    match receipt.get("repeats"):
        case {"identical": True}:
            return QCoreApplication.translate("Receipt", "run again: identical")
        case {"identical": False, "alike": int(alike)}:
            return QCoreApplication.translate("Receipt", "run again: differs after %n character(s)", "", alike)
    return ""


def verdict(receipt: dict[str, Any]) -> str:
    """The same in whole sentences, with what was not as it had been."""
    if isinstance(made := receipt.get("cached_ms"), int):
        words = QCoreApplication.translate(
            "Receipt", "This answer is from the cache: the model wrote it on %1 to the same question."
        )
        return words.replace("%1", _when(made))
    repeats = receipt.get("repeats")
    if not isinstance(repeats, dict):
        return ""
    if repeats.get("identical"):
        return QCoreApplication.translate(
            "Receipt", "Run again with the receipt of the answer beside it: identical to the last character."
        )
    words = QCoreApplication.translate("Receipt", "Run again with the receipt of the answer beside it: not identical.")
    changed = [name for each in repeats.get("changed", ()) if (name := _changed(str(each)))]
    if changed:
        others = QCoreApplication.translate("Receipt", "Other than before: %1.")
        return f"{words} {others.replace('%1', ', '.join(changed))}"
    why = QCoreApplication.translate(
        "Receipt",
        "Nothing else has changed: the last digits of a calculation depend on how it is split up, and two words that "
        "are almost equally likely can change places by that.",
    )
    return f"{words} {why}"


def rows(receipt: dict[str, Any]) -> Rows:
    """Label and value of all there is to show."""
    engine, figures = _part(receipt, "engine"), _part(receipt, "figures")
    found = [
        (QCoreApplication.translate("Receipt", "Model"), model_words(str(receipt.get("model", "")))),
        (QCoreApplication.translate("Receipt", "File"), _file(receipt, engine)),
        ("SHA-256", str(receipt.get("sha256", "")) or QCoreApplication.translate("Receipt", "not known")),
        (QCoreApplication.translate("Receipt", "Settings"), settings(_part(receipt, "sampling"))),
        (QCoreApplication.translate("Receipt", "Seed"), str(receipt.get("seed", ""))),
        (QCoreApplication.translate("Receipt", "Device"), _device(engine)),
        (QCoreApplication.translate("Receipt", "Engine"), str(engine.get("build", ""))),
        (QCoreApplication.translate("Receipt", "Read"), _read(figures)),
        (QCoreApplication.translate("Receipt", "Written"), _written(figures)),
        (QCoreApplication.translate("Receipt", "SHA-256 of what was read"), str(receipt.get("prompt_sha256", ""))),
    ]
    return [(name, value) for name, value in found if value]


def settings(sampling: dict[str, Any]) -> str:
    """“temperature 0.7 · top_k 40”: the engine's own names, so that they can be given to another program."""
    shown = [(name, value) for name, value in sampling.items() if name not in ("type", "draft", "seed", "json_schema")]
    parts = [f"{name} {value}" for name, value in shown if value not in (None, [], (), False, "", 0, 0.0)]
    if sampling.get("temperature") == 0:
        parts.insert(0, "temperature 0")
    if sampling.get("json_schema"):
        parts.append("json_schema")
    return " · ".join(parts)


def _changed(name: str) -> str:
    names = {
        "model": QCoreApplication.translate("Receipt", "the model"),
        "engine": QCoreApplication.translate("Receipt", "the engine or its device"),
        "prompt": QCoreApplication.translate("Receipt", "what the model was given to read"),
    }
    return names.get(name, "")


def _part(receipt: dict[str, Any], name: str) -> dict[str, Any]:
    part = receipt.get(name)
    return part if isinstance(part, dict) else {}


def _file(receipt: dict[str, Any], engine: dict[str, Any]) -> str:
    size = engine.get("size_bytes")
    name = str(receipt.get("file", ""))
    return f"{name}, {size_words(size)}" if name and isinstance(size, int) else name


def _device(engine: dict[str, Any]) -> str:
    if not engine.get("device"):
        return ""
    words = QCoreApplication.translate("Receipt", "%1, context %2 tokens")
    context = QLocale().toString(int(engine.get("n_ctx", 0)))
    return words.replace("%1", str(engine["device"])).replace("%2", context)


def _read(figures: dict[str, Any]) -> str:
    if "prompt_tokens" not in figures:
        return ""
    words = QCoreApplication.translate("Receipt", "%n token(s), %1 of them known already, in %2 s", "",
                                       int(figures["prompt_tokens"]))  # fmt: skip
    seconds = QLocale().toString(float(figures.get("prompt_ms", 0)) / 1000, "f", 2)
    return words.replace("%1", QLocale().toString(int(figures.get("cached_tokens", 0)))).replace("%2", seconds)


def _written(figures: dict[str, Any]) -> str:
    if "predicted_tokens" not in figures:
        return ""
    words = QCoreApplication.translate("Receipt", "%n token(s) in %1 s", "", int(figures["predicted_tokens"]))
    return words.replace("%1", QLocale().toString(float(figures.get("predicted_ms", 0)) / 1000, "f", 2))


def _when(at_ms: int) -> str:
    try:
        at = datetime.fromtimestamp(at_ms / 1000)
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{at:%Y-%m-%d %H:%M}"
