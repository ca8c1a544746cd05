"""Draw ``_static/cover.png``, the cover of the EPUB, as the front of the printed book looks.

Run it again when the look changes: ``python docs/cover.py``. It needs Chromium, as the browser tests do.
"""

from __future__ import annotations

import base64
from pathlib import Path

import font_source_serif_pro
from drawing import draw

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
    folder = Path(font_source_serif_pro.font_directory)
    faces = [(folder / f"SourceSerifPro-{face}.otf").read_bytes() for face in ("Regular", "Semibold")]
    html = PAGE % tuple(base64.b64encode(face).decode() for face in faces)
    draw(html, 1600, 2400, 32, ROOT / "_static/cover.png")


if __name__ == "__main__":
    main()
