"""Definition cards: what a reader with a mouse, a keyboard, a finger or a screen reader meets.

The first part runs on every *subject*, a folder of HTML with a link to a term, and in every way a page can
reach a reader, on written pages and on the built site. The second part needs pages with links
in awkward places, and writes them.
"""

from __future__ import annotations

import gzip
import re
import shutil
from dataclasses import dataclass
from html import escape
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from plain_terms.lean import lean

from .conftest import STYLES, Serve, Visit

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "plain_terms" / "static"
SUBJECTS = ["written", "site"]
STRICT = (
    f"default-src 'none'; script-src 'self'; {STYLES}; img-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'"
)
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

API = "An API is a set way for two programs to ask each other for things and get answers."
DEBT = "Technical debt is the extra work you take on later because you chose a quick way now."
HOSTILE = "<img src=x onerror=alert(1)> & \"quoted\" <b>bold</b> &amp; 'more'"

HEAD = """<!doctype html><html lang="en"{root}><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<link rel="stylesheet" href="plain-terms.css"><link rel="stylesheet" href="page.css">
<script defer src="cards.js"{script}></script></head><body{theme}>"""

STYLE = """
body { margin: 0; min-height: 100vh; font: 16px/1.5 sans-serif }
main { padding: 48px 24px 2000px }
.block { margin-top: 300px }
.corner { position: absolute }
.top { top: 0 } .upper { top: 30% } .middle { top: 48% } .bottom { bottom: 0 }
.left { left: 0 } .centre { left: 46% } .right { right: 0 }
.wide { width: 8em; margin: 24px }
html:has(.smooth) { scroll-behavior: smooth }
#far { margin-top: 1800px }
.sideways { overflow-x: auto; width: 200px; white-space: nowrap }
.sideways p { width: 900px; padding-left: 150px }
"""


def link(
    name: str, definition: str, href: str = "api.html#term-api", kind: str = "internal", **more: str
) -> str:
    """A reference to a term as the extension writes it."""
    extra = "".join(f' {key}="{escape(value)}"' for key, value in more.items())
    return (
        f'<a class="reference {kind} term" href="{href}" title="{escape(definition)}"{extra}>'
        f'<span class="xref std std-term">{name}</span></a>'
    )


ARTICLE = f"""<main><p>Parts of an app talk through an {link("API", API, id="api")}. A rushed split leaves
<em>{link("technical debt", DEBT, "debt.html", id="debt")}</em> behind.
<a id="plain" href="api.html">Plain</a></p>
<p class="block"><button id="elsewhere">Elsewhere</button></p></main>"""


def write(folder: Path, body: str, name: str = "index.html", **parts: str) -> None:
    """Write a page beside the script and the style sheet."""
    for asset in ("cards.js", "plain-terms.css"):
        shutil.copy(STATIC / asset, folder)
    (folder / "page.css").write_text(STYLE, "utf-8")
    for page in ("api.html", "debt.html"):
        (folder / page).write_text("<!doctype html><title>Term</title><h1 id=term-api>Term</h1>", "utf-8")
    head = HEAD.format(**{"title": "Terms", "root": "", "theme": "", "script": "", "policy": STRICT, **parts})
    (folder / name).write_text(f"{head}{body}</body></html>", "utf-8")


@dataclass(frozen=True)
class Subject:
    """A folder of pages, one page in it, and a link to a term on that page."""

    folder: Path
    page: str
    link: str
    policy: str | None = STRICT


@pytest.fixture(scope="session", params=SUBJECTS)
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """Each folder of pages that the general tests run on."""
    if request.param == "written":
        folder = tmp_path_factory.mktemp("written")
        write(folder, ARTICLE)
        return Subject(folder, "index.html", "#api")
    site: Path = request.getfixturevalue("site")
    return Subject(site, "glossary/microservices.html", "article p a.reference.term >> nth=0")


@pytest.fixture(params=["http", "sub-path", "file"])
def address(request: pytest.FixtureRequest, serve: Serve, subject: Subject) -> str:
    """The subject's page over http, under a sub-path, and from the disk."""
    if request.param == "file":
        return (subject.folder / subject.page).as_uri()
    headers = {"Content-Security-Policy": subject.policy} if subject.policy else None
    return (
        serve(subject.folder, headers, "/docs/terms/" if request.param == "sub-path" else "") + subject.page
    )


@pytest.fixture
def article(serve: Serve, tmp_path: Path) -> str:
    """The address of a page with two links to terms, a plain link and a button."""
    write(tmp_path, ARTICLE)
    return serve(tmp_path, {"Content-Security-Policy": STRICT}) + "index.html"


def card(page: Page) -> Locator:
    """The card, open or not."""
    return page.locator(".plain-term-card")


def tab_to(page: Page, target: Locator) -> None:
    """Reach a link with the Tab key, so that it has the focus the way a keyboard gives it."""
    target.evaluate("""(link) => {
        const before = document.createElement("span");
        before.tabIndex = -1;
        link.before(before);
        before.focus({ preventScroll: true });
    }""")
    page.keyboard.press("Tab")
    expect(target).to_be_focused()


