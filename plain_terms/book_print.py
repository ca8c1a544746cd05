"""HTML to PDF, by WeasyPrint, which is installed only where it is wanted: it needs libraries of the system.

Nothing is fetched: a picture is a file of the project or is missed, and the fonts come from two packages.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from html import unescape
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from types import ModuleType

    from weasyprint import Document
    from weasyprint.urls import URLFetcherResponse

FONTS = ("font_source_serif_pro", "font_source_sans_pro")
MOST_ROUNDS = 4
_TEXT_OF_A_PAGE = 4300  # characters of HTML
_BASE = "file:///book/"
_ID = re.compile(r'\bid="([^"]*)"')
_PAGE = re.compile(r'(<span class="plain-term-page">)([^<]*)')
_PACKAGE = "a PDF needs the package %s: python -m pip install 'plain-terms[pdf]'"
_SYSTEM = (
    "a PDF needs Pango and HarfBuzz, libraries of the system (%s): install libpango-1.0-0, libpangoft2-1.0-0 "
    "and libharfbuzz-subset0 on Debian and Ubuntu, pango on Fedora and with Homebrew; for Windows see "
    "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html"
)


class MissingLibraryError(Exception):
    """Something that has to be installed first; the message says what and how."""


def check() -> None:
    """See that a PDF can be made on this machine.

    Raises:
        MissingLibraryError: It cannot.
    """
    for name in FONTS:
        if importlib.util.find_spec(name) is None:
            raise MissingLibraryError(_PACKAGE % name.replace("_", "-"))
    _weasyprint()


def _weasyprint() -> ModuleType:
    try:
        with warnings.catch_warnings(), redirect_stdout(StringIO()):  # it prints what the error says
            warnings.simplefilter("ignore", DeprecationWarning)  # of a system without harfbuzz-subset
            return importlib.import_module("weasyprint")
    except ImportError as error:
        raise MissingLibraryError(_PACKAGE % (error.name or "weasyprint")) from error
    except OSError as error:
        raise MissingLibraryError(_SYSTEM % str(error).partition("\n")[0].rstrip(".")) from error


def write(html: str, pdf: Path, pictures: Mapping[str, Path]) -> list[str]:
    """Lay a document out and write it, whole or not at all.

    ``pictures`` are files by the address that the document gives them. An id in a span of the class
    ``plain-term-page`` becomes the number of its page. Returns what went wrong on the way, a line each: a
    link that leads nowhere, a picture that is not there.

    Raises:
        OSError: The file could not be written.
    """
    files = {**{f"fonts/{path.name}": path for path in _fonts()}, **pictures}
    document, problems = _lay_out(html, _fetcher(files))
    aside = pdf.with_name(f"{pdf.name}.part")
    try:
        with _noted() as more:
            document.write_pdf(aside, pdf_tags=True)
        aside.replace(pdf)
    finally:
        aside.unlink(missing_ok=True)
    return [*problems, *more]


def _lay_out(html: str, fetcher: Callable[[str], object]) -> tuple[Document, list[str]]:
    """The document in pages, its page numbers right, and what went wrong in the last round.

    CSS can do this (``target-counter``), but then each number that moves another costs a round through
    all pages, four and more. Numbers of about the right length seldom move anything.
    """
    weasyprint, document = _weasyprint(), None
    text = number(html, guess(html))
    for _ in range(MOST_ROUNDS):
        del document  # it takes a gigabyte
        with _noted() as problems:
            source = weasyprint.HTML(string=text, base_url=_BASE, url_fetcher=fetcher)
            document = source.render(pdf_tags=True)
        found: dict[str, int] = {}
        for place, page in enumerate(document.pages, 1):
            for name in page.anchors:  # of what goes over several pages, each has it
                found.setdefault(name, place)
        laid_out, text = text, number(html, found)
        if text == laid_out:
            return document, problems
    return document, [*problems, f"some page numbers did not settle in {MOST_ROUNDS} rounds"]


def guess(html: str) -> dict[str, int]:
    """The page on which each id might be."""
    return {found[1]: 1 + found.start() // _TEXT_OF_A_PAGE for found in _ID.finditer(html)}


def number(html: str, pages: Mapping[str, int]) -> str:
    """The document with page numbers in place of ids."""
    return _PAGE.sub(lambda found: found[1] + str(pages.get(unescape(found[2]), "?")), html)


def _fonts() -> Iterator[Path]:
    for name in FONTS:
        yield from sorted(Path(importlib.import_module(name).font_directory).glob("*.otf"))


def _fetcher(files: Mapping[str, Path]) -> Callable[[str], object]:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyThese(URLFetcher):  # type: ignore[misc]
        """Gives the files of the book, and nothing else of the machine or of the network."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            path = files.get(unquote(url.removeprefix(_BASE)))
            if path is None:
                raise ValueError("it is no file of this project")
            return URLFetcherResponse(url, path.read_bytes())

    return OnlyThese()


@contextmanager
def _noted() -> Iterator[list[str]]:
    """Collect what WeasyPrint complains of."""
    problems: list[str] = []

    class Note(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            problems.append(record.getMessage())

    note = Note(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(note)
    try:
        yield problems
    finally:
        logger.removeHandler(note)
