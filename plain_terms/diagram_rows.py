"""The rows of a flow: which box stands above which, and in what order, so that few lines cross.

The layered layout of Sugiyama, Tagawa and Toda (1981). A label is an item of a row of its own, and an arrow
that passes a row holds a place in it, so no line runs through a box or a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .diagram_shapes import Block, breaks

SIDE, ABOVE = 11.0, 10.0  # between a box's edge and its text


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between two boxes, by their numbers."""

    start: int
    end: int
    label: str = ""


@dataclass(slots=True)
class Item:
    """Something that takes up room in a row: a box, or an arrow passing by, perhaps with its label."""

    row: int
    texts: tuple[Block, ...] = ()
    is_box: bool = False
    in_lane: bool = False  # part of an arrow that passes other boxes
    block: Block | None = None
    x: float = 0
    width: float = 0
    above: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Of the text, and for a box the room around it."""
        return (self.block.height if self.block else 0) + (2 * ABOVE if self.is_box else 0)

    @property
    def left(self) -> float:
        """The left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width / 2

    def take(self, wish: float) -> None:
        """Take the widest text that is as narrow as wished, or else the narrowest."""
        if self.texts:
            self.block = next((t for t in self.texts if t.width <= wish), self.texts[-1])
            self.width = self.block.width + (2 * SIDE if self.is_box else 0)


@dataclass(slots=True)
class Chart:
    """Items by number, rows of them from the top, and each arrow's way through the rows, downwards.

    ``turned`` are the arrows that lead up.
    """

    items: list[Item]
    rows: list[list[int]]
    ways: list[list[int]]
    turned: frozenset[int]

    def row(self, number: int) -> list[Item]:
        """The items of a row, from the left."""
        return [self.items[item] for item in self.rows[number]]

    def height(self, number: int) -> float:
        """The height of a row."""
        return max(item.height for item in self.row(number))


def chart_of(names: Sequence[str], arrows: Sequence[Arrow]) -> Chart:
    """Everything in its row and order; widths and places are still to be chosen."""
    turned = _turned(len(names), arrows)
    ends = [(a.end, a.start) if n in turned else (a.start, a.end) for n, a in enumerate(arrows)]
    ranks = _ranks(len(names), ends)
    items = [Item(2 * rank, breaks(name), is_box=True) for name, rank in zip(names, ranks, strict=True)]
    rows: list[list[int]] = [[] for _ in range(2 * max(ranks) + 1)]
    for number, item in enumerate(items):
        rows[item.row].append(number)
    ways: dict[int, list[int]] = {}
    for number, (above, below) in sorted(enumerate(ends), key=lambda pair: (pair[0] in turned, pair[0])):
        between = range(items[above].row + 1, items[below].row)
        spoken = between[-1] if number in turned else between[0]
        ways[number] = [above, *range(len(items), len(items) + len(between)), below]
        for row in between:
            rows[row].append(len(items))
            texts = breaks(arrows[number].label, "label") if row == spoken else ()
            items.append(Item(row, texts, in_lane=len(between) > 1))
        for one, other in pairwise(ways[number]):
            items[one].below.append(other)
            items[other].above.append(one)
    chart = Chart(items, rows, [ways[number] for number in sorted(ways)], turned)
    _sort_rows(chart)
    return chart


def _turned(count: int, arrows: Sequence[Arrow]) -> frozenset[int]:
    """The arrows that lead back, found by following all others from the first box on."""
    fed = {arrow.end for arrow in arrows}
    back: set[int] = set()
    seen: set[int] = set()

    def follow(box: int, trail: frozenset[int]) -> None:
        seen.add(box)
        for number, arrow in enumerate(arrows):
            if arrow.start == box and arrow.end in trail:
                back.add(number)
            elif arrow.start == box and arrow.end not in seen:
                follow(arrow.end, trail | {arrow.end})

    for box in sorted(range(count), key=lambda box: (box in fed, box)):
        if box not in seen:
            follow(box, frozenset({box}))
    return frozenset(back)


def _ranks(count: int, downward: Sequence[tuple[int, int]]) -> list[int]:
    """How far down each box stands: below all that lead to it, and no higher than it needs to."""
    ranks = [0] * count
    for _ in range(count):
        for above, below in downward:
            ranks[below] = max(ranks[below], ranks[above] + 1)
    for box in set(range(count)) - {below for _, below in downward}:
        ranks[box] = min(ranks[below] for above, below in downward if above == box) - 1
    return ranks


def _crossings(chart: Chart) -> int:
    at = {item: place for row in chart.rows for place, item in enumerate(row)}
    links = [(chart.items[a].row, at[a], at[b]) for way in chart.ways for a, b in pairwise(way)]
    return sum(
        1
        for number, (row, a, b) in enumerate(links)
        for other, c, d in links[:number]
        if row == other and (a - c) * (b - d) < 0
    )


def _sort_rows(chart: Chart) -> None:
    """Order each row by where its items' neighbours stand, as long as that unties lines."""
    best, fewest = [list(row) for row in chart.rows], _crossings(chart)
    for turn in range(12):
        down = turn % 2 == 0
        numbers = range(1, len(chart.rows)) if down else range(len(chart.rows) - 2, -1, -1)
        for number in numbers:
            near = {item: place for place, item in enumerate(chart.rows[number - 1 if down else number + 1])}
            middles = {item: _middle(chart.items[item], near) for item in chart.rows[number]}
            chart.rows[number].sort(key=middles.__getitem__)
        crossings = _crossings(chart)
        if crossings < fewest:
            best, fewest = [list(row) for row in chart.rows], crossings
    chart.rows[:] = best


def _middle(item: Item, near: Mapping[int, int]) -> float:
    places = [near[other] for other in (*item.above, *item.below) if other in near]
    return sum(places) / len(places) if places else len(near) / 2
