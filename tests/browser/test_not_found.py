"""A wrong address, as a reader meets it: what was meant is offered, and nothing in it does harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, Visit
from tests.browser.test_axe import violations
from tests.browser.test_cards import STRICT
from tests.projects import Project, base_files, term_page

pytestmark = pytest.mark.browser

POLICY = {"Content-Security-Policy": STRICT}
PREFIX = "docs/terms"
HOSTILE = "<img src=x onerror=alert(1)>"
SAFE = "&lt;img src=x onerror=alert(1)&gt;"  # the alias, as it is offered
GUIDE = """---
compares: [api, monolith]
question: A doorway or a block?
verdict: Both.
---
# Doorway or block?

Words.
"""
PAGES = {
    "glossary/technical-debt.md": term_page(
        "Technical debt",
        aliases=("code debt",),
        variants=["tecnical dept"],
        definition="Technical debt is the extra work you take on later because of a quick way now.",
        formerly=["shortcuts"],
    ),
    "glossary/mfa.md": term_page("Multi-factor authentication", aliases=("two-step login",)),
    "glossary/hostile.md": term_page("Hostile", aliases=(HOSTILE,)),
    "guides/choice.md": GUIDE,
}


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def lost(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """The address of a small glossary under a sub-path, with a strict policy, in each form of addresses."""
    files = {**base_files(), **PAGES}
    files["conf.py"] = files["conf.py"].replace('"basic"', '"plain_terms"')
    files["conf.py"] += f'html_baseurl = "https://a.example/{PREFIX}/"\n'
    files["index.md"] = files["index.md"].replace("topics/index", "topics/index\nguides/choice")
    built = Project(tmp_path_factory.mktemp("lost"), files).build(str(request.param))
    assert "404" not in built.warnings
    return serve(built.outdir, POLICY, PREFIX)


def meant(page: Page) -> list[str]:
    """The names that are offered, once the index is there."""
    page.wait_for_function("() => window.plainTerms?.search && plainTerms.search('api')")
    page.wait_for_timeout(50)
    return page.locator("[data-plain-terms-meant] li a").all_inner_texts()


WRONG = {
    "glossary/tehcnical-debt.html": ["Technical debt"],
    "glossary/etchnical-debt.html": ["Technical debt"],
    "glossary/Technical-Debt.html": ["Technical debt"],
    "glossary/TECHNICAL-DEBT.HTML": ["Technical debt"],
    "glossary/technical_debt": ["Technical debt"],
    "glossary/technical%20debt": ["Technical debt"],
    "glossary/technicaldebt": ["Technical debt"],
    "glossary/technical-debt.htm": ["Technical debt"],
    "glossary/technical-debt.php?a=b#c": ["Technical debt"],
    "glossary/technical-debts": ["Technical debt"],
    "glossary/technical-debt-explained-to-all": ["Technical debt"],
    "glossary/what-is-technical-debt": ["Technical debt"],
    "glossary/code-debt": ["Technical debt"],
    "glossary/two-step-login/": ["Multi-factor authentication"],
    "glossary/mfas": ["Multi-factor authentication"],
    "glossary/apis.html": ["API"],
    "a/b/c/d/e/f/monolith.html": ["Monolith"],
    "glossary/monolith/definition/": ["Monolith"],
    "glossary.php#term-monolith": ["Monolith"],
    "glossary/caf%C3%A9/mono%6Cith.html": ["Monolith"],
    "glossary/%ffmonolith%00.html": ["Monolith"],
    "topic/systms.html": ["Systems"],
    "guides/choise.html": ["Doorway or block?"],
    "guides/monolith-vs-api": ["Doorway or block?", "Monolith", "API"],
    "glossary/x": [],
    "glossary/zzqqxxyy.html": [],
    "robots.txt": [],
}


def test_what_was_meant_is_offered(lost: str, visit: Visit) -> None:
    """At any depth, under a sub-path and a strict policy; where nothing is like it, nothing is offered."""
    page = visit(f"{lost}nothing", missing=True)
    found = {}
    for address in WRONG:
        page.goto(lost + address)
        found[address] = meant(page)
        headings = page.locator("[data-plain-terms-meant] h2").all_inner_texts()
        many = "Did you mean one of these?" if len(found[address]) > 1 else "Did you mean this?"
        assert headings == ([many] if found[address] else [])
    assert found == WRONG


def test_an_offer_leads_to_its_page(lost: str, visit: Visit) -> None:
    """And says what the word means, and under which name it was found."""
    page = visit(f"{lost}glossary/deep/er/code_debt.html", missing=True)
    offer = page.locator("[data-plain-terms-meant]")
    expect(offer).to_contain_text("Technical debt is the extra work you take on later")
    expect(offer).to_contain_text("Also called: code debt")
    offer.get_by_role("link", name="Technical debt").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Technical debt")
    assert page.url.startswith(f"{lost}glossary/technical-debt")


def test_a_former_address_is_no_wrong_one(lost: str, visit: Visit) -> None:
    """It leads on by itself, to the term; with scripts off as well."""
    for scripts in (True, False):
        for form in ("glossary/shortcuts.html#term-shortcuts", "glossary/shortcuts/#term-shortcuts"):
            page = visit(lost + form, missing=True, java_script_enabled=scripts)
            if page.locator("#not-found").count():
                continue  # the other form of addresses
            page.wait_for_url("**#term-technical-debt")
            expect(page.get_by_role("heading", level=1)).to_contain_text("Technical debt")
            break
        else:
            pytest.fail("no address led on")


HARMFUL = [
    "%3Cimg%20src=x%20onerror=alert(1)%3E",
    "glossary/<img src=x onerror=alert(1)>.html",
    'glossary/"><script>alert(1)</script>',
    "glossary/api.html/javascript:alert(1)",
    "glossary/%00",
    "glossary/monolith%00.html",
    "%ff%fe%c0%ae%c0%ae",
    "glossary/" + "a-" * 3000,
    "glossary/" + "%F0%9F%98%80" * 300,
    "glossary/..%2f..%2fetc%2fpasswd",
    "glossary/%E2%80%AEhtilonom",
    "__proto__/constructor",
    "x#term-%3Cimg%20src=x%20onerror=alert(1)%3E",
    "x#term-%",
]


def test_an_address_is_never_more_than_text(lost: str, visit: Visit) -> None:
    """No dialog, no error, no new element, whatever is asked for; an offer may be made or not."""
    page = visit(f"{lost}nothing", missing=True)
    for address in HARMFUL:
        page.goto(f"{lost}nothing")
        page.goto(lost + address)
        assert len(meant(page)) <= 3, address
        assert not page.locator("img, article script, iframe, [onerror]").count(), address
        assert "onerror" not in page.locator("article").inner_html().replace(SAFE, ""), address


def test_without_scripts_it_is_a_plain_page_that_helps(lost: str, visit: Visit) -> None:
    """Words, the search box, which leads to the list of all terms, and ways on; in the look of the site."""
    page = visit(f"{lost}glossary/a/b/tehcnical-debt.html", missing=True, java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page here")
    expect(page.locator("article")).to_have_css("max-width", "592px")
    expect(page.get_by_role("heading", level=2)).to_have_count(0)
    page.get_by_role("searchbox").fill("debt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("A to Z")
    page.go_back()
    page.locator("article").get_by_role("link", name="Topics").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Topics")


def test_where_the_index_cannot_be_had_the_page_is_as_without_scripts(lost: str, visit: Visit) -> None:
    """Nothing is announced, and nothing breaks."""
    page = visit(lost, missing=True)
    page.route("**/manifest.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    with page.expect_request("**/manifest.js?*"):  # asked for a second time, past what a browser has kept
        page.goto(f"{lost}glossary/tehcnical-debt.html")
    page.wait_for_timeout(100)
    assert page.locator("[data-plain-terms-meant]").inner_text() == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_violations(site: Path, serve: Serve, visit: Visit, scheme: str) -> None:
    """With offers and without, on the real site."""
    for address in ("glossary/mircoservices.html", "nothing/like/it"):
        page = visit(serve(site) + address, missing=True, color_scheme=scheme)
        meant(page)
        assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_it_fits_the_screen(site: Path, serve: Serve, visit: Visit, width: int) -> None:
    """Nothing sticks out, and search is where the bar says."""
    page = visit(
        f"{serve(site)}guides/microservices_or_monolth.htm",
        missing=True,
        viewport={"width": width, "height": 800},
    )
    assert meant(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#plain-terms-q").count() == 1
