"""Small projects: what a glossary becomes when it is built."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.projects import Project, term_page


def test_inventory_holds_headwords_aliases_and_variants_at_the_stable_anchor(project: Project) -> None:
    """Other projects find every name, shown or hidden, at an address made from the file name."""
    names = project.good().names()
    assert names == {
        "API": "glossary/api.html#term-api",
        "application programming interface": "glossary/api.html#term-api",
        "Monolith": "glossary/monolith.html#term-monolith",
        "monolithic app": "glossary/monolith.html#term-monolith",
        "monolit": "glossary/monolith.html#term-monolith",
    }


def test_inventory_addresses_lead_to_an_element(project: Project) -> None:
    """The anchor that is promised is on the page."""
    built = project.good()
    assert built.page("glossary/api").get_element_by_id("term-api").tag == "section"


def test_definition_is_the_lead_and_the_headword_stands_once(project: Project) -> None:
    """The title is the headword; the definition follows without repeating it as a list term."""
    page = project.good().page("glossary/api")
    assert [h.text_content().rstrip("#¶") for h in page.iter("h1")] == ["API"]
    assert not list(page.iter("dt"))
    (lead,) = page.find_class("plain-term-lead")
    assert lead.text_content().strip() == "An API is a set way for programs to talk."


def test_aliases_are_shown_and_variants_are_not(project: Project) -> None:
    """A reader sees other names that are right, and not the misspellings that only find."""
    built = project.good()
    assert "Also called: application programming interface." in built.text("glossary/api")
    assert "monolit " not in built.text("glossary/monolith")


def test_related_terms_carry_their_reasons(project: Project) -> None:
    """Each related term is a link with the reason to follow it."""
    page = project.good().page("glossary/api")
    (related,) = page.find_class("plain-term-related")
    assert related.text_content().split() == ["Monolith", "often", "holds", "one"]


def test_a_page_says_who_mentions_it(project: Project) -> None:
    """A link from prose shows up on the page it leads to."""
    assert "Mentioned in: API" in project.good().text("glossary/monolith")


@pytest.mark.parametrize("written", ["APIs", "api", "Application-Programming Interfaces", "ÀPI"])
def test_references_bend(project: Project, written: str) -> None:
    """Plural, case, hyphen and accent do not matter in a reference."""
    project.edit("glossary/monolith.md", "`APIs`", f"`{written}`")
    (link, *_) = project.good().page("glossary/monolith").cssselect("a.term")
    assert link.get("href") == "api.html#term-api"
    assert link.text_content() == written


def test_a_term_link_carries_the_definition(project: Project) -> None:
    """The definition is in the page, so a card needs no request and no script."""
    (link, *_) = project.good().page("glossary/monolith").cssselect("p > a.term")
    assert link.get("title") == "An API is a set way for programs to talk."


def test_an_unknown_term_is_named_with_its_nearest(project: Project) -> None:
    """A wrong reference is reported at its line, with what was probably meant."""
    project.edit("glossary/monolith.md", "`APIs`", "`monolth`")
    built = project.build(strict=True)
    assert built.status == 1
    assert "glossary/monolith.md:" in built.warnings
    assert "no term is called 'monolth': did you mean 'Monolith' or 'monolit'" in built.warnings


def test_names_are_suggested_for_the_first_few_wrong_references_of_a_page(project: Project) -> None:
    """All are reported; to look for the nearest name of hundreds would take long in a large glossary."""
    wrong = " ".join(f"{{term}}`monolth {number}`" for number in range(30))
    project.edit("glossary/monolith.md", "{term}`APIs`", wrong)
    project.edit("topics/money.md", "All about", "All about {term}`monolth`")
    said = project.build().warnings
    assert all(f"no term is called 'monolth {number}'" in said for number in range(30))
    assert (said.count("did you mean 'Monolith"), said.count("is its page there?")) == (21, 10)


def test_a_failed_build_fails_again(project: Project) -> None:
    """Running a second time without an edit does not turn a failure into a success."""
    project.edit("glossary/monolith.md", "`APIs`", "`monolth`")
    project.edit("glossary/api.md", "kind: building-block", "kind: thing")
    project.edit("topics/money.md", "All about", ":::{nonesuch}\n:::\n\nAll about")
    first, second = project.build(strict=True), project.build(strict=True)
    assert (first.status, second.status) == (1, 1)
    assert "nonesuch" in first.warnings  # Sphinx says this only while it reads
    assert first.warnings == second.warnings


def test_question_leads_to_the_page_of_advice_or_to_the_publishers_address(project: Project) -> None:
    """With an address set the headword goes into it; without one no address is made up."""
    assert not project.good().page("glossary/api").find_class("plain-term-question")
    project.edit("conf.py", "nitpicky", "plain_terms_question_page = 'index'\nnitpicky")
    (asked,) = project.good().page("glossary/api").cssselect(".plain-term-question a")
    assert asked.get("href") == "../index.html"
    address = "plain_terms_question_url = 'https://example.org/ask?about={headword}'\nnitpicky"
    project.edit("conf.py", "nitpicky", address)
    (asked,) = project.good().page("glossary/api").cssselect(".plain-term-question a")
    assert asked.get("href") == "https://example.org/ask?about=API"


def test_hub_is_in_alphabetical_order_as_people_know_it(make_project: Callable[..., Project]) -> None:
    """É beside E, 2 before 10, case and punctuation set aside."""
    words = {"zebra": "zebra", "eclair": "Éclair", "ebb": "ebb", "v10": "V10", "v2": "V2", "net": ".NET"}
    project = make_project({f"glossary/{slug}.md": term_page(word) for slug, word in words.items()})
    page = project.good().page("glossary/index")
    shown = [item.cssselect("a")[0].text_content() for item in page.cssselect(".plain-term-list li")]
    assert shown == ["API", "ebb", "Éclair", "Monolith", ".NET", "V2", "V10", "zebra"]


@pytest.mark.parametrize(
    "headword", ["C++", "C#", ".NET", 'A "quoted" word', "用語", "Crème brûlée", "R&D", "it's"]
)
def test_unusual_headwords_work(make_project: Callable[..., Project], headword: str) -> None:
    """Signs, quotes and other scripts keep their address, their name and their link."""
    project = make_project({"glossary/odd.md": term_page(headword)})
    project.edit("glossary/api.md", "A {term}`monolith`", f"{{term}}`{headword}` and {{term}}`monolith`")
    built = project.good()
    assert built.names()[headword] == "glossary/odd.html#term-odd"
    links = [link.get("href") for link in built.page("glossary/api").cssselect("p > a.term")]
    assert "odd.html#term-odd" in links


@pytest.mark.parametrize(
    "builder", ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml", "gettext"]
)
def test_listings_and_references_work_in_every_builder(project: Project, builder: str) -> None:
    """No builder meets an unknown node or a link that it cannot make."""
    if builder == "epub":
        project.edit("conf.py", "nitpicky", "version = '1'\nepub_copyright = 'x'\nnitpicky")
    project.good(builder)


def test_text_output_holds_definitions_and_related_terms(project: Project) -> None:
    """What is made from the model belongs in other formats too."""
    built = project.good("text")
    text = (built.outdir / "glossary" / "api.txt").read_text("utf-8")
    assert "An API is a set way for programs to talk." in text
    assert "often holds one" in text


def test_topics_are_listed_with_their_line_and_how_much_they_hold(project: Project) -> None:
    """A reader sees what a topic is about before opening it."""
    items = [item.text_content().split() for item in project.good().page("topics/index").cssselect("li")]
    assert ["Systems", "2", "terms", "All", "about", "systems."] in items
    assert ["Money", "0", "terms", "All", "about", "money."] in items
