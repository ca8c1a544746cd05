"""What diagrams are made of: wrapped text of a known width, boxes and lines, and these as SVG.

Widths are those of DejaVu Sans, the widest of the common system fonts, so text fits in all of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import combinations, pairwise
from math import hypot

WIDTH = 332.0  # of every diagram at most; on a phone 320 px wide, text of 14 units is still 12 px
TEXT, SMALL = 15.0, 14.0  # sizes of text
LEAD = 19.0  # from line to line
LONGEST = 60  # characters of one text
MOST_LINES = 3
_HEAD = 9.0  # length of an arrow's head
BEND = 7.0  # radius of a line's corners
_BOLD = 1.12
_WIDE, _EMOJI = 1.05, 1.45

_BY_WIDTH = {
    0.29: "'ijlIJ\u0142\u0131",
    0.34: " ,./:;\\|\u2018\u2019\u00b7",
    0.42: "-ft()[]!r",
    0.53: '"*_`sz?c\u201c\u201d\u2013',
    0.58: "LFk",
    0.61: "vxyPTYa",
    0.65: "oøðeESbdghnpqußđþ0123456789${}£€",
    0.70: "KAVBRXZC",
    0.76: "UHN",
    0.80: "DGOQ&",
    0.86: "w#+<=>^~M\u00d7\u2192",
    1.03: "%mæW@œ\u2014\u2026",
}
_WIDTHS = {char: width for width, chars in _BY_WIDTH.items() for char in chars}


class DiagramError(ValueError):
    """What is wrong with a diagram and how to mend it.

    ``row`` counts its lines from 0 and is -1 for all of it; ``text`` is what has no room.
    """

    def __init__(self, message: str, row: int = -1, text: str = "") -> None:
        """Keep what tells the line, beside the message."""
        super().__init__(message)
        self.row, self.text = row, text


@cache
def _char_width(char: str) -> float:
    """The width of a character in em, rather too wide than too narrow."""
    base = unicodedata.normalize("NFKD", char)[0]
    if char in _WIDTHS or base in _WIDTHS:
        return _WIDTHS.get(char, _WIDTHS.get(base, 0))
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.category(char) == "So":
        return _EMOJI
    return _WIDE if unicodedata.east_asian_width(char) in "WFA" else 1


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text, in units."""
    return sum(map(_char_width, text)) * size * (_BOLD if bold else 1)


@dataclass(frozen=True, slots=True)
class Block:
    """A text broken into lines."""

    lines: tuple[str, ...]
    size: float
    width: float
    style: str

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return len(self.lines) * LEAD


def breaks(text: str, style: str = "text") -> tuple[Block, ...]:
    """A text in one line, two and three, each as narrow as it gets, widest first."""
    size, words = (SMALL if style in {"label", "note"} else TEXT), text.split()
    found: list[Block] = []
    for count in range(1, min(MOST_LINES, len(words)) + 1):
        cuts = combinations(range(1, len(words)), count - 1)
        ways = [[" ".join(words[a:b]) for a, b in pairwise((0, *cut, len(words)))] for cut in cuts]
        width, lines = min(
            (max(width_of(line, size, bold=style == "name") for line in way), way) for way in ways
        )
        if not found or width < found[-1].width:
            found.append(Block(tuple(lines), size, width, style))
    return tuple(found)


def fit(text: str, width: float, style: str = "text") -> Block:
    """A text in as few lines as fit into a width; ``DiagramError`` where it does not fit."""
    for block in breaks(text, style):
        if block.width <= width + 0.01:
            return block
    raise DiagramError(f"{text!r} does not fit into its box: use fewer or shorter words", text=text)


