"""Sphinx's HTML builders, which here render each title once and not for every page that shows it."""

from __future__ import annotations

from docutils import nodes
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder


class _TitlesOnce(StandaloneHTMLBuilder):
    """A page shows its own title and those of the pages above, before and after it."""

    _titles: dict[str, dict[str, str]]

    def init(self) -> None:
        """Start without titles."""
        super().init()
        self._titles = {}

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """HTML of a lone node, from memory for a title of plain text."""
        if not isinstance(node, nodes.title) or any(type(part) is not nodes.Text for part in node):
            return super().render_partial(node)
        text = node.astext()
        if text not in self._titles:
            self._titles[text] = super().render_partial(node)
        return self._titles[text]


class PlainTermsHTMLBuilder(_TitlesOnce):
    """``html``: a file for each page."""


class PlainTermsDirectoryHTMLBuilder(DirectoryHTMLBuilder, _TitlesOnce):
    """``dirhtml``: a folder for each page."""
