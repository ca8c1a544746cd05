"""Text that reads to a machine like prose: made-up words, as long and as rare as real ones.

Real function words come first and made-up content words after them; how often each comes follows Zipf's
law (frequency is one over rank), so a larger glossary meets rarer words, as a real one does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, islice

from plain_terms.wording import BANNED

_FUNCTION = """
    the of and to a in is that it for on with as you at this but from they or by one have an be we can all
    their which will would there if more when what so up out about who them some into then do only its could
    over than other how our two these may any after first like no my has her me most each between must
    because those before too much where through still under never while without again every same another
    both few such since until against once people day week work part time way
"""
FUNCTION_WORDS = tuple(_FUNCTION.split())
SIZE = 40_000
_ONSETS = re.findall("[a-z]+", "b bl br c cl d dr f fl g gr h j k l m n p pl pr r s sh sl st t th tr v w")
_VOWELS = re.findall("[a-z]+", "a e i o u ai ea oa")
_CODAS = re.findall("[a-z]+", "b d ft g ld lt m mp n nd nt p r rd rk rm rn s sk st t")
_ENDINGS = ("", "", "", "", "s", "ed", "ing", "er")
_BAD = re.compile("|".join(BANNED), re.I)
_CONSONANTS, _SINGLE = "bdfgklmnprtv", "aeiou"


@cache
def vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """All words by rank, and the sums of their weights up to each."""
    words = tuple(islice(dict.fromkeys((*FUNCTION_WORDS, *_made_up())), SIZE))
    return words, tuple(accumulate(1 / (rank + 2.7) for rank in range(len(words))))


def _made_up() -> Iterator[str]:
    """Content words, the common ones short."""
    chance = random.Random("vocabulary")
    for rank in range(3 * SIZE):
        syllables = 1 + (rank > 900) + (rank > 12_000 and chance.random() < 0.4)
        parts = (chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables))
        word = "".join(parts) + chance.choice(_CODAS) + chance.choice(_ENDINGS)
        if not _BAD.fullmatch(word) and len(word) > 2:
            yield word


def coined(number: int) -> str:
    """A word that nothing else is called: three open syllables and a closing ``x``."""
    letters = []
    number = number * 7919 + 101
    for _ in range(3):
        number, consonant = divmod(number, len(_CONSONANTS))
        number, vowel = divmod(number, len(_SINGLE))
        letters.append(_CONSONANTS[consonant] + _SINGLE[vowel])
    return "".join(letters) + _base(number) + "x"


def _base(number: int) -> str:
    """What is left of a number, as more syllables."""
    letters = ""
    while number:
        number, digit = divmod(number, len(_CONSONANTS) * len(_SINGLE))
        letters += _CONSONANTS[digit // len(_SINGLE)] + _SINGLE[digit % len(_SINGLE)]
    return letters


def some(chance: random.Random, count: int) -> list[str]:
    """So many words of running text."""
    words, weights = vocabulary()
    return chance.choices(words, cum_weights=weights, k=count)


def sentence(chance: random.Random, shortest: int = 8, longest: int = 16, end: str = ".") -> str:
    """A sentence, with a comma where it is long."""
    words = some(chance, chance.randint(shortest, longest))
    if len(words) > 12:
        words[len(words) // 2] += ","
    return f"{words[0].capitalize()} {' '.join(words[1:])}{end}"
