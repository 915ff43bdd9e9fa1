"""The settings as described data: what each is called, what it may be, and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication

from desktop.widgets.sampling import Described, described
from models.engine.ranges import RANGES
from models.hub.mirrors import Mirror
from models.settings import Settings

MOST = 2**31 - 1  # what a spin box can hold


class Kind(Enum):
    """How a value is chosen."""

    CHOICE = auto()
    NUMBER = auto()
    DECIMAL = auto()
    LINE = auto()
    PLACE = auto()
    FILE = auto()
    TEXT = auto()
    FOLDERS = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. `key` is its path in Settings ("load.n_ctx"); `automatic` is the word for None, if None may be.

    A line or place with a `scheme` is an address, which is given that scheme when it is typed without one.
    """

    key: str
    label: str
    help: str
    kind: Kind
    choices: tuple[tuple[Any, str], ...] = ()
    low: float = 0
    high: float = 0
    step: float = 1
    automatic: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together."""

    title: str
    fields: tuple[Field, ...]


def value_of(settings: Settings, key: str) -> Any:
    """The value at a path like "load.n_ctx"."""
    value: Any = settings
    for name in key.split("."):
        value = getattr(value, name)
    return value


def with_value(settings: Settings, key: str, value: Any) -> Settings:
    """The settings with another value at that path."""
    outer, _, inner = key.partition(".")
    if inner:
        value = msgspec.structs.replace(getattr(settings, outer), **{inner: value})
    return msgspec.structs.replace(settings, **{outer: value})


def groups(mirrors: Sequence[Mirror] = ()) -> tuple[Group, ...]:
    """All of them, in the language of now; `mirrors` are those with a name."""
    return (_looks(), _answers(), _model(), _kept(), _background(), _network(mirrors))


def _looks() -> Group:
    return Group(
        QCoreApplication.translate("SettingsPage", "Looks"),
        (
            Field(
                "language",
                QCoreApplication.translate("SettingsPage", "Language"),
                "",
                Kind.CHOICE,
                choices=(
                    ("system", QCoreApplication.translate("SettingsPage", "As the system")),
                    ("en", "English"),
                    ("zh-CN", "简体中文"),
                ),
            ),
            Field(
                "theme",
                QCoreApplication.translate("SettingsPage", "Light or dark"),
                "",
                Kind.CHOICE,
                choices=(
                    ("system", QCoreApplication.translate("SettingsPage", "As the system")),
                    ("light", QCoreApplication.translate("SettingsPage", "Light")),
                    ("dark", QCoreApplication.translate("SettingsPage", "Dark")),
                ),
            ),
            Field(
                "zoom",
                QCoreApplication.translate("SettingsPage", "Size of everything"),
                QCoreApplication.translate("SettingsPage", "Ctrl and + or − do the same, Ctrl and 0 goes back."),
                Kind.CHOICE,
                choices=tuple((step / 10, f"{step * 10} %") for step in range(7, 21)),
            ),
            Field(
                "motion",
                QCoreApplication.translate("SettingsPage", "Motion"),
                QCoreApplication.translate("SettingsPage", "Reduced: nothing blinks and nothing slides."),
                Kind.CHOICE,
                choices=(
                    ("system", QCoreApplication.translate("SettingsPage", "As the system")),
                    ("full", QCoreApplication.translate("SettingsPage", "As usual")),
                    ("reduced", QCoreApplication.translate("SettingsPage", "Reduced")),
                ),
            ),
        ),
    )


def _answers() -> Group:
    return Group(
        QCoreApplication.translate("SettingsPage", "Answers"),
        (
            Field(
                "system_prompt",
                QCoreApplication.translate("SettingsPage", "Instructions for new chats"),
                QCoreApplication.translate(
                    "SettingsPage", "Who the model is and how it should answer; it reads this before every chat."
                ),
                Kind.TEXT,
            ),
            Field(
                "titles",
                QCoreApplication.translate("SettingsPage", "Titles of chats"),
                QCoreApplication.translate(
                    "SettingsPage", "The model writes one after its first answer, while nobody waits for it."
                ),
                Kind.CHOICE,
                choices=(
                    (True, QCoreApplication.translate("SettingsPage", "Written by the model")),
                    (False, QCoreApplication.translate("SettingsPage", "The first words of the question")),
                ),
            ),
            *map(_sampled, described()),
        ),
    )


def _sampled(value: Described) -> Field:
    """Of new answers; without a choice it is the model's."""
    return Field(
        f"sampling.{value.name}",
        value.label,
        value.help,
        Kind.NUMBER if value.whole else Kind.DECIMAL,
        low=value.low,
        high=min(RANGES[value.name].high, MOST),
        step=1 if value.whole else value.step,
        automatic=value.automatic or QCoreApplication.translate("SettingsPage", "as the model recommends"),
    )


