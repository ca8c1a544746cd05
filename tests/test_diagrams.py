"""Diagrams: whatever is written, the picture is legible, and what cannot be drawn is named at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plain_terms.diagram import Diagram, draw, outline, picture, read
from plain_terms.diagram_shapes import WIDTH, Box, DiagramError, Picture, Words, width_of
from tests.projects import Project

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"
BLOCK = re.compile(r"^(:{3,})\{diagram\} *(.*)\n:alt: (.*)\n((?:.*\n)*?)\1$", re.M)

Rect = tuple[float, float, float, float]


def written() -> Iterator[tuple[str, str, str, list[str]]]:
    """Every diagram of the site: its page, kind, alternative text and lines."""
    for path in sorted((ROOT / "glossary").glob("*.md")):
        for _, kind, alt, lines in BLOCK.findall(path.read_text(encoding="utf-8")):
            yield path.stem, kind, alt, lines.splitlines()


# -- What makes a picture good -----------------------------------------------------------------------------


def rect(shape: Box | Words) -> Rect:
    """Left, top, right and bottom, a hair smaller, so that touching is not overlapping."""
    if isinstance(shape, Box):
        return (shape.x + 0.2, shape.y + 0.2, shape.x + shape.width - 0.2, shape.y + shape.height - 0.2)
    half, tall = shape.block.width / 2 - 0.2, shape.block.height / 2 - 0.2
    return (shape.x - half, shape.y - tall, shape.x + half, shape.y + tall)


def overlap(a: Rect, b: Rect) -> bool:
    """Whether two rectangles share any area."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def inside(a: Rect, b: Rect) -> bool:
    """Whether the first rectangle lies within the second."""
    return a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]


def assert_legible(drawn: Picture) -> None:
    """No box over a box, no text over a text or an edge, no line through either."""
    boxes = [rect(box) for box in drawn.boxes if box.style == "box"]
    panels = [rect(box) for box in drawn.boxes if box.style == "panel"]
    texts = [rect(words) for words in drawn.words]
    for rects in (boxes, panels, texts):
        pairs = [(a, b) for place, a in enumerate(rects) for b in rects[:place]]
        assert not [pair for pair in pairs if overlap(*pair)]
    for text in texts:
        assert all(inside(text, box) or not overlap(text, box) for box in (*boxes, *panels))
    for box in boxes if panels else ():
        assert any(inside(box, panel) for panel in panels)
    for line in drawn.lines:
        for (ax, ay), (bx, by) in pairwise(line.points):
            assert abs(ax - bx) < 0.1 or abs(ay - by) < 0.1, "lines are level or upright"
            segment = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            assert not [thing for thing in (*boxes, *texts) if overlap(segment, thing)]


def assert_good(diagram: Diagram) -> None:
    """The picture is legible, and its SVG well-formed, narrow, complete and always the same."""
    assert_legible(picture(diagram))
    svg = draw(diagram)
    assert svg == draw(diagram)
    root = etree.fromstring(svg)
    assert root.get("role") == "img"
    (title,) = root.iter(f"{SVG}title")
    assert title.text == diagram.alt
    left, top, width, height = map(float, root.get("viewBox", "").split())
    assert (float(root.get("width", 0)), float(root.get("height", 0))) == (width, height)
    assert width <= WIDTH + 12
    for text in root.iter(f"{SVG}text"):
        size = float(text.get("font-size", 0))
        assert size >= 14
        for span in text.iter(f"{SVG}tspan"):
            half = width_of(span.text or "", size, bold=text.get("font-weight") is not None) / 2
            x, y = float(span.get("x", 0)), float(span.get("y", 0))
            assert left - 0.2 <= x - half
            assert x + half <= left + width + 0.2
            assert top <= y - size * 0.8
            assert y + size * 0.2 <= top + height
    shown = {" ".join(str(text.xpath("string()")).split()) for text in root.iter(f"{SVG}text")}
    wanted = {text for row in diagram.rows for text in row if text}
    assert {re.sub(r"^\d\. ", "", text) if diagram.kind == "loop" else text for text in shown} == wanted
    names = {etree.QName(element).localname for element in root.iter()}
    assert names <= {"svg", "title", "rect", "path", "text", "tspan"}
    assert not root.xpath("//@style")
    assert not root.xpath("//@id"), "a page may hold it twice"


