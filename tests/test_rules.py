"""Every rule of the catalogue catches a page that breaks it and leaves the good page alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from plain_terms import checks, rules
from plain_terms.model import Glossary, Problem, Related, Term, Topic

from .pages import GOOD, NEIGHBOURS, TOPICS, changed, problems_of, rules_broken

LONG = " and then some more of it" * 10
DEFINITION = "  Microservices means building an app as many small parts that work together."
EVERYDAY = re.search(r"A clinic.*?do not\.", GOOD, re.S)
assert EVERYDAY is not None
COMPARISON = "A {term}`monolith` keeps all the code in one place."
LOAD = "- **Uneven load**: search needs ten times the machines that user profiles need."
LESSON = "Do not build more than you need: add parts only for a clear reason."
HARD = "Organisational interdependencies necessitate comprehensive architectural reconsideration. " * 12

BROKEN_PAGES = {
    "front-matter": ("kind: approach", "kind: gadget"),
    "title": ("# Microservices\n", ""),
    "definition": ("::::{glossary}\nMicroservices", "::::{glossary}\n\n  Nothing.\n\nMicroservices"),
    "fence": (DEFINITION + "\n::::", DEFINITION),
    "name": ("microservice architecture", "microservice; architecture"),
    "repeated-name": ("microservice architecture", "microServices"),
    "needless-variant": ("variants: [microservise]", "variants: [Microservice-Architecture]"),
    "unknown-topic": ("topic: architecture", "topic: gardening"),
    "unknown-slug": ("contrasts: [monolith]", "contrasts: [monolit]"),
    "self-relation": ("  api: how", "  microservices: how"),
    "one-way-contrast": ("contrasts: [monolith]", "contrasts: [monolith, server]"),
    "duplicate-name": ("microservice architecture", "web-server"),
    "related-count": ("  deployment: what each part does by itself\n", ""),
    "related-reason": (
        "what each part does by itself",
        "what each part does by itself on any day of the week at all",
    ),
    "links-out": ("its own\n{term}`deployment`", "no delay"),
    "definition-length": (DEFINITION, DEFINITION + LONG),
    "definition-links": ("building an app", "building an {term}`API` for a {term}`server`"),
    "definition-brackets": ("an app as", "an app (a program) as"),
    "definition-is-when": ("means building", "is when you build"),
    "definition-circular": ("small parts that", "small microservices that"),
    "definition-start": (DEFINITION, "  Building an app as many small parts that work together."),
    "definition-unfinished": ("work together.", "…"),
    "title-name": ("# Microservices\n", "# Small parts\n"),
    "intro-length": ("People bother because", "One.\n\nTwo.\n\nPeople bother because"),
    "part-missing": ("## When to stick with a monolith", "## Prices"),
    "part-order": ("## In everyday terms", "## Questions to ask\n\n- Why?\n- When?\n\n## In everyday terms"),
    "unfinished": (LESSON, ""),
    "everyday-length": (EVERYDAY.group(), "But nobody knows."),
    "everyday-link": ("A clinic", "A {term}`server`"),
    "everyday-limit": (
        "But they must write to each other about every patient.\nThe comparison stops there: people",
        "The people",
    ),
    "comparison-table": ("| Going live | All at once | Each part on its own day |\n", ""),
    "comparison-link": (COMPARISON, "It keeps all the code in one place."),
    "bullet-count": (LOAD + "\n", ""),
    "bullet-form": ("- **Uneven load**: search", "- Uneven load: search"),
    "simpler-option": ("a {term}`monolith` lets", "one block lets"),
    "questions": ("on its own today?", "on its own today."),
    "lesson": (LESSON, LESSON + " Then stop."),
    "lesson-term": ("add parts only", "add a server only"),
    "page-length": ("People bother", "Words are cheap. " * 200 + "People bother"),
    "sentence-length": ("nobody else has to wait.", f"nobody else has to wait{LONG}."),
    "paragraph-length": ("Each part does one job.", "Each part does one job. " * 18),
    "grade": ("People bother", HARD + "People bother"),
    "ease": ("People bother", HARD + "People bother"),
    "heading-link": ("## Monolith vs", "## {term}`Monolith` vs"),
    "self-link": ("Each part does", "Each {term}`microservice` does"),
    "unknown-term": ("{term}`deployment`", "{term}`deploymint`"),
    "registry-source": ("https://martinfowler.com/", f"https://{'np'}mjs.example/"),
    "asked": ("  - lots of little programs that talk\n", ""),
    "banned-word": ("One takes payments", "One simply takes payments"),
    "cliche": ("The price is", "In today's world the price is"),
    "exclamation": ("does one job.", "does one job!"),
    "dash": ("the eye doctor still", "the eye doctor — by luck — still"),
    "brand": ("A clinic can", "A Google clinic can"),
    "lone-brand": ("One takes payments", "One takes payments with Stripe"),
    "abbreviation": ("One takes payments", "One takes payments as XYZ"),
    "spelling": ("One takes payments", "One takes the color of payments"),
    "passive": (
        "Each part does one job. One takes payments, one sends emails and one runs search.",
        "Each part is built alone. It is watched. It was paid for. It is sold.",
    ),
    "first-mention": ("A small team**: ten", "A small team**: with one server, ten"),
    "relinked": ("People bother", "People with an {term}`API` bother"),
    "everyday-term": ("A clinic can", "A clinic with a server can"),
}
"""For each rule, what to replace on the good page, and with what, to break it."""


@pytest.mark.parametrize("rule", BROKEN_PAGES)
def test_a_page_that_breaks_a_rule_is_told_so(rule: str) -> None:
    """The rule is reported, at its own level, on a real line, with a message that says how to mend it."""
    text = changed(*BROKEN_PAGES[rule])
    found = [problem for problem in problems_of(text) if problem.rule == rule]
    assert found
    level = next(known.level for known in checks.RULES if known.id == rule)
    lines = text.count("\n")
    assert all(p.level == level and 1 <= p.line <= lines and ":" in p.message for p in found)


@pytest.mark.parametrize("rule", BROKEN_PAGES)
def test_breaking_one_rule_accuses_few_others(rule: str) -> None:
    """A writer is not buried: one mistake leads to at most two further kinds of complaint."""
    if rule not in {"front-matter", "definition", "fence", "title"}:
        assert len(rules_broken(changed(*BROKEN_PAGES[rule])) - {rule}) <= 2


def test_a_good_page_has_no_problem() -> None:
    """The page that all others are changed from is clean, shoulds included."""
    assert problems_of(GOOD) == []


def test_a_file_name_that_is_no_address_is_told_so() -> None:
    """Spaces and capitals cannot stand in a page's address."""
    assert "slug" in rules_broken(GOOD, "glossary/Micro services.md")


