"""Lists of terms on a site: with a filter above, and split by letter where they are long.

Other formats have one list, however long it is. Which lists are split depends on the terms alone, and
their pages are made anew in each build, so that they equal those of a clean one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

from . import filtering, letter_pages
from .domain import domain_of
from .letter_pages import SplitList
from .letters import divided
from .model import Problem, Term
from .problems import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)
BUILDERS = ("html", "dirhtml")
LONGEST = 500
"""More terms than this fill more than about 30 kB, compressed."""


def check_settings(app: Sphinx) -> None:
    """Say what is no length of a list, and take the usual one in its place."""
    value = app.config.plain_terms_longest_list
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        text = "plain_terms_longest_list in conf.py: %r is no number of terms: use a whole number from 1 on"
        logger.warning(text, value, type="plain_terms", subtype="longest-list")
        app.config.plain_terms_longest_list = LONGEST


def on_site(app: Sphinx) -> bool:
    """Whether this build makes a site of pages with a glossary."""
    return bool(app.config.plain_terms_folder) and app.builder.name in BUILDERS


def split_nodes(env: BuildEnvironment, what: str, of: str) -> list[nodes.Node]:
    """What stands in the place of a list that is split: its parts; nothing for any other list."""
    split = _split(env, what, of)
    if split is None:
        return []
    tiles = letter_pages.tiles(split, split.parts, lambda name: _uri(env, name))
    return [nodes.raw("", tiles, format="html")]


def complete(env: BuildEnvironment, what: str, of: str, filled: list[nodes.Node]) -> list[nodes.Node]:
    """A list's nodes with what only a site has: a filter above, a way to what was left out."""
    is_split = isinstance(filled[0], nodes.raw)
    terms = _terms(env, what, of) if what == "az" or is_split else ()
    if is_split or len(terms) >= filtering.FEWEST:
        form = filtering.form(domain_of(env).glossary, terms, _uri(env, "search"), of)
        return [nodes.raw("", form, format="html"), *filled]
    if what == "mentions":
        headword = domain_of(env).glossary.by_slug[of].headword
        for more in [node for part in filled for node in part.findall(nodes.inline)]:
            if "plain-term-more" in more["classes"]:
                address = f"{_uri(env, 'search')}?{urlencode({'q': headword})}"
                more.replace_self(nodes.reference("", more.astext(), refuri=address, internal=True))
    return filled


def _uri(env: BuildEnvironment, name: str) -> str:
    return env._app.builder.get_relative_uri(env.current_document.docname, name)


def _terms(env: BuildEnvironment, what: str, of: str) -> tuple[Term, ...]:
    glossary = domain_of(env).glossary
    return glossary.alphabetical if what == "az" else glossary.by_topic.get(of, ())


def _split(env: BuildEnvironment, what: str, of: str) -> SplitList | None:
    """The list as it is split; ``None`` where it is none of terms, or short."""
    if what not in ("az", "of-topic"):
        return None
    topic = next((t for t in domain_of(env).glossary.topics if t.id == of), None)
    parts = divided(_terms(env, what, of), env.config.plain_terms_longest_list)
    if not parts or (of and topic is None):
        return None
    folder, topics = env.config.plain_terms_folder, env.config.plain_terms_topics
    home = _home(env, (what, of), topic.docname if topic else f"{folder}/index")
    base = f"{topics}/letters/{of}/" if of else f"{folder}/letters/"
    return SplitList(home, env.titles[home].astext(), base, parts)


def _home(env: BuildEnvironment, listing: tuple[str, str], usual: str) -> str:
    """The page that a list belongs to: its own, or else the first that shows it."""
    pages = domain_of(env).pages
    return next(name for name in (usual, *sorted(pages)) if name in pages and listing in pages[name].listings)


def letter_pages_of(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The pages of all lists that are split: name, context and template of each."""
    builder = app.builder
    if not on_site(app) or not isinstance(builder, StandaloneHTMLBuilder):
        return
    shown = {listing for facts in domain_of(app.env).pages.values() for listing in facts.listings}
    for what, of in sorted(shown):
        split = _split(app.env, what, of)
        if split is not None:
            yield from _pages(app.env, builder, split)


def _pages(
    env: BuildEnvironment, builder: StandaloneHTMLBuilder, split: SplitList
) -> Iterator[tuple[str, dict[str, Any], str]]:
    taken = _documents_at(env, builder, split.base)
    for part, letter in letter_pages.pages(split):
        name = split.name(part)
        document = taken.get(_place(builder, name))
        if document is None:
            body = letter_pages.body(split, part, letter, partial(builder.get_relative_uri, name))
            title = letter_pages.title(split, part)
            context = {"title": title, "body": body, "metatags": "", "plain_terms_part_of": split.home}
            yield name, context, "page.html"
        else:
            message = f"the terms under {part.heading} are listed at this page's address: rename the file"
            report([Problem(str(env.doc2path(document, False)), 1, "letter-page", message)])


def _documents_at(env: BuildEnvironment, builder: StandaloneHTMLBuilder, base: str) -> dict[str, str]:
    """The project's own documents where a list's pages go, by their place in the output."""
    near = [name for name in sorted(env.found_docs) if name.lower().startswith(base.lower())]
    return {_place(builder, name): name for name in near}


def _place(builder: StandaloneHTMLBuilder, name: str) -> str:
    """Where a page is written; on some disks, names that differ in case alone are one."""
    return str(builder.get_output_path(name)).lower()
