"""A copy of each term page in plain Markdown, for programs that read text.

Made from the author's own text: what is plain Markdown stays as it is, and what only Sphinx understands
is replaced. Roles become links between the copies, a diagram becomes its lines, a note a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from posixpath import dirname, join, normpath

from .. import diagram, front_matter
from ..diagram_shapes import DiagramError
from ..model import Term
from .site import Site, iri, markdown, relative, up


def files(site: Site) -> dict[str, str]:
    """The copy of every term page whose source is at hand, unless it is current.

    At former addresses, a word on where it is.
    """
    found: dict[str, str] = {}
    for docname in site.sources:
        term = site.glossary.by_docname.get(docname)
        if term is not None:
            former = (join(dirname(docname), old) for old in term.former_slugs)
            found.update((f"{old}.md", _moved(term)) for old in former if not site.copy(old))
    for docname, source in site.sources.items():
        term = site.glossary.by_docname.get(docname)
        if term is not None and docname not in site.current:
            found[f"{docname}.md"] = render(site, term, source)
    return found


def _moved(term: Term) -> str:
    link = f"[{markdown(term.headword)}]({_safe(f'{term.slug}.md')})"
    return f"# This page has moved\n\nIt is now at {link}: {markdown(term.summary)}\n"


def render(site: Site, term: Term, source: str) -> str:
    """One page: headword, other names, definition, the author's text, related terms, sources."""
    _, text = front_matter.split(source.removeprefix("\ufeff").replace("\r\n", "\n"))
    body = "\n".join(_plain(site, term, text.split("\n")))
    body = re.sub(r"(?m)\A\s*# .*$", "", body)
    body = re.sub(r"\n{3,}", "\n\n", body).strip()
    parts = [
        f"# {markdown(term.headword)}",
        f"Also called: {markdown(', '.join(term.aliases))}." if term.aliases else "",
        markdown(term.summary),
        body,
        _section("Related terms", _related(site, term)),
        _section("Sources", (f"[{markdown(s.title)}]({_safe(s.url)})" for s in term.sources)),
        _colophon(site, term),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _section(title: str, lines: Iterator[str]) -> str:
    items = "\n".join(f"- {line}" for line in lines)
    return f"## {title}\n\n{items}" if items else ""


def _related(site: Site, term: Term) -> Iterator[str]:
    for item in term.related:
        other = site.by_slug.get(item.slug)
        if other is not None:
            yield f"{_link(site, term, other, other.headword)}: {markdown(item.reason)}"


def _colophon(site: Site, term: Term) -> str:
    page = up(term.docname) + site.address(term)
    words = [f"[{markdown(site.title)}]({_safe(site.base + site.address(term) if site.base else page)})"]
    words += [f"checked on {markdown(term.reviewed)}"] if term.reviewed else []
    words += [f"licence: <{iri(site.licence)}>"] if site.licence else []
    return "---\n\n" + ", ".join(words)


def _link(site: Site, term: Term, other: Term, text: str) -> str:
    copy = site.copy(other.docname)
    here = f"{term.docname}.md"
    return f"[{markdown(text)}]({_safe(relative(here, copy or site.address(other)))})"


def _safe(address: str) -> str:
    return iri(address).replace("(", "%28").replace(")", "%29")


# --- blocks ---------------------------------------------------------------------------------------

_FENCE = re.compile(r"(?P<indent> *)(?P<fence>`{3,}|~{3,}|:{3,})\s*(?:\{(?P<name>[^}]*)\}(?P<rest>.*))?")
_SPHINX_LINE = re.compile(r"%|\([\w.:+-]+\)=\s*$|\+\+\+")
_DEEPEST = 8  # directives in each other; the build refuses pages that have more
_CODE = {"code", "code-block", "code-cell", "sourcecode"}


@dataclass(frozen=True, slots=True)
class _Fenced:
    """A fenced block: its directive (empty for plain code), what follows the name, and its lines."""

    name: str
    argument: str
    options: dict[str, str]
    lines: tuple[str, ...]


def _plain(site: Site, term: Term, lines: Sequence[str], depth: int = 0) -> Iterator[str]:
    """The lines in plain Markdown; they stand in ``depth`` directives."""
    at, run = 0, list[str]()
    while at < len(lines):
        match = _FENCE.match(lines[at])
        if match is None:
            if not _SPHINX_LINE.match(lines[at]):
                run.append(lines[at])
            at += 1
            continue
        yield from _inline(site, term, run)
        run = []
        end = _end(lines, at, match["fence"])
        if match["name"] is None and match["fence"][0] != ":":
            yield from lines[at : end + 1]
        else:
            block = _read_block(match, lines[at + 1 : end])
            replaced = _replaced(site, term, block, depth)
            yield from (match["indent"] + line if line else "" for line in replaced)
        at = end + 1
    yield from _inline(site, term, run)


def _end(lines: Sequence[str], start: int, fence: str) -> int:
    """The line that closes a fence: its own sign, at least as long, and nothing else."""
    for at in range(start + 1, len(lines)):
        closing = lines[at].strip()
        if closing.startswith(fence) and not closing.strip(fence[0]):
            return at
    return len(lines)


def _read_block(match: re.Match[str], lines: Sequence[str]) -> _Fenced:
    indent = len(match["indent"])
    inner = [line[indent:] if not line[:indent].strip() else line for line in lines]
    options = {}
    while inner and (option := re.match(r":([\w-]+):\s*(.*)", inner[0])):
        options[option[1]] = option[2]
        del inner[0]
    return _Fenced(match["name"] or "", (match["rest"] or "").strip(), options, tuple(inner))


def _replaced(site: Site, term: Term, block: _Fenced, depth: int) -> Iterator[str]:
    """What stands for a directive: nothing for the definition and for lists that Sphinx makes."""
    if block.name == "diagram":
        yield from _diagram(block)
    elif block.name in _CODE:
        yield from (f"````{block.argument}", *block.lines, "````")
    elif block.name in {"image", "figure"}:
        yield f"*{markdown(block.options['alt'])}*" if block.options.get("alt") else ""
    elif depth < _DEEPEST and block.name not in {
        "glossary",
        "toctree",
        "term-list",
        "topic-list",
        "guide-list",
        "index",
    }:
        title = block.argument or block.name.title()
        yield from ("", f"> **{markdown(title)}**", ">") if title else ("",)
        inner = "\n".join(_plain(site, term, block.lines, depth + 1)).strip()
        yield from (f"> {line}".rstrip() for line in inner.split("\n"))
        yield ""


def _diagram(block: _Fenced) -> Iterator[str]:
    lines = [line for line in block.lines if line.strip()]
    with suppress(DiagramError):  # the build has said what is wrong with it
        lines = list(diagram.outline(diagram.read(block.argument, block.options.get("alt", ""), lines)))
    yield from ("", markdown(block.options.get("alt", "")), "")
    yield from (f"- {markdown(line)}" for line in lines)
    yield ""


# --- within a line --------------------------------------------------------------------------------

_CODE_OR_ROLE = re.compile(
    r"(?<![\\`])(?:\{(?P<role>[\w:+.-]+)\})?(?P<tick>`+)(?!`)(?P<text>.+?)(?<!`)(?P=tick)(?!`)", re.S
)
_TARGET = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>", re.S)
_LOCAL = re.compile(r"\]\((?P<path>[^)\s:#]+)\.md(?P<anchor>#[^)\s]*)?\)")


def _inline(site: Site, term: Term, lines: Sequence[str]) -> Iterator[str]:
    """Lines with their roles replaced; a role may run over a line's end, but not over an empty line."""
    if not lines:
        return
    paragraphs = re.split(r"(\n[ \t]*\n)", "\n".join(lines))
    for at in range(0, len(paragraphs), 2):
        text = _CODE_OR_ROLE.sub(lambda match: _role(site, term, match), paragraphs[at])
        paragraphs[at] = _LOCAL.sub(lambda match: _local(site, term, match), text)
    yield from "".join(paragraphs).split("\n")


def _role(site: Site, term: Term, match: re.Match[str]) -> str:
    if match["role"] is None:
        return match[0]
    content = " ".join(match["text"].split())
    named = _TARGET.fullmatch(content)
    text, target = (named["text"], named["target"]) if named else (content, content)
    if match["role"] == "term":
        other = site.glossary.find(target)
        return _link(site, term, other, text) if other is not None else markdown(text)
    if match["role"].startswith("external") or match["role"] in {"doc", "ref", "any", "abbr"}:
        return markdown(text)
    return f"`{content}`"


def _local(site: Site, term: Term, match: re.Match[str]) -> str:
    docname = normpath(join(term.docname, "..", match["path"]))
    if site.copy(docname) or docname not in site.addresses:
        return match[0]
    there = site.addresses[docname] + (match["anchor"] or "")
    return f"]({_safe(relative(f'{term.docname}.md', there))})"
