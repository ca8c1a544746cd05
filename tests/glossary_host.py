"""A glossary on the web, for tests: it counts what is asked of it, and can be moved, broken or taken away."""

from __future__ import annotations

from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Event, Thread


class Server(ThreadingHTTPServer):
    """One that has room for all that a browser asks at once; who is turned away asks again a second later."""

    request_queue_size = 128


class Host:
    """Serves a folder on this machine.

    ``answers`` replaces single files, ``slow`` is how many seconds some of them take, ``headers`` are sent
    with all that are there, ``asked`` is what came in.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[str, str]] = []
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.gone = Event()
        self.slow: dict[str, float] = {}
        self.headers: dict[str, str] = {}
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append((self.path, self.headers.get("User-Agent", "")))
                host.gone.wait(host.slow.get(self.path, 0))
                status, headers, data = host.answer(self.path)
                with suppress(ConnectionError):  # who asked may have gone
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """A file of the folder, unless the test said otherwise."""
        if path in self.answers:
            return self.answers[path]
        file = self.folder / path.partition("?")[0].lstrip("/")
        if not file.is_file():
            return (404, {}, b"")
        kind = guess_type(file.name)[0] or "application/octet-stream"
        return (200, {"Content-Type": kind, **self.headers}, file.read_bytes())

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.asked)

    def stop(self) -> None:
        """Be gone."""
        self.gone.set()
        self.server.shutdown()
        self.server.server_close()