ELSEWHERE = {
    "slug": "test_a_file_name_that_is_no_address_is_told_so",
    "unreadable": "tests/test_cli.py",
    "character": "tests/test_broken_pages.py",
    "former-address": "tests/test_redirects.py",
    "published": "tests/test_published.py",
    "links-in": "test_a_page_that_nobody_links_to_is_told_so",
    "orphan": "test_a_page_that_nobody_links_to_is_told_so",
    **dict.fromkeys(
        ("decide-count", "decide-fair", "decide-weight", "decide-length", "decide-words"),
        "tests/test_deciding.py",
    ),
}


def test_every_rule_of_the_catalogue_is_exercised() -> None:
    """No rule stands in the catalogue without a page that breaks it, and none is reported outside it."""
    assert {rule.id for rule in checks.RULES} == BROKEN_PAGES.keys() | ELSEWHERE.keys()


def test_rule_ids_are_unique_and_their_meanings_are_sentences() -> None:
    """The catalogue becomes a table for contributors."""
    ids = [rule.id for rule in checks.RULES]
    assert len(ids) == len(set(ids))
    for rule in checks.RULES:
        assert rule.level in {"must", "should"}
        assert rule.meaning.endswith(".")
        assert "|" not in rule.meaning


# --- between terms --------------------------------------------------------------------------------


def make(slug: str, **values: object) -> Term:
    """A term with as little as a test needs."""
    given = {"docname": slug, "path": f"glossary/{slug}.md", "headword": slug.capitalize(), "summary": ""}
    return Term(slug=slug, **{**given, **values})  # type: ignore[arg-type]


def found(*terms: Term, style: bool = False) -> list[Problem]:
    """Problems between terms, those of the style guide only where asked for."""

    def check() -> Iterator[Problem]:
        glossary = Glossary(tuple(sorted(terms, key=lambda term: term.slug)), TOPICS)
        yield from rules.check_style(glossary) if style else rules.check_glossary(glossary)

    return list(check())


