"""What pages written by anybody may hold. Pure: names, addresses and pictures in, reasons out.

Pages come from people whom nobody knows, so what may stand on one is listed here, and all else is refused:
what runs in a reader's browser, what reads other files or asks other hosts while a site is built, and what
a content policy would block. :mod:`guarding` asks; a project allows more with ``plain_terms_allow``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit
from xml.parsers import expat

_OURS = "term-list topic-list guide-list todays-term diagram"
_NOTES = "attention caution danger error hint important note tip warning admonition seealso"
_BOXES = "topic sidebar container rubric epigraph highlights pull-quote"
_TEXT = "glossary toctree code code-block sourcecode image figure eval-rst"
DIRECTIVES = frozenset(f"{_OURS} {_NOTES} {_BOXES} {_TEXT}".split())
"""Directives that show text, and the pictures and pages of the project itself."""

_LINKS = "term doc ref any"
_MARKS = "abbr abbreviation dfn kbd sub subscript sup superscript emphasis strong literal code"
ROLES = frozenset(f"{_LINKS} {_MARKS}".split())
"""Roles that show text or lead to a page. Those that begin with ``external`` lead to other projects."""

SCHEMES = frozenset({"http", "https", "mailto"})

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})

_HARMLESS = frozenset(
    {"<br />\n", "<s>", "</s>"}
)  # what MyST itself writes for a line's end, and for ~~struck~~
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_DROPPED = re.compile(r"[\t\n\r]")
_AROUND = "".join(map(chr, range(33)))


def directive_fault(name: str, allowed: frozenset[str]) -> str:
    """Why a directive is refused, or nothing."""
    name = name.lower().removeprefix("std:")
    if name in DIRECTIVES or name in allowed:
        return ""
    return f"the directive {name!r} is not for pages that anybody may write: {_mend(name)}"


def role_fault(name: str, allowed: frozenset[str]) -> str:
    """The same for a role; the role without a name is the project's default."""
    name = name.lower().removeprefix("std:")
    if not name or name in ROLES or name in allowed or name.startswith(("external:", "external+")):
        return ""
    return f"the role {name!r} is not for pages that anybody may write: {_mend(name)}"


def _mend(name: str) -> str:
    return f"say it in plain text, or add {name!r} to plain_terms_allow in conf.py"


def html_fault(text: str) -> str:
    """Why HTML in a page is refused; nothing for what only ends a line."""
    if text in _HARMLESS:
        return ""
    mend = "a comment is a line that begins with %" if text.startswith("<!--") else "use Markdown"
    return f"HTML is not for pages that anybody may write: {mend}"


def address_fault(address: str) -> str:
    """Why a link may not lead there, or nothing. Read as browsers do: they drop tabs and ends of lines."""
    seen = _DROPPED.sub("", address.strip(_AROUND))
    scheme = _SCHEME.match(seen)
    if scheme and scheme[1].lower() not in SCHEMES:
        return (
            f"a link may not begin with {scheme[0]!r}: use https:, http:, mailto:, or a page of this project"
        )
    if seen.replace("\\", "/").startswith("//"):
        return "a link to another host says how it is reached: begin it with https://"
    try:
        urlsplit(seen)
    except ValueError as error:
        return f"{address!r} is no address ({error}): copy it again"
    return ""


def picture_fault(address: str) -> str:
    """Why a picture may not be shown, judged by its address alone, or nothing."""
    if _SCHEME.match(address.strip(_AROUND)) or address.replace("\\", "/").lstrip(_AROUND).startswith("//"):
        return "a picture from elsewhere would be asked of another host: put the file beside the page"
    if "." + address.rpartition(".")[2].lower() not in PICTURES:
        return f"no picture by its name: use one of {', '.join(sorted(PICTURES))}"
    return ""


# --- drawings -------------------------------------------------------------------------------------

_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_XHTML = "http://www.w3.org/1999/xhtml"
_RUNS = frozenset({"script", "foreignobject", "handler", "listener", "set", "discard", "iframe", "embed"})
_FETCHES = re.compile(r"@import|url\(\s*['\"]?\s*(?!['\"#])|\bimage-set\(", re.I)
_OWN = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);", re.I)


class _RefusedError(Exception):
    pass


def drawing_fault(data: bytes) -> str:
    """Why an SVG file may not be published, or nothing: opened by itself, it is a page that runs scripts."""
    parser = expat.ParserCreate(namespace_separator=" ")
    inside: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        inside.append(name.rpartition(" ")[2].lower())
        for what in _drawing_faults(name, attributes):
            raise _RefusedError(what)

    def text(data: str) -> None:
        if "style" in inside and _FETCHES.search(data):
            raise _RefusedError("a style sheet that loads a file")

    def refuse(*_: object) -> None:
        raise _RefusedError("a document type or an instruction to programs")

    parser.buffer_text = True
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.EndElementHandler = lambda _: inside.pop()
    parser.StartDoctypeDeclHandler = parser.ProcessingInstructionHandler = refuse
    try:
        parser.Parse(data, True)
    except _RefusedError as what:
        return f"the drawing holds {what}: save it as a plain picture"
    except (expat.ExpatError, ValueError) as error:
        return f"the drawing is not well-formed XML ({error}): save it again"
    return ""


def _drawing_faults(name: str, attributes: Mapping[str, str]) -> Iterator[str]:
    space, _, bare = name.rpartition(" ")
    if space == _XHTML or bare.lower() in _RUNS or bare.lower().startswith("animate"):
        yield f"an element {bare!r}"
    for key, value in attributes.items():
        local = key.rpartition(" ")[2].lower()
        if local.startswith("on"):
            yield f"an attribute {local!r}"
        elif local in {"href", "src"} and not _OWN.match(value.strip(_AROUND)):
            yield f"a link to {value[:40]!r}"
        elif _FETCHES.search(value):
            yield f"an attribute {local!r} that loads a file"