def box(target: Locator) -> FloatRect:
    """Where something is in the window."""
    found = target.bounding_box()
    assert found
    return found


def freeze(page: Page) -> None:
    """Stop the clock of the page: from here only `page.clock.run_for` lets time pass."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


def until(page: Page, expression: str, term: Locator) -> None:
    """Wait until a function of the link and the card is true; no `eval`, which the policy forbids."""
    script = f"(link) => (({expression})(link, document.querySelector('.plain-term-card')))"
    end = monotonic() + 5
    while not term.evaluate(script):
        assert monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(20)


def expect_none(page: Page, selector: str) -> None:
    """Wait until nothing on the page matches: an attribute that is away, say."""
    expect(page.locator(selector)).to_have_count(0)


def leave(page: Page) -> None:
    """Take the pointer to a corner where nothing is."""
    size = page.viewport_size
    assert size
    page.mouse.move(1, size["height"] - 1)


# --- on every subject, in every way it can be read ------------------------------------------------------


def test_pointing_at_a_link_shows_its_definition(visit: Visit, subject: Subject, address: str) -> None:
    """A card with the definition opens under the mouse, and closes when the mouse has left."""
    page = visit(address)
    term = page.locator(subject.link)
    definition = term.get_attribute("title")
    assert definition
    term.hover()
    expect(card(page).locator("p")).to_have_text(definition)
    leave(page)
    expect(card(page)).to_be_hidden()


def test_keyboard_focus_shows_the_definition(visit: Visit, subject: Subject, address: str) -> None:
    """A card opens for the link that Tab reaches, and closes when the focus moves on."""
    page = visit(address)
    term = page.locator(subject.link)
    definition = term.get_attribute("title")
    assert definition
    tab_to(page, term)
    expect(card(page).locator("p")).to_have_text(definition)
    page.evaluate("document.activeElement.blur()")
    expect(card(page)).to_be_hidden()


def test_enter_follows_a_link_at_once(visit: Visit, subject: Subject, address: str) -> None:
    """The card costs a keyboard user no extra key."""
    page = visit(address)
    term = page.locator(subject.link)
    target = term.evaluate("link => link.href")
    tab_to(page, term)
    expect(card(page)).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(target)


def test_a_click_follows_a_link_at_once(visit: Visit, subject: Subject, address: str) -> None:
    """The card costs a mouse user no extra click."""
    page = visit(address)
    term = page.locator(subject.link)
    target = term.evaluate("link => link.href")
    term.click()
    page.wait_for_url(target)


def test_first_tap_opens_the_card_and_second_follows(visit: Visit, subject: Subject, address: str) -> None:
    """On a touch screen the definition comes first and the page stays one tap away."""
    page = visit(address, **PHONE)
    term = page.locator(subject.link)
    target = term.evaluate("link => link.href")
    before = page.url
    term.tap()
    expect(card(page)).to_be_visible()
    assert page.url == before
    term.tap()
    page.wait_for_url(target)


def test_a_tap_on_the_card_leads_to_the_page(visit: Visit, subject: Subject, address: str) -> None:
    """The link in the card goes where the term link goes, and is large enough for a thumb."""
    page = visit(address, **PHONE)
    term = page.locator(subject.link)
    target = term.evaluate("link => link.href")
    term.tap()
    more = card(page).get_by_role("link")
    assert box(more)["height"] >= 44
    assert box(more)["width"] >= 44
    more.tap()
    page.wait_for_url(target)


def test_escape_closes_the_card(visit: Visit, subject: Subject, address: str) -> None:
    """Escape closes a card that hover opened, and one that focus opened, without moving the focus."""
    page = visit(address)
    term = page.locator(subject.link)
    term.hover()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    leave(page)
    tab_to(page, term)
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(term).to_be_focused()


def test_without_scripts_the_title_carries_the_definition(
    visit: Visit, subject: Subject, address: str
) -> None:
    """With JavaScript off every link to a term keeps the tooltip of the browser."""
    page = visit(address, java_script_enabled=False)
    expect(page.locator(subject.link)).to_have_attribute("title", re.compile(r"\w+ \w+"))
    expect(card(page)).to_have_count(0)


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_card_covers_its_link_on_a_real_page(
    visit: Visit, serve: Serve, subject: Subject, width: int
) -> None:
    """For every link to a term on a page, the card is inside the window and off the link."""
    headers = {"Content-Security-Policy": subject.policy} if subject.policy else None
    page = visit(serve(subject.folder, headers) + subject.page, viewport={"width": width, "height": 700})
    links = page.locator("p a.reference.term")
    last = page.locator("section").last
    if last.count():
        expect(last).to_have_css("content-visibility", "visible")  # the page is laid out to its end
    terms = [term for term in links.all() if term.is_visible()]
    assert len(terms) == links.count() > 1
    for term in terms:
        tab_to(page, term)
        assert_beside(page, term)


# --- hover ----------------------------------------------------------------------------------------------


def test_the_pointer_can_move_into_the_card(visit: Visit, article: str) -> None:
    """The card stays open while the pointer travels to it and rests on it, however long (WCAG 1.4.13)."""
    page = visit(article)
    freeze(page)
    page.locator("#api").hover()
    page.clock.run_for(200)
    expect(card(page)).to_be_visible()
    link_box, card_box = box(page.locator("#api")), box(card(page))
    x = link_box["x"] + 10
    for y in range(int(link_box["y"] + 10), int(card_box["y"] + 20), 2):
        page.mouse.move(x, y)
        page.clock.run_for(1000)  # a very slow hand: the card reaches up to its link
    expect(card(page)).to_be_visible()
    leave(page)
    page.clock.run_for(150)
    expect(card(page)).to_be_visible()
    page.clock.run_for(100)
    expect(card(page)).to_be_hidden()


def test_a_pointer_may_miss_the_card_on_its_way(visit: Visit, article: str) -> None:
    """A short way over other text does not close the card."""
    page = visit(article)
    freeze(page)
    page.locator("#api").hover()
    page.clock.run_for(200)
    at = box(card(page))
    leave(page)
    page.clock.run_for(150)
    page.mouse.move(at["x"] + 20, at["y"] + 20)
    page.clock.run_for(5000)
    expect(card(page)).to_be_visible()


def test_a_pointer_passing_by_opens_nothing(visit: Visit, article: str) -> None:
    """A link that the pointer only crosses stays closed."""
    page = visit(article)
    freeze(page)
    page.locator("#api").hover()
    page.clock.run_for(100)
    expect(card(page)).to_be_hidden()
    leave(page)
    page.clock.run_for(5000)
    expect(card(page)).to_be_hidden()
    page.locator("#api").hover()
    page.clock.run_for(130)
    expect(card(page)).to_be_visible()


def test_selecting_text_opens_nothing(visit: Visit, article: str) -> None:
    """A pointer that drags over a link is at other work."""
    page = visit(article)
    freeze(page)
    page.mouse.move(4, 60)
    page.mouse.down()
    page.locator("#api").hover()
    page.clock.run_for(5000)
    expect(card(page)).to_be_hidden()
    page.mouse.up()


def test_escape_holds_until_the_pointer_comes_back(visit: Visit, article: str) -> None:
    """After Escape a pointer that still moves on the link does not open the card again."""
    page = visit(article)
    freeze(page)
    term = page.locator("#api")
    term.hover()
    page.keyboard.press("Escape")  # before it has opened
    page.clock.run_for(1000)
    expect(card(page)).to_be_hidden()
    leave(page)
    term.hover()
    page.clock.run_for(200)
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    term.hover(position={"x": 3, "y": 8})
    page.clock.run_for(1000)
    expect(card(page)).to_be_hidden()
    leave(page)
    term.hover()
    page.clock.run_for(200)
    expect(card(page)).to_be_visible()


def test_a_link_uncovered_by_escape_opens_nothing(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    """When a card closes, a link that happens to lie under the resting pointer was not pointed at."""
    body = (
        f"<main>{link('API', API, id='api')}<br>{link('technical debt', DEBT, 'debt.html', id='debt')}</main>"
    )
    write(tmp_path, body)
    page = visit(serve(tmp_path) + "index.html")
    freeze(page)
    page.locator("#api").hover()
    page.clock.run_for(200)
    expect(card(page)).to_be_visible()
    under = box(page.locator("#debt"))
    page.mouse.move(under["x"] + 8, under["y"] + under["height"] - 2)
    assert page.evaluate("document.querySelector('.plain-term-card').matches(':hover')")
    page.keyboard.press("Escape")
    expect(page.locator("#debt:hover")).to_have_count(1)
    page.clock.run_for(5000)
    expect(card(page)).to_be_hidden()


def test_only_one_card_is_open(visit: Visit, article: str) -> None:
    """The card of a second link takes the place of the first, which gets its description and title back."""
    page = visit(article)
    tab_to(page, page.locator("#api"))
    expect(card(page).locator("p")).to_have_text(API)
    page.locator("#debt").hover()
    expect(card(page).locator("p")).to_have_text(DEBT)
    expect(page.locator(".plain-term-card:visible")).to_have_count(1)
    expect(page.locator("[aria-describedby]")).to_have_count(1)
    expect(page.locator("#debt")).to_have_attribute("aria-describedby", "plain-term-definition")


def test_focus_keeps_a_card_that_the_pointer_leaves(visit: Visit, article: str) -> None:
    """A card stays while either the pointer or the focus still asks for it."""
    page = visit(article)
    freeze(page)
    term = page.locator("#api")
    tab_to(page, term)
    term.hover()
    leave(page)
    page.clock.run_for(5000)
    expect(card(page)).to_be_visible()
    term.hover()
    page.evaluate("document.activeElement.blur()")
    page.clock.run_for(5000)
    expect(card(page)).to_be_visible()
    leave(page)
    page.clock.run_for(250)
    expect(card(page)).to_be_hidden()


def test_a_press_of_the_mouse_does_not_count_as_focus(visit: Visit, article: str) -> None:
    """A link that was clicked, and has the focus since, opens and closes with the pointer as before."""
    page = visit(article)
    freeze(page)
    term = page.locator("#api")
    term.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
    term.hover()
    page.mouse.down()
    page.clock.run_for(5000)
    expect(card(page)).to_be_hidden()
    page.mouse.up()
    expect(term).to_be_focused()
    leave(page)
    term.hover()
    page.clock.run_for(200)
    expect(card(page)).to_be_visible()
    leave(page)
    page.clock.run_for(250)
    expect(card(page)).to_be_hidden()


def test_following_a_link_closes_its_card(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    """Who follows a link to a place on the same page reads that place without a card in the way."""
    write(tmp_path, f'<main id="here"><p class="block">{link("API", API, "#here", id="api")}</p></main>')
    page = visit(serve(tmp_path) + "index.html")
    for target in (page.locator("#api"), card(page).get_by_role("link")):
        page.locator("#api").hover()
        expect(card(page)).to_be_visible()
        target.click()
        expect(card(page)).to_be_hidden()
        expect(page).to_have_url(re.compile("#here$"))
        leave(page)


def test_a_pointer_that_leaves_the_window_closes_the_card(visit: Visit, article: str) -> None:
    """The mouse may leave straight from the link to another window."""
    page = visit(article)
    page.locator("#api").hover()
    expect(card(page)).to_be_visible()
    page.mouse.move(-10, -10)
    expect(card(page)).to_be_hidden()


def test_a_definition_can_be_copied_from_the_card(visit: Visit, article: str) -> None:
    """Pressing the mouse inside a card does not close it, even when the keyboard opened it."""
    page = visit(article)
    tab_to(page, page.locator("#api"))
    card(page).locator("p").dblclick(position={"x": 40, "y": 24})
    expect(card(page)).to_be_visible()
    assert page.evaluate("getSelection().toString().trim()") in API


# --- words: what is said, and to whom -------------------------------------------------------------------


def test_the_title_never_doubles_the_card(visit: Visit, article: str) -> None:
    """The tooltip of the browser is away while the card is there or may return, and comes back after."""
    page = visit(article)
    term = page.locator("#api")
    expect(term).to_have_attribute("title", API)
    term.hover()
    expect(card(page)).to_be_visible()
    expect_none(page, "#api[title]")
    expect(term).to_have_attribute("data-definition", API)
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect_none(page, "#api[title]")
    leave(page)
    expect(term).to_have_attribute("title", API)
    expect_none(page, "[data-definition]")
    tab_to(page, term)
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect_none(page, "#api[title]")
    page.locator("#elsewhere").focus()
    expect(term).to_have_attribute("title", API)
    expect_none(page, "[data-definition]")


def test_a_screen_reader_always_finds_the_description(visit: Visit, article: str) -> None:
    """The link is described by its definition before, while and after the card is open."""
    page = visit(article)
    term = page.locator("#api")
    expect(term).to_have_accessible_description(API)
    tab_to(page, term)
    expect(card(page)).to_be_visible()
    expect(term).to_have_accessible_description(API)
    page.keyboard.press("Escape")
    page.locator("#elsewhere").focus()
    expect(term).to_have_accessible_description(API)
    expect_none(page, "[aria-describedby]")


def test_another_description_of_the_link_is_kept(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    """A link that a page already describes keeps that description beside the definition."""
    more = {"id": "api", "aria-describedby": "note"}
    write(tmp_path, f'<main>{link("API", API, **more)}<p id="note">Opens a tour.</p></main>')
    page = visit(serve(tmp_path) + "index.html")
    term = page.locator("#api")
    tab_to(page, term)
    expect(term).to_have_accessible_description(f"Opens a tour. {API}")
    page.keyboard.press("Escape")
    expect(term).to_have_attribute("aria-describedby", "note")


def test_the_link_in_the_card_names_its_page(visit: Visit, article: str) -> None:
    """Screen readers hear where "Read the page" leads."""
    page = visit(article)
    tab_to(page, page.locator("#debt"))
    more = card(page).get_by_role("link")
    expect(more).to_have_text("Read the page")
    expect(more).to_have_accessible_name("Read the page: technical debt")


def test_the_link_in_the_card_is_no_tab_stop(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    """Tab goes on through the text; the card adds no second stop for the same page, not even at the end."""
    write(tmp_path, f"<main>{link('API', API, id='api')}</main>")
    page = visit(serve(tmp_path) + "index.html")
    page.keyboard.press("Tab")
    expect(page.locator("#api")).to_be_focused()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(card(page)).to_be_hidden()
    expect(card(page).get_by_role("link", include_hidden=True)).to_have_attribute("tabindex", "-1")


def test_the_words_of_the_card_can_be_translated(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    """The script tag carries the words of the link inside the card."""
    write(tmp_path, ARTICLE, script=' data-read="Seite lesen"')
    page = visit(serve(tmp_path) + "index.html")
    page.locator("#api").hover()
    more = card(page).get_by_role("link")
    expect(more).to_have_text("Seite lesen")
    expect(more).to_have_accessible_name("Seite lesen: API")


def test_a_hostile_definition_is_shown_as_typed(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    """A definition is text: markup in it is neither run nor swallowed, even without a policy."""
    write(tmp_path, f"<main>{link('API', HOSTILE, id='api')}</main>", policy="default-src * 'unsafe-inline'")
    page = visit(serve(tmp_path) + "index.html")
    page.locator("#api").hover()
    expect(card(page).locator("p")).to_have_text(HOSTILE, use_inner_text=True)
    expect(card(page).locator("p > *")).to_have_count(0)


def test_links_that_come_later_have_cards(visit: Visit, article: str) -> None:
    """Links that a search puts on the page work like the others, with a title or with data-definition."""
    page = visit(article)
    page.evaluate("""() => {
        const late = Object.assign(document.createElement("a"), { id: "late", href: "api.html" });
        late.dataset.definition = "It came later.";
        late.textContent = "late";
        document.querySelector("main p").append(late);
    }""")
    late = page.locator("#late")
    late.hover()
    expect(card(page).locator("p")).to_have_text("It came later.")
    leave(page)
    expect(card(page)).to_be_hidden()
    expect(late).to_have_attribute("data-definition", "It came later.")
    expect_none(page, "#late[title]")


def test_a_link_that_goes_takes_its_card_along(visit: Visit, article: str) -> None:
    """No card stays behind, or comes late, when a search replaces the results it belongs to."""
    page = visit(article)
    page.locator("#api").hover()
    expect(card(page)).to_be_visible()
    page.locator("#api").evaluate("link => link.remove()")
    expect(card(page)).to_be_hidden()
    freeze(page)
    page.locator("#debt").hover()
    page.locator("#debt").evaluate("link => link.remove()")
    page.clock.run_for(5000)
    expect(card(page)).to_be_hidden()


def test_a_link_that_goes_as_its_card_opens_takes_it_along(visit: Visit, article: str) -> None:
    """Before the browser has drawn either."""
    page = visit(article)
    page.locator("#api").evaluate(
        """(link) => {
            link.dispatchEvent(new PointerEvent("pointerdown", { pointerType: "touch", bubbles: true }));
            link.click();
            document.title = String(document.querySelector(".plain-term-card").hidden);
            link.remove();
        }"""
    )
    expect(page).to_have_title("false")
    expect(card(page)).to_be_hidden()


def test_a_finger_that_scrolls_leaves_nothing_behind(visit: Visit, article: str) -> None:
    """The press that became a scroll neither holds a later card open nor keeps a later click."""
    page = visit(article)
    finger = """(link) => {
        for (const type of ["pointerdown", "pointercancel"])
            link.dispatchEvent(new PointerEvent(type, { pointerType: "touch", bubbles: true }));
    }"""
    page.locator("#api").evaluate(finger)
    tab_to(page, page.locator("#api"))
    expect(card(page)).to_be_visible()
    page.locator("#plain").focus()
    expect(card(page)).to_be_hidden()
    page.locator("#api").evaluate(finger)
    page.locator("#api").evaluate("link => link.click()")
    page.wait_for_url("**/api.html#term-api")


@pytest.mark.parametrize("name", ["#plain", "#tooltip", "#empty"])
def test_links_without_a_definition_are_left_alone(
    visit: Visit, serve: Serve, tmp_path: Path, name: str
) -> None:
    """A link with a tooltip of its own, or a term without a definition, has no card: one tap follows it."""
    others = (
        f'<a id="tooltip" href="api.html" title="A tooltip">Other</a> {link("x", "", "api.html", id="empty")}'
    )
    write(tmp_path, f"{ARTICLE}<p>{others}</p>")
    page = visit(serve(tmp_path) + "index.html", **PHONE)
    page.locator(name).tap()
    page.wait_for_url("**/api.html")


def test_the_script_leaves_no_global_name(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    """Nothing of the cards can clash with the page's own scripts."""
    names = "Object.getOwnPropertyNames(window).sort()"
    write(tmp_path, ARTICLE)
    page = visit(serve(tmp_path) + "index.html")
    with_cards = page.evaluate(names)
    (tmp_path / "cards.js").write_text("", "utf-8")
    page.reload()
    assert with_cards == page.evaluate(names)


