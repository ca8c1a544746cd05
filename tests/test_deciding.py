"""The questions of a comparison: what an author may write, and what a reader without scripts gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from plain_terms import deciding
from plain_terms.folder import read_folder
from plain_terms.guides import read_guide
from plain_terms.model import Glossary, Problem
from tests.projects import Project, base_files
from tests.test_rebuild import assert_same, clean_of

ROOT = Path(__file__).parent.parent
GOOD = """---
compares: [api, monolith]
question: Which?
verdict: Neither.
decide:
  - ask: How many are you?
    weighs: few can share one thing
    api:
      Many of us: talking is work
    monolith:
      Two or three: one piece is enough
    either:
      Nobody knows: count first
  - ask: Is it big?
    monolith: "No: keep it whole"
    api:
      Yes: split it
  - ask: Will it last?
    api:
      For years: parts can be swapped
    monolith:
      Until spring: no time to split
---
# API or monolith?

Some words.

## Choose an API if

- It fits.
"""


def wrong(text: str) -> tuple[Problem, ...]:
    """What is wrong with a comparison."""
    return read_guide(text, "guides/a.md", "guides/a", "A", "")[1]


def test_a_question_is_read_with_its_answers_and_their_lines() -> None:
    """Each answer knows the term it speaks for; one for either speaks for none."""
    guide, problems = read_guide(GOOD, "guides/a.md", "guides/a", "A", "")
    assert guide is not None
    assert not problems
    first = guide.decide[0]
    assert (first.text, first.line) == ("How many are you?", 6)
    found = [(answer.text, answer.slug, answer.reason, answer.line) for answer in first.answers]
    assert found[0] == ("Many of us", "api", "talking is work", 9)
    assert found[2] == ("Nobody knows", "", "count first", 13)
    assert guide.decide[1].answers[0].reason == "keep it whole"
    assert [question.weighs for question in guide.decide] == ["few can share one thing", "", ""]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("ask: How many are you?", "ask: How many are you", 6, "does not end with a question mark"),
        ("ask: Is it big?", "asks: Is it big?", 14, "has no `ask: …` line"),
        ('    monolith: "No: keep it whole"\n', "", 14, "2 or 3 answers, found 1"),
        ('monolith: "No: keep it whole"', "monolith: No", 15, "has no reason"),
        ('monolith: "No: keep it whole"', "monolith: [No]", 15, "expected one answer and its reason"),
        ('monolith: "No: keep it whole"', 'monolit: "No: keep"', 15, "'monolit' is not compared here"),
        ('monolith: "No: keep it whole"', 'api: "No: keep"', 15, "'api' is given twice"),
        ('monolith: "No: keep it whole"', "monolith: No: keep it", 15, "not valid YAML"),
        ("Yes: split it", "Yes: split {term}`it`", 17, "write plain text"),
        ("few can share one thing", "a *few* can", 7, "write plain text"),
        ("weighs: few can share one thing", "weighs: ", 7, "is empty"),
        ("Many of us: talking is work", 'Many of us: ""', 9, "is empty"),
        ("  - ask: Is it big?\n", "  - Is it big?\n", 14, "not valid YAML"),
    ],
)
def test_a_slip_is_reported_at_its_line(old: str, new: str, line: int, message: str) -> None:
    """What is wrong, where, and how to mend it."""
    assert old in GOOD
    problems = wrong(GOOD.replace(old, new))
    assert len(problems) == 1, problems
    assert message in problems[0].message
    assert abs(problems[0].line - line) <= ("YAML" in message), problems


def test_decide_that_is_no_list_is_reported() -> None:
    """A text and an empty list."""
    start, rest = GOOD.split("decide:\n")
    after = rest.split("---\n", 1)[1]
    for value in ("yes", "[]", "[one]"):
        assert "expected" in wrong(f"{start}decide: {value}\n---\n{after}")[0].message


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("  - ask: Will it last?\n", None, "decide-count"),
        ("How many are you?", "How " + "very " * 20 + "many?", "decide-length"),
        ("Many of us:", "Many " * 13 + ":", "decide-length"),
        ("talking is work", "work " * 17, "decide-length"),
        ("few can share one thing", "few " * 17, "decide-length"),
        ("talking is work", "talking is simply work", "decide-words"),
        ("    weighs: few can share one thing\n", "", "decide-weight"),
        ("ask: Is it big?\n", "ask: Is it big?\n    weighs: size counts\n", "decide-weight"),
        ("    monolith:\n      Two or three: one piece is enough\n", "", "decide-weight"),
        ('    monolith: "No: keep it whole"', '    either: "No: keep it whole"', None),
    ],
)
def test_style_asks_for_few_short_and_fair_questions(
    tmp_path: Path, old: str, new: str | None, rule: str | None
) -> None:
    """Three to five questions, each short, and both terms get a hearing."""
    end = GOOD.index("---\n# API")
    assert old in GOOD
    text = GOOD[: GOOD.index(old)] + GOOD[end:] if new is None else GOOD.replace(old, new)
    project = Project(tmp_path, {**base_files(), "guides/a.md": text})
    glossary = read_folder(
        project.folder / "glossary", project.folder / "topics", guides=project.folder / "guides"
    ).glossary
    assert {problem.rule for problem in deciding.check(glossary)} == ({rule} if rule else set())


def test_a_side_without_a_voice_is_reported() -> None:
    """Questions that all point one way are no help."""
    text = GOOD.replace("    monolith:\n      Two or three: one piece is enough\n", "")
    text = text.replace("    monolith:", "    either:")
    guide, problems = read_guide(text, "guides/a.md", "guides/a", "A", "")
    assert not problems
    assert guide is not None
    found = [p for p in deciding.check(Glossary(guides=(guide,))) if p.rule == "decide-fair"]
    assert [problem.line for problem in found] == [5]
    assert "'monolith'" in found[0].message


# --- on the page ----------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A glossary with one comparison."""
    files = base_files()
    files["index.md"] = files["index.md"].replace("topics/index\n", "topics/index\nguides/a\n")
    return Project(tmp_path, {**files, "guides/a.md": GOOD})


