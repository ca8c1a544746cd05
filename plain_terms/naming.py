"""What a term and its file may be called. Pure: a name in, problems out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from .limits import UNSEEN, describe
from .model import Problem, fold

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 100  # file systems take 255 bytes, and builds add to them
_LONGEST_NAME = 200  # longer ones, other projects would pass over
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")

_BAD_IN_NAME = MappingProxyType(
    {
        " : ": "Sphinx cuts a term there",
        ";": "it splits the index line",
        "<": "references read it as a target",
        ">": "references read it as a target",
        "`": "it is markup",
        "*": "it is markup",
        "[": "it is markup",
        "{": "it is markup",
        "\\": "it is markup",
        "|": "it is markup",
        "  ": "references fold it to one space and miss the term",
    }
)


_PAGE = re.compile(r"[^_.].*\.(?:md|mdown|mkd|markdown|rst)", re.I | re.S)


def looks_like_page(name: str) -> bool:
    """Whether a file was meant to be a page, by its name."""
    return bool(_PAGE.fullmatch(name))


def check_slug(slug: str, path: str) -> Iterator[Problem]:
    """A problem with the name of a page's file, which is its address for good."""
    mend = ""
    if not _SLUG.fullmatch(slug):
        mend = "name the file with a-z, 0-9 and single hyphens, as in edge-computing.md"
    elif len(slug) > _LONGEST_SLUG:
        mend = f"it has {len(slug)} characters, use {_LONGEST_SLUG} at most"
    elif _DEVICES.fullmatch(slug):
        mend = "Windows cannot keep a file of that name, add a word to it"
    if mend:
        yield Problem(path, 1, "slug", f"{slug!r} cannot be a page's address: {mend}")


def check_name(name: str, line: int, path: str) -> Iterator[Problem]:
    """Problems with a headword or an alias, as it stands in the directive."""
    if found := UNSEEN.search(name):
        what = f"holds a character that nobody sees, {describe(found[0])}"
        yield Problem(path, line, "name", f"{name!r} {what}: write the name again by hand")
    if not fold(name):
        yield Problem(path, line, "name", f"{name!r} holds nothing to look up: write a letter, digit or sign")
    if len(name) > _LONGEST_NAME:
        message = f"a name of {len(name)} characters: use {_LONGEST_NAME} at most"
        yield Problem(path, line, "name", message)
    for sign, why in _BAD_IN_NAME.items():
        if sign in name:
            mend = "write the name without it"
            yield Problem(path, line, "name", f"{name!r} holds {sign!r} ({why}): {mend}")
