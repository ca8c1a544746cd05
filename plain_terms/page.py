"""A term page's text, taken apart: front matter, the glossary directive, and its prose.

Pure: text in, a :class:`Page` and its problems out. The same reading serves the build, ``lint``
and ``fix-links``, so all three agree about what a page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from . import front_matter, limits, naming
from .front_matter import FrontMatter
from .model import Problem, Term


@dataclass(frozen=True, slots=True)
class Span:
    """A run of inline text. ``kind`` is text, strong, term, link or code; ``target`` for links.

    ``bold`` tells a bold link or code from a plain one; ``strong`` is bold text.
    """

    kind: str
    text: str
    target: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of prose: heading, paragraph, item, cell or definition.

    ``section`` is the heading it stands under (empty before the first ``##``), ``line`` its first
    line and ``end`` the line after its last, both from 1 in the file. ``level`` is a heading's.
    """

    kind: str
    section: str
    line: int
    end: int
    spans: tuple[Span, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """What a reader sees, without markup."""
        return " ".join("".join(span.text for span in self.spans).split())


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read: ``names`` are the directive's term lines, headword first."""

    path: str
    slug: str
    front: FrontMatter
    title: str
    names: tuple[str, ...]
    definition: Block | None
    blocks: tuple[Block, ...]

    @property
    def prose(self) -> tuple[Block, ...]:
        """Definition and body, in reading order, without headings."""
        lead = (self.definition,) if self.definition else ()
        return (*lead, *(block for block in self.blocks if block.kind != "heading"))

    def term(self, docname: str) -> Term:
        """The record of this page. Only for a page that was read without problems."""
        lines = {**self.front.lines, "definition": self.definition.line if self.definition else 1}
        return Term(
            slug=self.slug,
            docname=docname,
            path=self.path,
            headword=self.names[0],
            aliases=self.names[1:],
            summary=self.definition.text if self.definition else "",
            links=tuple(s.target for b in self.prose for s in b.spans if s.kind == "term"),
            lines=tuple(sorted(lines.items())),
            **self.front.values,
        )


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    return parser.use(colon_fence_plugin).use(myst_role_plugin)


def read_page(text: str, path: str) -> tuple[Page, tuple[Problem, ...]]:
    """Read a page. ``path`` is where its problems are reported; its stem is the slug.

    Of a page that holds more than a page may, nothing is read.
    """
    if (refused := refuse(text, path)) is not None:
        return refused
    _, body = front_matter.split(limits.without_broken(_tidy(text)))
    return read_tokens(_markdown().parse(body), text, path)


def refuse(text: str, path: str) -> tuple[Page, tuple[Problem, ...]] | None:
    """What to put in the place of a page that holds more than a page may; ``None`` of any other."""
    refused = limits.refuse(_tidy(text))
    if refused is None:
        return None
    nothing = FrontMatter(MappingProxyType({}), MappingProxyType({}))
    page = Page(path, PurePosixPath(path).stem, nothing, "", (), None, ())
    return page, (Problem(path, refused[0], "unreadable", refused[1]),)


def _tidy(text: str) -> str:
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def read_tokens(tokens: Sequence[Token], text: str, path: str) -> tuple[Page, tuple[Problem, ...]]:
    """Read a page whose body has been parsed: its ``text`` without front matter gave the ``tokens``."""
    text = _tidy(text)
    unseen = tuple(_unseen(text, path))
    text = limits.without_broken(text)
    front, problems = front_matter.read(text, path)
    _, body = front_matter.split(text)
    names, definition, more = _read_glossary(tokens, body.split("\n"), path)
    blocks = tuple(_blocks(tokens))
    titles = [block for block in blocks if block.kind == "heading" and block.level == 1]
    if len(titles) != 1:
        line = titles[1].line if titles else 1
        more = (*more, Problem(path, line, "title", "a page has one `# Title` line: give it one"))
    page = Page(
        path, PurePosixPath(path).stem, front, titles[0].text if titles else "", names, definition, blocks
    )
    return page, (*unseen, *problems, *more, *naming.check_slug(page.slug, path))


def _unseen(text: str, path: str) -> Iterator[Problem]:
    if found := limits.broken(text):
        line, name = found
        yield Problem(path, line, "character", f"{name} is a character that no page can show: take it out")


# --- the glossary directive ---------------------------------------------------------------------


def _read_glossary(
    tokens: Sequence[Token], lines: Sequence[str], path: str
) -> tuple[tuple[str, ...], Block | None, tuple[Problem, ...]]:
    found = [t for t in tokens if t.type in {"fence", "colon_fence"} and _directive(t) == "glossary"]
    if not found:
        mend = "add ::::{glossary} with the headword on a line and the definition indented below it"
        return (), None, (Problem(path, 1, "definition", f"the page defines nothing: {mend}"),)
    fence = found[0]
    names, definition, problems = _read_entry(fence, path)
    problems.extend(_check_fence(fence, lines, path))
    for other in found[1:]:
        mend = "one page defines one term; move this one to a page of its own"
        problems.append(Problem(path, _line(other), "definition", f"a second glossary directive: {mend}"))
    return names, definition, tuple(problems)


def _directive(token: Token) -> str:
    match = re.match(r"\s*\{([^}]*)\}", token.info)
    return match.group(1) if match else ""


def _line(token: Token) -> int:
    return (token.map[0] if token.map else 0) + 1


def _check_fence(fence: Token, lines: Sequence[str], path: str) -> Iterator[Problem]:
    start = _line(fence)
    if fence.level:
        mend = "move it out, to the margin below the title"
        yield Problem(path, start, "fence", f"the glossary directive stands in a list or quotation: {mend}")
        return
    end = fence.map[1] if fence.map else start
    closing = lines[end - 1].strip() if end > start else ""
    if not closing.startswith(fence.markup) or closing.strip(fence.markup[0]):
        mend = f"add a line {fence.markup} below the definition"
        yield Problem(path, start, "fence", f"the glossary directive is never closed: {mend}")
    for offset, line in enumerate(fence.content.split("\n"), 1):
        if re.match(r"\s*(`{3,}|:{3,}|~{3,})", line):
            mend = "keep code and other directives out of the definition"
            yield Problem(path, start + offset, "fence", f"a fence inside the glossary directive: {mend}")


def _read_entry(fence: Token, path: str) -> tuple[tuple[str, ...], Block | None, list[Problem]]:
    """Names are lines at the margin, the definition is what is indented below them."""
    names: list[str] = []
    body: list[str] = []
    problems: list[Problem] = []
    apart = False
    start = first = _line(fence)
    for number, line in enumerate(fence.content.split("\n"), start + 1):
        if not line.strip() or re.match(r":\w+:", line):
            body.append("")
            apart = apart or bool(names and not line.strip())
        elif line[0] in " \t":
            first = first if any(body) else number
            body.append(line.strip())
        elif any(body):
            mend = "one page defines one term; move this one to a page of its own"
            problems.append(Problem(path, number, "definition", f"a second definition, {line!r}: {mend}"))
            break
        else:
            if apart:
                message = f"an empty line above the name {line.strip()!r}: take it out"
                problems.append(Problem(path, number, "name", message))
            names.append(line.strip())
            problems.extend(naming.check_name(line.strip(), number, path))
    text = " ".join(part for part in body if part)
    if not names or not text:
        mend = "write the headword at the margin and the definition, indented, below it"
        problems.append(Problem(path, start, "definition", f"the glossary directive is empty: {mend}"))
    spans = _spans(_markdown().parseInline(text)[0].children or [])
    return tuple(names), Block("definition", "", first, first + 1, spans), problems


# --- prose --------------------------------------------------------------------------------------

_DEEPEST = 6  # notes within notes; each is read as often as it is deep
_PROSE_DIRECTIVES = {"note", "tip", "important", "warning", "admonition", "seealso"}


def _blocks(tokens: Sequence[Token], shift: int = 0, section: str = "", depth: int = 0) -> Iterator[Block]:
    """Walk block tokens; ``shift`` is added to their line numbers inside ``depth`` directives."""
    context: list[Token] = []
    lines: list[tuple[int, int]] = []
    for token in tokens:
        if token.map:
            lines.append((token.map[0] + shift + 1, token.map[1] + shift + 1))
        if token.type in {"heading_open", "list_item_open", "th_open", "td_open"}:
            context.append(token)
        elif token.type in {"heading_close", "list_item_close", "th_close", "td_close"}:
            context.pop()
        elif token.type == "inline":
            kind, level = _kind(context)
            at = lines[-1] if lines else (1, 2)
            block = Block(kind, section, *at, _spans(token.children or []), level)
            if kind == "heading" and level > 1:
                section = block.text
            yield replace(block, section=section)
        elif token.type == "colon_fence" and depth < _DEEPEST and _directive(token) in _PROSE_DIRECTIVES:
            inner = re.sub(r"(?m)^:[\w-]+:.*$", "", token.content)
            yield from _blocks(_markdown().parse(inner), _line(token) + shift, section, depth + 1)


def _kind(context: Sequence[Token]) -> tuple[str, int]:
    if not context:
        return "paragraph", 0
    if context[-1].type == "heading_open":
        return "heading", int(context[-1].tag[1:])
    return ("item", 0) if context[-1].type == "list_item_open" else ("cell", 0)


_ROLE = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>", re.S)


def _spans(children: Sequence[Token]) -> tuple[Span, ...]:
    spans: list[Span] = []
    strong = link = 0
    target = ""
    for child in children:
        if child.type == "link_open":
            link, target = link + 1, str(child.attrs.get("href", ""))
        elif child.type == "link_close":
            link -= 1
        elif child.type in {"strong_open", "strong_close"}:
            strong += 1 if child.type == "strong_open" else -1
        elif child.type == "myst_role":
            spans.append(replace(_role(child), bold=strong > 0))
        elif child.type == "code_inline":
            spans.append(Span("code", child.content, bold=strong > 0))
        elif child.type in {"text", "softbreak", "hardbreak"}:
            text = child.content or " "
            kind = "link" if link else "strong" if strong else "text"
            spans.append(Span(kind, text, target if link else "", strong > 0))
    return tuple(spans)


def _role(token: Token) -> Span:
    name = str(token.meta.get("name", ""))
    content = " ".join(token.content.split())
    match = _ROLE.fullmatch(content)
    text, target = (match["text"], match["target"]) if match else (content, content)
    if name in {"abbr", "abbreviation"}:
        return Span("text", content.partition(" (")[0])
    if name == "term" or (name.startswith("external") and name.endswith(":term")):
        return Span("term" if name == "term" else "link", text, target)
    return Span("link" if name in {"doc", "ref", "any"} else "code", text, target)
