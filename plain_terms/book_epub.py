"""``-b epub``: Sphinx's EPUB in the order of a book, with all that the standard asks for.

Sphinx lists every page under the one that names it, so that a glossary's contents are an alphabet of
hundreds; it cannot mark a page that holds a drawing, packs style sheets that no page uses, and writes the
hour into the file. A project without a glossary of pages gets Sphinx's book, marked, and without the hour.
"""

from __future__ import annotations

import os
import uuid
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders import _epub_base
from sphinx.builders.epub3 import Epub3Builder

from . import book, epub_package, outputs
from .book_pages import INDEX, hubs_of
from .domain import domain_of

_CODE = ("pygments.css", "pygments_dark.css")


class EpubBuilder(Epub3Builder):
    """Takes the place of Sphinx's builder."""

    def init(self) -> None:
        """Leave out Sphinx's index of words, where ours is."""
        super().init()
        self.has_terms = bool(self.config.plain_terms_folder)
        self.use_index = self.use_index and not self.has_terms

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """Our theme, unless ``epub_theme`` names another than Sphinx's."""
        theirs = super().get_theme_config()
        return (book.THEME, {}) if self.config.plain_terms_folder and theirs[0] == "epub" else theirs

    # --- contents ---

    def get_refnodes(self, doctree: nodes.Node, result: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Title, level and address of all that the contents list."""
        return self._contents() if self.has_terms else super().get_refnodes(doctree, result)

    def get_toc(self) -> None:
        """Chapters, and their pages below them."""
        if not self.has_terms:
            super().get_toc()
            return
        self.refnodes = self._contents()
        self.toc_add_files(self.refnodes)

    def _contents(self) -> list[dict[str, Any]]:
        domain, hubs = domain_of(self.env), hubs_of(self.config)
        titles = {name: title.astext() for name, title in self.env.titles.items()}
        found = [(1, titles[hubs.topics], hubs.topics)] if hubs.topics in titles else []
        for chapter in book.chapters(domain.glossary, titles, domain.reading_order, hubs):
            if chapter.docname:
                found.append((1, chapter.title, chapter.docname))
            found += [(2 if chapter.docname else 1, titles[name], name) for name in chapter.pages]
        found += [(1, INDEX, hubs.terms)] if hubs.terms in titles else []
        return [
            {"level": level, "text": escape(title), "refuri": escape(self.get_target_uri(name))}
            for level, title, name in found
        ]

    def build_navpoints(self, nodes: list[dict[str, Any]]) -> list[_epub_base.NavPoint]:
        """The contents for old readers, in which Sphinx names the opening of a chapter twice."""
        points = super().build_navpoints(nodes)
        if self.has_terms:
            for point in points:
                point.children[:] = [child for child in point.children if child.refuri != point.refuri]
        return points

    # --- about the book ---

    def content_metadata(self) -> dict[str, Any]:
        """What the package says of the book; its day is that of the newest review, unless one is set."""
        about = super().content_metadata()
        if not self.has_terms:
            return about
        glossary = domain_of(self.env).glossary
        day, front = book.reviewed(glossary), domain_of(self.env).pages[self.config.root_doc]
        if day and "SOURCE_DATE_EPOCH" not in os.environ:
            about["date"] = f"{day}T00:00:00Z"
        if self.config.epub_description == "unknown" and front.lead:
            about["description"] = escape(front.lead)
        about["id"] = escape(self._identifier())
        return about

    def toc_metadata(self, level: int, navpoints: list[_epub_base.NavPoint]) -> dict[str, Any]:
        """The same for old readers: one book has one identifier."""
        about = super().toc_metadata(level, navpoints)
        return {**about, "uid": escape(self._identifier())} if self.has_terms else about

    def _identifier(self) -> str:
        """The one that is set; else one from what does not change, so that a new edition is the same book."""
        if self.config.epub_identifier != "unknown":
            return str(self.config.epub_identifier)
        return uuid.uuid5(uuid.NAMESPACE_URL, self.config.html_baseurl or self.config.project).urn

    # --- the file ---

    def copy_extra_files(self) -> None:
        """Copy none: they are for a web server."""
        if not self.has_terms:
            super().copy_extra_files()

    def build_content(self) -> None:
        """Write the package file, of what is in use."""
        folder = Path(self.outdir)
        if self.has_terms:
            self._clear(folder)
        super().build_content()
        package = folder / "content.opf"
        pages = {name: (folder / name).read_text("utf-8") for name in self.files if name.endswith(".xhtml")}
        cover = str(self.config.epub_cover[0]) if self.config.epub_cover else ""
        package.write_text(epub_package.mend(package.read_text("utf-8"), pages, cover), "utf-8", newline="\n")

    def _clear(self, folder: Path) -> None:
        """Delete pages that lost their source, and files that no page shows."""
        wanted = outputs.expected(self._app, domain_of(self.env).other_files)
        pages = [name for name in wanted if name.endswith(self.out_suffix)]
        kept = epub_package.used(folder, [*pages, *map(str, self.config.epub_cover[:1])])
        present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        known = ("META-INF/", ".buildinfo", "mimetype")
        outputs.remove(folder, (name for name in present - kept if not name.startswith(known)))

    def build_epub(self) -> None:
        """Write the file."""
        names = ("META-INF/container.xml", "content.opf", "toc.ncx", *self.files)
        epub_package.bind(Path(self.outdir), names, Path(self.outdir) / f"{self.config.epub_basename}.epub")


def dress(context: dict[str, Any]) -> None:
    """Give a page of the book only what is made for it: no scripts, no style sheets of the site."""
    body = str(context.get("body", ""))
    unwanted = ("plain-terms.css", *(() if 'class="highlight' in body else _CODE))
    context["script_files"] = []
    context["css_files"] = [
        css for css in context["css_files"] if not str(getattr(css, "filename", css)).endswith(unwanted)
    ]