@pytest.mark.parametrize(("asset", "most"), [("cards.js", 2000), ("plain-terms.css", 3000)])
def test_what_every_page_loads_stays_small(asset: str, most: int) -> None:
    """Readers on slow connections pay at most this many bytes, compressed."""
    published = lean((STATIC / asset).read_text("utf-8"))
    assert len(gzip.compress(published.encode(), 9)) <= most


# --- touch ----------------------------------------------------------------------------------------------


def test_a_tap_elsewhere_closes_the_card(visit: Visit, article: str) -> None:
    """A finger closes the card by tapping the page, and may tap the definition without closing it."""
    page = visit(article, **PHONE)
    page.locator("#api").tap()
    expect(card(page)).to_be_visible()
    card(page).locator("p").tap()
    expect(card(page)).to_be_visible()
    page.touchscreen.tap(180, 600)
    expect(card(page)).to_be_hidden()
    expect(page).to_have_url(article)


def test_a_tap_on_another_link_opens_its_card(visit: Visit, article: str) -> None:
    """From one card a finger goes straight to the next, and back."""
    page = visit(article, **PHONE)
    for name, definition in (("#api", API), ("#debt", DEBT), ("#api", API)):
        page.locator(name).tap()
        expect(card(page).locator("p")).to_have_text(definition)
    expect(page).to_have_url(article)


