"""Pages on paper: what was chosen, whole and in black on white, without what only a screen needs."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import Serve, Visit
from tests.browser.test_layout import PAGES

pytestmark = pytest.mark.browser

FURNITURE = (
    "Skip to main content",
    "On this page",
    "Back to glossary",
    "Have a question about",
    "Next:",
    "Keep it on this device",
    "Marketing, sales and payments",  # a topic that only the foot of these pages names
    "Guides",
    "#",
)
# Red, green and blue of the corner of a picture, as a page that shows it sees them.
CORNER = """async (data) => {
  const picture = await createImageBitmap(await (await fetch(data)).blob());
  const canvas = new OffscreenCanvas(1, 1);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return [...canvas.getContext("2d").getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


def sheets(page: Page) -> list[str]:
    """The text of each sheet of paper, white space folded and letters that were joined taken apart."""
    read = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    return [" ".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in read.pages]


def assert_no_furniture(text: str) -> None:
    """Nothing that only a screen needs."""
    assert [words for words in FURNITURE if words in text] == []


def test_a_term_is_printed_whole_with_its_sources(site: Path, serve: Serve, visit: Visit) -> None:
    """Definition, body, table and the addresses of its sources; no other link has its address printed."""
    text = " ".join(sheets(visit(serve(site) + PAGES["term"], color_scheme="dark")))
    assert_no_furniture(text)
    for words in (
        "Microservices means building an app as many small, independent parts",
        "In everyday terms",
        "The others can carry on, if planned for",
        "Do not build more than you need",
        "https://martinfowler.com/articles/microservices.html",
        "the agreed way the parts talk to each other",
    ):
        assert words in text
    assert text.count("http") == 3
    assert ".html" not in text.replace("microservices.html", "").replace("MonolithFirst.html", "")


def test_a_topic_is_printed_with_the_definition_of_each_term(site: Path, serve: Serve, visit: Visit) -> None:
    """All of them, and nothing else but the topic's own line."""
    page = visit(serve(site) + PAGES["topic"], color_scheme="dark")
    terms = page.locator(".plain-term-list > li").all_inner_texts()
    assert len(terms) >= 10
    text = " ".join(sheets(page))
    assert_no_furniture(text)
    assert [term for term in terms if " ".join(term.split()) not in text] == []


def test_no_definition_is_cut_by_the_end_of_a_sheet(site: Path, serve: Serve, visit: Visit) -> None:
    """In the longest list there is, each term and its definition stand on one sheet."""
    page = visit(serve(site) + PAGES["hub"])
    terms = page.locator(".plain-term-list > li").all_inner_texts()
    found = sheets(page)
    assert len(found) > 5
    whole = [term for term in terms if any(" ".join(term.split()) in sheet for sheet in found)]
    assert whole == terms


def test_a_comparison_is_printed_with_all_its_questions(site: Path, serve: Serve, visit: Visit) -> None:
    """Table, questions with every answer and reason, and the verdict, though a screen may fold some away."""
    page = visit(serve(site) + PAGES["comparison"])
    text = " ".join(sheets(page))
    assert_no_furniture(text)
    for words in (
        "Should our product be one block or many pieces?",
        "A fault at night",
        "How many people change the code?",
        "everyone can still know the whole app",
        "It has been settled for years",
        "Most start-ups should stay with one block",
    ):
        assert words in text


def test_what_is_folded_away_on_the_screen_is_printed(site: Path, serve: Serve, visit: Visit) -> None:
    """Closed details are open on paper, where nobody can press them."""
    page = visit(serve(site) + PAGES["advice"])
    page.evaluate(
        """() => document.querySelector("article section").insertAdjacentHTML(
          "beforeend", "<details><summary>More</summary><p>Folded words</p></details>")"""
    )
    assert "Folded words" in " ".join(sheets(page))


def test_a_reading_path_is_printed_with_its_steps(site: Path, serve: Serve, visit: Visit) -> None:
    """Every step with the reason to take it, on one sheet."""
    (text,) = sheets(visit(serve(site) + PAGES["reading path"]))
    assert_no_furniture(text)
    assert "start here, because it names the smallest thing worth making" in text
    assert "the trap at the end of the road" in text


def test_a_long_table_goes_on_over_the_end_of_a_sheet(site: Path, serve: Serve, visit: Visit) -> None:
    """No row is lost, and each sheet repeats the heads of the columns."""
    page = visit(serve(site) + PAGES["term"])
    page.evaluate(
        """() => { const body = document.querySelector("table tbody");
          for (let i = 1; i <= 80; i++) body.insertAdjacentHTML("beforeend", `<tr><th>Row ${i}.<td>x`) }"""
    )
    found = sheets(page)
    assert [i for i in range(1, 81) if f"Row {i}." not in " ".join(found)] == []
    assert all("Monolith Microservices" in sheet for sheet in found if "Row " in sheet)
    assert sum("Row " in sheet for sheet in found) > 1


@pytest.mark.parametrize("kind", ["term", "topic", "comparison", "reading path"])
def test_paper_stays_white_in_the_dark(site: Path, serve: Serve, visit: Visit, kind: str) -> None:
    """Also where a reader prints backgrounds."""
    page = visit(serve(site) + PAGES[kind], color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    shot = f"data:image/png;base64,{base64.b64encode(page.screenshot()).decode()}"
    assert page.evaluate(CORNER, shot) == [255, 255, 255]
    pale = """() => [...document.querySelectorAll("article *, footer *")].filter((part) => {
      const [r, g, b] = getComputedStyle(part).color.match(/\\d+/g).map(Number);
      return part.checkVisibility() && part.textContent.trim() && 0.3 * r + 0.6 * g + 0.1 * b > 110;
    }).map((part) => part.outerHTML.slice(0, 100))"""
    assert page.evaluate(pale) == []
