"""``terms.tbx``: TermBase eXchange (ISO 30042:2019), dialect TBX-Basic, style DCA, for translators' tools.

A hidden variant is given as a deprecated term of the type "variant": to be recognised, not to be used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Term
from .site import Site, iri, xml

_NOT_NAME = re.compile(r"[^A-Za-z0-9-]")


def files(site: Site) -> dict[str, str]:
    """The file."""
    return {"terms.tbx": render(site)}


def render(site: Site) -> str:
    """The whole document; without a term it has no body, as a body may not be empty."""
    entries = "".join("".join(_entry(site, term)) for term in site.by_slug.values())
    body = f"<body>\n{entries}</body>" if entries else ""
    note = f"<publicationStmt><p>Licence: {xml(site.licence)}</p></publicationStmt>" if site.licence else ""
    from_where = xml(f"{site.title} {site.base}".strip())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca" xml:lang="{site.language}">\n'
        f"<tbxHeader><fileDesc>{note}<titleStmt><title>{xml(site.title)}</title></titleStmt>"
        f"<sourceDesc><p>{from_where}</p></sourceDesc></fileDesc></tbxHeader>\n"
        f"<text>{body}</text>\n</tbx>\n"
    )


def _entry(site: Site, term: Term) -> Iterator[str]:
    yield f'<conceptEntry id="{_id(term)}">\n'
    if term.topic:
        topic = site.topic_titles.get(term.topic, term.topic)
        yield f'<descrip type="subjectField">{xml(topic)}</descrip>\n'
    for slug in dict.fromkeys((*term.contrasts, *(item.slug for item in term.related))):
        other = site.by_slug.get(slug)
        if other is not None and other is not term:
            yield f'<ref type="crossReference" target="{_id(other)}">{xml(other.headword)}</ref>\n'
    if site.base:
        yield _outside(site.base + site.address(term), site.title)
    for source in term.sources:
        yield _outside(source.url, source.title)
    if term.reviewed:
        yield '<transacGrp><transac type="transactionType">modification</transac>'
        yield f"<date>{xml(term.reviewed)}</date></transacGrp>\n"
    yield f'<langSec xml:lang="{site.language}">\n'
    yield f'<descripGrp><descrip type="definition">{xml(term.summary)}</descrip></descripGrp>\n'
    yield _term(term.headword, "preferredTerm-admn-sts")
    for name in term.aliases:
        yield _term(name, "admittedTerm-admn-sts")
    for name in term.variants:
        yield _term(name, "deprecatedTerm-admn-sts", "variant")
    yield "</langSec>\n</conceptEntry>\n"


def _id(term: Term) -> str:
    """An XML name that no other term has: what may not stand in one is written as its number."""
    return _NOT_NAME.sub(lambda match: f"_{ord(match[0]):x}_", term.anchor)


def _term(name: str, status: str, kind: str = "") -> str:
    notes = f'<termNote type="termType">{kind}</termNote>' if kind else ""
    notes += f'<termNote type="administrativeStatus">{status}</termNote>'
    return f"<termSec><term>{xml(name)}</term>{notes}</termSec>\n"


def _outside(address: str, text: str) -> str:
    return f'<xref type="externalCrossReference" target="{xml(iri(address))}">{xml(text)}</xref>\n'
