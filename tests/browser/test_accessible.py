"""What docs/accessibility.md says: pages that are heard, walked by keyboard, spaced, or in forced colours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, Visit
from tests.browser.test_layout import PAGES

pytestmark = pytest.mark.browser

ALL = {**PAGES, "topics": "topics/index.html", "guides": "guides/index.html", "copy": "offline.html"}
SPACING = """const sheet = new CSSStyleSheet();
sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
  + "word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
document.adoptedStyleSheets = [sheet];"""
CUT = """() => [...document.querySelectorAll("body *")].filter((part) => {
  const { overflowX, overflowY } = getComputedStyle(part);
  const wide = part.scrollWidth > part.clientWidth + 1 && overflowX === "hidden";
  const tall = part.scrollHeight > part.clientHeight + 1 && overflowY === "hidden";
  return part.clientWidth > 1 && (wide || tall);
}).map((part) => part.outerHTML.slice(0, 100))"""
# Where the focus is; what of it can be seen; how it is marked.
FOCUS = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const boxes = [...at.getClientRects()];
  const seen = boxes.some(({ left, top, width, height }) => {
    const found = document.elementFromPoint(left + width / 2, top + height / 2);
    return at.contains(found) || found?.contains(at) || found?.closest(".plain-term-card");
  });
  const outlined = ({ outlineStyle, outlineWidth }) =>
    outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const box = at.form ?? at; // a field and its button are one box
  const marks = [getComputedStyle(at), getComputedStyle(box), getComputedStyle(at, "::after")];
  const marked = marks.some(outlined);
  return { what: at.outerHTML.slice(0, 100), seen, marked };
}"""


