"""What a reader meets: a real browser on the built pages, asked whether a definition can be seen."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Locator, Page, Route, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
WAIT = 900  # ms; the slowest of them opens after 150
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'"

SEEN = """(text) => {
  const walker = document.createTreeWalker(document.body || document, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const parent = node.parentElement;
    if (!node.data.includes(text)) continue;
    if (!parent.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    if (parent.getBoundingClientRect().height > 0) return true;
  }
  return false;
}"""


class _Handler(SimpleHTTPRequestHandler):
    policy = ""

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _StrictHandler(_Handler):
    policy = POLICY


@contextmanager
def serve(folder: Path, *, strict: bool = False) -> Iterator[str]:
    """The address at which a folder is served, with or without a strict content policy."""
    handler = partial(_StrictHandler if strict else _Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, url: str, **options: object) -> Iterator[tuple[Page, set[str]]]:
    """A page, and the other hosts it asks for something; none of them answers."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    foreign: set[str] = set()

    def guard(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in ("http", "https") and parts.hostname != "127.0.0.1":
            foreign.add(str(parts.hostname))
            route.abort()
        else:
            route.continue_()

    context.route("**/*", guard)
    page = context.new_page()
    page.goto(url)
    page.wait_for_timeout(300)
    yield page, foreign
    context.close()


def link(page: Page, shown: str) -> Locator:
    """The link with this text in the body of a page."""
    return page.locator(".body a.reference", has_text=shown).first


def sees(page: Page, text: str) -> bool:
    """Whether a reader can see the text now, or a moment later."""
    for _ in range(3):
        page.wait_for_timeout(WAIT // 3)
        with suppress(Error):  # the page is just being left
            if page.evaluate(SEEN, text):
                return True
    return False


def hover(page: Page, shown: str, text: str) -> bool:
    """Whether pointing at a link shows the text."""
    target = link(page, shown)
    if not target.count():
        return False
    page.mouse.move(1, 1)
    page.wait_for_timeout(400)
    target.hover()
    return sees(page, text)


def weight(page: Page, url: str) -> int:
    """Bytes, compressed, of a page and everything on this host that it loads."""
    sizes: dict[str, int] = {}

    def note(response: object) -> None:
        if response.ok and urlsplit(response.url).hostname == "127.0.0.1":  # type: ignore[attr-defined]
            sizes[response.url] = len(gzip.compress(response.body(), 6))  # type: ignore[attr-defined]

    page.on("response", note)
    page.goto(url)
    page.wait_for_timeout(500)
    return sum(sizes.values())
