"""What is different about a page in a book: no furniture of the site, the index for the A-Z page, own ids."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from .book import BUILDERS, Hubs, fit_drawing
from .nodes import listing

INDEX = "Index"
MADE = "book--"
"""How the ids of those pages begin that a book has in place of the site's."""
_FURNITURE = frozenset({"plain-term-question", "plain-term-today"})


def hubs_of(config: Config) -> Hubs:
    """The pages that hold this project together."""
    folders = (config.plain_terms_folder, config.plain_terms_topics, config.plain_terms_guides)
    return Hubs(config.root_doc, *(f"{folder}/index" for folder in folders))


def in_a_book(env: BuildEnvironment) -> bool:
    """Whether what is built is a book with a glossary of pages in it."""
    return bool(env.config.plain_terms_folder) and env._app.builder.name in BUILDERS


class ForABook(SphinxPostTransform):
    """Trims each page before its lists are filled (priority 5)."""

    default_priority = 4

    def run(self, **kwargs: object) -> None:
        """Trim the page, in place."""
        if not in_a_book(self.env):
            return
        hubs, docname = hubs_of(self.config), self.env.current_document.docname
        section = next(iter(self.document.findall(nodes.section)), None)
        if section is not None and docname == hubs.terms:
            become_index(section)
        elif section is not None and docname == hubs.front:
            drop_shortcuts(section)
        if docname in (hubs.front, hubs.terms, hubs.topics, hubs.guides):
            _drop_lists_of_pages(self.document)
        for node in list(self.document.findall(nodes.Element)):
            if _FURNITURE & set(node.get("classes", ())) and node.parent is not None:
                node.parent.remove(node)


def become_index(section: nodes.section) -> None:
    """Make the A-Z page the index: every name, and where it is explained."""
    section[:] = [nodes.title("", INDEX), listing(what="index", of="")]


def drop_shortcuts(front: nodes.section) -> None:
    """Leave only what is there to be read: ornaments, and sections of terms or of nothing but links, go."""
    for image in [image for image in front.findall(nodes.image) if not image.get("alt")]:
        image.parent.remove(image)
    for section in [child for child in front if isinstance(child, nodes.section)]:
        lists = any(True for _ in section.findall(listing))
        said = [p for p in section.findall(nodes.paragraph) if not _only_links(p)]
        if lists or not said:
            front.remove(section)


def _drop_lists_of_pages(document: nodes.document) -> None:
    """The contents of a book are made from all of them."""
    for node in list(document.findall(addnodes.toctree)):
        wrapped = node.parent if "toctree-wrapper" in node.parent.get("classes", ()) else node
        wrapped.parent.remove(wrapped)


def _only_links(paragraph: nodes.paragraph) -> bool:
    return all(
        isinstance(child, (nodes.reference, addnodes.pending_xref)) or not child.astext().strip()
        for child in paragraph
    )


# --- bound into one document -----------------------------------------------------------------------


def set_apart(doctree: nodes.document, place: str) -> None:
    """Get a page ready to be bound: its ids become its own, its links lead to where their targets are now.

    A link to another page comes as ``#its-place`` or ``#its-place#id``. One to a page that has no place
    becomes plain text; all others get room for the number of a page.
    """
    _own_ids(doctree, place)
    for raw in doctree.findall(nodes.raw):
        if "plain-term-diagram" in raw.astext():
            raw[:] = [nodes.Text(fit_drawing(raw.astext()))]
    for bar in [p for p in doctree.findall(nodes.paragraph) if "plain-term-letters" in p["classes"]]:
        bar.parent.remove(bar)
    for link in list(doctree.findall(nodes.reference)):
        start, sign, rest = link.get("refuri", "").partition("#")
        if start and link.astext() == link["refuri"]:
            link["classes"].append("plain-term-address")
        elif sign and not start:
            _lead(link, *rest.partition("#")[::2])


def _own_ids(doctree: nodes.document, place: str) -> None:
    for node in doctree.findall(nodes.Element):
        for name in ("ids", "backrefs"):
            if node.get(name):
                node[name] = [f"{place}--{one}" for one in node[name]]
        if "refid" in node:
            node["refid"] = f"{place}--{node['refid']}"


def _lead(link: nodes.reference, target: str, inner: str) -> None:
    """Let a link lead to an id in a page, or to the page."""
    if not target:
        link.replace_self(link.children)
        return
    whole = f"{target}--{inner}" if inner and not target.startswith(MADE) else target
    link["refuri"] = f"#{whole}"
    texts = list(link.findall(nodes.Text))
    if texts:
        before, space, last = texts[-1].rpartition(" ")
        page = nodes.inline("", whole, classes=["plain-term-page"])
        word = nodes.inline("", last, page, classes=["plain-term-last"])  # number and word on one line
        texts[-1].parent.replace(texts[-1], [nodes.Text(before + space), word])
