"""Draw ``_static/cover.png``, the cover of the EPUB, as the front of the printed book looks.

Run it again when the look changes: ``python docs/cover.py``. It needs Chromium, as the browser tests do.
"""

from __future__ import annotations

import base64
import os
import shutil
from io import BytesIO
from pathlib import Path

import font_source_serif_pro
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PAGE = """<!doctype html><meta charset="utf-8"><style>
@font-face { font-family: Cover; src: url("data:font/otf;base64,%s") }
@font-face { font-family: Cover; font-weight: 600; src: url("data:font/otf;base64,%s") }
body { margin: 0; width: 1600px; height: 2400px; box-sizing: border-box; padding: 560px 180px 0;
  background: #fcf9f2; color: #29231d; font-family: Cover; position: relative }
p { margin: 0 }
.word { border-top: 26px solid #96461a; padding-top: 120px; font-size: 330px; font-weight: 600;
  line-height: 1; letter-spacing: -0.025em }
.meaning { margin-top: 130px; font-size: 100px; line-height: 1.35; color: #584e44 }
</style>
<p class="word">In<br>Plain<br>Terms</p>
<p class="meaning">Hard words,<br>in plain English</p>
"""


def main() -> None:
    """Draw the page and save it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("PLAIN_TERMS_CHROMIUM") or next(filter(None, map(shutil.which, names)))
    folder = Path(font_source_serif_pro.font_directory)
    faces = [(folder / f"SourceSerifPro-{face}.otf").read_bytes() for face in ("Regular", "Semibold")]
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        page = browser.new_page(viewport={"width": 1600, "height": 2400})
        page.set_content(PAGE % tuple(base64.b64encode(face).decode() for face in faces))
        page.evaluate("document.fonts.ready")
        data = page.screenshot()
        browser.close()
    picture = Image.open(BytesIO(data)).convert("RGB").quantize(32)
    picture.save(ROOT / "_static/cover.png", optimize=True)


if __name__ == "__main__":
    main()