# --- shapes -------------------------------------------------------------------------------------

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its top left corner; ``style`` is ``box`` or ``panel`` (behind boxes)."""

    x: float
    y: float
    width: float
    height: float
    style: str = "box"


@dataclass(frozen=True, slots=True)
class Words:
    """A block of text by its middle."""

    x: float
    y: float
    block: Block


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, all of its parts level or upright; ``head`` makes it an arrow."""

    points: tuple[Point, ...]
    head: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram as shapes, not yet moved to where it will be shown."""

    boxes: tuple[Box, ...]
    words: tuple[Words, ...]
    lines: tuple[Line, ...] = ()

    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all there is."""
        corners = [(b.x, b.y, b.x + b.width, b.y + b.height) for b in self.boxes]
        for words in self.words:
            half, tall = words.block.width / 2, words.block.height / 2
            corners.append((words.x - half, words.y - tall, words.x + half, words.y + tall))
        corners += [(x - 5, y, x + 5, y) for line in self.lines for x, y in line.points]
        lefts, tops, rights, bottoms = zip(*corners, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


# --- to SVG -------------------------------------------------------------------------------------


def to_svg(picture: Picture, alt: str) -> str:
    """The picture as one ``svg`` element; attributes give it colours where no style sheet does.

    Its title is its name. With ``aria-labelledby`` besides, browsers would give the title once more, as
    the description.
    """
    left, top, right, bottom = picture.bounds()
    width, height = _number(right - left + 2), _number(bottom - top + 2)
    view = f"{_number(left - 1)} {_number(top - 1)} {width} {height}"
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" role="img"',
        f'viewBox="{view}" width="{width}" height="{height}"',
        'fill="none" text-anchor="middle" direction="ltr">',
        f"<title>{escape(alt)}</title>",
        *map(_box, picture.boxes),
        *(part for line in picture.lines for part in _line(line)),
        *map(_words, picture.words),
        "</svg>",
    ]
    return "\n".join(parts)


def _number(value: float) -> str:
    return f"{round(value, 1) + 0.0:g}"


def _box(box: Box) -> str:
    place = f'x="{_number(box.x)}" y="{_number(box.y)}"'
    size = f'width="{_number(box.width)}" height="{_number(box.height)}"'
    return f'<rect class="pt-{box.style}" {place} {size} rx="8" stroke="currentColor"/>'


def _words(words: Words) -> str:
    block, x = words.block, _number(words.x)
    first = words.y - (len(block.lines) - 1) * LEAD / 2 + block.size * 0.35
    spans = (
        f'<tspan x="{x}" y="{_number(first + row * LEAD)}">{escape(line)}</tspan>'
        for row, line in enumerate(block.lines)
    )
    weight = ' font-weight="600"' if block.style == "name" else ""
    look = f'class="pt-{block.style}" font-size="{_number(block.size)}"{weight} fill="currentColor"'
    return f"<text {look}>{' '.join(spans)}</text>"


def _line(line: Line) -> Iterator[str]:
    points = _without_middles(line.points)
    (x, y), (fx, fy) = points[-1], points[-2]
    length = hypot(x - fx, y - fy) or 1
    ux, uy = (x - fx) / length, (y - fy) / length
    if line.head:
        points[-1] = (x - ux * _HEAD * 0.97, y - uy * _HEAD * 0.97)
    yield f'<path class="pt-line" d="{_path(points)}" stroke="currentColor" stroke-width="1.5"/>'
    if line.head:
        bx, by, half = x - ux * _HEAD, y - uy * _HEAD, _HEAD * 0.5
        sides = [(x, y), (bx - uy * half, by + ux * half), (bx + uy * half, by - ux * half)]
        corners = " L".join(f"{_number(px)} {_number(py)}" for px, py in sides)
        yield f'<path class="pt-head" d="M{corners} Z" fill="currentColor"/>'


def _without_middles(points: Sequence[Point]) -> list[Point]:
    """Leave out points on the straight way between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if len(kept) > 1 and any(kept[-2][axis] == kept[-1][axis] == point[axis] for axis in (0, 1)):
            kept.pop()
        if not kept or kept[-1] != point:
            kept.append(point)
    return kept


def _path(points: Sequence[Point]) -> str:
    """A line through the points, its corners rounded."""
    steps = [f"M{_number(points[0][0])} {_number(points[0][1])}"]
    for (ax, ay), (x, y), (bx, by) in zip(points, points[1:], points[2:], strict=False):
        before, after = hypot(x - ax, y - ay), hypot(bx - x, by - y)
        r = min(BEND, before / 2, after / 2)
        start = f"{_number(x - (x - ax) / before * r)} {_number(y - (y - ay) / before * r)}"
        end = f"{_number(x + (bx - x) / after * r)} {_number(y + (by - y) / after * r)}"
        steps.append(f"L{start} Q{_number(x)} {_number(y)} {end}")
    return " ".join([*steps, f"L{_number(points[-1][0])} {_number(points[-1][1])}"])