@pytest.mark.parametrize("name", ["Éclair", "eclair", "ECLAIR", "e-clair", "E clair"])
def test_a_shared_name_is_reported_on_both_pages_whatever_its_case_accents_or_hyphens(name: str) -> None:
    """Two pages cannot both own a name; each is told where the other is."""
    other = make("other", aliases=("Éclair" if "-" not in name and " " not in name else "e clair",))
    problems = found(make("cake", variants=(name,)), other)
    assert {(p.path, p.rule) for p in problems} == {
        ("glossary/cake.md", "duplicate-name"),
        ("glossary/other.md", "duplicate-name"),
    }
    assert "glossary/other.md" in next(p.message for p in problems if p.path == "glossary/cake.md")


def test_three_pages_that_share_a_name_are_all_told() -> None:
    """Each of the three messages names the other two."""
    problems = found(make("a", aliases=("X1",)), make("b", aliases=("x1",)), make("c", aliases=("X1",)))
    assert len(problems) == 3
    assert "glossary/b.md, glossary/c.md" in problems[0].message


def test_an_unknown_slug_is_answered_with_the_nearest_page() -> None:
    """A typing mistake is mended without opening the folder."""
    term = make("cache", related=(Related("monolit", "why"),), lines=(("related.monolit", 7),))
    [problem] = found(term, make("monolith"), make("server"))
    assert (problem.rule, problem.line) == ("unknown-slug", 7)
    assert "monolith" in problem.message


def test_an_unknown_topic_lists_the_topics_there_are() -> None:
    """A topic is chosen from a closed list."""
    [problem] = found(make("cache", topic="gardening"))
    assert "architecture" in problem.message


def test_without_topics_the_message_says_so() -> None:
    """A fresh project is told to write a topic page."""
    glossary = Glossary((make("cache", topic="x"),), ())
    [problem] = rules.check_glossary(glossary)
    assert "no topics yet" in problem.message


def test_a_contrast_is_told_which_file_to_change() -> None:
    """The message names the line to add and the file to add it to."""
    problems = found(make("a", contrasts=("b",)), make("b"))
    assert [p.rule for p in problems] == ["one-way-contrast"]
    assert "glossary/b.md" in problems[0].message


def test_contrasts_that_point_both_ways_are_fine() -> None:
    """Nothing is reported for a pair that agrees."""
    assert found(make("a", contrasts=("b",)), make("b", contrasts=("a",))) == []


def test_a_page_that_nobody_links_to_is_told_so() -> None:
    """A page without links in is reported; one that no page lists either is an orphan."""
    terms = (make("a", related=(Related("b", "why"),)), make("b"), make("c", links=("A", "A")))
    into = {(p.path, p.rule) for p in found(*terms, style=True) if p.rule in {"links-in", "orphan"}}
    assert into == {
        ("glossary/a.md", "links-in"),
        ("glossary/b.md", "links-in"),
        ("glossary/c.md", "links-in"),
        ("glossary/c.md", "orphan"),
    }


def test_links_are_counted_by_page_not_by_occurrence() -> None:
    """Linking one term three times is one link out; aliases of one term are one term."""
    term = make("a", links=("API", "APIs", "application programming interface"))
    [problem] = [
        p for p in found(term, *NEIGHBOURS, style=True) if p.path == "glossary/a.md" and "out" in p.rule
    ]
    assert "1 other terms" in problem.message


def test_style_is_not_asked_of_other_projects() -> None:
    """Counts of links and related terms are no part of what every glossary must satisfy."""
    assert found(make("alone")) == []


def test_levels_reported_are_those_of_the_catalogue() -> None:
    """A rule never changes its level on the way."""
    levels = {rule.id: rule.level for rule in checks.RULES}
    for pair in BROKEN_PAGES.values():
        for problem in problems_of(changed(*pair)):
            assert problem.level == levels[problem.rule]


def test_a_topic_without_a_term_is_no_problem() -> None:
    """Topics may be planned before their terms."""
    assert list(rules.check_glossary(Glossary((), (Topic("empty", "topics/empty", "Empty"),)))) == []


def test_good_page_checked_twice_says_the_same() -> None:
    """Checks keep no state from page to page."""
    text = changed(*BROKEN_PAGES["first-mention"])
    assert problems_of(text) == problems_of(text)
    assert replace(NEIGHBOURS[0]) == NEIGHBOURS[0]
