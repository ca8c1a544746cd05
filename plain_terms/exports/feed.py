"""``feed.xml``: the terms that were last written or checked, as an Atom feed (RFC 4287).

There is no clock in it: a term's date is the one its author wrote. Ids and links have to be absolute, so
without a base address there is no feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Term, sort_key
from .site import Site, iri, xml

MOST = 50
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def files(site: Site) -> dict[str, str]:
    """The feed, where it can be: with a base address and with a term that has a date."""
    dated = [term for term in site.terms if _DAY.fullmatch(term.reviewed)]
    return {"feed.xml": "".join(_feed(site, newest(dated)))} if site.base and dated else {}


def newest(terms: list[Term]) -> list[Term]:
    """The newest terms first, in alphabetical order within a day, and no more than a reader takes in."""
    terms = sorted(terms, key=lambda term: sort_key(term.headword))
    return sorted(terms, key=lambda term: term.reviewed, reverse=True)[:MOST]


def _feed(site: Site, terms: list[Term]) -> Iterator[str]:
    base = xml(iri(site.base))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{site.language}">\n'
    yield f"<title>{xml(site.title)}</title>\n<id>{base}</id>\n<updated>{_moment(terms[0])}</updated>\n"
    yield f'<link href="{base}" />\n<link rel="self" type="application/atom+xml" href="{base}feed.xml" />\n'
    yield f"<author><name>{xml(site.author or site.title)}</name></author>\n"
    if site.licence:
        yield f'<link rel="license" href="{xml(iri(site.licence))}" />\n'
        yield f"<rights>{xml(site.licence)}</rights>\n"
    for term in terms:
        yield from _entry(site, term)
    yield "</feed>\n"


def _entry(site: Site, term: Term) -> Iterator[str]:
    address = xml(iri(site.base + site.address(term)))
    yield f"<entry><title>{xml(term.headword)}</title><id>{address}</id>"
    yield f'<link href="{address}" /><updated>{_moment(term)}</updated>'
    if term.topic:
        label = xml(site.topic_titles.get(term.topic, term.topic))
        yield f'<category term="{xml(term.topic)}" label="{label}" />'
    yield f"<summary>{xml(term.summary)}</summary></entry>\n"


def _moment(term: Term) -> str:
    return f"{term.reviewed}T00:00:00Z"
