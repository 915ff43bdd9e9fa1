"""The design's values: two palettes of the same names, and the few measures everything is built from.

Every text colour has a contrast of at least 4.5 : 1 on each ground it stands on, tested from these values (WCAG 2.2).
"""

from __future__ import annotations

from dataclasses import dataclass

MEASURE_PX = 780  # the widest a line of an answer becomes
RADIUS_PX = 10
GAP_PX = 8
LINE_HEIGHT_PERCENT = 145

SANS = ("Segoe UI Variable Text", "Segoe UI", "Inter", "Noto Sans", "Microsoft YaHei UI", "Noto Sans CJK SC")
MONO = ("Cascadia Mono", "JetBrains Mono", "Consolas", "DejaVu Sans Mono", "Noto Sans Mono", "Noto Sans Mono CJK SC")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as #rrggbb, named for what they are for.

    Grounds: `ground` the transcript, `sunken` the sidebar, `raised` cards and fields, `bubble` the user's words,
    `code` code, `hover` and `selected` rows. On all of them stand `text` and `muted`. `accent` is for links and
    marks, `accent_ground` for filled buttons under `on_accent`. `lit` is the ground of a passage that is shown.
    """

    name: str
    ground: str
    sunken: str
    raised: str
    bubble: str
    code: str
    hover: str
    selected: str
    border: str
    text: str
    muted: str
    accent: str
    accent_ground: str
    on_accent: str
    accent_soft: str
    good: str
    warning: str
    bad: str
    bad_soft: str
    lit: str
    selection: str
    # Code, by what a word is.
    keyword: str
    name_: str
    string: str
    number: str
    comment: str

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"


LIGHT = Tokens(
    name="light",
    ground="#ffffff", sunken="#f5f6f8", raised="#ffffff", bubble="#eeeff3", code="#f6f7f9",
    hover="#ebedf1", selected="#e1e4ea", border="#dfe2e8",
    text="#1c2026", muted="#585f6b",
    accent="#3e4fcf", accent_ground="#4a5be0", on_accent="#ffffff", accent_soft="#eceefc",
    good="#11703f", warning="#80500a", bad="#b3261e", bad_soft="#fcebea",
    lit="#fff1b8", selection="#cdd4fb",
    keyword="#8b2fb0", name_="#1a55b5", string="#19693a", number="#9a4a00", comment="#5f6773",
)  # fmt: skip

DARK = Tokens(
    name="dark",
    ground="#1b1c20", sunken="#141518", raised="#222429", bubble="#2a2c33", code="#131417",
    hover="#24262b", selected="#2b2e36", border="#34373f",
    text="#e7e8eb", muted="#a6abb6",
    accent="#a3a9ff", accent_ground="#8b92ff", on_accent="#14151c", accent_soft="#26284a",
    good="#6fd39b", warning="#e3b261", bad="#ff9a92", bad_soft="#3a2223",
    lit="#5b4a12", selection="#3d4380",
    keyword="#cf8ef0", name_="#7fb5ff", string="#98d693", number="#eaa866", comment="#9298a4",
)  # fmt: skip


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21: WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
