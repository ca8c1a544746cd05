"""Small diagrams written as text: what they say, as words and as SVG.

Our own, as schemdraw writes colours into each shape and does not wrap, and all else found needs Graphviz.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from .diagram_flow import lay_out
from .diagram_grids import layers_picture, loop_picture, parts_picture
from .diagram_rows import Arrow
from .diagram_shapes import LONGEST, DiagramError, Picture, to_svg


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram as read: what ``rows`` hold depends on the kind; ``lines`` are where they stand, from 0."""

    kind: str
    alt: str
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read(kind: str, alt: str, lines: Sequence[str]) -> Diagram:
    """Read what an author wrote; ``DiagramError`` says what is wrong and how to mend it."""
    if kind not in _KINDS:
        raise DiagramError(f"{kind!r} is no kind of diagram: use one of {', '.join(_KINDS)}")
    if not alt.strip():
        raise DiagramError("no text for those who cannot see it: add ':alt: what it shows'")
    for place, text in enumerate((alt, *lines), -1):
        for char in " ".join(text.split()):
            if unicodedata.category(char) in {"Cc", "Cs", "Cn", "Co"}:
                raise DiagramError(f"{char!r} cannot be shown: take it out", place)
    known = _KINDS[kind]
    numbered = {place: _texts(known.read, line, place) for place, line in enumerate(lines) if line.strip()}
    if not numbered:
        raise DiagramError(f"the diagram is empty: write {known.line}, one a line")
    if kind == "flow":
        _check_arrows(numbered)
    elif not known.least <= len(numbered) <= known.most:
        raise DiagramError(
            f"{len(numbered)} of {known.line}: write {known.least} to {known.most}, one a line"
        )
    return Diagram(kind, " ".join(alt.split()), tuple(numbered.values()), tuple(numbered))


def _texts(reader: Callable[[str], tuple[str, ...]], line: str, place: int) -> tuple[str, ...]:
    try:
        texts = reader(" ".join(line.split()))
    except DiagramError as error:
        raise DiagramError(str(error), place) from None
    for text in texts:
        if len(text) > LONGEST:
            raise DiagramError(f"{text!r} is too long: use {LONGEST} characters at most", place)
    return texts


def _pair(text: str, sign: str = ":") -> tuple[str, str]:
    """What stands before and after ``: `` (a colon within a word or a time is no sign)."""
    first, _, rest = f"{text} ".partition(f"{sign} ")
    return first.strip(), rest.strip()


def _read_arrow(line: str) -> tuple[str, ...]:
    start, arrow, rest = line.partition("->")
    end, label = _pair(rest)
    if not arrow or not start.strip() or not end:
        raise DiagramError(f"{line!r} is no arrow: write 'From -> To' or 'From -> To: label'")
    if "->" in rest:
        raise DiagramError("two arrows on one line: give each a line")
    if start.strip() == end:
        raise DiagramError(f"an arrow from {end!r} to itself: name the box it leads to")
    return start.strip(), end, label


def _check_arrows(rows: Mapping[int, tuple[str, ...]]) -> None:
    names: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for place, (start, end, _) in rows.items():
        for name in (start, end):
            known = names.setdefault(name.casefold(), name)
            if known != name:
                raise DiagramError(f"{known!r} and {name!r} would be two boxes: write them alike", place)
        if (start, end) in seen:
            raise DiagramError(f"a second arrow from {start!r} to {end!r}: put both labels on one", place)
        seen.add((start, end))
    if len(names) > _KINDS["flow"].most:
        raise DiagramError(f"{len(names)} boxes: use {_KINDS['flow'].most} at most, or make two diagrams")


def _read_layer(line: str) -> tuple[str, ...]:
    name, note = _pair(line)
    if not name:
        raise DiagramError(f"{line!r} has no name: write 'Name: few words'")
    return name, note


def _read_group(line: str) -> tuple[str, ...]:
    name, rest = _pair(line)
    parts = [part.strip() for part in rest.split(",")]
    if not name or not all(parts):
        raise DiagramError(f"{line!r} is no group: write 'Group: part, part'")
    return name, *parts


# --- in words -----------------------------------------------------------------------------------


def outline(diagram: Diagram) -> tuple[str, ...]:
    """The diagram as lines of text, for where no picture can be."""
    return tuple(_KINDS[diagram.kind].outline(diagram.rows))


def _flow_outline(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for start, end, label in rows:
        yield f"{start} → {end}" + (f" ({label})" if label else "")


def _loop_outline(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for (step,), (after,) in pairwise([*rows, rows[0]]):
        yield f"{step} → {after}"


def _named_outline(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for name, *rest in rows:
        yield f"{name}: {', '.join(rest)}" if any(rest) else name


# --- in shapes ----------------------------------------------------------------------------------


def draw(diagram: Diagram) -> str:
    """The diagram as an SVG element; ``DiagramError`` where a text has no room."""
    return to_svg(picture(diagram), diagram.alt)


def picture(diagram: Diagram) -> Picture:
    """The diagram as shapes."""
    try:
        return _KINDS[diagram.kind].picture(diagram.rows)
    except DiagramError as error:
        rows = zip(diagram.lines, diagram.rows, strict=True)
        guilty = [place for place, row in rows if error.text.endswith(tuple(filter(None, row)))]
        raise DiagramError(str(error), guilty[0] if error.text and guilty else -1) from None


def _flow_picture(rows: Sequence[tuple[str, ...]]) -> Picture:
    names = list(dict.fromkeys(name for start, end, _ in rows for name in (start, end)))
    return lay_out(names, [Arrow(names.index(start), names.index(end), label) for start, end, label in rows])


_Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind is read, told and drawn, and how many it may have of what its ``line`` shows."""

    line: str
    least: int
    most: int
    read: Callable[[str], tuple[str, ...]]
    outline: Callable[[_Rows], Iterator[str]]
    picture: Callable[[_Rows], Picture]


_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "flow": _Kind("'From -> To: label'", 2, 7, _read_arrow, _flow_outline, _flow_picture),
        "loop": _Kind("'Step'", 3, 6, lambda line: (line,), _loop_outline, loop_picture),
        "layers": _Kind("'Name: few words'", 2, 6, _read_layer, _named_outline, layers_picture),
        "parts": _Kind("'Group: part, part'", 1, 4, _read_group, _named_outline, parts_picture),
    }
)
