"""Generated lists: what they say, worked out from the model and nothing else.

Pure. :mod:`directives` turns the result into document nodes; :mod:`freshness` compares it with what
was said last time, to know which pages must be written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from .letters import by_letter, letter_of
from .model import Answer, Glossary, Guide, Term, Topic, sort_key


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a listing: a link (to a term by slug, or to a document) and text before and after it.

    ``aside`` is how much is behind the link. On a reading path, ``step`` is which of how many, and ``by``
    the fragment that tells the next page which path its reader came by.
    """

    text: str
    docname: str
    slug: str = ""
    note: str = ""
    lead: str = ""
    aside: str = ""
    step: tuple[int, int] = (0, 0)
    by: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading (empty where there is a single group); ``more`` were left out.

    ``note`` is a remark on the whole group, and ``name`` stands for the heading in anchors.
    """

    heading: str
    items: tuple[Item, ...]
    more: int = 0
    note: str = ""
    name: str = ""


Listing = tuple[Group, ...]

MOST_MENTIONS = 12
LETTERED = 60
"""So many terms of a topic are a list that needs letters."""


def _term_item(term: Term, note: str = "") -> Item:
    return Item(term.headword, term.docname, term.slug, note)


def _one(items: Iterable[Item]) -> Listing:
    found = tuple(items)
    return (Group("", found),) if found else ()


def az(glossary: Glossary, _: str) -> Listing:
    """Every term under its letter, in real alphabetical order, with its definition."""
    return _lettered(glossary.alphabetical)


def index(glossary: Glossary, _: str) -> Listing:
    """Every name that is shown, under its letter; the note of an alias is the headword it stands for."""
    names = [(name, term) for term in glossary.terms for name in term.shown_names]
    groups: dict[tuple[str, str], list[Item]] = {}
    for name, term in sorted(names, key=lambda pair: (sort_key(pair[0]), pair[1].slug)):
        note = "" if name == term.headword else term.headword
        groups.setdefault(letter_of(name), []).append(Item(name, term.docname, term.slug, note))
    return tuple(Group(heading, tuple(items), name=name) for (heading, name), items in groups.items())


def of_topic(glossary: Glossary, topic: str) -> Listing:
    """The terms of a topic, with their definitions; under letters where they are many."""
    terms = glossary.by_topic.get(topic, ())
    return _lettered(terms) if len(terms) > LETTERED else _one(map(_defined, terms))


def _lettered(terms: Iterable[Term]) -> Listing:
    return tuple(
        Group(part.heading, tuple(map(_defined, part.terms)), name=part.name) for part in by_letter(terms)
    )


def _defined(term: Term) -> Item:
    return _term_item(term, term.summary)


def topics(glossary: Glossary, _: str) -> Listing:
    """All topics in reading order, each with its line and how many terms it holds."""

    def item(topic: Topic) -> Item:
        count = len(glossary.by_topic.get(topic.id, ()))
        return Item(topic.title, topic.docname, note=topic.summary, aside=_how_many(count))

    return _one(map(item, glossary.topics))


def _how_many(terms: int) -> str:
    return f"{terms} {'term' if terms == 1 else 'terms'}"


def related(glossary: Glossary, slug: str) -> Listing:
    """The related terms of a page, in its author's order, with the reasons."""
    term, known = glossary.by_slug.get(slug), glossary.by_slug
    items = term.related if term else ()
    return _one(_term_item(known[item.slug], item.reason) for item in items if item.slug in known)


def contrasts(glossary: Glossary, slug: str) -> Listing:
    """The terms a page is set against, with their definitions."""
    term, known = glossary.by_slug.get(slug), glossary.by_slug
    others = [known[other] for other in (term.contrasts if term else ()) if other in known]
    return _one(_term_item(other, other.summary) for other in others)


def mentions(glossary: Glossary, slug: str) -> Listing:
    """The terms whose pages speak of this one: a dozen, so that no page grows for ever.

    Where there are more, those count that name it as related or are set against it, then those of its
    topic. They stand in alphabetical order all the same.
    """
    found = glossary.mentions.get(slug, ())
    if not found:
        return ()
    nearest = sorted(range(len(found)), key=lambda place: _distance(glossary, found[place], slug))
    chosen = sorted(nearest[:MOST_MENTIONS])
    return (Group("", tuple(_term_item(found[place]) for place in chosen), len(found) - len(chosen)),)


def _distance(glossary: Glossary, other: Term, slug: str) -> int:
    if slug in other.contrasts or any(item.slug == slug for item in other.related):
        return 0
    return 1 if other.topic == glossary.by_slug[slug].topic else 2


def topic(glossary: Glossary, slug: str) -> Listing:
    """The topic of a term."""
    term = glossary.by_slug.get(slug)
    found = [t for t in glossary.topics if term and t.id == term.topic]
    return _one(Item(topic.title, topic.docname) for topic in found)