def test_enter_follows_at_once_on_a_touch_screen_with_a_keyboard(visit: Visit, article: str) -> None:
    """A finger that slid over a link before does not make Enter wait for a second press."""
    page = visit(article, **PHONE)
    place = box(page.locator("#api"))
    session = page.context.new_cdp_session(page)
    finger = {"x": place["x"] + 9, "y": place["y"] + 9}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    for step in range(1, 6):
        moved = {**finger, "y": finger["y"] - 9 * step}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [moved]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(card(page)).to_be_hidden()
    page.locator("#api").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/api.html#term-api")


def test_tab_closes_a_card_that_a_finger_opened(visit: Visit, article: str) -> None:
    """On a touch screen with a keyboard the card does not stay behind when the focus moves on."""
    page = visit(article, **PHONE)
    page.locator("#debt").tap()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#plain")).to_be_focused()
    expect(card(page)).to_be_hidden()


def test_a_pen_that_cannot_hover_gets_the_card_first(visit: Visit, article: str) -> None:
    """A pen works like a finger when its touch is the first the page knows of it."""
    page = visit(article)
    place = box(page.locator("#api"))
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    session = page.context.new_cdp_session(page)
    common: dict[str, Any] = {"x": x, "y": y, "button": "left", "clickCount": 1, "pointerType": "pen"}
    for kind in ("mousePressed", "mouseReleased"):
        session.send("Input.dispatchMouseEvent", {"type": kind, **common})
    expect(card(page)).to_be_visible()
    expect(page).to_have_url(article)


