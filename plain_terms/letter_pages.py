"""What stands on the pages of a list that is split by letter: bars of letters, tiles, terms.

Pure: from parts to HTML, in the form that Sphinx gives the lists that are not split. ``Href`` gives the
address of a part or of a document's name from the page that is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from .filtering import count
from .letters import Part, leaves
from .model import Term

Href = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class SplitList:
    """A list whose parts have pages of their own: ``base`` and the name of the part make their names.

    ``home`` is the document that it stands on, ``title`` that document's.
    """

    home: str
    title: str
    base: str
    parts: tuple[Part, ...]

    def name(self, part: Part) -> str:
        """The name of a part's page."""
        return f"{self.base}{part.name}"


def tiles(split: SplitList, parts: Sequence[Part], href: Href) -> str:
    """The parts, each with how many terms it has; where a whole list had its letters, these stand."""
    items = "".join(
        f'<li id="letter-{part.name}"><a href="{escape(href(split.name(part)))}"><span>{escape(part.heading)}'
        f"</span> {count(len(part.terms))}</a></li>\n"
        for part in parts
    )
    return f'<ul class="plain-term-parts">\n{items}</ul>\n'


def pages(split: SplitList) -> list[tuple[Part, Part]]:
    """Each part that has a page, with the letter that it belongs to."""
    return [(page, letter) for letter in split.parts for page in (letter, *letter.parts)]


def body(split: SplitList, page: Part, letter: Part, href: Href) -> str:
    """All that a part's page shows."""
    home = f'<a href="{escape(href(split.home))}">{escape(split.title)}</a>'
    return (
        f'<section id="terms">\n<h1>{escape(title(split, page))}</h1>\n'
        f'<p class="plain-term-crumbs">Part of {home}: {count(len(page.terms))}.</p>\n'
        f"{_bar('Letters', split, split.parts, (page, letter), href)}"
        f"{_bar('Second letters', split, letter.parts, (page,), href) if page is not letter else ''}"
        f"{tiles(split, page.parts, href) if page.parts else rows(page.terms, href)}"
        f"{_neighbours(split, page, href)}</section>\n"
    )


def title(split: SplitList, page: Part) -> str:
    """What a part's page is called."""
    return f"{split.title}: {page.heading}"


def _bar(name: str, split: SplitList, parts: Sequence[Part], here: Sequence[Part], href: Href) -> str:
    links = " ".join(
        f'<a href="{escape(href(split.name(part)))}"{_mark(part, here)}>{escape(part.heading)}</a>'
        for part in parts
    )
    return f'<nav class="plain-term-letters" aria-label="{name}">{links}</nav>\n'


def _mark(part: Part, here: Sequence[Part]) -> str:
    if part is here[0]:
        return ' aria-current="page"'
    return ' aria-current="true"' if part in here[1:] else ""


def rows(terms: Sequence[Term], href: Href) -> str:
    """A list of terms with their definitions."""
    items = "".join(
        f'<li><p><a class="reference internal" href="{escape(href(term.docname))}">'
        f"{escape(term.headword)}</a></p><p>{escape(term.summary)}</p></li>\n"
        for term in terms
    )
    return f'<ul class="plain-term-list">\n{items}</ul>\n'


def _neighbours(split: SplitList, page: Part, href: Href) -> str:
    """The way to the lists before and after this one."""
    if page.parts:
        return ""

    def link(part: Part) -> str:
        return f'<a href="{escape(href(split.name(part)))}">{escape(part.heading)}</a>'

    row = leaves(split.parts)
    at = row.index(page)
    before = [f'<span class="plain-term-previous">← Previous: {link(row[at - 1])}</span>'] if at else []
    after = [f'<span class="plain-term-next">Next: {link(part)} →</span>' for part in row[at + 1 : at + 2]]
    return f'<p class="plain-term-neighbours">{" ".join([*before, *after])}</p>\n'
