"""The glossary for programs: each format a module, each a function of a :class:`Site`, none knows Sphinx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from . import terms_json
from .site import Site

__all__ = ["FORMATS", "Site", "files"]

FORMATS: Mapping[str, Callable[[Site], Mapping[str, str]]] = MappingProxyType(
    {
        "json": terms_json.files,
    }
)
"""What makes the files of each format, as text by path; the keys are names for ``plain_terms_exports``."""


def files(site: Site, formats: Iterable[str]) -> dict[str, str]:
    """The text of every file of these formats, by its path in the output."""
    return {path: text for name in formats for path, text in FORMATS[name](site).items()}
