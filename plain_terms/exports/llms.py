"""``llms.txt``: where a program that reads text finds what (llmstxt.org), and what the words mean."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Term
from .site import Site, iri, markdown


def files(site: Site) -> dict[str, str]:
    """The file."""
    return {"llms.txt": "\n".join(_lines(site)) + "\n"}


def _lines(site: Site) -> Iterator[str]:
    count = len(site.terms)
    yield f"# {markdown(site.title)}\n"
    yield f"> A glossary: {count} {'term' if count == 1 else 'terms'}, each explained on a page of its own.\n"
    yield "Each line below names a term, leads to its page and gives its definition."
    if site.licence:
        yield f"The text may be used under this licence: {site.licence}"
    known = {topic.id for topic in site.glossary.topics}
    for topic in site.glossary.topics:
        yield from _section(site, topic.title, site.glossary.by_topic.get(topic.id, ()))
    others = tuple(term for term in site.terms if term.topic not in known)
    yield from _section(site, "Other terms" if known else "Terms", others)
    yield from _guides(site)
    yield from _files(site)


def _section(site: Site, title: str, terms: tuple[Term, ...]) -> Iterator[str]:
    if terms:
        yield f"\n## {markdown(title)}\n"
    for term in terms:
        page = site.copy(term.docname) or site.address(term)
        yield f"- [{markdown(term.headword)}]({_safe(site, page)}): {markdown(term.summary)}"


def _guides(site: Site) -> Iterator[str]:
    if site.glossary.guides:
        yield "\n## Guides\n"
    for guide in site.glossary.guides:
        about = f": {markdown(guide.summary)}" if guide.summary else ""
        yield f"- [{markdown(guide.title)}]({_safe(site, site.addresses[guide.docname])}){about}"


def _safe(site: Site, address: str) -> str:
    return iri(site.base + address).replace("(", "%28").replace(")", "%29")


_FILES = {
    "json": ("terms.json", "every term with all its fields, as JSON"),
    "csv": ("terms.csv", "the same as a table"),
    "skos": ("terms.ttl", "the same as SKOS"),
    "tbx": ("terms.tbx", "the same as TBX, for translators"),
}


def _files(site: Site) -> Iterator[str]:
    found = [value for name, value in _FILES.items() if name in site.formats]
    if found:
        yield "\n## Optional\n"
    for name, what in found:
        yield f"- [{name}]({iri(site.base)}{name}): {what}"
