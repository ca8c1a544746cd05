"""What an author can write to get a listing, and how listings become document nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from .listings import Group, Item, Listing
from .nodes import listing


class TermList(SphinxDirective):
    """``{term-list}``: every term from A to Z, or with ``:topic:`` those of one topic."""

    has_content = False
    option_spec: ClassVar[dict[str, Callable[[str], str]]] = {"topic": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder: the terms are not all known yet."""
        topic = self.options.get("topic", "").strip()
        node = listing(what="of-topic" if topic else "az", of=topic)
        self.set_source_info(node)
        return [node]


class TopicList(SphinxDirective):
    """``{topic-list}``: all topics with their lines and how many terms each holds."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder: the topics are not all known yet."""
        node = listing(what="topics", of="")
        self.set_source_info(node)
        return [node]


class GuideList(SphinxDirective):
    """``{guide-list} comparison`` or ``{guide-list} path``: all guides of a kind, with their lines."""

    has_content = False
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder: the guides are not all known yet."""
        kind = directives.choice(self.arguments[0], ("comparison", "path"))
        node = listing(what="guides", of=kind)
        self.set_source_info(node)
        return [node]


class TodaysTerm(SphinxDirective):
    """``{todays-term} Name``: a term with its definition, set like an entry.

    In a browser that runs scripts, today.js puts another of the page's terms there each day.
    """

    has_content = False
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Link the term, so that an unknown name is reported, and leave a placeholder for the rest."""
        name = " ".join(self.arguments[0].split())
        headword = nodes.paragraph("", "", term_link(Item(name, "")))
        definition = listing(what="definition", of=name)
        entry = nodes.container("", headword, definition, classes=["plain-term-today"])
        self.set_source_info(headword)
        return [entry]


# --- from listing to nodes ----------------------------------------------------------------------


def to_nodes(what: str, groups: Listing) -> list[nodes.Node]:
    """The nodes of a listing, its links still pending, so that every builder can resolve them."""
    return _RENDER[what](groups) if groups else []


def doc_link(text: str, docname: str) -> addnodes.pending_xref:
    """A pending link to a document."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", text, classes=["doc"]),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname}",
        refexplicit=True,
        refwarn=True,
    )


def term_link(item: Item) -> addnodes.pending_xref:
    """A pending link to a term; it gets its hover card like any other."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", item.text, classes=["xref", "std", "std-term"]),
        refdomain="std",
        reftype="term",
        reftarget=item.text,
        refexplicit=True,
        refwarn=True,
    )


def _stacked(group: Group, name: str, *, cards: bool = False) -> nodes.bullet_list:
    """The link, and under it a sentence of its own."""
    items = []
    for item in group.items:
        link = term_link(item) if cards and item.slug else doc_link(item.text, item.docname)
        note = [nodes.paragraph("", item.note)] if item.note else []
        items.append(nodes.list_item("", nodes.paragraph("", "", link), *note))
    return nodes.bullet_list("", *items, classes=[name])


def _label(text: str) -> nodes.inline:
    return nodes.inline("", text, classes=["plain-term-label"])


def _sentence(lead: str, name: str) -> Callable[[Listing], list[nodes.Node]]:
    def render(groups: Listing) -> list[nodes.Node]:
        paragraph = nodes.paragraph("", "", _label(lead), nodes.Text(" "), classes=[f"plain-term-{name}"])
        for place, item in enumerate(groups[0].items):
            paragraph += [nodes.Text(", ")] if place else []
            paragraph += term_link(item)
        paragraph += [nodes.Text(f" and {groups[0].more} more")] if groups[0].more else []
        return [paragraph]

    return render


def _lettered(groups: Listing, show: Callable[[Group], nodes.Node]) -> list[nodes.Node]:
    """A bar of letters, and a section for each."""
    bar = nodes.paragraph("", "", classes=["plain-term-letters"])
    sections: list[nodes.Node] = []
    for group in groups:
        anchor = f"letter-{nodes.make_id(group.heading) or format(ord(group.heading[0]), 'x')}"
        bar += [nodes.Text(" ")] if sections else []
        bar += nodes.reference("", group.heading, internal=True, refid=anchor)
        title = nodes.title("", group.heading)
        sections.append(nodes.section("", title, show(group), ids=[anchor]))
    return [bar, *sections]


