"""Where a page's prose names other terms, and whether the first such place is a link.

All names of a glossary go into one dictionary, so a page is read once, whatever the number of terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from . import parts
from .model import Glossary, Problem, Rule, Term, fold, inflections
from .page import Block, Page

RULES = (
    Rule("first-mention", "must", "The first mention of every other term is a link to it."),
    Rule("relinked", "must", "A term is linked once on a page, where it is first mentioned."),
    Rule("lesson-term", "must", "The key lesson brings in no term that the page has not named."),
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
    """A mention that breaks a rule, as read: its block, its text and the term it means.

    ``after`` counts the links to that term which stand before it on the block's first line, so
    that the right one of several can be found again in the source.
    """

    rule: str
    block: Block
    text: str
    term: Term
    after: int = 0

    @property
    def line(self) -> int:
        """Where the block starts."""
        return self.block.line


_TOKEN = re.compile(r"[^\W_]+|[^\w\s\u2010-\u2015\u2212-]|_")
_GAP = re.compile(r"\s+|[\u2010-\u2015\u2212-]")
_CAPITALS = re.compile(r"(?=[0-9]*[A-Z][0-9]*[A-Z])[A-Z0-9]+s?")
_GLUE = frozenset("-\u2010\u2011\u2013\u2014\u2212.@_")


def _key(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)


def _gaps(text: str, found: Sequence[re.Match[str]]) -> tuple[str, ...]:
    """What stands between words of a name: one sign stands for any space or hyphen."""
    between = (text[left.end() : right.start()] for left, right in pairwise(found))
    return tuple(" " if _GAP.fullmatch(gap) else gap for gap in between)


class _Name(NamedTuple):
    """A name as entered: which of its words count only in capitals, and what stands between them."""

    term: Term
    capitals: tuple[bool, ...]
    gaps: tuple[str, ...]
    exact: bool


class Names:
    """Every shown name of a glossary, ready to be found in text."""

    def __init__(self, glossary: Glossary) -> None:
        """Enter all names; this takes milliseconds, so do it once for all pages."""
        self._names: dict[tuple[str, ...], _Name] = {}
        self._sizes: dict[str, list[int]] = {}
        for term in glossary.terms:
            for name in term.shown_names:
                if fold(name) not in PLAIN_WORDS:
                    self._enter(name, term)
        for key in sorted(self._names, key=len, reverse=True):
            sizes = self._sizes.setdefault(key[0], [])
            if len(key) not in sizes:
                sizes.append(len(key))

    def _enter(self, name: str, term: Term) -> None:
        """Enter a name with its singular and plural; an exact name beats another's plural."""
        found = list(_TOKEN.finditer(name))
        if not found:
            return
        tokens = [token.group() for token in found]
        capitals = tuple(bool(_CAPITALS.fullmatch(token)) for token in tokens)
        *head, last = map(_key, tokens)
        for form in _forms(last, tokens[-1], capitals[-1]):
            key = (*head, form)
            known = self._names.get(key)
            if known is None or (form == last and not known.exact):
                self._names[key] = _Name(term, capitals, _gaps(name, found), form == last)

    def find(self, text: str) -> Iterator[Match]:
        """Names in a text, left to right, the longest at each place, never overlapping."""
        found = list(_TOKEN.finditer(text))
        keys = [_key(token.group()) for token in found]
        at = 0
        while at < len(found):
            for size in self._sizes.get(keys[at], ()):
                name = self._names.get(tuple(keys[at : at + size]))
                tokens = found[at : at + size]
                if name and len(tokens) == size and _is_written_as(name, text, tokens):
                    start, end = tokens[0].start(), tokens[-1].end()
                    yield Match(start, end, text[start:end], name.term)
                    at += size - 1
                    break
            at += 1


def _forms(last: str, written: str, capitals: bool) -> Iterable[str]:
    """Singular and plural of a name's last word; an abbreviation only gains or loses a small s."""
    if not capitals:
        return inflections(last)
    return last, last[:-1] if written.endswith("s") else last + "s"


