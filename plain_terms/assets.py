"""Style sheets and scripts: all of them on a glossary's own site, and elsewhere what a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from . import lean
from .book import BUILDERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).parent / "static"
THEME = Path(__file__).parent / "theme" / "static"
STYLE, CARDS, TODAY, MEANT = "plain-terms.css", "cards.js", "today.js", "not-found.js"
DECIDE = ("decide.css", "decide.js")
LISTS, FILTER = "lists.css", "filter.js"
SNIPPETS, SEARCH_BOX = "snippets.js", "search-box.js"
THEME_STYLE = "plain-terms-theme.css"
THEME_STYLES = (THEME / THEME_STYLE, STATIC / STYLE)  # in one file


def set_up(app: Sphinx, theme: str) -> None:
    """Put the files in place, and on a glossary's own site on every page; ``theme`` is this package's."""
    ours = bool(app.config.plain_terms_folder)
    copies = Path(app.doctreedir) / "plain-terms-static"
    paths = [*files_of(STATIC), *files_of(THEME)] if ours else [STATIC / STYLE, STATIC / CARDS]
    files = {path.name: [path] for path in paths}
    themed = ours and app.config.html_theme == theme
    if ours:  # what every page needs is one request, as each costs a slow phone more than what is in it
        files[CARDS] += [*files.pop(SNIPPETS), *files.pop(SEARCH_BOX)]
    if themed:
        files[THEME_STYLE] = [*THEME_STYLES]
        del files[STYLE]
    lean.copy(files, copies)
    app.config.html_static_path.append(str(copies))
    if ours and app.builder.name not in BUILDERS:
        if not themed:
            app.add_css_file(STYLE)
        app.add_js_file(CARDS, loading_method="defer")


@lru_cache
def theme_style() -> str:
    """The style sheet of the theme, as it is published."""
    return lean.joined(THEME_STYLES)


def files_of(folder: Path) -> list[Path]:
    """The style sheets and scripts in a folder of this package."""
    return sorted(path for path in folder.iterdir() if path.suffix in lean.SUFFIXES)


def add_to_page(app: Sphinx, doctree: nodes.document | None, context: Mapping[str, object]) -> None:
    """Give a page what it alone needs; in any other project that is nothing, where no link has a card.

    ``context`` is what the page's templates get.
    """
    runs_scripts = app.builder.name != "epub"
    if app.config.plain_terms_folder and runs_scripts:
        _add_lists(app, str(context.get("body", "")))
    if doctree is None or app.builder.format != "html":
        return
    if app.config.plain_terms_folder:
        if runs_scripts:
            _add_behaviour(app, {name for box in doctree.findall(nodes.container) for name in box["classes"]})
        return
    has_cards = any(
        "term" in link["classes"] and "reftitle" in link for link in doctree.findall(nodes.reference)
    )
    has_pictures = any("plain-term-diagram" in raw.rawsource for raw in doctree.findall(nodes.raw))
    if has_cards or has_pictures:
        app.add_css_file(STYLE)
    if has_cards and runs_scripts:
        app.add_js_file(CARDS, loading_method="defer")


def _add_behaviour(app: Sphinx, boxes: set[str]) -> None:
    """What few pages of a glossary's own site have, by the classes of their boxes."""
    if "plain-term-today" in boxes:
        app.add_js_file(TODAY, loading_method="defer")
    if "plain-term-sum" in boxes:
        style, script = DECIDE
        app.add_css_file(style)
        app.add_js_file(script, loading_method="defer")


def _add_lists(app: Sphinx, body: str) -> None:
    """Style and script of lists under letters, where a page has one."""
    if any(f'class="plain-term-{part}"' in body for part in ("letters", "filter", "parts")):
        app.add_css_file(LISTS)
    if "data-plain-terms-filter" in body:
        app.add_js_file(FILTER, loading_method="defer")
