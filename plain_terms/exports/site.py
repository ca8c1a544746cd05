"""What exports are made from: the glossary, and where its pages stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import quote

from ..model import Glossary, Term


@dataclass(frozen=True)
class Site:
    """A glossary as published.

    ``base`` is the absolute address of the output's root, with a slash at its end, or empty where
    nobody said it. ``licence`` is the address of the licence. ``addresses`` are those of the pages by
    docname, relative to the root, as the builder makes them. ``sources`` are the texts of term pages
    by docname, for the copies in Markdown; those of ``current`` pages are there already. ``formats`` says
    what is made, as one file may name another. ``image`` is the path of a picture of the site, of the size
    that previews have.
    """

    glossary: Glossary
    title: str
    language: str = "en"
    base: str = ""
    licence: str = ""
    author: str = ""
    hub: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    current: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    image: str = ""

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All terms by slug, the order that a reader of a file can search in."""
        return tuple(sorted(self.glossary.all_terms, key=lambda term: (term.slug, term.docname)))

    @cached_property
    def by_slug(self) -> Mapping[str, Term]:
        """Terms by slug, in that order; the first page by name wins where two share one."""
        found: dict[str, Term] = {}
        for term in self.terms:
            found.setdefault(term.slug, term)
        return found

    @cached_property
    def topic_titles(self) -> Mapping[str, str]:
        """Titles of topics by id."""
        return {topic.id: topic.title for topic in self.glossary.topics}

    def address(self, term: Term) -> str:
        """Where a term is explained, relative to the root."""
        return f"{self.addresses[term.docname]}#{term.anchor}"

    def copy(self, docname: str) -> str:
        """The path of a page's copy in Markdown, beside the page, or empty where there is none."""
        return f"{docname}.md" if "markdown" in self.formats and docname in self.sources else ""

    def relative(self, docname: str, address: str) -> str:
        """An address from the root as seen from the page ``docname``."""
        return relative(self.addresses[docname], address)


def relative(here: str, there: str) -> str:
    """The address ``there`` as seen from ``here``; both are relative to the same root."""
    folders, (path, sign, anchor) = here.split("/")[:-1], there.partition("#")
    target = path.split("/")
    while folders and len(target) > 1 and folders[0] == target[0]:
        del folders[0], target[0]
    return ("../" * len(folders) + "/".join(target) or "./") + sign + anchor


_NOT_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def iri(address: str) -> str:
    """An address without the characters that RFC 3987 keeps out of one."""
    return _NOT_IRI.sub(lambda match: quote(match[0]), address)


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


def xml(text: str) -> str:
    """Text for an element or an attribute; what XML 1.0 (2.2, Char) cannot hold is left out."""
    return _NOT_XML.sub("", text).translate(_SIGNS)


_MARKS = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)|^[#+=-]|^[0-9]{1,9}(?=[.)])")


def markdown(text: str) -> str:
    """Plain text as Markdown on one line, its signs kept from being markup."""
    return _MARKS.sub(_escape, " ".join(text.split()))


def _escape(match: re.Match[str]) -> str:
    """A number makes a list by the sign after it, all others by themselves."""
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def up(docname: str) -> str:
    """What leads from a page's copy in Markdown to the root."""
    return "../" * (len(PurePosixPath(docname).parts) - 1)
