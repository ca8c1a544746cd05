"""``terms.json``: the whole glossary for other programs, and the JSON Schema that says what is in it.

A promise to those programs: fields are added, never renamed or taken away, while ``version`` is 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..model import Term, Topic
from .site import Site

VERSION = 1
_SCHEMA = "terms.schema.json"


def files(site: Site) -> dict[str, str]:
    """The file and its schema, which stands beside it."""
    schema = (Path(__file__).parent / _SCHEMA).read_text("utf-8")
    return {"terms.json": render(site), _SCHEMA: schema}


def render(site: Site) -> str:
    """The JSON text: one topic or term a line, so that a difference shows what changed."""
    glossary = {"title": site.title, "language": site.language, "url": site.base, "licence": site.licence}
    parts = {
        "$schema": _json(_SCHEMA),
        "version": _json(VERSION),
        "glossary": _json(glossary),
        "topics": _lines(_topic(site, topic) for topic in site.glossary.topics),
        "terms": _lines(_term(site, term) for term in site.terms),
    }
    return "{" + ",\n".join(f"{_json(key)}:{value}" for key, value in parts.items()) + "}\n"


def _topic(site: Site, topic: Topic) -> Mapping[str, Any]:
    return {
        "id": topic.id,
        "title": topic.title,
        "summary": topic.summary,
        "url": site.addresses[topic.docname],
    }


def _term(site: Site, term: Term) -> Mapping[str, Any]:
    return {
        "slug": term.slug,
        "headword": term.headword,
        "definition": term.summary,
        "url": site.address(term),
        "aliases": term.aliases,
        "variants": term.variants,
        "topic": term.topic,
        "kind": term.kind,
        "contrasts": term.contrasts,
        "related": [{"slug": item.slug, "reason": item.reason} for item in term.related],
        "sources": [{"title": item.title, "url": item.url} for item in term.sources],
        "reviewed": term.reviewed,
        "formerly": term.former_slugs,
    }


def _lines(items: Iterable[object]) -> str:
    return "[" + ",".join(f"\n{_json(item)}" for item in items) + "]"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
