"""Generated lists: what they say, worked out from the model and nothing else.

Pure. :mod:`directives` turns the result into document nodes; :mod:`freshness` compares it with what
was said last time, to know which pages must be written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .model import Answer, Glossary, Guide, Term, Topic, letter, sort_key


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a listing: a link (to a term by slug, or to a document) and text before and after it."""

    text: str
    docname: str
    slug: str = ""
    note: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading (empty where there is a single group); ``more`` were left out."""

    heading: str
    items: tuple[Item, ...]
    more: int = 0


Listing = tuple[Group, ...]

MOST_MENTIONS = 12


def _term_item(term: Term, note: str = "") -> Item:
    return Item(term.headword, term.docname, term.slug, note)


def _one(items: Iterable[Item]) -> Listing:
    found = tuple(items)
    return (Group("", found),) if found else ()


def az(glossary: Glossary, _: str) -> Listing:
    """Every term under its letter, in real alphabetical order, with its definition."""
    groups: dict[str, list[Item]] = {}
    for term in sorted(glossary.terms, key=lambda term: sort_key(term.headword)):
        groups.setdefault(letter(term.headword), []).append(_term_item(term, term.summary))
    return tuple(Group(heading, tuple(items)) for heading, items in groups.items())


def index(glossary: Glossary, _: str) -> Listing:
    """Every name that is shown, under its letter; the note of an alias is the headword it stands for."""
    names = [(name, term) for term in glossary.terms for name in term.shown_names]
    groups: dict[str, list[Item]] = {}
    for name, term in sorted(names, key=lambda pair: (sort_key(pair[0]), pair[1].slug)):
        note = "" if name == term.headword else term.headword
        groups.setdefault(letter(name), []).append(Item(name, term.docname, term.slug, note))
    return tuple(Group(heading, tuple(items)) for heading, items in groups.items())


def of_topic(glossary: Glossary, topic: str) -> Listing:
    """The terms of a topic, with their definitions."""
    return _one(_term_item(term, term.summary) for term in glossary.by_topic.get(topic, ()))


def topics(glossary: Glossary, _: str) -> Listing:
    """All topics in reading order, each with its line and how many terms it holds."""

    def note(topic: Topic) -> str:
        count = len(glossary.by_topic.get(topic.id, ()))
        return f"{topic.summary} ({count} {'term' if count == 1 else 'terms'})".strip()

    return _one(Item(topic.title, topic.docname, note=note(topic)) for topic in glossary.topics)


def related(glossary: Glossary, slug: str) -> Listing:
    """The related terms of a page, in its author's order, with the reasons."""
    term, known = glossary.by_slug.get(slug), glossary.by_slug
    items = term.related if term else ()
    return _one(_term_item(known[item.slug], item.reason) for item in items if item.slug in known)


def contrasts(glossary: Glossary, slug: str) -> Listing:
    """The terms a page is set against."""
    term, known = glossary.by_slug.get(slug), glossary.by_slug
    return _one(_term_item(known[other]) for other in (term.contrasts if term else ()) if other in known)


def mentions(glossary: Glossary, slug: str) -> Listing:
    """The terms whose pages speak of this one: the first dozen, so that no page grows for ever."""
    found = tuple(_term_item(term) for term in glossary.mentions.get(slug, ()))
    return (Group("", found[:MOST_MENTIONS], len(found[MOST_MENTIONS:])),) if found else ()


def topic(glossary: Glossary, slug: str) -> Listing:
    """The topic of a term."""
    term = glossary.by_slug.get(slug)
    found = [t for t in glossary.topics if term and t.id == term.topic]
    return _one(Item(topic.title, topic.docname) for topic in found)


def neighbours(glossary: Glossary, slug: str) -> Listing:
    """The terms before and after this one in its topic; the note says which is which."""
    term = glossary.by_slug.get(slug)
    row = glossary.by_topic.get(term.topic, ()) if term else ()
    at = [other.slug for other in row].index(slug) if term else 0
    before = [_term_item(row[at - 1], "previous")] if at > 0 else []
    after = [_term_item(row[at + 1], "next")] if at + 1 < len(row) else []
    return _one([*before, *after])


def comparisons_of(glossary: Glossary, slug: str) -> Listing:
    """The comparisons that a term stands in, with the reader's question."""
    found = glossary.guides_of.get(slug, ())
    return _one(_guide_item(guide) for guide in found if guide.kind == "comparison")


def paths_of(glossary: Glossary, slug: str) -> Listing:
    """The reading paths through a term: a group each, with the path and the terms before and after."""
    paths = [guide for guide in glossary.guides_of.get(slug, ()) if guide.kind == "path"]
    return tuple(Group("", _stop(glossary, path, slug)) for path in paths)


def _stop(glossary: Glossary, path: Guide, slug: str) -> tuple[Item, ...]:
    slugs = [step.slug for step in path.steps if step.slug in glossary.by_slug]
    at = slugs.index(slug)
    here = Item(path.title, path.docname, note=f"step {at + 1} of {len(slugs)}")
    before = [_term_item(glossary.by_slug[other], "previous") for other in slugs[max(at - 1, 0) : at]]
    after = [_term_item(glossary.by_slug[other], "next") for other in slugs[at + 1 : at + 2]]
    return (here, *before, *after)


def steps(glossary: Glossary, docname: str) -> Listing:
    """The terms of a guide, in its order, with the reasons."""
    known = glossary.by_slug
    found = [guide for guide in glossary.guides if guide.docname == docname]
    return _one(
        _term_item(known[step.slug], step.reason)
        for guide in found
        for step in guide.steps
        if step.slug in known
    )


def decide(glossary: Glossary, docname: str) -> Listing:
    """The questions of a comparison: a group each, of answers, the term each speaks for, and why.

    An answer that speaks for either term has no link.
    """
    known = glossary.by_slug
    found = [guide for guide in glossary.guides if guide.docname == docname]

    def item(answer: Answer) -> Item:
        term = known.get(answer.slug)
        where = (term.headword, term.docname, term.slug) if term else ("", "", "")
        return Item(*where, note=answer.reason, lead=answer.text)

    return tuple(
        Group(question.text, tuple(map(item, question.answers)))
        for guide in found
        for question in guide.decide
    )


def definition(glossary: Glossary, name: str) -> Listing:
    """The definition of a term, found by any of its names."""
    term = glossary.find(name)
    return _one([_term_item(term, term.summary)]) if term else ()


def guides(glossary: Glossary, kind: str) -> Listing:
    """All guides of a kind, each with its line."""
    return _one(_guide_item(guide) for guide in glossary.guides if guide.kind == kind)


def _guide_item(guide: Guide) -> Item:
    return Item(guide.title, guide.docname, note=guide.summary)


def back(glossary: Glossary, slug: str) -> Listing:
    """The way back to the A-Z page, which stands beside the term pages."""
    term = glossary.by_slug.get(slug)
    folder = term.docname.rpartition("/")[0] if term else ""
    return _one([Item("Back to glossary", f"{folder}/index".lstrip("/"))])


LISTINGS: Mapping[str, Callable[[Glossary, str], Listing]] = MappingProxyType(
    {
        "az": az,
        "index": index,
        "of-topic": of_topic,
        "topics": topics,
        "related": related,
        "contrasts": contrasts,
        "mentions": mentions,
        "topic": topic,
        "neighbours": neighbours,
        "back": back,
        "comparisons": comparisons_of,
        "paths": paths_of,
        "steps": steps,
        "decide": decide,
        "definition": definition,
        "guides": guides,
    }
)
"""Every kind of listing, and the function of (glossary, slug or topic id) that fills it."""
