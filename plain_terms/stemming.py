"""Text to the words that search compares: folded, split, without stop words, cut to their stems.

``static/search.js`` does the same to what a reader types; tests hold the two together. The stemmer
itself is Snowball's, in Python here and in JavaScript there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .model import fold

Stem = Callable[[str], str]

_APOSTROPHE = re.compile("['\u2018\u2019\u02bc`]")
_ABBREVIATION = re.compile(r"(?<![a-z0-9])([a-z0-9])\.(?=[a-z0-9](?![a-z0-9]))")
_WORD = re.compile(r"[^\W_]+[+#]*")
_SHAKY = "inter"  # Snowball changed its mind about these words between 3.0 and 3.1


def words(text: str) -> list[str]:
    """Words as compared: no case, accents or apostrophes; ``A.P.I.`` is one word, ``C++`` keeps its signs."""
    bare = _APOSTROPHE.sub("", fold(text))
    return _WORD.findall(_ABBREVIATION.sub(r"\1", bare))


@dataclass(frozen=True)
class Stemmer:
    """Cuts words to stems in one language, and remembers them."""

    cut: Stem
    stop_words: frozenset[str] = frozenset()
    _known: dict[str, str] = field(default_factory=dict, compare=False)

    def stem(self, word: str) -> str:
        """The stem of one word from :func:`words`."""
        known = self._known.get(word)
        if known is None:
            shaky = word.startswith(_SHAKY) and len(word) > len(_SHAKY)
            known = _SHAKY + self.cut(word[len(_SHAKY) :]) if shaky else self.cut(word)
            self._known[word] = known
        return known

    def count(self, texts: Iterable[str]) -> dict[str, int]:
        """How often each stem comes in some texts."""
        found: Counter[str] = Counter()
        for text in texts:
            found.update(words(text))
        counts: dict[str, int] = {}
        for word in found.keys() - self.stop_words:  # most words come again, and are cut once a page
            stem = self.stem(word)
            counts[stem] = counts.get(stem, 0) + found[word]
        return counts


def keep(counts: Mapping[str, int]) -> str:
    """Stems and their numbers, in a form that is quick to store and to read: ``app many``, below ``1 3``."""
    stems = sorted(counts)
    return f"{' '.join(stems)}\n{' '.join(str(counts[stem]) for stem in stems)}"


def kept(text: str) -> dict[str, int]:
    """What :func:`keep` made a text of."""
    stems, _, numbers = text.partition("\n")
    return dict(zip(stems.split(), map(int, numbers.split()), strict=True))
