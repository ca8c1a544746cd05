"""Cards on a page that is not made with Sphinx, from another host, under a strict content policy."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.glossary_host import Host
from tests.projects import CONF, Project, base_files

from .conftest import Serve, Visit
from .test_cards import COLOURS, PHONE, box, card, contrast, expect_none, freeze, leave, tab_to, until

pytestmark = pytest.mark.browser

MONOLITH = "A monolith is an app in one piece."
API = "An API is a set way for programs to talk."
OPEN = {"Access-Control-Allow-Origin": "*"}
FOR_EVER = 60.0  # s, or until the host is gone
READ = """
const { json } = Response.prototype;
Response.prototype.json = function () {
    const read = json.call(this);
    read.then(() => (window.read = true));
    return read;
};
"""
POLICY = (
    "default-src 'none'; script-src {0}; style-src {0}; connect-src {0}; base-uri 'none'; form-action 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Our offer</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{head}
<script type="module" src="{glossary}terms.js"{script}></script></head><body{body}>
<main><h1>Our offer</h1>
<p>We split your <a id="monolith" data-plain-terms href="{glossary}glossary/monolith.html#term-monolith">old
app</a>, and its parts talk through
<a id="api" data-plain-terms href="{glossary}glossary/api.html#term-api">APIs</a>.
<a id="plain" href="{glossary}glossary/api.html#term-api">Plain</a></p>
<p><button id="elsewhere">Elsewhere</button></p>{more}</main></body></html>"""


