"""Addresses that pages had before: ``formerly`` in the front matter of the page that took over.

Only a page that is there can say so, and only of an address where no page is. So a redirect always leads to
a page, in one step, and never in a circle.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from . import front_matter
from .model import Glossary, Problem, Redirect, Rule, document_of

KEY = "formerly"
RULES = (
    Rule("former-address", "must", "A former address is one that no page has now, and one page's alone."),
)
_GIVEN = re.compile(rf"^{KEY}\s*:", re.M)
_MADE = frozenset({"404", "genindex", "modindex", "opensearch", "py-modindex", "search"})
"""Pages that have no source, and that some build makes."""


def read(text: str, path: str, docname: str) -> tuple[tuple[Redirect, ...], tuple[Problem, ...]]:
    """The redirects that a page's text asks for, and what is wrong with them."""
    source, _ = front_matter.split(text)
    if source is None or not _GIVEN.search(source):
        return (), ()
    front, problems = front_matter.read(text, path, {KEY: front_matter.read_formerly}, (), others=True)
    found = (
        Redirect(document_of(docname, old), docname, path, front.lines.get(f"{KEY}.{old}", 1))
        for old in front.values.get(KEY, ())
    )
    return tuple(found), problems


def in_force(glossary: Glossary, documents: Collection[str]) -> tuple[Redirect, ...]:
    """The redirects that hide no page, one for each address; ``documents`` are the names of all pages."""
    taken, found = {_place(name) for name in (*documents, *_MADE)}, []
    for redirect in glossary.redirects:
        if _place(redirect.old) not in taken:
            taken.add(_place(redirect.old))
            found.append(redirect)
    return tuple(found)


def check(glossary: Glossary, documents: Collection[str]) -> Iterator[Problem]:
    """Redirects that would hide a page or each other."""
    pages = {_place(name): name for name in sorted(documents, reverse=True)}
    claims: dict[str, list[Redirect]] = {}
    for redirect in glossary.redirects:
        claims.setdefault(_place(redirect.old), []).append(redirect)
    for place, rivals in claims.items():
        for redirect in rivals:
            if place in _MADE:
                yield would_hide_what_is_made(redirect)
            elif what := _hidden(redirect, pages.get(place)) or _rivals(redirect, rivals):
                yield _problem(redirect, what)


def would_hide_what_is_made(redirect: Redirect) -> Problem:
    """What to say of a redirect that stands where a build makes a page of its own."""
    return _problem(redirect, f"{redirect.old!r} is a page that the build makes: take it out")


def _problem(redirect: Redirect, what: str) -> Problem:
    return Problem(redirect.path, redirect.line, "former-address", f"{KEY}: {what}")


def _place(document: str) -> str:
    """What two names have in common that are one file: in some builds, or on disks that know no capitals."""
    return document.casefold().removesuffix("/index")


def _hidden(redirect: Redirect, page: str | None) -> str:
    old = redirect.old
    if page == redirect.docname and _place(old) == _place(page):
        mend = "name one that it had before, or take the line out"
        return f"{old!r} is the address that this page has: {mend}"
    if page is not None and old.casefold() == page.casefold() and old != page:
        return f"{old!r} is the same file as the page {page} on a disk that knows no capitals: take it out"
    if page is not None:
        mend = "take it out here, or move that page away first"
        return f"{old!r} would hide the page {page}: {mend}"
    return ""


def _rivals(redirect: Redirect, rivals: Iterable[Redirect]) -> str:
    others = [f"{other.path}:{other.line}" for other in rivals if other is not redirect]
    mend = "an address leads to one page; keep it where readers would look"
    return f"{redirect.old!r} also stands in {', '.join(others)}: {mend}" if others else ""
