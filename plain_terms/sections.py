"""The parts of a term page: present, in order, and each of the form that its readers expect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from . import parts
from .model import Glossary, Problem, Rule, Term
from .page import Block, Page, Span
from .sentences import quoted, split_sentences, words

RULES = (
    Rule("part-missing", "must", "The page has every part that its kind needs."),
    Rule("part-order", "should", "The parts stand in the order of the style guide."),
    Rule("unfinished", "must", "No heading and no part is left for later."),
    Rule("everyday-length", "must", "The everyday comparison has 30 to 90 words."),
    Rule("everyday-link", "must", "The everyday comparison holds no link to a term."),
    Rule("everyday-limit", "should", "The everyday comparison ends by saying where it stops being true."),
    Rule("comparison-table", "must", "The comparison has a table of 3 to 6 rows, cells of at most 12 words."),
    Rule("comparison-link", "must", "The comparison links to the alternative (a term under `contrasts`)."),
    Rule("bullet-count", "must", "The parts for and against have 3 to 5 bullets each."),
    Rule("bullet-form", "must", "Such a bullet opens with bold words and has 6 to 30 words in all."),
    Rule("simpler-option", "must", "The part against names and links the simpler option."),
    Rule("questions", "must", "2 to 4 questions of at most 20 words, each with a question mark."),
    Rule("lesson", "must", "The key lesson is one sentence of at most 20 words and ends the page."),
)

_LEVEL = {rule.id: rule.level for rule in RULES}
Found = Iterator[tuple[int, str, str]]


class _Section(NamedTuple):
    """A heading, the id of the part it opens (or nothing), and the blocks below it."""

    heading: Block
    part: str
    blocks: tuple[Block, ...]

    def of_kind(self, kind: str) -> list[Block]:
        return [block for block in self.blocks if block.kind == kind]

    @property
    def words(self) -> int:
        return sum(map(_count, self.blocks))


def check_page(page: Page, term: Term, glossary: Glossary) -> Iterator[Problem]:
    """Every rule about the parts of one page."""
    for line, rule, message in _check(page, term, glossary):
        yield Problem(page.path, line, rule, message, _LEVEL[rule])


def _check(page: Page, term: Term, glossary: Glossary) -> Found:
    sections = list(_sections(page))
    yield from _presence(sections, term)
    yield from _order(sections)
    for section in sections:
        yield from _finished(section)
        if not section.blocks:
            continue
        if section.part == parts.EVERYDAY.id:
            yield from _everyday(section)
        elif section.part == parts.COMPARISON.id:
            yield from _comparison(section, term, glossary)
        elif section.part in parts.POSITIVE | parts.NEGATIVE:
            yield from _bullets(section, term, glossary)
        elif section.part == parts.QUESTIONS.id:
            yield from _questions(section)
        elif section.part == parts.LESSON.id:
            yield from _lesson(section, sections[-1])


def _sections(page: Page) -> Iterator[_Section]:
    heading: Block | None = None
    blocks: list[Block] = []
    for block in page.blocks:
        if block.kind == "heading" and block.level == 2:
            if heading:
                yield _Section(heading, parts.part_of(heading.text), tuple(blocks))
            heading, blocks = block, []
        elif block.kind != "heading" and block.text:
            blocks.append(block)
    if heading:
        yield _Section(heading, parts.part_of(heading.text), tuple(blocks))


def _count(block: Block) -> int:
    return len(words(block.text))


def _links(section: _Section) -> Iterator[tuple[Block, Span]]:
    return ((block, span) for block in section.blocks for span in block.spans if span.kind == "term")


def _linked_slugs(section: _Section, glossary: Glossary) -> set[str]:
    found = (glossary.find(span.target) for _, span in _links(section))
    return {term.slug for term in found if term}


# --- all parts ------------------------------------------------------------------------------------


def _presence(sections: list[_Section], term: Term) -> Found:
    present = {section.part for section in sections}
    last = sections[-1].heading.line if sections else term.line("definition")
    for part in parts.NEEDED.get(term.kind, ()):
        if part.id not in present:
            example = part.example.replace("X", term.headword)
            yield last, "part-missing", f"kind {term.kind!r} needs a part such as '## {example}': add it"


def _order(sections: list[_Section]) -> Found:
    order = [part.id for part in parts.ORDER]
    known = [section for section in sections if section.part]
    for before, after in pairwise(known):
        if order.index(after.part) < order.index(before.part):
            after_text, before_text = quoted(after.heading.text), quoted(before.heading.text)
            yield after.heading.line, "part-order", f"{after_text} belongs above {before_text}: move it"


def _finished(section: _Section) -> Found:
    text = quoted(section.heading.text)
    if "\u2026" in section.heading.text or "..." in section.heading.text:
        yield section.heading.line, "unfinished", f"{text} has a gap: fill it in"
    if not section.blocks:
        yield section.heading.line, "unfinished", f"nothing stands under {text}: write it or take it out"


# --- each part ------------------------------------------------------------------------------------

_LIMIT_WORDS = re.compile(
    r"\b(?:but|unlike|however|except|stops?|ends?|(?:al)?though|differ\w*|only|cannot|whereas|breaks down)\b"
    r"|\bcan['\u2019]t\b",
    re.I,
)


def _everyday(section: _Section) -> Found:
    line = section.heading.line
    if not 30 <= section.words <= 90:
        mend = "say what each part stands for" if section.words < 30 else "keep one setting and its parts"
        yield line, "everyday-length", f"{section.words} words in everyday terms, not 30 to 90: {mend}"
    for block, span in _links(section):
        mend = "use everyday words here and link it elsewhere"
        yield block.line, "everyday-link", f"link to {span.text!r}: {mend}"
    sentences = split_sentences(section.blocks[-1].text)
    if not _LIMIT_WORDS.search(" ".join(sentences[-2:])):
        message = (
            f"ends with {quoted(sentences[-1])}: end by saying where the comparison stops ('But \u2026')"
        )
        yield section.blocks[-1].line, "everyday-limit", message


def _comparison(section: _Section, term: Term, glossary: Glossary) -> Found:
    cells = section.of_kind("cell")
    rows = max(len({cell.line for cell in cells}) - 1, 0)
    line = section.heading.line
    if not 3 <= rows <= 6:
        message = f"{rows} rows below the table's head, not 3 to 6: compare what a buyer would ask"
        yield line, "comparison-table", message
    for cell in cells:
        if _count(cell) > 12:
            yield (
                cell.line,
                "comparison-table",
                f"cell {quoted(cell.text)} has {_count(cell)} words: cut to 12",
            )
    if term.contrasts and not _linked_slugs(section, glossary).intersection(term.contrasts):
        mend = f"link {' or '.join(term.contrasts)} in a sentence above the table"
        yield line, "comparison-link", f"the alternative is not linked here: {mend}"


def _bullets(section: _Section, term: Term, glossary: Glossary) -> Found:
    items, line, text = section.of_kind("item"), section.heading.line, quoted(section.heading.text)
    if not 3 <= len(items) <= 5:
        mend = "name things one can see or count" if len(items) < 3 else "keep the strongest"
        yield line, "bullet-count", f"{len(items)} bullets under {text}, not 3 to 5: {mend}"
    for item in items:
        first = next(span for span in item.spans if span.text.strip())
        if not first.bold:
            mend = "start it with **two or three bold words**"
            yield item.line, "bullet-form", f"bullet {quoted(item.text, 30)} has no bold lead-in: {mend}"
        if not 6 <= _count(item) <= 30:
            message = f"bullet {quoted(item.text, 30)} has {_count(item)} words: make it 6 to 30"
            yield item.line, "bullet-form", message
    if section.part == parts.STICK_WITH.id and not _linked_slugs(section, glossary) - {term.slug}:
        mend = "link the simpler option there, even if it is linked above"
        yield line, "simpler-option", f"no term is linked under {text}: {mend}"


def _questions(section: _Section) -> Found:
    items = section.of_kind("item")
    if not 2 <= len(items) <= 4:
        mend = "list those a buyer would read out"
        yield section.heading.line, "questions", f"{len(items)} questions, not 2 to 4: {mend}"
    for item in items:
        if _count(item) > 20:
            yield item.line, "questions", f"question {quoted(item.text)} has {_count(item)} words: cut to 20"
        if not item.text.rstrip("\"'\u201d\u2019)").endswith("?"):
            yield item.line, "questions", f"{quoted(item.text)} does not end with '?': ask it"


def _lesson(section: _Section, last: _Section) -> Found:
    line = section.heading.line
    if last is not section:
        yield line, "lesson", f"{quoted(last.heading.text)} follows the key lesson: move it above"
    sentences = [sentence for block in section.blocks for sentence in split_sentences(block.text)]
    if len(sentences) != 1 or section.words > 20:
        what = f"{len(sentences)} sentences, {section.words} words"
        yield line, "lesson", f"{what}: make it one sentence of at most 20 words"
