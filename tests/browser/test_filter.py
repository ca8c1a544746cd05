"""The filter of the list of all terms, on the real site and where the list is split by letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Serve, Visit
from tests.browser.test_axe import violations
from tests.browser.test_cards import STRICT
from tests.projects import CONF, Project, base_files, term_page, topic_page

pytestmark = pytest.mark.browser

POLICY = {"Content-Security-Policy": STRICT}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
HUB = "glossary/index.html"
TOPICS = ("animals", "plants", "tools")
KINDS = ("product", "role", "measure")


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A glossary of 62 terms whose lists hold ten at most, in our theme."""
    conf = CONF.replace('html_theme = "basic"', 'html_theme = "plain_terms"')
    files = {**base_files(), "conf.py": f"{conf}plain_terms_longest_list = 10\n"}
    files |= {f"topics/{name}.md": topic_page(name) for name in TOPICS}
    for n in range(60):
        word = f"{'bcd'[n // 20]}{'aeiou'[n % 5]}{n:02} thing"
        files[f"glossary/w{n:02}.md"] = term_page(
            word.capitalize(),
            aliases=(f"Alias {n:02}",),
            variants=[f"overprice{n:02}d"],
            topic=TOPICS[n % 3],
            kind=KINDS[n // 20],
            definition=f"It is number {n}.",
        )
    return Project(tmp_path_factory.mktemp("split"), files).good().outdir


@pytest.fixture(params=["http", "sub-path", "policy", "disk"])
def start(request: pytest.FixtureRequest, site: Path, serve: Serve) -> str:
    """The address of the real site, in every way a page can reach a reader."""
    ways: dict[str, Callable[[], str]] = {
        "http": lambda: serve(site),
        "sub-path": lambda: serve(site, prefix="docs/terms"),
        "policy": lambda: serve(site, POLICY),
        "disk": lambda: f"{site.as_uri()}/",
    }
    return ways[str(request.param)]()


def box(page: Page) -> Locator:
    """Where one types."""
    return page.get_by_label("Filter by name")


def shown(page: Page) -> list[str]:
    """The headwords that are in sight."""
    return page.locator(".plain-term-list > li > p > a:visible").all_inner_texts()


def says(page: Page, text: str) -> None:
    """The line that tells how many terms there are."""
    expect(page.locator(".plain-term-shown")).to_have_text(text)


def filtered(page: Page) -> None:
    """Wait until what the address asks for is laid out, where it asks for something."""
    if asked(page):
        expect(page.locator(".plain-term-shown")).to_have_text(re.compile("of|No"))


def asked(page: Page) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlsplit(page.url).query)


# --- a whole list -------------------------------------------------------------------------------


def test_typing_leaves_the_terms_that_have_a_name_like_it(start: str, visit: Visit) -> None:
    """Any word of any name, shown or hidden; letters without terms go too."""
    page = visit(start + HUB)
    count = len(shown(page))
    says(page, f"{count} terms")
    box(page).press_sequentially("micros")
    says(page, f"1 of {count} terms")
    assert shown(page) == ["Microservices"]
    assert page.locator(".plain-term-letters a:visible").all_inner_texts() == ["M"]
    assert [h.partition("#")[0].strip() for h in page.locator("h2:visible").all_inner_texts()] == ["M"]
    box(page).fill("application programming interface")
    expect(page.locator(".plain-term-list > li:visible")).to_have_text(re.compile("^API"))
    expect(page).to_have_url(f"{start}{HUB}?q=application+programming+interface")
    page.reload()
    expect(box(page)).to_have_value("application programming interface")
    says(page, f"1 of {count} terms")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("apis", "API"),  # plural
        ("BÜG", "Bug"),  # accents and case
        ("back-up", "Backup"),  # joined and split
        ("debt technical", "Technical debt"),  # any order
        ("microservise", "Microservices"),  # a hidden misspelling
    ],
)
def test_a_name_may_be_typed_in_other_ways(
    site: Path, serve: Serve, visit: Visit, typed: str, wanted: str
) -> None:
    """As the search takes it."""
    page = visit(serve(site) + HUB)
    box(page).fill(typed)
    expect(page.locator(".plain-term-shown")).to_contain_text(" of ")
    assert wanted in shown(page)
    assert len(shown(page)) < 8


