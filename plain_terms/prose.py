"""A term page as a whole: its definition, introduction, lengths, links and how hard it is to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from .model import Glossary, Problem, Rule, Term, fold, inflections
from .page import Block, Page, Span
from .sentences import quoted, split_sentences, words

RULES = (
    Rule(
        "definition-length", "must", "The definition is one sentence of at most 25 words and 160 characters."
    ),
    Rule("definition-links", "must", "The definition links to at most one other term."),
    Rule("definition-brackets", "must", "Brackets in a definition hold only another name of the term."),
    Rule("definition-is-when", "must", 'A definition says what the term is, not "is when".'),
    Rule("definition-circular", "must", "A definition does not use the term again after the verb."),
    Rule("definition-start", "should", "A definition starts with the term and a verb such as is or means."),
    Rule("definition-unfinished", "must", "The definition has no gap left for later."),
    Rule("title-name", "should", "The title is a name of the term."),
    Rule("intro-length", "must", "1 to 3 paragraphs stand between the definition and the first heading."),
    Rule("page-length", "must", "The prose of a page has 250 to 650 words."),
    Rule("sentence-length", "must", "No sentence has more than 25 words."),
    Rule("paragraph-length", "must", "No paragraph has more than 80 words."),
    Rule("grade", "must", "The Flesch-Kincaid grade of a page is at most 9.0."),
    Rule("ease", "must", "The Flesch reading ease of a page is at least 55."),
    Rule("heading-link", "must", "A heading holds no link to a term."),
    Rule("self-link", "must", "A page does not link to itself."),
    Rule("unknown-term", "must", "Every link to a term finds its page."),
    Rule("registry-source", "must", "No source is an address on a package registry."),
    Rule("asked", "should", "8 to 15 phrases of 2 to 20 words that people ask who lack the word."),
)

_LEVEL = {rule.id: rule.level for rule in RULES}
MAX_GRADE, MIN_EASE = 9.0, 55.0


def check_page(page: Page, term: Term, glossary: Glossary) -> Iterator[Problem]:
    """Every rule about one page as a whole; its scores have :func:`check_scores`."""
    for line, rule, message in _check(page, term, glossary):
        yield Problem(page.path, line, rule, message, _LEVEL[rule])


def check_scores(page: Page, grade: float, ease: float) -> Iterator[Problem]:
    """Whether a page is easy enough to read, given its scores."""
    mend = "shorten sentences, and choose words of one or two syllables"
    if grade > MAX_GRADE:
        message = f"grade {grade:.1f} is over {MAX_GRADE}: {mend}"
        yield Problem(page.path, 1, "grade", message, _LEVEL["grade"])
    if ease < MIN_EASE:
        message = f"reading ease {ease:.0f} is under {MIN_EASE:.0f}: {mend}"
        yield Problem(page.path, 1, "ease", message, _LEVEL["ease"])


def prose_blocks(page: Page) -> tuple[Block, ...]:
    """What counts as prose: definition, paragraphs and list items; not headings or table cells."""
    return tuple(block for block in page.prose if block.kind != "cell" and block.text)


def prose_sentences(page: Page) -> list[str]:
    """The sentences of a page's prose, in order: what its scores are made of."""
    return [sentence for block in prose_blocks(page) for sentence in split_sentences(block.text)]


Found = Iterator[tuple[int, str, str]]


def _check(page: Page, term: Term, glossary: Glossary) -> Found:
    if page.definition:
        yield from _definition(page.definition, term)
    if page.title and fold(page.title) not in map(fold, term.shown_names):
        mend = f"use the headword, {term.headword!r}"
        yield 1, "title-name", f"the title {quoted(page.title)} is no name of the term: {mend}"
    yield from _intro(page)
    yield from _lengths(page)
    yield from _links(page, term, glossary)
    yield from _front(term)


def _count(block: Block) -> int:
    return len(words(block.text))


def _term_spans(block: Block) -> Iterator[Span]:
    return (span for span in block.spans if span.kind == "term")


# --- definition and introduction ------------------------------------------------------------------

_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_IS_WHEN = re.compile(r"\b(?:is|are|means|mean)\s+(?:when|where)\b", re.I)
_VERB = re.compile(
    r"\b(?:is|are|means?|describes?|lets?|says?|shows?|tells?|sets?|holds?|keeps?|gives?|turns?|does|do"
    r"|has|have|makes?|measures?|works?|checks?|stores?|runs?|can|will|protects?|stands?)\b",
    re.I,
)


