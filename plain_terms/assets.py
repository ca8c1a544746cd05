"""Style sheets and scripts: all of them on a glossary's own site, and elsewhere what a page shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).parent / "static"
STYLE, CARDS = "plain-terms.css", "cards.js"


def set_up(app: Sphinx) -> None:
    """Put the files in place, and on a glossary's own site on every page."""
    if app.config.plain_terms_folder:
        app.config.html_static_path.append(str(STATIC))
        app.add_css_file(STYLE)
        app.add_js_file(CARDS, loading_method="defer")
    else:
        app.config.html_static_path.extend(str(STATIC / name) for name in (STYLE, CARDS))


def add_to_page(app: Sphinx, doctree: nodes.document | None) -> None:
    """Give a page of any other project what it needs: nothing, where no link has a card."""
    if app.config.plain_terms_folder or doctree is None or app.builder.format != "html":
        return
    has_cards = any(
        "term" in link["classes"] and "reftitle" in link for link in doctree.findall(nodes.reference)
    )
    has_pictures = any("plain-term-diagram" in raw.rawsource for raw in doctree.findall(nodes.raw))
    if has_cards or has_pictures:
        app.add_css_file(STYLE)
    if has_cards and app.builder.name != "epub":
        app.add_js_file(CARDS, loading_method="defer")
