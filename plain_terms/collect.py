"""From a page being read to the facts kept about it.

A term page is read twice on purpose: by :mod:`page` as text, and by Sphinx's own ``glossary``
directive as a target. The two are compared, so nothing an author wrote can be lost unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import split_term_classifiers

from . import guides, lost
from .model import PageFacts, Problem, Reference, Term, Topic
from .nodes import listing
from .page import Page


def read_term(
    page: Page, problems: tuple[Problem, ...], docname: str, doctree: nodes.document
) -> tuple[Term | None, tuple[Problem, ...]]:
    """The term of a page as parsed, and what is wrong; no term where nothing can be said of it."""
    readable = bool(page.names and page.definition) and not any(p.rule == "front-matter" for p in problems)
    term = page.term(docname) if readable else None
    return term, (*problems, *lost.compare(page, problems, doctree))


def read_topic(docname: str, path: str, doctree: nodes.document) -> PageFacts:
    """The facts of a topic page: its title, and its first paragraph as the line about it."""
    title = next(iter(doctree.findall(nodes.title)), None)
    lead = next(paragraphs(doctree), None)
    topic = Topic(
        id=PurePosixPath(docname).name,
        docname=docname,
        title=title.astext() if title else PurePosixPath(docname).name,
        summary=lead.astext() if lead else "",
    )
    return replace(read_other(doctree, None, check_title(path, doctree)), topic=topic)


def check_title(path: str, doctree: nodes.document) -> tuple[Problem, ...]:
    """A problem where a page has not exactly one title."""
    titles = [section for section in doctree.children if isinstance(section, nodes.section)]
    if len(titles) == 1 and isinstance(titles[0][0], nodes.title) and titles[0][0].astext().strip():
        return ()
    line = titles[1].line or 1 if len(titles) > 1 else 1
    return (Problem(path, line, "title", "a page has one `# Title` line: give it one"),)


def paragraphs(doctree: nodes.document) -> Iterator[nodes.paragraph]:
    """The paragraphs that a reader sees, in order: what MyST makes of front matter stands there as well."""
    unseen = {id(node) for info in doctree.findall(nodes.docinfo) for node in info.findall(nodes.paragraph)}
    return (node for node in doctree.findall(nodes.paragraph) if id(node) not in unseen)


def read_guide(text: str, path: str, docname: str, doctree: nodes.document) -> PageFacts:
    """The facts of a guide: what its front matter joins, and its title."""
    title = next(iter(doctree.findall(nodes.title)), None)
    intro = next(iter(doctree.findall(nodes.paragraph)), None)
    guide, problems = guides.read_guide(
        text, path, docname, title.astext() if title else docname, intro.astext() if intro else ""
    )
    return replace(read_other(doctree, None, (*problems, *check_title(path, doctree))), guide=guide)


def read_other(
    doctree: nodes.document, term: Term | None = None, problems: tuple[Problem, ...] = ()
) -> PageFacts:
    """The facts of any page: what it refers to and lists, beside what is known of it already."""
    return PageFacts(
        term=term,
        references=tuple(_references(doctree)),
        listings=tuple(_listings(doctree)),
        problems=problems,
    )


def read_loose(docname: str, path: str, doctree: nodes.document) -> tuple[Term, ...]:
    """The terms of a page's ordinary glossaries, with the anchors that Sphinx gave them."""
    terms = []
    for item in doctree.findall(nodes.definition_list_item):
        anchors = [pair for term in item.findall(nodes.term) for pair in _named(term)]
        if not anchors:  # a definition list, and no glossary
            continue
        names = [name for name, _ in anchors]
        found = Term(
            slug=anchors[0][1].removeprefix("term-").lower(),
            docname=docname,
            path=path,
            headword=names[0],
            summary=_first_paragraph(item),
            aliases=tuple(names[1:]),
            anchors=tuple(anchors),
        )
        terms.append(found)
    return tuple(terms)


def _named(term: nodes.term) -> Iterator[tuple[str, str]]:
    """Name and anchor as Sphinx filed them; of a translated term also the original, which references use."""
    for index in term.findall(addnodes.index):
        for _, name, anchor, main, _ in index["entries"]:
            if main == "main":
                yield name, anchor
                if term.get("translated"):
                    yield split_term_classifiers(term.rawsource)[0], anchor


_NOT_SAID = (nodes.footnote_reference, nodes.citation_reference, nodes.raw, nodes.comment, nodes.problematic)


def _first_paragraph(item: nodes.Element) -> str:
    """The plain text of what a card shows: the first paragraph, without notes and markup."""
    paragraph = next(iter(item.findall(nodes.paragraph)), None)
    if paragraph is None:
        return ""
    said = [text for text in paragraph.findall(nodes.Text) if not isinstance(text.parent, _NOT_SAID)]
    return " ".join("".join(text.astext() for text in said).split())


def _listings(doctree: nodes.document) -> Iterator[tuple[str, str]]:
    for node in doctree.findall(listing):
        yield node["what"], node["of"]


def _references(doctree: nodes.document) -> Iterator[Reference]:
    seen: set[Reference] = set()
    for node in doctree.findall(addnodes.pending_xref):
        project = (node.get("inventory") or "*") if "intersphinx" in node else ""
        reference = Reference(node.get("refdomain", ""), node["reftype"], node["reftarget"], project)
        if reference not in seen:
            seen.add(reference)
            yield reference
