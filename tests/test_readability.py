"""Sentences, words and reading scores."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plain_terms.readability import Scores, score
from plain_terms.sentences import split_sentences, words

from .pages import GOOD
from .speed import seconds


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Smith paid 99.9% of it.", "He left."],
        ["Dr. Jones met Mrs. Lee vs. St. Paul."],
        ["Use tools, e.g. Node.js or .NET.", "Then U.S. law applies."],
        ["It happened in the U.S.", "The end."],
        ["Made in the U.S. Senate."],
        ["Version 2.0.1 is out.", "3 people left."],
        ["It costs approx. 5 pounds."],
        ["See no. 5.", "They said no.", "Then yes."],
        ["Plan B.", "The next one."],
        ["J. R. Smith wrote it."],
        ['"Is it safe?" he asked.', "OK?", "Yes!"],
        ['He said "yes".', "Then (see below).", "Next."],
        ["She asked: \u201cWhy?\u201d", "Nobody knew."],
        ["Acme Ltd. pays.", "We pay Acme Ltd.", "It is paid."],
        ["It is 5 p.m.", "The shop shuts."],
        ["Wait\u2026", "Then go."],
        ["Wait...", "Then go."],
        ["Really?!", "Yes."],
        ["Paper, ink, etc. are cheap."],
        ["Write to a@b.example today.", "Done."],
        ["No stop at the end"],
    ],
)
def test_sentences_end_where_a_reader_pauses(sentences: list[str]) -> None:
    """Shortened words, numbers, versions and names with dots do not end a sentence."""
    assert list(split_sentences(" ".join(sentences))) == sentences


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_no_text_has_no_sentences(text: str) -> None:
    """White space is no sentence."""
    assert split_sentences(text) == ()


TEXTS = st.one_of(
    st.text(max_size=120),
    st.text(alphabet='aBc .!?…"()3\u201d\n', max_size=80),
    st.lists(
        st.sampled_from(["U.S.", "e.g.", "Mr.", "99.9%.", "It", "is", "Node.js.", '"Go!"', "so", "3", "."])
    ).map(" ".join),
)


@given(TEXTS)
def test_sentences_put_together_give_the_text_back(text: str) -> None:
    """Nothing is lost, doubled or made up, and no sentence is empty."""
    sentences = split_sentences(text)
    assert " ".join(sentences) == " ".join(text.split())
    assert all(sentence.strip() for sentence in sentences)


@given(TEXTS)
def test_a_sentence_is_one_sentence(text: str) -> None:
    """Cutting a sentence again gives that sentence."""
    for sentence in split_sentences(text):
        assert split_sentences(sentence) == (sentence,)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A front-end developer doesn't know 99.9%.", 6),
        ("CI/CD and A/B", 3),
        ("one, two; three: four", 4),
        ("it costs £1,200.50 a month", 5),
        ("- & +", 0),
        ("caf\u00e9 na\u00efve", 2),
    ],
)
def test_words_are_counted_as_a_reader_counts(text: str, count: int) -> None:
    """Hyphenated words, short forms and numbers are one word each; signs are none."""
    assert len(words(text)) == count


# --- scores ---------------------------------------------------------------------------------------


def test_scores_follow_the_published_formulas() -> None:
    """Nine words of one syllable in two sentences, worked out by hand."""
    assert score(["The cat sat on the mat.", "It was fat."]) == Scores(
        grade=round(0.39 * 4.5 + 11.8 * 1 - 15.59, 2), ease=round(206.835 - 1.015 * 4.5 - 84.6 * 1, 2)
    )


def test_stops_inside_a_sentence_do_not_make_two() -> None:
    """The scorer sees our sentences, not its own."""
    with_stops = score(["We pay 99.9% to Mr. Smith of Node.js every month.", "He is glad of it."])
    without = score(["We pay 999% to Mr Smith of Nodejs every month.", "He is glad of it."])
    assert with_stops == without


def test_longer_words_and_sentences_score_harder() -> None:
    """Scores move the way they are read."""
    plain = score(["We look at the bill.", "Then we pay it."])
    hard = score(
        ["Subsequently, organisational administrators authorise expenditure reimbursement documentation."]
    )
    assert plain.grade < hard.grade
    assert plain.ease > hard.ease


@pytest.mark.parametrize("sentences", [[], [""], ["\u2026"], ["..."]])
def test_a_text_without_words_is_easy(sentences: list[str]) -> None:
    """An empty page has other problems."""
    assert score(sentences) == Scores(0.0, 100.0)


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_has_a_score(sentences: list[str]) -> None:
    """No text makes the scorer fail."""
    assert isinstance(score(sentences).grade, float)


def test_scores_are_pinned() -> None:
    """Another version of the scorer would move every page; this text tells."""
    found = score(split_sentences(GOOD[GOOD.index("Each part") : GOOD.index("## In everyday")]))
    assert (found.grade, found.ease) == (2.37, 98.29)


def test_a_page_is_scored_in_milliseconds() -> None:
    """A page of about 500 words takes at most 20 ms of computing, syllables included."""
    texts = [split_sentences(GOOD.replace("part", f"part{number}")) for number in range(10)]
    score(texts[0])
    assert seconds(lambda: [score(sentences) for sentences in texts]) / len(texts) < 0.02


def test_checks_can_be_imported_without_the_scorer() -> None:
    """A project that never scores needs no scorer; one that does is told what to install."""
    code = (
        "import sys; sys.modules['textstat'] = None\n"
        "from plain_terms import checks, readability\n"
        "try: readability.score(['A text.'])\n"
        "except readability.ScorerMissingError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "lint" in done.stdout


def test_scoring_warns_of_nothing() -> None:
    """The scorer's own warning about an outdated import is none of an author's business."""
    code = "from plain_terms.readability import score; score(['A text.'])"
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code], capture_output=True, text=True, check=True
    )
    assert "pkg_resources" not in done.stderr
