"""Mends a page's links in its source: adds those that are missing, takes away those that repeat.

Nothing else of the text is touched, and mending a mended text changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .mentions import Finding, Match, Names, find_problems
from .model import Glossary, Term
from .page import Block, read_page

_MENDED = frozenset({"first-mention", "relinked"})


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
    while finding := next((f for f in findings if _key(f) not in left), None):
        edited = _edit(text, finding, names, glossary)
        after = read(edited) if edited != text else findings
        if list(map(_key, after)).count(_key(finding)) < list(map(_key, findings)).count(_key(finding)):
            text, findings = edited, after
            changed.append(finding)
        else:  # its place in the source is not plain: a person has to look
            left[_key(finding)] = finding
    return Mended(text, tuple(changed), tuple(left.values()))


def _key(finding: Finding) -> tuple[str, str, int]:
    return finding.rule, finding.term.slug, finding.line


def _edit(text: str, finding: Finding, names: Names, glossary: Glossary) -> str:
    """The text with one finding mended, or unchanged where its place is not found."""
    start, end = _region(text, finding.block)
    if finding.rule == "relinked":
        roles = [m for m in _roles(text, start, end) if _means(m, finding.term, glossary)]
        if len(roles) <= finding.after:
            return text
        role = roles[finding.after]
        return text[: role.start()] + role["shown"] + text[role.end() :]
    for match in _plain_mentions(text, start, end, names, finding.block.kind == "cell"):
        if match.term.slug == finding.term.slug:
            return text[: match.start] + _link(match, glossary) + text[match.end :]
    return text


def _region(text: str, block: Block) -> tuple[int, int]:
    """Where a block's lines start and end in the text."""
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    return starts[block.line - 1], starts[min(block.end, len(starts)) - 1]


# --- links ----------------------------------------------------------------------------------------

_ROLE = re.compile(r"\{term\}(?P<ticks>`+)(?P<shown>[^`<]*?)(?:\s*<(?P<target>[^<>`]+)>)?(?P=ticks)")


def _roles(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    return _ROLE.finditer(text, start, end)


def _means(role: re.Match[str], term: Term, glossary: Glossary) -> bool:
    target = glossary.find(" ".join((role["target"] or role["shown"]).split()))
    return target is not None and target.slug == term.slug


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