def test_topic_and_kind_narrow_the_list_together(start: str, visit: Visit) -> None:
    """Each choice is a step that the browser's Back undoes."""
    page = visit(start + HUB)
    page.get_by_label("Topic", exact=True).select_option(label="Security and sign-in")
    expect(page.locator(".plain-term-shown")).to_contain_text(" of ")
    topic = shown(page)
    page.get_by_label("Kind", exact=True).select_option(label="Laws and rules")
    assert asked(page) == {"topic": ["security"], "kind": ["law"]}
    box(page).fill("zz")
    says(page, "No terms")
    box(page).fill("")
    page.get_by_label("Kind", exact=True).select_option(label="Parts of systems")
    expect(page.locator(".plain-term-shown")).not_to_have_text("No terms")
    both = shown(page)
    assert set(both) < set(topic)
    page.go_back()
    assert asked(page) == {"topic": ["security"], "kind": ["law"]}
    page.go_back()
    assert asked(page) == {"topic": ["security"]}
    expect(page.get_by_label("Kind", exact=True)).to_have_value("")
    expect(page.locator(".plain-term-list > li:visible")).to_have_count(len(topic))
    assert shown(page) == topic
    page.go_back()
    expect(page.get_by_label("Topic", exact=True)).to_have_value("")
    assert len(shown(page)) > 200
    assert page.url == start + HUB


def test_what_was_taken_back_before_a_choice_does_not_come_back(start: str, visit: Visit) -> None:
    """However soon the choice follows: the step before it holds what stood in the box then."""
    page = visit(start + HUB)
    box(page).fill("zz")
    page.wait_for_url(lambda url: url.endswith("?q=zz"))
    box(page).evaluate(
        """(box) => {
            const topic = document.querySelector("select[name=topic]");
            box.value = "";
            box.dispatchEvent(new Event("input"));
            topic.value = "security";
            topic.dispatchEvent(new Event("change"));
        }"""
    )
    assert asked(page) == {"topic": ["security"]}
    page.go_back()
    assert page.url == start + HUB
    expect(page.get_by_label("Topic", exact=True)).to_have_value("")
    expect(box(page)).to_have_value("")


def test_a_link_brings_its_list_along(start: str, visit: Visit) -> None:
    """As does the way back from a term; what the address does not know is left out."""
    page = visit(f"{start}{HUB}?q=data&topic=data&kind=nonsense#letter-d")
    expect(page.locator(".plain-term-shown")).to_contain_text(" of ")
    expect(box(page)).to_have_value("data")
    expect(page.get_by_label("Kind", exact=True)).to_have_value("")
    before = shown(page)
    assert "Database" in before
    page.get_by_role("link", name="Database", exact=True).click()
    page.wait_for_url("**/database.html")
    page.go_back()
    expect(page.locator(".plain-term-list > li:visible")).to_have_count(len(before))
    assert shown(page) == before


def test_typing_adds_no_steps_to_the_history(site: Path, serve: Serve, visit: Visit) -> None:
    """Back leads to the page one came from."""
    page = visit(serve(site) + "index.html")
    page.goto(serve(site) + HUB)
    for letter in "data":
        box(page).press_sequentially(letter)
        page.wait_for_timeout(320)
    page.wait_for_url(lambda url: url.endswith("?q=data"))
    assert asked(page) == {"q": ["data"]}
    page.go_back()
    assert page.url.endswith("/index.html")
    assert "glossary" not in page.url


