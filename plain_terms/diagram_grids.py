"""Diagrams whose boxes have fixed places: loops, layers, and groups of parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .diagram_shapes import WIDTH, Block, Box, DiagramError, Line, Picture, Words, breaks, fit

_PAD, _GAP, _CHIP = 9.0, 8.0, 8.0  # inside a box, between boxes, around the text of a part
_ARROW = 30.0  # the way between two steps of a loop


def loop_picture(rows: Sequence[tuple[str, ...]]) -> Picture:
    """Clockwise: the right column leads down, the left one up; an odd first step stands above both."""
    room = (WIDTH - _ARROW) / 2 - 2 * _PAD
    blocks = [fit(f"{number}. {text}", room) for number, (text,) in enumerate(rows, 1)]
    wide, count = max(block.width for block in blocks) + 2 * _PAD, len(blocks)
    high = max(block.height for block in blocks) + 2 * _PAD
    odd, deep = count % 2, (count + 1) // 2
    left, right = wide / 2, wide * 1.5 + _ARROW
    down, step = [(right, row) for row in range(odd, deep)], high + _ARROW
    places = [((left + right) / 2, 0)] * odd + ([] if odd else [(left, 0)]) + down
    places += [(left, row) for row in range(deep - 1, 0, -1)]
    middles = [(x, row * step + high / 2) for x, row in places]
    boxes = [Box(x - wide / 2, y - high / 2, wide, high) for x, y in middles]
    words = [Words(x, y, block) for (x, y), block in zip(middles, blocks, strict=True)]
    lines = [_loop_arrow(a, b, wide, high) for a, b in pairwise([*middles, middles[0]])]
    return Picture(tuple(boxes), tuple(words), tuple(lines))


def _loop_arrow(start: tuple[float, float], end: tuple[float, float], wide: float, high: float) -> Line:
    """An arrow along the ring, from edge to edge, with a corner where the first step stands in the middle."""
    (ax, ay), (bx, by) = start, end
    across, down = (1 if bx > ax else -1), (1 if by > ay else -1)
    if ay == by:
        return Line(((ax + across * wide / 2, ay), (bx - across * wide / 2, by)))
    if ax == bx:
        return Line(((ax, ay + down * high / 2), (bx, by - down * high / 2)))
    if down > 0:
        return Line(((ax + across * wide / 2, ay), (bx, ay), (bx, by - high / 2)))
    return Line(((ax, ay - high / 2), (ax, by), (bx - across * wide / 2, by)))


def layers_picture(rows: Sequence[tuple[str, ...]]) -> Picture:
    """Slabs of one width, the name of each over its few words."""
    room = WIDTH - 4 * _PAD
    texts = [[fit(name, room, "name"), *([fit(note, room, "note")] if note else [])] for name, note in rows]
    wide = max(220.0, *(block.width + 4 * _PAD for blocks in texts for block in blocks))
    boxes: list[Box] = []
    words: list[Words] = []
    y = 0.0
    for blocks in texts:
        boxes.append(Box(0, y, wide, sum(block.height for block in blocks) + 2 * _PAD))
        words += _stack(blocks, wide / 2, y + _PAD)
        y += boxes[-1].height + _GAP / 2
    return Picture(tuple(boxes), tuple(words))


def _stack(blocks: Sequence[Block], x: float, y: float) -> Iterator[Words]:
    for block in blocks:
        yield Words(x, y + block.height / 2, block)
        y += block.height


def parts_picture(rows: Sequence[tuple[str, ...]]) -> Picture:
    """Groups side by side where their words allow; else below each other, their parts in lines."""
    try:
        return _columns(rows)
    except DiagramError:
        return _shelves(rows)


def _columns(rows: Sequence[tuple[str, ...]]) -> Picture:
    """Groups side by side, of one width if that does; four of them two by two."""
    across = 2 if len(rows) == 4 else len(rows)
    room = WIDTH - _GAP * (across - 1)
    least = [max(_room(row, 1) for row in rows[place::across]) for place in range(across)]
    most = [max(_room(row, 0) for row in rows[place::across]) for place in range(across)]
    if sum(least) > room:
        raise DiagramError("too wide side by side")
    even = min(room / across, max(most))
    spare = (room - sum(least)) / max(1, sum(most) - sum(least))
    own = [low + (high - low) * min(1, spare) for low, high in zip(least, most, strict=True)]
    wide = [even] * across if even >= max(least) else own
    boxes: list[Box] = []
    words: list[Words] = []
    y = 0.0
    for first in range(0, len(rows), across):
        shelf = rows[first : first + across]
        names = [fit(row[0], width - 2 * _PAD, "name") for row, width in zip(shelf, wide, strict=False)]
        head = max(name.height for name in names) + 2 * _PAD
        x, bottom, tops = 0.0, y, len(boxes)
        for (_, *parts), name, width in zip(shelf, names, wide, strict=False):
            top = y + head
            words.append(Words(x + width / 2, y + head / 2, name))
            for block in (fit(part, width - 4 * _PAD, "note") for part in parts):
                boxes.append(Box(x + _PAD, top, width - 2 * _PAD, block.height + _CHIP))
                words.append(Words(x + width / 2, top + boxes[-1].height / 2, block))
                top += boxes[-1].height + _PAD
            x, bottom = x + width + _GAP, max(bottom, top)
        boxes[tops:tops] = [
            Box(sum(wide[:place]) + place * _GAP, y, wide[place], bottom - y, "panel")
            for place in range(len(shelf))
        ]
        y = bottom + _GAP
    return Picture(tuple(boxes), tuple(words))


def _room(row: Sequence[str], tries: int) -> float:
    """How wide a group is with its texts in one line (``tries`` 0), or in two (1)."""
    name, *parts = (
        breaks(text, "note" if place else "name")[: tries + 1][-1].width for place, text in enumerate(row)
    )
    return max(name + 2 * _PAD, *(width + 4 * _PAD for width in parts))


def _shelves(rows: Sequence[tuple[str, ...]]) -> Picture:
    """Groups below each other, the name of each before its parts."""
    names = [fit(name, 120, "name") for name, *_ in rows]
    start = max(name.width for name in names) + 2 * _PAD
    panels: list[Box] = []
    boxes: list[Box] = []
    words: list[Words] = []
    y = 0.0
    for name, (_, *parts) in zip(names, rows, strict=True):
        x, top, bottom = start, y + _PAD, y + _PAD
        for block in (fit(part, WIDTH - start - 3 * _PAD, "note") for part in parts):
            width, height = block.width + 2 * _PAD, block.height + _CHIP
            if x + width > WIDTH - _PAD:
                x, top = start, bottom + _PAD
            boxes.append(Box(x, top, width, height))
            words.append(Words(x + width / 2, top + height / 2, block))
            x, bottom = x + width + _PAD, max(bottom, top + height)
        bottom = max(bottom, y + _PAD + name.height) + _PAD
        panels.append(Box(0, y, WIDTH, bottom - y, "panel"))
        words.append(Words(start / 2, (y + bottom) / 2, name))
        y = bottom + _GAP
    return Picture((*panels, *boxes), tuple(words))
