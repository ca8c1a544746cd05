"""``-b book``: the whole glossary as one document, laid out in pages and written as a PDF."""

from __future__ import annotations

import re
from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.display import progress_message

from . import book, book_print, term_page
from .book import Chapter, Hubs, Page, Part
from .book_pages import INDEX, MADE, hubs_of, set_apart
from .domain import domain_of

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

FRONT, CONTENTS, LAST, TERMS = (f"{MADE}{name}" for name in ("front", "contents", "index", "terms"))
_NOBODY = "Author name not set"  # Sphinx's own word for it
_UNSAFE = re.compile(r"[^A-Za-z0-9/.-]")


class BookError(SphinxError):
    """Why there can be no book."""

    category = "No book"


class BookBuilder(StandaloneHTMLBuilder):
    """Renders each document as for a site, and binds them in the order of a book."""

    name = "book"
    epilog = "The book is in %(outdir)s."
    copysource = search = add_permalinks = download_support = html_scaled_image_link = False
    allow_parallel = False
    embedded = True

    def init(self) -> None:
        """See first whether there can be a book.

        Raises:
            BookError: There are no term pages, or a library is missing; it says which, and how to get it.
        """
        if not self.config.plain_terms_folder:
            raise BookError("plain_terms_folder in conf.py is not set: a book is made of term pages")
        try:
            book_print.check()
        except book_print.MissingLibraryError as error:
            raise BookError(str(error)) from error
        super().init()

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """The theme with the frame of the book."""
        return book.THEME, {}

    def get_outdated_docs(self) -> str:  # type: ignore[override]
        """All of them: they make one file."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The place of a document in the book."""
        return f"#{self.places.get(docname, '')}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same from everywhere."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Put the documents in order, and give each its place."""
        domain, hubs = domain_of(self.env), hubs_of(self.config)
        titles = {name: title.astext() for name, title in self.env.titles.items()}
        self.chapters = book.chapters(domain.glossary, titles, domain.reading_order, hubs)
        bound = [name for chapter in self.chapters for name in (chapter.docname, *chapter.pages) if name]
        self.places = {name: _UNSAFE.sub(lambda sign: f"_{ord(sign[0]):x}", name) for name in bound}
        self.places.update({hubs.front: FRONT, hubs.topics: CONTENTS, hubs.terms: LAST})
        super().prepare_writing(docnames)

    def copy_assets(self) -> None:
        """None are needed beside the file."""

    def write_documents(self, docnames: Set[str]) -> None:
        """Render, bind and print.

        Raises:
            OSError: The file could not be written.
        """
        with progress_message("binding the book"):
            html = self._bind(hubs_of(self.config))
        pdf = Path(self.outdir) / f"{nodes.make_id(self.config.project) or 'book'}.pdf"
        pictures = {f"_images/{name}": Path(self.srcdir) / path for path, name in self.images.items()}
        with progress_message("laying out the pages"):
            problems = book_print.write(html, pdf, pictures)
        for problem in problems:
            logger.warning("in the book: %s", problem, type="plain_terms", subtype="book")

    def finish(self) -> None:
        """Nothing follows."""

    def _bind(self, hubs: Hubs) -> str:
        glossary, config = domain_of(self.env).glossary, self.config
        reviewed = book.reviewed(glossary)
        context = {
            **self.globalcontext,
            "author": "" if config.author == _NOBODY else config.author,
            "licence": config.plain_terms_licence,
            "reviewed": reviewed,
            "reviewed_on": term_page.in_words(reviewed) if reviewed else "",
            "terms": len(glossary.terms),
            "front": self._page(hubs.front, 0),
            "contents": Page(CONTENTS, "Contents"),
            "parts": [self._part(chapter) for chapter in self.chapters],
            "index": self._page(hubs.terms, 0, INDEX) if hubs.terms in self.env.titles else None,
            "style": (book.FOLDER / "book.css").read_text("utf-8") + self.highlighter.get_stylesheet(),
        }
        return str(self.templates.render("book.html", context))

    def _part(self, chapter: Chapter) -> Part:
        opening = self._page(chapter.docname, 0) if chapter.docname else Page(TERMS, chapter.title)
        return Part(opening, tuple(self._page(name, 1) for name in chapter.pages))

    def _page(self, docname: str, level: int, title: str = "") -> Page:
        """A document, its first heading ``level`` levels below the highest."""
        doctree = self.env.get_and_resolve_doctree(docname, self, tags=self.tags)
        place = self.places[docname]
        set_apart(doctree, place)
        self.imgpath = "_images"
        self.post_process_images(doctree)
        doctree.settings = self.docsettings
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        self.current_docname = docname
        visitor = cast("HTML5Translator", self.create_translator(doctree, self))
        visitor.section_level = level
        doctree.walkabout(visitor)
        return Page(place, title or self.env.titles[docname].astext(), "".join(visitor.fragment))
