"""The parts of a term page that are made, not typed, so that they look the same everywhere.

Laid out once, when the page is read, as document nodes: they belong in PDF and EPUB too. What
depends on other pages is left as a :class:`~plain_terms.nodes.listing` to be filled later.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes

from .model import Term
from .nodes import listing


def lay_out(doctree: nodes.document, term: Term, question_url: str, question_page: str) -> None:
    """Turn the directive into the page's lead and add its made parts, in place.

    ``question_url`` may hold ``{headword}`` and ``{slug}``; without one, ``question_page`` (a
    document name) says how to put the question to one's own team; without either there is no link.
    """
    section = next(iter(doctree.findall(nodes.section)), None)
    entry = next(iter(doctree.findall(addnodes.glossary)), None)
    if section is None or entry is None or entry.parent is not section:
        return
    if next(iter(entry.findall(nodes.definition)), None) is None:
        return
    section["ids"] = [term.anchor, *(f"term-{slug}" for slug in term.former_slugs)]
    section.insert(1, listing(what="topic", of=term.slug))
    section.insert(1, listing(what="ways", of=term.slug))
    entry.replace_self(_lead(entry, term))
    section += _related(term)
    section += _sources(term)
    section += _question(term, question_url, question_page)
    section += listing(what="snippets", of=term.slug)
    section += listing(what="neighbours", of=term.slug)
    section += listing(what="back", of=term.slug)


def head_rows(doctree: nodes.document) -> None:
    """Make the first column of each table with a head the names of its rows, which screen readers say."""
    for columns in doctree.findall(nodes.tgroup):
        if next(iter(columns.findall(nodes.thead)), None) is not None:
            next(iter(columns.findall(nodes.colspec)))["stub"] = 1


def _lead(entry: nodes.Element, term: Term) -> list[nodes.Node]:
    """The definition as the page's first paragraph; the headword is the title just above it."""
    indexed = list(entry.findall(addnodes.index))
    for index in indexed:
        index["entries"] = [
            (kind, name, term.anchor, main, key) for kind, name, _, main, key in index["entries"]
        ]
    body = next(iter(entry.findall(nodes.definition)))
    lead = nodes.container("", *body.children, classes=["plain-term-lead"])
    return [*indexed, lead, *_also_called(term)]


def _also_called(term: Term) -> list[nodes.Node]:
    if not term.aliases:
        return []
    text = f"Also called: {', '.join(term.aliases)}."
    return [nodes.paragraph("", text, classes=["plain-term-aliases"])]


def _section(title: str, *children: nodes.Node) -> nodes.section:
    name = nodes.fully_normalize_name(title)
    section = nodes.section("", nodes.title("", title), *children, names=[name])
    section["ids"] = [nodes.make_id(title)]
    return section


def _related(term: Term) -> nodes.section:
    whats = ("related", "contrasts", "comparisons", "paths", "mentions")
    return _section("Related terms", *(listing(what=what, of=term.slug) for what in whats))


def _sources(term: Term) -> list[nodes.Node]:
    if not term.sources:
        return []
    items = (
        nodes.list_item("", nodes.paragraph("", "", nodes.reference("", source.title, refuri=source.url)))
        for source in term.sources
    )
    reviewed = nodes.paragraph(
        "", f"Last reviewed {in_words(term.reviewed)}.", classes=["plain-term-reviewed"]
    )
    return [_section("Sources", nodes.bullet_list("", *items), reviewed)]


def in_words(iso: str) -> str:
    """A day such as ``2026-11-24`` as people write it."""
    day = date.fromisoformat(iso)
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"


def _question(term: Term, url: str, page: str) -> list[nodes.Node]:
    text = f"Have a question about {term.headword}?"
    if url:
        address = url.format(headword=quote(term.headword, safe=""), slug=term.slug)
        link: nodes.Element = nodes.reference("", text, refuri=address)
    elif page:
        link = addnodes.pending_xref(
            "",
            nodes.inline("", text),
            refdomain="std",
            reftype="doc",
            reftarget=f"/{page}",
            refexplicit=True,
            refwarn=True,
        )
    else:
        return []
    offer = nodes.Text(" Ask how it applies to your business: no jargon, no pressure.")
    return [nodes.paragraph("", "", link, offer, classes=["plain-term-question"])]
