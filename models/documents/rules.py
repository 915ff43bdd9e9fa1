"""The ruled lines of a PDF page, and the grids that they make."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pypdfium2 import raw

_LINE_TO = 0  # FPDF_SEGMENT_LINETO
_STRAIGHT_PT = 1.0
_TOUCHING_PT = 2.5
_SHORTEST_PT = 4.0
_MOST_EDGES = 2000  # of a page; a drawing has more, a table has not


class Edge(NamedTuple):
    """A straight line at `at`, from `start` to `end` in points; `upright` True: `at` is its x."""

    upright: bool
    at: float
    start: float
    end: float


class Grid(NamedTuple):
    """Borders from left to right and from top to bottom; `drawn` are the [start, end] heights of lines at each x."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    drawn: tuple[tuple[tuple[float, float], ...], ...]

    def parted(self, column: int, y: float) -> bool:
        """Whether a line stands left of `column` on the height `y`: without one it is one cell with its neighbour."""
        return any(start - _TOUCHING_PT <= y <= end + _TOUCHING_PT for start, end in self.drawn[column])


def grids(page: Any) -> list[Grid]:
    """The grids of a page with at least two cells, from top to bottom."""
    made = []
    for group in _connected(list(edges(page))):
        xs = _clustered([edge.at for edge in group if edge.upright])
        ys = _clustered([edge.at for edge in group if not edge.upright])
        if len(xs) > 1 and len(ys) > 1 and len(xs) + len(ys) > 4:
            drawn = (
                tuple((e.start, e.end) for e in group if e.upright and abs(e.at - x) <= _TOUCHING_PT) for x in xs
            )  # fmt: skip
            made.append(Grid(tuple(xs), tuple(reversed(ys)), tuple(drawn)))
    return sorted(made, key=lambda grid: -grid.ys[0])


def edges(page: Any) -> Iterator[Edge]:
    """All level and upright lines that are drawn, thin boxes among them."""
    count = 0
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=4):
        for (x1, y1), (x2, y2) in _lines(item):
            if abs(x1 - x2) <= _STRAIGHT_PT and abs(y1 - y2) >= _SHORTEST_PT:
                yield Edge(True, (x1 + x2) / 2, min(y1, y2), max(y1, y2))
            elif abs(y1 - y2) <= _STRAIGHT_PT and abs(x1 - x2) >= _SHORTEST_PT:
                yield Edge(False, (y1 + y2) / 2, min(x1, x2), max(x1, x2))
            else:
                continue
            count += 1
            if count >= _MOST_EDGES:
                return


def _lines(item: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item.raw, ctypes.byref(matrix)):
        return
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] | None = None
    for index in range(min(raw.FPDFPath_CountSegments(item.raw), _MOST_EDGES)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, index)
        if not segment or not raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if raw.FPDFPathSegment_GetType(segment) == _LINE_TO and points:
            yield points[-1], point
            if first and raw.FPDFPathSegment_GetClose(segment):
                yield point, first
        else:
            first = point
        points = [point]


def _connected(all_edges: Sequence[Edge]) -> list[list[Edge]]:
    """Edges that touch, together: each group may be a table. Sorted once, so only near ones are compared."""
    parents = list(range(len(all_edges)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    upright = sorted((n for n, e in enumerate(all_edges) if e.upright), key=lambda n: all_edges[n].at)
    for number, edge in enumerate(all_edges):
        if edge.upright:
            continue
        for other in upright:
            crossing = all_edges[other]
            if crossing.at > edge.end + _TOUCHING_PT:
                break
            if crossing.at >= edge.start - _TOUCHING_PT and (
                crossing.start - _TOUCHING_PT <= edge.at <= crossing.end + _TOUCHING_PT
            ):
                parents[root(other)] = root(number)
    groups: dict[int, list[Edge]] = {}
    for number, edge in enumerate(all_edges):
        groups.setdefault(root(number), []).append(edge)
    return list(groups.values())


def _clustered(values: Sequence[float]) -> list[float]:
    """Neighbouring values as one, their middle; rising."""
    clusters: list[list[float]] = []
    for value in sorted(values):
        if clusters and value - clusters[-1][-1] <= _TOUCHING_PT:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return [sum(cluster) / len(cluster) for cluster in clusters]
