"""Terms of other projects: what their inventories name, and what their ``terms.json`` says of it.

Pure. A ``terms.json`` was written by somebody else, so it is read as if to do harm: it can give text to
a name that the inventory holds, and nothing else. Where a link leads, the inventory alone decides.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .model import find_name, fold, name_index

FILE = "terms.json"
VERSION = 1
LONGEST_DEFINITION = 1000  # characters; a card is no page
LONGEST_NAME = 200
ANY = "*"  # all projects at once, as in ``external:term``

# Control characters, what turns the direction of the text around it (Unicode UAX 9, 2.1-2.4), and what no
# file in UTF-8 or XML can hold.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")


class UnusableError(ValueError):
    """A ``terms.json`` that cannot be used; the text says why."""


def read_definitions(data: bytes) -> dict[str, str]:
    """Definitions by name, as plain text, of a ``terms.json``.

    A term that is not as promised is passed over. Where two share a name, the first has it.

    Raises:
        UnusableError: If nothing can be made of the file, or it is of another version.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise UnusableError("it is not JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("terms"), list):
        raise UnusableError("it holds no list of terms")
    version = found.get("version")
    if type(version) is not int or version != VERSION:
        shown = str(version)[:20] if type(version) is int else "not a number"
        raise UnusableError(f"its version is {shown}, and this package reads version {VERSION}")
    definitions: dict[str, str] = {}
    for term in found["terms"]:
        for name, definition in _read_term(term):
            definitions.setdefault(name, definition)
    return definitions


def _read_term(term: object) -> Iterator[tuple[str, str]]:
    if not isinstance(term, dict) or not isinstance(term.get("definition"), str):
        return
    definition = _shorten(" ".join(_UNSEEN.sub(" ", term["definition"]).split()))
    for name in (term.get("headword"), *_list(term.get("aliases")), *_list(term.get("variants"))):
        if isinstance(name, str) and len(name) <= LONGEST_NAME and definition:
            yield name, definition


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_DEFINITION else f"{text[: LONGEST_DEFINITION - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class RemoteTerm:
    """A name in the inventory of a ``project`` (its key), where it leads, and its definition if known."""

    project: str
    name: str
    address: str
    definition: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """The terms of all projects in ``intersphinx_mapping``: by key and name.

    ``unreached`` are the keys of those whose inventory could not be read.
    """

    projects: Mapping[str, Mapping[str, RemoteTerm]] = field(default_factory=dict)
    unreached: frozenset[str] = frozenset()

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, RemoteTerm]]:
        """By key, and under ``ANY`` all together; the last key wins there, as it does in intersphinx."""
        together = {name: term for key in sorted(self.projects) for name, term in self.projects[key].items()}
        return {**self.projects, ANY: together}

    @cached_property
    def _indexes(self) -> Mapping[str, Mapping[str, RemoteTerm]]:
        return {
            key: name_index((name, names[name]) for name in sorted(names))
            for key, names in self._names.items()
        }

    def find(self, target: str, project: str = "") -> RemoteTerm | None:
        """The term a reference means: its exact name, or another case, plural, hyphen or accent.

        ``project`` is a key, or ``ANY``, or empty for a reference without ``external``, which may
        begin with a key and a colon.
        """
        key = project or ANY
        found = self._names.get(key, {}).get(target) or find_name(self._indexes.get(key, {}), target)
        if found is None and not project:
            first, _, rest = target.partition(":")
            return self.find(rest.strip(), first) if rest and first in self.projects else None
        return found

    def near(self, target: str, project: str = "") -> list[str]:
        """Up to three names that look like one that is not there."""
        return nearest(target, self._names.get(project or ANY, {}))


def nearest(target: str, names: Iterable[str]) -> list[str]:
    """Up to three of ``names`` that look like ``target``, the nearest first."""
    folded = {fold(name): name for name in names}
    return [folded[close] for close in difflib.get_close_matches(fold(target), folded, n=3, cutoff=0.6)]
