"""On a phone a term page lays out its first screens a frame before the rest, and nobody is misled by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, Visit

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 412, "height": 823}, "is_mobile": True, "has_touch": True}
TERM = "glossary/microservices.html"
LATER = """() => [...document.querySelectorAll(".plain-term-lead ~ section")]
    .map((section) => getComputedStyle(section).contentVisibility === "hidden")"""
NOTE = f"""(function look() {{
    requestAnimationFrame(() => {{
        window.atFirst = [...(window.atFirst ?? []), ...({LATER})().slice(window.atFirst?.length)];
        if (document.readyState === "complete") window.noted = true;
        else look();
    }});
}})()"""
PLACE = "() => Math.round(document.querySelector(location.hash).getBoundingClientRect().top)"


def whole(page: Page) -> None:
    """Waits until nothing of a page is left out."""
    page.wait_for_function(f"() => !({LATER})().includes(true)")


def frames(page: Page) -> None:
    """Waits until what was done is drawn."""
    page.evaluate("() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))")


def left_for_later(page: Page, address: str) -> list[bool]:
    """Opens a page anew: which of its sections their first frame left out; none is left out by now."""
    page.add_init_script(NOTE)
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function("() => window.noted")
    whole(page)
    found: list[bool] = page.evaluate("window.atFirst")
    assert len(found) == page.locator(".plain-term-lead ~ section").count() > 5
    return found


def test_the_first_frame_leaves_out_what_is_far_below(site: Path, serve: Serve, visit: Visit) -> None:
    """All but the everyday picture, and on a phone alone, where layout takes long."""
    address = serve(site) + TERM
    first, *rest = left_for_later(visit(address, **PHONE), address)
    assert not first
    assert len(rest) > 4
    assert all(rest)
    assert not any(left_for_later(visit(address), address))


def test_without_scripts_the_whole_page_is_there(site: Path, visit: Visit) -> None:
    """The style sheet ends what it began."""
    page = visit((site / TERM).as_uri(), **PHONE, java_script_enabled=False)
    sections = page.locator(".plain-term-lead ~ section").all()
    assert len(sections) > 5
    for section in sections:
        expect(section).to_have_css("content-visibility", "visible")


def test_paper_gets_the_whole_page(site: Path, visit: Visit) -> None:
    """Also the first frame of it."""
    address = (site / TERM).as_uri()
    page = visit(address, **PHONE)
    page.emulate_media(media="print")
    assert not any(left_for_later(page, address))


@pytest.mark.parametrize("part", ["questions-to-ask", "related-terms", "sources"])
def test_an_address_leads_to_its_part_of_the_page(site: Path, serve: Serve, visit: Visit, part: str) -> None:
    """The heading stands where it stands for everybody else: right under what is fixed at the top."""
    address = f"{serve(site)}{TERM}#{part}"
    page = visit(address, **PHONE)
    for _ in range(3):
        left_for_later(page, address)
        frames(page)
        assert page.evaluate(PLACE) == 80


def test_an_address_of_the_term_itself_is_as_quick(site: Path, serve: Serve, visit: Visit) -> None:
    """Other documentation links to ``#term-…``."""
    address = f"{serve(site)}{TERM}#term-microservices"
    assert any(left_for_later(visit(address, **PHONE), address))


def test_a_page_read_again_is_where_one_was(site: Path, serve: Serve, visit: Visit) -> None:
    """The browser finds the place though the page was shorter, or longer, for a moment."""
    page = visit(serve(site) + TERM, **PHONE)
    for place in (1500, 3000, 4500):
        whole(page)
        page.evaluate("(place) => scrollTo(0, place)", place)
        frames(page)
        page.reload()
        whole(page)
        page.wait_for_function("(place) => scrollY === place", arg=place)
        frames(page)
        assert page.evaluate("scrollY") == place


def test_moving_about_on_a_page_never_leaves_it_out_again(site: Path, serve: Serve, visit: Visit) -> None:
    """Neither a link of the contents and Back, nor a phone that is turned, changes an open page."""
    page = visit(serve(site) + TERM, **PHONE)
    whole(page)
    page.evaluate(
        f"""() => {{
        window.seen = [];
        const note = () => {{ window.seen.push(...({LATER})()); requestAnimationFrame(note) }};
        note();
        }}"""
    )
    page.evaluate("location.hash = 'sources'")
    looked_at(page)
    page.go_back()
    looked_at(page)
    page.set_viewport_size({"width": 915, "height": 412})
    looked_at(page)
    page.set_viewport_size({"width": 412, "height": 823})
    looked_at(page)
    assert not page.evaluate("window.seen.includes(true)")


def looked_at(page: Page) -> None:
    """Waits for longer than the animation of the page lasts, and until three more frames were noted."""
    seen = page.evaluate("window.seen.length")
    sections = page.locator(".plain-term-lead ~ section").count()
    page.wait_for_timeout(100)
    page.wait_for_function("(enough) => window.seen.length >= enough", arg=seen + 3 * sections)