def test_what_is_typed_last_is_kept_even_if_one_leaves_at_once(
    site: Path, serve: Serve, visit: Visit
) -> None:
    """The address does not wait for a pause."""
    page = visit(serve(site) + HUB)
    box(page).fill("monol")
    expect(page.locator(".plain-term-list > li:visible")).to_have_count(2)
    page.get_by_role("link", name="Monolith", exact=True).click()
    page.wait_for_url("**/monolith.html")
    page.go_back()
    expect(box(page)).to_have_value("monol")


def test_where_nothing_is_found_there_is_a_way_on(start: str, visit: Visit) -> None:
    """The search takes what was typed; so does Enter."""
    page = visit(start + HUB)
    box(page).fill("why is it so slow?")
    says(page, "No terms")
    link = page.get_by_role("link", name="Search for “why is it so slow?”")
    expect(link).to_be_visible()
    link.click()
    page.wait_for_url(f"{start}search.html?q=why+is+it+so+slow%3F")
    expect(page.locator("[data-plain-terms-results] li").first).to_be_visible()
    page.go_back()
    says(page, "No terms")
    box(page).press("Enter")
    page.wait_for_url(f"{start}search.html?q=why+is+it+so+slow%3F**")


def test_the_filter_can_be_used_without_a_mouse(site: Path, serve: Serve, visit: Visit) -> None:
    """Down and Enter lead into the list, Escape empties the box, the button empties everything."""
    page = visit(serve(site) + HUB)
    box(page).press_sequentially("microserv")
    expect(page.locator(".plain-term-list > li:visible")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Microservices")).to_be_focused()
    box(page).press("Enter")
    expect(page.get_by_role("link", name="Microservices")).to_be_focused()
    assert page.url.endswith("index.html?q=microserv")
    box(page).press("Escape")
    expect(box(page)).to_have_value("")
    assert len(shown(page)) > 200
    assert page.get_by_role("button", name="Clear").count() == 0
    page.get_by_label("Topic", exact=True).select_option("security")
    page.get_by_role("button", name="Clear").press("Enter")
    expect(box(page)).to_be_focused()
    expect(page.get_by_label("Topic", exact=True)).to_have_value("")
    assert page.url == serve(site) + HUB


def test_enter_that_came_before_the_index_does_not_take_the_focus_from_who_types_on(
    site: Path, serve: Serve, visit: Visit
) -> None:
    """It meant what stood in the box then."""
    page = visit(serve(site) + HUB)
    held: list[Route] = []
    page.route("**/plain-terms-search/manifest.js", lambda route: held.append(route))
    box(page).press_sequentially("micro")
    page.keyboard.press("Enter")
    box(page).press_sequentially("serv")
    held.pop().continue_()
    expect(page.locator(".plain-term-list > li:visible")).to_have_count(1)
    expect(box(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Microservices")).to_be_focused()


def test_how_many_are_shown_is_announced(site: Path, serve: Serve, visit: Visit) -> None:
    """In a status line that was there before."""
    page = visit(serve(site) + HUB)
    status = page.get_by_role("search", name="Filter this list").get_by_role("status")
    expect(status).to_have_text(re.compile(r"^\d+ terms$"))
    box(page).fill("api")
    expect(status).to_have_text(re.compile(r"^\d+ of \d+ terms$"))


def test_nothing_is_fetched_before_the_filter_is_used(site: Path, serve: Serve, visit: Visit) -> None:
    """Who scrolls through the list pays nothing."""
    page = visit(serve(site) + HUB)
    fetched: list[str] = []
    page.on("request", lambda r: fetched.append(r.url) if "plain-terms-search" in r.url else None)
    page.wait_for_timeout(200)
    assert not fetched
    box(page).fill("api")
    expect(page.locator(".plain-term-shown")).to_contain_text(" of ")
    assert {re.sub(r"(-[0-9a-f]{12})?\.js.*", "", url.rpartition("/")[2]) for url in fetched} == {
        *("manifest", "names", "kinds", "engine"),
    }


def test_without_the_index_the_list_stays_whole(site: Path, serve: Serve, visit: Visit) -> None:
    """And the line says so."""
    page = visit(serve(site) + "index.html")
    page.route("**/plain-terms-search/*", lambda route: route.fulfill(status=200, body=""))
    page.goto(serve(site) + HUB)
    box(page).fill("api")
    expect(page.locator(".plain-term-shown")).to_contain_text("could not be loaded")
    assert len(shown(page)) > 200


@pytest.mark.parametrize("address", [HUB, f"{HUB}?q=api"])
def test_without_scripts_there_is_a_plain_list(site: Path, serve: Serve, visit: Visit, address: str) -> None:
    """Nothing is offered that does nothing; the search box of any page leads here."""
    page = visit(serve(site, POLICY) + address, java_script_enabled=False)
    expect(box(page)).to_be_hidden()
    assert len(shown(page)) > 200
    page.get_by_role("link", name="M", exact=True).click()
    expect(page.get_by_role("link", name="Microservices", exact=True)).to_be_in_viewport()


# --- a list that is split -----------------------------------------------------------------------


@pytest.fixture(params=["http", "disk"])
def letters(request: pytest.FixtureRequest, split: Path, serve: Serve) -> str:
    """The address of the split glossary."""
    return serve(split, POLICY) if request.param == "http" else f"{split.as_uri()}/"


def test_a_split_list_is_filtered_as_a_whole(letters: str, visit: Visit) -> None:
    """All terms of all letters, with their definitions, a screenful at first."""
    page = visit(letters + HUB)
    says(page, "62 terms")
    box(page).fill("thing")
    says(page, "60 of 62 terms, the first 20 shown")
    expect(page.locator(".plain-term-parts")).to_be_hidden()
    assert shown(page)[:2] == ["Ba00 thing", "Ba05 thing"]
    expect(page.locator(".plain-term-list > li").first).to_contain_text("It is number 0.")
    page.get_by_role("button", name="Show 40 more").click()
    expect(page.locator(".plain-term-list > li")).to_have_count(60)
    expect(page.locator(".plain-term-list > li a").nth(20)).to_be_focused()
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    box(page).fill("")
    expect(page.locator(".plain-term-parts")).to_be_visible()
    says(page, "62 terms")
    assert shown(page) == []
    box(page).fill("overprice07d")
    says(page, "1 of 62 terms")
    page.get_by_role("link", name="Bi07 thing").click()
    page.wait_for_url("**/w07.html")
    page.go_back()
    expect(page.get_by_role("link", name="Bi07 thing")).to_be_visible()


def test_topic_and_kind_narrow_a_split_list_too(letters: str, visit: Visit) -> None:
    """By themselves and together."""
    page = visit(f"{letters}{HUB}?topic=plants")
    says(page, "20 of 62 terms")
    page.get_by_label("Kind", exact=True).select_option(label="Jobs")
    says(page, "6 of 62 terms")
    assert [name[0] for name in shown(page)] == ["C"] * 6
    box(page).fill("zz")
    says(page, "No terms")
    expect(page.get_by_role("link", name="Search for “zz”")).to_be_visible()


def test_a_topics_own_list_knows_only_its_terms(letters: str, visit: Visit) -> None:
    """It offers no other topics."""
    page = visit(f"{letters}topics/tools.html")
    says(page, "20 terms")
    expect(page.get_by_label("Topic", exact=True)).to_have_count(0)
    box(page).fill("thing")
    says(page, "20 of 20 terms")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_split_list_is_read_by_following_letters(
    split: Path, serve: Serve, visit: Visit, scripts: bool
) -> None:
    """With scripts and without; the anchor of a letter leads to its tile."""
    page = visit(f"{serve(split, POLICY)}{HUB}#letter-c", java_script_enabled=scripts)
    expect(page.locator("#letter-c")).to_be_in_viewport()
    page.get_by_role("link", name="C 20 terms").click()
    page.get_by_role("link", name="Ce 4 terms").click()
    assert shown(page) == ["Ce21 thing", "Ce26 thing", "Ce31 thing", "Ce36 thing"]
    page.get_by_role("link", name="D", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A to Z: D")


# --- how it looks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?q=data", "?q=zz"])
def test_the_hub_in_use_has_no_violations(
    site: Path, serve: Serve, visit: Visit, scheme: str, query: str
) -> None:
    """Whole, filtered and empty."""
    page = visit(f"{serve(site)}{HUB}{query}", color_scheme=scheme)
    expect(page.locator(".plain-term-shown")).to_have_text(re.compile("of|No" if query else "terms"))
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", [HUB, f"{HUB}?q=thing", "glossary/letters/c.html", "glossary/letters/c-a.html"]
)
def test_a_split_list_has_no_violations(
    split: Path, serve: Serve, visit: Visit, scheme: str, address: str
) -> None:
    """Its front, its letters and its lists."""
    page = visit(serve(split) + address, color_scheme=scheme)
    filtered(page)
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
@pytest.mark.parametrize(
    "address", [HUB, f"{HUB}?q=thing", f"{HUB}?q=zz", "glossary/letters/c-a.html", "topics/tools.html"]
)
def test_a_list_never_scrolls_sideways(
    split: Path, serve: Serve, visit: Visit, address: str, width: int
) -> None:
    """Filtered or not."""
    page = visit(serve(split) + address, viewport={"width": width, "height": 740})
    filtered(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (768, 1024), (1440, 900)])
def test_the_letters_stay_in_reach_and_hide_no_focus(
    site: Path, serve: Serve, visit: Visit, size: tuple[int, int]
) -> None:
    """Far down the list, and while the focus moves up and down it (WCAG 2.2, 2.4.11)."""
    page = visit(serve(site) + HUB, viewport={"width": size[0], "height": size[1]})
    page.evaluate("scrollTo(0, 9000)")
    page.get_by_role("link", name="B", exact=True).click()
    expect(page.locator("#letter-b h2")).to_be_in_viewport()
    top = page.locator("#letter-b h2").bounding_box()
    bar = page.locator(".plain-term-letters").bounding_box()
    assert top
    assert bar
    assert bar["x"] + bar["width"] < top["x"] or bar["y"] + bar["height"] <= top["y"]
    hidden = """() => {
      const { left, top, width, height } = document.activeElement.getBoundingClientRect();
      const at = document.elementFromPoint(left + width / 2, top + height / 2);
      return document.activeElement.contains(at) ? "" : document.activeElement.outerHTML;
    }"""
    page.locator("#letter-m li a").last.focus()
    for key in ["Shift+Tab"] * 25 + ["Tab"] * 45:
        page.keyboard.press(key)
        assert page.evaluate(hidden) == ""


def test_the_letters_take_no_room_in_a_low_window(site: Path, serve: Serve, visit: Visit) -> None:
    """At 400 %, all of the window is for the text."""
    page = visit(serve(site) + HUB, viewport={"width": 320, "height": 256})
    page.evaluate("scrollTo(0, 9000)")
    expect(page.locator(".plain-term-letters")).not_to_be_in_viewport()


def test_nothing_moves_when_the_filter_arrives(site: Path, serve: Serve, visit: Visit) -> None:
    """Its place is kept, and given up where there are no scripts."""
    watch = """window.moved = 0; new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) window.moved += value;
    }).observe({ type: "layout-shift", buffered: true });"""
    page = visit(serve(site) + "index.html", script=watch)

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/filter.js*", late)
    page.goto(serve(site) + HUB)
    expect(box(page)).to_be_visible()
    page.wait_for_timeout(100)
    assert page.evaluate("window.moved") < 0.01


def test_fingers_have_room(site: Path, serve: Serve, visit: Visit) -> None:
    """Boxes, lists of choices, letters and the button are 44 pixels high."""
    page = visit(f"{serve(site)}{HUB}?q=data", **PHONE)
    expect(page.get_by_role("button", name="Clear")).to_be_visible()
    parts = page.locator(".plain-term-filter :is(input, select, button), .plain-term-letters > a:visible")
    assert all((part.bounding_box() or {"height": 0})["height"] >= 44 for part in parts.all())
