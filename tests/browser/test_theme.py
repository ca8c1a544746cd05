"""The theme in a real browser: thumbs, small windows, zoom, paper, forced colours and the word of the day."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, Visit
from tests.browser.test_cards import STRICT
from tests.browser.test_layout import PAGES

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
POLICY = {"Content-Security-Policy": STRICT}
SMALL = """() => [...document.querySelectorAll("a, button, input, summary")].filter((element) => {
  const { width, height } = element.getBoundingClientRect();
  const inText = element.closest("p, td, th, h1, h2, h3") && !element.closest(".just-heard");
  return width && !inText && !element.matches(".skip") && (width < 24 || height < 24);
}).map((element) => element.outerHTML.slice(0, 120))"""
NOW = (
    "(() => {{ const D = Date; Date = class extends D {{ constructor() {{ super('{day}T12:00:00') }} }} }})()"
)


def today(page: Page) -> str:
    """The headword that stands on the front page."""
    return page.locator(".plain-term-today a").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_search_is_one_tap_away(site: Path, serve: Serve, visit: Visit, scripts: bool) -> None:
    """From the end of a page on a phone, with scripts and without."""
    page = visit(serve(site, POLICY) + PAGES["term"], java_script_enabled=scripts, **PHONE)
    page.mouse.wheel(0, 5000)
    page.get_by_role("link", name="Search", exact=True).tap()
    expect(page.locator("#plain-terms-q")).to_be_focused()


@pytest.mark.parametrize("kind", PAGES)
def test_targets_are_large_enough(site: Path, serve: Serve, visit: Visit, kind: str) -> None:
    """24 pixels each way, but for links in a sentence (WCAG 2.2, 2.5.8)."""
    assert visit(serve(site) + PAGES[kind], **PHONE).evaluate(SMALL) == []


@pytest.mark.parametrize("size", [(320, 256), (740, 360)])
def test_nothing_is_fixed_in_a_low_window(
    site: Path, serve: Serve, visit: Visit, size: tuple[int, int]
) -> None:
    """At 400 %, or on a phone on its side, all of the window is for the text."""
    page = visit(serve(site) + PAGES["term"], viewport={"width": size[0], "height": size[1]})
    placed = "['header', 'header nav'].map((part) => getComputedStyle(document.querySelector(part)).position)"
    assert page.evaluate(placed) == ["static", "static"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("width", [360, 1440])
def test_the_keyboard_focus_is_never_hidden(site: Path, serve: Serve, visit: Visit, width: int) -> None:
    """Neither by the bar at the top nor by the one below (WCAG 2.2, 2.4.11)."""
    page = visit(serve(site) + PAGES["term"], viewport={"width": width, "height": 740})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#content"
    hidden = """() => {
      if (document.activeElement === document.body) return ""; // past the end of the page
      const { left, top, width, height } = document.activeElement.getBoundingClientRect();
      const at = document.elementFromPoint(left + width / 2, top + height / 2);
      const same = document.activeElement.contains(at) || at?.contains(document.activeElement);
      return same || at?.closest(".plain-term-card") ? "" : document.activeElement.outerHTML;
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(hidden) == ""


def test_the_contents_open_without_scripts(site: Path, serve: Serve, visit: Visit) -> None:
    """On a phone they are one line until they are wanted; in a wide window they stand in the margin."""
    page = visit(serve(site, POLICY) + PAGES["term"], java_script_enabled=False, **PHONE)
    lesson = page.locator("nav.contents").get_by_role("link", name="The key lesson")
    expect(lesson).to_be_hidden()
    page.get_by_text("On this page").tap()
    lesson.tap()
    expect(page.get_by_role("heading", name="The key lesson")).to_be_in_viewport()
    wide = visit(serve(site, POLICY) + PAGES["term"], viewport={"width": 1440, "height": 900})
    link, text = (
        wide.locator(part).first.bounding_box() for part in ("nav.contents a", "#in-everyday-terms p")
    )
    assert link
    assert text
    assert link["x"] + link["width"] < text["x"]


def test_another_word_stands_on_the_front_page_each_day(site: Path, serve: Serve, visit: Visit) -> None:
    """The same all day, with its own definition and link; over 61 days, each of the words once."""
    address = serve(site, POLICY) + PAGES["front page"]
    page = visit(address, script=NOW.format(day="2026-03-01"))
    name, link = today(page), page.locator(".plain-term-today a")
    listed = page.locator(".just-heard a", has_text=name).first
    assert link.get_attribute("href") == listed.evaluate("(link) => link.href")
    assert page.locator(".plain-term-today p").last.inner_text() == listed.get_attribute("title")
    days = ["2026-03-01", *(f"2026-04-{day:02}" for day in range(1, 8))]
    names = [today(visit(address, script=NOW.format(day=day))) for day in days]
    assert names[0] == name
    assert len(set(names)) == len(days)


def test_without_scripts_the_front_page_has_a_word_too(site: Path, serve: Serve, visit: Visit) -> None:
    """The one that its author chose."""
    page = visit(serve(site) + PAGES["front page"], java_script_enabled=False)
    assert today(page) == "Technical debt"
    expect(page.locator(".plain-term-today")).to_contain_text("shortcuts and old choices")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_names_its_sources(site: Path, serve: Serve, visit: Visit, scheme: str) -> None:
    """Black on white whatever the screen looked like, no furniture, and addresses one can type."""
    page = visit(serve(site) + PAGES["term"], color_scheme=scheme)
    page.emulate_media(media="print")
    look = "['color', 'backgroundColor'].map((name) => getComputedStyle(document.body)[name])"
    assert page.evaluate(look) == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]
    expect(page.locator("body > header")).to_be_hidden()
    expect(page.locator("nav.contents")).to_be_hidden()
    shown = "getComputedStyle(document.querySelector('#sources li a'), '::after').content"
    assert "https://" in str(page.evaluate(shown))


def test_what_is_hidden_stays_hidden(site: Path, serve: Serve, visit: Visit) -> None:
    """The list of suggestions takes no room before there are any."""
    page = visit(serve(site) + PAGES["term"])
    expect(page.locator(".plain-term-options").first).to_be_hidden()
    assert page.locator(".plain-term-options").first.bounding_box() is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_given_where_it_is_asked_for(
    site: Path, serve: Serve, visit: Visit, scheme: str
) -> None:
    """Second-rank text takes the colour of text."""
    page = visit(serve(site) + PAGES["term"], color_scheme=scheme, contrast="more")
    colour = "(part) => getComputedStyle(part).color"
    assert page.locator(".plain-term-aliases").evaluate(colour) == page.locator("article").evaluate(colour)
