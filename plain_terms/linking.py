"""Mends a page's links in its source: adds those that are missing, takes away those that repeat.

Nothing else of the text is touched, and mending a mended text changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .mentions import Finding, Match, Names, find_problems
from .model import Glossary, Term
from .page import read_page

_MENDED = frozenset({"first-mention", "relinked"})
_MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Mended:
    """A page's text after mending: what was ``changed``, and the findings ``left`` for a person."""

    text: str
    changed: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()


def mend_links(text: str, path: str, term: Term, names: Names, glossary: Glossary) -> Mended:
    """Link first mentions of other terms, and unlink what is linked again.

    Args:
        text: The page's source, with any line ends.
        path: The page's path; its stem is the slug.
        term: The page's own term.
        names: The names of ``glossary``.
        glossary: Resolves the targets of links.
    """
    changed: list[Finding] = []
    left: dict[tuple[str, str, int], Finding] = {}

    def read(source: str) -> list[Finding]:
        page, _ = read_page(source, path)
        return [f for f in find_problems(page, term, names, glossary) if f.rule in _MENDED]

    findings = read(text)
    size = len(findings)  # as many at once as go well together: reading a page again costs most
    for _ in range(_MOST_ROUNDS):
        todo = [finding for finding in findings if _key(finding) not in left]
        if not todo:
            break
        edits = _edits(text, todo[:size], names, glossary)
        edited = _apply(text, edits.values())
        after = read(edited) if edits else findings
        if edits and _are_gone(edits, findings, after):
            text, findings = edited, after
            changed.extend(edits)
        elif size > 1:
            size = (min(size, len(todo)) + 1) // 2
        else:  # its place in the source is not plain: a person has to look
            left[_key(todo[0])] = todo[0]
            size = len(todo)
    left.update((_key(finding), finding) for finding in findings if _key(finding) not in left)
    return Mended(text, tuple(changed), tuple(left.values()))


def _key(finding: Finding) -> tuple[str, str, int]:
    return finding.rule, finding.term.slug, finding.line


def _are_gone(mended: Iterable[Finding], before: Iterable[Finding], after: Iterable[Finding]) -> bool:
    was, now = Counter(map(_key, before)), Counter(map(_key, after))
    return all(now[key] <= was[key] - count for key, count in Counter(map(_key, mended)).items())


Edit = tuple[int, int, str]
"""Where in the text what is replaced starts and ends, and what comes there."""


def _apply(text: str, edits: Iterable[Edit]) -> str:
    for start, end, put in sorted(edits, reverse=True):
        text = text[:start] + put + text[end:]
    return text


def _edits(text: str, findings: Sequence[Finding], names: Names, glossary: Glossary) -> dict[Finding, Edit]:
    """What to replace for each finding whose place is found; none lies over another."""
    edits: dict[Finding, Edit] = {}
    taken = bytearray(len(text))
    source = _Source(text, names, glossary)
    for finding in findings:
        edit = source.edit(finding)
        if edit and not any(taken[edit[0] : edit[1]]):
            edits[finding] = edit
            taken[edit[0] : edit[1]] = bytes([1]) * (edit[1] - edit[0])
    return edits


class _Source:
    """A text in which places are looked up, each block once."""

    def __init__(self, text: str, names: Names, glossary: Glossary) -> None:
        self.text, self.names, self.glossary = text, names, glossary
        self.starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
        self.roles = cache(self._roles)
        self.mentions = cache(self._mentions)

    def edit(self, finding: Finding) -> Edit | None:
        """What mends one finding, or nothing where its place is not found."""
        block, slug = finding.block, finding.term.slug
        start, end = self.starts[block.line - 1], self.starts[min(block.end, len(self.starts)) - 1]
        if finding.rule == "relinked":
            roles = self.roles(start, end).get(slug, [])
            role = roles[finding.after] if finding.after < len(roles) else None
            return (role.start(), role.end(), role["shown"]) if role else None
        match = self.mentions(start, end, block.kind == "cell").get(slug)
        return (match.start, match.end, _link(match, self.glossary)) if match else None

    def _roles(self, start: int, end: int) -> dict[str, list[re.Match[str]]]:
        """Links to each term, by its slug."""
        found: dict[str, list[re.Match[str]]] = {}
        for role in _ROLE.finditer(self.text, start, end):
            target = self.glossary.find(" ".join((role["target"] or role["shown"]).split()))
            if target is not None:
                found.setdefault(target.slug, []).append(role)
        return found

    def _mentions(self, start: int, end: int, cell: bool) -> dict[str, Match]:
        """The first plain mention of each term, by its slug."""
        found: dict[str, Match] = {}
        for match in _plain_mentions(self.text, start, end, self.names, cell):
            found.setdefault(match.term.slug, match)
        return found


# --- links ----------------------------------------------------------------------------------------

_ROLE = re.compile(r"\{term\}(?P<ticks>`+)(?P<shown>[^`<]*?)(?:\s*<(?P<target>[^<>`]+)>)?(?P=ticks)")


def _link(match: Match, glossary: Glossary) -> str:
    shown = " ".join(match.text.split())
    target = glossary.find(shown)
    if target is not None and target.slug == match.term.slug:
        return f"{{term}}`{shown}`"
    return f"{{term}}`{shown} <{match.term.headword}>`"


# --- plain text -----------------------------------------------------------------------------------

_MARKUP = re.compile(
    r"""
      (?:\{[^{}\s]+\})?(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)   # code, roles
    | !?\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^)]*\)|\[[^\]]*\])       # links and pictures
    | <!--.*?--> | <[^<>]+>                                         # comments, tags and addresses
    | \*+ | (?<!\w)_+ | _+(?!\w)                                    # emphasis
    | \\.
    """,
    re.S | re.X,
)
_CELL_EDGE = re.compile(r"\|")


def _plain_mentions(text: str, start: int, end: int, names: Names, cell: bool) -> Iterator[Match]:
    """Names in a stretch of source, without what stands inside markup."""
    for from_, to in _plain(text, start, end, cell):
        for match in names.find(text[from_:to]):
            yield Match(from_ + match.start, from_ + match.end, match.text, match.term)


def _plain(text: str, start: int, end: int, cell: bool) -> Iterator[tuple[int, int]]:
    marks = [match.span() for match in _MARKUP.finditer(text, start, end)]
    if cell:
        marks = sorted([*marks, *(match.span() for match in _CELL_EDGE.finditer(text, start, end))])
    at = start
    for left, right in marks:
        if at < left:
            yield at, left
        at = max(at, right)
    if at < end:
        yield at, end