# -- The diagrams of the site ------------------------------------------------------------------------------


def test_the_site_has_diagrams() -> None:
    """The pattern that finds them finds as many as there are."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "glossary").glob("*.md")]
    count = sum(text.count("{diagram}") for text in texts)
    assert len(list(written())) == count > 50


@pytest.mark.parametrize(
    ("kind", "alt", "lines"),
    [pytest.param(kind, alt, lines, id=page) for page, kind, alt, lines in written()],
)
def test_a_diagram_of_the_site_is_good(kind: str, alt: str, lines: list[str]) -> None:
    """Each of them is drawn, and nothing in it touches what it should not."""
    assert_good(read(kind, alt, lines))


# -- Any diagram -------------------------------------------------------------------------------------------

WORDS = ["a", "Up", "<b>", "&amp;", '"q"', "it's", "用語", "žluť", "Ωmega", "🙂", "שלום", "reviewer", "10:30"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
notes = st.one_of(st.just(""), texts)


@st.composite
def flows(draw_: st.DrawFn) -> list[str]:
    """Boxes with any arrows between them: branches, joins, circles, apart from each other."""
    names = draw_(st.lists(texts, min_size=2, max_size=7, unique_by=str.casefold))
    ends = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda pair: pair[0] != pair[1])
    arrows = draw_(st.lists(ends, min_size=1, max_size=9, unique=True))
    return [f"{a} -> {b}" + (f": {note}" if (note := draw_(notes)) else "") for a, b in arrows]


loops = st.lists(texts, min_size=3, max_size=6)
layers = st.lists(
    st.tuples(texts, notes).map(lambda pair: ": ".join(filter(None, pair))), min_size=2, max_size=6
)
groups = st.lists(texts, min_size=1, max_size=5).map(", ".join)
parts = st.lists(st.tuples(texts, groups).map(": ".join), min_size=1, max_size=4)
diagrams = st.one_of(
    st.tuples(st.just("flow"), flows()),
    st.tuples(st.just("loop"), loops),
    st.tuples(st.just("layers"), layers),
    st.tuples(st.just("parts"), parts),
)


@given(diagrams)
def test_any_diagram_is_good_or_refused(said: tuple[str, list[str]]) -> None:
    """Whatever the words and the arrows: a legible picture, or a reason."""
    kind, lines = said
    drawn, _ = drawn_or_refused(kind, 'What "it" shows: <all> & more', lines)
    if drawn:
        assert_good(drawn)
        assert outline(drawn)


@given(st.sampled_from(["flow", "loop", "layers", "parts"]), st.text(), st.lists(st.text(), max_size=8))
def test_any_text_at_all_is_drawn_or_refused(kind: str, alt: str, lines: list[str]) -> None:
    """No text makes it fail in any other way, and none gets into the markup."""
    drawn, error = drawn_or_refused(kind, alt, lines)
    if drawn:
        assert etree.fromstring(draw(drawn)).get("role") == "img"
    else:
        assert error
        assert ":" in str(error)
        assert -1 <= error.row < len(lines)


def drawn_or_refused(kind: str, alt: str, lines: list[str]) -> tuple[Diagram | None, DiagramError | None]:
    """The diagram, if there is a picture of it, or else the reason."""
    try:
        diagram = read(kind, alt, lines)
        picture(diagram)
    except DiagramError as error:
        return None, error
    return diagram, None


@pytest.mark.parametrize("count", range(2, 7))
def test_a_box_may_lead_to_many(count: int) -> None:
    """Too many to stand side by side stand below each other."""
    lines = [f"A fairly long beginning -> Destination {number}: by road {number}" for number in range(count)]
    assert_good(read("flow", "Many", lines))


@pytest.mark.parametrize(
    ("kind", "lines", "words"),
    [
        ("flow", ["A -> B: when 10:30", "B -> A"], ("A → B (when 10:30)", "B → A")),
        ("loop", ["A", "B", "C"], ("A → B", "B → C", "C → A")),
        ("layers", ["Top: few words", "Bottom"], ("Top: few words", "Bottom")),
        ("parts", ["One: a, b", "Two: c"], ("One: a, b", "Two: c")),
    ],
)
def test_a_diagram_in_words_holds_all_of_it(kind: str, lines: list[str], words: tuple[str, ...]) -> None:
    """Where no picture can be, nothing is lost."""
    assert outline(read(kind, "Alt", lines)) == words


# -- On a page ---------------------------------------------------------------------------------------------

GOOD = ":::{diagram} flow\n:alt: From A & B\nA -> B <b>: a label\nB <b> -> C\n:::\n"


def add(project: Project, block: str) -> int:
    """Put a block on a page; gives the line of its first line."""
    text = (project.folder / "glossary/api.md").read_text("utf-8").rstrip("\n")
    project.write("glossary/api.md", f"{text}\n\n{block}")
    return text.count("\n") + 3


def test_a_page_shows_the_picture(project: Project) -> None:
    """In a figure, named by its alternative text."""
    add(project, GOOD + "\n" + GOOD)
    page = project.good().page("glossary/api")
    pictures = page.cssselect("figure.plain-term-diagram > svg")
    assert [svg.cssselect("title")[0].text for svg in pictures] == ["From A & B"] * 2
    assert "B <b>" in [span.text for span in pictures[0].cssselect("tspan")]


@pytest.mark.parametrize(
    "builder",
    ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml", "pseudoxml", "gettext"],
)
def test_a_diagram_works_in_every_builder(project: Project, builder: str) -> None:
    """A picture on web pages and in e-books, the same in words elsewhere."""
    add(project, GOOD)
    if builder == "epub":
        project.edit("conf.py", "nitpicky", "version = '1'\nepub_copyright = 'x'\nnitpicky")
    if builder in {"man", "latex", "texinfo"}:
        entry = "('glossary/api', 'api', 'API', ['us'], 1)" if builder == "man" else None
        project.edit("conf.py", "nitpicky", f"man_pages = [{entry}]\nnitpicky" if entry else "nitpicky")
    built = project.good(builder)
    texts = [path.read_text("utf-8") for path in built.outdir.rglob("*") if path.suffix in SUFFIXES]
    page = next((text for text in texts if "a label" in text), "")
    if builder in {"dirhtml", "singlehtml", "epub"}:
        assert "<svg " in page
    elif builder != "gettext":
        assert "svg" not in page
        assert "(a label)" in page


SUFFIXES = {".html", ".xhtml", ".tex", ".txt", ".1", ".texi", ".xml", ".pseudoxml"}


def test_a_page_of_an_e_book_is_well_formed(project: Project) -> None:
    """Readers of e-books refuse a page that is not XML."""
    add(project, GOOD)
    project.edit("conf.py", "nitpicky", "version = '1'\nepub_copyright = 'x'\nnitpicky")
    page = etree.parse(str(project.good("epub").outdir / "glossary/api.xhtml"))
    assert len(list(page.iter(f"{SVG}svg"))) == 1


def test_the_words_of_a_diagram_are_in_other_formats(project: Project) -> None:
    """Alternative text and arrows, as a list."""
    add(project, GOOD)
    text = (project.good("text").outdir / "glossary/api.txt").read_text("utf-8")
    assert "From A & B\n\n* A → B <b> (a label)\n\n* B <b> → C" in text


def test_builds_are_the_same_whatever_their_number_of_workers(project: Project) -> None:
    """One worker or four, first build or second."""
    add(project, GOOD)
    alone = project.good(out="_one").files()
    assert alone == project.good(out="_one").files()
    several = project.good(out="_four", jobs=4).files()
    assert alone["glossary/api.html"] == several["glossary/api.html"]


WIDE = "\n".join(f"{'wide' * 6}{number} -> B" for number in range(3))
EIGHT = "\n".join(f"A -> B{number}" for number in range(7))


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        (
            ":::{diagram} chart\n:alt: x\nA -> B\n:::",
            0,
            "'chart' is no kind of diagram: use one of flow, loop,",
        ),
        (":::{diagram}\n:alt: x\nA -> B\n:::", 0, "'' is no kind of diagram: use one of"),
        (":::{diagram} flow\nA -> B\n:::", 0, "add ':alt: what it shows'"),
        (":::{diagram} flow\n:alt: x\n:::", 0, "the diagram is empty: write 'From -> To: label'"),
        (":::{diagram} flow\n:alt: x\nA -> B\nA, B\n:::", 3, "'A, B' is no arrow: write 'From -> To'"),
        (":::{diagram} flow\n:alt: x\nA -> B -> C\n:::", 2, "two arrows on one line: give each a line"),
        (":::{diagram} flow\n:alt: x\nA ->\n:::", 2, "'A ->' is no arrow"),
        (":::{diagram} flow\n:alt: x\nA -> A\n:::", 2, "an arrow from 'A' to itself"),
        (
            ":::{diagram} flow\n:alt: x\nA -> B\na -> C\n:::",
            3,
            "'A' and 'a' would be two boxes: write them alike",
        ),
        (":::{diagram} flow\n:alt: x\nA -> B\n\nA -> B: y\n:::", 4, "a second arrow from 'A' to 'B'"),
        (f":::{{diagram}} flow\n:alt: x\n{EIGHT}\n:::", 0, "8 boxes: use 7 at most"),
        (f":::{{diagram}} flow\n:alt: x\nA -> {'b' * 59}\n:::", 2, "does not fit into its box"),
        (
            f":::{{diagram}} flow\n:alt: x\nA -> B\n{WIDE}\n:::",
            3,
            "and what stands beside it: use shorter words",
        ),
        (f":::{{diagram}} flow\n:alt: x\nA -> {'b' * 61}\n:::", 2, "is too long: use 60 characters at most"),
        (":::{diagram} loop\n:alt: x\nA\nB\n:::", 0, "2 of 'Step': write 3 to 6, one a line"),
        (
            f":::{{diagram}} loop\n:alt: x\nA\n{'b' * 30}\nC\n:::",
            3,
            "does not fit into its box: use fewer or shorter",
        ),
        (":::{diagram} layers\n:alt: x\nA: b\n:::", 0, "1 of 'Name: few words': write 2 to 6,"),
        (":::{diagram} layers\n:alt: x\nC\n: b\n:::", 3, "': b' has no name: write 'Name: few words'"),
        (":::{diagram} parts\n:alt: x\nA\n:::", 2, "'A' is no group: write 'Group: part, part'"),
        (":::{diagram} parts\n:alt: x\nA: b,, c\n:::", 2, "is no group"),
        (
            ":::{diagram} parts\n:alt: x\n" + "A: b\n" * 5 + ":::",
            0,
            "5 of 'Group: part, part': write 1 to 4,",
        ),
    ],
)
def test_what_is_wrong_is_named_at_its_line_in_each_build(
    project: Project, block: str, line: int, message: str
) -> None:
    """File, line and how to mend it, until it is mended; the page is still there, with its words."""
    line += add(project, f"{block}\n\nThe end.\n")
    for _ in range(2):
        built = project.build()
        assert f"glossary/api.md:{line}: WARNING: diagram: " in built.warnings
        assert message in built.warnings
        assert "[plain_terms.diagram]" in built.warnings
    assert "The end." in built.text("glossary/api")
    assert not built.page("glossary/api").cssselect("svg")
    assert project.build(strict=True).status == 1


def test_a_character_that_no_drawing_can_hold_is_named(project: Project) -> None:
    """Pages of people one knows are not looked through before; the drawing is still XML."""
    project.edit("conf.py", 'plain_terms_folder = "glossary"', 'plain_terms_folder = ""')
    line = add(project, ":::{diagram} layers\n:alt: x\nA\x07: b\nB\n:::\n")
    warnings = project.build().warnings
    assert rf"glossary/api.md:{line + 2}: WARNING: diagram: '\x07' cannot be shown: take it out" in warnings


def test_a_line_of_a_rest_page_is_named_too(make_project: Callable[..., Project]) -> None:
    """The directive is not for Markdown alone."""
    rest = "Rest\n====\n\n.. diagram:: flow\n   :alt: x\n\n   A -> B\n   A, B\n"
    built = make_project({"rest.rst": f":orphan:\n\n{rest}"}).build()
    assert "rest.rst:10: WARNING: diagram: 'A, B' is no arrow" in built.warnings
