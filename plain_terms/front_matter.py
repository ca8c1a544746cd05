"""Front matter: YAML with line numbers, checked against a closed schema.

Every scalar is kept as the text the author typed, so ``no`` stays a word and ``1.10`` keeps its
zero. Anchors, aliases and tags are refused: pages need none, and they can be used to exhaust memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import yaml

from .limits import MOST_ITEMS, UNSEEN, describe
from .model import KINDS, Problem, Related, Source

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLOCK = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$\r?\n?", re.S | re.M)
_DEEPEST = 8  # of lists and keys within each other: twice what any schema here asks for


@dataclass(frozen=True)
class FrontMatter:
    """Checked values by key, and the line (from 1) of every key that was given."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]


Schema = Mapping[str, Callable[[yaml.Node], Any]]
"""The keys a page may have, and what reads each: a function of the YAML node."""


class BadValueError(Exception):
    """A value of the wrong form; the message says what was expected."""

    def __init__(self, message: str, node: yaml.Node | None = None) -> None:
        """``node`` is where the value stands, when it is not the whole of the key's."""
        super().__init__(message)
        self.node = node


def split(text: str) -> tuple[str | None, str]:
    """Front matter (without its fences, or ``None``) and the text with it blanked out.

    The second part has as many lines as ``text``, so line numbers stay true.
    """
    match = _BLOCK.match(text)
    if match is None:
        return None, text
    blank = "\n" * match.group(0).count("\n")
    return match.group(1), blank + text[match.end() :]


_KEYS = re.compile(r"^([\w-]+)\s*:", re.M)


def is_only_former(text: str) -> bool:
    """Whether a page's front matter says what it was called before, and nothing else."""
    source, _ = split(text)
    return source is not None and _KEYS.findall(source) == ["formerly"]


