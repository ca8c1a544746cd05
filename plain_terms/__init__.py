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
    book,
    book_epub,
    book_pdf,
    builders,
    collected_pages,
    elsewhere_files,
    export_files,
    faults,
    finishing,
    freshness,
    guarded_nodes,
    guarding,
    memory,
    not_found,
    offline_files,
    outputs,
    promises,
    reading,
    redirects,
    references,
    rules,
    search_files,
    settings,
    site_lists,
    sources,
    style,
    surroundings,
    theming,
    workers,
)
from .book_pages import ForABook
from .diagram_directive import DiagramDirective, ShowDiagrams, diagram
from .directives import GuideList, TermList, TodaysTerm, TopicList
from .domain import PlainTermsDomain, domain_of, register_addresses, register_names
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
    workers.watch()
    _add_settings(app)
    _add_builders(app)
    _add_syntax(app)
    app.connect("config-inited", _check_settings, priority=100)  # before Sphinx trips over them
    app.connect("config-inited", _set_out, priority=900)  # once all extensions are there
    app.connect("builder-inited", _add_assets)
    app.connect("builder-inited", _look_elsewhere, priority=600)  # once intersphinx has its inventories
    # reading
    app.add_domain(PlainTermsDomain)
    app.connect("env-get-outdated", _find_moved)
    app.connect("env-before-read-docs", _before_reading)
    app.connect("source-read", _read_source)
    _add_transforms(app)
    # resolving
    app.connect("env-updated", _resolve)
    app.connect("warn-missing-reference", _explain_missing)
    app.add_post_transform(ForABook)
    app.add_post_transform(references.FillListings)
    app.add_post_transform(ShowDiagrams)
    app.add_post_transform(references.NameTerms)
    app.add_post_transform(references.DefineOnHover)
    app.add_post_transform(theming.WrapTables)
    app.connect("doctree-resolved", _let_go)
    # writing
    app.connect("html-page-context", _set_context, priority=400)
    app.connect("html-collect-pages", _collect_pages)
    _add_endings(app)
    return {
        "version": __version__,
        "env_version": surroundings.package_digest(_HERE),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_endings(app: Sphinx) -> None:
    app.connect("build-finished", _finish)
    app.connect("build-finished", _list_copy, priority=850)  # after what other extensions write
    app.connect("build-finished", _explain_end, priority=900)


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
    app.add_config_value("plain_terms_published", "", "", str)
    app.add_config_value("plain_terms_sidebar", (), "html", (list, tuple))
    app.add_config_value("plain_terms_longest_list", site_lists.LONGEST, "html", int)
    app.add_config_value("plain_terms_exports", None, "html", (list, tuple))
    app.add_config_value("plain_terms_licence", "", "html", str)
    app.add_config_value("plain_terms_image", "", "html", str)
    app.add_config_value("plain_terms_offline", True, "html", (bool,))


def _add_builders(app: Sphinx) -> None:
    app.add_builder(builders.PlainTermsHTMLBuilder, override=True)
    app.add_builder(builders.PlainTermsDirectoryHTMLBuilder, override=True)
    app.add_builder(book_epub.EpubBuilder, override=True)
    app.add_builder(book_pdf.BookBuilder)
    app.add_html_theme(book.THEME, str(book.FOLDER))
    app.add_html_theme(theming.NAME, str(theming.FOLDER))


def _add_syntax(app: Sphinx) -> None:
    app.add_node(listing)
    app.add_node(diagram)
    app.add_directive("term-list", TermList)
    app.add_directive("topic-list", TopicList)
    app.add_directive("guide-list", GuideList)
    app.add_directive("todays-term", TodaysTerm)
    app.add_directive("diagram", DiagramDirective)


def _set_out(app: Sphinx, _: Config) -> None:
    memory.hold()
    if "myst_parser" in app.extensions:  # an ordinary glossary may do without
        from myst_parser.parsers.sphinx_ import MystParser

        from .markdown import GlossaryParser

        if app.registry.source_parsers.get("markdown") is MystParser:
            app.add_source_parser(GlossaryParser, override=True)


def _check_settings(app: Sphinx, config: Config) -> None:
    if wrong := list(settings.check({name: config[name] for name in settings.NAMES})):
        raise ConfigError("\n".join(f"conf.py: {text}" for text in wrong))


def _add_assets(app: Sphinx) -> None:
    memory.keep()
    assets.set_up(app, theming.NAME)
    collected_pages.add_templates(app)
    search_files.take_over(app)
    export_files.check_settings(app)
    site_lists.check_settings(app)
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
    memory.keep()  # what earlier builds read
    if docnames:
        finishing.distrust_environment(app)
    domain_of(env).begin({name: Path(env.doc2path(name)) for name in docnames})
    if not app.config.plain_terms_folder:
        return
    stop_at(sources.check((str(env.doc2path(n, False)), Path(env.doc2path(n))) for n in sorted(docnames)))


def _guard(app: Sphinx) -> None:
    parsers = app.registry.source_parsers
    parsers.update({filetype: guarding.bounded(parser) for filetype, parser in parsers.items()})
    if app.config.plain_terms_guard:
        stop_at(sources.check_links(Path(app.srcdir), reading.folders(app.config)))


def _read_source(app: Sphinx, docname: str, source: list[str]) -> None:
    memory.before_reading(app.env)
    source[0] = written = reading.read_former(app.env, docname, source[0])
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
    moved = redirects.in_force(glossary, env.found_docs)
    register_addresses(env.domains.standard_domain, moved, glossary)
    relations = (*rules.check_glossary(glossary), *redirects.check(glossary, env.found_docs))
    report([*domain.problems, *relations, *_check_whole(app)])
    offline_files.check_settings(app)
    if app.config.plain_terms_style:
        paths = {term.docname: Path(env.doc2path(term.docname)) for term in glossary.terms}
        report(style.check(domain, glossary, paths))
    if app.config.plain_terms_published:
        promises.keep(Path(app.confdir), app.config.plain_terms_published, glossary, env.found_docs)
    leading_nowhere = freshness.unresolved(glossary, domain.pages, domain.elsewhere)
    outdated = finishing.begin(app, domain) | leading_nowhere
    memory.keep()  # what all pages are written from
    return sorted(outdated)


def _check_whole(app: Sphinx) -> Iterator[Problem]:
    read = {str(app.env.doc2path(name, False)) for name in app.env.found_docs}
    yield from settings.check_pages({name: app.config[name] for name in settings.NAMES}, app.env.found_docs)
    excluded = Matcher(app.config.exclude_patterns)
    yield from sources.passed_over(Path(app.srcdir), reading.folders(app.config), read, excluded)


def _explain_missing(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    return references.explain_missing(app.env, node) or None


def _set_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    domain = domain_of(app.env)
    if not_found.is_it(context):
        not_found.lead_from_root(context, app.builder)
        app.add_js_file(assets.MEANT, loading_method="defer")
    elif doctree is None:
        domain.other_files |= {outputs.path_of(app.builder, pagename)}
    assets.add_to_page(app, doctree, context)
    offline_files.set_context(app, pagename, context)
    if app.builder.name in book.BUILDERS:
        if app.config.plain_terms_folder:
            book_epub.dress(context)
        return
    if app.config.plain_terms_folder:
        _add_glossary(app, pagename, context)
    if app.config.html_theme == theming.NAME:
        context["plain_terms_style"] = assets.theme_style()
        theming.dress(context, domain.glossary, pagename, app.config.plain_terms_sidebar)


def _add_glossary(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    domain = domain_of(app.env)
    glossary = domain.glossary
    tree = topic_tree(glossary, pagename, context["pathto"], tuple(app.config.plain_terms_sidebar))
    context["toctree"] = lambda **_: tree
    search_files.set_context(app, context)
    term = glossary.by_docname.get(pagename)
    if term is not None:
        context["prev"] = context["next"] = None
        context["plain_term"] = term
    tags = context.get("metatags", "")
    tags += finishing.description_tag(domain.pages.get(pagename), tags)
    title = app.env.titles[pagename].astext() if pagename in app.env.titles else ""
    context["metatags"] = tags + export_files.page_tags(app, pagename, term.headword if term else title)


def _collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield from collected_pages.outdated(app, domain_of(app.env))
    not_found.write(app)


def _explain_end(app: Sphinx, exception: Exception | None) -> None:
    memory.release()
    if text := faults.explain(exception):
        raise SystemExit(f"plain_terms: {text}")


def _list_copy(app: Sphinx, exception: Exception | None) -> None:
    if exception is None:
        offline_files.write(app, domain_of(app.env))


def _let_go(app: Sphinx, _: nodes.document, docname: str) -> None:
    memory.before_writing(app.env, docname)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception is None:
        domain = domain_of(app.env)
        made = [*search_files.write(app), *export_files.write(app)] if not domain.settled else domain.intact
        finishing.finish(app, domain, {*made, *domain.collected})
