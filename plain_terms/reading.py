"""While Sphinx reads: which pages are term or topic pages, and what is kept of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docutils import nodes
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from . import collect, front_matter, guarding, guide_page, search_language, sources, term_page
from .domain import PlainTermsDomain, domain_of
from .model import PageFacts, Problem
from .page import Page, read_page

_KEY = "plain_terms_page"


def folders(config: Config) -> tuple[str, ...]:
    """The folders of terms, topics and guides; none without a glossary of pages."""
    ours = (config.plain_terms_folder, config.plain_terms_topics, config.plain_terms_guides)
    return tuple(filter(None, ours)) if config.plain_terms_folder else ()


def is_term_page(config: Config, docname: str) -> bool:
    """Whether a document is a page of the glossary folder, other than its index."""
    folder, _, name = docname.rpartition("/")
    return bool(config.plain_terms_folder) and folder == config.plain_terms_folder and name != "index"


def is_topic_page(config: Config, docname: str) -> bool:
    """Whether a document is a page of the topics folder, other than its index."""
    folder, _, name = docname.rpartition("/")
    return bool(config.plain_terms_folder) and folder == config.plain_terms_topics and name != "index"


def is_guide_page(config: Config, docname: str, text: str) -> bool:
    """Whether a document is a comparison or a path: in the folder of guides, with front matter."""
    in_folder = bool(config.plain_terms_folder) and docname.startswith(f"{config.plain_terms_guides}/")
    return in_folder and front_matter.split(text)[0] is not None


def read_term_source(env: BuildEnvironment, docname: str, written: str, allowed: str) -> str:
    """Read a term's text and keep it for :class:`ReadPage`; returns what Sphinx is to parse.

    Front matter is blanked out: it is read here, with line numbers and types, and MyST would turn
    each value into text. ``allowed`` is what may be parsed of the text as ``written``.
    """
    page, problems = read_page(written, str(env.doc2path(docname, False)))
    env.current_document[_KEY] = page, problems
    refused = any(problem.rule == "unreadable" for problem in problems)
    return "" if refused else front_matter.split(allowed)[1]


def read_guide_source(env: BuildEnvironment, docname: str, text: str) -> str:
    """The same for a guide."""
    env.current_document[_KEY] = text, str(env.doc2path(docname, False))
    return front_matter.split(text)[1]


class ReadPage(SphinxTransform):
    """Keeps the facts of each page, before Sphinx files its targets (priority 850)."""

    default_priority = 800

    def apply(self, **kwargs: object) -> None:
        """Read ``self.document`` into the domain."""
        docname = self.env.current_document.docname
        facts = self._read(docname)
        domain: PlainTermsDomain = domain_of(self.env)
        if self.config.plain_terms_folder:
            words, lead = self._searched(docname)
            facts = replace(facts, words=words, lead=lead)
        if not is_term_page(self.config, docname):
            facts = replace(facts, loose=collect.read_loose(docname, self._path, self.document))
        problems = (*facts.problems, *guarding.found(self.env), *self._misplaced(docname))
        domain.note(docname, replace(facts, problems=problems))

    def _read(self, docname: str) -> PageFacts:
        if is_term_page(self.config, docname):
            return self._read_term(*self.env.current_document[_KEY])
        if guarding.is_refused(self.env):
            return PageFacts()
        if _KEY in self.env.current_document:
            text, path = self.env.current_document[_KEY]
            facts = collect.read_guide(text, path, docname, self.document)
            if facts.guide is None:
                return facts
            guide_page.lay_out(self.document, facts.guide)
            return replace(collect.read_other(self.document, None, facts.problems), guide=facts.guide)
        if is_topic_page(self.config, docname):
            return collect.read_topic(docname, self._path, self.document)
        return collect.read_other(self.document)

    @property
    def _path(self) -> str:
        return str(self.env.doc2path(self.env.current_document.docname, False))

    def _misplaced(self, docname: str) -> Iterator[Problem]:
        folders = (self.config.plain_terms_folder, self.config.plain_terms_topics)
        if self.config.plain_terms_folder:
            yield from sources.misplaced(docname, self._path, folders)

    def _searched(self, docname: str) -> tuple[str, str]:
        """The page's own words, counted, and the first paragraph of a page that is no term's."""
        stemmer = search_language.stemmer(search_language.code_of(self.config))
        if is_term_page(self.config, docname):
            page: Page = self.env.current_document[_KEY][0]
            return stemmer.count(block.text for block in page.blocks if block.kind != "heading"), ""
        texts = [node.astext() for node in self.document.findall(nodes.paragraph)]
        return stemmer.count(texts), " ".join("".join(texts[:1]).split())

    def _read_term(self, page: Page, problems: tuple[Problem, ...]) -> PageFacts:
        if guarding.is_refused(self.env):
            return PageFacts(problems=problems)
        term, problems = collect.read_term(page, problems, self.env.current_document.docname, self.document)
        if term is not None:
            config = self.config
            url, ask = config.plain_terms_question_url, config.plain_terms_question_page
            term_page.lay_out(self.document, term, url, ask)
        return collect.read_other(self.document, term, problems)
