"""The style guide as part of the build: what ``lint`` calls an error stops a build with ``-W``.

A page is checked again only when it, or any name in the glossary, changed: a mention that was fine
yesterday needs a link once somebody writes the page it should lead to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import checks
from .domain import PlainTermsDomain
from .mentions import Names
from .model import Glossary, Problem, Term
from .page import read_page


def check(domain: PlainTermsDomain, glossary: Glossary, paths: Mapping[str, Path]) -> Iterator[Problem]:
    """All problems of style, of each page and between pages. ``paths`` are files by docname."""
    kept: dict[str, tuple[str, tuple[Problem, ...]]] = domain.data.setdefault("style", {})
    names = Names(glossary)
    common = _digest([(term.slug, term.names, term.link_mentions) for term in glossary.terms])
    for docname in sorted(kept.keys() - glossary.by_docname.keys()):
        del kept[docname]
    for term in glossary.terms:
        key = _digest([common, domain.stamp_of(term.docname)])  # which version of its file was read
        if kept.get(term.docname, ("", ()))[0] != key:
            kept[term.docname] = key, tuple(_check_page(term, paths[term.docname], glossary, names))
        yield from kept[term.docname][1]
    yield from checks.between_pages(glossary)


def _check_page(term: Term, path: Path, glossary: Glossary, names: Names) -> Iterator[Problem]:
    page, _ = read_page(path.read_text("utf-8"), term.path)
    yield from checks.check_whole_page(page, term, glossary, names)


def _digest(parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
