"""While Sphinx reads: which pages are term or topic pages, and what is kept of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from . import (
    collect,
    front_matter,
    guarding,
    guide_page,
    guides,
    redirects,
    search,
    search_language,
    sources,
    stemming,
    term_page,
)
from .domain import PlainTermsDomain, domain_of, let_go_of_names
from .model import PageFacts, Problem
from .page import Page, read_page, read_tokens, refuse

_SOURCE = "plain_terms_source"
_PAGE = "plain_terms_page"
_FORMER = "plain_terms_former"


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
    """Whether a document is a comparison or a path: in the folder of guides, and joining terms."""
    in_folder = bool(config.plain_terms_folder) and docname.startswith(f"{config.plain_terms_guides}/")
    return in_folder and guides.is_guide(text)


def read_term_source(env: BuildEnvironment, docname: str, written: str, allowed: str) -> str:
    """Keep a term's text for :class:`ReadPage`; returns what Sphinx is to parse.

    Front matter is blanked out: it is read here, with line numbers and types, and MyST would turn
    each value into text. ``allowed`` is what may be parsed of the text as ``written``.
    """
    source = env.current_document[_SOURCE] = written, str(env.doc2path(docname, False))
    if (refused := refuse(*source)) is not None:
        env.current_document[_PAGE] = refused
        return ""
    return front_matter.split(allowed)[1]


def read_guide_source(env: BuildEnvironment, docname: str, text: str) -> str:
    """The same for a guide."""
    env.current_document[_SOURCE] = text, str(env.doc2path(docname, False))
    return front_matter.split(text)[1]


def note_tokens(env: BuildEnvironment, tokens: Sequence[Token]) -> None:
    """Read the term page that is being parsed from its tokens."""
    if _PAGE not in env.current_document:
        page, problems = read_tokens(tokens, *env.current_document[_SOURCE])
        env.current_document[_PAGE] = page, () if guarding.is_refused(env) else problems


def _page(env: BuildEnvironment) -> tuple[Page, tuple[Problem, ...]]:
    """The term page being read; from its text, where another extension took the parser's place."""
    if _PAGE not in env.current_document:
        env.current_document[_PAGE] = read_page(*env.current_document[_SOURCE])
    found: tuple[Page, tuple[Problem, ...]] = env.current_document[_PAGE]
    return found


def read_former(env: BuildEnvironment, docname: str, text: str) -> str:
    """Keep what a Markdown page says of its former addresses, for :class:`ReadPage`; returns what is left.

    Front matter that says more is left as it is: it is a term's, a guide's or another's.
    """
    if not env.config.plain_terms_folder or env.doc2path(docname).suffix != ".md":
        return text
    env.current_document[_FORMER] = redirects.read(text, str(env.doc2path(docname, False)), docname)
    ours = front_matter.is_only_former(text) and not is_term_page(env.config, docname)
    return front_matter.split(text)[1] if ours else text


class ReadPage(SphinxTransform):
    """Keeps the facts of each page, before Sphinx files its targets (priority 850)."""

    default_priority = 800

    def apply(self, **kwargs: object) -> None:
        """Read ``self.document`` into the domain."""
        docname = self.env.current_document.docname
        facts = self._read(docname)
        domain: PlainTermsDomain = domain_of(self.env)
        if self.config.plain_terms_folder:
            term_page.head_rows(self.document)
            facts = self._searched(docname, facts)
            former, wrong = self.env.current_document.get(_FORMER) or ((), ())
            problems = (*facts.problems, *wrong)
            facts = replace(facts, redirects=former, problems=problems)
        if not is_term_page(self.config, docname):
            facts = replace(facts, loose=collect.read_loose(docname, self._path, self.document))
        problems = (*facts.problems, *guarding.found(self.env), *self._misplaced(docname))
        domain.note(docname, replace(facts, problems=problems))

    def _read(self, docname: str) -> PageFacts:
        if is_term_page(self.config, docname):
            return self._read_term(*_page(self.env))
        if guarding.is_refused(self.env):
            return PageFacts()
        if _SOURCE in self.env.current_document:
            text, path = self.env.current_document[_SOURCE]
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

    def _searched(self, docname: str, facts: PageFacts) -> PageFacts:
        """The same with the page's words for the search; of a page that is no term's, its first paragraph."""
        stemmer, term = search_language.stemmer(search_language.code_of(self.config)), facts.term
        if term is not None:
            page, _ = _page(self.env)
            prose = (block.text for block in page.blocks if block.kind != "heading")
            words, reasons = search.words_of(term, prose, stemmer), search.reasons_of(term, stemmer)
            return replace(facts, words=words, reasons=reasons)
        if is_term_page(self.config, docname):
            return facts
        texts = [node.astext() for node in collect.paragraphs(self.document)]
        lead = " ".join("".join(texts[:1]).split())
        return replace(facts, words=stemming.keep(stemmer.count(texts)), lead=lead)

    def _read_term(self, page: Page, problems: tuple[Problem, ...]) -> PageFacts:
        if guarding.is_refused(self.env):
            return PageFacts(problems=problems)
        term, problems = collect.read_term(page, problems, self.env.current_document.docname, self.document)
        if term is not None:
            config = self.config
            url, ask = config.plain_terms_question_url, config.plain_terms_question_page
            term_page.lay_out(self.document, term, url, ask)
        let_go_of_names(self.env.domains.standard_domain, self.env.current_document.docname)
        return collect.read_other(self.document, term, problems)
