"""A reading path from step to step, and the tiles of a term page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Serve, Visit
from tests.browser.test_axe import violations
from tests.browser.test_cards import STRICT
from tests.browser.test_layout import PAGES

pytestmark = pytest.mark.browser

SMALL = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
PATH = PAGES["reading path"]
STEP = "glossary/discovery-phase.html"
CAME = "#path-your-first-product"
ON_TOP = """(element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  const at = document.elementFromPoint(left + width / 2, top + height / 2);
  return element.contains(at) || Boolean(at?.contains(element));
}"""


def way(page: Page) -> Locator:
    """The part about the path one came by."""
    return page.locator(".plain-term-way:visible")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("from_disk", [False, True])
def test_a_reader_follows_a_path_from_step_to_step(
    site: Path, serve: Serve, visit: Visit, from_disk: bool, scripts: bool
) -> None:
    """By pointer: on each page they see which path, which step, and the steps before and after."""
    policy = {"Content-Security-Policy": STRICT}
    start = (site / PATH).as_uri() if from_disk else serve(site, policy) + PATH
    page = visit(start, java_script_enabled=scripts)
    page.locator(".plain-term-steps a").nth(3).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Discovery phase#")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(way(page)).to_contain_text("Your first product, step 4 of 13.")
    way(page).get_by_role("link", name="Requirements").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Requirements#")
    expect(way(page)).to_contain_text("step 5 of 13.")
    page.go_back()
    expect(way(page)).to_contain_text("step 4 of 13.")
    page.locator(".plain-term-paths .plain-term-previous a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proof of concept#")
    expect(way(page)).to_contain_text("step 3 of 13.")


def test_a_reader_follows_a_path_by_keyboard(site: Path, serve: Serve, visit: Visit) -> None:
    """Enter leads on; the next press of Tab is at the path, and then at its steps."""
    page = visit(serve(site) + PATH)
    page.locator(".plain-term-steps a").nth(3).focus()
    page.keyboard.press("Enter")
    expect(way(page)).to_be_visible()
    page.wait_for_load_state("load")
    for name in ("Your first product", "Proof of concept", "Requirements"):
        page.keyboard.press("Tab")
        expect(way(page).get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Requirements#")
    expect(way(page)).to_contain_text("step 5 of 13.")


def test_who_did_not_come_by_a_path_finds_it_at_the_end(site: Path, serve: Serve, visit: Visit) -> None:
    """Quietly, with the steps and their reasons; nothing of it stands above."""
    page = visit(serve(site) + STEP)
    expect(page.locator(".plain-term-way")).to_have_count(1)
    expect(way(page)).to_have_count(0)
    ends = page.locator(".plain-term-paths > li")
    expect(ends).to_contain_text("Requirements what you learnt, written down", use_inner_text=False)
    quiet = ends.evaluate("(end) => getComputedStyle(end).backgroundColor")
    page.goto(serve(site) + STEP + CAME)
    assert ends.evaluate("(end) => getComputedStyle(end).backgroundColor") != quiet


def test_the_path_stays_while_one_reads_about_the_page(site: Path, serve: Serve, visit: Visit) -> None:
    """A link within the page takes the fragment away, and not the path."""
    page = visit(serve(site) + STEP + CAME, viewport={"width": 1440, "height": 900})
    page.locator("nav.contents").get_by_role("link", name="The key lesson").click()
    expect(page).to_have_url(serve(site) + STEP + "#the-key-lesson")
    expect(way(page).get_by_role("link", name="Requirements")).to_be_in_viewport()


@pytest.mark.parametrize("size", [(360, 640), (768, 1024), (1440, 900)])
def test_the_next_step_is_always_in_sight(
    site: Path, serve: Serve, visit: Visit, size: tuple[int, int]
) -> None:
    """At the lower edge, above the bar, or in the margin beside the text; never over it."""
    width, height = size
    page = visit(serve(site) + STEP + CAME, viewport={"width": width, "height": height})
    following = way(page).get_by_role("link", name="Requirements")
    for _ in range(2):
        expect(following).to_be_in_viewport(ratio=1)
        assert following.evaluate(ON_TOP)
        page.mouse.wheel(0, 1500)
        page.wait_for_function("scrollY > 1000")
    link, text = following.bounding_box(), page.locator("#in-everyday-terms p").bounding_box()
    assert link
    assert text
    assert link["x"] > text["x"] + text["width"] if width > 1400 else link["y"] > height * 0.75


def test_a_thumb_reaches_search_contents_and_the_next_step(site: Path, serve: Serve, visit: Visit) -> None:
    """All in the lower quarter of a small phone, large enough to hit, and they do what they say."""
    page = visit(serve(site) + STEP + CAME, **SMALL)
    page.mouse.wheel(0, 2500)
    bar = page.get_by_role("navigation", name="Main")
    next_step = page.locator(".plain-term-way .plain-term-next")
    for target in (*bar.get_by_role("link").all(), next_step):
        box = target.bounding_box()
        assert box
        assert box["y"] > 640 * 0.75
        assert min(box["width"], box["height"]) >= 44
    bar.get_by_role("link", name="Contents").tap()
    lesson = page.locator("nav.contents").get_by_role("link", name="The key lesson")
    expect(lesson).to_be_in_viewport()
    lesson.tap()
    expect(page.get_by_role("heading", name="The key lesson")).to_be_in_viewport()
    next_step.tap(position={"x": 5, "y": 5})
    expect(page.get_by_role("heading", level=1)).to_have_text("Requirements#")


@pytest.mark.parametrize("place", [STEP + CAME, STEP])
def test_nothing_is_covered_on_a_small_phone(site: Path, serve: Serve, visit: Visit, place: str) -> None:
    """Neither what has the focus, all through the page, nor its last line (WCAG 2.2, 2.4.11)."""
    page = visit(serve(site) + place, viewport={"width": 360, "height": 640})
    last = page.locator("footer p").last
    last.scroll_into_view_if_needed()
    page.mouse.wheel(0, 5000)
    assert last.evaluate(ON_TOP)
    page.evaluate("scrollTo(0, 0)")
    seen = 0
    while page.evaluate("document.activeElement !== document.body") or not seen:
        page.keyboard.press("Tab")
        focused = page.evaluate_handle("document.activeElement").as_element()
        assert focused
        if page.evaluate("document.activeElement === document.body"):
            break
        seen += 1
        hidden_by_card = page.evaluate("document.querySelector('.plain-term-card:not([hidden])') !== null")
        assert hidden_by_card or focused.evaluate(ON_TOP), focused.evaluate("(e) => e.outerHTML")
    assert seen > 40


@pytest.mark.parametrize("size", [(320, 256), (740, 360)])
def test_in_a_low_window_the_path_is_part_of_the_text(
    site: Path, serve: Serve, visit: Visit, size: tuple[int, int]
) -> None:
    """At 400 %, or on a phone on its side, nothing is fixed and nothing sticks out."""
    page = visit(serve(site) + STEP + CAME, viewport={"width": size[0], "height": size[1]})
    fixed = """() => [...document.querySelectorAll("body *")].filter((element) =>
      ["fixed", "sticky"].includes(getComputedStyle(element).position) && element.checkVisibility()
    ).map((element) => element.outerHTML.slice(0, 80))"""
    assert page.evaluate(fixed) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    expect(way(page).locator(".plain-term-reason").last).to_be_visible()


def corners(tile: Locator) -> list[tuple[float, float]]:
    """Points just inside a tile."""
    tile.scroll_into_view_if_needed()
    box = tile.bounding_box()
    assert box
    xs, ys = (box["x"] + 8, box["x"] + box["width"] - 8), (box["y"] + 8, box["y"] + box["height"] - 8)
    return [(x, y) for x in xs for y in ys]


def test_all_of_a_tile_is_its_link(site: Path, serve: Serve, visit: Visit) -> None:
    """Wherever one presses, and it is large enough for a finger."""
    page = visit(serve(site) + PAGES["term"], viewport={"width": 360, "height": 640})
    tiles = page.locator(".plain-term-tiles > li").all()
    assert len(tiles) >= 8
    for tile in tiles:
        for point in corners(tile):
            at = "([x, y]) => document.elementFromPoint(x, y)?.closest('a')?.textContent"
            assert page.evaluate(at, list(point)) == tile.locator("a").text_content()
        box = tile.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    x, y = corners(tiles[0])[-1]
    page.mouse.click(x, y)
    expect(page.get_by_role("heading", level=1)).to_have_text("API#")


@pytest.mark.parametrize("open_by", [lambda tile: tile.hover(), lambda tile: tile.locator("a").focus()])
def test_a_definition_leaves_its_tile_in_sight(
    site: Path, serve: Serve, visit: Visit, open_by: Callable[[Locator], None]
) -> None:
    """The card stands below or above the tile, reason and all."""
    page = visit(serve(site) + PAGES["term"])
    page.keyboard.press("Tab")  # from here on the focus is one that is shown
    tile = page.locator(".plain-term-related > li").nth(1)
    tile.scroll_into_view_if_needed()
    open_by(tile)
    card = page.locator(".plain-term-card")
    expect(card).to_contain_text("Coupling means")
    above, below = tile.bounding_box(), card.bounding_box()
    assert above
    assert below
    apart = below["y"] >= above["y"] + above["height"] or below["y"] + below["height"] <= above["y"]
    assert apart, (above, below)


def test_a_finger_finds_the_definition_on_a_tile_first(site: Path, serve: Serve, visit: Visit) -> None:
    """The first tap anywhere on it shows the card, the second goes on."""
    page = visit(serve(site) + PAGES["term"], **SMALL)
    tile = page.locator(".plain-term-related > li").nth(1)
    tile.tap(position={"x": 200, "y": 50})
    expect(page.locator(".plain-term-card")).to_contain_text("Coupling means")
    tile.tap(position={"x": 200, "y": 50})
    expect(page.get_by_role("heading", level=1)).to_have_text("Coupling#")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_a_page_along_a_path_has_no_violations(
    site: Path, serve: Serve, visit: Visit, width: int, scheme: str
) -> None:
    """As axe sees it."""
    page = visit(serve(site) + STEP + CAME, viewport={"width": width, "height": 640}, color_scheme=scheme)
    assert violations(page) == []


def test_paper_has_the_related_terms_and_not_the_way(site: Path, serve: Serve, visit: Visit) -> None:
    """Names and reasons, two beside each other; no bar over the text."""
    page = visit(serve(site) + STEP + CAME, viewport={"width": 700, "height": 900})
    page.emulate_media(media="print")
    expect(page.locator(".plain-term-way")).to_be_hidden()
    tiles = page.locator(".plain-term-related > li")
    expect(tiles.first).to_be_visible()
    first, second = tiles.nth(0).bounding_box(), tiles.nth(1).bounding_box()
    assert first
    assert second
    assert first["y"] == second["y"]
    assert tiles.first.evaluate("(tile) => getComputedStyle(tile).breakInside") == "avoid"
    expect(page.locator(".plain-term-paths")).to_contain_text("Your first product, step 4 of 13.")
