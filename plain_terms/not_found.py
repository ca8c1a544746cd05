"""The page that a server shows where there is none. It may be shown at any address, however deep.

So its own addresses begin at the root of the host, as those of no other page do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from . import outputs, search_files
from .domain import domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

NAME = "404"
FILE = "404.html"  # as hosts expect it, whatever the form of the other addresses
_ROOT = "plain_terms_root"
_ADDRESS = re.compile(r'\b(href|src)="([^"]*)"')


def write(app: Sphinx) -> None:
    """Write it, unless the project has one of its own."""
    config = app.config
    named = NAME in app.env.found_docs or NAME in config.html_additional_pages
    if named or FILE in outputs.theirs(app) or not search_files.is_ours(app):
        return
    start = root(config.html_baseurl)
    context = {"title": "Page not found", "body": _body(app, start), _ROOT: start, "pageurl": None}
    context["metatags"] = '<meta name="robots" content="noindex" />'
    app.builder.handle_page(NAME, context, "page.html", outfilename=Path(app.outdir) / FILE)  # type: ignore[attr-defined]
    domain_of(app.env).other_files |= {FILE}


def is_it(context: dict[str, Any]) -> bool:
    """Whether a page that is being written is this one."""
    return _ROOT in context


def root(base: str) -> str:
    """The path under which the site is published, with a slash at both ends."""
    path = urlsplit(base).path.strip("/")
    return f"/{path}/" if path else "/"


def lead_from_root(context: dict[str, Any], builder: Builder) -> None:
    """Make all addresses of the page begin at the root. ``context`` is changed in place."""
    start: str = context[_ROOT]
    here = start + builder.get_target_uri(NAME)

    def pathto(target: str, resource: bool = False, _: str = "") -> str:
        return urljoin(start, target if resource else builder.get_target_uri(target))

    context.update(pathto=pathto, content_root=start)
    for tag in ("css_tag", "js_tag"):
        context[tag] = _from_root(context[tag], here)


def _from_root(tag: Callable[[object], str], here: str) -> Callable[[object], str]:
    """The same element, whose address was as seen from ``here``."""
    return lambda asset: _ADDRESS.sub(lambda found: f'{found[1]}="{urljoin(here, found[2])}"', tag(asset))


def _body(app: Sphinx, start: str) -> str:
    config = app.config
    hub = f"{config.plain_terms_folder}/index"
    names = (hub, f"{config.plain_terms_topics}/index", f"{config.plain_terms_guides}/index", config.root_doc)

    def pathto(name: str) -> str:
        return start + app.builder.get_target_uri(name)

    ways = [(pathto(name), app.env.titles[name].astext()) for name in names if name in app.env.titles]
    parts = {"ways": ways, "pathto": pathto, "plain_terms_hub": hub}
    return str(app.builder.templates.render("plain-terms-not-found.html", parts))
