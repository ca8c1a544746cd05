"""What an author can write to get a listing, and how listings become document nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from .listings import Group, Item, Listing
from .nodes import listing
from .snippets import details


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
        kind = self.arguments[0].strip().lower()
        if kind not in ("comparison", "path"):
            raise self.error(f"{kind!r} is no kind of guide: write 'comparison' or 'path'")
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


def snippets(groups: Listing, address: str) -> list[nodes.Node]:
    """The references that a reader may copy, as HTML; ``address`` is the term's own."""
    return [nodes.raw("", details(group.items[0].text, address), format="html") for group in groups]


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


def stacked(group: Group, name: str, *, cards: bool = False) -> nodes.bullet_list:
    """The link, and under it a sentence of its own; with ``cards``, links to terms show definitions."""
    items = []
    for item in group.items:
        link = term_link(item) if cards and item.slug else doc_link(item.text, item.docname)
        note = [nodes.paragraph("", item.note)] if item.note else []
        items.append(nodes.list_item("", nodes.paragraph("", "", link, *_aside(item)), *note))
    return nodes.bullet_list("", *items, classes=name.split())


def _aside(item: Item) -> list[nodes.Node]:
    if not item.aside:
        return []
    return [nodes.Text(" "), nodes.inline("", item.aside, classes=["plain-term-aside"])]


def label(text: str) -> nodes.inline:
    """A few words before what they name."""
    return nodes.inline("", text, classes=["plain-term-label"])


def _sentence(lead: str, name: str) -> Callable[[Listing], list[nodes.Node]]:
    def render(groups: Listing) -> list[nodes.Node]:
        paragraph = nodes.paragraph("", "", label(lead), nodes.Text(" "), classes=[f"plain-term-{name}"])
        for place, item in enumerate(groups[0].items):
            paragraph += [nodes.Text(", ")] if place else []
            paragraph += term_link(item)
        if groups[0].more:
            more = nodes.inline("", f"{groups[0].more:,} more", classes=["plain-term-more"])
            paragraph.extend((nodes.Text(" and "), more))
        return [paragraph]

    return render


def _terms(groups: Listing) -> list[nodes.Node]:
    """Terms with their definitions, under letters where the list has them."""
    if not groups[0].name:
        return [stacked(groups[0], "plain-term-list")]
    return _lettered(groups, lambda group: stacked(group, "plain-term-list"))


def _lettered(groups: Listing, show: Callable[[Group], nodes.Node]) -> list[nodes.Node]:
    """A bar of letters, and a section for each."""
    bar = nodes.paragraph("", "", classes=["plain-term-letters"])
    sections: list[nodes.Node] = []
    for group in groups:
        anchor = f"letter-{group.name}"
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
        words = "← Previous: " if item.lead == "previous" else "Next: "
        part = nodes.inline("", words, doc_link(item.text, item.docname), classes=[f"plain-term-{item.lead}"])
        part += [nodes.Text(" →")] if item.lead == "next" else []
        paragraph += part
    return paragraph


def _crumbs(groups: Listing) -> list[nodes.Node]:
    item = groups[0].items[0]
    return [nodes.paragraph("", "Topic: ", doc_link(item.text, item.docname), classes=["plain-term-crumbs"])]


def _comparisons(groups: Listing) -> list[nodes.Node]:
    words = label("Help to choose:")
    paragraph = nodes.paragraph("", "", words, nodes.Text(" "), classes=["plain-term-guides"])
    for place, item in enumerate(groups[0].items):
        paragraph += [nodes.Text(", ")] if place else []
        paragraph += doc_link(item.text, item.docname)
    return [paragraph]


def _paths(groups: Listing) -> list[nodes.Node]:
    items = []
    for group in groups:
        path, *others = group.items
        items.append(nodes.list_item("", where(path), _before_and_after(others)))
    return [nodes.bullet_list("", *items, classes=["plain-term-paths"])]


def where(path: Item) -> nodes.paragraph:
    """Which reading path this is, and which step of it."""
    step, steps = path.step
    link, rest = doc_link(path.text, path.docname), nodes.Text(f", step {step} of {steps}.")
    return nodes.paragraph("", "", label("Reading path:"), nodes.Text(" "), link, rest)


