"""How a term page is built: its definition, its parts, its lengths and how hard it is to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from . import parts
from .model import Glossary, Problem, Rule, Term, fold
from .page import Block, Page, Span
from .sentences import split_sentences, words

RULES = (
    Rule(
        "definition-length", "must", "The definition is one sentence of at most 25 words and 160 characters."
    ),
    Rule("definition-links", "must", "The definition links to at most one other term."),
    Rule("definition-brackets", "must", "Brackets in a definition hold only another name of the term."),
    Rule("definition-is-when", "must", 'A definition says what the term is, not "is when".'),
    Rule("definition-circular", "must", "A definition does not use the term again after the verb."),
    Rule("definition-start", "should", "A definition starts with the term and a verb such as is or means."),
    Rule("intro-length", "must", "1 to 3 paragraphs stand between the definition and the first heading."),
    Rule("part-missing", "must", "The page has every part that its kind needs."),
    Rule("part-order", "should", "The parts stand in the order of the style guide."),
    Rule("everyday-length", "must", "The everyday comparison has 30 to 90 words."),
    Rule("everyday-link", "must", "The everyday comparison holds no link to a term."),
    Rule("everyday-limit", "should", "The everyday comparison ends by saying where it stops being true."),
    Rule("comparison-table", "must", "The comparison is a table of 3 to 6 rows, cells of at most 12 words."),
    Rule("comparison-link", "must", "The comparison links to the alternative (a term under `contrasts`)."),
    Rule("bullet-count", "must", "The parts for and against have 3 to 5 bullets each."),
    Rule("bullet-form", "must", "Such a bullet opens with bold words and has 6 to 30 words in all."),
    Rule("simpler-option", "must", "The part against names and links the simpler option."),
    Rule("questions", "must", "2 to 4 questions of at most 20 words, each with a question mark."),
    Rule("lesson", "must", "The key lesson is one sentence of at most 20 words and ends the page."),
    Rule("lesson-link", "must", "The key lesson brings in no other term."),
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
    """Every rule about the build of one page; the scores have :func:`check_scores`."""
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
    yield from _intro(page)
    yield from _parts(page, term)
    yield from _everyday(page)
    yield from _comparison(page, term, glossary)
    yield from _bullets(page, term, glossary)
    yield from _questions(page)
    yield from _lesson(page)
    yield from _lengths(page)
    yield from _links(page, term, glossary)
    yield from _front(term)


def _short(text: str, limit: int = 60) -> str:
    """A quotation that fits a line."""
    return repr(text if len(text) <= limit else text[: limit - 1].rstrip() + "\u2026")


def _count(block: Block) -> int:
    return len(words(block.text))


def _term_spans(block: Block) -> Iterator[Span]:
    return (span for span in block.spans if span.kind == "term")


def _in(page: Page, part: str) -> tuple[Block, ...]:
    """The blocks of a part, without its heading."""
    return tuple(b for b in page.blocks if b.kind != "heading" and parts.part_of(b.section) == part)


def _headings(page: Page) -> list[Block]:
    return [block for block in page.blocks if block.kind == "heading" and block.level == 2]


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
            yield line, "definition-brackets", f"brackets around {_short(inside)}: {mend}"
    if found := _IS_WHEN.search(text):
        mend = "name the kind of thing it is, as in 'is a check that …'"
        yield line, "definition-is-when", f"{found.group()!r}: {mend}"
    yield from _definition_words(block, term)


def _definition_words(block: Block, term: Term) -> Found:
    text = fold(block.text)
    used = re.findall(rf"(?<!\w){re.escape(fold(term.headword))}(?:e?s)?(?!\w)", text)
    if len(used) > 1:
        message = f"{term.headword!r} is used again after the verb: explain it in other words"
        yield block.line, "definition-circular", message
    bare = re.sub(r"^(?:an?|the) ", "", text)
    if not bare.startswith(tuple(fold(name) for name in term.names)) or not _VERB.search(text):
        message = f"starts with {_short(block.text, 30)}: start with the term and a verb, 'An API is …'"
        yield block.line, "definition-start", message


def _intro(page: Page) -> Found:
    intro = [b for b in page.blocks if b.kind == "paragraph" and not b.section and b.text]
    if not 1 <= len(intro) <= 3:
        line = intro[3].line if intro else (page.definition.line if page.definition else 1)
        mend = "say what it is and why anybody bothers" if not intro else "merge them or move some down"
        yield line, "intro-length", f"{len(intro)} paragraphs before the first heading, not 1 to 3: {mend}"


# --- parts ----------------------------------------------------------------------------------------


def _parts(page: Page, term: Term) -> Found:
    found = [(heading, parts.part_of(heading.text)) for heading in _headings(page)]
    ids = {part for _, part in found}
    for part in parts.NEEDED.get(term.kind, ()):
        if part.id not in ids:
            message = f"kind {term.kind!r} needs a part like '## {part.example}': add it"
            yield 1, "part-missing", message
    order = [part.id for part in parts.ORDER]
    known = [(heading, order.index(part)) for heading, part in found if part]
    for (before, first), (heading, second) in pairwise(known):
        if second < first:
            message = f"{_short(heading.text)} comes after {_short(before.text)}: change places"
            yield heading.line, "part-order", message


_LIMIT_WORDS = re.compile(
    r"\b(?:but|unlike|however|except|stops?|ends?|although|though|differences?|differs?|only|cannot|can't"
    r"|yet|while|whereas|never|breaks? down|fails?|not)\b",
    re.I,
)


def _everyday(page: Page) -> Found:
    blocks = _in(page, parts.EVERYDAY.id)
    if not blocks:
        return
    count = sum(map(_count, blocks))
    if not 30 <= count <= 90:
        mend = "say what each part stands for" if count < 30 else "keep one setting and its parts"
        yield blocks[0].line, "everyday-length", f"{count} words in everyday terms, not 30 to 90: {mend}"
    for block in blocks:
        for span in _term_spans(block):
            mend = "use everyday words here and link it elsewhere"
            yield block.line, "everyday-link", f"link to {span.text!r}: {mend}"
    last = (split_sentences(blocks[-1].text) or ("",))[-1]
    if not _LIMIT_WORDS.search(last):
        message = f"ends with {_short(last)}: end by saying where the comparison stops ('But …')"
        yield blocks[-1].line, "everyday-limit", message


def _comparison(page: Page, term: Term, glossary: Glossary) -> Found:
    blocks = _in(page, parts.COMPARISON.id)
    heading = next((h for h in _headings(page) if parts.part_of(h.text) == parts.COMPARISON.id), None)
    if heading is None:
        return
    cells = [block for block in blocks if block.kind == "cell"]
    rows = len({cell.line for cell in cells}) - 1
    if not 3 <= rows <= 6:
        message = f"{max(rows, 0)} rows below the table's head, not 3 to 6: compare what a buyer would ask"
        yield heading.line, "comparison-table", message
    for cell in cells:
        if _count(cell) > 12:
            yield (
                cell.line,
                "comparison-table",
                f"cell {_short(cell.text)} has {_count(cell)} words: cut to 12",
            )
    linked = {found.slug for b in blocks for s in _term_spans(b) if (found := glossary.find(s.target))}
    if term.contrasts and not linked.intersection(term.contrasts):
        message = f"link {' or '.join(term.contrasts)} here, in a sentence or in the table"
        yield heading.line, "comparison-link", f"the alternative is not linked: {message}"


def _bullets(page: Page, term: Term, glossary: Glossary) -> Found:
    for heading in _headings(page):
        part = parts.part_of(heading.text)
        if part not in parts.POSITIVE | parts.NEGATIVE:
            continue
        blocks = [b for b in page.blocks if b.kind != "heading" and b.section == heading.text]
        items = [block for block in blocks if block.kind == "item"]
        if not 3 <= len(items) <= 5:
            mend = "name things one can see or count" if len(items) < 3 else "keep the strongest"
            message = f"{len(items)} bullets under {_short(heading.text)}, not 3 to 5: {mend}"
            yield heading.line, "bullet-count", message
        for item in items:
            yield from _bullet(item)
        links = [glossary.find(span.target) for block in blocks for span in _term_spans(block)]
        if part == parts.STICK_WITH.id and not any(t and t.slug != term.slug for t in links):
            message = f"nothing linked under {_short(heading.text)}: link the simpler option there"
            yield heading.line, "simpler-option", message


def _bullet(item: Block) -> Found:
    first = next((span for span in item.spans if span.text.strip()), None)
    if first is None or first.kind != "strong":
        mend = "start it with **two or three bold words**"
        yield item.line, "bullet-form", f"bullet {_short(item.text, 30)} has no bold lead-in: {mend}"
    if not 6 <= _count(item) <= 30:
        message = f"bullet {_short(item.text, 30)} has {_count(item)} words: make it 6 to 30"
        yield item.line, "bullet-form", message


def _questions(page: Page) -> Found:
    heading = next((h for h in _headings(page) if parts.part_of(h.text) == parts.QUESTIONS.id), None)
    if heading is None:
        return
    items = [block for block in _in(page, parts.QUESTIONS.id) if block.kind == "item"]
    if not 2 <= len(items) <= 4:
        mend = "list those a buyer would read out"
        yield heading.line, "questions", f"{len(items)} questions, not 2 to 4: {mend}"
    for item in items:
        if _count(item) > 20:
            yield item.line, "questions", f"question {_short(item.text)} has {_count(item)} words: cut to 20"
        if not item.text.rstrip("\"'\u201d\u2019)").endswith("?"):
            yield item.line, "questions", f"{_short(item.text)} does not end with '?': ask it"


def _lesson(page: Page) -> Found:
    headings = _headings(page)
    blocks = [block for block in _in(page, parts.LESSON.id) if block.text]
    heading = next((h for h in headings if parts.part_of(h.text) == parts.LESSON.id), None)
    if heading is None:
        return
    if headings[-1] is not heading:
        yield heading.line, "lesson", f"{_short(headings[-1].text)} follows the key lesson: move it above"
    sentences = [s for block in blocks for s in split_sentences(block.text)]
    count = sum(map(_count, blocks))
    if len(sentences) != 1 or count > 20:
        message = f"{len(sentences)} sentences, {count} words: make it one sentence of at most 20 words"
        yield heading.line, "lesson", message
    for block in blocks:
        for span in _term_spans(block):
            message = f"link to {span.text!r}: a lesson brings in no other term, say it in plain words"
            yield block.line, "lesson-link", message


# --- lengths, links, front matter -----------------------------------------------------------------


def _lengths(page: Page) -> Found:
    blocks = prose_blocks(page)
    total = sum(map(_count, blocks))
    if not 250 <= total <= 650:
        mend = "say more of what a buyer needs" if total < 250 else "cut what a buyer can do without"
        yield 1, "page-length", f"{total} words of prose, not 250 to 650: {mend}"
    for block in blocks:
        if block.kind == "paragraph" and _count(block) > 80:
            message = f"paragraph {_short(block.text, 30)} has {_count(block)} words: split it at 80 or less"
            yield block.line, "paragraph-length", message
        if block.kind != "definition":  # its own rule says the same
            yield from _sentence_lengths(block)


def _sentence_lengths(block: Block) -> Found:
    for sentence in split_sentences(block.text):
        count = len(words(sentence))
        if count > 25:
            message = f"{count} words in {_short(sentence)}: make two sentences of it"
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
    headword = re.compile(rf"(?<!\w){re.escape(fold(term.headword))}(?:e?s)?(?!\w)")
    for phrase in term.asked:
        at, count = term.line(f"asked.{phrase}"), len(phrase.split())
        if not 2 <= count <= 20:
            yield at, "asked", f"{_short(phrase)} has {count} words: make it 2 to 20"
        if headword.search(fold(phrase)):
            message = f"{_short(phrase)} holds the word itself: ask as somebody who lacks it"
            yield at, "asked", message