def neighbours(glossary: Glossary, slug: str) -> Listing:
    """The terms before and after this one in its topic; the lead says which is which."""
    term = glossary.by_slug.get(slug)
    row = glossary.by_topic.get(term.topic, ()) if term else ()
    at = glossary.places.get(slug, 0)
    before = [replace(_term_item(row[at - 1]), lead="previous")] if at > 0 else []
    after = [replace(_term_item(row[at + 1]), lead="next")] if at + 1 < len(row) else []
    return _one([*before, *after])


def comparisons_of(glossary: Glossary, slug: str) -> Listing:
    """The comparisons that a term stands in, with the reader's question."""
    found = glossary.guides_of.get(slug, ())
    return _one(_guide_item(guide) for guide in found if guide.kind == "comparison")


def paths_of(glossary: Glossary, slug: str) -> Listing:
    """The reading paths through a term: a group each, with the path and the terms before and after.

    The note of the path is the reason for this step; the others have their own.
    """
    paths = [guide for guide in glossary.guides_of.get(slug, ()) if guide.kind == "path"]
    return tuple(Group("", _stop(glossary, path, slug)) for path in paths)


def _stop(glossary: Glossary, path: Guide, slug: str) -> tuple[Item, ...]:
    steps = _steps_of(glossary, path)
    at = next(place for place, item in enumerate(steps) if item.slug == slug)
    here = Item(path.title, path.docname, note=steps[at].note, step=(at + 1, len(steps)), by=path.anchor)
    before = [replace(item, lead="previous") for item in steps[max(at - 1, 0) : at]]
    after = [replace(item, lead="next") for item in steps[at + 1 : at + 2]]
    return (here, *before, *after)


def _steps_of(glossary: Glossary, path: Guide) -> list[Item]:
    found = [(glossary.by_slug.get(step.slug), step.reason) for step in path.steps]
    return [replace(_term_item(term, reason), by=path.anchor) for term, reason in found if term]


def steps(glossary: Glossary, docname: str) -> Listing:
    """The terms of a reading path, in its order, with the reasons."""
    found = [guide for guide in glossary.guides if guide.docname == docname]
    return _one(item for guide in found for item in _steps_of(glossary, guide))


def compared(glossary: Glossary, docname: str) -> Listing:
    """The terms of a comparison, in its order, with their definitions."""
    found = [step for guide in glossary.guides if guide.docname == docname for step in guide.steps]
    terms = [glossary.by_slug[step.slug] for step in found if step.slug in glossary.by_slug]
    return _one(_term_item(term, term.summary) for term in terms)


def decide(glossary: Glossary, docname: str) -> Listing:
    """The questions of a comparison: a group each, of answers, the term each speaks for, and why.

    An answer that speaks for either term has no link. The note says why a question weighs most.
    """
    known = glossary.by_slug
    found = [guide for guide in glossary.guides if guide.docname == docname]

    def item(answer: Answer) -> Item:
        term = known.get(answer.slug)
        where = (term.headword, term.docname, term.slug) if term else ("", "", "")
        return Item(*where, note=answer.reason, lead=answer.text)

    return tuple(
        Group(question.text, tuple(map(item, question.answers)), note=question.weighs)
        for guide in found
        for question in guide.decide
    )


def definition(glossary: Glossary, name: str) -> Listing:
    """The definition of a term, found by any of its names."""
    term = glossary.find(name)
    return _one([_term_item(term, term.summary)]) if term else ()


def guides(glossary: Glossary, kind: str) -> Listing:
    """All guides of a kind, each with its line, and paths with how many terms they lead through."""
    found = [guide for guide in glossary.guides if guide.kind == kind]
    if kind == "path":
        counts = [_how_many(len(_steps_of(glossary, guide))) for guide in found]
        return _one(
            replace(_guide_item(guide), aside=count) for guide, count in zip(found, counts, strict=True)
        )
    return _one(map(_guide_item, found))


def _guide_item(guide: Guide) -> Item:
    return Item(guide.title, guide.docname, note=guide.summary)


def back(glossary: Glossary, slug: str) -> Listing:
    """The way back to the A-Z page, which stands beside the term pages."""
    term = glossary.by_slug.get(slug)
    folder = term.docname.rpartition("/")[0] if term else ""
    return _one([Item("Back to glossary", f"{folder}/index".lstrip("/"))])


def snippets(glossary: Glossary, slug: str) -> Listing:
    """The term itself, for references that readers copy."""
    term = glossary.by_slug.get(slug)
    return _one([_term_item(term)] if term else ())


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
        "ways": paths_of,
        "steps": steps,
        "compared": compared,
        "decide": decide,
        "definition": definition,
        "guides": guides,
        "snippets": snippets,
    }
)
"""Every kind of listing, and the function of (glossary, slug or topic id) that fills it."""
