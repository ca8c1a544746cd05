"""English text cut into sentences and words; nothing here knows about pages.

A full stop ends a sentence only where a reader would take it for an end: not inside a number, a
name such as Node.js, or after a shortened word such as "Mr.".
"""

from __future__ import annotations

import re
from functools import lru_cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SHORTENED = _set(
    "mr mrs ms dr prof st jr sr vs no nos fig figs eq approx dept est inc ltd plc co corp gov"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun ca cf p pp vol"
)
_ALWAYS_GO_ON = _set("mr mrs ms dr prof st vs no nos fig figs eq approx ca cf p pp vol eg ie")
_END = re.compile(r"[.!?…]+[\"'\u201d\u2019)\]]*(?=\s|$)")
_LAST_TOKEN = re.compile(r"[^\s(\[\"'\u201c\u2018]+$")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_OPENERS = "\"'\u201c\u2018(["
WORD = re.compile(r"[^\W_]+(?:[.,'\u2019:/&+@_-]+[^\W_]+)*%?")


def split_sentences(text: str) -> tuple[str, ...]:
    """Sentences of a text, in order; joined with spaces they give the text back.

    Args:
        text: Running text; any white space counts as one space.
    """
    return _split(" ".join(text.split()))


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, ...]:
    sentences = []
    start = 0
    for match in _END.finditer(text):
        rest = text[match.end() :].lstrip()
        if rest and not _ends(text[start : match.start()], match.group(), rest):
            continue
        sentences.append(text[start : match.end()].strip())
        start = match.end()
    if text[start:].strip():
        sentences.append(text[start:].strip())
    return tuple(sentences)


def _ends(before: str, mark: str, rest: str) -> bool:
    """Whether ``mark`` closes a sentence, judged by the word before it and the text after it."""
    opener = rest.lstrip(_OPENERS)[:1]
    if opener.islower():
        return False
    found = _LAST_TOKEN.search(before)
    token = found.group() if found else ""
    if not token:  # a mark that stands alone, or a name such as ".NET" cut loose from its dot
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    word = token.casefold()
    if word in _ALWAYS_GO_ON or word in {"e.g", "i.e"}:
        return False
    if word in _SHORTENED:
        return not (opener.isdecimal() or len(word) <= 3)
    if _INITIALS.fullmatch(token):
        return _starts_like_a_sentence(rest)
    return not (len(token) == 1 and token.isupper() and token not in {"I"})


_STARTERS = _set(
    "a an the this that these those it its he she they we you your our their in on at if when while"
    " but and so as for to there here no not some most many each every ask one what who why how"
)


def _starts_like_a_sentence(rest: str) -> bool:
    """After initials ("U.S."), only a common opening word shows that a sentence starts."""
    first = WORD.match(rest.lstrip(_OPENERS))
    return bool(first) and first.group().casefold() in _STARTERS if first else False


def words(text: str) -> list[str]:
    """Words as a reader counts them: "99.9%", "front-end" and "don't" are one each."""
    return WORD.findall(text)
