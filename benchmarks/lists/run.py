"""The filter of a long list in a browser: what a key press costs, and what pages and data weigh.

``python -m benchmarks.lists.run`` makes the A-Z page of made-up glossaries (:mod:`benchmarks.scale.terms`),
split by letter as a site has it and, to compare, whole; types into its filter; and prints what that would
take on a processor four times as slow. Needs Chromium.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.scale import terms
from plain_terms import filtering, letter_pages, search_files
from plain_terms.letter_pages import SplitList
from plain_terms.letters import by_letter, divided
from plain_terms.model import Glossary, Term, Topic
from plain_terms.search import Source
from plain_terms.site_lists import LONGEST

PACKAGE = Path(search_files.__file__).parent
FILES = ("search-box.js", "filter.js", "plain-terms.css", "lists.css")
SLOWDOWN = 4
HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A to Z</title>
<link rel="stylesheet" href="_static/plain-terms-theme.css">
<link rel="stylesheet" href="_static/plain-terms.css">
<link rel="stylesheet" href="_static/lists.css">
<script defer src="_static/search-box.js"></script><script defer src="_static/filter.js"></script>
<body><form data-plain-terms-search><input name="q" aria-label="Search"></form><main><article><section>
<h1>A to Z</h1>
"""
# What is typed, a key at a time.
TYPED = ("server", "data", "ba", "the", "migo x", "overpriced", "zzz")
PRESS = """async (text) => {
  const box = document.querySelector("#plain-terms-filter");
  box.value = text;
  box.dispatchEvent(new Event("input"));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}"""
LOADED = "document.querySelector('.plain-term-shown').textContent.includes(' of ')"


def glossary_of(size: int) -> Glossary:
    """Made-up terms as the model has them."""
    made = [
        Term(
            slug=entry.slug,
            docname=f"glossary/{entry.slug}",
            path="",
            headword=entry.headword,
            summary=entry.definition,
            aliases=(entry.alias,),
            topic=f"topic-{entry.topic:02}",
            kind=entry.kind,
            variants=(f"{entry.slug.replace('-', '')}o", f"{entry.slug}es o"),
        )
        for entry in terms.glossary(size)
    ]
    topics = tuple(
        Topic(f"topic-{n:02}", f"topics/topic-{n:02}", f"Topic {n:02}") for n in range(terms.TOPICS)
    )
    return Glossary(tuple(sorted(made, key=lambda term: term.docname)), topics)


def write(folder: Path, glossary: Glossary, most: int) -> None:
    """The page with its list, and all that it loads."""
    static = folder / "_static"
    index = static / search_files.FOLDER
    index.mkdir(parents=True)
    for name in FILES:
        shutil.copy(PACKAGE / "static" / name, static)
    shutil.copy(PACKAGE / "theme/static/plain-terms-theme.css", static)
    places = {"term": ["glossary/", ".html"], "results": "search.html", "hub": "index.html"}
    for name, text in search_files.files(Source(glossary, {}), "en", places).items():
        (index / name).write_text(text, "utf-8")
    form = filtering.form(glossary, glossary.alphabetical, "search.html")
    (folder / "index.html").write_text(
        f"{HEAD}{form}{_list(glossary, most)}</section></article></main>", "utf-8"
    )


def _list(glossary: Glossary, most: int) -> str:
    parts = divided(glossary.alphabetical, most)
    if parts:
        split = SplitList("index", "A to Z", "letters/", parts)
        return letter_pages.tiles(split, parts, lambda name: f"{name}.html")
    return '<p class="plain-term-letters"></p>' + "".join(
        f'<section id="letter-{part.name}"><h2>{part.heading}</h2>'
        f"{letter_pages.rows(part.terms, lambda name: f'{name}.html')}</section>"
        for part in by_letter(glossary.terms)
    )


def compressed(folder: Path, *patterns: str) -> float:
    """What files cost on the line, together, in kB."""
    found = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in found) / 1000


class Meter:
    """What a page's main thread spends, in milliseconds of a processor that is so much slower.

    Counted in processor time, so a busy machine does not matter.
    """

    def __init__(self, page: Page) -> None:
        """Start to count."""
        self.session: Any = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.before = self._read()

    def _read(self) -> dict[str, float]:
        found = self.session.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: metric["value"] for metric in found}

    def spent(self) -> tuple[float, float]:
        """For scripts and all else, and for style and layout, since the last time it was asked."""
        now, before = self._read(), self.before
        self.before = now
        task, style, layout = (
            (now[name] - before[name]) * 1000 * SLOWDOWN
            for name in ("TaskDuration", "RecalcStyleDuration", "LayoutDuration")
        )
        return task - style - layout, style + layout


def _typed(page: Page, meter: Meter) -> str:
    script, drawing = [], []
    for text in TYPED:
        for end in range(1, len(text) + 1):
            meter.spent()
            page.evaluate(PRESS, text[:end])
            one, other = meter.spent()
            script.append(one)
            drawing.append(other)
    cells = [value for times in (script, drawing) for value in (median(times), max(times))]
    return "".join(f"{value:9.1f}" for value in cells)


def measure(browser: Browser, size: int, most: int) -> str:
    """One line of the table."""
    folder = Path(tempfile.mkdtemp(prefix="lists-"))
    try:
        write(folder, glossary_of(size), most)
        page = browser.new_page(viewport={"width": 1024, "height": 768})
        page.goto((folder / "index.html").as_uri())
        meter = Meter(page)
        page.evaluate(PRESS, "ba")
        page.wait_for_function(LOADED)
        first, _ = meter.spent()
        keys = _typed(page, meter)
        data = compressed(
            folder / "_static/plain-terms-search", "manifest.js", "names-*", "kinds-*", "engine-*"
        )
        whole = "whole" if most >= size else "split"
        page.close()
        return f"{size:7} {whole}{compressed(folder, 'index.html'):9.0f}{data:9.0f}{first:9.0f}{keys}"
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", nargs="+", type=int, default=[300, 3_000, 10_000])
    parser.add_argument("--whole", action="store_true", help="also as one list, however long")
    options = parser.parse_args()
    chromium = os.environ.get("PLAIN_TERMS_CHROMIUM") or shutil.which("chromium")
    print("                 kB compressed     ms: at first, script of a key, style and layout of a key")
    print("  terms  list     page     data    first   median     most   median     most")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size in options.sizes:
            for most in (LONGEST, *([size + 1] if options.whole and size > LONGEST else [])):
                print(measure(browser, size, most), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
