"""Glossaries for tests of exports: one of texts that break careless writers, and made-up ones."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from plain_terms import exports
from plain_terms.model import Glossary, Related, Source, Term, Topic

BASE = "https://a.example/g/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "say \"hi\" and 'bye'",
    "two\nlines\r\nand a third",
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "@SUM(1)",
    "-1+1",
    "+1",
    "\ttab",
    "\uff1dwide",
    "\u05e9\u05dc\u05d5\u05dd \u202eright to left",
    "\u00e9 \U0001d4b3 \u2603",
    "&amp; <b>bold</b>",
    "back\\slash \\u0041",
    "$x {{y}} {term}`z`",
    "[a](javascript:x) *b* _c_ `d`",
)
"""Texts that a careless writer of JSON, CSV, XML, HTML, Turtle or Markdown gets wrong."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def in_xml(text: str) -> str:
    """What of a text an XML file can hold."""
    return _NOT_XML.sub("", text)


def site_of(*terms: Term, base: str = BASE, language: str = "en-GB") -> exports.Site:
    """A published glossary of these terms."""
    topics = (Topic("money", "topics/money", "Money & co", "All <about> it"),)
    addresses = {name: f"{name}.html" for name in ("index", "glossary/index", "topics/money")}
    addresses.update({term.docname: f"{term.docname}.html" for term in terms})
    return exports.Site(
        Glossary(terms, topics),
        title="Test & <more>",
        language=language,
        base=base,
        licence=LICENCE,
        hub="glossary/index",
        addresses=addresses,
        formats=frozenset(exports.FORMATS),
    )


def term(slug: str, headword: str, summary: str, *aliases: str) -> Term:
    """A term with a value in every field, and an awkward address as its source."""
    return Term(
        slug=slug,
        docname=f"glossary/{slug}",
        path=f"glossary/{slug}.md",
        headword=headword,
        summary=summary,
        aliases=aliases,
        topic="money",
        kind="measure",
        contrasts=("t1",),
        related=(Related("t0", summary), Related("gone", "it is gone")),
        variants=(f"{headword} again",),
        sources=(Source(summary, 'https://example.org/a?b=<c>&d="e"|f'),),
        reviewed="2026-01-02",
    )


def hostile_site(base: str = BASE) -> exports.Site:
    """Every hostile text as headword, as alias and as definition."""
    near = (*HOSTILE[1:], HOSTILE[0])
    return site_of(*(term(f"t{n}", text, near[n], near[n - 2]) for n, text in enumerate(HOSTILE)), base=base)


_texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


@st.composite
def sites(draw: st.DrawFn) -> exports.Site:
    """A glossary of any texts at all."""
    made = draw(st.lists(st.tuples(_texts, _texts, _texts), max_size=4))
    terms = (term(f"t{n}", *texts) for n, texts in enumerate(made))
    return site_of(*terms, base=draw(st.sampled_from(("", BASE))))
