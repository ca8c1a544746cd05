"""References to terms: plurals and hyphens, other projects' terms, and the definition on hover."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import cast

from docutils import nodes
from sphinx import addnodes
from sphinx.ext.intersphinx import InventoryAdapter
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform
from sphinx.util import logging

from .directives import to_nodes
from .domain import domain_of
from .listings import LISTINGS
from .model import Glossary, find_name, fold, name_index
from .nodes import listing

logger = logging.getLogger(__name__)


class FillListings(SphinxPostTransform):
    """Replaces each placeholder by its list, with links for Sphinx to resolve."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Fill them all; way-marks that only a web page needs are left out elsewhere."""
        glossary = domain_of(self.env).glossary
        for node in list(self.document.findall(listing)):
            on_paper = self.env._app.builder.format != "html"
            wanted = not (on_paper and node["what"] in {"topic", "neighbours", "back"})
            groups = LISTINGS[node["what"]](glossary, node["of"]) if wanted else ()
            node.replace_self(to_nodes(node["what"], groups))


class NameTerms(SphinxPostTransform):
    """Turns a plural, a spelling or a variant into the term's own name, before Sphinx looks it up."""

    default_priority = ReferencesResolver.default_priority - 3

    def run(self, **kwargs: object) -> None:
        """Rewrite the targets of pending references to terms, of this project and of others."""
        for node in self.document.findall(addnodes.pending_xref):
            if node.get("refdomain") != "std" or node["reftype"] != "term":
                continue
            if "intersphinx" in node:
                self._name_elsewhere(node)
            else:
                self._name_here(node)

    def _name_here(self, node: addnodes.pending_xref) -> None:
        term = domain_of(self.env).glossary.find(node["reftarget"])
        if term is not None:
            node["reftarget"] = term.headword
            cast("nodes.Element", node[0])["plain_term"] = term.slug

    def _name_elsewhere(self, node: addnodes.pending_xref) -> None:
        inventories = InventoryAdapter(self.env)
        key = node.get("inventory")
        inventory = inventories.named_inventory.get(key, {}) if key else inventories.main_inventory
        names = inventory.get("std:term", {})
        if node["reftarget"] not in names:
            node["reftarget"] = find_name(_index(tuple(names)), node["reftarget"]) or node["reftarget"]


@lru_cache(maxsize=8)
def _index(names: tuple[str, ...]) -> dict[str, str]:
    """A name index of an inventory, kept while the same inventory is in use."""
    return name_index((name, name) for name in sorted(names))


class DefineOnHover(SphinxPostTransform):
    """Puts the definition on each resolved link to a term, in the page, for cards to show."""

    default_priority = ReferencesResolver.default_priority + 1

    def run(self, **kwargs: object) -> None:
        """Set the ``title`` that browsers show without scripts, and the class that cards look for."""
        known = domain_of(self.env).glossary.by_slug
        for node in self.document.findall(nodes.reference):
            inner = node.children[0] if node.children else None
            slug = inner.get("plain_term", "") if isinstance(inner, nodes.Element) else ""
            if slug in known:
                node["classes"].append("term")
                node["reftitle"] = known[slug].summary


def explain_missing(glossary: Glossary, node: addnodes.pending_xref) -> bool:
    """Warn of a reference to no term, with the nearest names; ``True`` when it was said."""
    if node.get("refdomain") != "std" or node["reftype"] != "term":
        return False
    names = {fold(name): name for term in glossary.terms for name in term.names}
    close = difflib.get_close_matches(fold(node["reftarget"]), names, n=3, cutoff=0.6)
    hint = (
        f"did you mean {' or '.join(repr(names[name]) for name in close)}?" if close else "is its page there?"
    )
    message = "no term is called %r: %s"
    logger.warning(message, node["reftarget"], hint, location=node, type="ref", subtype="term")
    return True
