"""A glossary as the index that search reads in the browser.

Two layers. *Names* are a list as it is: ``static/search.js`` finds exact, folded, joined, shortened
and misspelt names in it. *Text* is a BM25F index made ready to add up: for each stem, the documents
that hold it and how much it counts there, weighed by where it stands.

A document is a term or another page; its number is its place in the list of names.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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

    Words are what :func:`words_of` makes of them, ``reasons`` what :func:`reasons_of` does, also by slug of
    the page they stand on; a term without is searched by what the glossary says.
    """

    glossary: Glossary
    words: Mapping[str, str]
    pages: Sequence[OtherPage] = ()
    reasons: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Index:
    """The layer of text: postings by stem, and what it takes to bring them up to date.

    ``holding`` is how many documents hold each stem, ``total`` what all their words count together.
    """

    postings: Mapping[str, str]
    holding: Mapping[str, int]
    total: int


Document = tuple[str, tuple[str, ...]]
"""What is searched of a term or page: its words, and what other pages say of it, as they are kept."""


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


def reasons_of(term: Term, stemmer: Stemmer) -> tuple[str, ...]:
    """The stems of what a term's page says of each related term; kept when the page is read."""
    return tuple(keep(stemmer.count([related.reason])) for related in term.related)


def documents(source: Source, stemmer: Stemmer) -> list[Document]:
    """All terms and pages, each in its place."""
    said = _reasons(source, stemmer)
    terms = source.glossary.terms
    words = (source.words.get(term.slug) or words_of(term, (), stemmer) for term in terms)
    found = [(own, tuple(said.get(term.slug, ()))) for term, own in zip(terms, words, strict=True)]
    return [*found, *((_words_of_page(page, stemmer), ()) for page in source.pages)]


def _words_of_page(page: OtherPage, stemmer: Stemmer) -> str:
    said = {"headword": (page.title,), "definition": (page.summary,)}
    counts = {name: stemmer.count(texts) for name, texts in said.items()}
    return keep(_weighed({**counts, "prose": kept(page.words)}))


def weights(document: Document) -> dict[str, int]:
    """What each of its stems counts."""
    words, reasons = document
    found = kept(words)
    for reason in reasons:
        for stem, count in kept(reason).items():
            found[stem] = found.get(stem, 0) + WEIGHTS["reason"] * count
    return found


def index(documents: Sequence[Document]) -> Index:
    """The layer of text of documents, made anew."""
    weighed = [weights(document) for document in documents]
    total = sum(sum(document.values()) for document in weighed)
    places: dict[str, list[int]] = defaultdict(list)  # by stem, and beside it how much it counts there
    worth: dict[str, list[float]] = defaultdict(list)
    for number, document in enumerate(weighed):
        for stem, value in values(document, total, len(weighed)).items():
            places[stem].append(number)
            worth[stem].append(value)
    holding = {stem: len(places[stem]) for stem in sorted(places)}
    postings = {
        stem: encode(zip(places[stem], worth[stem], strict=True), gain(count, len(weighed)))
        for stem, count in holding.items()
    }
    return Index({stem: text for stem, text in postings.items() if text}, holding, total)


def middle(total: int, documents: int) -> float:
    """How long a page usually is, in two digits: an edit of one page hardly ever moves it."""
    return float(f"{total / max(1, documents):.1e}") or 1.0


def values(document: Mapping[str, int], total: int, documents: int) -> dict[str, float]:
    """How much each stem counts in a document, from 0 to 1 (excluded)."""
    held = _slack(document, total, documents)
    return {stem: weight / (weight + held) for stem, weight in document.items()}


def _slack(document: Mapping[str, int], total: int, documents: int) -> float:
    """What holds a word's weight down: more in a long page, as more of its words come by chance."""
    return FADING * (1 - LENGTH + LENGTH * sum(document.values()) / middle(total, documents))


def gain(holding: int, documents: int) -> float:
    """How many levels a word is worth at most, by how many documents hold it."""
    return LEVELS * _rarity(holding, documents) / _rarity(1, documents)


def _rarity(holding: int, documents: int) -> float:
    """How much it says that a page holds a word (BM25's inverse document frequency)."""
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))


def _reasons(source: Source, stemmer: Stemmer) -> dict[str, list[str]]:
    """What other pages say of each term where they name it as related."""
    found: dict[str, list[str]] = {}
    for term in source.glossary.terms:
        said = source.reasons.get(term.slug) or reasons_of(term, stemmer)
        for related, reason in zip(term.related, said, strict=True):
            found.setdefault(related.slug, []).append(reason)
    return found


def letter(value: float, gain: float) -> str:
    """The level at which a word counts somewhere; none where that rounds to nothing."""
    return LETTERS[int(value * gain + 0.5)]


def encode(values: Iterable[tuple[int, float]], gain: float) -> str:
    """A stem's postings: by document number, how much it counts there, from 0 to 1 (excluded)."""
    letters = ((number, letter(value, gain)) for number, value in values)
    return spell((number, level) for number, level in letters if level)


def spell(entries: Iterable[tuple[int, str]]) -> str:
    """Steps between document numbers in base 36 (a step of one is left out), each with its letter."""
    text, last = [], -1
    for number, letter in entries:
        step = number - last
        text.append(_STEPS[step] if step < len(_STEPS) else _base36(step))
        text.append(letter)
        last = number
    return "".join(text)


def entries(postings: str) -> dict[int, str]:
    """What :func:`spell` spelt: letters by document number."""
    found, last = {}, -1
    for step, letter in _ENTRY.findall(postings):
        last += int(step, 36) if step else 1
        found[last] = letter
    return found


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


LETTERS: tuple[str, ...] = ("", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ENTRY = re.compile("([0-9a-z]*)([A-Z])")
_STEPS = ("", "", *map(_base36, range(2, 36 * 36)))  # the usual ones, made once


def piece_of(stem: str) -> int:
    """The piece of a large text layer that holds a stem."""
    return zlib.crc32(stem.encode()) % PIECES


def is_small(documents: Sequence[object]) -> bool:
    """Whether the text layer is one piece."""
    return len(documents) <= SMALL


def split(source: Source, text: Mapping[str, str]) -> dict[str, object]:
    """The pieces of the search by name, in the form in which ``static/search.js`` takes them.

    ``text`` are postings by stem.
    """
    lines = summaries(source)
    small = is_small(lines)
    pieces: dict[str, object] = {"names": {**names(source), **({"summaries": lines} if small else {})}}
    if small:
        return {**pieces, "text": text}
    for start in range(0, len(lines), GROUP):
        pieces[f"summaries-{start // GROUP}"] = lines[start : start + GROUP]
    hashed: dict[int, dict[str, str]] = {number: {} for number in range(PIECES)}
    for stem, postings in text.items():
        hashed[piece_of(stem)][stem] = postings
    return {**pieces, **{f"text-{number}": part for number, part in hashed.items()}}
