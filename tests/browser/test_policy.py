"""A strict content policy on every page of the site, and pages of strangers opened in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Serve, Visit, watch
from tests.browser.test_layout import PAGES
from tests.conftest import ROOT
from tests.hostile import PAYLOADS, Hostile

pytestmark = pytest.mark.browser

NAME = "Content-Security-Policy"
POLICY = re.findall(rf"^{NAME}: (.+)$", (ROOT / "docs/publishing.md").read_text("utf-8"), re.M)[0]
HEADERS = {
    NAME: POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
HOSTING = sorted((ROOT / "docs/hosting").iterdir())
REPORT_ONLY = {"Content-Security-Policy-Report-Only": POLICY}  # what is forbidden would run, and be reported


def open_all(browser: Browser, base: str, folder: Path) -> Iterator[tuple[str, Page, list[str]]]:
    """Each page of a site, opened in one tab, and what went wrong on any page until then."""
    problems: list[str] = []
    context = browser.new_context()
    watch(context, [base], problems)
    page = context.new_page()
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        page.goto(base + quote(name), wait_until="load")
        yield name, page, problems
    context.close()


def test_no_page_of_the_site_breaks_the_policy(site: Path, serve: Serve, browser: Browser) -> None:
    """Every one of them, with the headers of docs/hosting."""
    names = [name for name, _, problems in open_all(browser, serve(site, HEADERS), site) if not problems]
    assert len(names) == len(list(site.rglob("*.html"))) > 250


@pytest.mark.parametrize("path", HOSTING, ids=lambda path: path.name)
def test_each_host_gets_the_policy_that_is_documented(path: Path) -> None:
    """A file for a host has it word for word, or takes in the file beside it that does."""
    text = path.read_text("utf-8")
    assert POLICY in text or "include plain-terms-headers.conf" in text


@pytest.mark.parametrize("kind", PAGES)
def test_cards_and_search_work_under_the_policy(site: Path, serve: Serve, visit: Visit, kind: str) -> None:
    """On one page of each type; a violation would fail the visit."""
    page = visit(serve(site, HEADERS) + PAGES[kind])
    link = page.locator("main a.term").first
    if link.count():
        link.scroll_into_view_if_needed()
        link.hover()
        expect(page.locator(".plain-term-card")).to_be_visible()
        page.keyboard.press("Escape")
    box = page.locator("input[name=q]").first
    box.fill("micro")
    expect(page.get_by_role("option").first).to_be_visible()


def test_no_hostile_page_runs_anything(hostile: Hostile, serve: Serve, browser: Browser) -> None:
    """No violation, dialog, error or request elsewhere, and nothing that a script of theirs would set."""
    base = serve(hostile.site, REPORT_ONLY, "terms")  # where its html_baseurl says it stands
    count = 0
    for name, page, problems in open_all(browser, base, hostile.site):
        assert problems == [], name
        assert page.evaluate("window.canary === 1") is False, name  # an element may have that name
        count += 1
    assert count > 400


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_questions_and_fragments_are_text(
    hostile: Hostile, serve: Serve, visit: Visit, payload: str
) -> None:
    """On the results page, the list of all terms and a term's page; in suggestions and in cards as well."""
    base = serve(hostile.site, REPORT_ONLY)
    for address in ("search.html", "glossary/index.html", "glossary/api.html"):
        page = visit(f"{base}{address}?q={quote(payload)}&{quote(payload)}=1#{quote(payload, safe='')}")
        assert page.evaluate("window.canary === 1") is False
    page = visit(f"{base}search.html?q={quote(payload)}")
    expect(page.locator("[data-plain-terms-count]")).to_contain_text("for")
    box = page.locator("input[name=q]").last
    box.fill(payload)
    page.wait_for_timeout(100)
    box.fill("canary")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.evaluate("window.canary === 1") is False
    assert page.locator("main script, main img, main svg").count() == 0
