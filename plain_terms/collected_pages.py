"""Pages that are made from no document: search, lists by letter, former addresses, the offer of a copy.

At ten thousand terms they are hundreds, so one that would become what it is already is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader
from sphinx.util._pathlib import _StrPath

from . import freshness, offline_files, outputs, redirect_pages, search_files, site_lists

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .domain import PlainTermsDomain

_TEMPLATES = Path(__file__).parent / "templates"


def add_templates(app: Sphinx) -> None:
    """Put our templates after the site's own and before the theme's."""
    bridge = app.builder.templates if site_lists.on_site(app) else None
    if isinstance(bridge, BuiltinTemplateLoader):
        bridge.loaders.insert(bridge.templatepathlen, SphinxFileSystemLoader(str(_TEMPLATES)))
        bridge.pathchain.insert(bridge.templatepathlen, _StrPath(_TEMPLATES))
        bridge.templatepathlen += 1


def outdated(app: Sphinx, domain: PlainTermsDomain) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Name, context and template of each page that has to be written; ``domain`` gets to know of all."""
    frame, before = domain.frame, domain.collected
    domain.collected = {}
    # Former addresses come last: they give way to all other pages.
    pages = (search_files.results_page, site_lists.letter_pages_of, offline_files.page, redirect_pages.pages)
    for name, context, template in chain.from_iterable(made(app) for made in pages):
        path = outputs.path_of(app.builder, name)
        domain.other_files |= {path}
        domain.collected[path] = freshness.digest(frame, template, sorted(context.items()))
        if path not in domain.intact or before.get(path) != domain.collected[path]:
            yield name, context, template
