"""The edges of the rules about a page's text: what is just allowed, and what is just not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plain_terms import parts, wording
from plain_terms.model import KINDS

from .pages import GOOD, changed, problems_of, rules_broken
from .speed import seconds

INTRO = "Each part does one job."
DEFINITION = "  Microservices means building an app as many small parts that work together."


def with_intro(text: str) -> str:
    """The good page with this text in its first paragraph."""
    return changed(INTRO, f"{INTRO} {text}")


def messages(text: str, rule: str) -> list[str]:
    """What one rule says of a page."""
    return [problem.message for problem in problems_of(text) if problem.rule == rule]


# --- lengths --------------------------------------------------------------------------------------


def words(count: int) -> str:
    """A sentence of so many words."""
    return " ".join(["So", *["we"] * (count - 1)]) + "."


@pytest.mark.parametrize(("count", "broken"), [(25, False), (26, True)])
def test_a_sentence_may_have_25_words(count: int, broken: bool) -> None:
    """The limit itself is allowed."""
    assert ("sentence-length" in rules_broken(with_intro(words(count)))) is broken


@pytest.mark.parametrize(("count", "broken"), [(80, False), (81, True)])
def test_a_paragraph_may_have_80_words(count: int, broken: bool) -> None:
    """The limit itself is allowed, whatever the sentences."""
    paragraph = f"{words(20)} {words(20)} {words(20)} {words(count - 60)}"
    assert (
        "paragraph-length" in rules_broken(changed("People bother", f"{paragraph}\n\nPeople bother"))
    ) is broken


@pytest.mark.parametrize(("count", "broken"), [(25, False), (26, True)])
def test_a_definition_may_have_25_words(count: int, broken: bool) -> None:
    """Short words, so that only their number counts."""
    text = changed(DEFINITION, "  Microservices means " + " ".join(["so"] * (count - 2)) + ".")
    assert ("definition-length" in rules_broken(text)) is broken


@pytest.mark.parametrize(("count", "broken"), [(160, False), (161, True)])
def test_a_definition_may_have_160_characters(count: int, broken: bool) -> None:
    """Few long words are too long as well."""
    start = "  Microservices means "
    text = changed(DEFINITION, start + "x" * (count - len(start.strip()) - 2) + ".")
    assert ("definition-length" in rules_broken(text)) is broken


def test_table_cells_are_not_counted_as_prose() -> None:
    """A page cannot be filled up with a table."""
    row = "| When one part fails |"
    longer = changed(row, "| " + "word " * 300 + "|\n" + row)
    assert "page-length" not in rules_broken(longer)
    assert "sentence-length" not in rules_broken(longer)


def test_scores_are_reported_with_figures() -> None:
    """A writer sees how far off the page is."""
    text = with_intro(
        "Organisational interdependencies necessitate comprehensive architectural reconsideration. " * 12
    )
    [grade] = messages(text, "grade")
    assert "9.0" in grade


# --- definition -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("definition", "broken"),
    [
        ("Microservices (microservice architecture) means small parts.", set()),
        ("Microservices (small parts) means many programs.", {"definition-brackets"}),
        ("Microservices means small parts [of an app].", {"definition-brackets"}),
        ("Microservices are when an app has parts.", {"definition-is-when"}),
        ("Microservices is where an app has parts.", {"definition-is-when"}),
        ("A microservice is one microservice of many.", {"definition-circular"}),
        ("Microservices means one {term}`API` a part.", set()),
        ("This means small parts.", {"definition-start"}),
        ("Microservices small parts.", {"definition-start"}),
        ("The microservice architecture means small parts.", set()),
        ("Microservices means parts. They are small.", {"definition-length"}),
        ("Microservices means parts for Mr. Smith and 99.9% of e.g. shops.", {"banned-word"}),
        ("Microservices means what Netflix has.", {"brand"}),
    ],
)
def test_definitions_are_one_plain_sentence(definition: str, broken: set[str]) -> None:
    """Each way of going wrong is named; what is right is left alone."""
    assert rules_broken(changed(DEFINITION, f"  {definition}")) == broken


# --- parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_needs_its_parts(kind: str) -> None:
    """A page with no headings is told each part its kind needs, with an example to copy."""
    text = changed("kind: approach", f"kind: {kind}")
    text = text[: text.index("## In everyday")]
    found = messages(text, "part-missing")
    assert len(found) == len(parts.NEEDED[kind]) >= 4
    assert all("## " in message for message in found)


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("In everyday terms", "everyday"),
        ("in Everyday Terms", "everyday"),
        ("Monolith vs microservices", "comparison"),
        ("Canvas and paper", ""),
        ("When microservices make sense", "makes-sense"),
        ("When a CRM makes sense", "makes-sense"),
        ("When a CRM does not make sense", ""),
        ("When to stick with a monolith", "stick-with"),
        ("When to use a spreadsheet instead", "stick-with"),
        ("When to choose a spreadsheet instead", "stick-with"),
        ("When an API matters", "matters"),
        ("When code reviews matter", "matters"),
        ("When an API does not matter", "does-not-matter"),
        ("When code reviews do not matter", "does-not-matter"),
        ("When it doesn\u2019t matter", "does-not-matter"),
        ("When you need an SLA", "matters"),
        ("When you do not need an SLA", "does-not-matter"),
        ("When you don't need an SLA", "does-not-matter"),
        ("When a review is worth it", "matters"),
        ("When a review is not worth it", "does-not-matter"),
        ("What good looks like", "good"),
        ("What good uptime looks like", "good"),
        ("When to worry", "worry"),
        ("When not to worry", "not-worry"),
        ("Questions to ask", "questions"),
        ("The key lesson", "lesson"),
        ("The key lessons of war", ""),
    ],
)
def test_headings_are_recognised_as_parts(heading: str, part: str) -> None:
    """Headings use the term's own name, so parts are told by their pattern."""
    assert parts.part_of(heading) == part