# --- place ----------------------------------------------------------------------------------------------


MEASURE = """(link) => {
    const plain = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
    const root = document.documentElement;
    const card = document.querySelector(".plain-term-card");
    const [text, more] = card.children;
    return {
        card: plain(card.getBoundingClientRect()),
        lines: [...link.getClientRects()].map(plain),
        window: { width: root.clientWidth, height: root.clientHeight },
        cut: text.scrollHeight > text.clientHeight,
        outside: more.getBoundingClientRect().bottom > card.getBoundingClientRect().bottom,
        sideways: root.scrollWidth > root.clientWidth,
    };
}"""


def faults(seen: dict[str, Any], whole: bool) -> list[str]:
    """What is wrong with the place of a card."""
    at, window = seen["card"], seen["window"]
    apart = [
        at["bottom"] <= line["top"]
        or at["top"] >= line["bottom"]
        or at["right"] <= line["left"]
        or at["left"] >= line["right"]
        for line in seen["lines"]
    ]
    found = {
        "it covers its link": not all(apart),
        "it is too far left": at["left"] < 7.9,
        "it is too far right": at["right"] > window["width"] - 7.9,
        "it is too high": at["top"] < 7.9,
        "it is too low": at["bottom"] > window["height"] - 7.9,
        "its text is cut": whole and seen["cut"],
        "its link sticks out": seen["outside"],
        "the page scrolls sideways": seen["sideways"],
    }
    return [fault for fault, there in found.items() if there]


