"""Reading paths and tiles: what a term page holds for who follows a path, and for who does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from tests.projects import Built, Project, base_files, term_page
from tests.test_rebuild import assert_same, clean_of

FIRST = """---
steps:
  api: it comes first
  server: something answers
  monolith: all in one
---
# First steps

For beginners.
"""
SECOND = """---
steps:
  server: begin here
  api: then talk
---
# A second way

For others.
"""
FILES = {
    "index.md": "# Start\n\n```{toctree}\nglossary/index\ntopics/index\nguides/a\nguides/more/b c\n```\n",
    "glossary/server.md": term_page("Server", contrasts=["api"], body="| | a |\n| - | - |\n| c | d |\n"),
    "glossary/api.md": term_page(
        "API", contrasts=["server"], related={"monolith": "often holds one"}, body="A {term}`monolith`."
    ),
    "guides/a.md": FIRST,
    "guides/more/b c.md": SECOND,
}


@pytest.fixture
def paths(make_project: Callable[..., Project]) -> Project:
    """Three terms and two paths, which meet in one of them."""
    return make_project(FILES)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same, built once for the tests that only look."""
    return Project(tmp_path_factory.mktemp("paths"), {**base_files(), **FILES}).good()


def said(element: Any) -> str:
    """What a reader sees of an element, white space folded."""
    return " ".join(str(element.text_content()).split())


def onward(built: Built, page: str, where: str) -> list[tuple[str, str]]:
    """Text and address of each step before and after, in one part of a page."""
    steps = built.page(page).cssselect(f"{where} .plain-term-onward > span")
    return [(said(step), step.cssselect("a")[0].get("href")) for step in steps]


def test_a_term_page_knows_each_path_that_leads_through_it(built: Built) -> None:
    """Which it is, the step, and the steps before and after with their reasons; each under its fragment."""
    ways = built.page("glossary/server").cssselect(".plain-term-way")
    assert [way.get("id") for way in ways] == ["path-a", "path-more/b%20c"]
    assert said(ways[0]).startswith("Reading path: First steps, step 2 of 3.")
    assert said(ways[1]).startswith("Reading path: A second way, step 1 of 2.")
    (bar,) = ways[0].cssselect("progress")
    assert (bar.get("value"), bar.get("max")) == ("2", "3")
    assert onward(built, "glossary/server", ".plain-term-way[id='path-a']") == [
        ("Previous: API it comes first", "api.html#path-a"),
        ("Next: Monolith all in one", "monolith.html#path-a"),
    ]
    assert onward(built, "glossary/monolith", ".plain-term-ways") == [
        ("Previous: Server something answers", "server.html#path-a")
    ]
    assert onward(built, "glossary/server", ".plain-term-paths") == onward(
        built, "glossary/server", ".plain-term-ways"
    )


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_steps_of_a_path_lead_along_it(paths: Project, builder: str) -> None:
    """Each with the path's fragment, which is on the page it leads to, and with its definition."""
    built = paths.good(builder)
    name = "guides/more/b c" if builder == "html" else "guides/more/b c/index"
    links = built.page(name).cssselect(".plain-term-steps a.term")
    assert [said(link) for link in links] == ["Server", "API"]
    assert all(link.get("title") for link in links)
    for link in links:
        address, _, fragment = link.get("href").partition("#")
        file = (built.outdir / name).parent / address / ("index.html" if builder == "dirhtml" else "")
        page = html.parse(str(file))
        assert page.getroot().get_element_by_id(fragment).get("class").startswith("plain-term-way ")


def test_other_links_and_the_inventory_do_not_know_of_paths(built: Built) -> None:
    """A term keeps its one address, and a link in prose or a tile leads there."""
    assert built.names()["Server"] == "glossary/server.html#term-server"
    links = [a.get("href") for a in built.page("glossary/server").cssselect(".plain-term-related a")]
    assert links == ["api.html#term-api"]
    assert "path-" not in (built.outdir / "glossary/index.html").read_text("utf-8")


@pytest.mark.parametrize("builder", ["epub", "singlehtml", "text", "latex"])
def test_what_is_read_in_one_piece_has_plain_lists(paths: Project, builder: str) -> None:
    """No way-marks for readers who came by a path, whose links are links to terms."""
    extra = "version = '1'\nepub_copyright = 'x'\nlatex_documents = [('index', 't.tex', 'T', 'A', 'howto')]\n"
    paths.edit("conf.py", "nitpicky", f"{extra}nitpicky")
    outdir = paths.good(builder).outdir
    name = {
        "epub": "glossary/server.xhtml",
        "singlehtml": "index.html",
        "text": "glossary/server.txt",
        "latex": "t.tex",
    }
    text = (outdir / name[builder]).read_text("utf-8")
    assert "First steps" in text
    assert "Compare with:" in text
    assert not any(part in text for part in ("path-a", "plain-term-way", "plain-term-tiles", "<progress"))


def test_a_changed_path_is_told_anew_on_the_pages_of_its_terms(paths: Project) -> None:
    """Another reason, another step or no path at all: a second build is a clean one."""
    paths.good()
    paths.edit("guides/a.md", "it comes first", "it is where talk begins")
    built = paths.good()
    assert "it is where talk begins" in built.text("glossary/server")
    assert_same(built, clean_of(paths))
    paths.edit("guides/a.md", "  server: something answers\n", "")
    built = paths.good()
    assert "step 2 of 2" in built.text("glossary/monolith")
    assert_same(built, clean_of(paths))
    paths.edit("index.md", "guides/a\n", "")
    paths.remove("guides/a.md")
    built = paths.good()
    assert not built.page("glossary/monolith").cssselect(".plain-term-way, .plain-term-paths")
    assert_same(built, clean_of(paths))


def test_what_a_term_is_compared_with_stands_beside_it(built: Built) -> None:
    """A tile each, with the definition in sight, and so without a card."""
    page = built.page("glossary/server")
    (title,) = page.cssselect("h3.rubric")
    assert said(title) == "Compare with"
    (tile,) = title.getnext().cssselect("li")
    assert said(tile) == "API API means something plain."
    assert [link.get("title") for link in tile.cssselect("a")] == [None]


def test_every_tile_has_one_link(site: Any) -> None:
    """It covers the whole tile, so a second one could not be reached."""
    found = 0
    for path in sorted((site / "glossary").glob("*.html")):
        for tile in html.parse(str(path)).getroot().cssselect(".plain-term-tiles > li"):
            found += 1
            assert len(tile.cssselect("a")) == 1, path.name
    assert found > 1000


def test_the_rows_of_a_table_have_heads(built: Built) -> None:
    """The first column says what a row is about, also to those who hear it."""
    (head,) = built.page("glossary/server").cssselect("tbody th")
    assert said(head) == "c"