@pytest.mark.parametrize("part", parts.ORDER)
def test_the_example_heading_of_a_part_is_that_part(part: parts.Part) -> None:
    """What authors are told to write is what is looked for."""
    assert parts.part_of(part.example) == part.id


def test_a_bold_link_is_a_bold_lead_in() -> None:
    """A bullet may open with a term in bold."""
    assert rules_broken(changed("**Many teams**", "**{term}`Server` teams**")) == set()


def test_a_comparison_with_two_tables_worth_of_headings_is_checked_heading_by_heading() -> None:
    """Each comparison has its own table and its own link."""
    second = "## Server vs microservices\n\nNothing.\n\n## When microservices make sense"
    broken = rules_broken(changed("## When microservices make sense", second))
    assert broken == {"comparison-table", "comparison-link"}


def test_the_lesson_ends_the_page() -> None:
    """Nothing comes after what the reader should keep."""
    assert rules_broken(GOOD + "\n## More\n\nText.\n") == {"lesson"}


# --- words ----------------------------------------------------------------------------------------


FORMS = """
    simply just easy easily obviously basically leverage leverages leveraged leveraging utilise utilizes
    utilising robust robustly seamless seamlessly powerful cutting-edge facilitate facilitates facilitating
    streamline streamlined empower empowers empowering game-changer game-changing delve delves delving
    landscape landscapes journey journeys unlock unlocks unlocking harness harnesses harnessing
    e.g. i.e. etc. via currently new soon recently New SIMPLY brand-new
"""


@pytest.mark.parametrize("word", FORMS.split())
def test_words_to_avoid_are_found_in_every_form(word: str) -> None:
    """Inflections and capitals are the same word."""
    assert "banned-word" in rules_broken(with_intro(f"We say {word} here."))


def test_of_course_is_found() -> None:
    """Two words can be one filler."""
    assert "banned-word" in rules_broken(with_intro("Of course it does."))


@pytest.mark.parametrize(
    "word", ["newspaper renewal", "viable", "adjust", "soonest", "uneasy", "knew", "easier"]
)
def test_words_that_only_contain_one_are_fine(word: str) -> None:
    """Whole words only."""
    assert "banned-word" not in rules_broken(with_intro(f"We say {word} here."))


