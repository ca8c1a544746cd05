"""A server with moods: it counts what it is asked, is slow, refuses, falls silent, or shows another build."""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Callable, Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

from tests.glossary_host import Server


class MoodyServer:
    """Serves ``folder`` under ``prefix``, as the attributes say; they may be changed while it runs."""

    def __init__(self, folder: Path, prefix: str = "", headers: Mapping[str, str] | None = None) -> None:
        self.folder, self.headers = folder, dict(headers or {})
        self.prefix = f"/{prefix.strip('/')}/" if prefix else "/"
        self.asked: list[str] = []
        self.down = False
        self.refuses_with = 404
        self.delay: Callable[[str], float] = lambda path: 0
        self.holds: Callable[[str], bool] = lambda path: False
        self.refuses: Callable[[str], bool] = lambda path: False
        self.added: Callable[[str], bytes] = lambda path: b""
        self._server = _Server(("127.0.0.1", 0), partial(_Handler, self))
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self.address = f"{self.origin}{self.prefix}"
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        """Stop for good."""
        self.holds = lambda path: False
        self._server.shutdown()
        self._server.server_close()

    def find(self, path: str) -> tuple[int, str, bytes]:
        """Status, path and content of what is asked for; for a folder its first page, at its own address."""
        named = self.folder / unquote(path.partition("?")[0])
        if named.is_dir() and (path.endswith("/") or not path):
            named /= "index.html"
        if named.is_dir():
            return 301, f"{path}/", b""
        if self.refuses(path) or not named.is_file():
            return self.refuses_with, "x.html", b"refused"
        return 200, named.name, named.read_bytes() + self.added(named.name)


class _Server(Server):
    def handle_error(self, *_: object) -> None:
        """Say nothing of browsers that hang up."""


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, site: MoodyServer, *args: object) -> None:
        self.site = site
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer by the mood of the moment; what it is asked outside the prefix is nobody's business."""
        site, inside = self.site, self.path.startswith(self.site.prefix)
        path = self.path.removeprefix(site.prefix)
        if inside and not site.down:
            site.asked.append(path)
            time.sleep(site.delay(path))
            while site.holds(path):
                time.sleep(0.01)
        if site.down:
            return  # without a word
        status, name, content = site.find(path) if inside else (404, "x.html", b"not here")
        self.send_response(status)
        for header, value in site.headers.items():
            self.send_header(header, value)
        if status == 301:
            self.send_header("Location", f"{site.prefix}{name}")
        self.send_header("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
