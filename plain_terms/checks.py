"""Every check of a glossary, wired together: the build and ``lint`` both ask here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import deciding, mentions, prose, published, readability, redirects, rules, sections, wording
from .mentions import Names
from .model import Glossary, Problem, Rule, Term
from .page import Page
from .readability import Scores

READING_RULES = (
    Rule("unreadable", "must", "The file is UTF-8 text that can be read, and no longer than a page is."),
    Rule("character", "must", "The text holds no character that a page cannot show."),
    Rule(
        "front-matter",
        "must",
        "The front matter follows the schema: known keys, right types, no empty values.",
    ),
    Rule("title", "must", "A page has one title."),
    Rule("slug", "must", "The file name is an address: a-z, 0-9 and single hyphens."),
    Rule("definition", "must", "A page has one glossary directive with one term and its definition."),
    Rule("fence", "must", "The glossary directive is closed and holds no other fence."),
    Rule("name", "must", "A name holds no sign that references would trip over."),
)
"""What reading a page reports."""

RULES = (
    *READING_RULES,
    *rules.RULES,
    *redirects.RULES,
    *published.RULES,
    *rules.STYLE_RULES,
    *prose.RULES,
    *sections.RULES,
    *wording.RULES,
    *mentions.RULES,
    *deciding.RULES,
)
"""The whole catalogue, in the order authors meet it."""


def check_page(page: Page, term: Term, glossary: Glossary, names: Names) -> Iterator[Problem]:
    """Problems of one page's text, without its scores."""
    yield from prose.check_page(page, term, glossary)
    yield from sections.check_page(page, term, glossary)
    yield from wording.check_page(page, term, glossary)
    yield from mentions.check_page(page, term, names, glossary)


def score_page(page: Page) -> Scores:
    """Grade and ease of a page's prose."""
    return readability.score(prose.prose_sentences(page))


def check_pages(pages: Iterable[tuple[Page, Term]], glossary: Glossary) -> Iterator[Problem]:
    """Problems of some pages of a glossary, scores included."""
    names = Names(glossary)
    for page, term in pages:
        yield from check_whole_page(page, term, glossary, names)


def check_whole_page(page: Page, term: Term, glossary: Glossary, names: Names) -> Iterator[Problem]:
    """Problems of one page's text, scores included."""
    yield from check_page(page, term, glossary, names)
    if page.prose:
        scores = score_page(page)
        yield from prose.check_scores(page, scores.grade, scores.ease)


def between_pages(glossary: Glossary) -> Iterator[Problem]:
    """Problems of style that no page has alone."""
    yield from rules.check_style(glossary)
    yield from deciding.check(glossary)
