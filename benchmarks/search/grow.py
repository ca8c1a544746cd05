"""How search grows: bytes and key presses at 388, 1,000 and 10,000 terms, made from the real ones.

`python -m benchmarks.search.grow`: each made term is a real one with two words of its names and every
fourth word of its text changed for made-up ones, the same in every run. Needs Chromium.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.search.queries import queries
from plain_terms import search, search_files, search_language
from plain_terms.model import Glossary, Term
from plain_terms.page import read_page
from plain_terms.search import Source

ROOT = Path(__file__).parents[2]
SYLLABLES = (
    "ba",
    "de",
    "fi",
    "go",
    "lu",
    "ma",
    "ne",
    "pi",
    "ro",
    "su",
    "ta",
    "ker",
    "lin",
    "mor",
    "pan",
    "sel",
)
SIZES = (0, 388, 1_000, 10_000)


def made_word(seed: str) -> str:
    """A word that nobody uses, always the same for a seed."""
    digest = hashlib.sha256(seed.encode()).digest()
    return "".join(SYLLABLES[byte % len(SYLLABLES)] for byte in digest[: 2 + digest[9] % 3])


def changed(text: str, copy: int, every: int) -> str:
    """A text with every so many words made up; made-up words come back in other terms."""
    pieces = text.split(" ")
    return " ".join(
        made_word(f"{word}{copy % 40}") if (place + copy) % every == 0 else word
        for place, word in enumerate(pieces)
    )


def copy_of(term: Term, number: int) -> Term:
    """A term like another, under names of its own."""
    return replace(
        term,
        slug=f"{term.slug}-{number}",
        headword=f"{changed(term.headword, number, 2)} {made_word(f'{term.slug}{number}')}",
        aliases=tuple(f"{alias} {made_word(f'{alias}{number}')}" for alias in term.aliases),
        variants=(),
        summary=changed(term.summary, number, 4),
        asked=tuple(changed(text, number, 4) for text in term.asked),
    )


def real() -> tuple[tuple[Term, ...], dict[str, list[str]]]:
    """The terms of this glossary and their paragraphs."""
    terms, prose = [], {}
    for path in sorted((ROOT / "glossary").glob("*.md")):
        page, _ = read_page(path.read_text("utf-8"), f"glossary/{path.name}")
        if path.stem != "index" and page.names and page.definition:
            terms.append(page.term(f"glossary/{path.stem}"))
            prose[path.stem] = [block.text for block in page.blocks if block.kind != "heading"]
    return tuple(terms), prose


def source_of(size: int) -> Source:
    """A glossary of a size; 0 for the real one alone."""
    terms, prose = real()
    stemmer = search_language.stemmer("en")
    words = {term.slug: search.words_of(term, prose[term.slug], stemmer) for term in terms}
    more = []
    for number in range(max(0, size - len(terms))):
        original = terms[number % len(terms)]
        more.append(copy_of(original, number))
        texts = (changed(text, number, 4) for text in prose[original.slug])
        words[more[-1].slug] = search.words_of(more[-1], texts, stemmer)
    return Source(Glossary((*terms, *more)), words)


def write(folder: Path, source: Source) -> dict[str, str]:
    """The files of a site with nothing but a search box."""
    static = folder / "_static"
    index = static / search_files.FOLDER
    index.mkdir(parents=True)
    shutil.copy(ROOT / "plain_terms/static/search-box.js", static)
    files = search_files.files(
        source, "en", {"term": ["", ".html"], "results": "search.html", "hub": "index.html"}
    )
    for name, text in files.items():
        (index / name).write_text(text, "utf-8")
    form = "<form data-plain-terms-search><input name=q type=search></form>"
    box = '<!doctype html><meta charset="utf-8"><script defer src="_static/search-box.js"></script>'
    (folder / "index.html").write_text(f"{box}{form}", "utf-8")
    return files


def kilobytes(files: Mapping[str, str], *beginnings: str) -> float:
    """What files cost on the line, together."""
    chosen = [text for name, text in files.items() if name.startswith(beginnings)]
    return sum(len(gzip.compress(text.encode(), 9)) for text in chosen) / 1000


# Every key press of each query. "Once loaded": all is typed once before, so no piece is waited for.
TYPE = """async (texts) => {
  const times = [];
  for (const text of texts) {
    for (let end = 1; end <= text.length; end++) await plainTerms.search(text.slice(0, end), 8);
  }
  for (const text of texts) {
    for (let end = 1; end <= text.length; end++) {
      const start = performance.now();
      await plainTerms.search(text.slice(0, end), 8);
      times.push(performance.now() - start);
    }
  }
  return times.sort((a, b) => a - b);
}"""


def measure(browser: Browser, size: int) -> str:
    """One line of the table."""
    folder = Path(tempfile.mkdtemp(prefix="search-growth-"))
    try:
        source = source_of(size)
        files = write(folder, source)
        page = browser.new_page()
        page.goto((folder / "index.html").as_uri())
        asked = [q.text for q in queries(Glossary(real()[0])) if q.half == "tune"][::12]
        times: list[float] = page.evaluate(TYPE, asked)
        box = len(gzip.compress((ROOT / "plain_terms/static/search-box.js").read_bytes(), 9)) / 1000
        names = box + kilobytes(files, "manifest", "names", "engine", "stemmer", "summaries-0-")
        text = kilobytes(files, "text") / (
            1 if len(source.glossary.terms) <= search.SMALL else search.PIECES / 8
        )
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        slow = times[-1]
        count = len(source.glossary.terms)
        return f"{count:7}{names:12.0f}{text:12.0f}{p50:10.1f}{p95:10.1f}{slow:10.1f}"
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Print the table."""
    chromium = os.environ.get("PLAIN_TERMS_CHROMIUM") or shutil.which("chromium")
    print("  terms    names kB + text kB (8 words where it is in pieces)   key ms p50, p95, slowest")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size in SIZES:
            print(measure(browser, size), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
