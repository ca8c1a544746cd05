"""The filter of a list of terms: its form, and what ``static/filter.js`` knows of the terms.

Pure. The form is in the page from the start, so that nothing moves when the script arrives; without
scripts the style sheet keeps it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from types import MappingProxyType

from .model import KINDS, Glossary, Term

KIND_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "approach": "Ways of doing things",
        "product": "Things to buy or rent",
        "building-block": "Parts of systems",
        "practice": "What teams do",
        "document": "Documents",
        "role": "Jobs",
        "law": "Laws and rules",
        "property": "Qualities",
        "measure": "Numbers to watch",
    }
)
"""What readers call each kind."""

FEWEST = 20
"""With fewer terms a list needs no filter: it is seen at a glance."""

PIECE = "kinds"
"""The piece of the search index that holds :func:`facts`."""


def form(glossary: Glossary, terms: Sequence[Term], results: str, topic: str = "") -> str:
    """HTML of the form above the list of ``terms``.

    ``results`` is the address of the page of search results. With ``topic``, the list has no others.
    """
    topics = {term.topic for term in terms}
    kinds = {term.kind for term in terms}
    choices = [(t.id, t.title) for t in glossary.topics if t.id in topics] if not topic else []
    return (
        f'<div class="plain-term-filter" role="search" aria-label="Filter this list" '
        f'data-plain-terms-filter="{escape(topic)}" data-plain-terms-search-page="{escape(results)}">\n'
        '<p><label for="plain-terms-filter">Filter by name</label>'
        '<input type="search" name="q" id="plain-terms-filter" maxlength="300" autocomplete="off" '
        'autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="search"></p>\n'
        f"{_select('topic', 'Topic', 'All topics', choices)}"
        f"{_select('kind', 'Kind', 'All kinds', [(k, KIND_NAMES[k]) for k in KINDS if k in kinds])}"
        f'<p class="plain-term-shown" role="status">{count(len(terms))}</p>\n'
        '<button type="button" hidden>Clear</button>\n</div>\n'
    )


def _select(name: str, what: str, every: str, choices: Sequence[tuple[str, str]]) -> str:
    if len(choices) < 2:
        return ""
    where = f"plain-terms-filter-{name}"
    options = "".join(
        f'<option value="{escape(value)}">{escape(shown)}</option>'
        for value, shown in (("", every), *choices)
    )
    label = f'<label for="{where}">{what}</label>'
    return f'<p>{label}<select name="{name}" id="{where}" autocomplete="off">{options}</select></p>\n'


def count(number: int) -> str:
    """How many terms, as one says it."""
    return f"{number:,} {'term' if number == 1 else 'terms'}"


def facts(glossary: Glossary) -> dict[str, object]:
    """For ``static/filter.js``: the terms in alphabetical order, with topic and kind.

    ``order`` leads from each term's number in the index to the next one's. Topics and kinds are named
    once and then numbered.
    """
    place = {term.slug: number for number, term in enumerate(glossary.terms)}
    numbers = [place[term.slug] for term in glossary.alphabetical]
    topics, kinds = (_numbered(getattr(term, what) for term in glossary.terms) for what in ("topic", "kind"))
    return {
        "topics": list(topics),
        "kinds": list(kinds),
        "order": [here - before for before, here in zip((0, *numbers), numbers, strict=False)],
        "topic": [topics[term.topic] for term in glossary.alphabetical],
        "kind": [kinds[term.kind] for term in glossary.alphabetical],
    }


def _numbered(values: Iterable[str]) -> dict[str, int]:
    return {value: number for number, value in enumerate(sorted(set(values)))}
