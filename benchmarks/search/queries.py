"""The queries: six classes, made in the same way every time, half to tune on and half to report on.

Names, typing errors, beginnings and questions are made from the pages; which edit is made where
follows from a hash of the name, so nothing is random and a new page moves no other page's queries.
Descriptions are in ``descriptions.tsv``, written from the headwords alone, without sight of a page.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plain_terms.model import Glossary, Term, fold

HERE = Path(__file__).parent
CLASSES = ("exact", "alias", "typo", "prefix", "question", "description")
QUESTIONS = (
    "what is {}",
    "what is a {}?",
    "what does {} mean",
    "{} meaning",
    "do I need {} for my shop",
    "explain {} in simple words",
    "why would a small business pay for {}",
    "how does {} work",
    "difference between {} and {}",
    "{} vs {}",
    "is {} the same as {}?",
    "what's {} good for",
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the pages (slugs) of which one answers it."""

    kind: str
    text: str
    answers: tuple[str, ...]
    half: str


def pick(text: str, size: int, salt: str) -> int:
    """A number below ``size`` that follows from a text."""
    return int.from_bytes(hashlib.sha256(f"{salt}:{text}".encode()).digest()[:6], "big") % size


def half(slug: str, kind: str) -> str:
    """The half a term's queries of one class belong to."""
    return ("tune", "report")[pick(slug, 2, kind)]


def queries(glossary: Glossary) -> list[Query]:
    """All queries about the terms of a glossary."""
    made = [query for term in glossary.terms for query in _of(term, glossary)]
    with (HERE / "descriptions.tsv").open(encoding="utf-8") as file:
        for slug, text in csv.reader(file, delimiter="\t"):
            if slug in glossary.by_slug:
                made.append(Query("description", text, (slug,), half(slug, "description")))
    return made


def _of(term: Term, glossary: Glossary) -> Iterator[Query]:
    def query(kind: str, text: str, *also: str) -> Query:
        return Query(kind, text, (term.slug, *also), half(term.slug, kind))

    yield query("exact", _changed_case(term.headword))
    for alias in term.aliases:
        yield query("alias", alias)
    name = term.shown_names[pick(term.slug, len(term.shown_names), "typo")]
    wrong = misspelt(name)
    if wrong and not glossary.find(wrong):
        yield query("typo", wrong)
    if len(term.headword) > 5:
        yield query("prefix", term.headword[: max(4, len(term.headword) * 2 // 3)].lower())
    pattern = QUESTIONS[pick(term.slug, len(QUESTIONS), "question")]
    name = term.shown_names[pick(term.slug, len(term.shown_names), "question")]
    if pattern.count("{}") == 2:
        other = glossary.terms[pick(term.slug, len(glossary.terms), "other")]
        yield query("question", pattern.format(name, other.headword), other.slug)
    else:
        yield query("question", pattern.format(name))


def _changed_case(name: str) -> str:
    return (name, name.lower(), name.upper(), name.replace("-", " "))[pick(name, 4, "case")]


def misspelt(name: str) -> str:
    """A name with one or two typing errors (one below six letters), the first letter kept."""
    text = fold(name)
    if len(text) < 4:
        return ""
    for number in range(1 + (len(text) >= 8 and pick(name, 3, "twice") == 0)):
        text = _one_error(text, f"{name}{number}")
    return text if text != fold(name) else ""


def _one_error(text: str, salt: str) -> str:
    place = 1 + pick(salt, len(text) - 2, "place")
    near = "abcdefghijklmnopqrstuvwxyz"[pick(salt, 26, "letter")]
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return (
        text[:place] + text[place + 1 :],
        text[:place] + near + text[place:],
        text[:place] + near + text[place + 1 :],
        swapped,
    )[pick(salt, 4, "edit")]
