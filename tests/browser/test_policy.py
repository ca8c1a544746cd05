"""Every page of the site runs under the policy that publishers are told to send."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WATCH, Serve, Visit
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

HOSTING = ROOT / "docs/hosting"
NAME = "Content-Security-Policy"
DOCUMENTED = re.findall(rf"^{NAME}: (.+)$", (ROOT / "docs/publishing.md").read_text("utf-8"), re.M)
HEADERS = {NAME: DOCUMENTED[0]}


def test_no_page_breaks_the_policy(site: Path, serve: Serve, visit: Visit) -> None:
    """All of them are opened, with everything they load; the browser reports each thing it had to block."""
    home = serve(site, headers=HEADERS)
    page = visit(home)
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert len(names) > 250
    for name in names:
        page.goto(home + name, wait_until="load")


def test_a_violation_would_be_seen(site: Path, serve: Serve, browser: Browser) -> None:
    """The watch can fail: a style in the page is blocked, and that is reported."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(serve(site, headers=HEADERS) + "glossary/api.html")
    add = "document.head.append(Object.assign(document.createElement('style'), { textContent: 'a {}' }))"
    with page.expect_console_message(lambda message: message.text.startswith("policy: style-src")):
        page.evaluate(add)
    context.close()


@pytest.mark.parametrize("path", sorted(HOSTING.iterdir()), ids=lambda path: path.name)
def test_each_host_gets_the_same_policy(path: Path) -> None:
    """A file for a host names it word for word, or the file beside it that does."""
    text = path.read_text("utf-8")
    assert HEADERS[NAME] in text or "include plain-terms-headers.conf" in text


def use(page: Page) -> None:
    """Do what readers do."""
    page.keyboard.press("/")
    page.keyboard.type("back up")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")


def test_search_and_cards_keep_to_the_policy(site: Path, serve: Serve, visit: Visit) -> None:
    """While they are in use, too."""
    page = visit(serve(site, headers=HEADERS) + "glossary/microservices.html")
    use(page)
    page.locator("article p a.reference.term").first.hover()
    expect(page.locator(".plain-term-card")).to_be_visible()
