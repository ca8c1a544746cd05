"""Plain terms: a Sphinx extension for glossaries that people read.

This module wires things together, in build order, and does nothing else: what a handler needs is
taken out of ``app`` here and handed to functions that know only their own subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError
from sphinx.util.matching import Matcher

from . import (
    assets,
    elsewhere_files,
    export_files,
    faults,
    finishing,
    freshness,
    guarded_nodes,
    guarding,
    outputs,
    reading,
    references,
    rules,
    search_files,
    settings,
    sources,
    style,
    surroundings,
    theming,
)
from .diagram_directive import DiagramDirective, ShowDiagrams, diagram
from .directives import GuideList, TermList, TodaysTerm, TopicList
from .domain import PlainTermsDomain, domain_of, register_names
from .navigation import topic_tree
from .nodes import listing
from .problems import report, stop_at

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx import addnodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    from .model import Problem

__version__ = "0.1.0"

_HERE = Path(__file__).parent


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything, in the order in which a build meets it."""
    _add_settings(app)
    app.connect("config-inited", _check_settings, priority=100)  # before Sphinx trips over them
    app.connect("builder-inited", _add_assets)
    app.add_html_theme(theming.NAME, str(theming.FOLDER))
    app.connect("builder-inited", _look_elsewhere, priority=600)  # once intersphinx has its inventories
    # reading
    app.add_domain(PlainTermsDomain)
    app.add_node(listing)
    app.add_node(diagram)
    app.add_directive("term-list", TermList)
    app.add_directive("topic-list", TopicList)
    app.add_directive("guide-list", GuideList)
    app.add_directive("todays-term", TodaysTerm)
    app.add_directive("diagram", DiagramDirective)
    app.connect("env-get-outdated", _find_moved)
    app.connect("env-before-read-docs", _before_reading)
    app.connect("source-read", _read_source)
    _add_transforms(app)
    # resolving
    app.connect("env-updated", _resolve)
    app.connect("warn-missing-reference", _explain_missing)
    app.add_post_transform(references.FillListings)
    app.add_post_transform(ShowDiagrams)
    app.add_post_transform(references.NameTerms)
    app.add_post_transform(references.DefineOnHover)
    app.add_post_transform(theming.WrapTables)
    # writing
    app.connect("html-page-context", _set_context, priority=400)
    app.connect("html-collect-pages", _collect_pages)
    app.connect("build-finished", _finish)
    app.connect("build-finished", _explain_end, priority=900)
    return {
        "version": __version__,
        "env_version": surroundings.package_digest(_HERE),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_transforms(app: Sphinx) -> None:
    app.connect("builder-inited", _guard)
    app.add_transform(guarded_nodes.GuardPage)
    app.add_transform(reading.ReadPage)


def _add_settings(app: Sphinx) -> None:
    app.add_config_value("plain_terms_folder", "", "env", str)
    app.add_config_value("plain_terms_topics", "topics", "env", str)
    app.add_config_value("plain_terms_guides", "guides", "env", str)
    app.add_config_value("plain_terms_question_url", "", "env", str)
    app.add_config_value("plain_terms_question_page", "", "env", str)
    app.add_config_value("plain_terms_guard", True, "env", (bool, str))
    app.add_config_value("plain_terms_allow", (), "env", (list, tuple))
    app.add_config_value("plain_terms_style", False, "", (bool,))
    app.add_config_value("plain_terms_sidebar", (), "html", (list, tuple))
    app.add_config_value("plain_terms_exports", None, "html", (list, tuple))
    app.add_config_value("plain_terms_licence", "", "html", str)
    app.add_config_value("plain_terms_image", "", "html", str)


def _check_settings(app: Sphinx, config: Config) -> None:
    if wrong := list(settings.check({name: config[name] for name in settings.NAMES})):
        raise ConfigError("\n".join(f"conf.py: {text}" for text in wrong))


def _add_assets(app: Sphinx) -> None:
    assets.set_up(app)
    search_files.take_over(app)
    export_files.check_settings(app)
    finishing.watch_writes()


def _look_elsewhere(app: Sphinx) -> None:
    domain_of(app.env).elsewhere = elsewhere_files.gather(app)


def _find_moved(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    domain, code = domain_of(env), surroundings.code(app)
    if domain.data["code"] != code:
        domain.data["code"] = code
        return set(env.found_docs)
    return domain.restamped({name: Path(env.doc2path(name)) for name in sorted(env.found_docs)})


def _before_reading(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    if docnames:
        finishing.distrust_environment(app)
    domain_of(env).stamp({name: Path(env.doc2path(name)) for name in docnames})
    if not app.config.plain_terms_folder:
        return
    stop_at(sources.check((str(env.doc2path(n, False)), Path(env.doc2path(n))) for n in sorted(docnames)))


def _guard(app: Sphinx) -> None:
    parsers = app.registry.source_parsers
    parsers.update({filetype: guarding.bounded(parser) for filetype, parser in parsers.items()})
    if app.config.plain_terms_guard:
        stop_at(sources.check_links(Path(app.srcdir), reading.folders(app.config)))


def _read_source(app: Sphinx, docname: str, source: list[str]) -> None:
    written = source[0]
    if guarding.is_guarded(app.config, docname):
        source[0] = guarding.begin(app.env, docname, written)
    if reading.is_term_page(app.config, docname):
        source[0] = reading.read_term_source(app.env, docname, written, source[0])
    elif reading.is_guide_page(app.config, docname, source[0]):
        source[0] = reading.read_guide_source(app.env, docname, source[0])


def _resolve(app: Sphinx, env: BuildEnvironment) -> list[str]:
    domain = domain_of(env)
    outputs.settle_images(env)
    domain.stamp_beside(
        {n: [Path(env.srcdir, p) for p in env.dependencies.get(n, ())] for n in env.found_docs}
    )
    glossary = domain.put_together()
    register_names(env.domains.standard_domain, glossary.all_terms)
    report([*domain.problems, *rules.check_glossary(glossary), *_check_whole(app)])
    if app.config.plain_terms_style:
        paths = {term.docname: Path(env.doc2path(term.docname)) for term in glossary.terms}
        report(style.check(domain, glossary, paths))
    leading_nowhere = freshness.unresolved(glossary, domain.pages, domain.elsewhere)
    return sorted(finishing.begin(app, domain) | leading_nowhere)


def _check_whole(app: Sphinx) -> Iterator[Problem]:
    read = {str(app.env.doc2path(name, False)) for name in app.env.found_docs}
    yield from settings.check_pages({name: app.config[name] for name in settings.NAMES}, app.env.found_docs)
    excluded = Matcher(app.config.exclude_patterns)
    yield from sources.passed_over(Path(app.srcdir), reading.folders(app.config), read, excluded)


def _explain_missing(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    domain = domain_of(app.env)
    return references.explain_missing(domain.glossary, domain.elsewhere, node) or None


def _set_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    domain = domain_of(app.env)
    glossary = domain.glossary
    if doctree is None:
        domain.other_pages |= {pagename}
    assets.add_to_page(app, doctree)
    if app.config.html_theme == theming.NAME:
        theming.dress(context, glossary, pagename, app.config.plain_terms_sidebar)
    if not app.config.plain_terms_folder:
        return
    tree = topic_tree(glossary, pagename, context["pathto"], tuple(app.config.plain_terms_sidebar))
    context["toctree"] = lambda **_: tree
    search_files.set_context(app, context)
    term = glossary.by_docname.get(pagename)
    if term is not None:
        context["prev"] = context["next"] = None
        context["plain_term"] = term
    tag = finishing.description_tag(domain.pages.get(pagename), context.get("metatags", ""))
    context["metatags"] = context.get("metatags", "") + tag
    title = app.env.titles[pagename].astext() if pagename in app.env.titles else ""
    tags = export_files.page_tags(app, pagename, term.headword if term else title)
    context["metatags"] = context.get("metatags", "") + tags


def _collect_pages(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    return search_files.results_page(app)


def _explain_end(app: Sphinx, exception: Exception | None) -> None:
    if text := faults.explain(exception):
        raise SystemExit(f"plain_terms: {text}")


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception is None:
        search_files.write(app)
        export_files.write(app)
        finishing.finish(app, domain_of(app.env))
