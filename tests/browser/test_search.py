"""Search as readers meet it: by keyboard, finger and screen reader, from disk, without scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.projects import Project, base_files, term_page

from .conftest import Serve, Visit

pytestmark = pytest.mark.browser

STRICT = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
HOSTILE = "<img src=x onerror=alert(1)>"
# Sphinx's basic theme has its sidebar out of sight until another theme places it.
CONF = 'html_theme = "alabaster"\nhtml_sidebars = {"**": ["searchbox.html"]}\n'
PAGES = {
    "glossary/technical-debt.md": term_page(
        "Technical debt",
        aliases=("code debt",),
        variants=["tecnical dept"],
        definition="Technical debt is the extra work you take on later because of a quick way now.",
        asked=["every change takes weeks", "held together with tape"],
        body="Shortcuts pile up.",
    ),
    "glossary/retro.md": term_page(
        "Retrospective",
        aliases=("lessons-learned meeting",),
        definition="A retrospective is a talk about how the work went.",
    ),
    "glossary/hostile.md": term_page("Hostile", aliases=(HOSTILE,)),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small glossary, built."""
    files = base_files()
    files["conf.py"] = files["conf.py"].replace('html_theme = "basic"\n', CONF)
    return Project(tmp_path_factory.mktemp("search"), {**files, **PAGES}).build().outdir


@pytest.fixture(scope="module")
def unstyled(folder: Path) -> Path:
    """The same without the style attributes of the theme, which a strict policy blocks; ours has none."""
    copy = folder.parent / "unstyled"
    shutil.copytree(folder, copy)
    for path in copy.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"plain-term[^>]*style=|style=[^>]*plain-term", text)
        path.write_text(re.sub(r' style="[^"]*"', "", text), "utf-8")
    return copy


@pytest.fixture(params=["http", "sub-path", "policy", "disk"])
def start(request: pytest.FixtureRequest, folder: Path, unstyled: Path, serve: Serve) -> str:
    """The address of the site, in every way a page can reach a reader."""
    ways: dict[str, Callable[[], str]] = {
        "http": lambda: serve(folder),
        "sub-path": lambda: serve(folder, prefix="docs/terms"),
        "policy": lambda: serve(unstyled, headers=STRICT),
        "disk": lambda: f"{folder.as_uri()}/",
    }
    return ways[str(request.param)]()


@pytest.fixture
def home(folder: Path, serve: Serve) -> str:
    """The plainest way."""
    return serve(folder)


def box(page: Page) -> Locator:
    """The search box."""
    return page.get_by_role("combobox").last  # the results page has a second one in its main part


def rows(page: Page) -> Locator:
    """What the box offers."""
    return page.get_by_role("option")


