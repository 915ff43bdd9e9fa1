from __future__ import annotations

from hypothesis import given, strategies
from PySide6.QtGui import QColor, QImage

from desktop.measuring.plot import Axes, Line, Plot, nice_ticks
from desktop.shell.parts import Parts

AXES = Axes(((4096.0, "4K"), (8192.0, "8K")), "tok/s", logarithmic=True)


@given(strategies.floats(min_value=1e-6, max_value=1e9))
def test_the_marks_reach_as_far_as_the_figures_and_not_much_further(most: float) -> None:
    ticks = nice_ticks(most)
    assert ticks[0] == 0.0 and most * 0.999 <= ticks[-1] <= most * 1.6 + 1e-9 and 3 <= len(ticks) <= 6


def test_without_a_figure_there_are_marks_all_the_same() -> None:
    assert nice_ticks(0.0) == nice_ticks(float("nan")) == [0.0, 1.0]


def painted(plot: Plot, colour: str) -> int:
    """How many pixels have this colour."""
    image: QImage = plot.grab().toImage()
    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_a_line_is_drawn_in_its_colour_and_said_in_words(parts: Parts) -> None:
    plot = Plot(parts.theme, "Speed")
    plot.resize(300, 200)
    empty = painted(plot, parts.theme.tokens.accent)
    plot.show_lines([Line("here", ((4096.0, 40.0), (8192.0, 35.0))), Line("nothing", ())], AXES)
    assert empty == 0 and painted(plot, parts.theme.tokens.accent) > 50
    assert plot.accessibleDescription() == "here: 4K 40 tok/s, 8K 35 tok/s"


def test_one_point_alone_is_drawn_too(parts: Parts) -> None:
    plot = Plot(parts.theme, "Speed")
    plot.resize(300, 200)
    plot.show_lines([Line("here", ((4096.0, 40.0),))], Axes(((4096.0, "4K"),), "tok/s", logarithmic=True))
    assert painted(plot, parts.theme.tokens.accent) > 10
