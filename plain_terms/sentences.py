"""English text cut into sentences and words; nothing here knows about pages.

A full stop ends a sentence only where a reader would take it for an end: not inside a number or a
name such as Node.js, and not after a shortened word such as "Mr.".
"""

from __future__ import annotations

import re
from functools import lru_cache


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_GO_ON = _set("mr mrs ms dr prof vs e.g i.e eg ie cf")
_GO_ON_TO_NUMBERS = _set(
    "no nos fig figs eq approx p pp vol ch art sec ca c jan feb apr jun jul aug sept oct nov dec"
)
_OFTEN_GO_ON = _set("st jr sr inc ltd plc co corp dept est etc a.m p.m")
_STARTERS = _set(
    "a an the this that these those it its he she they we you your our their i in on at if when while but"
    " and so as for to there here no not some most many each every ask one what who why how then with"
    " without both all"
)
_CLOSERS = "\"')]\u2019\u201d"
_OPENERS = "\"'([\u2018\u201c"
_END = re.compile(rf"[.!?\u2026]+[{re.escape(_CLOSERS)}]*(?=\s|$)")
_LAST_WORD = re.compile(rf"[^\s{re.escape(_OPENERS)}]+$")
_LONGEST_WORD = 80
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]")
_WORD = re.compile(r"[^\W_]+(?:[.,'\u2019:/&+@_-]+[^\W_]+)*%?")


def words(text: str) -> list[str]:
    """Words as a reader counts them: "99.9%", "front-end" and "don't" are one each."""
    return _WORD.findall(text)


def quoted(text: str, limit: int = 60) -> str:
    """A text in quotation marks, cut so that it fits into a message."""
    return repr(text if len(text) <= limit else text[: limit - 1].rstrip() + "\u2026")


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; joined with single spaces they give the text back.

    Args:
        text: Running text; any white space counts as one space.
    """
    return _split(" ".join(text.split()))


@lru_cache(maxsize=8192)
def _split(text: str) -> tuple[str, ...]:
    sentences = []
    start = 0
    for match in _END.finditer(text):
        rest = text[match.end() :].strip()
        if not rest or _ends(text[start : match.start()], match.group(), rest):
            sentences.append(text[start : match.end()].strip())
            start = match.end()
    if text[start:].strip():
        sentences.append(text[start:].strip())
    return tuple(sentences)


def _ends(before: str, mark: str, rest: str) -> bool:
    """Whether ``mark`` closes a sentence, judged by the word before it and the text after it."""
    following = rest.lstrip(_OPENERS)
    if following[:1].islower():
        return False
    found = _LAST_WORD.search(before[-_LONGEST_WORD:].rstrip(_CLOSERS))
    if found is None:  # a mark that stands alone
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    word = found.group().casefold()
    if word in _GO_ON:
        return False
    if word in _GO_ON_TO_NUMBERS:
        return not following[:1].isdecimal()
    if word in _OFTEN_GO_ON or _INITIALS.fullmatch(found.group()):
        return _starts_a_sentence(following)
    return True


def _starts_a_sentence(text: str) -> bool:
    """After "U.S." or "Ltd.", only a common opening word shows that a sentence starts."""
    first = _WORD.match(text)
    return first is not None and first.group().casefold() in _STARTERS