def _model() -> Group:
    pages = QCoreApplication.translate("SettingsPage", "%1 tokens, about %2 pages")
    return Group(
        QCoreApplication.translate("SettingsPage", "Model"),
        (
            Field(
                "load.n_ctx",
                QCoreApplication.translate("SettingsPage", "Context length"),
                QCoreApplication.translate(
                    "SettingsPage", "How much the model has in view at once. Longer needs more memory."
                ),
                Kind.CHOICE,
                choices=tuple(
                    (size, pages.replace("%1", f"{size:,}").replace("%2", f"{size // 600:,}"))
                    for size in (2048, 4096, 8192, 16384, 32768, 65536, 131072)
                ),
            ),
            Field(
                "load.n_gpu_layers",
                QCoreApplication.translate("SettingsPage", "Device"),
                QCoreApplication.translate(
                    "SettingsPage", "The graphics card takes as much of the model as fits into its memory."
                ),
                Kind.CHOICE,
                choices=(
                    (-1, QCoreApplication.translate("SettingsPage", "Graphics card, where there is one")),
                    (0, QCoreApplication.translate("SettingsPage", "Processor only")),
                ),
            ),
            Field(
                "load.n_threads",
                QCoreApplication.translate("SettingsPage", "Processor threads"),
                "",
                Kind.NUMBER,
                low=RANGES["n_threads"].low,
                high=RANGES["n_threads"].high,
                automatic=QCoreApplication.translate("SettingsPage", "as many as there are cores"),
            ),
            Field(
                "load.n_seq_max",
                QCoreApplication.translate("SettingsPage", "Answers at a time"),
                QCoreApplication.translate(
                    "SettingsPage", "They share the context; work on files is quicker with several."
                ),
                Kind.NUMBER,
                low=RANGES["n_seq_max"].low,
                high=32,  # more are slower each than they gain together
            ),
            Field(
                "load.type_k",
                QCoreApplication.translate("SettingsPage", "Memory of the context"),
                QCoreApplication.translate("SettingsPage", "8 bits take half the room and slow long answers a little."),
                Kind.CHOICE,
                choices=(
                    ("f16", QCoreApplication.translate("SettingsPage", "16 bits")),
                    ("q8_0", QCoreApplication.translate("SettingsPage", "8 bits")),
                ),
            ),
            Field(
                "model_folders",
                QCoreApplication.translate("SettingsPage", "Folders with models"),
                QCoreApplication.translate(
                    "SettingsPage", "Downloads go into the first of them; without one, into Paddock’s own folder."
                ),
                Kind.FOLDERS,
            ),
        ),
    )


def _kept() -> Group:
    days = QCoreApplication.translate("SettingsPage", "%1 days")
    return Group(
        QCoreApplication.translate("SettingsPage", "Stored answers"),
        (
            Field(
                "answer_cache",
                QCoreApplication.translate("SettingsPage", "The same question in a chat again"),
                QCoreApplication.translate(
                    "SettingsPage",
                    "The stored answer comes at once and says so. It is the same question when every word before it, "
                    "the model and all settings are the same.",
                ),
                Kind.CHOICE,
                choices=(
                    ("exact", QCoreApplication.translate("SettingsPage", "Stored, at temperature 0 or with a seed")),
                    ("always", QCoreApplication.translate("SettingsPage", "Always the stored answer")),
                    ("off", QCoreApplication.translate("SettingsPage", "Ask the model each time")),
                ),
            ),
            Field(
                "kept_days",
                QCoreApplication.translate("SettingsPage", "Keep stored answers"),
                QCoreApplication.translate(
                    "SettingsPage",
                    "About files and in chats, so that nothing is asked twice. What was not used for so long is "
                    "deleted when Paddock starts, from the backups too. Chats stay.",
                ),
                Kind.CHOICE,
                choices=(
                    *((number, days.replace("%1", str(number))) for number in (7, 30, 90, 365)),
                    (None, QCoreApplication.translate("SettingsPage", "For ever")),
                ),
            ),
        ),
    )


def _background() -> Group:
    return Group(
        QCoreApplication.translate("SettingsPage", "In the background"),
        (
            Field(
                "notify",
                QCoreApplication.translate("SettingsPage", "Tell when long work has ended"),
                QCoreApplication.translate(
                    "SettingsPage", "By a notification of the desktop, and only while another window is in front."
                ),
                Kind.CHOICE,
                choices=(
                    (True, QCoreApplication.translate("SettingsPage", "Yes")),
                    (False, QCoreApplication.translate("SettingsPage", "No")),
                ),
            ),
            Field(
                "when_closed",
                QCoreApplication.translate("SettingsPage", "Closing while something is at work"),
                QCoreApplication.translate("SettingsPage", "Where there is no system tray, it always pauses and ends."),
                Kind.CHOICE,
                choices=(
                    ("ask", QCoreApplication.translate("SettingsPage", "Ask")),
                    ("keep", QCoreApplication.translate("SettingsPage", "Keep working in the background")),
                    ("quit", QCoreApplication.translate("SettingsPage", "Pause and quit")),
                ),
            ),
        ),
    )


def _network(mirrors: Sequence[Mirror]) -> Group:
    return Group(
        QCoreApplication.translate("SettingsPage", "Downloads"),
        (
            Field(
                "offline",
                QCoreApplication.translate("SettingsPage", "Going online"),
                QCoreApplication.translate(
                    "SettingsPage", "Offline, nothing is downloaded or searched, and links can only be copied."
                ),
                Kind.CHOICE,
                choices=(
                    (False, QCoreApplication.translate("SettingsPage", "When I ask for it")),
                    (True, QCoreApplication.translate("SettingsPage", "Never: stay offline")),
                ),
            ),
            Field(
                "mirror",
                QCoreApplication.translate("SettingsPage", "Mirror"),
                QCoreApplication.translate(
                    "SettingsPage",
                    "Where models come from: one of these, or an address. Checksums are checked all the same.",
                ),
                Kind.PLACE,
                choices=((None, "Hugging Face"), *((mirror.endpoint, mirror.name) for mirror in mirrors)),
                scheme="https://",
            ),
            Field(
                "proxy",
                QCoreApplication.translate("SettingsPage", "Proxy"),
                "",
                Kind.LINE,
                automatic=QCoreApplication.translate("SettingsPage", "the system's own"),
                scheme="http://",
            ),
            Field(
                "ca_bundle",
                QCoreApplication.translate("SettingsPage", "Certificates"),
                QCoreApplication.translate(
                    "SettingsPage", "A company's own, to be trusted as well: a file in the PEM form."
                ),
                Kind.FILE,
                automatic=QCoreApplication.translate("SettingsPage", "none but the usual"),
            ),
        ),
    )
