"""First mentions: what counts as one, what is reported, and what fix-links makes of a page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plain_terms.linking import Mended, mend_links
from plain_terms.mentions import Finding, Names, find_problems
from plain_terms.model import Glossary, Term
from plain_terms.page import read_page

from .pages import GOOD, PATH, changed, glossary_with
from .speed import seconds


def make(slug: str, *names: str, link_mentions: bool = True) -> Term:
    """A term by its names, headword first."""
    return Term(slug, slug, f"glossary/{slug}.md", names[0], "", names[1:], link_mentions=link_mentions)


TERMS = (
    make("ab-testing", "A/B testing"),
    make("api", "API", "application programming interface"),
    make("cloud", "Cloud computing", "the cloud"),
    make("dotnet", ".NET"),
    make("front-end", "Front end", "frontend"),
    make("https", "HTTPS"),
    make("it-support", "IT"),
    make("modular-monolith", "Modular monolith"),
    make("monolith", "Monolith"),
    make("node", "Node.js"),
    make("okr", "OKRs"),
    make("policy", "Privacy policy"),
    make("rest", "REST API", "rest"),
    make("scope", "Scope", link_mentions=False),
    make("soc-2", "SOC 2"),
    make("terms", "Terms & conditions"),
    make("token", "Token"),
)
OWN = make("own", "Own thing", "thing")
GLOSSARY = Glossary(tuple(sorted((*TERMS, OWN), key=lambda term: term.slug)))
NAMES = Names(GLOSSARY)


def page_of(body: str, definition: str = "Own thing is a test.") -> str:
    """A page of the own term with a body."""
    return f"---\ntopic: x\n---\n# Own thing\n\n::::{{glossary}}\nOwn thing\n  {definition}\n::::\n\n{body}\n"


def findings(body: str, definition: str = "Own thing is a test.") -> list[Finding]:
    """What is found on a page with this body."""
    page, _ = read_page(page_of(body, definition), "glossary/own.md")
    return list(find_problems(page, OWN, NAMES, GLOSSARY))


def mend(text: str) -> Mended:
    """A whole page's text with its links mended."""
    return mend_links(text, "glossary/own.md", OWN, NAMES, GLOSSARY)


def mended_body(body: str) -> str:
    """A body with its links mended."""
    return mend(page_of(body)).text.split("::::\n\n")[1].rstrip("\n")


# --- names in text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("An API is a door.", ["api"]),
        ("All APIs are doors.", ["api"]),
        ("the api of bees", []),
        ("It is what it is.", []),
        ("Ask IT for help.", ["it-support"]),
        ("Plain HTTP differs.", []),
        ("One OKR and two OKRs.", ["okr", "okr"]),
        ("A monolith and two Monoliths", ["monolith", "monolith"]),
        ("A modular monolith is longer.", ["modular-monolith"]),
        ("Modular. Monolith.", ["monolith"]),
        ("a front-end and a front end and a frontend", ["front-end"] * 3),
        ("front\nend", ["front-end"]),
        ("up front - end", []),
        ("privacy policies", ["policy"]),
        ("a REST API call", ["rest"]),
        ("The rest is easy, an agent said.", []),
        ("a multi-cloud, pre-monolith, monolith-first world", []),
        ("see api.API.example", []),
        ("Written in Node.js.", ["node"]),
        ("Written in .NET, mostly.", ["dotnet"]),
        ("We do A/B testing and SOC 2 and terms & conditions", ["ab-testing", "soc-2", "terms"]),
        ("A/ B testing", []),
        ("The API's door (API)", ["api", "api"]),
        ("in the Cloud", ["cloud"]),
        ("cloud", []),
        ("API/SDK", ["api"]),
        ("monolithic", []),
        ("monolith", ["monolith"]),
        ("terms &", []),
    ],
)
def test_names_are_found_as_a_reader_would(text: str, slugs: list[str]) -> None:
    """Whole words, longest first, abbreviations only in capitals, plurals included."""
    assert [match.term.slug for match in NAMES.find(text)] == slugs


@given(st.text(alphabet="aAPIs ./-&2monlith\nrefd", max_size=60))
def test_matches_are_in_order_and_quote_the_text(text: str) -> None:
    """Matches never overlap, and each says what stands there."""
    end = 0
    for match in NAMES.find(text):
        assert end <= match.start < match.end
        assert text[match.start : match.end] == match.text
        end = match.end


def test_a_name_beats_the_plural_of_another() -> None:
    """Where one term's name is another's plural, the name wins, in whatever order they come."""
    one, two = make("log", "Log"), make("logs", "Logs")
    for terms in ((one, two), (two, one)):
        assert [match.term.slug for match in Names(Glossary(terms)).find("log, logs")] == ["log", "logs"]