def test_every_answer_shows_what_it_speaks_for_and_why(project: Project) -> None:
    """In the page, without scripts, before the first section of the author."""
    page = project.good().page("guides/a")
    questions = page.cssselect("#decide > .plain-term-decide > li")
    assert [q.cssselect("p")[0].text_content() for q in questions] == [
        "How many are you?",
        "Is it big?",
        "Will it last?",
    ]
    answers = [item.text_content().strip() for item in questions[0].cssselect("ul li")]
    assert answers[0] == "Many of us speaks for API: talking is work"
    assert answers[2] == "Nobody knows speaks for either: count first"
    assert questions[0].cssselect("a.term")[0].get("href") == "../glossary/api.html#term-api"
    assert [h.text_content()[:6] for h in page.cssselect("h2")] == ["Decide", "Choose", "The ve"]


def test_a_page_says_how_to_add_answers_up(project: Project) -> None:
    """By hand: what a tie means, and what speaks for each term, in a part that unfolds without scripts."""
    page = project.good().page("guides/a")
    (weighs,) = page.cssselect("#decide .plain-term-weighs")
    assert weighs.text_content() == "This one weighs most: few can share one thing."
    assert weighs.getparent() == page.cssselect(".plain-term-decide > li")[0]
    (total,) = page.cssselect("#decide > .plain-term-sum")
    assert "If it is a tie, let question 1 decide" in total.text_content()
    folded = {part.cssselect("summary")[0].text_content(): part for part in total.cssselect("details")}
    assert list(folded) == ["Most speak for API", "Most speak for Monolith"]
    api = folded["Most speak for API"]
    assert [link.get("href") for link in api.cssselect("a.term")] == ["../glossary/api.html#term-api"]
    assert [item.text_content().strip() for item in api.cssselect("li")] == [
        "Many of us: talking is work",
        "Yes: split it",
        "For years: parts can be swapped",
    ]
    (verdict,) = total.cssselect("a[href='#the-verdict']")
    assert page.cssselect(f"section{verdict.get('href')}")


def test_only_comparisons_load_what_questions_need(project: Project) -> None:
    """No other page grows by their script and style."""
    built = project.good()
    for name, count in (("guides/a", 1), ("glossary/api", 0), ("index", 0)):
        for asset in ("script[src*='/decide.js']", "link[href*='/decide.css']"):
            assert len(built.page(name).cssselect(asset)) == count, name


@pytest.mark.parametrize("builder", ["text", "latex", "epub"])
def test_other_formats_hold_a_plain_list(project: Project, builder: str) -> None:
    """Nothing is lost on paper."""
    built = project.build(builder)
    suffix = {"text": "guides/a.txt", "latex": "test.tex", "epub": "guides/a.xhtml"}[builder]
    text = (built.outdir / suffix).read_text("utf-8")
    assert "talking is work" in text
    assert "let question 1 decide" in " ".join(text.split())
    assert "Most speak for" not in text
    assert "decide.js" not in text
    assert "guides/a" not in built.warnings


def test_a_renamed_term_is_renamed_in_the_answers(project: Project) -> None:
    """The page shows the headword, so it is written again when that changes."""
    project.build()
    project.edit("glossary/monolith.md", "\nMonolith\n", "\nOne block\nMonolith\n")
    built = project.build()
    assert "Two or three speaks for One block" in built.text("guides/a")
    assert_same(built, clean_of(project))


def test_a_page_with_a_slip_fails_the_build_at_its_line(project: Project) -> None:
    """As everything else an author gets wrong."""
    project.edit("guides/a.md", "Yes: split it", "Yes")
    assert "guides/a.md:17: WARNING: decide: the answer 'Yes' has no reason" in project.build().warnings


def test_every_comparison_of_this_site_asks_its_own_questions() -> None:
    """All keep the rules, and no question and no reason stands on two pages."""
    glossary = read_folder(ROOT / "glossary", ROOT / "topics", guides=ROOT / "guides").glossary
    assert list(deciding.check(glossary)) == []
    questions = [question for guide in glossary.guides for question in guide.decide]
    texts = [q.text for q in questions] + [answer.reason for q in questions for answer in q.answers]
    assert len(questions) >= 99
    assert len(texts) == len(set(texts))
