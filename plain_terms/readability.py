"""How hard a text is to read, from one pinned scorer.

Scores differ between tools because syllable counts do, so they are only comparable when the tool
is fixed: textstat 0.7.4, which counts syllables with pyphen 0.18.1. It is imported when the first
text is scored, so a project that never scores needs neither.

The formulas (W = words, S = sentences, Y = syllables):

* reading ease = 206.835 - 1.015 W/S - 84.6 Y/W (Flesch, "A new readability yardstick",
  Journal of Applied Psychology 32, 1948, 221-233)
* grade = 0.39 W/S + 11.8 Y/W - 15.59 (Kincaid, Fishburne, Rogers and Chissom, "Derivation of new
  readability formulas for Navy enlisted personnel", Research Branch Report 8-75, 1975)
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Scores:
    """Flesch-Kincaid ``grade`` (lower is easier) and Flesch reading ``ease`` (higher is easier)."""

    grade: float
    ease: float


class ScorerMissingError(Exception):
    """The scorer is not installed."""


@cache
def _scorer() -> Any:  # noqa: ANN401 - textstat has no types
    """Our own instance: its settings must not leak into other users of textstat.

    Rounding is off because textstat rounds syllables per word to one decimal before it uses them,
    which moves a grade by up to 0.6 and would let one word tip a page over the limit.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # textstat imports pkg_resources, which warns
        try:
            from textstat.textstat import textstatistics
        except ImportError as error:
            message = "scores need textstat: install this package with its `lint` extra"
            raise ScorerMissingError(message) from error
    scorer = textstatistics()
    scorer.set_lang("en_US")
    scorer.set_rounding(False)
    return scorer


_INNER_STOPS = re.compile(r"[.!?…]+")


def _as_one(sentence: str) -> str:
    """A sentence with no stop inside, so the scorer's own splitter finds exactly one.

    Dots are taken out rather than replaced: "Node.js" stays a word, as it is in textstat's count.
    """
    return _INNER_STOPS.sub("", sentence).strip()


def score(sentences: Sequence[str]) -> Scores:
    """Grade and ease of a text that is already cut into sentences.

    Raises:
        ScorerMissingError: textstat is not installed.
    """
    scorer = _scorer()
    text = ". ".join(filter(None, map(_as_one, sentences))) + "."
    if not scorer.lexicon_count(text):
        return Scores(0.0, 100.0)
    return Scores(round(scorer.flesch_kincaid_grade(text), 2), round(scorer.flesch_reading_ease(text), 2))