def heard(page: Page) -> Iterator[tuple[str, str, str]]:
    """Role, name and description of everything on a page, in the order in which it is read out."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    known: dict[str, dict[str, Any]] = {node["nodeId"]: node for node in tree}

    def walk(node: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        if not node.get("ignored"):
            value = [str(node.get(part, {}).get("value", "")) for part in ("role", "name", "description")]
            yield value[0], value[1], value[2]
        for child in node.get("childIds", ()):
            if child in known:
                yield from walk(known[child])

    return walk(tree[0])


def names(page: Page, role: str) -> list[str]:
    """The names of all that have a role, in reading order."""
    return [name for found, name, _ in heard(page) if found == role]


@pytest.mark.parametrize("kind", ALL)
def test_a_page_is_read_out_in_order(site: Path, serve: Serve, visit: Visit, kind: str) -> None:
    """First the way past the bar, then bar, text and foot; links have names, and headings end in no sign."""
    page = visit(serve(site) + ALL[kind])
    expect(page.locator("article h1")).to_be_visible()
    roles = [role for role, _, _ in heard(page)]
    landmarks = [role for role in roles if role in ("banner", "main", "contentinfo")]
    assert landmarks == ["banner", "main", "contentinfo"]
    assert names(page, "link")[0] == "Skip to main content"
    assert roles.index("link") < roles.index("banner")
    assert "" not in names(page, "link")
    named = names(page, "navigation")
    assert len(named) == len({*named, ""}) - 1, "each has a name of its own"
    headings = [name for name in names(page, "heading") if name]
    assert headings
    few = page.locator("article h2").count() < 3
    assert [name for name in headings[: 1 if few else None] if name.endswith("#")] == []
    assert page.locator("html").get_attribute("lang") == "en-GB"


def test_the_definition_follows_the_headword(site: Path, serve: Serve, visit: Visit) -> None:
    """Who listens has it after one topic link; the rest comes in the order of the page."""
    page = visit(serve(site) + PAGES["term"])
    parts = [(role, name) for role, name, _ in heard(page)]
    title = parts.index(("heading", "Microservices"))
    text = [name for role, name in parts[title:] if role == "StaticText"]
    assert text[1:4] == [
        "Topic: ",
        "How systems fit together",
        page.locator(".plain-term-lead").inner_text().strip(),
    ]


def test_a_link_to_a_term_says_what_it_means(site: Path, serve: Serve, visit: Visit) -> None:
    """Its definition is its description, whether its card is open or not, and is said once."""
    page = visit(serve(site) + PAGES["term"])
    link = page.locator("article p a.reference.term").first
    definition = link.get_attribute("title") or ""

    def said() -> list[str]:
        return [about for role, name, about in heard(page) if (role, name) == ("link", "API") and about]

    assert said()[0] == definition
    page.locator("main").focus()
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".plain-term-card")).to_be_visible()
    assert said()[0] == definition
    shown = [name for role, name, _ in heard(page) if role == "link" and name == "Read the page: API"]
    assert len(shown) == 1


def test_a_cell_is_read_out_with_what_its_row_is_about(site: Path, serve: Serve, visit: Visit) -> None:
    """The first column of a table names its rows."""
    page = visit(serve(site) + PAGES["term"])
    assert names(page, "rowheader")[:2] == ["Starting out", "A change"]
    assert names(page, "columnheader") == ["Monolith", "Microservices"]


def test_a_diagram_is_described_once(site: Path, serve: Serve, visit: Visit) -> None:
    """Its name says it all; a description of the same words would be read out after it."""
    page = visit(serve(site) + PAGES["term"])
    ((_, name, description),) = [part for part in heard(page) if part[0] == "image"]
    assert name.startswith("The screen of an app asks three separate services")
    assert description == ""


def test_the_words_on_the_front_page_are_a_list(site: Path, serve: Serve, visit: Visit) -> None:
    """Who listens hears how many there are, and can go past them."""
    page = visit(serve(site) + PAGES["front page"])
    assert page.locator(".just-heard li > p > a, .just-heard li > a").count() == 60


@pytest.mark.parametrize(
    ("kind", "size"),
    [*((kind, (360, 740)) for kind in ALL if kind != "hub"), ("term", (1280, 720)), ("guides", (1280, 720))],
)
def test_the_keyboard_goes_through_a_page_to_its_end(
    site: Path, serve: Serve, visit: Visit, kind: str, size: tuple[int, int]
) -> None:
    """Each stop is seen, also beside the bar at the lower edge, and marked; nothing holds the focus."""
    page = visit(serve(site) + ALL[kind], viewport={"width": size[0], "height": size[1]})
    expect(page.locator("article h1")).to_be_visible()
    stops: list[dict[str, Any]] = []
    while len(stops) < 200:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    assert 15 < len(stops) < 200
    assert [stop["what"] for stop in stops if not (stop["seen"] and stop["marked"])] == []


@pytest.mark.parametrize("kind", ALL)
def test_wide_spacing_cuts_nothing_off(site: Path, serve: Serve, visit: Visit, kind: str) -> None:
    """With the distances of WCAG 2.2, 1.4.12, no text is clipped and no page scrolls sideways."""
    page = visit(serve(site) + ALL[kind], viewport={"width": 320, "height": 720})
    page.evaluate(SPACING)
    assert page.locator("article p").first.evaluate("(p) => getComputedStyle(p).letterSpacing") != "normal"
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [320, 800])
def test_a_title_that_fills_its_line_is_not_pushed_apart(
    site: Path, serve: Serve, visit: Visit, width: int
) -> None:
    """The sign beside it takes no room, so it never stands alone in an empty line."""
    page = visit(serve(site) + PAGES["term"], viewport={"width": width, "height": 720})
    lines = """(title) => {
      const text = document.createRange();
      text.selectNodeContents(title.firstChild);
      title.style.width = `${text.getBoundingClientRect().width + 2}px`;
      return title.offsetHeight / parseFloat(getComputedStyle(title).lineHeight);
    }"""
    assert page.locator("h1").evaluate(lines) < 1.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_states_show_without_colours_of_our_own(site: Path, serve: Serve, visit: Visit, scheme: str) -> None:
    """In forced colours a chosen suggestion has an outline, a card an edge, the place in the bar weight."""
    page = visit(serve(site) + PAGES["hub"], forced_colors="active", color_scheme=scheme)
    weights = "(links) => links.map((link) => [link.ariaCurrent, getComputedStyle(link).fontWeight])"
    assert dict(page.locator("header nav a").evaluate_all(weights))["page"] == "600"
    page.keyboard.press("/")
    page.keyboard.type("backup")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[role="option"][aria-selected="true"]')
    expect(chosen).to_have_css("outline-style", "solid")
    page.goto(serve(site) + PAGES["term"])
    page.locator("article p a.reference.term").first.hover()
    expect(page.locator(".plain-term-card")).to_have_css("border-top-width", "2px")


def test_nothing_moves_for_who_asked_for_stillness(site: Path, serve: Serve, visit: Visit) -> None:
    """Cards fade in only where no one asked for less motion."""
    moving = []
    for motion in ("no-preference", "reduce"):
        page = visit(serve(site) + PAGES["term"], reduced_motion=motion)
        page.locator("article p a.reference.term").first.hover()
        card = page.locator(".plain-term-card")
        expect(card).to_be_visible()
        moving.append(card.evaluate("(card) => getComputedStyle(card).animationName"))
    assert moving == ["plain-term-card", "none"]
