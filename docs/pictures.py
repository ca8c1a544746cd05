"""Draw the pictures of the site that the README shows, from a built site: ``make pictures``.

Usage: python docs/pictures.py [--site _build/html] [--out docs/pictures]

Each is drawn in light and in dark, as WebP, by the Chromium that the browser tests use. The day is set, so
that the term of the day is the same each time; on one machine a second run gives the same files. The type
is the best that the machine has of those in docs/look.md: where it has none, install Noto Serif and Noto Sans
first (on Debian and Ubuntu the package fonts-noto-core).
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
DAY = "2026-03-26T12:00:00"
QUALITY = 82
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--disable-background-networking"]


def as_it_opens(_: Page) -> None:
    """Leave the page as it is."""


def point_at_a_term(page: Page) -> None:
    """Open the card of the first term in the text."""
    page.locator("article p a.term").first.hover()
    page.locator(".plain-term-card").wait_for(state="visible")


def search(page: Page) -> None:
    """Ask for something without knowing its name."""
    page.locator("#plain-terms-q").fill("two programs that talk")
    page.get_by_role("option").first.wait_for(state="visible")


def read_to_the_end(page: Page) -> None:
    """Scroll to the related terms."""
    page.evaluate("document.getElementById('the-key-lesson').scrollIntoView()")


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the page, the size of the window, and what the reader does there."""

    name: str
    address: str
    width: int
    height: int
    act: Callable[[Page], None] = as_it_opens


# On a phone a page is laid out in two frames, and whoever scrolls between them is moved by the second.
WHOLE = "() => Promise.all(document.getAnimations().map((one) => one.finished)).then(() => null)"
SHOTS = (
    Shot("front", "index.html", 1200, 760),
    Shot("term", "glossary/microservices.html", 1200, 760, point_at_a_term),
    Shot("phone-path", "glossary/discovery-phase.html#path-your-first-product", 360, 660),
    Shot("phone-search", "glossary/api.html", 360, 660, search),
    Shot("phone-related", "glossary/microservices.html", 360, 660, read_to_the_end),
)


def draw(browser: Browser, site: Path, shot: Shot, scheme: str) -> bytes:
    """One picture, as the bytes of a WebP file."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=2,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        is_mobile=shot.width < 500,
        locale="en-GB",
    )
    page = context.new_page()
    page.clock.set_fixed_time(DAY)
    page.goto(f"{site.resolve().as_uri()}/{shot.address}")
    page.evaluate(WHOLE)
    shot.act(page)
    page.add_style_tag(content="* { caret-color: transparent }")
    page.wait_for_timeout(300)
    options = {"format": "webp", "quality": QUALITY}
    data = context.new_cdp_session(page).send("Page.captureScreenshot", options)["data"]
    context.close()
    return base64.b64decode(data)


def main() -> None:
    """Draw all pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--site", type=Path, default=ROOT / "_build/html")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/pictures")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("PLAIN_TERMS_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        for shot in SHOTS:
            for scheme in ("light", "dark"):
                path = options.out / f"{shot.name}-{scheme}.webp"
                path.write_bytes(draw(browser, options.site, shot, scheme))
        browser.close()


if __name__ == "__main__":
    main()
