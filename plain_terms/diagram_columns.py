"""The columns of a flow: how wide everything in a row is, and where, so that arrows are straight."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .diagram_rows import SIDE, Chart, Item
from .diagram_shapes import WIDTH, DiagramError

GAP = 12.0  # between neighbours in a row
CORNER = 10.0  # from a box's corner to an arrow at least
_PORT = 16.0  # and where there is room
_LANE = 22.0  # from a box's side to an arrow that passes it
_NARROW = 84.0  # the least width of a box where there is room
_ALONE = 190.0  # the greatest width of a text that has its row for itself
_TURNS, _REST = 160, 0.005  # how often all are moved, at most, and when they are at rest


def choose_widths(chart: Chart, boxes: float, labels: float) -> None:
    """Break texts until every row is narrow enough, then make boxes alike where there is room."""
    rows = [chart.row(number) for number in range(len(chart.rows))]
    for row in rows:
        for item in row:
            item.take(_ALONE if len(row) == 1 else boxes if item.is_box else labels)
        while sum(item.width for item in row) + GAP * (len(row) - 1) > WIDTH:
            tight = [item for item in row if item.block and item.block != item.texts[-1]]
            if not tight:
                long = max((item.texts[0] for item in row if item.texts), key=lambda text: text.width)
                text = " ".join(long.lines)
                mend = "use shorter words, or fewer boxes side by side"
                raise DiagramError(f"no room for {text!r} and what stands beside it: {mend}", text=text)
            widest = max(tight, key=lambda item: item.width)
            widest.take(widest.width - (2 * SIDE if widest.is_box else 0) - 0.01)
    common = max(_NARROW, *(item.width for row in rows for item in row if item.is_box))
    for row in rows:
        own = [item for item in row if item.is_box]
        taken = sum(item.width for item in row if not item.is_box) + GAP * (len(row) - 1)
        share = min(common, (WIDTH - taken) / max(1, len(own)))
        if all(item.width <= share for item in own):
            for item in own:
                item.width = share


def spread(wishes: Sequence[float], apart: Sequence[float], low: float, high: float) -> list[float]:
    """The places nearest to the wishes that keep their order and distances, and stay within bounds.

    Pooling of adjacent violators: those who would stand too close are moved as one.
    """
    offsets = [sum(apart[:place]) for place in range(len(wishes))]
    pools: list[list[float]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        pools.append([wish - offset])
        while len(pools) > 1 and sum(pools[-2]) / len(pools[-2]) > sum(pools[-1]) / len(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    even = [sum(pool) / len(pool) for pool in pools for _ in pool]
    return [max(low, min(high - offsets[-1], y)) + offset for y, offset in zip(even, offsets, strict=True)]


def settle(chart: Chart) -> None:
    """Move each item towards its neighbours above and below until all have come to rest."""
    for number in range(len(chart.rows)):
        row = chart.row(number)
        for place, item in enumerate(row):
            item.x = WIDTH * (place + 0.5) / len(row)
    for turn in range(_TURNS):
        numbers = range(len(chart.rows)) if turn % 2 == 0 else range(len(chart.rows) - 1, -1, -1)
        rows = [chart.row(number) for number in numbers]
        if max([_settle(row, [_wish(item, chart) for item in row]) for row in rows]) < _REST:
            break
    for number in range(1, len(chart.rows), 2):
        row = chart.row(number)
        _settle(row, [_straight(item, chart.items) for item in row])


def _settle(row: Sequence[Item], wishes: Sequence[float]) -> float:
    """Move the items of a row as near to their wishes as they can stand; gives the longest way moved."""
    apart = [(a.width + b.width) / 2 + GAP for a, b in pairwise(row)]
    places = spread(wishes, apart, row[0].width / 2, WIDTH - row[-1].width / 2)
    longest = max(abs(item.x - x) for item, x in zip(row, places, strict=True))
    for item, x in zip(row, places, strict=True):
        item.x = round(x, 3)
    return longest


def _wish(item: Item, chart: Chart) -> float:
    """Where an item wants to be: over and under what it leads to, and the fewer arrows that has, the more."""
    row = chart.row(item.row)
    if item.in_lane and (item is row[-1] or item is row[0]):
        return WIDTH if item is row[-1] else 0
    total = weights = 0.0
    for others, back in ((item.above, "below"), (item.below, "above")):
        for other in (chart.items[number] for number in others):
            weight = 1.0 if item.is_box else 6.0 / len(getattr(other, back)) ** 2
            weight = 0.001 if item.is_box and other.in_lane else weight
            total, weights = total + other.x * weight, weights + weight
    return total / weights


def _straight(item: Item, items: Sequence[Item]) -> float:
    """The middle of a box that an arrow alone leads to or comes from."""
    above, below = items[item.above[0]], items[item.below[0]]
    ends = [box.x for box, others in ((above, above.below), (below, below.above)) if len(others) == 1]
    return item.x if item.in_lane or not ends else sum(ends) / len(ends)


def stretch(chart: Chart) -> None:
    """Make boxes wide enough to stand over or under their arrows, where the row has room."""
    for number in range(len(chart.rows)):
        row, free = chart.row(number), 0.0
        for place, item in enumerate(row):
            end = row[place + 1].left - GAP if place + 1 < len(row) else WIDTH
            near = [chart.items[other] for other in (*item.above, *item.below)] if item.is_box else []
            xs = [other.x for other in near if not other.in_lane] or [item.x]
            half = max(item.width / 2, item.x - min(xs) + _PORT, max(xs) - item.x + _PORT)
            if item.is_box and half > item.width / 2:
                left, right = max(free, item.x - half), min(end, item.x + half)
                item.x, item.width = (left + right) / 2, right - left
            if item.is_box:
                item.block = next(t for t in item.texts if t.width <= item.width - 2 * SIDE + 0.01)
            free = item.right + GAP


def sides(chart: Chart) -> dict[int, int]:
    """Arrows that pass other boxes at the edge of the picture, and the side: they leave boxes sideways."""
    found: dict[int, int] = {}
    used: set[tuple[int, int]] = set()
    for number, way in enumerate(chart.ways):
        for side in (1, -1) if len(way) > 3 else ():
            edge = -1 if side > 0 else 0
            outside = all(chart.rows[chart.items[item].row][edge] == item for item in way)
            x = _outside(chart, way, side)
            half = max(chart.items[item].width for item in way[1:-1]) / 2
            if not outside or used & {(way[0], side), (way[-1], side)} or not half <= x <= WIDTH - half:
                continue
            for item in way[1:-1]:
                chart.items[item].x = x
            used |= {(way[0], side), (way[-1], side)}
            found[number] = side
            break
    return found


def _outside(chart: Chart, way: Sequence[int], side: int) -> float:
    """Where an arrow runs upright beside all that it passes."""
    xs = []
    for number in way:
        item, row = chart.items[number], chart.row(chart.items[number].row)
        if item.is_box:
            xs.append((item.right if side > 0 else item.left) + side * _LANE)
        elif len(row) > 1:
            beside = row[-2].right if side > 0 else row[1].left
            xs.append(beside + side * (GAP + item.width / 2))
    return max(xs) if side > 0 else min(xs)
