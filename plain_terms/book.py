"""A glossary as a book: which chapters it has, in which order, and the day it was last reviewed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .model import Glossary, sort_key

BUILDERS = frozenset({"book", "epub"})
"""The builders whose output is read like a book: what leads through a site has no place there."""

THEME, FOLDER = "plain_terms_book", Path(__file__).parent / "book"


@dataclass(frozen=True, slots=True)
class Hubs:
    """The pages that hold a site together, by document name, and what becomes of each in a book.

    ``front`` opens it, ``terms`` becomes the index, ``topics`` the contents; ``guides`` opens a chapter.
    """

    front: str
    terms: str
    topics: str
    guides: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title, the document that opens it (empty where none does), its pages in order."""

    title: str
    docname: str
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A document, rendered: the id that links to it lead to, its title as text, and its HTML."""

    id: str
    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, rendered: the page that opens it, and those that follow."""

    opening: Page
    pages: tuple[Page, ...] = ()


def chapters(
    glossary: Glossary, titles: Mapping[str, str], order: Sequence[str], hubs: Hubs
) -> tuple[Chapter, ...]:
    """Topics, terms that have none, guides, and then each further document as a chapter of its own.

    ``titles`` are those of all documents; ``order`` holds the documents that a table of contents names,
    in reading order. No document comes twice, and no term is left out.
    """
    found = [Chapter(t.title, t.docname, _of_topic(glossary, t.id)) for t in glossary.topics]
    lost = [term for term in glossary.terms if term.topic not in glossary.topic_ids]
    if lost:
        lost.sort(key=lambda term: sort_key(term.headword))
        found.append(Chapter("Terms", "", tuple(term.docname for term in lost)))
    guides = tuple(_guides(glossary, order, hubs.guides))
    if guides:
        opening = hubs.guides if hubs.guides in titles else ""
        found.append(Chapter(titles.get(opening, "Guides"), opening, guides))
    placed = {name for chapter in found for name in (chapter.docname, *chapter.pages)}
    placed |= {hubs.front, hubs.terms, hubs.topics}
    return (*found, *(Chapter(titles[name], name) for name in order if name in titles.keys() - placed))


def _of_topic(glossary: Glossary, topic: str) -> tuple[str, ...]:
    return tuple(term.docname for term in glossary.by_topic.get(topic, ()))


def _guides(glossary: Glossary, order: Sequence[str], hub: str) -> Iterator[str]:
    """Comparisons, reading paths, then the other pages of their folder."""
    for kind in ("comparison", "path"):
        yield from (guide.docname for guide in glossary.guides if guide.kind == kind)
    folder, known = hub.rpartition("/")[0], {hub, *(guide.docname for guide in glossary.guides)}
    yield from (name for name in order if name.startswith(f"{folder}/") and name not in known)


def reviewed(glossary: Glossary) -> str:
    """The newest day on which a term was reviewed, as in ``2026-11-24``; empty where no term says."""
    return max((term.reviewed for term in glossary.terms), default="")


_SIZE = re.compile(r'\bwidth="([\d.]+)" height="([\d.]+)"')
_LOOK = (
    "<style>text { font-family: 'Source Sans Pro' } .pt-box { stroke: #96461a } "
    ".pt-panel { fill: #f5eee2; stroke: none }</style>"
)


def fit_drawing(svg: str) -> str:
    """A diagram in the size and the look of the printed page, whose style sheet does not reach into it."""
    small = _SIZE.sub(lambda size: f'width="{_scaled(size[1])}" height="{_scaled(size[2])}"', svg, count=1)
    return small.replace("<title", f"{_LOOK}<title", 1)


def _scaled(length: str) -> str:
    return f"{float(length) * 0.8:g}"