def test_a_word_to_avoid_may_stand_in_the_name_of_a_term() -> None:
    """A journey is banned, a user journey is a term; links and code are not the author's words."""
    assert rules_broken(with_intro("A {term}`user journey` is one. A user journey is long.")) == set()
    assert "banned-word" in rules_broken(with_intro("A long journey."))
    assert "banned-word" not in rules_broken(with_intro("See [New things](https://example.org) and `new`."))


def test_names_of_places_and_bodies_are_spelled_as_they_are() -> None:
    """New Zealand is no advertisement, and a body chose its own spelling."""
    text = "The International Organization for Standardization met in New Zealand."
    assert rules_broken(with_intro(text)) == set()
    assert "banned-word" in rules_broken(with_intro("The new rule holds."))


def test_words_to_avoid_are_found_in_headings_and_tables() -> None:
    """No corner of the page is left out."""
    assert "banned-word" in rules_broken(changed("## Questions to ask", "## Questions to ask soon"))
    assert "banned-word" in rules_broken(changed("All at once", "All at once, simply"))


def test_every_word_to_avoid_says_what_to_do_instead() -> None:
    """A refusal without advice is no help."""
    assert all(mend for mend in wording.BANNED.values())


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("It's not a tool, it's a habit.", "cliche"),
        ("It is not a tool; it is a habit.", "cliche"),
        ("It is not stored. It is thrown away.", ""),
        ("In today\u2019s fast-moving world it counts.", "cliche"),
        ("One part \u2013 the first \u2013 runs.", "dash"),
        ("One part\u2014the first\u2014runs.", "dash"),
        ("One part - the first - runs.", "dash"),
        ("From 2019\u20132024 it ran.", ""),
        ("A well-known part ran.", ""),
        ("Stop!", "exclamation"),
    ],
)
def test_turns_of_phrase_and_signs(text: str, rule: str) -> None:
    """Signs and phrases that give a machine or a salesman away."""
    assert rules_broken(with_intro(text)) & {"cliche", "dash", "exclamation"} == ({rule} if rule else set())


def test_a_dash_alone_in_a_cell_means_none() -> None:
    """It stands for nothing, and for no comma either."""
    assert rules_broken(changed("| All at once |", "| \u2014 |")) == set()


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Ask for the XYZ.", True),
        ("Ask for the extra yellow zone (XYZ).", False),
        ("Ask for the extra yellow zone (XYZ). Then two XYZs.", False),
        ("Ask for the XYZ (extra yellow zone).", False),
        ("Ask for the XYZ, short for extra yellow zone.", False),
        ("Ask for the {term}`door (XYZ) <API>`.", False),
        ("Ask for the **extra yellow zone** (XYZ).", False),
        ("Ask for a PDF, a TV or 2 GB in the UK.", False),
        ("Ask for plan A and part II.", False),
        ("Ask for `XYZ`.", False),
        ("Ask for [XYZ](https://example.org).", False),
        ("Ask for an API.", False),
        ("Ask for 2 XYZs.", True),
        ("Ask GOV.UK for it.", False),
    ],
)
def test_abbreviations_are_spelled_out_or_linked_at_first_use(text: str, broken: bool) -> None:
    """Either the words stand beside it, or one link away, or everybody knows it."""
    assert ("abbreviation" in rules_broken(changed("People bother", f"{text} People bother"))) is broken


def test_few_abbreviations_need_no_words() -> None:
    """The list stays short."""
    assert len(wording.KNOWN_ABBREVIATIONS) <= 20


def test_an_abbreviation_is_reported_once() -> None:
    """Only its first use."""
    assert len(messages(with_intro("An XYZ. An XYZ."), "abbreviation")) == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Such as Slack.", "lone-brand"),
        ("Such as Slack and Stripe.", "lone-brand"),
        ("Such as Slack, Stripe and Shopify.", ""),
        ("Take up the slack.", ""),
        ("Read [Stripe's page](https://example.org).", ""),
    ],
)
def test_brands_come_in_threes(text: str, rule: str) -> None:
    """One brand is an advertisement, three are examples."""
    assert rules_broken(with_intro(text)) == ({rule} if rule else set())


