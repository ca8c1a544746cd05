"""The list of what was published and has to stay: pages, the anchors of their terms, and the terms' names.

The list is a text file in the repository. A line at the margin is a page, with the anchor of its term if it
has one; below it, indented, stand the names by which other projects refer to that term. Pages are named as
in the sources (``glossary/api``), so the list holds for every kind of build.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from .front_matter import is_document
from .model import Glossary, Problem, Rule, Term

RULES = (Rule("published", "must", "What was published once stays: pages, anchors and names of terms."),)
COMMAND = "python -m plain_terms publish"
HEAD = f"""\
# Pages, anchors and names that this site has published, and that others may use. A build fails where one
# is missing. `{COMMAND}` adds what is new; nothing is ever taken out by itself.
"""
"""How a list begins, unless somebody wrote otherwise: comments stand at the head alone, and stay."""


@dataclass(frozen=True, slots=True, order=True)
class Promise:
    """A page with its anchor (or none), and one of the names there (or none): a line of the list."""

    place: str
    name: str = ""
    line: int = 0

    @property
    def page(self) -> str:
        """The document, without its anchor."""
        return self.place.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The anchor of the term, if the page had one."""
        return self.place.partition("#")[2]


def read(text: str, path: str) -> tuple[tuple[Promise, ...], tuple[Problem, ...]]:
    """What a list promises, in its own order, and the lines that say nothing."""
    found: list[Promise] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip() or (line.startswith("#") and not found):
            continue
        if line[0] in " \t" and found:
            found.append(Promise(found[-1].place, line.strip(), number))
        elif is_document(line.strip().partition("#")[0]) and line[0] not in " \t":
            found.append(Promise(line.strip(), "", number))
        else:
            mend = "write a page, as in glossary/api#term-api, or below one, indented, a name of its term"
            problems.append(Problem(path, number, "published", f"{line.strip()!r} is no promise: {mend}"))
    return tuple(found), tuple(problems)


def of_site(terms: Iterable[Term], documents: Iterable[str]) -> frozenset[Promise]:
    """What a site publishes now; ``documents`` are the names of all its pages."""
    places = {term.docname: f"{term.docname}#{term.anchor}" for term in terms}
    found = {Promise(places.get(name, name)) for name in documents}
    return frozenset(found | {Promise(places[t.docname], name) for t in terms for name in t.names})


def missing(promised: Iterable[Promise], now: Iterable[Promise]) -> list[Promise]:
    """What is published now and not promised yet, in order. A name is one promise, wherever it stands."""
    promised = tuple(promised)
    places = {promise.place for promise in promised}
    names = {promise.name for promise in promised}
    return sorted(p for p in now if (p.name not in names if p.name else p.place not in places))


def render(promises: Iterable[Promise], before: str = "") -> str:
    """The text of a list: sorted, so that what is added shows in a difference as that and nothing else.

    ``before`` is the text of the list as it was, whose head is kept.
    """
    head = "".join(f"{line}\n" for line in takewhile(lambda line: line[:1] == "#", before.splitlines()))
    names: dict[str, set[str]] = {}
    for promise in promises:
        names.setdefault(promise.place, set()).update({promise.name} - {""})
    lines = (line for place in sorted(names) for line in (place, *(f"  {n}" for n in sorted(names[place]))))
    return (head or HEAD) + "".join(f"{line}\n" for line in lines)


def check(
    promised: Iterable[Promise], path: str, glossary: Glossary, documents: Collection[str]
) -> Iterator[Problem]:
    """Promises that are broken. ``path`` is that of the list, ``documents`` are the names of all pages."""
    promised = tuple(promised)
    moved = {redirect.old: redirect.docname for redirect in glossary.redirects}
    known = {name for term in glossary.terms for name in term.names}
    termless = {promise.place for promise in promised if _has_lost_its_term(promise, glossary, documents)}
    for promise in promised:
        what = ""
        if promise.name:
            if promise.name not in known and promise.place not in termless:
                what = _lost_name(promise, _heir(promise, promised, moved, glossary))
        elif promise.place in termless:
            what = _lost_anchor(promise)
        elif promise.page not in documents and promise.page not in moved:
            what = _lost_page(promise, _heir(promise, promised, moved, glossary))
        if what:
            yield Problem(path, promise.line, "published", what)


def _heir(
    promise: Promise, promised: Iterable[Promise], moved: Mapping[str, str], glossary: Glossary
) -> Term | None:
    """The term that has most likely taken over: by name, by address, by the other names of the same place."""
    by_name = glossary.find(promise.name) if promise.name else None
    by_place = glossary.by_docname.get(moved.get(promise.page, promise.page))
    names = (other.name for other in promised if other.place == promise.place and other.name)
    return by_name or by_place or next(filter(None, map(glossary.find, names)), None)


def _lost_page(promise: Promise, heir: Term | None) -> str:
    folder, slash, old = promise.page.rpartition("/")
    near = heir is not None and heir.docname.rpartition("/")[0] == folder
    written = old if near else f"{folder}{slash or '/'}{old}"
    where = f"{heir.path}, which has a name of it" if heir else "the page that took its place"
    mend = f"write `formerly: [{written}]` in the front matter of {where}"
    return f"the page {promise.page} was published, and is not there: {mend}"


def _has_lost_its_term(promise: Promise, glossary: Glossary, documents: Collection[str]) -> bool:
    term = glossary.by_docname.get(promise.page)
    return promise.page in documents and promise.anchor not in ("", term and term.anchor)


def _lost_anchor(promise: Promise) -> str:
    mend = "mend what is said of that page, or move it and name this address under `formerly`"
    return f"#{promise.anchor} of {promise.page} was published, and the page defines no such term: {mend}"


def _lost_name(promise: Promise, heir: Term | None) -> str:
    mend = f"put it under `variants` of {heir.path if heir else 'the term that means it now'}"
    return f"the name {promise.name!r} was published, and no term has it: {mend}"
