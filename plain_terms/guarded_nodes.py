"""What Markdown made of a guarded page by itself, held to the rules before any file is copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import search_image_for_language
from sphinx.util.nodes import traverse_parent

from . import guard
from .guarding import allowed_in, is_on, note

_DEEPEST_BOX = 8  # of lists, quotations and notes in each other: Markdown drops what is twenty deep
_DEEPEST = 60  # of anything: what is some hundreds deep can be neither stored nor written
_LISTS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.field_list)
_BOXES = (*_LISTS, nodes.block_quote, nodes.footnote, nodes.Admonition)


class GuardPage(SphinxTransform):
    """Replaces by its text whatever may not stand on a guarded page, and says why."""

    default_priority = 790  # before pages are read into the model, and long before files are copied

    def apply(self, **_: object) -> None:
        """Look at every element of ``self.document`` once."""
        if not is_on(self.env):
            return
        self.allowed = allowed_in(self.config)
        stack: list[tuple[nodes.Element, int, int]] = [(self.document, 0, 0)]
        while stack:
            node, depth, boxes = stack.pop()
            boxes += isinstance(node, _BOXES)
            if depth > _DEEPEST or boxes > _DEEPEST_BOX:
                self._refuse_depth(node, boxes)
                continue
            if (check := _CHECKS.get(type(node))) and (fault := check(self, node)):
                note(self.env, _line(node), fault)
                _drop(node)
            stack += [
                (child, depth + 1, boxes) for child in node.children if isinstance(child, nodes.Element)
            ]

    def _refuse_depth(self, node: nodes.Element, boxes: int) -> None:
        what = "lists, quotations or notes" if boxes > _DEEPEST_BOX else "things"
        note(self.env, _line(node), f"{what} nested too deeply: use fewer levels")
        _parent(node).remove(node)

    def _check_html(self, node: nodes.Element) -> str:
        harmless = "raw" in self.allowed or "html" not in node.get("format", "").split()
        return "" if harmless else guard.html_fault(node.astext())

    def _check_link(self, node: nodes.Element) -> str:
        return guard.address_fault(node["refuri"]) if "refuri" in node else ""

    def _check_reference(self, node: nodes.Element) -> str:
        return guard.address_fault(node["reftarget"]) if node["reftype"] == "myst" else ""

    def _check_download(self, node: nodes.Element) -> str:
        if "download" in self.allowed:
            return ""
        return f"{node['reftarget']!r} is no page, and files are not given away: link to a page"

    def _check_math(self, node: nodes.Element) -> str:
        mend = "write it in words, or add 'math' to plain_terms_allow in conf.py"
        return "" if "math" in self.allowed else f"formulas load a script from another host: {mend}"

    def _check_contents(self, node: nodes.Element) -> str:
        for title, name in list(node["entries"]):
            if fault := guard.address_fault(name):
                node["entries"].remove((title, name))
                note(self.env, _line(node), fault)
        return ""

    def _check_figure(self, node: nodes.Element) -> str:
        width = node.attributes.pop("width", "")
        return f"a figure's width ({width}) becomes a style in the page: take it away" if width else ""

    def _check_picture(self, node: nodes.Element) -> str:
        address = node["uri"]
        if fault := guard.picture_fault(address):
            return fault
        if "scale" in node or any(not str(node.get(side, "")).isdecimal() for side in _sides(node)):
            return "a size with a unit becomes a style in the page: give whole numbers, in pixels"
        address = search_image_for_language(address, self.env)  # the one that Sphinx will take
        path = Path(self.env.relfn2path(address, self.env.current_document.docname)[1]).resolve()
        if not path.is_relative_to(Path(self.env.srcdir).resolve()):
            return "the picture lies outside of the project: put the file beside the page"
        if path.suffix.lower() == ".svg" and path.is_file():
            return guard.drawing_fault(path.read_bytes())
        return ""


def _sides(node: nodes.Element) -> list[str]:
    return [side for side in ("width", "height") if side in node]


_CHECKS: Mapping[type, Callable[[GuardPage, Any], str]] = MappingProxyType(
    {
        nodes.raw: GuardPage._check_html,
        nodes.reference: GuardPage._check_link,
        addnodes.pending_xref: GuardPage._check_reference,
        addnodes.download_reference: GuardPage._check_download,
        nodes.math: GuardPage._check_math,
        nodes.math_block: GuardPage._check_math,
        addnodes.toctree: GuardPage._check_contents,
        nodes.figure: GuardPage._check_figure,
        nodes.image: GuardPage._check_picture,
    }
)


def _line(node: nodes.Element) -> int:
    return next((found.line for found in traverse_parent(node) if found.line), 1)


def _parent(node: nodes.Element) -> nodes.Element:
    parent = node.parent
    if parent is None:
        raise TypeError("the document itself is never refused")
    return parent


def _drop(node: nodes.Element) -> None:
    """Leave of a refused element what a reader would have read, and what other pages point to."""
    if isinstance(node, nodes.figure):  # it stays, without its width
        return
    parent = _parent(node)
    inline = isinstance(parent, nodes.TextElement)
    if isinstance(node, nodes.image):
        kept: list[nodes.Node] = [nodes.inline("", node.get("alt", ""))]
    elif isinstance(node, (nodes.raw, nodes.math, nodes.math_block)):
        text = node.astext()
        kept = [nodes.literal(text, text) if inline else nodes.literal_block(text, text)]
    else:
        kept = list(node.children)
    if not inline and not isinstance(node, (nodes.raw, nodes.math_block)):
        kept = [nodes.paragraph("", "", *kept)]
    if node["ids"] and kept:
        box: nodes.Element = nodes.inline("", "") if inline else nodes.container("")
        box["ids"], box["names"] = node["ids"], node["names"]
        box += kept
        kept = [box]
    parent.replace(node, kept)
