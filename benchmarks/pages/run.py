"""What a first visit costs: bytes and requests of each kind of page, and what Lighthouse makes of it.

Usage: python benchmarks/pages/run.py SITE [OTHER ...] [--runs 3] [--lighthouse COMMAND] [--no-lighthouse]
       [--visits 20]

SITE and OTHER are folders of built HTML. They are served from this machine, compressed as hosts do it.
Requests are counted in Chromium, with an empty cache, until the network is quiet; sizes are those of
``gzip -9``. Lighthouse runs as on a slow phone (its default), the folders in turns, so that a busy minute
falls on all of them; shown is the median. Lighthouse works its times out from a visit at full speed, so
with ``--visits`` a browser on a slow line and a slow processor is timed as well. CHROME_PATH names the
browser.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shlex
import statistics
import subprocess
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, sync_playwright

PAGES = {
    "front page": "index.html",
    "A to Z": "glossary/index.html",
    "term": "glossary/microservices.html",
    "topic": "topics/architecture.html",
    "comparison": "guides/microservices-or-monolith.html",
    "reading path": "guides/your-first-product.html",
    "search": "search.html",
}
CHROME = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
)
LIGHTHOUSE = "npx --yes lighthouse@12.8.2"
MARKS = {"performance": "perf", "accessibility": "a11y", "best-practices": "best", "seo": "seo"}
SLOW_LINE = {  # Lighthouse's "slow 4G": milliseconds, and bytes a second
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1638.4 * 1024 / 8,
    "uploadThroughput": 750 * 1024 / 8,
}
SLOW_PROCESSOR = 4  # times slower
PHONE: dict[str, Any] = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
NOTE_PAINT = """new PerformanceObserver((list) => { window.largest = list.getEntries().at(-1).startTime })
    .observe({ type: "largest-contentful-paint", buffered: true })"""
SETTLED = 1200  # milliseconds after which nothing more is painted
TIMES = {"first-contentful-paint": "FCP", "largest-contentful-paint": "LCP", "total-blocking-time": "TBT"}


class Handler(SimpleHTTPRequestHandler):
    """Files of a folder, compressed, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> BinaryIO | None:  # type: ignore[override]
        """Send the headers, and give what follows."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return None
        body = gzip.compress(path.read_bytes(), 9, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path.name))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(folder: Path) -> str:
    """Serve a folder until the program ends; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def first_visit(browser: Browser, folder: Path, address: str, page_name: str) -> dict[str, int]:
    """Bytes by kind of file, and how many files; with the favicon, which a browser without a window skips."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + page_name, wait_until="networkidle")
    icon = page.evaluate("document.querySelector('link[rel=icon]')?.href")
    context.close()
    names = sorted({urlsplit(url).path.lstrip("/") for url in [*asked, *([icon] if icon else [])]})
    sizes: dict[str, int] = {"requests": len(names)}
    for name in names:
        kind = Path(name).suffix.lstrip(".") or "html"
        sizes[kind] = sizes.get(kind, 0) + len(gzip.compress((folder / unquote(name)).read_bytes(), 9))
    sizes["all"] = sum(size for kind, size in sizes.items() if kind != "requests")
    return sizes


def lighthouse(command: str, url: str) -> dict[str, float]:
    """One run: the four marks out of 100, and the times in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = [
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--chrome-flags=--headless=new {CHROME}",
        ]
        subprocess.run([*shlex.split(command), url, *options], check=True, capture_output=True, timeout=300)
        found = json.loads(report.read_text("utf-8"))
    marks = {short: round(100 * found["categories"][name]["score"]) for name, short in MARKS.items()}
    times = {short: found["audits"][name]["numericValue"] for name, short in TIMES.items()}
    lost = [
        ref["id"]
        for category in found["categories"].values()
        for ref in category["auditRefs"]
        if ref["weight"]
        and (found["audits"][ref["id"]]["score"] or 0) < 1
        and category["score"] < 1
        and found["audits"][ref["id"]]["score"] is not None
    ]
    if lost:
        print(f"    below 100: {', '.join(lost)}")
    return {**marks, **times}


def weigh(folders: list[Path], addresses: list[str]) -> None:
    """Print bytes and requests of each kind of page in each folder."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROME_PATH")
        browser = playwright.chromium.launch(executable_path=path, args=CHROME.split())
        for folder, address in zip(folders, addresses, strict=True):
            print(f"\n{folder}: bytes after gzip -9")
            for kind, name in PAGES.items():
                sizes = first_visit(browser, folder, address, name)
                print(f"  {kind:15}", "  ".join(f"{part} {size}" for part, size in sorted(sizes.items())))
        browser.close()


def grade(folders: list[Path], addresses: list[str], command: str, runs: int) -> None:
    """Print what Lighthouse says of each kind of page in each folder, the median of the runs."""
    for kind, name in PAGES.items():
        found: list[list[dict[str, float]]] = [[] for _ in folders]
        for _ in range(runs):
            for results, address in zip(found, addresses, strict=True):
                results.append(lighthouse(command, address + name))
        for folder, results in zip(folders, found, strict=True):
            medians = {part: statistics.median(run[part] for run in results) for part in results[0]}
            print(
                f"  {kind:15} {folder}:", "  ".join(f"{part} {value:.0f}" for part, value in medians.items())
            )


def largest_paint(browser: Browser, url: str) -> float:
    """Milliseconds to the largest contentful paint of a first visit by a poor phone."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})
    page.add_init_script(NOTE_PAINT)
    page.goto(url)
    page.wait_for_timeout(SETTLED)
    return float(page.evaluate("window.largest"))


def time_paints(folders: list[Path], addresses: list[str], visits: int) -> None:
    """Print how soon a term is there, each visit by a browser of its own, the folders in turns."""
    found: list[list[float]] = [[] for _ in folders]
    with sync_playwright() as playwright:
        for _ in range(visits):
            for times, address in zip(found, addresses, strict=True):
                path = os.environ.get("CHROME_PATH")
                browser = playwright.chromium.launch(executable_path=path, args=CHROME.split())
                times.append(largest_paint(browser, address + PAGES["term"]))
                browser.close()
    for folder, times in zip(folders, found, strict=True):
        print(f"  {folder}: {statistics.median(times):.0f} ms, from {min(times):.0f} to {max(times):.0f}")


def main() -> None:
    """Measure the folders named on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lighthouse", default=LIGHTHOUSE)
    parser.add_argument("--no-lighthouse", action="store_true")
    parser.add_argument("--visits", type=int, default=0)
    options = parser.parse_args()
    addresses = [serve(folder) for folder in options.folders]
    weigh(options.folders, addresses)
    if not options.no_lighthouse:
        print(f"\nLighthouse, as on a slow phone, median of {options.runs}")
        grade(options.folders, addresses, options.lighthouse, options.runs)
    if options.visits:
        print(f"\nLargest contentful paint of a term on a slow phone, median of {options.visits} visits")
        time_paints(options.folders, addresses, options.visits)


if __name__ == "__main__":
    main()
