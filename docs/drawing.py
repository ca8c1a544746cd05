"""A picture of a page that stands in a text: for the scripts here that draw one."""

from __future__ import annotations

import os
import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def draw(html: str, width: int, height: int, colours: int, path: Path) -> None:
    """Save a page of that many pixels as a PNG of so few colours that it is small."""
    found = os.environ.get("PLAIN_TERMS_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)))
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_content(html)
        page.evaluate("document.fonts.ready")
        data = page.screenshot()
        browser.close()
    Image.open(BytesIO(data)).convert("RGB").quantize(colours).save(path, optimize=True)
