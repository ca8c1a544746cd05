"""The immutable record of a glossary: terms, topics, and the rules for comparing names.

This module imports nothing of Sphinx or docutils, so every other module may use it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import quote

T = TypeVar("T")

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "approach": "a way of doing things that one can choose",
        "product": "something one can buy or rent",
        "building-block": "a part that systems are made of",
        "practice": "something a team does",
        "document": "something written and signed or agreed",
        "role": "a job that a person does",
        "law": "a rule with legal force",
        "property": "a quality that a system has more or less of",
        "measure": "a number one watches",
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong on a page: where, which rule, what, and how to mend it.

    ``level`` is ``"must"`` (a build error) or ``"should"`` (listed by ``make lint``).
    """

    path: str
    line: int
    rule: str
    message: str
    level: str = "must"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked: its id, its level, and what it asks of an author, in a line."""

    id: str
    level: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Related:
    """A neighbouring term (by slug) and the reason to go there."""

    slug: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: a title and an ``https`` address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address that a page had before: the old document, the one that took over, and where it says so."""

    old: str
    docname: str
    path: str
    line: int = 1


def document_of(docname: str, written: str) -> str:
    """The document that a page means by a former name: one of its own folder, or a path from the root."""
    folder, slash, _ = docname.rpartition("/")
    return written.removeprefix("/") if "/" in written else f"{folder}{slash}{written}"


