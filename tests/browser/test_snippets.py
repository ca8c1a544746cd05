"""References to copy, at the foot of a term's page, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .conftest import Serve, Visit
from .test_cards import PHONE, STRICT, box

pytestmark = pytest.mark.browser

NAME = "glossary/ab-testing.html"
MYST = "{external+terms:term}`A/B testing`"


def references(page: Page) -> Locator:
    """The block, opened."""
    block = page.locator(".plain-term-snippets")
    block.locator("summary").click()
    return block


@pytest.fixture
def address(serve: Serve, site: Path) -> str:
    """A page of the real site, which does not know where it is published, under a sub-path."""
    return serve(site, {"Content-Security-Policy": STRICT}, "/docs/terms/") + NAME


def test_a_button_copies_each_reference(visit: Visit, address: str) -> None:
    """Exactly as it is shown, and says so; with the address of the page, without a query."""
    page = visit(f"{address}?q=1#sources", permissions=["clipboard-read", "clipboard-write"])
    block = references(page)
    link = f"{address}#term-ab-testing"
    expected = {
        "MyST": MYST,
        "reST": ":external+terms:term:`A/B testing`",
        "Markdown": f"[A/B testing]({link})",
        "HTML": f'<a data-plain-terms href="{link}">A/B testing</a>',
    }
    for number, (name, text) in enumerate(expected.items()):
        page.get_by_role("button", name=f"Copy {name}").click()
        expect(block.locator("li").nth(number).get_by_role("status")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == text


@pytest.mark.parametrize("script", ["undefined", "{ writeText: () => Promise.reject(new Error()) }"])
def test_copying_works_where_the_clipboard_is_not_offered(visit: Visit, address: str, script: str) -> None:
    """On plain http, or where the browser was told not to: the older way, and the line is selected."""
    hide = f"Object.defineProperty(Navigator.prototype, 'clipboard', {{ get: () => ({script}) }})"
    page = visit(address, script=hide)
    block = references(page)
    page.get_by_role("button", name="Copy MyST").click()
    expect(block.get_by_role("status").first).to_have_text("Copied")
    assert page.evaluate("getSelection().toString()") == MYST


def test_a_line_that_cannot_be_copied_is_selected(visit: Visit, address: str) -> None:
    """Nothing is claimed that did not happen."""
    hide = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined });"
    page = visit(address, script=f"{hide} Document.prototype.execCommand = () => false;")
    block = references(page)
    page.get_by_role("button", name="Copy reST").click()
    assert page.evaluate("getSelection().toString()") == ":external+terms:term:`A/B testing`"
    assert block.get_by_role("status").all_text_contents() == [""] * 4


def test_without_scripts_one_click_selects_a_line(visit: Visit, address: str) -> None:
    """And no button promises what it cannot do, nor is there an address that leads nowhere."""
    page = visit(address, java_script_enabled=False)
    block = references(page)
    expect(block.get_by_role("button")).to_have_count(0)
    assert [line.is_visible() for line in block.locator("li").all()] == [True, True, False, False]
    expect(block.locator("code").first).to_have_css("user-select", "all")


def test_a_page_from_the_disk_offers_no_address_of_the_disk(visit: Visit, site: Path) -> None:
    """It would lead nowhere for anybody else."""
    page = visit((site / NAME).as_uri())
    block = references(page)
    assert [line.is_visible() for line in block.locator("li").all()] == [True, True, False, False]
    assert "file:" not in str(block.text_content())


def test_references_fit_a_phone_and_break_no_rule(visit: Visit, address: str) -> None:
    """Nothing sticks out, buttons are large enough for a thumb, and axe finds nothing."""
    page = visit(address, **PHONE)
    block = references(page)
    for button in block.get_by_role("button").all():
        assert min(box(button)["width"], box(button)["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]  # type: ignore[index]
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
