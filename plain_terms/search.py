"""A glossary as the index that search reads in the browser.

Two layers. *Names* are a list as it is: ``static/search.js`` finds exact, folded, joined, shortened
and misspelt names in it. *Text* is a BM25F index made ready to add up: for each stem, the documents
that hold it and how much it counts there, weighed by where it stands.

A document is a term or another page; its number is its place in the list of names.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from .model import Glossary, Term
from .stemming import Stemmer, counted

# How much one word counts, by where it stands. Tuned on half of benchmarks/search.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"headword": 4.0, "alias": 1.5, "asked": 3.0, "reason": 2.0, "definition": 3.0, "prose": 0.7}
)
FADING = 5.0  # k1: how soon more of the same word stops to count
LENGTH = 0.4  # b: how much a long page is held against its words
LEVELS = 26  # an impact is kept as one letter, A to Z
SMALL = 1000  # up to here the text layer is one piece
PIECES = 64  # beyond, by hash of the stem
GROUP = 100  # and so many definitions to a piece

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page that is no term: a comparison, a reading path, a topic."""

    url: str
    title: str
    summary: str
    words: str
    about: tuple[str, ...] = ()  # slugs of the terms that a comparison is between


@dataclass(frozen=True, slots=True)
class Source:
    """All that is searched: the glossary, the stems of each term's prose by slug, and other pages."""

    glossary: Glossary
    prose: Mapping[str, str]
    pages: Sequence[OtherPage] = ()


def names(source: Source) -> dict[str, object]:
    """The layer of names: for each term slug, headword, aliases and variants; for each page, its title."""
    place = {term.slug: number for number, term in enumerate(source.glossary.terms)}
    return {
        "terms": [
            [term.slug, term.headword, list(term.aliases), list(term.variants)]
            for term in source.glossary.terms
        ],
        "pages": [
            [page.url, page.title, [place[slug] for slug in page.about if slug in place]]
            for page in source.pages
        ],
    }


def summaries(source: Source) -> list[str]:
    """What a result says, by document number."""
    return [*(t.summary for t in source.glossary.terms), *(p.summary for p in source.pages)]


def impacts(source: Source, stemmer: Stemmer) -> dict[str, str]:
    """The layer of text: postings by stem."""
    documents = [_weighed(fields, stemmer) for fields in _fields(source, stemmer)]
    spread = Counter(chain.from_iterable(documents))
    rarity = {stem: math.log(1 + (len(documents) - n + 0.5) / (n + 0.5)) for stem, n in spread.items()}
    lengths = [sum(document.values()) for document in documents]
    middle = sum(lengths) / max(1, len(lengths)) or 1.0
    found: dict[str, list[tuple[int, float]]] = {}
    for number, document in enumerate(documents):
        slack = FADING * (1 - LENGTH + LENGTH * lengths[number] / middle)
        for stem, weight in document.items():
            found.setdefault(stem, []).append((number, rarity[stem] * weight / (weight + slack)))
    top = max((value for postings in found.values() for _, value in postings), default=1.0)
    encoded = {stem: _encode(postings, top) for stem, postings in sorted(found.items())}
    return {stem: postings for stem, postings in encoded.items() if postings}


Fields = Mapping[str, "Counter[str]"]


def _fields(source: Source, stemmer: Stemmer) -> Iterator[Fields]:
    reasons = _reasons(source.glossary)
    for term in source.glossary.terms:
        yield {
            **{name: Counter(stemmer.stems(text)) for name, text in _texts(term).items()},
            "reason": Counter(stemmer.stems(" . ".join(reasons.get(term.slug, ())))),
            "prose": counted(source.prose.get(term.slug, "")),
        }
    for page in source.pages:
        yield {
            "headword": Counter(stemmer.stems(page.title)),
            "definition": Counter(stemmer.stems(page.summary)),
            "prose": counted(page.words),
        }


def _texts(term: Term) -> dict[str, str]:
    return {
        "headword": term.headword,
        "alias": " . ".join((*term.aliases, *term.variants)),
        "asked": " . ".join(term.asked),
        "definition": term.summary,
    }


def _reasons(glossary: Glossary) -> dict[str, list[str]]:
    """What other pages say of each term where they name it as related."""
    found: dict[str, list[str]] = {}
    for term in glossary.terms:
        for related in term.related:
            found.setdefault(related.slug, []).append(related.reason)
    return found


def _weighed(fields: Fields, stemmer: Stemmer) -> dict[str, float]:
    weights: dict[str, float] = {}
    for name, counts in fields.items():
        for stem, count in counts.items():
            weights[stem] = weights.get(stem, 0.0) + WEIGHTS[name] * count
    return weights


def _encode(postings: Sequence[tuple[int, float]], top: float) -> str:
    """Steps between document numbers in base 36 (a step of one is left out), each with its level."""
    text, last, scale = [], -1, LEVELS / top
    for number, value in postings:
        level = round(value * scale)
        if level:
            step = number - last
            text.append(f"{_STEPS[step] if step < len(_STEPS) else _base36(step)}{chr(64 + level)}")
            last = number
    return "".join(text)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


_STEPS = ("", "", *map(_base36, range(2, 36 * 36)))  # the usual ones, made once


def piece_of(stem: str) -> int:
    """The piece of a large text layer that holds a stem."""
    return zlib.crc32(stem.encode()) % PIECES


def split(source: Source, stemmer: Stemmer) -> dict[str, object]:
    """The pieces of the index by name, in the form in which ``static/search.js`` takes them."""
    text, lines = impacts(source, stemmer), summaries(source)
    small = len(lines) <= SMALL
    pieces: dict[str, object] = {"names": {**names(source), **({"summaries": lines} if small else {})}}
    if small:
        return {**pieces, "text": text}
    for start in range(0, len(lines), GROUP):
        pieces[f"summaries-{start // GROUP}"] = lines[start : start + GROUP]
    hashed: dict[int, dict[str, str]] = {number: {} for number in range(PIECES)}
    for stem, postings in text.items():
        hashed[piece_of(stem)][stem] = postings
    return {**pieces, **{f"text-{number}": part for number, part in hashed.items()}}
