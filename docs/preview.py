"""Draw ``_static/preview.png``, the picture that messages show beside a link to the site.

Run it again when the look changes: ``python docs/preview.py``. It needs Chromium, as the browser tests do,
and Pillow (``pip install pillow``), which makes the picture small.
"""

from __future__ import annotations

from pathlib import Path

from drawing import draw

ROOT = Path(__file__).parent.parent
PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 84px 96px;
  background: #fcf9f2; color: #29231d; font-family: Charter, Georgia, "Liberation Serif", serif }
p { margin: 0 }
.site { font-size: 34px; color: #584e44 }
.word { font-size: 104px; font-weight: bold; margin-top: 82px; letter-spacing: -2px }
.meaning { font-size: 46px; line-height: 1.35; margin-top: 34px; padding-left: 34px;
  border-left: 8px solid #96461a }
</style>
<p class="site">A glossary for people who are new to a word</p>
<p class="word">In Plain Terms</p>
<p class="meaning">What technology words mean, when the thing is worth it, and when it is not.</p>
"""


def main() -> None:
    """Draw the page and save it."""
    draw(PAGE, 1200, 630, 24, ROOT / "_static/preview.png")


if __name__ == "__main__":
    main()