def test_a_brand_never_stands_in_the_lesson() -> None:
    """The lesson outlives the brand."""
    assert "brand" in rules_broken(changed("add parts only", "add Slack, Stripe and Shopify only"))


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("color", "colour"),
        ("organizes", "organises"),
        ("analyzing", "analysing"),
        ("customization", "customisation"),
    ],
)
def test_american_spelling_is_answered_with_the_british(american: str, british: str) -> None:
    """The message holds the word to write."""
    [message] = messages(with_intro(f"It {american} here."), "spelling")
    assert british in message


@pytest.mark.parametrize("word", ["size", "prize", "seized", "license", "program", "capsize"])
def test_words_that_are_spelled_the_same_are_left_alone(word: str) -> None:
    """Not every z is American."""
    assert messages(with_intro(f"It {word} here."), "spelling") == []


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("It is built.", True),
        ("It was quickly sold.", True),
        ("It has been paid for.", True),
        ("They are often told.", True),
        ("It builds.", False),
        ("You are tired.", False),
        ("It is red.", False),
        ("You need it.", False),
    ],
)
def test_passive_sentences_are_told_from_active_ones(sentence: str, passive: bool) -> None:
    """A form of be and a participle."""
    assert ("passive" in rules_broken(with_intro(f"{sentence} " * 6))) is passive


# --- front matter ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "broken"),
    [
        ("what are microservices good for", True),
        ("parts", True),
        (" ".join(["word"] * 21), True),
        (" ".join(["word"] * 20), False),
    ],
)
def test_asked_phrases_are_those_of_people_who_lack_the_word(phrase: str, broken: bool) -> None:
    """2 to 20 words, without the headword."""
    text = changed("  - lots of little programs that talk", f"  - {phrase}")
    found = [p for p in problems_of(text) if p.rule == "asked"]
    assert bool(found) is broken
    assert all(p.line == text[: text.index(f"- {phrase}")].count("\n") + 1 for p in found)


def test_an_abbreviation_is_no_plural_of_a_shorter_one() -> None:
    """Somebody who asks about HTTP lacks the word HTTPS."""
    text = changed("lots of little programs", "lots of http programs")
    renamed = text.replace("\nMicroservices\nmicroservice", "\nHTTPS\nmicroservice")
    assert messages(renamed, "asked") == []
    assert messages(renamed.replace("of http programs", "of https programs"), "asked") != []


@pytest.mark.parametrize("label", ["pypi", "npmjs", "crates", "rubygems", "packagist", "nuget"])
def test_package_registries_are_no_sources(label: str) -> None:
    """A project's own site says more."""
    text = changed("https://martinfowler.com/", f"https://www.{label}.example/")
    assert rules_broken(text) == {"registry-source"}


def test_a_link_to_nothing_is_reported_with_its_line() -> None:
    """The build would stop there; the lint says it before."""
    text = with_intro("See {term}`nowhere`.")
    [found] = [p for p in problems_of(text) if p.rule == "unknown-term"]
    assert "nowhere" in text.split("\n")[found.line - 1]


# --- any text -------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "## In everyday terms",
        "## X vs Y",
        "## When it matters",
        "## Questions to ask",
        "## The key lesson",
        "- **a** b",
    ]
)
ANY_TEXT = st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=8).map("\n\n".join)


@given(ANY_TEXT)
def test_no_text_makes_a_check_fail(text: str) -> None:
    """Whatever an author types, the answer is a list of problems on lines of the page."""
    page = changed("People bother", f"{text}\n\nPeople bother")
    last = page.count("\n") + page.count("\r") + 1
    assert all(1 <= problem.line <= last for problem in problems_of(page))


@pytest.mark.parametrize(
    "piece", ["a", "a.", "(", "[", "!", "-", "it is not ", "is ly ", "A", "`", "*", "<", "{term}`"]
)
def test_strange_text_takes_no_longer_than_plain_text(piece: str) -> None:
    """No pattern runs away on long runs of one sign."""
    assert seconds(lambda: problems_of(with_intro(piece * 3000))) < 5