@dataclass(frozen=True, slots=True)
class Term:
    """One term: what its page's directive and front matter say, and nothing else.

    ``summary`` is the definition as plain text. ``links`` are the raw targets of the
    ``{term}`` references in the page's prose, in reading order. ``lines`` maps front-matter
    keys (``"contrasts"``, ``"related.api"``) and ``"definition"`` to line numbers, from 1.

    ``anchors`` are set for a *loose* term alone, one of several on a page: each of its names with the
    anchor that Sphinx gave it.
    """

    slug: str
    docname: str
    path: str
    headword: str
    summary: str
    aliases: tuple[str, ...] = ()
    topic: str = ""
    kind: str = ""
    contrasts: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    variants: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    reviewed: str = ""
    link_mentions: bool = True
    links: tuple[str, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()
    anchors: tuple[tuple[str, str], ...] = ()

    @property
    def anchor(self) -> str:
        """The fragment that other pages and projects link to; it never changes."""
        return self.anchors[0][1] if self.anchors else f"term-{self.slug}"

    def anchor_of(self, name: str) -> str:
        """The fragment of one name: on a term page the same for all."""
        return dict(self.anchors).get(name, self.anchor)

    def own_name(self, target: str) -> str:
        """The name that a reference to this term means; the headword where one anchor serves all."""
        if not self.anchors:
            return self.headword
        return find_name(name_index((name, name) for name in self.names), target) or self.headword

    @property
    def former_slugs(self) -> tuple[str, ...]:
        """Slugs that the term had in the same folder before."""
        folder, slash, _ = self.docname.rpartition("/")
        old = (document_of(self.docname, written) for written in self.formerly)
        return tuple(name.removeprefix(folder + slash) for name in old if name.rpartition("/")[0] == folder)

    @property
    def shown_names(self) -> tuple[str, ...]:
        """Headword and aliases, as a reader sees them."""
        return (self.headword, *self.aliases)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a reference may use: shown ones, then hidden variants."""
        return (*self.shown_names, *self.variants)

    def line(self, key: str) -> int:
        """The line of a front-matter key (or of its parent key), 1 where it is not known."""
        known = dict(self.lines)
        return known.get(key) or known.get(key.split(".")[0]) or 1


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of terms: the file name of its page, its title and one line about it."""

    id: str
    docname: str
    title: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference as written on a page: its domain, its role and its target.

    ``project`` is the key of another project that it names, ``*`` for any other, empty for none.
    """

    domain: str
    role: str
    target: str
    project: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question of a comparison, the term it speaks for (no slug: either), and why."""

    text: str
    slug: str
    reason: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Question:
    """A question that helps to choose between two terms: two or three answers.

    One question of a comparison weighs most: ``weighs`` says why. It decides where answers tie.
    """

    text: str
    answers: tuple[Answer, ...]
    line: int = 1
    weighs: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A page that joins terms: a comparison of two, or a reading path through several.

    ``steps`` are the terms in order; in a path each has its reason to come next. ``decide`` are the
    questions that help to choose between the terms of a comparison.
    """

    docname: str
    path: str
    title: str
    kind: str
    steps: tuple[Related, ...]
    summary: str = ""
    verdict: str = ""
    decide: tuple[Question, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()

    def line(self, key: str) -> int:
        """The line of a front-matter key, 1 where it is not known."""
        return dict(self.lines).get(key, 1)

    @property
    def anchor(self) -> str:
        """The fragment under which the pages of a path's terms know that a reader came by it."""
        return f"path-{quote(self.docname.partition('/')[2] or self.docname)}"


@dataclass(frozen=True, slots=True)
class PageFacts:
    """All that one document says: what it defines, refers to, lists, and gets wrong.

    ``words`` are its stems, counted for search (and weighed, of a term); ``lead`` is the first paragraph of a
    page that is no term's; ``loose`` are the terms of ordinary glossaries on such a page. ``reasons`` are the
    stems of what a term's page says of each related term.
    """

    term: Term | None = None
    loose: tuple[Term, ...] = ()
    topic: Topic | None = None
    guide: Guide | None = None
    references: tuple[Reference, ...] = ()
    listings: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    words: str = ""
    lead: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """A line about the page, from that page alone."""
        about = self.term or self.guide or self.topic
        return (about.summary if about else "") or self.lead


@dataclass(frozen=True)
class Glossary:
    """All terms that have a page (sorted by it), topics and guides (both in reading order).

    ``loose`` are the terms without a page of their own, from Sphinx's ordinary glossaries. References,
    cards and exports know them; lists, search and rules do not. ``redirects`` are sorted by old name.
    """

    terms: tuple[Term, ...] = ()
    topics: tuple[Topic, ...] = ()
    guides: tuple[Guide, ...] = ()
    loose: tuple[Term, ...] = ()
    redirects: tuple[Redirect, ...] = ()

    @cached_property
    def all_terms(self) -> tuple[Term, ...]:
        """Terms with pages, then loose ones; no two share a slug if the pages do not."""
        return (*self.terms, *self.loose)

    @cached_property
    def fingerprint(self) -> str:
        """A digest of all that it holds."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @cached_property
    def by_slug(self) -> Mapping[str, Term]:
        """Terms by slug; the first page by path wins where two share one."""
        return {term.slug: term for term in reversed(self.terms)}

    @cached_property
    def by_docname(self) -> Mapping[str, Term]:
        """Terms by the document that defines them."""
        return {term.docname: term for term in reversed(self.terms)}

    @cached_property
    def alphabetical(self) -> tuple[Term, ...]:
        """All terms with a page, in alphabetical order."""
        return tuple(sorted(self.terms, key=lambda term: sort_key(term.headword)))

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Term, ...]]:
        """Terms of each topic id, in alphabetical order."""
        groups: dict[str, list[Term]] = {}
        for term in self.alphabetical:
            groups.setdefault(term.topic, []).append(term)
        return {topic: tuple(terms) for topic, terms in groups.items()}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """For each slug, its place among the terms of its topic."""
        return {term.slug: place for terms in self.by_topic.values() for place, term in enumerate(terms)}

    @cached_property
    def guides_of(self) -> Mapping[str, tuple[Guide, ...]]:
        """The guides that a term stands in, by slug."""
        found: dict[str, list[Guide]] = {}
        for guide in self.guides:
            for step in guide.steps:
                found.setdefault(step.slug, []).append(guide)
        return {slug: tuple(guides) for slug, guides in found.items()}

    @cached_property
    def topic_ids(self) -> frozenset[str]:
        """The closed list of topics."""
        return frozenset(topic.id for topic in self.topics)

    @cached_property
    def _index(self) -> Mapping[str, Term]:
        return name_index((name, term) for term in self.all_terms for name in term.names)

    @cached_property
    def _exact(self) -> Mapping[str, Term]:
        return {name: term for term in reversed(self.all_terms) for name in term.names}

    @cached_property
    def mentions(self) -> Mapping[str, tuple[Term, ...]]:
        """For each slug, the other terms whose prose links to it, in alphabetical order."""
        found: dict[str, set[str]] = {}
        for term in self.terms:
            for target in term.links:
                other = self.find(target)
                if other is not None and other.slug != term.slug:
                    found.setdefault(other.slug, set()).add(term.slug)
        return {
            slug: tuple(sorted((self.by_slug[s] for s in slugs), key=lambda t: sort_key(t.headword)))
            for slug, slugs in found.items()
        }

    def find(self, name: str) -> Term | None:
        """The term a reference means: any name, case, plural, hyphen or accent; or ``None``."""
        return self._exact.get(name) or find_name(self._index, name)


def tell_apart(loose: Iterable[Term], taken: Iterable[str]) -> tuple[Term, ...]:
    """Give each loose term a slug of its own; the first in order keeps the one from its anchor."""
    seen = set(taken)
    terms = []
    for term in loose:
        slug, number = term.slug, 1
        while slug in seen:
            number += 1
            slug = f"{term.slug}-{number}"
        seen.add(slug)
        terms.append(replace(term, slug=slug))
    return tuple(terms)


def name_index(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Map each folded name to its value; the first pair wins, so order decides, not chance."""
    index: dict[str, T] = {}
    for name, value in pairs:
        index.setdefault(fold(name), value)
    return index


def find_name(index: Mapping[str, T], name: str) -> T | None:
    """Look a name up in a :func:`name_index`, then its singular and plural forms."""
    folded = fold(name)
    for candidate in inflections(folded) if folded else ():
        if candidate in index:
            return index[candidate]
    return None


_DASHES = re.compile(r"[\s_\u00ad\u2010-\u2015\u2212-]+")
_ACCENTS = re.compile("[\u0300-\u036f]")


def fold(name: str) -> str:
    """The form in which names are compared: no case, accents, or dash-or-space differences.

    NFKC case folding (Unicode Standard, 3.13) after taking Latin, Greek and Cyrillic accents
    away; marks of other scripts change the word, so they stay.
    """
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", name))
    return _DASHES.sub(" ", unicodedata.normalize("NFKC", bare).casefold()).strip()


def inflections(folded: str) -> Iterator[str]:
    """The name itself, then English singular and plural forms of its last word."""
    yield folded
    if len(folded) < 3:
        return
    if folded.endswith("ies"):
        yield folded[:-3] + "y"
    if folded.endswith("es"):
        yield folded[:-2]
    if folded.endswith("s") and not folded.endswith("ss"):
        yield folded[:-1].removesuffix("'")
    if folded.endswith("y"):
        yield folded[:-1] + "ies"
    yield folded + "s"
    yield folded + "es"


_NUMBER = re.compile(r"(\d+)")
_NOT_SORTED_ON = re.compile(r"[^\w\s]|_")


def sorted_on(name: str) -> str:
    """What counts of a name for its place in the alphabet: folded words, without signs."""
    return _NOT_SORTED_ON.sub("", fold(name))


def sort_key(name: str) -> tuple[object, ...]:
    """Real alphabetical order: É beside E, 2 before 10, punctuation last resort."""
    words = sorted_on(name) or fold(name)
    parts = tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in _NUMBER.split(words) if p)
    return (parts, fold(name), name)