def _index(group: Group) -> nodes.bullet_list:
    """Names that lead to their pages; an alias names the term that explains it."""
    items = []
    for item in group.items:
        link = doc_link(item.note or item.text, item.docname)
        see = [nodes.Text(f"{item.text}, see ")] if item.note else []
        items.append(nodes.list_item("", nodes.paragraph("", "", *see, link)))
    return nodes.bullet_list("", *items, classes=["plain-term-index"])


def _neighbours(groups: Listing) -> list[nodes.Node]:
    return [_before_and_after(groups[0].items)]


def _before_and_after(items: Sequence[Item]) -> nodes.paragraph:
    paragraph = nodes.paragraph("", "", classes=["plain-term-neighbours"])
    for item in items:
        paragraph += [nodes.Text(" ")] if len(paragraph) else []
        label = "← Previous: " if item.note == "previous" else "Next: "
        part = nodes.inline("", label, doc_link(item.text, item.docname), classes=[f"plain-term-{item.note}"])
        part += [nodes.Text(" →")] if item.note == "next" else []
        paragraph += part
    return paragraph


def _crumbs(groups: Listing) -> list[nodes.Node]:
    item = groups[0].items[0]
    return [nodes.paragraph("", "Topic: ", doc_link(item.text, item.docname), classes=["plain-term-crumbs"])]


def _comparisons(groups: Listing) -> list[nodes.Node]:
    label = _label("Help to choose:")
    paragraph = nodes.paragraph("", "", label, nodes.Text(" "), classes=["plain-term-guides"])
    for place, item in enumerate(groups[0].items):
        paragraph += [nodes.Text(", ")] if place else []
        paragraph += doc_link(item.text, item.docname)
    return [paragraph]


def _paths(groups: Listing) -> list[nodes.Node]:
    items = []
    for group in groups:
        path, *others = group.items
        link = doc_link(path.text, path.docname)
        where = nodes.paragraph(
            "", "", _label("Reading path:"), nodes.Text(" "), link, nodes.Text(f", {path.note}.")
        )
        items.append(nodes.list_item("", where, _before_and_after(others)))
    return [nodes.bullet_list("", *items, classes=["plain-term-paths"])]


def _steps(groups: Listing) -> list[nodes.Node]:
    steps = _stacked(groups[0], "plain-term-steps", cards=True).children
    numbers = {"enumtype": "arabic", "prefix": "", "suffix": "."}
    return [nodes.enumerated_list("", *steps, classes=["plain-term-steps"], **numbers)]


def _decide(groups: Listing) -> list[nodes.Node]:
    """A list of questions that can be read as it stands; decide.js makes a form of it."""
    questions = []
    for group in groups:
        answers = nodes.bullet_list("", *map(_answer, group.items))
        questions.append(nodes.list_item("", nodes.paragraph("", group.heading), answers))
    listed = nodes.enumerated_list("", *questions, enumtype="arabic", prefix="", suffix=".")
    listed["classes"] = ["plain-term-decide"]
    return [listed]


def _answer(item: Item) -> nodes.list_item:
    words = nodes.strong("", item.lead)
    link = term_link(item) if item.slug else nodes.inline("", "either")
    why = nodes.inline("", item.note, classes=["plain-term-reason"])
    text = nodes.paragraph("", "", words, nodes.Text(" speaks for "), link, nodes.Text(": "), why)
    return nodes.list_item("", text)


def _back(groups: Listing) -> list[nodes.Node]:
    item = groups[0].items[0]
    return [nodes.paragraph("", "", doc_link(item.text, item.docname), classes=["plain-term-back"])]


_RENDER: Mapping[str, Callable[[Listing], list[nodes.Node]]] = MappingProxyType(
    {
        "az": lambda groups: _lettered(groups, lambda group: _stacked(group, "plain-term-list")),
        "index": lambda groups: _lettered(groups, _index),
        "of-topic": lambda groups: [_stacked(groups[0], "plain-term-list")],
        "topics": lambda groups: [_stacked(groups[0], "plain-term-topics")],
        "related": lambda groups: [_stacked(groups[0], "plain-term-related", cards=True)],
        "contrasts": _sentence("Compare with:", "contrasts"),
        "mentions": _sentence("Mentioned in:", "mentions"),
        "topic": _crumbs,
        "neighbours": _neighbours,
        "back": _back,
        "comparisons": _comparisons,
        "paths": _paths,
        "steps": _steps,
        "decide": _decide,
        "definition": lambda groups: [nodes.paragraph("", groups[0].items[0].note)],
        "guides": lambda groups: [_stacked(groups[0], "plain-term-list")],
    }
)
