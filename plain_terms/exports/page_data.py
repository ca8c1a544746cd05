"""What a page says about itself to search engines and previews: schema.org as JSON-LD, and Open Graph.

Each page speaks of itself alone, so nothing here goes out of date when another page changes. Addresses
are relative to the page wherever the format lets them be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from ..model import Term
from .site import Site

_SCHEMA_ORG = "https://schema.org"
IMAGE_SIZE = (1200, 630)
"""Width and height of the picture of a site: 1.91 to 1, which no preview cuts."""


def script(data: Mapping[str, Any]) -> str:
    """A data block: browsers do not run it, so a content policy lets it stand; no ``<`` can end it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'\n<script type="application/ld+json">{text}</script>'


def defined_term(site: Site, term: Term) -> str:
    """A term as a ``DefinedTerm`` of the set that the hub describes."""
    data: dict[str, Any] = {
        "@context": _SCHEMA_ORG,
        "@type": "DefinedTerm",
        "@id": f"#{term.anchor}",
        "name": term.headword,
        "description": term.summary,
    }
    if term.aliases:
        data["alternateName"] = list(term.aliases) if len(term.aliases) > 1 else term.aliases[0]
    if site.hub in site.addresses:
        data["inDefinedTermSet"] = site.relative(term.docname, site.addresses[site.hub])
    return script(data)


def defined_term_set(site: Site) -> str:
    """The hub as the ``DefinedTermSet``; language and licence stand here, as a term may have neither."""
    data = {"@context": _SCHEMA_ORG, "@type": "DefinedTermSet", "@id": "", "name": site.title}
    data["inLanguage"] = site.language
    if site.licence:
        data["license"] = site.licence
    return script(data)


def copy_link(site: Site, docname: str) -> str:
    """Where the page's copy in Markdown is."""
    address = escape(site.relative(docname, f"{docname}.md"))
    return f'\n<link rel="alternate" type="text/markdown" href="{address}" />'


def feed_link(site: Site, docname: str) -> str:
    """Where the feed is, for readers that look for one."""
    address = escape(site.relative(docname, "feed.xml"))
    return f'\n<link rel="alternate" type="application/atom+xml" href="{address}" />'


def open_graph(site: Site, docname: str, title: str, summary: str) -> str:
    """What a message that holds the page's address shows of it."""
    is_term = docname in site.glossary.by_docname
    facts = {"title": title, "type": "article" if is_term else "website", "site_name": site.title}
    if summary:
        facts["description"] = summary
    if site.base:
        facts["url"] = site.base + site.addresses[docname]
        if site.image:
            facts["image"], facts["image:alt"] = site.base + site.image, site.title
            facts["image:width"], facts["image:height"] = map(str, IMAGE_SIZE)
    return "".join(f'\n<meta property="og:{key}" content="{escape(text)}" />' for key, text in facts.items())
