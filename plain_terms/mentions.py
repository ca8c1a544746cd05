"""Where a page's prose names other terms, and whether the first such place is a link.

All names of a glossary go into one dictionary, so a page is read once, whatever the number of terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from . import parts
from .model import Glossary, Problem, Rule, Term, fold, inflections
from .page import Block, Page

RULES = (
    Rule("first-mention", "must", "The first mention of every other term is a link to it."),
    Rule("relinked", "must", "A term is linked once on a page, where it is first mentioned."),
    Rule("everyday-term", "must", "The everyday comparison names no other term of the glossary."),
)

_PLAIN = (
    "rest|code|link|stack|interface|agency|launch|restore|translation|conversion|application|program"
    "|usability|automation|connector|extension|update|documentation|discovery|query|schema|processor"
    "|controller|token|model|agent|iteration|scaling|logging|grounding|beta|the edge|ar|ci|ml|po"
)
PLAIN_WORDS = frozenset(_PLAIN.split("|"))
"""Names, folded, that are also everyday words: never taken for a mention by themselves."""


class Match(NamedTuple):
    """A name found in a text: where it stands, as written, and the term it means."""

    start: int
    end: int
    text: str
    term: Term


@dataclass(frozen=True, slots=True)
class Finding:
    """A mention that should be a link (``first-mention``) or a link too many (``relinked``).

    ``other_line`` is the line of the link that comes later (or came earlier), 0 where there is none.
    """

    rule: str
    line: int
    block: Block
    text: str
    term: Term
    other_line: int = 0


_TOKEN = re.compile(r"[^\W_]+|[^\w\s\u2010-\u2015\u2212-]|_")
_GAP = re.compile(r"(?:\s+|\s*[\u2010-\u2015\u2212-]\s*)")
_CAPITALS = re.compile(r"[A-Z0-9]*[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*s?")
_GLUE = frozenset("-\u2010\u2011\u2013\u2014\u2212.@_/")


def _key(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)


class _Name(NamedTuple):
    term: Term
    capitals: tuple[bool, ...]
    exact: bool


class Names:
    """Every shown name of a glossary, ready to be found in text."""

    def __init__(self, glossary: Glossary) -> None:
        """Enter all names; this takes milliseconds, so do it once for all pages."""
        self._names: dict[tuple[str, ...], _Name] = {}
        self._lengths: dict[str, list[int]] = {}
        for term in glossary.terms:
            for name in term.shown_names:
                if fold(name) not in PLAIN_WORDS:
                    self._add(name, term)
        for key in sorted(self._names, key=len, reverse=True):
            lengths = self._lengths.setdefault(key[0], [])
            if len(key) not in lengths:
                lengths.append(len(key))

    def _add(self, name: str, term: Term) -> None:
        """Enter a name with its singular and plural; an exact name beats another's plural."""
        tokens = _TOKEN.findall(name)
        if not tokens:
            return
        capitals = tuple(bool(_CAPITALS.fullmatch(token)) for token in tokens)
        *head, last = map(_key, tokens)
        # "HTTPS" is no plural: an abbreviation only ever gains an s, or loses the one it has in "OKRs".
        forms = [last, last.removesuffix("s") if tokens[-1].endswith("s") else last + "s"]
        if not capitals[-1]:
            forms = list(inflections(last))
        for form in forms:
            key, entry = (*head, form), _Name(term, capitals, form == last)
            known = self._names.get(key)
            if known is None or (entry.exact and not known.exact):
                self._names[key] = entry

    def find(self, text: str) -> Iterator[Match]:
        """Names in a text, left to right, the longest at each place, never overlapping."""
        found = list(_TOKEN.finditer(text))
        keys = [_key(token.group()) for token in found]
        at = 0
        while at < len(found):
            match = self._longest(text, found, keys, at)
            if match is None:
                at += 1
                continue
            size, entry = match
            start, end = found[at].start(), found[at + size - 1].end()
            yield Match(start, end, text[start:end], entry.term)
            at += size

    def _longest(
        self, text: str, found: Sequence[re.Match[str]], keys: Sequence[str], at: int
    ) -> tuple[int, _Name] | None:
        for size in self._lengths.get(keys[at], ()):
            key = tuple(keys[at : at + size])
            entry = self._names.get(key) if len(key) == size else None
            if entry and _stands_alone(text, found[at : at + size]) and _cased(found[at:], entry.capitals):
                return size, entry
        return None


