"""``terms.js``: cards on any web page, and the definitions for it in parts that are fetched when needed.

The script is put together here from :file:`anywhere.js`, the shared half of ``cards.js`` and the card's
rules of ``plain-terms.css``, so a card looks and acts the same everywhere. Definitions are spread over
64 parts by a number made from each name: a page asks for the few that it needs, of a large glossary too.
There are as many parts in a small one, so a copy of the script that somebody keeps never looks in the wrong
place when the glossary grows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..lean import lean
from ..model import Term, document_of
from .site import Site

SCRIPT, FOLDER = "terms.js", "terms-cards"
PARTS = 64

_PACKAGE = Path(__file__).parents[1]


def files(site: Site) -> dict[str, str]:
    """The script and the parts with definitions; where two terms share a name, the first has it."""
    parts: list[dict[str, str]] = [{} for _ in range(PARTS)]
    for name, definition in _definitions(site):
        parts[part_of(name)].setdefault(name, definition)
    paths = {f"{FOLDER}/{number}.json": _json(part) for number, part in enumerate(parts)}
    return {SCRIPT: _script(site.language, site.base), **paths}


def name_of(address: str) -> str:
    """What a link to a term is known by, as anywhere.js works it out from the other end.

    ``address`` is relative to the glossary's root. That of a term's own page gives the path alone.
    """
    path, _, anchor = map(unquote, address.partition("#"))
    path = re.sub(r"(^|/)(index(\.[a-z]+)?)?\Z|\.x?html?\Z", "", path, count=1)
    return path if anchor == f"term-{path.rpartition('/')[2]}" else f"{path}#{anchor}"


def part_of(name: str) -> int:
    """In which part a name is; by a prime, as names that count up would crowd into a few parts."""
    number = 0
    for sign in name:
        number = (number * 31 + ord(sign)) % 65521
    return number % PARTS


def _definitions(site: Site) -> Iterator[tuple[str, str]]:
    for term in site.terms:
        for address in _addresses(site, term):
            if term.summary:
                yield name_of(address), term.summary


def _addresses(site: Site, term: Term) -> Iterator[str]:
    """Of a term among others on a page, each name has its own; one that moved has its former ones too."""
    for _, anchor in term.anchors or (("", term.anchor),):
        yield f"{site.addresses[term.docname]}#{anchor}"
    for written in term.formerly:
        old = document_of(term.docname, written)
        yield f"{old}#term-{old.rpartition('/')[2]}"


def _script(language: str, base: str) -> str:
    known = base if urlsplit(base).netloc else ""
    values = _json([PARTS, language, known, _style()]).strip()
    return f"const [PARTS, LANGUAGE, BASE, STYLE] = {values};\n{_code()}"


@cache
def _code() -> str:
    here = (Path(__file__).parent / "anywhere.js").read_text("utf-8")
    cards = (_PACKAGE / "static" / "cards.js").read_text("utf-8")
    shared = cards.partition("// Shared.\n")[2].rpartition("})();")[0]
    return lean(here) + lean(shared)


@cache
def _style() -> str:
    """The card's own rules as they are, and around them what keeps the page's rules out."""
    rules = (_PACKAGE / "static" / "plain-terms.css").read_text("utf-8")
    light, dark = re.findall(r"^(?: {2})?:where\(.*?body.*?\) \{\n(.*?)\}", rules, re.M | re.S)[:2]
    card = rules.partition("/* The card: ")[2].partition("*/")[2].partition("\n/* On a term's page")[0]
    parts = (
        ":host {\nall: initial !important;\nposition: absolute !important;\ninset: 0 0 auto !important;",
        f"font: medium/1.5 system-ui, sans-serif !important;\n{light}}}\n:host(.dark) {{\n{dark}}}",
        "::slotted(*) {\nall: unset !important;\n}",
        card,
        "@media print {\n.plain-term-card {\ndisplay: none !important;\n}\n}",
    )
    return lean("\n".join(parts))


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
