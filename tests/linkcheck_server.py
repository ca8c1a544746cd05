"""A small web server on this machine that answers the way difficult sites do."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"<!doctype html><title>A page</title><p id='here'>Here</p>"
RETRY_AFTER = 1


@dataclass(frozen=True)
class Reply:
    """What the server answers."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Server:
    """A running server: where it is, and when each path was asked for."""

    url: str
    asked: dict[str, list[float]] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str) -> Reply:
        """Give the reply to a request for a path; a path that nobody planned is missing."""
        times = self.asked.setdefault(path, [])
        times.append(time.monotonic())
        reply = REPLIES.get(path)
        return reply(self, len(times)) if reply else Reply(404)

    def slow(self, _: int) -> Reply:
        """Answer only when the server is about to stop."""
        self.stopped.wait(60)
        return Reply()

    def busy(self, times: int) -> Reply:
        """Ask a visitor to come back a little later, the first time."""
        return Reply(429, (("Retry-After", str(RETRY_AFTER)),)) if times == 1 else Reply()

    def shaky(self, times: int) -> Reply:
        """Fail one whole attempt: a look at the head, and then one at the page."""
        return Reply(500) if times <= 2 else Reply()


def always(status: int, location: str = "") -> Callable[[Server, int], Reply]:
    """Make a path give the same reply every time."""
    headers = (("Location", location),) if location else ()
    return lambda _server, _times: Reply(status, headers)


REPLIES: dict[str, Callable[[Server, int], Reply]] = {
    "/": always(200),
    "/fine": always(200),
    "/moved": always(301, "/fine"),
    "/moved-away": always(301, "/"),
    "/moved-to-login": always(302, "/login"),
    "/login": always(200),
    "/busy": Server.busy,
    "/shaky": Server.shaky,
    "/slow": Server.slow,
}


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server on a free port for as long as the block lasts."""
    server = Server("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = server.answer(self.path)
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(PAGE)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(PAGE)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:  # the visitor of a slow page left before the answer
                self.close_connection = True

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.url = f"http://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            http.shutdown()
            thread.join()


@contextmanager
def closed_url() -> Iterator[str]:
    """Give an address on this machine where nothing listens, nor will for as long as the block lasts."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        yield f"http://127.0.0.1:{port}/"
