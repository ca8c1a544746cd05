"""A guide's front matter becomes a :class:`~plain_terms.model.Guide`. Pure: text in, values out."""

from __future__ import annotations

from types import MappingProxyType

from . import deciding, front_matter
from .front_matter import Schema
from .model import Guide, Problem, Related

_BOTH = {"formerly": front_matter.read_formerly}
COMPARISON: Schema = MappingProxyType({**front_matter.COMPARISON, "decide": deciding.read, **_BOTH})
"""Every key a comparison may have."""

PATH: Schema = MappingProxyType({**front_matter.PATH, **_BOTH})
"""Every key a reading path may have."""


def is_guide(text: str) -> bool:
    """Whether a page joins terms: it has front matter, which says more than the page's former addresses."""
    return front_matter.split(text)[0] is not None and not front_matter.is_only_former(text)


def read_guide(
    text: str, path: str, docname: str, title: str, intro: str
) -> tuple[Guide | None, tuple[Problem, ...]]:
    """The guide of a page with front matter, and what is wrong; no guide where something is.

    ``title`` and ``intro`` are the page's heading and first paragraph.
    """
    source = front_matter.split(text)[0] or ""
    comparison = source.startswith("compares:") or "\ncompares:" in source
    schema, required = (COMPARISON, front_matter.COMPARISON) if comparison else (PATH, front_matter.PATH)
    front, problems = front_matter.read(text, path, schema, tuple(required))
    decide = front.values.get("decide", ())
    compared = front.values.get("compares", ())
    problems = (*problems, *(deciding.check_slugs(decide, compared, path) if compared else ()))
    if problems:
        return None, problems
    guide = Guide(
        docname=docname,
        path=path,
        title=title,
        kind="comparison" if comparison else "path",
        steps=tuple(Related(slug, "") for slug in compared) or front.values["steps"],
        summary=front.values.get("question", intro),
        verdict=front.values.get("verdict", ""),
        decide=decide,
        lines=tuple(sorted(front.lines.items())),
    )
    return guide, ()