# --- what is reported -----------------------------------------------------------------------------


def test_a_first_mention_without_link_is_found_where_it_stands() -> None:
    """The finding names the line, the text as written and the term."""
    [found] = findings("Plain.\n\nTwo front ends here, and a front end there.")
    assert (found.rule, found.line, found.text, found.term.slug) == (
        "first-mention",
        13,
        "front ends",
        "front-end",
    )


@pytest.mark.parametrize(
    "body",
    [
        "An {term}`API` and an API.",
        "An {term}`interface <api>` and an API.",
        "See `API` and [the API](https://example.org/API).",
        "## The API\n\nNothing.",
        "## In everyday terms\n\nAn API at home.",
        "The scope of a thing.",
        "Some token of thanks.",
        "<!-- API -->\n\nText.",
        "```\nAPI\n```",
    ],
)
def test_what_needs_no_link_is_left_alone(body: str) -> None:
    """Links, code, headings, comments, the everyday part, plain words and the page's own names."""
    assert findings(body) == []


def test_a_link_after_the_first_mention_does_not_count() -> None:
    """The first mention is the one to link, and then the later link is one too many."""
    assert [f.rule for f in findings("An API.\n\nAn {term}`API`.")] == ["first-mention"]
    assert mended_body("An API.\n\nAn {term}`API`.") == "An {term}`API`.\n\nAn API."


def test_a_link_in_the_definition_is_the_first_mention() -> None:
    """The body need not link again, but may once."""
    definition = "Own thing is an {term}`API`."
    assert findings("An API.", definition) == []
    assert findings("An {term}`API`.", definition) == []
    assert [f.rule for f in findings("{term}`API`, {term}`API`.", definition)] == ["relinked"]


def test_plain_names_in_the_definition_need_no_link() -> None:
    """Definitions have their own rule about links."""
    assert findings("Nothing.", "Own thing is an API.") == []


def test_table_cells_and_items_are_prose() -> None:
    """A first mention in a table or a list is one like any other."""
    table = "| a | b |\n| --- | --- |\n| one | an API |\n"
    assert [f.text for f in findings(table)] == ["API"]
    assert [f.text for f in findings("- **An API** is bold")] == ["API"]


def test_required_links_may_repeat_once_a_part() -> None:
    """The comparison and the part against must link the alternative, linked above or not."""
    link = "A {term}`monolith` here."
    body = f"{link}\n\n## Own thing vs monolith\n\n{link}\n\n## When to stick with a monolith\n\n{link}"
    assert findings(body) == []
    assert [f.line for f in findings(f"{body} {link}")] == [19]


def test_a_lesson_brings_in_no_other_term() -> None:
    """A term named first in the lesson is reported there, linked or not, and fix-links leaves it."""
    for lesson in ("Mind the monolith.", "Mind the {term}`monolith`."):
        body = f"## The key lesson\n\n{lesson}"
        assert [f.rule for f in findings(body)] == ["lesson-term"]
        assert mended_body(body) == body
    assert findings("A {term}`monolith`.\n\n## The key lesson\n\nMind the monolith.") == []


# --- fix-links ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "mended"),
    [
        ("An API.", "An {term}`API`."),
        ("Two APIs.", "Two {term}`APIs`."),
        ("**API keys** leak", "**{term}`API` keys** leak"),
        ("See `API`, then the API.", "See `API`, then the {term}`API`."),
        ("See {doc}`API`, then the API.", "See {doc}`API`, then the {term}`API`."),
        ("[API](https://e.org) then API", "[API](https://e.org) then {term}`API`"),
        ("![API](a.png) then API", "![API](a.png) then {term}`API`"),
        ("<https://e.org/API> then API", "<https://e.org/API> then {term}`API`"),
        ("A <!-- API --> then API", "A <!-- API --> then {term}`API`"),
        ("A *front end* here", "A *{term}`front end`* here"),
        ("a front\nend", "a {term}`front end`"),
        ("| API |\n| --- |\n| API |", "| {term}`API` |\n| --- |\n| API |"),
        ("| a | b |\n| --- | --- |\n| x | the API |", "| a | b |\n| --- | --- |\n| x | the {term}`API` |"),
        ("- one\n- an API\n- API", "- one\n- an {term}`API`\n- API"),
        (":::{note}\nAn API.\n:::", ":::{note}\nAn {term}`API`.\n:::"),
        ("{term}`API` and {term}`the door <API>`.", "{term}`API` and the door."),
        ("API {term}`API` {term}`APIs`", "{term}`API` API APIs"),
        ("Nothing to do.", "Nothing to do."),
        (
            "An API and a monolith in the cloud.",
            "An {term}`API` and a {term}`monolith` in {term}`the cloud`.",
        ),
    ],
)
def test_links_are_mended_in_the_source(body: str, mended: str) -> None:
    """Only the markup of links changes; code, links, pictures and comments stay."""
    assert mended_body(body) == mended