def test_typing_offers_terms_with_their_definitions(start: str, visit: Visit) -> None:
    """One row a term; Down and Enter lead to its page."""
    page = visit(f"{start}topics/systems.html")
    box(page).press_sequentially("technical d")
    expect(rows(page).first).to_have_text(
        "Technical debtTechnical debt is the extra work you take on later because of a quick way now."
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{start}glossary/technical-debt.html")


def test_a_description_finds_the_word_one_does_not_know(start: str, visit: Visit) -> None:
    """What the page's writers heard people ask."""
    page = visit(f"{start}index.html")
    box(page).fill("why does each change take so many weeks")
    expect(rows(page).first).to_contain_text("Technical debt")


def test_nothing_is_fetched_before_the_box_has_the_focus(home: str, visit: Visit) -> None:
    """A reader who does not search pays nothing."""
    page = visit(f"{home}index.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(200)
    assert not asked
    box(page).focus()
    page.wait_for_function("() => plainTerms.search('api')")
    assert any("names-" in url for url in asked)


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_leads_to_the_box(home: str, visit: Visit, key: str) -> None:
    """As in other documentation; a slash typed into the box is a slash."""
    page = visit(f"{home}index.html")
    page.keyboard.press(key)
    expect(box(page)).to_be_focused()
    page.keyboard.press("/")
    expect(box(page)).to_have_value("/")


def test_arrows_go_round_and_escape_closes_then_clears(home: str, visit: Visit) -> None:
    """The combobox pattern of the ARIA practices, as a screen reader hears it."""
    page = visit(f"{home}index.html")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    box(page).fill("mono")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox")).to_have_attribute("id", str(box(page).get_attribute("aria-controls")))
    page.evaluate("() => plainTerms.search('mono').then(() => {})")  # the list is what it will be
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    expect(chosen).to_have_attribute("id", str(box(page).get_attribute("aria-activedescendant")))
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(rows(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box(page)).to_have_value("mono")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")


def test_the_number_of_results_is_announced(home: str, visit: Visit) -> None:
    """Screen readers hear how many there are, and when there are none."""
    page = visit(f"{home}index.html")
    box(page).fill("monolith")
    expect(page.get_by_role("status")).to_contain_text("found")
    box(page).fill("zzqqxxyy")
    expect(page.get_by_role("status")).to_have_text("No terms found")


def test_a_row_names_the_alias_that_matched(home: str, visit: Visit) -> None:
    """The reader sees why an unknown headword is offered; a hidden misspelling stays hidden."""
    page = visit(f"{home}index.html")
    box(page).fill("lessons learned meeting")
    expect(rows(page).first).to_contain_text("lessons-learned meeting: Retrospective")
    box(page).fill("tecnical dept")
    expect(rows(page).first).to_contain_text("Technical debt")
    assert "dept" not in rows(page).first.inner_text()


def test_enter_without_a_choice_opens_the_results_page(start: str, visit: Visit) -> None:
    """It says how many, links, and why; the address can be kept."""
    page = visit(f"{start}index.html")
    box(page).fill("shortcuts pile up")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{start}search.html?q=shortcuts+pile+up")
    first = page.locator("[data-plain-terms-results] li").first
    expect(first.get_by_role("link", name="Technical debt")).to_be_visible()
    expect(first).to_contain_text("Found in the text: shortcuts, pile")


def test_search_engines_may_keep_the_page_and_no_list_of_results(start: str, visit: Visit) -> None:
    """It says what it is for; what a query finds is no page of the site."""
    page = visit(start + "search.html")
    about = page.locator("meta[name=description]")
    expect(about).to_have_attribute("content", re.compile("by what you know"))
    expect(page.locator("meta[name=robots]")).to_have_count(0)
    page.goto(f"{start}search.html?q=backup")
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")


def test_other_pages_are_on_the_results_page(home: str, visit: Visit) -> None:
    """Topics and guides are searched too."""
    page = visit(f"{home}search.html?q=money")
    expect(page.get_by_role("link", name="Money").first).to_be_visible()


@pytest.mark.parametrize("address", ["index.html", "search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"])
def test_hostile_text_shows_as_typed(home: str, visit: Visit, address: str) -> None:
    """Names and queries are text; an alert would fail the visit."""
    page = visit(f"{home}{address}")
    box(page).fill(HOSTILE)
    expect(rows(page).first).to_contain_text(HOSTILE)
    assert not page.locator("img[src=x]").count()
    if "q=" in address:
        expect(page.locator("[data-plain-terms-count]")).to_contain_text(HOSTILE)


FITS = """() => {
  const place = document.querySelector('[role=option]')?.getBoundingClientRect();
  return place && place.height >= 44 && place.left >= 0 && place.right <= 360;
}"""


def test_who_types_before_the_script_is_there_loses_nothing(home: str, visit: Visit) -> None:
    """On a slow line: what was typed stays, and is answered once it can be."""
    page = visit(f"{home}index.html")
    held: list[Route] = []
    page.route("**/_static/cards.js*", lambda route: held.append(route))
    for address in ("index.html", "search.html?q=debt"):
        page.goto(f"{home}{address}", wait_until="commit")
        page.locator("input[name=q]").last.press_sequentially("monol")
        with page.expect_event("load"):
            held.pop().continue_()
        expect(box(page)).to_have_value("monol")
        expect(rows(page).first).to_contain_text("Monolith")


def test_a_piece_that_is_lost_on_the_way_is_asked_for_again(home: str, browser: Browser) -> None:
    """With the next letter."""
    page = browser.new_page()
    page.goto(f"{home}index.html")
    lost: list[Route] = []

    def lose(route: Route) -> None:
        lost.append(route)
        if len(lost) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/plain-terms-search/text-*.js", lose)
    box(page).fill("shortcuts")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    box(page).press("Backspace")
    expect(rows(page).first).to_contain_text("Technical debt")
    assert len(lost) == 2
    page.close()


def test_a_tap_on_a_row_opens_it(home: str, visit: Visit) -> None:
    """Rows are as high as a thumb, on a screen as narrow as a phone."""
    page = visit(f"{home}index.html", **PHONE)
    box(page).tap()
    box(page).fill("monol")
    row = rows(page).first
    expect(row).to_contain_text("Monolith")
    page.wait_for_function(FITS)  # the list is drawn anew for each answer, so no element is held on to
    row.tap()
    page.wait_for_url(f"{home}glossary/monolith.html")


def test_without_scripts_the_box_leads_to_the_list_of_all_terms(home: str, visit: Visit) -> None:
    """An honest way on, from the box and from the results page."""
    page = visit(f"{home}topics/systems.html", java_script_enabled=False)
    page.get_by_role("searchbox").fill("api")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}glossary/index.html?q=api")
    page.goto(f"{home}search.html")
    expect(page.get_by_role("link", name="All terms, A to Z")).to_be_visible()


def test_the_public_interface(home: str, visit: Visit) -> None:
    """`plainTerms.search` is promised to other scripts: these fields, best first, no more than asked for."""
    page = visit(f"{home}topics/systems.html")
    found: Any = page.evaluate("plainTerms.search('code debt', 1)")
    assert [sorted(item) for item in found] == [
        ["headword", "matched", "score", "slug", "summary", "url"],
    ]
    assert (found[0]["slug"], found[0]["matched"]) == ("technical-debt", "code debt")
    assert found[0]["url"] == f"{home}glossary/technical-debt.html"
    assert page.evaluate("plainTerms.search('')") == []


def test_a_manifest_from_yesterday_does_no_harm(home: str, visit: Visit) -> None:
    """A cached manifest names pieces that are gone: it is fetched anew."""
    page = visit(f"{home}index.html")
    old = 'plainTerms.take("manifest", {"pieces": {"names": "n.js", "stemmer": "s.js", "engine": "e.js"}});'
    page.route("**/manifest.js", lambda route: route.fulfill(body=old, content_type="text/javascript"))
    for gone in ("n", "s", "e"):
        page.route(f"**/{gone}.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    assert page.evaluate("plainTerms.search('api', 1)")[0]["slug"] == "api"
