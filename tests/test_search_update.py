"""The text layer of the search after edits: the last one brought up to date equals one made anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plain_terms import search, search_update, surroundings
from plain_terms.search import Document, Index, entries, spell
from plain_terms.search_update import FEW, updated
from plain_terms.stemming import keep
from tests.projects import Project, base_files, term_page

STEMS = [*"abcdefgh", "app", "apple", "ap"]
COUNTS = st.dictionaries(st.sampled_from(STEMS), st.integers(1, 90), max_size=8)
DOCUMENT = st.tuples(COUNTS.map(keep), st.lists(COUNTS.map(keep), max_size=2).map(tuple))
MANY = st.lists(DOCUMENT, min_size=FEW, max_size=2 * FEW)


@given(documents=MANY, place=st.integers(0, FEW - 1), new=DOCUMENT)
def test_an_index_brought_up_to_date_equals_one_made_anew(
    documents: list[Document], place: int, new: Document
) -> None:
    """Whatever words a page gains or loses; or it is not brought up to date at all."""
    after = [*documents[:place], new, *documents[place + 1 :]]
    found = updated(search.index(documents), documents, after)
    made = search.index(after)
    assert found is None or (found, list(found.postings)) == (made, list(made.postings))
    lengths = [search.middle(index.total, len(after)) for index in (search.index(documents), made)]
    assert (found is None) == (lengths[0] != lengths[1])


@given(letters=st.dictionaries(st.integers(0, 99_999), st.sampled_from(search.LETTERS[1:])))
def test_postings_are_read_as_they_were_spelt(letters: dict[int, str]) -> None:
    """Near and far document numbers, and the first."""
    assert entries(spell(sorted(letters.items()))) == letters


def page(**counts: int) -> Document:
    """A page with words that count so much."""
    return keep(counts), ()


def test_documents_that_come_or_go_need_an_index_made_anew() -> None:
    """All numbers after theirs change."""
    documents = [page(app=7)] * FEW
    index = search.index(documents)
    assert updated(index, documents, documents[1:]) is None
    assert updated(index, documents, [*documents, documents[0]]) is None
    assert updated(index, documents, documents) == index


def test_many_edits_need_an_index_made_anew() -> None:
    """It would cost more to look for each of them."""
    documents, edited = [page(app=7)] * 3 * FEW, page(app=6, word=1)
    index = search.index(documents)
    assert updated(index, documents, [*[edited] * 3, *documents[3:]]) is not None
    assert updated(index, documents, [*[edited] * 4, *documents[4:]]) is None


# --- on a site ----------------------------------------------------------------------------------

Spied = Callable[[], list[bool]]


@pytest.fixture
def spied(monkeypatch: pytest.MonkeyPatch) -> Spied:
    """For each index that was made so far, whether it was made anew."""
    made: list[bool] = []

    def index(documents: Sequence[Document]) -> Index:
        made.append(True)
        return real(documents)

    def update(*parts: object) -> Index | None:
        found = updated(*parts)  # type: ignore[arg-type]
        made.extend([False] if found is not None else [])
        return found

    real = search.index
    monkeypatch.setattr(search, "SMALL", 3)
    monkeypatch.setattr(search, "index", index)
    monkeypatch.setattr(search_update, "updated", update)

    def spied() -> list[bool]:
        found, made[:] = made[:], []
        return found

    return spied


@pytest.fixture
def many(tmp_path: Path) -> Project:
    """A project with enough terms that an edit of one is a small one."""
    pages = {
        f"glossary/t{n:02}.md": term_page(
            f"Thing {n}th", body="Some of this, and some of that {term}`API`.", related={"api": "has a door"}
        )
        for n in range(FEW)
    }
    return Project(tmp_path, base_files() | pages)


def same_as_clean(project: Project) -> None:
    """What is there equals a clean build."""
    assert project.good().files() == project.build(out="_clean", clean=True).files()


def test_an_edit_of_one_page_brings_the_index_up_to_date(many: Project, spied: Spied) -> None:
    """In its prose, in its definition, and in what it says of another page."""
    many.good()
    assert spied() == [True]
    for old, new in (
        ("Some of this", "Sums of this"),
        ("Thing 7th means something", "Thing 7th means nothing"),
        ("has a door", "has a floor"),
    ):
        many.edit("glossary/t07.md", old, new)
        many.good()
        assert spied() == [False]
        same_as_clean(many)
        spied()


def test_a_new_page_makes_the_index_anew(many: Project, spied: Spied) -> None:
    """And one that goes."""
    many.good()
    many.write("glossary/box.md", term_page("Box", body="{term}`API`"))
    many.good()
    many.remove("glossary/box.md")
    many.good()
    assert spied() == [True, True, True]
    same_as_clean(many)


def test_an_output_that_missed_an_edit_makes_its_index_anew(many: Project, spied: Spied) -> None:
    """Two outputs share what was read, but each has its own index."""
    for builder in ("html", "dirhtml"):
        many.good(builder)
    many.edit("glossary/t07.md", "Some of this", "Sums of this")
    many.good()
    assert spied() == [True, True, False]
    many.edit("glossary/t08.md", "Some of this", "Sums of this")
    many.good("dirhtml")
    assert spied() == [True]


@pytest.mark.parametrize("damage", ["", "{}", '{"of": 1}', "[]"])
def test_a_damaged_memory_makes_the_index_anew(many: Project, spied: Spied, damage: str) -> None:
    """It is only a help."""
    many.good()
    state = next((many.folder / "_out.doctrees").glob("plain_terms-search-html-*.json"))
    assert json.loads(state.read_text("utf-8"))["total"]
    state.write_text(damage, "utf-8")
    many.edit("glossary/t07.md", "Some of this", "Sums of this")
    many.good()
    assert spied() == [True, True]
    same_as_clean(many)


def test_other_code_makes_the_index_anew(
    many: Project, spied: Spied, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of an output that was not built since, though the pages say what they said."""
    for builder in ("html", "dirhtml"):
        many.good(builder)
    monkeypatch.setattr(surroundings, "package_digest", lambda _: 7)
    many.good()
    many.edit("glossary/t07.md", "Some of this", "Sums of this")
    spied()
    many.good("dirhtml")
    assert spied() == [True]
