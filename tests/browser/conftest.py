"""A real browser, a small server, and pages that report their own problems.

Browser and servers end with this package and not with the run: other tests build with several processes,
which are not safe to start beside threads.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import BinaryIO
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, sync_playwright

from tests.conftest import ROOT
from tests.glossary_host import Server

# The first is the same browser without windows that nobody sees; a page costs it a quarter of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = (
    "addEventListener('securitypolicyviolation',"
    " (event) => console.error(`policy: ${event.violatedDirective} blocks ${event.blockedURI}`))"
)

# What may style a page: files of the site, and the sheet that the theme puts into each page, by its digest.
STYLES = re.findall(r"style-src [^;]+", (ROOT / "docs/publishing.md").read_text("utf-8"))[0]

Serve = Callable[..., str]
Visit = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests are skipped on a desk and fail in CI."""
    found = os.environ.get("PLAIN_TERMS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        missing = f"no browser: set PLAIN_TERMS_CHROMIUM, or install one of {', '.join(NAMES)}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


class _Handler(SimpleHTTPRequestHandler):
    """Files below a prefix, with headers of our choice; everything else is a 404."""

    def __init__(self, *args: object, prefix: str, added: Mapping[str, str], **options: object) -> None:
        self.prefix, self.added = prefix, added
        super().__init__(*args, **options)  # type: ignore[arg-type]

    def send_head(self) -> BinaryIO | None:
        """Take the prefix off before the file is looked up."""
        if not self.path.startswith(f"{self.prefix}/"):
            self.send_error(404)
            return None
        self.path = self.path[len(self.prefix) :]
        try:
            return super().send_head()
        except ValueError:  # no file can be called that
            self.send_error(404)
            return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer as hosts do where there is no page: with the site's own."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        data = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        """Add the headers the test asked for."""
        for name, value in self.added.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="package")
def serve() -> Iterator[Serve]:
    """Give `serve(folder, headers=None, prefix="")`, which answers with the address of the folder."""
    servers: dict[tuple[object, ...], Server] = {}

    def start(folder: Path, headers: Mapping[str, str] | None = None, prefix: str = "") -> str:
        prefix = f"/{prefix.strip('/')}" if prefix.strip("/") else ""
        key = (folder, tuple((headers or {}).items()), prefix)
        if key not in servers:
            handler = partial(_Handler, directory=str(folder), prefix=prefix, added=headers or {})
            servers[key] = Server(("127.0.0.1", 0), handler)
            Thread(target=servers[key].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[key].server_port}{prefix}/"

    yield start
    with ThreadPoolExecutor(max(len(servers), 1)) as pool:  # each takes the half second in which it looks up
        list(pool.map(Server.shutdown, servers.values()))
    for server in servers.values():
        server.server_close()


def watch(context: BrowserContext, hosts: Iterable[str], problems: list[str], missing: bool = False) -> None:
    """Note errors, violations of the policy and requests to any other host, which get no answer.

    Where the page itself is `missing`, that it is so is no error.
    """
    known = {urlsplit(host)[:2] for host in hosts}

    # An expression and no function: the driver of the browser knows it, and what may pass waits for nobody.
    allowed = "|".join(re.escape(f"{scheme}://{host}") for scheme, host in sorted(known))
    foreign = re.compile(f"^(?!(?:data|blob|about):|(?:{allowed})(?:[/?#]|$))")

    def note(message: ConsoleMessage) -> None:
        expected = missing and "status of 404" in message.text and "/_static/" not in message.location["url"]
        if message.type == "error" and not expected:
            problems.append(f"console: {message.text}")

    def dismiss(dialog: Dialog) -> None:
        problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.add_init_script(WATCH)
    context.route(foreign, lambda route: route.abort())
    context.on("request", lambda r: problems.append(f"asks {r.url}") if foreign.match(r.url) else None)
    context.on("console", note)
    context.on("weberror", lambda e: problems.append(f"error: {e.error}"))
    context.on("dialog", dismiss)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Give `visit(url, script="", **context_options)`: a page that fails the test on any problem.

    `also` lists addresses on other hosts that the page may ask; the page itself may be `missing`.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def go(
        url: str, script: str = "", also: Iterable[str] = (), missing: bool = False, **options: object
    ) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1024, "height": 768}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(10_000)
        watch(context, [url, *also], problems, missing)
        context.add_init_script(script)
        page = context.new_page()
        page.goto(url)
        return page

    yield go
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # an answer after the end would fail the next test
        context.unroute_all(behavior="ignoreErrors")
        context.close()
    assert not problems, "\n".join(problems)
