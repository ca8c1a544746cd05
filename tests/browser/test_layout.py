"""The real pages in a real browser: they fit the screen, and they work without scripts and from disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Serve, Visit

pytestmark = pytest.mark.browser

PAGES = {
    "front page": "index.html",
    "hub": "glossary/index.html",
    "term": "glossary/microservices.html",
    "term with a wide table": "glossary/mvp.html",
    "topic": "topics/architecture.html",
    "comparison": "guides/microservices-or-monolith.html",
    "reading path": "guides/your-first-product.html",
    "advice": "guides/asking-questions.html",
}


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_never_scrolls_sideways(site: Path, serve: Serve, visit: Visit, kind: str, width: int) -> None:
    """Nothing sticks out; a wide table scrolls in its own box."""
    page = visit(serve(site) + PAGES[kind], viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_pages_open_from_disk_without_errors(site: Path, visit: Visit, kind: str, scheme: str) -> None:
    """No console error and no request to another host, with file:// addresses."""
    page = visit((site / PAGES[kind]).as_uri(), color_scheme=scheme)
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("kind", PAGES)
def test_pages_say_the_same_without_scripts(site: Path, serve: Serve, visit: Visit, kind: str) -> None:
    """The words and links are there with JavaScript off.

    Only the term of the day has its own day; what questions become, test_decide.py looks at, and at
    the filter of a list, which is there for scripts alone, test_filter.py.
    """
    address, texts = serve(site, prefix="/docs/terms") + PAGES[kind], []
    for enabled in (True, False):
        page = visit(address, java_script_enabled=enabled)
        parts = page.locator(".plain-term-today, #decide, .plain-term-filter")
        parts.evaluate_all("boxes => boxes.forEach((box) => box.remove())")
        texts.append(page.locator("article").inner_text())
    assert texts[0] == texts[1]


def test_text_is_told_from_its_background(site: Path, serve: Serve, visit: Visit) -> None:
    """Body text reaches a contrast of 7 to 1 in both schemes (WCAG 2.2, 1.4.6)."""
    for scheme in ("light", "dark"):
        page = visit(serve(site) + PAGES["term"], color_scheme=scheme)
        ink, paper = page.evaluate(
            "[getComputedStyle(document.querySelector('article p')).color,"
            " getComputedStyle(document.body).backgroundColor]"
        )
        assert _contrast(ink, paper) >= 7, (scheme, ink, paper)


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two `rgb()` colours, as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
