"""The book in print, as a reader finds it: chapters, bookmarks, and page numbers that are right."""

from __future__ import annotations

import re

import pytest

from tests.pdf import Pdf, files
from tests.projects import Project


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    """The book of a project that has something of everything."""
    return Pdf(Project(tmp_path_factory.mktemp("book"), files()).good("book").outdir / "our-words.pdf")


def test_it_says_what_it_is(pdf: Pdf) -> None:
    """Title, author, language, the day of the newest review; it is marked up for screen readers."""
    about, root = pdf.reader.metadata, pdf.root
    assert about is not None
    assert (about.title, about.author) == ("Our Words", "We")
    assert str(about.creation_date_raw).startswith("D:20260102")
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]


def test_bookmarks_are_chapters_with_their_pages(pdf: Pdf) -> None:
    """Topics in their order, terms by name, comparisons before paths, other pages, the index."""
    assert [(level, title) for level, title, _ in pdf.bookmarks] == [
        (1, "Contents"),
        *[(1, "Systems"), (2, "API"), (2, "Long one"), (2, "Monolith")],
        *[(1, "Money"), (2, "Word 0"), (2, "Word 1"), (2, "Word 2")],
        *[(1, "Guides"), (2, "This or that?"), (2, "A first walk")],
        *[(1, "About us"), (1, "Index")],
    ]


def test_bookmarks_lead_to_the_page_with_the_heading(pdf: Pdf) -> None:
    """Each of them."""
    for _, title, page in pdf.bookmarks:
        assert title in pdf.pages[page - 1]


def test_every_link_within_the_book_leads_to_a_place(pdf: Pdf) -> None:
    """And those that lead out are addresses."""
    inner = [target for _, target in pdf.links() if "://" not in target]
    assert len(inner) > 40
    assert set(inner) <= set(pdf.places)
    assert "https://example.org/us" in [target for _, target in pdf.links()]


def test_the_contents_give_the_page_of_every_chapter_and_page(pdf: Pdf) -> None:
    """By the numbers that the bookmarks lead to."""
    contents = pdf.pages[2]
    for _, title, page in pdf.bookmarks[1:]:
        assert re.search(rf"{re.escape(title)} *{page}\b", contents), title


def test_the_index_gives_the_page_of_every_name(pdf: Pdf) -> None:
    """Headwords and aliases; hidden spellings are left out."""
    index = pdf.pages[pdf.bookmarks[-1][2] - 1]
    for name, slug in {"API": "api", "Long one": "long", "Word 2": "word-2"}.items():
        assert re.search(rf"{name} ?{pdf.places[f'glossary/{slug}']}\b", index), name
    alias = rf"application programming interface, see API ?{pdf.places['glossary/api']}\b"
    assert re.search(alias, index)
    assert "lnog" not in "".join(pdf.pages)


def test_a_link_in_the_text_names_its_page(pdf: Pdf) -> None:
    """Right behind the word, on every page on which one stands."""
    place, pages = (
        pdf.places["glossary/api"],
        [p for p in pdf.pages if "Sentence number" in p and "`" not in p],
    )
    linked = [number for page in pages for number in re.findall(r"with api ?(\d+) in it", page)]
    assert len(linked) >= 50
    assert set(linked) == {str(place)}


def test_a_link_to_the_list_of_all_terms_leads_to_the_index(pdf: Pdf) -> None:
    """The A-Z page of the site is the index of the book."""
    page = pdf.pages[pdf.places["about"] - 1]
    assert re.search(rf"see all ?{pdf.bookmarks[-1][2]} and one ?{pdf.places['glossary/api']}\.", page)


def test_furniture_of_the_site_is_left_out(pdf: Pdf) -> None:
    """Ways back, ways round, questions, the word of the day."""
    text = " ".join(pdf.pages)
    for gone in ("Back to", "Topic:", "Have a question", "Words of today", "Next:  "):
        assert gone not in text
    assert "What they mean." in pdf.pages[0]


def test_sources_are_printed_with_their_addresses(pdf: Pdf) -> None:
    """Paper cannot be clicked."""
    assert "https://example.org/standard" in pdf.pages[pdf.places["glossary/api"] - 1]
    assert "here https://example.org/us" in pdf.pages[pdf.places["about"] - 1]


def test_running_heads_name_chapter_and_term(pdf: Pdf) -> None:
    """The chapter on the left, the last term that begins on the right; openings have none."""
    last = pdf.places["glossary/word-2"]
    pages = dict(enumerate(pdf.pages, 1))  # a head comes after the text of its page
    left = next(n for n in range(pdf.places["glossary/word-0"], last + 3) if n % 2 == 0)
    right = next(n for n in range(last, last + 3) if n % 2 == 1)
    assert pages[left].endswith(f" {left} Money")
    assert pages[right].endswith(f" Word 2 {right}")
    opening = pdf.places["topics/money"]
    assert pages[opening].startswith("2 Money")  # the number of the chapter
    assert not pages[opening].endswith(f" {opening}")


def test_chapters_begin_on_the_right(pdf: Pdf) -> None:
    """As in any book that is opened."""
    assert {page % 2 for level, _, page in pdf.bookmarks if level == 1} == {1}


def test_drawings_tables_and_pictures_are_there_in_the_faces_of_the_book(pdf: Pdf) -> None:
    """Text of a drawing is text; no face of this machine is used, so the book looks the same from all."""
    text = " ".join(pdf.pages)
    assert "Till" in text
    assert "asks Stock list" in text or "Stock list" in text
    assert "one two" in text
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pdf.reader.pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[attr-defined]
    }
    assert fonts
    assert all(font.startswith(("Source-Serif-Pro", "Source-Sans-Pro")) for font in fonts), fonts
