"""The glossary for programs: each format a module, each a function of a :class:`Site`, none knows Sphinx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from . import anywhere, feed, llms, markdown_pages, sitemap, skos, tbx, terms_csv, terms_json
from .page_data import IMAGE_SIZE, copy_link, defined_term, defined_term_set, feed_link, open_graph
from .site import Site

__all__ = [
    "FORMATS",
    "IMAGE_SIZE",
    "ON_PAGES",
    "Site",
    "copy_link",
    "defined_term",
    "defined_term_set",
    "feed_link",
    "files",
    "open_graph",
]

FORMATS: Mapping[str, Callable[[Site], Mapping[str, str]]] = MappingProxyType(
    {
        "json": terms_json.files,
        "cards": anywhere.files,
        "csv": terms_csv.files,
        "skos": lambda site: {**skos.turtle_files(site), **skos.json_files(site)},
        "tbx": tbx.files,
        "markdown": markdown_pages.files,
        "llms": llms.files,
        "feed": feed.files,
        "sitemap": sitemap.files,
    }
)
"""What makes the files of each format, as text by path; the keys are names for ``plain_terms_exports``."""

ON_PAGES = ("schema.org", "open-graph")
"""Names for ``plain_terms_exports`` of what stands in the pages themselves."""


def files(site: Site, formats: Iterable[str]) -> dict[str, str]:
    """The text of every file of these formats, by its path in the output."""
    return {path: text for name in formats for path, text in FORMATS[name](site).items()}
