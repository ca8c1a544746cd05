"""How a flow is drawn: columns for the boxes of each row, and every arrow running down or up between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .diagram_columns import CORNER, GAP, choose_widths, settle, sides, spread, stretch
from .diagram_rows import ABOVE, SIDE, Arrow, Chart, Item, chart_of
from .diagram_shapes import BEND, WIDTH, Box, DiagramError, Line, Picture, Point, Words, fit

_TAIL, _TIP = 7.0, 15.0  # from a box to a label or bend, at an arrow's tail and at its tip
_TRACK = 9.0  # between two lines that run level
_APART = 16.0  # between two arrows at one box
_WISHES = ((190, 150), (150, 110), (120, 90), (100, 80), (80, 70), (0, 0))  # widths of boxes and labels


def lay_out(names: Sequence[str], arrows: Sequence[Arrow]) -> Picture:
    """The best of several layouts: few bends, arrows that meet their boxes in the middle, little height."""
    chart = chart_of(names, arrows)
    drawn: list[tuple[float, Picture]] = []
    problem = DiagramError("this cannot be drawn")
    for boxes, labels in _WISHES:
        try:
            choose_widths(chart, boxes, labels)
        except DiagramError as error:
            problem = error
            continue
        settle(chart)
        stretch(chart)
        drawn.append(_Drawing(chart, sides(chart)).picture())
    if drawn:
        return min(drawn, key=lambda pair: pair[0])[1]
    if len({arrow.start for arrow in arrows}) == 1:
        return _branches(names, arrows)
    raise problem


# --- drawing ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Link:
    """A piece of an arrow between two rows, and where it meets what is above and below it."""

    above: int
    below: int
    tip: int  # 1 where it ends in a tip below, -1 above, else 0
    start: float = 0
    end: float = 0
    track: float | None = None  # where it runs level, if it does

    @property
    def bent(self) -> bool:
        return abs(self.start - self.end) > 0.05


class _Drawing:
    """A chart whose items have their places, on the way to shapes."""

    def __init__(self, chart: Chart, sides: Mapping[int, int]) -> None:
        self.chart, self.sides = chart, sides
        self.links = {number: self._links(number) for number in range(len(chart.ways))}
        self._find_ports()
        self.tops = list(self._tops())

    def picture(self) -> tuple[float, Picture]:
        """The shapes, and how far they are from a perfect picture."""
        chart, items = self.chart, self.chart.items
        boxes = [
            Box(i.left, self.tops[i.row], i.width, chart.height(i.row)) for i in items if i.is_box and i.block
        ]
        words = [Words(item.x, self._middle(item.row), item.block) for item in items if item.block]
        lines = [line for number in self.links for line in self._lines(number)]
        aside = sum(
            abs(items[number].x - (link.start if number == link.above else link.end))
            for links in self.links.values()
            for link in links
            for number, others in ((link.above, "below"), (link.below, "above"))
            if items[number].is_box and len(getattr(items[number], others)) == 1
        )
        bends = sum(link.track is not None for _, link in self._ordered())
        cost = 60 * bends + 2 * aside + self.tops[-1] / 2
        return cost, Picture(tuple(boxes), tuple(words), tuple(lines))

    def _links(self, number: int) -> list[_Link]:
        """The links of an arrow; the first and last go sideways where the arrow leaves boxes so."""
        way, up, aside = self.chart.ways[number], number in self.chart.turned, number in self.sides
        last = len(way) - 2
        tips = [
            -1 if up and n == 0 and not aside else int(n == last and not (up or aside))
            for n in range(last + 1)
        ]
        return [_Link(a, b, tip) for (a, b), tip in zip(pairwise(way), tips, strict=True)]

    def _find_ports(self) -> None:
        """Give each link its ends: in the middle of a label, and spread along the edge of a box."""
        items = self.chart.items
        for number, item in enumerate(items):
            below = [k for n, k in self._ordered() if k.above == number and not self._aside(n, number)]
            above = [k for n, k in self._ordered() if k.below == number and not self._aside(n, number)]
            below.sort(key=lambda link: items[link.below].x)
            above.sort(key=lambda link: items[link.above].x)
            for link, x in zip(below, self._ports(item, [items[k.below].x for k in below]), strict=True):
                link.start = x
            for link, x in zip(above, self._ports(item, [items[k.above].x for k in above]), strict=True):
                link.end = x

    def _ordered(self) -> Iterator[tuple[int, _Link]]:
        return ((number, link) for number, links in self.links.items() for link in links)

    def _aside(self, way: int, item: int) -> bool:
        return way in self.sides and self.chart.items[item].is_box

    @staticmethod
    def _ports(item: Item, wishes: Sequence[float]) -> list[float]:
        if not item.is_box or not wishes:
            return [item.x] * len(wishes)
        low, high = item.left + CORNER, item.right - CORNER
        apart = min(_APART, (high - low) / max(1, len(wishes) - 1))
        return spread(wishes, [apart] * (len(wishes) - 1), low, high)

    def _tops(self) -> Iterator[float]:
        """The top of each row; between rows there is room for tips and for lines that run level."""
        y = 0.0
        yield y
        for number in range(len(self.chart.rows) - 1):
            links = [
                link
                for n, link in self._ordered()
                if self.chart.items[link.above].row == number
                and not (self._aside(n, link.above) or self._aside(n, link.below))
            ]
            y += self.chart.height(number) + (_TIP if any(link.tip < 0 for link in links) else _TAIL)
            for link in sorted(filter(lambda link: link.bent, links), key=_track_order):
                y += _TRACK
                link.track = y
            y += _TIP if any(link.tip > 0 for link in links) else _TAIL
            yield y

    def _middle(self, row: int) -> float:
        return self.tops[row] + self.chart.height(row) / 2

    def _lines(self, number: int) -> Iterator[Line]:
        """An arrow, interrupted where its label stands."""
        pieces: list[list[Point]] = [[]]
        for link in self.links[number]:
            above, below = self.chart.items[link.above], self.chart.items[link.below]
            if above.block and not above.is_box:
                half = above.block.height / 2
                pieces[-1].append((above.x, self._middle(above.row) - half))
                pieces.append([(above.x, self._middle(above.row) + half)])
            pieces[-1] += self._points(number, link, above, below)
        if number in self.chart.turned:
            pieces = [piece[::-1] for piece in reversed(pieces)]
        for piece in pieces:
            yield Line(tuple(piece), head=piece is pieces[-1])

    def _points(self, number: int, link: _Link, above: Item, below: Item) -> list[Point]:
        side = self.sides.get(number, 0)
        if side and above.is_box:
            edge = above.right if side > 0 else above.left
            return [
                (edge, self._middle(above.row)),
                (below.x, self._middle(above.row)),
                (below.x, self.tops[below.row]),
            ]
        bottom = self.tops[above.row] + self.chart.height(above.row)
        if side and below.is_box:
            edge = below.right if side > 0 else below.left
            return [(above.x, bottom), (above.x, self._middle(below.row)), (edge, self._middle(below.row))]
        bend = [(link.start, link.track), (link.end, link.track)] if link.track is not None else []
        return [(link.start, bottom), *bend, (link.end, self.tops[below.row])]


def _track_order(link: _Link) -> float:
    """From the top down, in the order in which lines that run level cross least."""
    return -link.start if link.end > link.start else link.start


# --- one box that leads to many ------------------------------------------------------------------


def _branches(names: Sequence[str], arrows: Sequence[Arrow]) -> Picture:
    """A box above a list of those it leads to, for when they are too many to stand side by side."""
    trunk, start, tail = 20.0, 38.0, 5.0
    labels = [fit(arrow.label, 110, "label") if arrow.label else None for arrow in arrows]
    left = start + 2 * _TIP + max(label.width if label else 0 for label in labels)
    texts = [fit(names[arrow.end], WIDTH - left - 2 * SIDE) for arrow in arrows]
    first = fit(names[arrows[0].start], WIDTH - 2 * SIDE)
    wide, y = max(text.width for text in texts) + 2 * SIDE, first.height + 2 * ABOVE
    boxes = [Box(0, 0, max(first.width + 2 * SIDE, left), y)]
    words, lines, trunk_y = [Words(boxes[0].width / 2, y / 2, first)], [], y
    for label, text in zip(labels, texts, strict=True):
        high = max(text.height + 2 * ABOVE, label.height if label else 0)
        middle = y + GAP + high / 2
        boxes.append(Box(left, middle - high / 2, wide, high))
        words.append(Words(left + wide / 2, middle, text))
        way = [(trunk, trunk_y), (trunk, middle), (start, middle)]
        if label:
            words.append(Words(start + tail + label.width / 2, middle, label))
            lines.append(Line(tuple(way), head=False))
            way = [(start + 2 * tail + label.width, middle)]
        lines.append(Line((*way, (left, middle))))
        y, trunk_y = middle + high / 2, middle - BEND
    return Picture(tuple(boxes), tuple(words), tuple(lines))
