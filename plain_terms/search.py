"""A glossary as the index that search reads in the browser.

Two layers. *Names* are a list as it is: ``static/search.js`` finds exact, folded, joined, shortened
and misspelt names in it. *Text* is a BM25F index made ready to add up: for each stem, the documents
that hold it and how much it counts there, weighed by where it stands.

A document is a term or another page; its number is its place in the list of names.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from .model import Glossary, Term
from .stemming import Stemmer, keep, kept

# How much one word counts, by where it stands, in tenths. Tuned on half of benchmarks/search.
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {"headword": 40, "alias": 15, "asked": 30, "reason": 20, "definition": 30, "prose": 7}
)
FADING = 50  # k1, in tenths: how soon more of the same word stops to count
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
    """All that is searched: the glossary, the words of each term's page by slug, and other pages.

    Words are what :func:`words_of` makes of them; a term without is searched by what the glossary says.
    """

    glossary: Glossary
    words: Mapping[str, str]
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


def words_of(term: Term, prose: Iterable[str], stemmer: Stemmer) -> str:
    """The stems of a term's page, each with how much it counts there; kept when the page is read."""
    texts = {
        "headword": (term.headword,),
        "alias": (*term.aliases, *term.variants),
        "asked": term.asked,
        "definition": (term.summary,),
        "prose": prose,
    }
    return keep(_weighed({name: stemmer.count(said) for name, said in texts.items()}))


def _weighed(fields: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for name, counts in fields.items():
        for stem, count in counts.items():
            weights[stem] = weights.get(stem, 0) + WEIGHTS[name] * count
    return weights


def impacts(source: Source, stemmer: Stemmer) -> dict[str, str]:
    """The layer of text: postings by stem."""
    documents = list(_documents(source, stemmer))
    lengths = [sum(document.values()) for document in documents]
    middle = sum(lengths) / max(1, len(lengths)) or 1.0
    places: dict[str, list[int]] = defaultdict(list)  # by stem, and beside it how much it counts there
    values: dict[str, list[float]] = defaultdict(list)
    for number, document in enumerate(documents):
        slack = FADING * (1 - LENGTH + LENGTH * lengths[number] / middle)
        for stem, weight in document.items():
            places[stem].append(number)
            values[stem].append(weight / (weight + slack))
    rarity = {stem: _rarity(len(numbers), len(documents)) for stem, numbers in places.items()}
    scale = LEVELS / max((rarity[stem] * max(most) for stem, most in values.items()), default=1.0)
    stems = sorted(places)
    encoded = ((stem, _encode(places[stem], values[stem], rarity[stem] * scale)) for stem in stems)
    return {stem: postings for stem, postings in encoded if postings}


def _rarity(holding: int, documents: int) -> float:
    """How much it says that a page holds a word (BM25's inverse document frequency)."""
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))


def _documents(source: Source, stemmer: Stemmer) -> Iterator[dict[str, int]]:
    """For each document, what each of its stems counts."""
    reasons = _reasons(source.glossary)
    for term in source.glossary.terms:
        document = kept(source.words.get(term.slug) or words_of(term, (), stemmer))
        for stem, count in stemmer.count(reasons.get(term.slug, ())).items():
            document[stem] = document.get(stem, 0) + WEIGHTS["reason"] * count
        yield document
    for page in source.pages:
        said = {"headword": (page.title,), "definition": (page.summary,)}
        counts = {name: stemmer.count(texts) for name, texts in said.items()}
        yield _weighed({**counts, "prose": kept(page.words)})


def _reasons(glossary: Glossary) -> dict[str, list[str]]:
    """What other pages say of each term where they name it as related."""
    found: dict[str, list[str]] = {}
    for term in glossary.terms:
        for related in term.related:
            found.setdefault(related.slug, []).append(related.reason)
    return found


def _encode(numbers: Iterable[int], values: Iterable[float], scale: float) -> str:
    """Steps between document numbers in base 36 (a step of one is left out), each with its level."""
    text, last = [], -1
    for number, value in zip(numbers, values, strict=True):
        level = int(value * scale + 0.5)
        if level:
            step = number - last
            text.append(_STEPS[step] if step < len(_STEPS) else _base36(step))
            text.append(_LEVELS[level])
            last = number
    return "".join(text)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


_LEVELS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ"
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
