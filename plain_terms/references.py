"""References to terms: plurals and hyphens, other projects' terms, and the definition on hover."""

from __future__ import annotations

from typing import cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform
from sphinx.util import logging

from .book import BUILDERS
from .directives import to_nodes
from .domain import domain_of
from .elsewhere import ANY, Elsewhere, nearest
from .listings import LISTINGS
from .model import Glossary
from .nodes import listing

logger = logging.getLogger(__name__)

_DEFINITION = "plain_term_definition"


class FillListings(SphinxPostTransform):
    """Replaces each placeholder by its list, with links for Sphinx to resolve."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Fill them all; way-marks that only a web page needs are left out elsewhere."""
        glossary = domain_of(self.env).glossary
        for node in list(self.document.findall(listing)):
            builder = self.env._app.builder
            on_paper = builder.format != "html" or builder.name in BUILDERS
            wanted = not (on_paper and node["what"] in {"topic", "neighbours", "back"})
            groups = LISTINGS[node["what"]](glossary, node["of"]) if wanted else ()
            node.replace_self(to_nodes(node["what"], groups))


class NameTerms(SphinxPostTransform):
    """Turns a plural, a spelling or a variant into the term's own name, before Sphinx looks it up."""

    default_priority = ReferencesResolver.default_priority - 3

    def run(self, **kwargs: object) -> None:
        """Rewrite the targets of pending references to terms, of this project and of others."""
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("refdomain") != "std" or node["reftype"] != "term":
                continue
            if "intersphinx" in node:
                self._name_elsewhere(node, node.get("inventory") or ANY)
            elif not self._name_here(node):
                self._name_anywhere(node)

    def _name_here(self, node: addnodes.pending_xref) -> bool:
        target = node["reftarget"]
        term = domain_of(self.env).glossary.find(target)
        if term is None:  # another extension may know it
            std = self.env.domains.standard_domain
            return ("term", target) in std.objects or target.lower() in std._terms
        node["reftarget"] = term.own_name(target)
        _define(node, term.summary)
        return True

    def _name_anywhere(self, node: addnodes.pending_xref) -> None:
        """Prepare what intersphinx will look for in every inventory: ``name``, or ``key:name``."""
        elsewhere = domain_of(self.env).elsewhere
        term = elsewhere.find(node["reftarget"])
        if term is None:
            return
        if elsewhere.find(node["reftarget"], ANY) is None:
            shown = node["reftarget"].partition(":")[2]
            node["reftarget"] = f"{term.project}:{term.name}"
            if not node.get("refexplicit"):
                node["refexplicit"] = True
                cast("nodes.Element", node[0]).children = [nodes.Text(shown)]
        else:
            node["reftarget"] = term.name
        _define(node, term.definition)

    def _name_elsewhere(self, node: addnodes.pending_xref, project: str) -> None:
        elsewhere = domain_of(self.env).elsewhere
        term = elsewhere.find(node["reftarget"], project)
        if term is not None:
            node["reftarget"] = term.name
            _define(node, term.definition)
            return
        if project not in elsewhere.unreached:  # there, intersphinx has given the reason
            where = "no other project has a term" if project == ANY else f"{project!r} has no term"
            hint = _hint(elsewhere.near(node["reftarget"], project)) or "see its list of terms"
            message = "%s called %r: %s"
            logger.warning(message, where, node["reftarget"], hint, location=node, type="ref", subtype="term")
        node.replace_self(node[0].deepcopy())


def _define(node: addnodes.pending_xref, definition: str) -> None:
    """Leave the definition where it survives until the reference is resolved."""
    cast("nodes.Element", node[0])[_DEFINITION] = definition


class DefineOnHover(SphinxPostTransform):
    """Puts the definition on each resolved link to a term, in the page, for cards to show."""

    default_priority = ReferencesResolver.default_priority + 1

    def run(self, **kwargs: object) -> None:
        """Set the ``title`` that browsers show without scripts, and the class that cards look for."""
        for node in self.document.findall(nodes.reference):
            inner = node.children[0] if node.children else None
            definition = inner.attributes.pop(_DEFINITION, "") if isinstance(inner, nodes.Element) else ""
            if definition:
                node["classes"].append("term")
                if self.env._app.builder.name not in BUILDERS:  # there, nothing shows it
                    node["reftitle"] = definition


def explain_missing(glossary: Glossary, elsewhere: Elsewhere, node: addnodes.pending_xref) -> bool:
    """Warn of a reference to no term, with the nearest names; ``True`` when it was said."""
    if node.get("refdomain") != "std" or node["reftype"] != "term":
        return False
    names = [name for term in glossary.all_terms for name in term.names]
    close = nearest(node["reftarget"], names) or elsewhere.near(node["reftarget"])
    hint = _hint(close) or "is its page there?"
    message = "no term is called %r: %s"
    logger.warning(message, node["reftarget"], hint, location=node, type="ref", subtype="term")
    return True


def _hint(names: list[str]) -> str:
    return f"did you mean {' or '.join(map(repr, names))}?" if names else ""
