"""What an author wrote in the glossary directive, compared with what Sphinx made of it.

Both read the same lines. Where they disagree, a reader would miss something, and nobody would be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docutils import nodes
from sphinx import addnodes

from .limits import UNSEEN, describe
from .model import Problem
from .page import Page

# What smart quotes make of plain signs, in any language: «» and „“, too.
_SMART = str.maketrans({**dict.fromkeys("\"'‘’‚‛“”„‟«»‹›", ""), "–": "--", "—": "---", "…": "..."})  # noqa: RUF001
_LONGEST = 60  # characters of a definition that a message quotes


def compare(page: Page, problems: Iterable[Problem], doctree: nodes.document) -> Iterator[Problem]:
    """Problems that only a comparison shows; none that ``problems`` of the text have told already."""
    told = {problem.rule for problem in problems}
    entries = list(doctree.findall(addnodes.glossary))
    line = page.definition.line if page.definition else 1
    for message in _names(page, entries):
        yield Problem(page.path, line, "name", message)
    if page.definition and page.names and not told & {"definition", "fence", "unreadable"}:
        for message in (*_place(entries), *_definition(page.definition.text, entries)):
            yield Problem(page.path, line, "definition", message)


def _names(page: Page, entries: Iterable[nodes.Element]) -> Iterator[str]:
    shown = [_plain(node.astext()) for entry in entries for node in entry.findall(nodes.term)]
    for name in page.names:
        if _plain(name) not in shown:
            mend = "write the name without signs that Markdown reads as markup"
            yield f"{name!r} did not become a term: {mend}"
    written = set(map(_plain, page.names))
    for name in shown if page.names else ():
        if name not in written and not any(_plain(own) not in shown for own in page.names):
            yield f"{name!r} became a term as well: leave it out, a page has one term and its other names"


def _place(entries: Sequence[nodes.Element]) -> Iterator[str]:
    if len(entries) > 1:
        yield "a second glossary directive: one page defines one term; move this one to a page of its own"
    for entry in entries[:1]:
        section = entry.parent
        if not isinstance(section, nodes.section) or not isinstance(section.parent, nodes.document):
            yield "the glossary directive does not stand under the title: move it right below the title"


def _definition(written: str, entries: Sequence[nodes.Element]) -> Iterator[str]:
    found = next((node for entry in entries for node in entry.findall(nodes.definition)), None)
    if found is None:
        yield "Sphinx finds no definition: write the headword at the margin and the definition below it"
        return
    others = {
        type(node).__name__.replace("_", " ") for node in found if not isinstance(node, nodes.paragraph)
    }
    if others:
        yield f"the definition holds a {sorted(others)[0]}: write sentences, and the rest further down"
    elif _plain(found.astext()) != _plain(written):
        read = _plain(found.astext())
        read = read if len(read) <= _LONGEST else f"{read[:_LONGEST]}…"
        yield f"Sphinx reads the definition as {read!r}: write plain sentences, all lines indented alike"
    if sign := UNSEEN.search(written):
        yield f"the definition holds a character that nobody sees, {describe(sign[0])}: take it out"


def _plain(text: str) -> str:
    return " ".join(text.translate(_SMART).split())
