"""Listings as a web page shows them, where that is more than a list: tiles, and the way along a path.

A reader who takes a step on a reading path arrives with the path's fragment in the address, and so the page
knows, by the style sheet alone, which path to put first. Nothing is stored and no page has two addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import cast

from docutils import nodes
from sphinx import addnodes

from . import directives
from .directives import label, stacked, term_link, where
from .listings import Item, Listing

ARRIVAL = "plain_term_arrival"
"""On what is inside a link: the fragment to arrive with."""
BARE = "plain_term_bare"
"""On what is inside a link to a term: it shows no definition."""


def to_nodes(what: str, groups: Listing) -> list[nodes.Node]:
    """The nodes of a listing for a web page, its links still pending."""
    show = _RENDER.get(what)
    return show(groups) if show and groups else directives.to_nodes(what, groups)


def _mark(link: addnodes.pending_xref, **marks: object) -> addnodes.pending_xref:
    cast("nodes.Element", link[0]).attributes.update(marks)
    return link


# --- tiles ----------------------------------------------------------------------------------------


def _related(groups: Listing) -> list[nodes.Node]:
    tiles = stacked(groups[0], "plain-term-related", cards=True)
    tiles["classes"].append("plain-term-tiles")
    return [tiles]


def _compared(groups: Listing) -> list[nodes.Node]:
    return [stacked(groups[0], "plain-term-tiles")]


def _contrasts(groups: Listing) -> list[nodes.Node]:
    title = nodes.rubric("", "Compare with", **{"heading-level": 3})
    return [title, *_compared(groups)]


def _comparisons(groups: Listing) -> list[nodes.Node]:
    tiles = stacked(groups[0], "plain-term-guides")
    tiles["classes"].append("plain-term-tiles")
    for tile in tiles.children:
        cast("nodes.list_item", tile).insert(0, nodes.paragraph("", "", label("Help to choose")))
    return [tiles]


# --- the way along a path -------------------------------------------------------------------------


def _steps(groups: Listing) -> list[nodes.Node]:
    listed = directives.to_nodes("steps", groups)
    links = (link for node in listed for link in node.findall(addnodes.pending_xref))
    for link, item in zip(links, groups[0].items, strict=True):
        _mark(link, **{ARRIVAL: item.by})
    return listed


def _ways(groups: Listing) -> list[nodes.Node]:
    """At the top of the page, for each path, what shows only when the reader came by it."""
    ways = []
    for group in groups:
        path, *others = group.items
        way = nodes.container("", where(path), _progress(path), _onward(others), classes=["plain-term-way"])
        way["ids"] = [path.by]
        ways.append(way)
    return [nodes.container("", *ways, classes=["plain-term-ways"])]


def _paths(groups: Listing) -> list[nodes.Node]:
    """At the end of the page: every path, with the terms before and after and the reasons for them."""
    items = []
    for group in groups:
        path, *others = group.items
        items.append(nodes.list_item("", where(path), _onward(others)))
    return [nodes.bullet_list("", *items, classes=["plain-term-paths"])]


def _onward(steps: Sequence[Item]) -> nodes.paragraph:
    paragraph = nodes.paragraph("", "", classes=["plain-term-onward"])
    for item in steps:
        link = _mark(term_link(item), **{ARRIVAL: item.by, BARE: True})
        words = label("Previous:" if item.lead == "previous" else "Next:")
        reason = nodes.inline("", item.note, classes=["plain-term-reason"])
        paragraph += [nodes.Text(" ")] if len(paragraph) else []
        parts = (words, nodes.Text(" "), link, nodes.Text(" "), reason)
        paragraph += nodes.inline("", "", *parts, classes=[f"plain-term-{item.lead}"])
    return paragraph


def _progress(path: Item) -> nodes.raw:
    step, steps = path.step
    text = f'<progress value="{step}" max="{steps}" aria-hidden="true"></progress>'
    return nodes.raw("", text, format="html")


_RENDER: Mapping[str, Callable[[Listing], list[nodes.Node]]] = MappingProxyType(
    {
        "related": _related,
        "compared": _compared,
        "contrasts": _contrasts,
        "comparisons": _comparisons,
        "steps": _steps,
        "ways": _ways,
        "paths": _paths,
    }
)