def test_text_that_no_reference_would_resolve_gets_its_target_spelled_out() -> None:
    """The link names the headword where the text as shown is no name of that term."""
    odd = make("odd", "Zürich", "zebra's")
    glossary = Glossary((odd,))
    names = Names(glossary)
    text = page_of("A zebra\u2019s tail and Zurich.").replace("\u2019", "'")
    assert "A {term}`zebra's` tail" in mend_links(text, "glossary/own.md", OWN, names, glossary).text


def test_a_mention_split_by_emphasis_is_left_to_a_person() -> None:
    """What the source does not hold in one piece is listed, not guessed at."""
    mended = mend(page_of("A front *end* here"))
    assert not mended.changed
    assert [f.text for f in mended.left] == ["front end"]


def test_front_matter_names_and_headings_are_never_touched() -> None:
    """Only prose is mended."""
    text = changed("kind: approach", "kind: approach\n# An API and a server")
    term, glossary, names = glossary_with(text)
    assert mend_links(text, PATH, term, names, glossary).text == text


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_and_byte_order_marks_survive(ends: str) -> None:
    """A file keeps the line ends of the editor that made it."""
    text = "\ufeff" + page_of("An API.\n\nAnd more.").replace("\n", ends)
    assert mend(text).text == text.replace("An API", "An {term}`API`")


_PLAIN = (
    "API|APIs|monolith|modular monolith|front end|frontend|the cloud|REST API|scope|it|and|own thing|runs.|So"
    "|(Node.js)|privacy policies,|multi-cloud"
)
_MARKED = (
    "{term}`API`|{term}`front ends <front end>`|`API`|[API](https://example.org)|**monolith**|*frontend*"
)
WORDS = st.sampled_from(f"{_PLAIN}|{_MARKED}".split("|"))
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
BLOCKS = st.one_of(
    PARAGRAPHS,
    st.lists(PARAGRAPHS.map(lambda text: f"- {text}"), min_size=1, max_size=3).map("\n".join),
    PARAGRAPHS.map(lambda text: f"| a | b |\n| --- | --- |\n| x | {text} |\n| {text} | y |"),
    st.sampled_from(
        ["## In everyday terms", "## Own thing vs monolith", "## When to stick with it", "## More"]
    ),
)
PAGES = st.lists(BLOCKS, min_size=1, max_size=8).map("\n\n".join).map(page_of)
ROLE = re.compile(r"\{term\}`([^`<]*?)(?: <[^>]*>)?`")


@given(PAGES)
def test_after_fix_links_nothing_is_left_to_link(text: str) -> None:
    """A mended page has no first mention without link and no link too many."""
    mended = mend(text)
    assert mended.left == ()
    page, _ = read_page(mended.text, "glossary/own.md")
    assert list(find_problems(page, OWN, NAMES, GLOSSARY)) == []


@given(PAGES)
def test_fix_links_twice_changes_nothing_more(text: str) -> None:
    """Mending a mended page gives it back."""
    once = mend(text).text
    assert mend(once) == Mended(once)


@given(PAGES)
def test_fix_links_changes_nothing_but_links(text: str) -> None:
    """With the markup of term links taken out, the text is what it was."""
    assert ROLE.sub(r"\1", mend(text).text) == ROLE.sub(r"\1", text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_no_text_makes_fix_links_fail(text: str) -> None:
    """Whatever stands on a page, it is read, and a second run agrees with the first."""
    once = mend(page_of(text + " API"))
    assert mend(once.text).text == once.text


def test_the_good_page_needs_no_mending() -> None:
    """The page that other tests change is as fix-links would leave it."""
    term, glossary, names = glossary_with()
    assert mend_links(GOOD, PATH, term, names, glossary) == Mended(GOOD)


def test_a_page_is_read_in_milliseconds_among_hundreds_of_terms() -> None:
    """Four hundred terms cost one dictionary, not four hundred searches: 5 ms a page, and usually a tenth."""
    terms = (*TERMS, OWN, *(make(f"t{n}", f"Term number {n}", f"alias {n} of it") for n in range(400)))
    glossary = Glossary(tuple(sorted(terms, key=lambda term: term.slug)))
    names = Names(glossary)
    page, _ = read_page(page_of("A modular monolith and term number 7 run in the cloud.\n\n" * 60), PATH)
    found: list[list[Finding]] = []
    taken = seconds(lambda: found.extend(list(find_problems(page, OWN, names, glossary)) for _ in range(20)))
    assert all(found)
    assert taken / len(found) < 0.005
