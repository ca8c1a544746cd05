"""Cutting up a list by letter: nothing is lost, nothing is too long, and addresses do not change."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plain_terms.letters import Part, by_letter, divided, leaves
from plain_terms.model import Glossary, Term

SPECIAL = (
    "A",
    "a b",
    "A/B",
    "A2",
    "Ab",
    "É",
    "Éa",
    "ß",
    "Łódź",
    "Львів",
    "ა",
    "漢字",
    "4G",
    "10",
    "+1",
    "C++",
    "…",
)


def terms(*headwords: str) -> tuple[Term, ...]:
    """Terms of these names, in alphabetical order."""
    made = (Term(f"t{n}", f"glossary/t{n}", "", name, "It is.") for n, name in enumerate(headwords))
    return Glossary(tuple(made)).alphabetical


def found(parts: tuple[Part, ...]) -> dict[str, list[str]]:
    """The headwords of each part by its name."""
    return {part.name: [term.headword for term in part.terms] for part in parts}


def test_a_letter_is_told_by_itself_and_any_other_by_its_number() -> None:
    """Accents do not count; digits and signs have one part; scripts without ASCII letters have their own."""
    parts = by_letter(
        terms("Éclair", "edge", "Zoo", "4G", "10 Base", "…", "Łódź", "Ländler", "Львів", "漢字")
    )
    assert {part.heading: part.name for part in parts} == {
        "0-9": "0-9",
        "E": "e",
        "L": "l",
        "Z": "z",
        "Ł": "141",
        "Л": "41b",
        "漢": "6f22",
    }
    assert found(parts)["0-9"] == ["4G", "10 Base", "…"]


def test_a_list_that_is_just_short_enough_stays_whole() -> None:
    """The setting says how many terms a list may have."""
    assert divided(terms("a", "b", "c"), 3) == ()
    assert list(found(divided(terms("a", "b", "c", "d"), 3))) == ["a", "b", "c", "d"]


def test_a_letter_that_is_too_long_is_split_by_the_second_one() -> None:
    """A word of one letter, a digit and an accent have their places."""
    (part,) = divided(terms("Sail", "sáfe", "S", "S corp", "S3", "Sea", "Šed", "S-curve"), 3)
    assert part.name == "s"
    assert found(part.parts) == {
        "s-alone": ["S", "S corp", "S-curve"],
        "s-0-9": ["S3"],
        "s-a": ["sáfe", "Sail"],
        "s-e": ["Sea", "Šed"],
    }
    assert [one.heading for one in part.parts] == ["S", "S 0-9", "Sa", "Se"]
    assert leaves((part,)) == part.parts


def test_what_cannot_be_told_apart_stays_together() -> None:
    """Digits, and names that all begin with the same two letters."""
    parts = divided(terms("Cloud", "Clone", "1", "2", "3"), 1)
    assert [part.parts for part in parts] == [(), ()]


@given(st.lists(st.one_of(st.sampled_from(SPECIAL), st.text(max_size=5)), max_size=30), st.integers(1, 6))
def test_every_term_is_in_one_part(names: list[str], most: int) -> None:
    """Whatever the names: none is lost or doubled, addresses are safe and differ."""
    listed = terms(*(name or "x" for name in names))
    parts = divided(listed, most)
    if len(listed) <= most:
        assert parts == ()
        return
    ends = leaves(parts)
    assert sorted(term.slug for part in ends for term in part.terms) == sorted(t.slug for t in listed)
    addresses = [part.name for part in {*parts, *ends}]
    assert len(set(addresses)) == len(addresses)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", address) for address in addresses)
    places = [[listed.index(term) for term in part.terms] for part in ends]
    assert places == [sorted(row) for row in places]


@pytest.mark.parametrize("name", SPECIAL)
def test_a_part_of_its_own_has_a_heading(name: str) -> None:
    """There is always something to read and to click."""
    (part,) = by_letter(terms(name))
    assert part.heading.strip()