def _definition(block: Block, term: Term) -> Found:
    text, line = block.text, block.line
    sentences, count = split_sentences(text), len(words(text))
    if len(sentences) > 1:
        mend = "keep the first and move the rest below"
        yield line, "definition-length", f"{len(sentences)} sentences in the definition, not 1: {mend}"
    if count > 25:
        yield line, "definition-length", f"{count} words in the definition: cut it to 25"
    if len(text) > 160:
        yield line, "definition-length", f"{len(text)} characters in the definition: cut it to 160"
    if len(list(_term_spans(block))) > 1:
        yield line, "definition-links", "more than one term linked: keep the one a reader needs first"
    names = {fold(name) for name in term.names}
    for inside in _BRACKETS.findall(text):
        if fold(inside) not in names:
            mend = "put it in words, or list it as a name if it is one"
            yield line, "definition-brackets", f"brackets around {quoted(inside)}: {mend}"
    if found := _IS_WHEN.search(text):
        mend = "name the kind of thing it is, as in 'is a check that …'"
        yield line, "definition-is-when", f"{found.group()!r}: {mend}"
    if "\u2026" in text or "..." in text:
        yield line, "definition-unfinished", f"{quoted(text)} has a gap: fill it in"
    yield from _definition_words(block, term)


def _definition_words(block: Block, term: Term) -> Found:
    text = fold(_BRACKETS.sub("", block.text))  # another name in brackets may hold the headword
    if len(_headword(term).findall(text)) > 1:
        message = f"{term.headword!r} is used again after the verb: explain it in other words"
        yield block.line, "definition-circular", message
    bare = re.sub(r"^(?:an?|the) ", "", text)
    names = tuple(form for name in term.names for form in inflections(fold(name)))
    if not bare.startswith(names) or not _VERB.search(text):
        message = f"starts with {quoted(block.text, 30)}: start with the term and a verb, 'An API is \u2026'"
        yield block.line, "definition-start", message


def _headword(term: Term) -> re.Pattern[str]:
    """Finds the headword, singular or plural, in folded text; "HTTPS" is no plural of "HTTP"."""
    name = fold(term.headword)
    forms = (
        [name + "s", name] if term.headword.isupper() else sorted(inflections(name), key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)")


def _intro(page: Page) -> Found:
    intro = [b for b in page.blocks if b.kind == "paragraph" and not b.section and b.text]
    if not 1 <= len(intro) <= 3:
        line = intro[3].line if intro else (page.definition.line if page.definition else 1)
        mend = "say what it is and why anybody bothers" if not intro else "merge them or move some down"
        yield line, "intro-length", f"{len(intro)} paragraphs before the first heading, not 1 to 3: {mend}"


# --- lengths, links, front matter -----------------------------------------------------------------


def _lengths(page: Page) -> Found:
    blocks = prose_blocks(page)
    total = sum(map(_count, blocks))
    if not 250 <= total <= 650:
        mend = "say more of what a buyer needs" if total < 250 else "cut what a buyer can do without"
        yield 1, "page-length", f"{total} words of prose, not 250 to 650: {mend}"
    for block in blocks:
        if block.kind == "paragraph" and _count(block) > 80:
            message = f"paragraph {quoted(block.text, 30)} has {_count(block)} words: split it at 80 or less"
            yield block.line, "paragraph-length", message
        if block.kind != "definition":  # its own rule says the same
            yield from _sentence_lengths(block)


def _sentence_lengths(block: Block) -> Found:
    for sentence in split_sentences(block.text):
        count = len(words(sentence))
        if count > 25:
            message = f"{count} words in {quoted(sentence)}: make two sentences of it"
            yield block.line, "sentence-length", message


def _links(page: Page, term: Term, glossary: Glossary) -> Found:
    lead: Sequence[Block] = (page.definition,) if page.definition else ()
    for block in (*lead, *page.blocks):
        for span in _term_spans(block):
            target = glossary.find(span.target)
            if block.kind == "heading":
                message = f"the heading links {span.text!r}: link it in the text below"
                yield block.line, "heading-link", message
            if target is None:
                mend = "use a name that a page's glossary directive lists, or write it as plain text"
                yield block.line, "unknown-term", f"no page defines {span.target!r}: {mend}"
            elif target.slug == term.slug:
                yield block.line, "self-link", f"{span.text!r} links to its own page: take the markup away"


_REGISTRIES = frozenset({"pypi", "pythonhosted", "npmjs", "crates", "rubygems", "packagist", "nuget"})


def _front(term: Term) -> Found:
    for source in term.sources:
        host = urlsplit(source.url).hostname or ""
        if _REGISTRIES.intersection(host.split(".")):
            mend = "name the project's own site"
            yield term.line("sources"), "registry-source", f"{host} is a package registry: {mend}"
    line = term.line("asked")
    if not 8 <= len(term.asked) <= 15:
        mend = "write what people say who lack the word"
        yield line, "asked", f"{len(term.asked)} phrases under `asked`, not 8 to 15: {mend}"
    headword = _headword(term)
    for phrase in term.asked:
        at, count = term.line(f"asked.{phrase}"), len(phrase.split())
        if not 2 <= count <= 20:
            yield at, "asked", f"{quoted(phrase)} has {count} words: make it 2 to 20"
        if headword.search(fold(phrase)):
            message = f"{quoted(phrase)} holds the word itself: ask as somebody who lacks it"
            yield at, "asked", message
