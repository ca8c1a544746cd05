"""A page at each address that a page had before: it sends readers on, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from . import outputs, redirects, search_files
from .domain import domain_of
from .problems import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .model import Redirect


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Name, content and template of each. Comes after all other pages that are made: they stay what they are.

    So does a file that the project itself puts there.
    """
    if not search_files.is_ours(app):
        return
    domain, theirs = domain_of(app.env), outputs.theirs(app)
    made = {path.lower() for path in domain.other_files}
    for redirect in redirects.in_force(domain.glossary, app.env.found_docs):
        path = outputs.path_of(app.builder, redirect.old)
        if path.lower() in made:
            report([redirects.would_hide_what_is_made(redirect)])
        elif path not in theirs:
            yield redirect.old, _context(app, redirect), "page.html"


def _context(app: Sphinx, redirect: Redirect) -> dict[str, Any]:
    domain, now = domain_of(app.env), redirect.docname
    term, facts = domain.glossary.by_docname.get(now), domain.pages.get(now)
    page = app.builder.get_relative_uri(redirect.old, now)
    link = f"{page}#{term.anchor}" if term else page
    parts = {
        "link": link,
        "title": term.headword if term else app.env.titles[now].astext(),
        "summary": facts.summary if facts else "",
    }
    body = app.builder.templates.render("plain-terms-moved.html", parts)
    base = app.config.html_baseurl
    whole = f"{base.removesuffix('/')}/{app.builder.get_target_uri(now)}" if base else page
    tags = (
        f'<meta http-equiv="refresh" content="0; url={escape(link)}" />'
        f'\n<link rel="canonical" href="{escape(whole)}" />\n<meta name="robots" content="noindex" />'
    )
    return {"title": f"Moved: {escape(parts['title'])}", "body": body, "metatags": tags, "pageurl": None}
