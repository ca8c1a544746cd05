"""What a page may hold before anything reads it: size, signs of markup, and characters that nobody sees.

Markdown and reStructuredText have texts that take minutes to read, and some that take memory: thousands of
open brackets, a table of a thousand columns. Pages of a glossary have a few thousand characters. So what
is far beyond that is refused before it is parsed, by counting alone, which costs some microseconds a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 50_000
"""Characters of a page: about ten times the longest of a glossary of 200 terms."""

LONGEST_WORD = 2_000
MOST_LINES = 4_000
MOST_SIGNS = 2_000
MOST_CELLS = 4_000
MOST_ANCHORS = 100
MOST_ITEMS = 100
"""Items of one list in front matter, and names of one term."""

_SIGNS = "[]()<>{}|*_`~!#$\\^&@"
_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}")
_FAR_LINES = re.compile(r"emphasize-lines[^\n]*[0-9]{5}")  # Sphinx would count up to there
# Lines from the directive to the first that is indented; Sphinx takes a square of their number.
_NAMES = re.compile(r"\{glossary\}[^\n]*\n((?:(?!`{3}|:{3}|~{3})(?:\S[^\n]*)?\n)+)")
_BLANK = re.compile(r"\n[ \t]*\n")

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Characters that are not seen, that turn the direction of text, or that no file in XML can hold.

Joiners (U+200C, U+200D) stay: Persian and Indian scripts are written with them.
"""

_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def describe(char: str) -> str:
    """A character that may not be seen, by its number."""
    return f"U+{ord(char):04X}"


def refuse(text: str) -> tuple[int, str] | None:
    """Why a page cannot be read: a line from 1, what is wrong and how to mend it; ``None`` where it can."""
    if len(text) > LONGEST:
        return 1, f"the page has {len(text)} characters, more than {LONGEST}: make several pages of it"
    return next(_too_much(text), None)


def _too_much(text: str) -> Iterator[tuple[int, str]]:
    if (lines := text.count("\n")) > MOST_LINES:
        yield 1, f"the page has {lines} lines, more than {MOST_LINES}: make several pages of it"
    for sign in _SIGNS:
        if (count := text.count(sign)) > MOST_SIGNS:
            yield (
                1,
                f"the page holds {count} times {sign!r}, more than {MOST_SIGNS}: make several pages of it",
            )
    if (count := text.count(")=")) > MOST_ANCHORS:
        yield 1, f"the page holds {count} times ')=', more than {MOST_ANCHORS}: leave such anchors out"
    if found := _WORD.search(text):
        line = text.count("\n", 0, found.start()) + 1
        yield line, f"a word of {len(found[0])} characters, more than {LONGEST_WORD}: cut it"
    if found := _FAR_LINES.search(text):
        line = text.count("\n", 0, found.start()) + 1
        yield line, "emphasize-lines names a line that no page has: give the numbers of the lines shown"
    for found in _NAMES.finditer(text):
        names = [line for line in found[1].split("\n") if line and line[0] != ":"]
        if len(names) > MOST_ITEMS:
            line = text.count("\n", 0, found.start()) + 1
            yield line, f"{len(names)} names, more than {MOST_ITEMS}: keep those that people use"
    yield from _wide_tables(text)


def _wide_tables(text: str) -> Iterator[tuple[int, str]]:
    """Cells are counted as if each row were as wide as the widest: Markdown fills the others up."""
    if "|" not in text:
        return
    start = 0
    for end in [*(match.start() for match in _BLANK.finditer(text)), len(text)]:
        block = text[start:end].strip("\n").split("\n")
        cells = len(block) * max(line.count("|") for line in block)
        if cells > MOST_CELLS:
            line = text.count("\n", 0, start) + 1
            yield line, f"a table of about {cells} cells, more than {MOST_CELLS}: make several pages of it"
        start = end + 1


def broken(text: str) -> tuple[int, str] | None:
    """The first character that no page can show: its line and name."""
    found = _BROKEN.search(text)
    if found is None:
        return None
    return text.count("\n", 0, found.start()) + 1, describe(found[0])


def without_broken(text: str) -> str:
    """The text with the sign for a lost character in the place of each of those."""
    return _BROKEN.sub("\ufffd", text)
