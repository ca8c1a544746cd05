"""How well search finds, beside three others on the same pages.

`python -m benchmarks.search.run [tune|report] [-v]`: the report half unless said otherwise; -v lists misses.

Builds the site twice (with this search, and with Sphinx's own), installs Pagefind and MiniSearch from
npm into a temporary folder, and asks all four the same queries in Chromium. Needs the `test` extras,
node with npm, and Chromium; PLAIN_TERMS_CHROMIUM says where.

MiniSearch gets the same names, `asked` phrases, definitions and prose as this search, folded and
stemmed; Sphinx and Pagefind read the built pages, which do not show `asked` and `variants`.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import patch

from playwright.sync_api import Page, Response, sync_playwright
from sphinx.application import Sphinx

from benchmarks.search.grow import real
from benchmarks.search.queries import CLASSES, Query, queries
from plain_terms import search_files, search_language
from plain_terms.domain import domain_of
from plain_terms.search import Source

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
ENGINES = {
    "this search": "ours/index.html",
    "Sphinx": "sphinx/search.html",
    "Pagefind": "sphinx/index.html",
    "MiniSearch": "minisearch/index.html",
}


def build(out: Path, *, own: bool) -> Source:
    """Build the site, with this search or with Sphinx's; returns what is searched."""
    # This project's own theme has no place for Sphinx's search.
    theme = {} if own else {"html_theme": "basic"}
    theirs = {} if own else {"take_over": lambda _: None, "results_page": lambda _: []}
    with patch.dict(vars(search_files), theirs):
        trees = out.with_suffix(".doctrees")
        app = Sphinx(ROOT, ROOT, out, trees, "html", theme, status=None, warning=None)
        app.build()
        return search_files.source_of(app, domain_of(app.env))


def install_peers(folder: Path) -> None:
    """Bring Pagefind and MiniSearch, and let each have the pages."""
    npm = ["npm", "install", "--no-fund", "--no-audit", "--silent", "pagefind@1", "minisearch@7"]
    (folder / "package.json").write_text("{}", "utf-8")
    subprocess.run(npm, cwd=folder, check=True)
    # Result lists are of terms, so only their pages are given.
    subprocess.run(
        ["npx", "pagefind", "--site", "sphinx", "--glob", "glossary/*.html"],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def write_minisearch(folder: Path, source: Source) -> None:
    """A page with MiniSearch and the same text, field by field."""
    place = folder / "minisearch"
    place.mkdir()
    shutil.copy(folder / "node_modules/minisearch/dist/umd/index.js", place / "minisearch.js")
    (place / "stemmer.js").write_text(search_language.script("en"), "utf-8")
    stemmer, (_, prose) = search_language.stemmer("en"), real()
    stemmed = {slug: Counter(stemmer.count(texts)).elements() for slug, texts in prose.items()}
    documents = [
        {
            "id": term.slug,
            "headword": term.headword,
            "aliases": " ".join((*term.aliases, *term.variants)),
            "asked": " ".join(term.asked),
            "definition": term.summary,
            "prose": " ".join(stemmed[term.slug]),
        }
        for term in source.glossary.terms
    ]
    (place / "documents.js").write_text(f"const documents = {json.dumps(documents)};", "utf-8")
    stop = json.dumps(sorted(search_language.stemmer("en").stop_words))
    (place / "stop.js").write_text(f"const stop = new Set({stop});", "utf-8")
    scripts = "".join(
        f'<script src="{n}.js"></script>' for n in ("stemmer", "minisearch", "stop", "documents")
    )
    take = "<script>window.plainTerms = { take: (_, it) => (window.stemmer = it) }</script>"
    (place / "index.html").write_text(f"<!doctype html>{take}{scripts}", "utf-8")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder over http."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def ask(page: Page, name: str, address: str, asked: list[Query]) -> dict[str, Any]:
    """Ask one engine everything; its answers (slugs), times, and bytes fetched by the first one."""
    responses: list[Response] = []
    page.goto(address, wait_until="networkidle")
    page.on("response", lambda response: responses.append(response))
    page.evaluate((HERE / "engines.js").read_text("utf-8"))
    page.evaluate("(name) => start(name)", name)
    page.evaluate("(text) => ask(text)", "how do we get our old customer records into the new system")
    page.wait_for_load_state("networkidle")
    size = sum(compressed(response.body()) for response in responses) + page.evaluate("() => alreadyLoaded")
    return {**page.evaluate("(texts) => askAll(texts)", [query.text for query in asked]), "bytes": size}


def compressed(body: bytes) -> int:
    """What a body costs on the line."""
    return len(body) if body[:2] == b"\x1f\x8b" else len(gzip.compress(body, 9))


def score(asked: list[Query], found: list[list[str]], kind: str) -> tuple[int, float, float, float]:
    """Number, recall@1, recall@5 and MRR (of ten) of a class.

    Of a question about two terms, both must come: in the first two places for recall@1.
    """
    ranks = []
    for query, answers in zip(asked, found, strict=True):
        if query.kind == kind:
            places = [answers.index(slug) + 1 if slug in answers else 99 for slug in set(query.answers)]
            ranks.append(max(places) - len(places) + 1)
    size = max(1, len(ranks))
    mean = sum(1 / rank for rank in ranks if rank <= 10) / size
    return len(ranks), sum(r <= 1 for r in ranks) / size, sum(r <= 5 for r in ranks) / size, mean


def show(asked: list[Query], results: dict[str, dict[str, Any]]) -> None:
    """Print the table."""
    print(f"{'':14}" + "".join(f"{kind:>20}" for kind in CLASSES) + "   kB gz  p50 ms  p95 ms")
    sizes = [sum(query.kind == kind for query in asked) for kind in CLASSES]
    print(f"{'queries':14}" + "".join(f"{size:>20}" for size in sizes) + "  recall@1 / recall@5 / MRR")
    for name, result in results.items():
        scores = [score(asked, result["found"], kind) for kind in CLASSES]
        cells = "".join(f"{f'{a:.3f} {b:.3f} {c:.3f}':>20}" for _, a, b, c in scores)
        times = sorted(result["times"])
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(f"{name:14}{cells}{result['bytes'] / 1000:8.0f}{p50:8.1f}{p95:8.1f}")


def main() -> None:
    """Build, ask, print."""
    half = sys.argv[1] if len(sys.argv) > 1 else "report"
    folder = Path(tempfile.mkdtemp(prefix="search-benchmark-"))
    try:
        source = build(folder / "ours", own=True)
        build(folder / "sphinx", own=False)
        install_peers(folder)
        write_minisearch(folder, source)
        asked = [query for query in queries(source.glossary) if query.half == half]
        results = {}
        chromium = os.environ.get("PLAIN_TERMS_CHROMIUM") or shutil.which("chromium")
        with served(folder) as root, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, address in ENGINES.items():
                results[name] = ask(browser.new_page(), name, root + address, asked)
            browser.close()
        print(f"{len(source.glossary.terms)} terms, the {half} half: {len(asked)} queries")
        show(asked, results)
        if "-v" in sys.argv:
            for query, answers in zip(asked, results["this search"]["found"], strict=True):
                if query.answers[0] not in answers[:5]:
                    print(f"  {query.kind}: {query.text} ({query.answers[0]}): {', '.join(answers[:5])}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
