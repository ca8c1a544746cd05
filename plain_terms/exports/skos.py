"""SKOS (W3C, 2009): the glossary as a concept scheme, in Turtle and in JSON-LD.

Topics are collections and not broader concepts: a term stands in a topic, it is not a kind of it. Every
relation is ``related``, so nothing can break the rule that related and broader keep apart (S27).
Without a base address the names are relative, to be read against the address of the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from ..model import Term
from .site import Site, iri

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TERMS = "http://purl.org/dc/terms/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Facts = dict[str, list[Mapping[str, str]]]
"""What is said of one thing: values by property; a value has ``@id`` or ``@value``."""


def turtle_files(site: Site) -> dict[str, str]:
    """The Turtle file."""
    return {"terms.ttl": turtle(site)}


def json_files(site: Site) -> dict[str, str]:
    """The JSON-LD file."""
    return {"terms.skos.jsonld": json_ld(site)}


# --- what is said ---------------------------------------------------------------------------------


def graph(site: Site) -> Iterator[tuple[str, str, Facts]]:
    """Everything the file says: the address of each thing, its class and its facts."""
    scheme = _scheme(site)
    yield (
        scheme,
        "ConceptScheme",
        _filled(
            {
                "dcterms:title": [_said(site, site.title)],
                "skos:prefLabel": [_said(site, site.title)],
                "dcterms:license": [_link(site.licence)] if site.licence else [],
            }
        ),
    )
    members: dict[str, list[Mapping[str, str]]] = {}
    near = _neighbours(site)
    for term in site.by_slug.values():
        members.setdefault(term.topic, []).append(_link(site.address(term)))
    for topic in site.glossary.topics:
        yield (
            iri(site.addresses[topic.docname]),
            "Collection",
            _filled(
                {
                    "skos:prefLabel": [_said(site, topic.title)],
                    "skos:member": _sorted(members.get(topic.id, [])),
                }
            ),
        )
    for slug, term in site.by_slug.items():
        yield iri(site.address(term)), "Concept", _concept(site, term, scheme, near.get(slug, set()))


def _concept(site: Site, term: Term, scheme: str, near: Iterable[str]) -> Facts:
    others = [name for name in dict.fromkeys(term.aliases) if name != term.headword]
    hidden = [name for name in dict.fromkeys(term.variants) if name not in term.shown_names]
    day = {"@value": term.reviewed, "@type": "xsd:date"}
    return _filled(
        {
            "skos:inScheme": [_link(scheme)],
            "skos:topConceptOf": [_link(scheme)],
            "skos:notation": [{"@value": term.slug}],
            "skos:prefLabel": [_said(site, term.headword)],
            "skos:altLabel": [_said(site, name) for name in others],
            "skos:hiddenLabel": [_said(site, name) for name in hidden],
            "skos:definition": [_said(site, term.summary)],
            "skos:related": [_link(site.address(site.by_slug[slug])) for slug in sorted(near)],
            "dcterms:type": [{"@value": term.kind}] if term.kind else [],
            "dcterms:source": _sorted({item.url: _link(item.url) for item in term.sources}.values()),
            "dcterms:modified": [day] if _DAY.fullmatch(term.reviewed) else [],
        }
    )


def _neighbours(site: Site) -> dict[str, set[str]]:
    """Related terms and contrasts, both ways: ``related`` is symmetric (SKOS, S23)."""
    known, near = site.by_slug, dict[str, set[str]]()
    for term in known.values():
        for other in (*term.contrasts, *(item.slug for item in term.related)):
            if other in known and other != term.slug:
                near.setdefault(term.slug, set()).add(other)
                near.setdefault(other, set()).add(term.slug)
    return near


def _scheme(site: Site) -> str:
    return iri(site.addresses.get(site.hub, "")) + "#terms"


def _said(site: Site, text: str) -> Mapping[str, str]:
    return {"@value": text, "@language": site.language}


def _link(address: str) -> Mapping[str, str]:
    return {"@id": iri(address)}


def _sorted(values: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return sorted(values, key=lambda value: value["@id"])


def _filled(facts: Facts) -> Facts:
    return {name: values for name, values in facts.items() if values}


# --- how it is written ----------------------------------------------------------------------------

_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def turtle(site: Site) -> str:
    """Turtle (W3C, 2014), one property a line."""
    head = [f"@prefix skos: <{_SKOS}> .", f"@prefix dcterms: <{_TERMS}> .", f"@prefix xsd: <{_XSD}> ."]
    head = [f"@base <{iri(site.base)}> .", *head] if site.base else head
    blocks = (
        f"<{name}> a skos:{kind}"
        + "".join(f" ;\n  {key} {', '.join(map(_turtle, values))}" for key, values in facts.items())
        + " .\n"
        for name, kind, facts in graph(site)
    )
    return "\n".join(["\n".join(head) + "\n", *blocks])


def _turtle(value: Mapping[str, str]) -> str:
    if "@id" in value:
        return f"<{value['@id']}>"
    # The escapes of JSON are among those of Turtle (6.4), and DEL and lone surrogates need none.
    text = _json(value["@value"])
    if "@type" in value:
        return f"{text}^^{value['@type']}"
    return f"{text}@{value['@language']}" if "@language" in value else text


def json_ld(site: Site) -> str:
    """JSON-LD 1.1 (W3C, 2020), one thing a line."""
    context = {"skos": _SKOS, "dcterms": _TERMS, "xsd": _XSD}
    if site.base:
        context = {"@base": iri(site.base), **context}
    lines = (_json({"@id": name, "@type": f"skos:{kind}", **facts}) for name, kind, facts in graph(site))
    return f'{{"@context":{_json(context)},\n"@graph":[\n' + ",\n".join(lines) + "\n]}\n"
