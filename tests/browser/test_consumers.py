"""The cards of the terms of another project, in three themes that know nothing of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.installed import CARDS, READERS, reader

from .conftest import Serve, Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", READERS)
def test_a_card_of_another_project_opens_by_pointer_and_by_keyboard(
    readers: Path, theme: str, serve: Serve, visit: Visit
) -> None:
    """It shows the definition, leads to the other project's page, and goes with Escape."""
    found = reader(readers, theme)
    page = visit(f"{serve(found.online.outdir)}index.html")
    card = page.locator(".plain-term-card")
    for name, definition in CARDS.items():
        link = page.locator("a.term", has_text=name)
        link.hover()
        expect(card).to_be_visible()
        expect(card.locator("p")).to_have_text(definition)
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()
        page.mouse.move(1, 1)
    page.locator("a.term").first.evaluate("link => { link.focus({focusVisible: true}) }")
    expect(card.locator("p")).to_have_text(CARDS["APIs"])
    assert card.locator("a").get_attribute("href") == f"{found.url}glossary/api.html#term-api"
    page.keyboard.press("Tab")
    expect(card.locator("p")).to_have_text(CARDS["old ones"])
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == "old ones"
