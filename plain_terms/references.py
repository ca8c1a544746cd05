"""References to terms: plurals and hyphens, other projects' terms, and the definition on hover."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform
from sphinx.util import logging

from . import onward, site_lists
from .book import BUILDERS
from .book_pages import in_a_book
from .directives import snippets, to_nodes
from .domain import PlainTermsDomain, domain_of
from .elsewhere import ANY, nearest
from .listings import LISTINGS
from .model import Term
from .nodes import listing

logger = logging.getLogger(__name__)

_DEFINITION = "plain_term_definition"
_MISSED = "plain_terms_missed"
_MOST_HINTS = 20  # on a page: to look through all names takes long where there are tens of thousands
_SITES = ("html", "dirhtml")  # builders whose pages have addresses of their own


class FillListings(SphinxPostTransform):
    """Replaces each placeholder by its list, with links for Sphinx to resolve."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Fill them all; way-marks that only a web page needs are left out elsewhere."""
        builder = self.env._app.builder
        on_paper = builder.format != "html" or builder.name in BUILDERS
        for node in list(self.document.findall(listing)):
            what, of = node["what"], node["of"]
            wanted = not (on_paper and what in {"topic", "neighbours", "back"})
            self._check_topic(node, what, of)
            node.replace_self(self._filled(what, of) if wanted else [])

    def _check_topic(self, node: nodes.Node, what: str, of: str) -> None:
        if what == "of-topic" and of not in domain_of(self.env).glossary.topic_ids:
            message = "no topic %r: name a page of the folder of topics"
            logger.warning(message, of, location=node, type="plain_terms", subtype="unknown-topic")

    def _filled(self, what: str, of: str) -> list[nodes.Node]:
        glossary = domain_of(self.env).glossary
        in_pages = self.env._app.builder.name in _SITES
        if what == "ways" and not in_pages:
            return []
        if what == "snippets":
            term = glossary.by_slug.get(of) if in_pages else None
            return snippets(LISTINGS[what](glossary, of), self._address(term)) if term else []
        on_site = site_lists.on_site(self.env._app)
        filled = site_lists.split_nodes(self.env, what, of) if on_site else []
        show = onward.to_nodes if in_pages else to_nodes
        filled = filled or show(what, LISTINGS[what](glossary, of))
        return site_lists.complete(self.env, what, of, filled) if on_site and filled else filled

    def _address(self, term: Term) -> str:
        """Where a term is explained: the whole address if the project says where it is published."""
        base = self.config.html_baseurl
        page = f"{base.rstrip('/')}/{self.env._app.builder.get_target_uri(term.docname)}" if base else ""
        return f"{page}#{term.anchor}"


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
            look = partial(elsewhere.near, node["reftarget"], project)
            hint = _hint(self.env, look) or "see its list of terms"
            message = "%s called %r: %s"
            logger.warning(message, where, node["reftarget"], hint, location=node, type="ref", subtype="term")
        node.replace_self(node[0].deepcopy())


def _define(node: addnodes.pending_xref, definition: str) -> None:
    """Leave the definition where it survives until the reference is resolved."""
    cast("nodes.Element", node[0])[_DEFINITION] = definition


class DefineOnHover(SphinxPostTransform):
    """Puts the definition on each resolved link to a term, in the page, for cards to show.

    A link along a reading path leads to the path's fragment of the page, and not to the term's.
    """

    default_priority = ReferencesResolver.default_priority + 1

    def run(self, **kwargs: object) -> None:
        """Set the ``title`` that browsers show without scripts, and the class that cards look for."""
        for node in self.document.findall(nodes.reference):
            inner = node.children[0] if node.children else None
            if not isinstance(inner, nodes.Element):
                continue
            definition, bare = (
                inner.attributes.pop(_DEFINITION, ""),
                inner.attributes.pop(onward.BARE, False),
            )
            arrival = inner.attributes.pop(onward.ARRIVAL, "")
            if arrival and "refuri" in node:
                node["refuri"] = f"{node['refuri'].partition('#')[0]}#{arrival}"
            if definition and not bare:
                node["classes"].append("term")
                if not in_a_book(self.env):  # there, nothing shows it
                    node["reftitle"] = definition


def explain_missing(env: BuildEnvironment, node: addnodes.pending_xref) -> bool:
    """Warn of a reference to no term, with the nearest names; ``True`` when it was said."""
    if node.get("refdomain") != "std" or node["reftype"] != "term":
        return False
    hint = _hint(env, partial(_near, domain_of(env), node["reftarget"])) or "is its page there?"
    message = "no term is called %r: %s"
    logger.warning(message, node["reftarget"], hint, location=node, type="ref", subtype="term")
    return True


def _near(domain: PlainTermsDomain, target: str) -> list[str]:
    names = [name for term in domain.glossary.all_terms for name in term.names]
    return nearest(target, names) or domain.elsewhere.near(target)


def _hint(env: BuildEnvironment, look: Callable[[], list[str]]) -> str:
    """What was meant, perhaps; nothing is looked for after the first few of a page."""
    before: int = env.current_document.get(_MISSED, 0) or 0
    env.current_document[_MISSED] = before + 1
    names = look() if before < _MOST_HINTS else []
    return f"did you mean {' or '.join(map(repr, names))}?" if names else ""