def _steps(groups: Listing) -> list[nodes.Node]:
    steps = stacked(groups[0], "plain-term-steps", cards=True).children
    numbers = {"enumtype": "arabic", "prefix": "", "suffix": "."}
    return [nodes.enumerated_list("", *steps, classes=["plain-term-steps"], **numbers)]


def _decide(groups: Listing) -> list[nodes.Node]:
    """A list of questions that can be read as it stands; decide.js makes a form of it."""
    listed = nodes.enumerated_list("", *map(_question, groups), enumtype="arabic", prefix="", suffix=".")
    listed["classes"] = ["plain-term-decide"]
    return [listed, _sum(groups)]


def _question(group: Group) -> nodes.list_item:
    weighs = [_weight(f"This one weighs most: {group.note}.")] if group.note else []
    answers = nodes.bullet_list("", *map(_answer, group.items))
    return nodes.list_item("", nodes.paragraph("", group.heading), *weighs, answers)


def _weight(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text, classes=["plain-term-weighs"])


def _answer(item: Item) -> nodes.list_item:
    link = term_link(item) if item.slug else nodes.inline("", "either")
    reason = nodes.inline("", item.note, classes=["plain-term-reason"])
    why = nodes.inline("", "speaks for ", link, nodes.Text(": "), reason, classes=["plain-term-why"])
    return nodes.list_item("", nodes.paragraph("", "", nodes.strong("", item.lead), nodes.Text(" "), why))


def _sum(groups: Listing) -> nodes.container:
    """How to add the answers up; in HTML also the reasons of each side together."""
    heavy = next((at for at, group in enumerate(groups, 1) if group.note), 0)
    tie = f" If it is a tie, let question {heavy} decide: it weighs most." if heavy else ""
    rule = nodes.paragraph("", f"{_COUNT}{tie}")
    found = {item.slug: item for group in groups for item in group.items if item.slug}
    sides = addnodes.only(expr="format_html and not builder_epub")
    for slug, item in found.items():
        sides += _side(item, [one for group in groups for one in group.items if one.slug == slug])
    verdict = nodes.reference("", "the verdict", internal=True, refid="the-verdict")
    then = nodes.paragraph("", "Then read ", verdict, nodes.Text("."))
    return nodes.container("", rule, sides, then, classes=["plain-term-sum"])


_COUNT = (
    "Count your answers for each of the two, and leave out those for either. The one with more is the "
    "suggestion, and the reasons beside your answers are why."
)


def _side(item: Item, answers: Sequence[Item]) -> list[nodes.Node]:
    """What is said for one of the two, folded away."""
    summary = f"<details><summary>Most speak for {escape(item.text)}</summary>"
    lead = nodes.paragraph("", "Suggestion: ", term_link(item), nodes.Text(". Your reasons are among these:"))
    reasons = [f"{one.lead}: {one.note}" for one in answers]
    listed = nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", one)) for one in reasons))
    return [nodes.raw("", summary, format="html"), lead, listed, nodes.raw("", "</details>", format="html")]


def _back(groups: Listing) -> list[nodes.Node]:
    item = groups[0].items[0]
    return [nodes.paragraph("", "", doc_link(item.text, item.docname), classes=["plain-term-back"])]


_RENDER: Mapping[str, Callable[[Listing], list[nodes.Node]]] = MappingProxyType(
    {
        "az": _terms,
        "index": lambda groups: _lettered(groups, _index),
        "of-topic": _terms,
        "topics": lambda groups: [stacked(groups[0], "plain-term-list plain-term-shelf")],
        "related": lambda groups: [stacked(groups[0], "plain-term-related", cards=True)],
        "contrasts": _sentence("Compare with:", "contrasts"),
        "mentions": _sentence("Mentioned in:", "mentions"),
        "topic": _crumbs,
        "neighbours": _neighbours,
        "back": _back,
        "comparisons": _comparisons,
        "paths": _paths,
        "steps": _steps,
        "compared": lambda groups: [stacked(groups[0], "plain-term-list")],
        "decide": _decide,
        "definition": lambda groups: [nodes.paragraph("", groups[0].items[0].note)],
        "guides": lambda groups: [stacked(groups[0], "plain-term-list plain-term-shelf")],
    }
)
