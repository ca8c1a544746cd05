"""What exports are made from: the glossary, and where its pages stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..model import Glossary, Term


@dataclass(frozen=True)
class Site:
    """A glossary as published.

    ``base`` is the absolute address of the output's root, with a slash at its end, or empty where
    nobody said it. ``licence`` is the address of the licence. ``addresses`` are those of the pages by
    docname, relative to the root, as the builder makes them.
    """

    glossary: Glossary
    title: str
    language: str = "en"
    base: str = ""
    licence: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All terms by slug, the order that a reader of a file can search in."""
        return tuple(sorted(self.glossary.all_terms, key=lambda term: (term.slug, term.docname)))

    def address(self, term: Term) -> str:
        """Where a term is explained, relative to the root."""
        return f"{self.addresses[term.docname]}#{term.anchor}"