def _cased(found: Sequence[re.Match[str]], capitals: Sequence[bool]) -> bool:
    """Abbreviations count only in capitals: "IT" is not "it"."""
    return all(
        _CAPITALS.fullmatch(token.group()) for token, needed in zip(found, capitals, strict=False) if needed
    )


def _stands_alone(text: str, found: Sequence[re.Match[str]]) -> bool:
    """Whole words only: not a piece of "multi-cloud" or "api.example.org", not across a full stop."""
    start, end = found[0].start(), found[-1].end()
    if start > 1 and text[start - 1] in _GLUE and text[start - 2].isalnum():
        return False
    if end + 1 < len(text) and text[end] in _GLUE and text[end + 1].isalnum():
        return False
    for left, right in pairwise(found):
        gap = text[left.end() : right.start()]
        words = left.group().isalnum() and right.group().isalnum()
        if not (_GAP.fullmatch(gap) if words else not gap):
            return False
    return True


# --- on a page ------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """A mention in reading order: ``linked`` tells a link from plain text."""

    block: Block
    text: str
    term: Term
    linked: bool


def _places(page: Page, names: Names, glossary: Glossary) -> Iterator[_Place]:
    for block in page.prose:
        if parts.part_of(block.section) == parts.EVERYDAY.id:
            continue
        for kind, spans in groupby(block.spans, key=lambda span: span.kind):
            if kind == "term":
                for span in spans:
                    target = glossary.find(span.target)
                    if target:
                        yield _Place(block, span.text, target, True)
            elif kind in {"text", "strong"} and block.kind != "definition":
                text = "".join(span.text for span in spans)
                for match in names.find(text):
                    yield _Place(block, match.text, match.term, False)


def find_problems(page: Page, term: Term, names: Names, glossary: Glossary) -> Iterator[Finding]:
    """First mentions that are no links, and links that repeat an earlier one.

    Args:
        page: The page to read.
        term: The page's own term, which is never linked.
        names: The names of ``glossary``, built once for all pages.
        glossary: Resolves the targets of links.
    """
    places = [place for place in _places(page, names, glossary) if place.term.slug != term.slug]
    linked: dict[str, Block] = {}
    missing: set[str] = set()
    for number, place in enumerate(places):
        slug = place.term.slug
        if place.linked:
            before = linked.get(slug)
            if before and not _may_repeat(place, places[:number]):
                line = before.line
                yield Finding("relinked", place.block.line, place.block, place.text, place.term, line)
            linked.setdefault(slug, place.block)
        elif place.term.link_mentions and slug not in linked and slug not in missing:
            missing.add(slug)
            later = (p.block.line for p in places[number:] if p.linked and p.term.slug == slug)
            line = next(later, 0)
            yield Finding("first-mention", place.block.line, place.block, place.text, place.term, line)


def _may_repeat(place: _Place, before: Sequence[_Place]) -> bool:
    """A link that other rules ask for may repeat one.

    The comparison and the "stick with" part each link the alternative themselves, and a link in
    the definition does not count against the body.
    """
    links = [p for p in before if p.linked and p.term.slug == place.term.slug]
    if all(p.block.kind == "definition" for p in links):
        return place.block.kind != "definition"
    section = place.block.section
    wanted = parts.part_of(section) in {parts.COMPARISON.id, *parts.NEGATIVE}
    return wanted and all(p.block.section != section for p in links)


def check_page(page: Page, term: Term, names: Names, glossary: Glossary) -> Iterator[Problem]:
    """Problems of a page with the mentions of other terms; see :data:`RULES`."""
    for finding in find_problems(page, term, names, glossary):
        yield Problem(page.path, finding.line, finding.rule, _message(finding))
    for block in page.prose:
        if parts.part_of(block.section) == parts.EVERYDAY.id:
            yield from _everyday(page, block, term, names)


def _message(finding: Finding) -> str:
    text, headword, line = finding.text, finding.term.headword, finding.other_line
    if finding.rule == "relinked":
        return f"{text!r} links to {headword} again (first on line {line}): take this link's markup away"
    also = f", and take the markup of the link on line {line} away" if line else ""
    return f"{text!r} is the first mention of {headword} and no link: write {{term}}`{text}`{also}"


def _everyday(page: Page, block: Block, term: Term, names: Names) -> Iterator[Problem]:
    text = "".join(span.text for span in block.spans if span.kind != "term")
    for match in names.find(text):
        if match.term.slug != term.slug and match.term.link_mentions:
            message = f"{match.text!r} is a term of this glossary: say it with the comparison's own words"
            yield Problem(page.path, block.line, "everyday-term", message)