def words(count: int) -> str:
    """A page of an ordinary glossary with many terms, some of them not in ASCII."""
    names = [f"Word {number}" for number in range(count)]
    terms = "".join(f"   {name}\n      It is {name.lower()}.\n\n" for name in names)
    return (
        f"Words\n=====\n\n.. glossary::\n\n{terms}"
        "   Pod\n   container group\n      Runs.\n\n   日本\n      A country.\n"
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One glossary by builder: with pages for two terms, and a page of many, in several parts."""
    conf = f'{CONF}\ninclude_patterns = ["**"]\n'
    index = base_files()["index.md"].replace("topics/index", "topics/index\nwords")
    moved = base_files()["glossary/monolith.md"].replace(
        "---\n", "---\nformerly: [big-app, words/one-piece]\n", 1
    )
    pages = {"index.md": index, "words.rst": words(150), "glossary/monolith.md": moved}
    files = {**base_files(), "conf.py": conf, **pages}
    project = Project(tmp_path_factory.mktemp("glossary"), files)
    return {name: project.good(name, out=f"_{name}").outdir for name in ("html", "dirhtml")}


@pytest.fixture
def host(published: dict[str, Path]) -> Iterator[Host]:
    """The glossary on a host of its own, which lets others read it."""
    host = Host(published["html"])
    host.headers = OPEN
    yield host
    host.stop()


@pytest.fixture
def glossary(host: Host) -> str:
    """Its address."""
    return host.url


def write(folder: Path, glossary: str, name: str = "index.html", **parts: str) -> None:
    """Write a page that links to the glossary."""
    values = {"head": "", "script": "", "body": "", "more": "", **parts}
    (folder / name).write_text(PAGE.format(glossary=glossary, **values), "utf-8")


@pytest.fixture
def article(serve: Serve, tmp_path: Path, glossary: str) -> str:
    """The address of a page under a policy that names the glossary and nothing else."""
    write(tmp_path, glossary)
    return serve(tmp_path, {"Content-Security-Policy": POLICY.format(glossary)}) + "index.html"


def asked(host: Host) -> list[str]:
    """What a host was asked for besides the script."""
    return [path for path, _ in host.asked if path != "/terms.js"]


# --- pointer, keyboard, touch ---------------------------------------------------------------------------


def test_pointing_at_a_link_shows_its_definition(visit: Visit, article: str, glossary: str) -> None:
    """The card opens beside the link, can be entered, leads to the page, and goes with the pointer."""
    page = visit(article, also=[glossary])
    link = page.locator("#monolith")
    link.hover()
    expect(card(page)).to_be_visible()
    assert page.locator("plain-term-card > span").text_content() == MONOLITH
    assert box(card(page))["y"] >= box(link)["y"] + box(link)["height"]
    page.locator("plain-term-card > span").hover()
    page.wait_for_timeout(400)
    expect(card(page)).to_be_visible()
    more = card(page).get_by_role("link", name="Read the page: old app")
    assert more.evaluate("link => link.href") == link.evaluate("link => link.href")
    leave(page)
    expect(card(page)).to_be_hidden()


def test_the_keyboard_opens_the_card_and_escape_closes_it(visit: Visit, article: str, glossary: str) -> None:
    """The definition describes the link while it is shown, and the focus stays where it was."""
    page = visit(article, also=[glossary])
    link = page.locator("#api")
    tab_to(page, link)
    expect(card(page)).to_be_visible()
    expect(link).to_have_accessible_description(API)
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(link).to_be_focused()
    expect_none(page, "[aria-describedby]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{glossary}glossary/api.html#term-api")


def test_a_click_of_the_mouse_follows_the_link_at_once(visit: Visit, article: str, glossary: str) -> None:
    """The card costs no extra click."""
    page = visit(article, also=[glossary])
    page.locator("#api").click()
    page.wait_for_url(f"{glossary}glossary/api.html#term-api")


def test_the_first_tap_shows_the_card_and_the_second_follows(
    visit: Visit, article: str, glossary: str
) -> None:
    """On a touch screen; a tap elsewhere closes the card."""
    page = visit(article, also=[glossary], **PHONE)
    freeze(page)  # so that the first tap waits for the definition, however long that takes
    page.locator("#api").tap()
    expect(card(page)).to_be_visible()
    assert page.url == article
    page.locator("h1").tap()
    expect(card(page)).to_be_hidden()
    page.locator("#api").tap()
    expect(card(page)).to_be_visible()
    page.locator("#api").tap()
    page.wait_for_url(f"{glossary}glossary/api.html#term-api")


def test_a_tap_on_the_card_leads_to_the_page(visit: Visit, article: str, glossary: str) -> None:
    """The link in the card is large enough for a thumb."""
    page = visit(article, also=[glossary], **PHONE)
    freeze(page)
    page.locator("#monolith").tap()
    more = card(page).get_by_role("link")
    assert min(box(more)["height"], box(more)["width"]) >= 44
    more.tap()
    page.wait_for_url(f"{glossary}glossary/monolith.html#term-monolith")


def test_a_tap_waits_a_second_for_a_slow_glossary_and_then_follows(
    visit: Visit, article: str, host: Host
) -> None:
    """The way to the page is never lost."""
    page = held_back(visit, article, host, **PHONE)
    tap(page, "#api")
    page.clock.run_for(900)
    expect(page.locator("h1")).to_be_visible()
    assert page.url == article
    page.clock.run_for(200)
    page.wait_for_url(f"{host.url}glossary/api.html#term-api")


def test_a_tap_elsewhere_calls_a_slow_card_off(visit: Visit, article: str, host: Host) -> None:
    """Nobody is taken to a page, nor shown a card, after having turned to something else."""
    page = held_back(visit, article, host, **PHONE)
    page.evaluate("addEventListener('mousedown', (event) => event.preventDefault())")  # no focus, as on iOS
    tap(page, "#api")
    tap(page, "h1")
    page.clock.run_for(1100)
    answered(page, host)
    assert page.url == article
    expect(card(page)).to_have_count(0)


def test_a_link_reached_later_does_not_inherit_the_patience_of_a_tap(
    visit: Visit, article: str, host: Host
) -> None:
    """Who tapped a link, turned away and came back to it with the keyboard is not taken along."""
    page = held_back(visit, article, host, **PHONE)
    tap(page, "#api")
    tap(page, "h1")
    page.clock.run_for(500)
    tab_to(page, page.locator("#api"))
    page.clock.run_for(700)
    expect(page.locator("#api")).to_be_focused()
    assert page.url == article
    answered(page, host)
    expect(card(page)).to_be_visible()


def test_a_link_that_goes_while_its_definition_comes_is_forgotten(
    visit: Visit, article: str, host: Host
) -> None:
    """Nothing is shown for it, and nothing thrown."""
    page = held_back(visit, article, host)
    with page.expect_request(re.compile("terms-cards")):
        page.locator("#api").hover()
    page.clock.run_for(130)
    page.locator("#api").evaluate("link => link.remove()")
    answered(page, host)
    assert page.url == article
    expect(card(page)).to_have_count(0)


def test_a_pointer_that_leaves_another_link_calls_no_focused_link_off(
    visit: Visit, article: str, host: Host
) -> None:
    """The definition it waits for is shown all the same."""
    page = held_back(visit, article, host)
    page.locator("#monolith").hover()
    tab_to(page, page.locator("#api"))
    leave(page)
    page.clock.run_for(300)
    answered(page, host)
    expect(page.locator("#api")).to_have_accessible_description(API)


@pytest.mark.parametrize("how", ["Escape", "leave"])
def test_a_definition_that_comes_late_is_not_shown(visit: Visit, article: str, host: Host, how: str) -> None:
    """When the reader has moved on, the card stays away."""
    page = held_back(visit, article, host)
    with page.expect_request(re.compile("terms-cards")):
        page.locator("#api").hover()
    page.clock.run_for(130)
    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        leave(page)
    page.clock.run_for(250)
    answered(page, host)
    expect(card(page)).to_have_count(0)


def held_back(visit: Visit, article: str, host: Host, **options: Any) -> Page:
    """The page with its clock stopped; the glossary gives out no definition before `answered`."""
    host.slow = dict.fromkeys(definitions(host), FOR_EVER)
    page = visit(article, READ, also=[host.url], **options)
    freeze(page)
    return page


def tap(page: Page, selector: str) -> None:
    """Tap, and wait until the page has heard of it."""
    page.evaluate("""() => addEventListener("click", () => (document.title = "tapped"), { once: true })""")
    page.locator(selector).tap()
    expect(page).to_have_title("tapped")
    page.evaluate("document.title = ''")


def answered(page: Page, host: Host) -> None:
    """Let the glossary send what it was asked for, and wait until the page has read it."""
    host.gone.set()
    until(page, "() => window.read", page.locator("h1"))


def definitions(host: Host) -> list[str]:
    """The paths of the parts with definitions."""
    return [f"/terms-cards/{path.name}" for path in host.folder.glob("terms-cards/*")]


# --- what is asked of the glossary ----------------------------------------------------------------------


def test_definitions_are_fetched_when_first_needed_and_once(visit: Visit, article: str, host: Host) -> None:
    """Before that the glossary is asked for the script alone; each part is asked for once."""
    page = visit(article, also=[host.url])
    page.wait_for_timeout(300)
    assert asked(host) == []
    for name in ("monolith", "api", "monolith", "api"):
        page.locator(f"#{name}").hover()
        expect(card(page)).to_be_visible()
        leave(page)
        expect(card(page)).to_be_hidden()
    assert 1 <= len(asked(host)) == len(set(asked(host))) <= 2
    assert set(asked(host)) < set(definitions(host))


def test_a_screen_reader_finds_the_description_when_the_focus_arrives(
    visit: Visit, serve: Serve, tmp_path: Path, host: Host
) -> None:
    """The definition of the next link is fetched while the focus is before it."""
    more = '<button id="before">Before</button> <a id="next" data-plain-terms href="{}">it</a>'
    write(tmp_path, host.url, more=more.format(f"{host.url}words.html#term-Pod"))
    page = visit(serve(tmp_path) + "index.html", READ, also=[host.url])
    tab_to(page, page.locator("#before"))
    until(page, "() => window.read", page.locator("h1"))
    assert len(asked(host)) == 1
    page.keyboard.press("Tab")
    assert page.locator("#next").evaluate(
        "link => new Promise(then => setTimeout(() => then(link.hasAttribute('aria-describedby'))))"
    )


def plain_page(browser: Browser, url: str, problems: list[str], **options: Any) -> Page:
    """A page whose failing requests are expected; what it throws is noted."""
    context = browser.new_context(**options)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("how", ["gone", "not allowed", "missing", "broken", "wrong"])
def test_links_stay_plain_when_definitions_cannot_be_had(
    browser: Browser, article: str, host: Host, how: str
) -> None:
    """No card, nothing thrown, no second request, and the link leads where it did, also at the first tap."""
    problems: list[str] = []
    page = plain_page(browser, article, problems, has_touch=True)
    page.wait_for_load_state("networkidle")
    bodies = {"missing": (404, b"<h1>No</h1>"), "broken": (200, b'{"glos'), "wrong": (200, b"[null, 1]")}
    if how == "gone":
        host.stop()
    elif how == "not allowed":
        host.headers = {}
    else:
        status, body = bodies[how]
        host.answers = dict.fromkeys(definitions(host), (status, OPEN, body))
    for _ in range(2):
        page.locator("#api").hover()
        page.wait_for_timeout(300)
        expect(card(page)).to_have_count(0)
        leave(page)
    assert len(asked(host)) <= 1
    with page.expect_request(f"{host.url}glossary/api.html"):
        page.locator("#api").tap()
    assert problems == []
    page.context.close()


def test_a_page_without_the_script_has_plain_links(
    browser: Browser, serve: Serve, tmp_path: Path, host: Host
) -> None:
    """When the glossary is gone before the page loads, it is a page with links."""
    write(tmp_path, host.url)
    host.stop()
    problems: list[str] = []
    page = plain_page(browser, serve(tmp_path) + "index.html", problems)
    page.locator("#api").hover()
    page.wait_for_timeout(300)
    expect(card(page)).to_have_count(0)
    assert problems == []
    page.context.close()


# --- which links ----------------------------------------------------------------------------------------

GOOD = {
    "html": {
        "glossary/monolith.html": MONOLITH,
        "glossary/monolith.html#term-monolith": MONOLITH,
        "glossary/monolith.html#sources": MONOLITH,
        "glossary/monolith.html#term-monolithic-app": MONOLITH,
        "glossary/monolith.html?from=offer&x=1#term-monolith": MONOLITH,
        "glossary/monolith": MONOLITH,
        "glossary/big-app.html#term-big-app": MONOLITH,
        "words/one-piece.html": MONOLITH,
        "topics/../glossary/%6Donolith.html": MONOLITH,
        "words.html#term-Pod": "Runs.",
        "words.html#term-container-group": "Runs.",
        "words.html?x#term-Word-149": "It is word 149.",
        "words#term-Word-7": "It is word 7.",
    },
    "dirhtml": {
        "glossary/monolith/": MONOLITH,
        "glossary/big-app/#term-big-app": MONOLITH,
        "glossary/monolith": MONOLITH,
        "glossary/monolith/index.html#term-monolith": MONOLITH,
        "glossary/monolith/?x=1#term-monolith": MONOLITH,
        "words/#term-Pod": "Runs.",
        "words/index.html#term-Word-23": "It is word 23.",
    },
}
BAD = (
    "glossary/microlith.html#term-microlith",
    "constructor.html",
    "topics/systems.html",
    "words.html",
    "words.html#term-none",
    "glossary/%E0%A4%A.html",
    "",
)


@pytest.mark.parametrize("builder", GOOD)
def test_a_term_is_known_by_every_way_to_write_its_address(
    visit: Visit, serve: Serve, tmp_path: Path, published: dict[str, Path], builder: str
) -> None:
    """Page, anchor, query, alias, former address, with or without file name; what is wrong stays plain."""
    glossary = serve(published[builder], OPEN, "/docs/words/")
    links = [f"{glossary}{path}" for path in (*GOOD[builder], *BAD)]
    links += [glossary.replace("/words/", "/words-old/") + "glossary/monolith.html"]
    shown = "".join(f'<p><a href="{link}">{number}</a></p>' for number, link in enumerate(links))
    write(tmp_path, glossary, more=f"<div data-plain-terms>{shown}</div>")
    page = visit(serve(tmp_path) + "index.html", also=[glossary])
    definitions = [*GOOD[builder].values(), *[None] * (len(BAD) + 1)]
    for number, definition in enumerate(definitions):
        link = page.get_by_role("link", name=str(number), exact=True)
        tab_to(page, link)
        if definition:
            expect(link).to_have_accessible_description(definition)
        else:
            page.wait_for_timeout(100)
            expect(card(page)).to_be_hidden()


def test_every_term_of_a_large_page_is_found(visit: Visit, serve: Serve, tmp_path: Path, host: Host) -> None:
    """Browser and build agree about which part a name is in."""
    assert len(definitions(host)) == 64
    numbers = range(0, 150, 6)
    names = [f"Word-{number}" for number in numbers]
    names += re.findall(r'id="term-([^"]*)"', (host.folder / "words.html").read_text("utf-8"))[-1:]
    more = "".join(f'<a data-plain-terms href="{host.url}words.html#term-{name}">x</a> ' for name in names)
    write(tmp_path, host.url, more=more)
    page = visit(serve(tmp_path) + "index.html", also=[host.url])
    wanted = [*(f"It is word {number}." for number in numbers), "A country."]
    for link, definition in zip(page.locator("main > a").all(), wanted, strict=True):
        link.evaluate("link => link.focus({ focusVisible: true })")
        expect(link).to_have_accessible_description(definition)


def test_nothing_happens_to_other_links(visit: Visit, serve: Serve, tmp_path: Path, host: Host) -> None:
    """Of other hosts, outside the marked parts, or in one that is switched off: no request, card or wait."""
    term = f"{host.url}glossary/api.html#term-api"
    links = {
        "host": '<a href="http://glossary.example/glossary/api.html#term-api">x</a>',
        "port": '<a href="http://127.0.0.1:1/glossary/api.html#term-api">x</a>',
        "mail": '<a href="mailto:a@glossary.example">x</a>',
        "bad": '<a href="http://[">x</a>',
        "empty": '<a href="">x</a>',
        "place": "<a>x</a>",
        "off": f'<a data-plain-terms="off" href="{term}">x</a>',
        "in": f'<nav data-plain-terms="off"><a href="{term}">x</a></nav>',
        "drawn": f'<svg width="9" height="9"><a href="{term}"><rect width="9" height="9"/></a></svg>',
    }
    shown = "".join(f'<div id="{name}">{link}</div>' for name, link in links.items())
    write(tmp_path, host.url, more=f"<div data-plain-terms>{shown}</div>")
    page = visit(serve(tmp_path) + "index.html", also=[host.url], has_touch=True)
    page.evaluate(
        """() => addEventListener("click", (event) => {
        document.title += event.defaultPrevented;
        event.preventDefault();
    })"""
    )
    for link in ["#plain", *(f"#{name} a" for name in links)]:
        page.locator(link).hover()
        page.wait_for_timeout(150)
        page.locator(link).tap()
    page.wait_for_timeout(200)
    expect(card(page)).to_have_count(0)
    expect(page).to_have_title("Our offer" + "false" * 10)
    assert asked(host) == []


def test_links_that_come_later_have_cards(visit: Visit, article: str, glossary: str) -> None:
    """Scripts of the page may add them, and take away what was there."""
    page = visit(article, also=[glossary])
    page.locator("#api").hover()
    expect(card(page)).to_be_visible()
    page.evaluate(
        """(address) => {
        const link = document.createElement("a");
        link.href = address;
        link.id = "late";
        link.dataset.plainTerms = "";
        link.textContent = "late";
        document.body.replaceChildren(link);
    }""",
        f"{glossary}glossary/monolith.html",
    )
    page.locator("#late").hover()
    expect(page.locator("plain-term-card > span")).to_have_text(MONOLITH)
    expect(card(page)).to_be_visible()


def test_old_addresses_count_where_the_page_names_them(
    visit: Visit, serve: Serve, tmp_path: Path, host: Host
) -> None:
    """Also for a copy of the script on the page's own host, whose policy then lists that alone."""
    shutil.copy(host.folder / "terms.js", tmp_path / "copy.js")
    old = "https://old.example/words"
    more = f'<a id="old" data-plain-terms href="{old}/glossary/api.html">x</a>'
    write(tmp_path, host.url, more=more)
    path = tmp_path / "index.html"
    tag = f'src="copy.js" data-glossary="{host.url.rstrip("/")} {old}"'
    path.write_text(path.read_text("utf-8").replace(f'src="{host.url}terms.js"', tag), "utf-8")
    policy = f"default-src 'none'; script-src 'self'; connect-src {host.url}"
    page = visit(serve(tmp_path, {"Content-Security-Policy": policy}) + "index.html", also=[host.url])
    for link in ("#old", "#api"):
        page.locator(link).hover()
        expect(page.locator("plain-term-card > span")).to_have_text(API)
        expect(card(page)).to_be_visible()
    assert "/terms.js" not in dict(host.asked)


def test_two_glossaries_may_meet_on_a_page(
    visit: Visit, serve: Serve, tmp_path: Path, published: dict[str, Path], host: Host
) -> None:
    """Each knows its own links; a description belongs to one card."""
    second = serve(published["dirhtml"], OPEN, "/second/")
    more = f'<a id="second" data-plain-terms href="{second}glossary/monolith/">x</a>'
    write(tmp_path, host.url, more=more, head=f'<script type="module" src="{second}terms.js"></script>')
    page = visit(serve(tmp_path) + "index.html", also=[host.url, second])
    for link, definition in (("#api", API), ("#second", MONOLITH), ("#api", API)):
        tab_to(page, page.locator(link))
        expect(page.locator(link)).to_have_accessible_description(definition)
        expect(page.locator(".plain-term-card:visible")).to_have_count(1)


# --- as docs/web-page.md has it -------------------------------------------------------------------------

DOCUMENT = (Path(__file__).parents[2] / "docs" / "web-page.md").read_text("utf-8")
SOMEWHERE = "https://glossary.example/"


def block(language: str, start: str = "") -> str:
    """The one block of the document in a language that starts like this."""
    (found,) = re.findall(rf"^```{language}\n({re.escape(start)}.*?)^```", DOCUMENT, re.S | re.M)
    return str(found)


def policy(glossary: str) -> dict[str, str]:
    """The policy of the document, for a glossary."""
    name, _, value = block("text", "Content-Security-Policy").partition(": ")
    return {name: value.strip().replace(SOMEWHERE.rstrip("/"), glossary.rstrip("/"))}


def test_the_page_of_the_documentation_works_as_written(
    visit: Visit, serve: Serve, tmp_path: Path, glossary: str
) -> None:
    """Under the policy that stands there; only the address of the glossary is another one."""
    text = block("html", "<!doctype").replace(SOMEWHERE, glossary)
    (tmp_path / "index.html").write_text(text, "utf-8")
    page = visit(serve(tmp_path, policy(glossary)) + "index.html", also=[glossary])
    for name, definition in (("old app", MONOLITH), ("APIs", API)):
        link = page.get_by_role("link", name=name, exact=True)
        tab_to(page, link)
        expect(link).to_have_accessible_description(definition)
        expect(card(page)).to_be_visible()


def test_a_copy_of_the_script_works_as_written(
    visit: Visit, serve: Serve, tmp_path: Path, host: Host
) -> None:
    """The tag of the document, with the file where it says."""
    (tmp_path / "js").mkdir()
    shutil.copy(host.folder / "terms.js", tmp_path / "js")
    tag = block("html", "<script").replace(SOMEWHERE, host.url)
    text = re.sub("<script.*?</script>", lambda _: tag, block("html", "<!doctype")).replace(
        SOMEWHERE, host.url
    )
    (tmp_path / "index.html").write_text(text, "utf-8")
    page = visit(serve(tmp_path, policy(host.url)) + "index.html", also=[host.url])
    page.get_by_role("link", name="APIs").hover()
    expect(card(page)).to_be_visible()
    assert asked(host) == [path for path, _ in host.asked]


def test_the_style_of_the_documentation_works_as_written(
    visit: Visit, serve: Serve, tmp_path: Path, glossary: str
) -> None:
    """The colours of the card, and the line under links that have one."""
    style = block("css", "plain-term-card") + block("css", "[data").replace(SOMEWHERE, glossary)
    (tmp_path / "page.css").write_text(style, "utf-8")
    write(tmp_path, glossary, head='<link rel="stylesheet" href="page.css">', body=" data-plain-terms")
    page = visit(serve(tmp_path) + "index.html", also=[glossary])
    expect(page.locator("#plain")).to_have_css("text-decoration-style", "dotted")
    page.locator("#plain").hover()
    expect(card(page).locator("a")).to_have_css("color", "rgb(122, 31, 92)")
    expect(card(page).locator("p")).to_have_css("font-family", "system-ui, sans-serif")


# --- the page around ------------------------------------------------------------------------------------

NASTY = """
* { color: red !important; font: 40px/3 cursive !important; letter-spacing: 1em !important }
* { margin: 40px !important }
div, p, span, plain-term-card { display: none !important; opacity: 0.1 !important }
div, p, span, plain-term-card { background: red !important }
body { transform: scale(0.9); filter: blur(1px); position: relative; cursor: wait; text-transform: uppercase }
a { pointer-events: none } a#api { pointer-events: auto; display: inline !important }
main, main > p { display: block !important; margin: 0 !important }
"""


def test_the_style_of_the_page_stays_out_of_the_card(
    visit: Visit, serve: Serve, tmp_path: Path, glossary: str
) -> None:
    """And the card changes nothing on the page."""
    look = """(card) => {
        const slotted = card.getRootNode().host.firstChild;
        const parts = [card, card.querySelector("p"), card.querySelector("a"), slotted];
        const names = ["color", "backgroundColor", "fontSize", "fontFamily", "letterSpacing", "opacity",
            "cursor", "display", "margin", "textTransform", "lineHeight", "pointerEvents", "visibility"];
        return parts.map((part) => names.map((name) => getComputedStyle(part)[name]));
    }"""
    seen = []
    (tmp_path / "nasty.css").write_text(NASTY, "utf-8")
    for name, head in (("calm.html", ""), ("nasty.html", '<link rel="stylesheet" href="nasty.css">')):
        write(tmp_path, glossary, name, head=head)
        page = visit(serve(tmp_path) + name, also=[glossary], reduced_motion="reduce")
        page.locator("#api").hover()
        expect(card(page)).to_be_visible()
        seen.append(card(page).evaluate(look))
        assert box(card(page))["width"] > 100
    assert seen[0] == seen[1]


def test_the_page_is_not_touched_before_a_card_opens(visit: Visit, article: str, glossary: str) -> None:
    """No element, no attribute, no global name; afterwards the link is as it was."""
    page = visit(article, also=[glossary])
    page.wait_for_load_state("networkidle")
    html = page.content()
    names = "['PARTS', 'words', 'root', 'card', 'show'].filter((name) => name in window)"
    assert page.evaluate(names) == []
    assert "plain-term-card" not in html
    page.locator("#api").hover()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    leave(page)
    expect_none(page, "[aria-describedby]")
    page.evaluate("document.querySelector('plain-term-card').remove()")
    assert page.content() == html


@pytest.mark.parametrize(
    ("style", "system", "dark"),
    [
        ("", "light", False),
        ("", "dark", False),  # a page that knows no dark is light in any system
        (":root { color-scheme: light dark }", "dark", True),
        ("body { background: #111; color: #eee }", "light", True),
        ("body { background: #111; color: oklch(0.95 0 0) }", "dark", True),
        ("main { background: #003; color: rgb(255 255 255 / 0.9) }", "light", True),
        ("body { background: #ffe; color: #225 }", "dark", False),
    ],
)
def test_the_card_is_as_light_as_its_page(
    visit: Visit, serve: Serve, tmp_path: Path, glossary: str, style: str, system: str, dark: bool
) -> None:
    """Whatever made the page dark; with enough contrast in both."""
    (tmp_path / "page.css").write_text(style, "utf-8")
    write(tmp_path, glossary, head='<link rel="stylesheet" href="page.css">')
    page = visit(serve(tmp_path) + "index.html", also=[glossary], color_scheme=system)
    page.locator("#api").hover()
    expect(card(page)).to_be_visible()
    seen = card(page).evaluate(COLOURS)
    assert (seen["paper"] < seen["ink"]) is dark
    assert contrast(seen["paper"], seen["ink"]) >= 7
    assert contrast(seen["paper"], seen["link"]) >= 4.5


def test_forced_colours_motion_and_print_are_respected(visit: Visit, article: str, glossary: str) -> None:
    """A border in forced colours, no movement for those who mind, nothing on paper."""
    page = visit(article, also=[glossary], forced_colors="active", reduced_motion="reduce")
    tab_to(page, page.locator("#api"))
    expect(card(page)).to_be_visible()
    expect(card(page)).to_have_css("border-top-width", "2px")
    expect(card(page)).to_have_css("animation-name", "none")
    page.emulate_media(media="print")
    expect(card(page)).to_be_hidden()


def test_a_tone_can_be_set(visit: Visit, serve: Serve, tmp_path: Path, glossary: str) -> None:
    """The variables of the look, set on the card's element."""
    (tmp_path / "page.css").write_text("plain-term-card { --pt-paper: rgb(1, 2, 3) }", "utf-8")
    write(tmp_path, glossary, head='<link rel="stylesheet" href="page.css">')
    page = visit(serve(tmp_path) + "index.html", also=[glossary])
    page.locator("#api").hover()
    expect(card(page)).to_have_css("background-color", "rgb(1, 2, 3)")


def test_a_title_of_the_page_never_doubles_the_card(visit: Visit, article: str, glossary: str) -> None:
    """It is away while the card shows, and comes back."""
    page = visit(article, also=[glossary])
    link = page.locator("#api")
    link.evaluate("link => { link.title = 'In our glossary'; }")
    link.hover()
    expect(card(page)).to_be_visible()
    assert link.get_attribute("title") is None
    leave(page)
    expect(card(page)).to_be_hidden()
    expect(link).to_have_attribute("title", "In our glossary")


def test_the_card_opens_a_page_where_the_link_would(
    visit: Visit, serve: Serve, tmp_path: Path, glossary: str
) -> None:
    """In a tab of its own, if the link says so; its words can be translated."""
    write(tmp_path, glossary, script=' data-read="Lire la page"')
    page = visit(serve(tmp_path) + "index.html", also=[glossary])
    page.locator("#api").evaluate("link => { link.target = '_blank'; }")
    page.locator("#api").hover()
    more = card(page).get_by_role("link", name="Lire la page: APIs")
    expect(more).to_have_attribute("target", "_blank")
    with page.context.expect_page() as opened:
        more.click()
    opened.value.wait_for_url(f"{glossary}glossary/api.html#term-api")
    expect(card(page)).to_be_hidden()
    page.locator("#monolith").hover()
    expect(card(page).get_by_role("link")).not_to_have_attribute("target", "_blank")


def test_the_definition_says_its_language(visit: Visit, article: str, glossary: str) -> None:
    """Which may be another one than the page's."""
    page = visit(article, also=[glossary])
    page.locator("#api").hover()
    expect(page.locator("plain-term-card > span")).to_have_attribute("lang", "en")


def test_a_card_works_inside_a_dialog(visit: Visit, serve: Serve, tmp_path: Path, glossary: str) -> None:
    """Escape closes the card first and the dialog afterwards."""
    link = f'<a id="in" data-plain-terms href="{glossary}glossary/api.html">x</a>'
    write(tmp_path, glossary, more=f"<dialog>{link}</dialog>")
    page = visit(serve(tmp_path) + "index.html", also=[glossary])
    page.evaluate("document.querySelector('dialog').showModal()")
    page.locator("#in").hover()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(page.locator("dialog")).to_be_visible()


def test_an_open_card_breaks_no_rule_of_axe(
    visit: Visit, serve: Serve, tmp_path: Path, glossary: str
) -> None:
    """Nothing that WCAG A or AA forbids."""
    write(tmp_path, glossary)
    page = visit(serve(tmp_path) + "index.html", also=[glossary])
    tab_to(page, page.locator("#api"))
    expect(card(page)).to_be_visible()
    card(page).evaluate("card => Promise.all(card.getAnimations().map((one) => one.finished)).then(() => {})")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
