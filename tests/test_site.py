"""The site itself: what every page has, and what the words as a whole come to."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from lxml import html
from sphinx.util.inventory import InventoryFile

from plain_terms.checks import score_page
from plain_terms.folder import Reading, read_folder
from plain_terms.sentences import split_sentences, words

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def reading() -> Reading:
    """All term pages, read as text."""
    return read_folder(ROOT / "glossary", ROOT / "topics")


@pytest.fixture(scope="module")
def built_pages(site: Path, reading: Reading) -> dict[str, html.HtmlElement]:
    """All built term pages by slug."""
    slugs = [term.slug for term in reading.glossary.terms]
    return {slug: html.parse(str(site / "glossary" / f"{slug}.html")).getroot() for slug in slugs}


def test_the_inventory_holds_every_name_of_every_page(site: Path, reading: Reading) -> None:
    """Headwords, aliases and variants, each at its page's stable anchor."""
    known = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data["std:term"]
    terms = reading.glossary.terms
    assert len(terms) >= 182
    wanted = {name: f"glossary/{term.slug}.html#term-{term.slug}" for term in terms for name in term.names}
    assert {name: item.uri for name, item in known.items()} == wanted


def test_every_page_leads_back_on_and_out(built_pages: dict[str, html.HtmlElement]) -> None:
    """Topic, definition once, neighbours, question, sources, date and the way back, on every page."""
    for slug, page in built_pages.items():
        assert len(page.cssselect(".plain-term-lead p")) == 1, slug
        assert page.cssselect(".plain-term-crumbs a[href^='../topics/']"), slug
        assert page.cssselect(".plain-term-neighbours a"), slug
        assert page.cssselect(".plain-term-question a[href='../guides/asking-questions.html']"), slug
        assert page.cssselect("section#sources a.external"), slug
        assert page.cssselect(".plain-term-reviewed"), slug
        assert page.cssselect(".plain-term-back a[href='index.html']"), slug


def test_every_link_to_a_term_carries_its_definition(site: Path) -> None:
    """Cards need no request: the words are on the page."""
    for path in sorted(site.rglob("*.html")):
        for link in html.parse(str(path)).getroot().cssselect("a.reference.internal[href*='#term-']"):
            assert link.get("title"), f"{path.name}: {link.text_content()}"


def test_every_page_leads_to_all_topics_and_no_terms(built_pages: dict[str, html.HtmlElement]) -> None:
    """A page does not grow with the number of terms."""
    tree = built_pages["api"].cssselect("body > footer nav a")
    assert len(tree) == 16
    assert not [link for link in tree if re.search(r"(^|/)glossary/(?!index)", link.get("href", ""))]


def test_the_hub_lists_every_term_with_its_definition(site: Path, reading: Reading) -> None:
    """The A-Z page is whole and reads its definitions from the pages."""
    page = html.parse(str(site / "glossary" / "index.html")).getroot()
    items = [" ".join(item.text_content().split()) for item in page.cssselect(".plain-term-list > li")]
    assert sorted(items) == sorted(f"{t.headword} {t.summary}" for t in reading.glossary.terms)


def test_the_microservices_page_carries_the_whole_story(built_pages: dict[str, html.HtmlElement]) -> None:
    """What it is, both sides, when to say no, and the lesson."""
    text = " ".join(built_pages["microservices"].text_content().split()).lower()
    for part in ("specialists", "ill", "one code base", "ten times", "teams", "start-up", "later", "api"):
        assert part in text, part
    assert "do not build more than you need" in text


def test_guides_stand_on_the_pages_of_their_terms(
    site: Path, built_pages: dict[str, html.HtmlElement]
) -> None:
    """Both terms of a comparison lead to it, and a term of a path leads to the next."""
    guides = [path.stem for path in sorted((ROOT / "guides").glob("*.md"))]
    texts = {name: (ROOT / "guides" / f"{name}.md").read_text("utf-8") for name in guides}
    pairs = {
        name: re.search(r"^compares: \[([\w-]+), ([\w-]+)\]", text, re.M) for name, text in texts.items()
    }
    compared = {name: match.groups() for name, match in pairs.items() if match}
    paths = {
        name: re.findall(r"^  ([\w-]+):", text, re.M) for name, text in texts.items() if "\nsteps:" in text
    }
    assert len(compared) >= 30
    assert len(paths) >= 12
    for name, pair in compared.items():
        for slug in pair:
            to_guide = f".plain-term-guides a[href='../guides/{name}.html']"
            assert built_pages[slug].cssselect(to_guide), (name, slug)
    for name, steps in paths.items():
        for slug, following in pairwise(steps):
            links = [a.get("href") for a in built_pages[slug].cssselect(".plain-term-paths a")]
            assert f"../guides/{name}.html" in links, (name, slug)
            assert f"{following}.html#path-{name}" in links, (name, slug)


def test_the_words_are_plain_over_the_whole_site(reading: Reading) -> None:
    """Grade, ease, sentence and definition lengths, with one pinned scorer."""
    scores = [score_page(page) for page, _ in reading.pages]
    grades = sorted(score.grade for score in scores)
    assert median(grades) <= 7.5
    assert grades[int(len(grades) * 0.9)] <= 9
    assert median(score.ease for score in scores) >= 62
    blocks = [block for page, _ in reading.pages for block in page.prose]
    assert max(len(words(s)) for block in blocks for s in split_sentences(block.text)) <= 25
    assert median(len(words(term.summary)) for term in reading.glossary.terms) <= 18
