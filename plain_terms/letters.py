"""A long list of terms cut up by letter, and a letter that is still too long by its second one.

Pure. Headings are what a reader sees; a name is what stands in addresses and anchors, which must not
change: a letter of ours as it is, any other as its number in Unicode, digits and signs as ``0-9``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from .model import Term, sorted_on

DIGITS = "0-9"
ALONE = "alone"
"""Names that are one letter, or begin with one as a word of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """The terms whose names begin alike, in order; ``parts`` are theirs, where they are too many."""

    heading: str
    name: str
    terms: tuple[Term, ...]
    parts: tuple[Part, ...] = ()


def by_letter(terms: Iterable[Term]) -> tuple[Part, ...]:
    """Terms in alphabetical order as a part for each letter."""
    return _grouped(terms, letter_of)


def divided(terms: Sequence[Term], most: int) -> tuple[Part, ...]:
    """The same where there are more than ``most`` terms, and no parts otherwise."""
    if len(terms) <= most:
        return ()
    return tuple(_divided_again(part, most) for part in by_letter(terms))


def _divided_again(part: Part, most: int) -> Part:
    if len(part.terms) <= most or part.name == DIGITS:
        return part
    parts = _grouped(part.terms, _two_letters)
    return replace(part, parts=parts if len(parts) > 1 else ())


def leaves(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts that hold lists, in order."""
    return tuple(leaf for part in parts for leaf in (part.parts or (part,)))


def _grouped(terms: Iterable[Term], place: Callable[[str], tuple[str, str]]) -> tuple[Part, ...]:
    groups: dict[tuple[str, str], list[Term]] = {}
    for term in terms:
        groups.setdefault(place(term.headword), []).append(term)
    return tuple(Part(heading, name, tuple(found)) for (heading, name), found in groups.items())


def letter_of(headword: str) -> tuple[str, str]:
    """Heading and name of the letter; signs stand with the digits."""
    first, _ = _beginning(headword)
    return (first.title(), _named(first)) if first.isalpha() else (DIGITS, DIGITS)


def _two_letters(headword: str) -> tuple[str, str]:
    """The same for the first two letters."""
    first, second = _beginning(headword)
    heading, name = first.title(), _named(first)
    if second.isalpha():
        return heading + second, f"{name}-{_named(second)}"
    return (f"{heading} {DIGITS}", f"{name}-{DIGITS}") if second.isdecimal() else (heading, f"{name}-{ALONE}")


def _beginning(headword: str) -> tuple[str, str]:
    """The first letter or digit of a name and what follows it, as they are sorted on; empty for none."""
    text = sorted_on(headword)
    at = next((place for place, char in enumerate(text) if char.isalpha() or char.isdecimal()), len(text))
    return text[at : at + 1], text[at + 1 : at + 2]


def _named(letter: str) -> str:
    return letter if letter.isascii() else format(ord(letter.title()[0]), "x")
