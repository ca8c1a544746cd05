"""The parts a term page is made of: how each is recognised, and which kinds of term need it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a page: its id, a heading to show authors, and the headings that count as it."""

    id: str
    example: str
    pattern: re.Pattern[str]


def _part(id: str, example: str, *patterns: str) -> Part:
    return Part(id, example, re.compile("|".join(patterns), re.I))


_NO = r"(?:not|doesn['\u2019]t|don['\u2019]t|isn['\u2019]t|aren['\u2019]t)"

EVERYDAY = _part("everyday", "In everyday terms", r"^in everyday terms$")
COMPARISON = _part("comparison", "X vs Y", r"\bvs\b")
MAKES_SENSE = _part("makes-sense", "When X makes sense", rf"^when\b(?!.*\b{_NO}\b).*\bmakes? sense$")
STICK_WITH = _part("stick-with", "When to stick with Y", r"^when to stick with\b", r"^when to\b.*\binstead$")
MATTERS = _part(
    "matters",
    "When X matters",
    rf"^when\b(?!.*\b{_NO}\b).*\bmatters?$",
    r"^when you need\b",
    rf"^when\b(?!.*\b{_NO}\b).*\bworth it$",
)
NOT_MATTERS = _part(
    "does-not-matter",
    "When X does not matter",
    rf"^when\b.*\b{_NO} matter$",
    rf"^when you (?:do )?{_NO} need\b",
    rf"^when\b.*\b{_NO} worth it$",
)
GOOD = _part("good", "What good looks like", r"^what (?:an? )?good\b.*\blooks? like$")
WORRY = _part("worry", "When to worry", r"^when to worry\b")
NOT_WORRY = _part("not-worry", "When not to worry", r"^when not to worry\b")
QUESTIONS = _part("questions", "Questions to ask", r"^questions to ask\b")
LESSON = _part("lesson", "The key lesson", r"^the key lesson$")

ORDER = (
    EVERYDAY,
    COMPARISON,
    GOOD,
    MAKES_SENSE,
    MATTERS,
    WORRY,
    STICK_WITH,
    NOT_MATTERS,
    NOT_WORRY,
    QUESTIONS,
    LESSON,
)
"""Every part, in the order of a page."""

POSITIVE = frozenset({"makes-sense", "matters", "worry"})
NEGATIVE = frozenset({"stick-with", "does-not-matter", "not-worry"})

_CHOICE = (EVERYDAY, COMPARISON, MAKES_SENSE, STICK_WITH, LESSON)
_FACT = (EVERYDAY, MATTERS, NOT_MATTERS, LESSON)
_QUALITY = (EVERYDAY, GOOD, WORRY, NOT_WORRY, LESSON)

NEEDED: Mapping[str, tuple[Part, ...]] = MappingProxyType(
    {
        "approach": _CHOICE,
        "product": _CHOICE,
        "building-block": _FACT,
        "practice": _FACT,
        "document": _FACT,
        "role": _FACT,
        "law": _FACT,
        "property": _QUALITY,
        "measure": _QUALITY,
    }
)
"""The parts each kind of term must have."""


def part_of(heading: str) -> str:
    """The id of the part a heading opens, or an empty string for a section of the author's own."""
    for part in ORDER:
        if part.pattern.search(heading.strip()):
            return part.id
    return ""