def assert_beside(page: Page, term: Locator, whole: bool = True) -> None:
    """The open card comes to rest inside the window by 8 px, off each line of its link, and all there."""
    expect(term).to_have_attribute("aria-describedby", "plain-term-definition")
    expect(card(page)).to_be_visible()
    end = monotonic() + 5
    while found := faults(seen := term.evaluate(MEASURE), whole):
        assert monotonic() < end, (found, seen)
        page.wait_for_timeout(20)  # a theme that scrolls smoothly is still on its way


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_card_covers_its_link_near_an_edge(visit: Visit, serve: Serve, tmp_path: Path, width: int) -> None:
    """The card finds room in the window beside a link in any corner."""
    corners = [
        f"{across} {down}" for across in ("left", "centre", "right") for down in ("top", "middle", "bottom")
    ]
    write(tmp_path, "".join(f'<p class="corner {corner}">{link("debt", DEBT)}</p>' for corner in corners))
    page = visit(serve(tmp_path) + "index.html", viewport={"width": width, "height": 600})
    for term in page.locator(".corner a").all():
        term.hover()
        assert_beside(page, term)


@pytest.mark.parametrize("down", ["top", "bottom"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_card_covers_a_link_broken_over_lines(
    visit: Visit, serve: Serve, tmp_path: Path, direction: str, down: str
) -> None:
    """The card is off both halves of a broken link, and starts where the half beside it starts."""
    broken = link("request for a very long proposal", DEBT, id="debt")
    write(
        tmp_path,
        f'<div class="corner {down}"><p class="wide">See a {broken}.</p></div>',
        root=f' dir="{direction}"',
    )
    page = visit(serve(tmp_path) + "index.html")
    term = page.locator("#debt")
    tab_to(page, term)
    assert_beside(page, term)
    lines = term.evaluate("link => [...link.getClientRects()].map(({ left, right }) => ({ left, right }))")
    assert len(lines) > 1
    beside = lines[0 if down == "bottom" else -1]
    at = box(card(page))
    expect(card(page)).to_have_css("direction", direction)
    if direction == "ltr":
        assert abs(at["x"] - beside["left"]) < 1
    else:
        assert abs(at["x"] + at["width"] - beside["right"]) < 1


@pytest.mark.parametrize("down", ["top", "upper", "middle", "bottom"])
def test_a_card_fits_at_400_per_cent(visit: Visit, serve: Serve, tmp_path: Path, down: str) -> None:
    """In a window of 320 by 256 px, a laptop's at 400 %, all of a long definition can be read."""
    long = f"{DEBT} {API}"[:160]
    write(tmp_path, f'<p class="corner centre {down}">{link("debt", long, id="debt")}</p>')
    page = visit(
        serve(tmp_path) + "index.html", viewport={"width": 320, "height": 256}, device_scale_factor=4
    )
    page.locator("#debt").hover()
    assert_beside(page, page.locator("#debt"), whole=False)
    assert box(card(page))["height"] > 90
    text = card(page).locator("p")
    text.hover()
    page.mouse.wheel(0, 500)
    until(
        page,
        "(_, card) => card.firstChild.scrollTop + card.firstChild.clientHeight"
        " > card.firstChild.scrollHeight - 2",
        text,
    )
    expect(card(page)).to_be_visible()
    expect(card(page).get_by_role("link")).to_be_in_viewport(ratio=1)


def test_a_card_stays_with_its_link_when_the_page_scrolls(visit: Visit, article: str) -> None:
    """Scrolling moves link and card together, and a link out of sight has no card."""
    page = visit(article)
    term = page.locator("#api")
    tab_to(page, term)
    apart = box(card(page))["y"] - box(term)["y"]
    page.mouse.wheel(0, 30)
    until(page, "() => scrollY === 30", term)
    assert box(card(page))["y"] - box(term)["y"] == pytest.approx(apart, abs=1)
    page.mouse.wheel(0, 1500)
    expect(card(page)).to_be_hidden()


@pytest.mark.parametrize("how", ["scroll", "resize"])
def test_a_card_turns_to_the_side_with_room(visit: Visit, serve: Serve, tmp_path: Path, how: str) -> None:
    """A card under a link goes above it when the link comes to the bottom of the window."""
    write(tmp_path, f'<main><p class="block">{link("API", API, id="api")}</p></main>')
    page = visit(serve(tmp_path) + "index.html", viewport={"width": 800, "height": 600})
    term = page.locator("#api")
    if how == "scroll":
        page.set_viewport_size({"width": 800, "height": 400})
        page.evaluate("scrollTo(0, 150)")
    tab_to(page, term)
    assert box(card(page))["y"] > box(term)["y"]
    if how == "scroll":
        page.evaluate("scrollTo(0, 0)")
    else:
        page.set_viewport_size({"width": 800, "height": 400})
    until(page, "(a, b) => b.getBoundingClientRect().bottom < a.getBoundingClientRect().top", term)
    assert_beside(page, term)


def test_a_scrolling_table_does_not_cut_the_card_off(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    """The card lies above everything on the page, and follows when the table scrolls under it."""
    write(tmp_path, f'<main><div class="sideways"><p>{link("API", API, id="api")}</p></div></main>')
    page = visit(serve(tmp_path) + "index.html")
    term = page.locator("#api")
    tab_to(page, term)
    assert_beside(page, term)
    assert box(card(page))["width"] > 300
    page.evaluate("document.querySelector('.sideways').scrollLeft = 40")
    left = "getBoundingClientRect().left"
    until(page, f"(link, card) => Math.abs(link.{left} - card.{left}) < 1", term)


def test_a_card_comes_along_when_the_focus_scrolls_smoothly(
    visit: Visit, serve: Serve, tmp_path: Path
) -> None:
    """A link that Tab finds below the window brings its card with it."""
    body = f'<main class="smooth"><p id="far">{link("API", API, id="api")}</p></main>'
    write(tmp_path, body)
    page = visit(serve(tmp_path) + "index.html")
    term = page.locator("#api")
    expect(term).not_to_be_in_viewport()
    page.evaluate("document.addEventListener('scrollend', () => (document.title = 'There'))")
    page.keyboard.press("Tab")
    expect(page).to_have_title("There")
    assert_beside(page, term)


def test_a_card_works_inside_a_dialog(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    """In a search dialog the card can be used, and Escape closes the card and nothing else."""
    write(tmp_path, f'<dialog id="search"><p>{link("API", API, id="api")}</p></dialog>')
    page = visit(serve(tmp_path) + "index.html")
    page.evaluate("""() => {
        document.querySelector("#search").showModal();
        addEventListener("keydown", (event) => (document.title += ` ${event.key}`));
    }""")
    leave(page)
    page.locator("#api").hover()
    card(page).hover()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(page.locator("#search")).to_be_visible()
    expect(page).to_have_title("Terms")
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()
    expect(page).to_have_title("Terms Escape")


def test_a_card_works_in_browsers_without_popovers(visit: Visit, article: str) -> None:
    """In a browser of a few years ago the card opens beside its link all the same, and closes."""
    older = "for (const name of ['popover', 'showPopover', 'hidePopover']) delete HTMLElement.prototype[name]"
    page = visit(article, script=older)
    term = page.locator("#api")
    tab_to(page, term)
    assert_beside(page, term)
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()


# --- how it looks ---------------------------------------------------------------------------------------

COLOURS = """(card) => {
    const canvas = document.createElement("canvas").getContext("2d");
    const light = (colour) => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const part = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((byte) => byte / 255);
        const [r, g, b] = part.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return {
        paper: light(getComputedStyle(card).backgroundColor),
        ink: light(getComputedStyle(card.querySelector("p")).color),
        link: light(getComputedStyle(card.querySelector("a")).color),
    };
}"""


def contrast(one: float, other: float) -> float:
    """The contrast ratio of two luminances, as WCAG counts it."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize(
    ("system", "root", "theme", "dark"),
    [
        ("light", "", "", False),
        ("dark", "", "", True),
        ("dark", "", ' data-theme="auto"', True),
        ("light", "", ' data-theme="dark"', True),
        ("dark", "", ' data-theme="light"', False),
        ("light", ' data-theme="dark"', "", True),
        ("dark", ' data-theme="light"', "", False),
    ],
)
def test_the_card_is_as_light_as_its_page(
    visit: Visit, serve: Serve, tmp_path: Path, system: str, root: str, theme: str, dark: bool
) -> None:
    """The card follows the system and the reader's choice in the theme, with AA contrast in both."""
    write(tmp_path, ARTICLE, root=root, theme=theme)
    page = visit(serve(tmp_path) + "index.html", color_scheme=system)
    page.locator("#api").hover()
    expect(card(page)).to_be_visible()
    seen = card(page).evaluate(COLOURS)
    assert (seen["paper"] < seen["ink"]) is dark
    assert contrast(seen["paper"], seen["ink"]) >= 7
    assert contrast(seen["paper"], seen["link"]) >= 4.5


def test_a_theme_can_set_the_tone(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    """The variables win when a theme sets them, whatever the order of the style sheets."""
    write(tmp_path, ARTICLE)
    styles = tmp_path / "plain-terms.css"
    styles.write_text("body { --pt-paper: rgb(1, 2, 3) }" + styles.read_text("utf-8"), "utf-8")
    page = visit(serve(tmp_path) + "index.html", color_scheme="dark")
    page.locator("#api").hover()
    expect(card(page)).to_have_css("background-color", "rgb(1, 2, 3)")


def test_the_card_has_a_border_in_forced_colours(visit: Visit, article: str) -> None:
    """In high contrast, where shadows and backgrounds go, a border marks the card."""
    page = visit(article, forced_colors="active")
    page.locator("#api").hover()
    expect(card(page)).to_be_visible()
    for side in ("top", "right", "bottom", "left"):
        expect(card(page)).to_have_css(f"border-{side}-width", "2px")
        expect(card(page)).to_have_css(f"border-{side}-style", "solid")


@pytest.mark.parametrize(("wish", "name"), [("reduce", "none"), ("no-preference", "plain-term-card")])
def test_the_card_moves_only_for_those_who_do_not_mind(
    visit: Visit, article: str, wish: str, name: str
) -> None:
    """With reduced motion the card is there at once."""
    page = visit(article, reduced_motion=wish)
    page.locator("#api").hover()
    expect(card(page)).to_have_css("animation-name", name)


def test_the_card_is_not_printed(visit: Visit, article: str) -> None:
    """A page printed with a card open shows the text under it."""
    page = visit(article)
    tab_to(page, page.locator("#api"))
    expect(card(page)).to_be_visible()
    page.emulate_media(media="print")
    expect(card(page)).to_be_hidden()


def test_links_to_terms_are_told_from_other_links(visit: Visit, article: str) -> None:
    """A dotted line in the colour of the link says, without relying on colour, that there is a definition."""
    page = visit(article)
    term = page.locator("#api")
    expect(term).to_have_css("text-decoration-line", "underline")
    expect(term).to_have_css("text-decoration-style", "dotted")
    expect(page.locator("#plain")).to_have_css("text-decoration-style", "solid")
    term.hover()
    expect(term).to_have_css("text-decoration-style", "solid")