def read(
    text: str,
    path: str,
    schema: Schema | None = None,
    required: Sequence[str] | None = None,
    others: bool = False,
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Read a page's front matter from its whole text; problems name line and mend.

    ``schema`` and ``required`` are those of a term page unless given; ``others`` lets keys pass that
    the schema does not have.
    """
    schema = SCHEMA if schema is None else schema
    required = REQUIRED if required is None else required
    source, _ = split(text)
    if source is None:
        return _nothing(path, "no front matter", "start the page with a --- line, its keys, and ---")
    try:
        _refuse_references(source)
        root = yaml.compose(source, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        mend = 'put text that holds ": " or starts with a special sign in "quotes"'
        line = mark.line + 2 if mark else 1
        return _nothing(path, f"not valid YAML: {error.problem}", mend, line)
    except (yaml.YAMLError, UnicodeError):
        return _nothing(path, "not valid YAML: a character that cannot stand here", "retype it")
    if not isinstance(root, yaml.MappingNode):
        return _nothing(path, "not a list of keys and values", "write `key: value` lines")
    if others:
        root.value = [pair for pair in root.value if pair[0].value in schema]
    return _check(root, path, schema, required)


def _nothing(path: str, what: str, mend: str, line: int = 1) -> tuple[FrontMatter, tuple[Problem, ...]]:
    problem = Problem(path, line, "front-matter", f"{what}: {mend}")
    return FrontMatter(MappingProxyType({}), MappingProxyType({})), (problem,)


def _refuse_references(source: str) -> None:
    """Refuse what no page needs and what can take memory or the stack, event by event: none is kept."""
    depth = 0
    for event in yaml.parse(source, Loader=_Loader):
        tag = getattr(event, "tag", None)
        what = ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or tag:
            what = "anchors, aliases and tags are not used here"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            what = "nested too deeply, the deepest value that a key takes is a list"
        if what:
            raise yaml.MarkedYAMLError(problem=what, problem_mark=event.start_mark)  # type: ignore[arg-type]


def _check(
    root: yaml.MappingNode, path: str, schema: Schema, required: Sequence[str]
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []

    def report(line: int, message: str) -> None:
        problems.append(Problem(path, line, "front-matter", message))

    for key_node, node in root.value:
        key, line = str(key_node.value), key_node.start_mark.line + 2
        if not isinstance(key_node, yaml.ScalarNode):
            report(line, "a list or keys stand where a key belongs: write `key: value`")
        elif key in lines:
            report(line, f"{key!r} is given twice: keep one")
        elif key not in schema:
            known = ", ".join(schema)
            report(line, f"unknown key {key!r}: use one of {known}")
        else:
            lines[key] = line
            lines.update(_inner_lines(key, node))
            try:
                values[key] = schema[key](node)
            except BadValueError as error:
                at = error.node.start_mark.line + 2 if error.node else line
                report(at, f"{key}: {error}")
    for key in required:
        if key not in lines:
            report(1, f"{key!r} is missing: add a line `{key}: …` to the front matter")
    return FrontMatter(MappingProxyType(values), MappingProxyType(lines)), tuple(problems)


def _inner_lines(key: str, node: yaml.Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for inner, _ in node.value:
            if isinstance(inner, yaml.ScalarNode):
                yield f"{key}.{inner.value}", inner.start_mark.line + 2
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            if isinstance(inner, yaml.ScalarNode):
                yield f"{key}.{inner.value}", inner.start_mark.line + 2


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise BadValueError("expected plain text, found a list or keys", node)
    text = str(node.value).strip()
    if not text or (not node.style and text in {"null", "~"}):
        raise BadValueError("is empty: give a value or take the key out", node)
    if any(ord(char) < 32 for char in text):
        raise BadValueError("holds a control character: retype the value", node)
    if found := UNSEEN.search(text):
        raise BadValueError(f"holds a character that nobody sees, {describe(found[0])}: retype it", node)
    return text


read_text = _text
"""Reads a value that is plain text, for schemas that other modules write."""


def _texts(node: yaml.Node) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise BadValueError("expected a list, such as [one, two] or lines that start with `- `", node)
    if not node.value:
        raise BadValueError("is an empty list: fill it or take the key out", node)
    _check_count(node)
    texts: dict[str, None] = {}
    for inner in node.value:
        if (text := _text(inner)) in texts:
            raise BadValueError(f"{text!r} is listed twice: keep one", inner)
        texts[text] = None
    return tuple(texts)


def _check_count(node: yaml.CollectionNode) -> None:
    if len(node.value) > MOST_ITEMS:
        raise BadValueError(f"has {len(node.value)} items, more than {MOST_ITEMS}: keep the best", node)


def _kind(node: yaml.Node) -> str:
    kind = _text(node)
    if kind not in KINDS:
        raise BadValueError(f"unknown kind {kind!r}: use one of {', '.join(KINDS)}", node)
    return kind


def _flag(node: yaml.Node) -> bool:
    flag = _text(node)
    if flag not in {"true", "false"}:
        raise BadValueError(f"expected true or false, found {flag!r}", node)
    return flag == "true"


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(node: yaml.Node) -> str:
    day = _text(node)
    try:
        if not _DAY.fullmatch(day):  # there are other ways to write a date, which nobody reads at a glance
            raise ValueError
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise BadValueError(f"expected a date such as 2026-11-24, found {day!r}", node) from None


_PART = r"[^\s._/\\#%?*:|<>=\"\x00-\x1f][^/\\#%?*:|<>=\"\x00-\x1f]*"
_DOCUMENT = re.compile(rf"/?{_PART}(?:/{_PART})*")
_ENDINGS = (".html", ".htm", ".md", ".rst")


def is_document(text: str) -> bool:
    """Whether a text can be the name of a page: parts between slashes, and no ending."""
    return bool(_DOCUMENT.fullmatch(text)) and not text.endswith(_ENDINGS)


def read_formerly(node: yaml.Node) -> tuple[str, ...]:
    """Reads names that a page had before: of a page in its folder, or from the root with a slash."""
    names = _texts(node)
    for name, inner in zip(names, _inner(node), strict=True):
        if not is_document(name):
            mend = "write its name without an ending, as in old-name or folder/old-name"
            raise BadValueError(f"{name!r} is no page: {mend}", inner)
    return names


def _inner(node: yaml.Node) -> Sequence[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else ()


def _related(node: yaml.Node) -> tuple[Related, ...]:
    if not isinstance(node, yaml.MappingNode):
        raise BadValueError("expected lines such as `api: how the parts talk to each other`", node)
    if not node.value:
        raise BadValueError("is empty: fill it or take the key out", node)
    _check_count(node)
    related: dict[str, Related] = {}
    for key, reason in node.value:
        if (slug := _text(key)) in related:
            raise BadValueError(f"{slug!r} is listed twice: keep one", key)
        related[slug] = Related(slug, _text(reason))
    return tuple(related.values())


_SOURCE = re.compile(r"(?P<title>.+?):\s+(?P<url>https?://[^\s<>\"']+)")


def _sources(node: yaml.Node) -> tuple[Source, ...]:
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise BadValueError("expected a list of `- Title: https://address` lines", node)
    _check_count(node)
    return tuple(_source(inner) for inner in node.value)


def _source(node: yaml.Node) -> Source:
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
        key, value = node.value[0]
        text = f"{_text(key)}: {_text(value)}"
    else:
        text = _text(node)
    match = _SOURCE.fullmatch(text)
    if match is None or not _has_host(match["url"]):
        raise BadValueError(f"expected `- Title: https://address`, found {text!r}", node)
    return Source(match["title"], match["url"])


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _pair(node: yaml.Node) -> tuple[str, ...]:
    pair = _texts(node)
    if len(pair) != 2:
        raise BadValueError(f"compares two terms, found {len(pair)}: give a list of two", node)
    return pair


SCHEMA: Schema = MappingProxyType(
    {
        "topic": _text,
        "kind": _kind,
        "contrasts": _texts,
        "related": _related,
        "variants": _texts,
        "formerly": read_formerly,
        "asked": _texts,
        "sources": _sources,
        "reviewed": _day,
        "link_mentions": _flag,
    }
)
"""Every key a term page may have, and what reads it."""

COMPARISON: Schema = MappingProxyType({"compares": _pair, "question": _text, "verdict": _text})
"""The keys that every comparison has; all are required."""

PATH: Schema = MappingProxyType({"steps": _related})
"""The key that every reading path has."""

REQUIRED = ("topic", "kind", "related", "sources", "reviewed")