def _is_written_as(name: _Name, text: str, found: Sequence[re.Match[str]]) -> bool:
    """Whether words that spell a name are it: in capitals where it is, not across a full stop.

    "IT" is not "it", and a piece of "multi-cloud" or "api.example.org" is not a whole word.
    """
    start, end = found[0].start(), found[-1].end()
    if start > 1 and text[start - 1] in _GLUE and text[start - 2].isalnum():
        return False
    if end + 1 < len(text) and text[end] in _GLUE and text[end + 1].isalnum():
        return False
    if _gaps(text, found) != name.gaps:
        return False
    return all(
        _CAPITALS.fullmatch(token.group())
        for token, needed in zip(found, name.capitals, strict=True)
        if needed
    )


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
                for match in names.find("".join(span.text for span in spans)):
                    yield _Place(block, match.text, match.term, False)


def find_problems(page: Page, term: Term, names: Names, glossary: Glossary) -> Iterator[Finding]:
    """First mentions that are no links, and links that repeat an earlier one, in reading order.

    Args:
        page: The page to read.
        term: The page's own term, which is never linked.
        names: The names of ``glossary``, built once for all pages.
        glossary: Resolves the targets of links.
    """
    seen: dict[str, list[_Place]] = {}
    for place in _places(page, names, glossary):
        if place.term.slug == term.slug:
            continue
        before = seen.setdefault(place.term.slug, [])
        rule = _rule(place, before)
        if rule:
            yield Finding(
                rule, place.block, place.text, place.term, sum(_same_line(p, place) for p in before)
            )
        if place.linked or not before:
            before.append(place)


def _same_line(one: _Place, other: _Place) -> bool:
    return one.linked and one.block.line == other.block.line


def _rule(place: _Place, before: Sequence[_Place]) -> str:
    """The rule that a mention breaks, given what the page said of the term before it, or nothing."""
    if parts.part_of(place.block.section) == parts.LESSON.id and not before:
        return "lesson-term" if place.linked or place.term.link_mentions else ""
    if not place.linked:
        return "first-mention" if place.term.link_mentions and not before else ""
    links = [p for p in before if p.linked]
    return "relinked" if links and not _may_repeat(place, links) else ""


def _may_repeat(place: _Place, links: Sequence[_Place]) -> bool:
    """Whether a link may repeat earlier ones, because other rules ask for it.

    The comparison and the part against link the alternative themselves, and a link in the
    definition does not count against the body.
    """
    if all(link.block.kind == "definition" for link in links):
        return place.block.kind != "definition"
    section = place.block.section
    wanted = parts.part_of(section) in {parts.COMPARISON.id, *parts.NEGATIVE}
    return wanted and all(link.block.section != section for link in links)


def check_page(page: Page, term: Term, names: Names, glossary: Glossary) -> Iterator[Problem]:
    """Problems of a page with the mentions of other terms; see :data:`RULES`."""
    for finding in find_problems(page, term, names, glossary):
        yield Problem(page.path, finding.line, finding.rule, _MESSAGES[finding.rule].format(finding))
    for block in page.prose:
        if parts.part_of(block.section) == parts.EVERYDAY.id:
            yield from _everyday(page, block, term, names)


_MESSAGES = {
    "first-mention": "{0.text!r} first names {0.term.headword} and is no link: write {{term}}`{0.text}`",
    "relinked": "{0.text!r} links to {0.term.headword} again: take this link's markup away",
    "lesson-term": "{0.text!r} is not named above: a lesson brings in no other term, use plain words",
}


def _everyday(page: Page, block: Block, term: Term, names: Names) -> Iterator[Problem]:
    text = "".join(span.text for span in block.spans if span.kind != "term")
    for match in names.find(text):
        if match.term.slug != term.slug and match.term.link_mentions:
            message = f"{match.text!r} is a term of this glossary: say it with the comparison's own words"
            yield Problem(page.path, block.line, "everyday-term", message)
