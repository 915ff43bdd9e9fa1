"""Where each message stands: heights one below the other, estimated until a message is laid out."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate

from desktop.chat.message_item import MessageItem
from desktop.markdown.look import Look

DOCUMENTS_KEPT = 120


class Rows:
    """The messages shown, oldest first. A y is counted from the top of the first one, in pixels.

    At most `DOCUMENTS_KEPT` messages keep their documents; the ones least lately laid out give theirs back.
    """

    def __init__(self) -> None:
        self.items: list[MessageItem] = []
        self._tops: list[float] = [0.0]  # one more than items: the last is where the next one would stand
        self._kept: OrderedDict[int, None] = OrderedDict()  # ids of items with documents

    @property
    def height(self) -> float:
        """Of all messages together."""
        return self._tops[-1]

    def show(self, items: list[MessageItem], width: float) -> None:
        """These instead of those before."""
        self.items = items
        self._kept.clear()
        self.estimate(width)

    def add(self, item: MessageItem, width: float) -> None:
        """One more at the end."""
        item.estimate(width)
        self.items.append(item)
        self.sum_from(len(self.items) - 1)

    def estimate(self, width: float) -> None:
        """Heights to go on with at another width."""
        for item in self.items:
            item.estimate(width)
        self.sum_from(0)

    def restyle(self, width: float) -> None:
        """Other colours or sizes: every document is made anew when it is next seen."""
        for item in self.items:
            item.restyle()
        self._kept.clear()
        self.estimate(width)

    def sum_from(self, first: int) -> None:
        """Add the heights up again from row `first` on."""
        self._tops[first:] = accumulate((item.height for item in self.items[first:]), initial=self._tops[first])

    def top(self, row: int) -> float:
        """The y of a row."""
        return self._tops[row]

    def nearest(self, y: float) -> int:
        """The row at `y`, or the first or last one."""
        return min(max(0, bisect_right(self._tops, y) - 1), len(self.items) - 1)

    def between(self, top: float, bottom: float) -> range:
        """The rows of which something stands between two heights."""
        if not self.items:
            return range(0)
        first = max(0, bisect_right(self._tops, top) - 1)
        return range(first, min(bisect_right(self._tops, bottom), len(self.items)))

    def row_of(self, message: int) -> int | None:
        """The row of the message with this id, looked for from the end."""
        for row in range(len(self.items) - 1, -1, -1):
            if self.items[row].message.id == message:
                return row
        return None

    def lay_out(self, row: int, width: float, look: Look, seen: range) -> float:
        """Lay a row out; returns by how much its height changed. The documents of rows `seen` are not dropped."""
        item = self.items[row]
        before = item.height
        changed = item.lay_out(width, look)
        self._keep(item, seen)
        if not changed:
            return 0.0
        self.sum_from(row)
        return item.height - before

    def _keep(self, item: MessageItem, seen: range) -> None:
        self._kept[item.message.id] = None
        self._kept.move_to_end(item.message.id)
        while len(self._kept) > DOCUMENTS_KEPT:
            oldest, _ = self._kept.popitem(last=False)
            row = self.row_of(oldest)
            if row is not None and row not in seen:
                self.items[row].drop_documents()
