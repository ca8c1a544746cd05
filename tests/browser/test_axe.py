"""Accessibility, as axe sees it: no page type, and no state of the search box, breaks WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, Visit
from tests.browser.test_layout import PAGES

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def violations(page: Page, rules: Mapping[str, object] = RULES) -> list[str]:
    """What axe finds wrong, a line each."""
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_has_no_violations(site: Path, serve: Serve, visit: Visit, kind: str, scheme: str) -> None:
    """Names, roles, contrast and structure are in order."""
    assert violations(visit(serve(site) + PAGES[kind], color_scheme=scheme)) == []


@pytest.mark.parametrize(("scheme", "rules"), [("light", RULES), ("dark", CONTRAST)], ids=["light", "dark"])
def test_no_page_at_all_has_violations(
    site: Path, serve: Serve, visit: Visit, scheme: str, rules: Mapping[str, object]
) -> None:
    """Every page of the site, and not one of each kind alone; in the dark, colours are all that differs."""
    home = serve(site)
    page = visit(home, color_scheme=scheme)
    found = {}
    for path in sorted(site.rglob("*.html")):
        page.goto(f"{home}{path.relative_to(site).as_posix()}")
        found[path.name] = violations(page, rules)
    assert len(found) > 250
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_an_open_card_has_no_violations(site: Path, serve: Serve, visit: Visit) -> None:
    """Neither while a definition is shown."""
    page = visit(serve(site) + PAGES["term"])
    page.locator("article p a.reference.term").first.hover()
    card = page.locator(".plain-term-card")
    expect(card).to_be_visible()
    card.evaluate("card => Promise.all(card.getAnimations().map((one) => one.finished)).then(() => {})")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_search_box_has_no_violations(site: Path, serve: Serve, visit: Visit, scheme: str) -> None:
    """The list of suggestions is announced as what it is."""
    page = visit(serve(site) + PAGES["term"], color_scheme=scheme)
    page.keyboard.press("/")
    page.keyboard.type("back up")
    expect(page.get_by_role("option").first).to_be_visible()
    page.evaluate("() => plainTerms.search('back up').then(() => {})")  # the list is what it will be
    assert violations(page) == []


def test_the_results_page_has_no_violations(site: Path, serve: Serve, visit: Visit) -> None:
    """Neither do the results."""
    page = visit(serve(site) + "search.html?q=backup")
    expect(page.locator("article").get_by_role("link", name="Backup").first).to_be_visible()
    assert violations(page) == []


def test_a_violation_is_seen(visit: Visit, tmp_path: Path) -> None:
    """The check can fail: a picture without words is found."""
    (tmp_path / "x.html").write_text(
        "<!doctype html><html lang=en><title>x</title><img src='data:,'>", "utf-8"
    )
    assert [one.partition(":")[0] for one in violations(visit((tmp_path / "x.html").as_uri()))] == [
        "image-alt"
    ]
