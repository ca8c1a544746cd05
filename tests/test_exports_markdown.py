"""Copies of pages in Markdown, and ``llms.txt``: plain, whole, and with links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from plain_terms.exports import Site, llms, markdown_pages
from plain_terms.exports.site import markdown
from plain_terms.front_matter import split
from tests.exported import BASE, HOSTILE, hostile_site, site_of, term
from tests.projects import Project, term_page

PLAIN = MarkdownIt("commonmark").enable("table")
MYST = re.compile(r"^\s*:{3,}|^\s*`{3,}\{|\{[a-z:+]+\}`|^\([\w-]+\)=$|^---\n\w+:", re.M)


def words(text: str) -> list[str]:
    """What a reader sees of a text, by a parser that knows no more than CommonMark and tables."""
    return str(tree_of(text).xpath("string()")).split()


def tree_of(text: str) -> Any:
    """A Markdown text as the HTML that such a parser makes of it."""
    return lxml_html.fromstring(f"<div>{PLAIN.render(text)}</div>")


def copy_of(body: str, *, definition: str = "A plain thing.") -> str:
    """The copy of a page with this body, in a glossary that also has an API."""
    page = term_page("Thing", definition=definition, body=body)
    site = site_of(term("thing", "Thing", definition), term("api", "API", "A doorway."))
    sources = {"glossary/thing": page, "glossary/api": ""}
    return markdown_pages.render(Site(**{**vars(site), "sources": sources}), site.terms[1], page)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("An {term}`API` here.", "An [API](api.md) here."),
        ("Two {term}`APIs\n<API>` here.", "Two [APIs](api.md) here."),
        ("A {term}`gap` here.", "A gap here."),
        ("`{term}` and ``{term}`API` `` are code.", "`{term}` and ``{term}`API` `` are code."),
        ("A {doc}`page <index>` and {kbd}`Ctrl`.", "A page and `Ctrl`."),
        ("See [the start](../index.md#top).", "See [the start](../index.html#top)."),
        (
            "See [it](api.md) and [out](https://example.org/a.md).",
            "See [it](api.md) and [out](https://example.org/a.md).",
        ),
        ("One\n\n% a note to self\n(label)=\n+++\nTwo", "One\n\nTwo"),
        (":::{note}\nMind the {term}`API`.\n:::", "> **Note**\n>\n> Mind the [API](api.md)."),
        (":::{admonition} Mind\n:class: x\nThe gap.\n:::", "> **Mind**\n>\n> The gap."),
        (
            "::::{tip}\n:::{diagram} loop\n:alt: Round\nA\nB\nC\n:::\n::::",
            "> **Tip**\n>\n> Round\n>\n> - A → B\n> - B → C\n> - C → A",
        ),
        ("```{code-block} python\n:linenos:\nx = 1\n```", "````python\nx = 1\n````"),
        ("```\n{term}`API`\n```", "```\n{term}`API`\n```"),
        ("- one\n\n  :::{note}\n  two\n  :::", "- one\n\n\n  > **Note**\n  >\n  > two"),
        ("```{image} a.png\n:alt: A boat\n```", "*A boat*"),
        ("```{toctree}\na\n```\nEnd", "End"),
    ],
)
def test_what_only_sphinx_understands_is_put_in_plain_markdown(body: str, expected: str) -> None:
    """One case of each, as it stands in the copy."""
    assert re.sub(r"\n{3,}", "\n\n", expected) in copy_of(body)


def test_a_copy_has_all_parts_of_a_page(project: Project) -> None:
    """In the order of the page, with the facts of its front matter in words."""
    more = f'html_baseurl = "{BASE}"\nplain_terms_licence = "https://l.example/"\n'
    project.edit("conf.py", 'project = "Test"\n', f'project = "Test"\n{more}')
    project.good()
    assert (project.folder / "_out/glossary/api.md").read_text("utf-8") == (
        "# API\n\nAlso called: application programming interface.\n\n"
        "An API is a set way for programs to talk.\n\n"
        "A [monolith](monolith.md) may hold one.\n\n"
        "## Related terms\n\n- [Monolith](monolith.md): often holds one\n\n"
        "## Sources\n\n- [A standard](https://example.org/standard)\n\n---\n\n"
        f"[Test]({BASE}glossary/api.html#term-api), checked on 2026-01-02, licence: <https://l.example/>\n"
    )
    (link,) = project.good().page("glossary/api").cssselect('link[type="text/markdown"]')
    assert link.get("href") == "api.md"


def test_a_copy_follows_its_page(project: Project) -> None:
    """A page is edited, a term it names is renamed, a page goes; under dirhtml the link still leads to it."""
    project.good()
    project.edit("glossary/api.md", "may hold one", "may hold two")
    project.edit(
        "glossary/monolith.md",
        "# Monolith\n\n::::{glossary}\nMonolith",
        "# Block\n\n::::{glossary}\nBlock\nmonolith",
    )
    text = (project.build().outdir / "glossary/api.md").read_text("utf-8")
    assert "A [monolith](monolith.md) may hold two." in text
    assert "- [Block](monolith.md)" in text
    project.remove("glossary/monolith.md")
    folder = project.build().outdir
    assert not (folder / "glossary/monolith.md").exists()
    assert "A monolith may hold two." in (folder / "glossary/api.md").read_text("utf-8")
    built = project.build("dirhtml", out="_dir")
    (link,) = built.page("glossary/api/index").cssselect('link[type="text/markdown"]')
    assert (built.outdir / "glossary/api" / link.get("href")).resolve() == built.outdir / "glossary/api.md"


def test_every_copy_of_the_real_glossary_is_plain_and_whole(site: Path) -> None:
    """No markup of Sphinx is left, every word of the author is there, every link leads to a file."""
    root = Path(__file__).parent.parent
    pages = [path for path in sorted(root.glob("glossary/*.md")) if path.stem != "index"]
    assert len(pages) > 200
    for path in pages:
        text = (site / "glossary" / path.name).read_text("utf-8")
        assert not MYST.search(text), path.name
        known = set(words(text))
        _, source = split(path.read_text("utf-8"))
        prose = re.sub(r"(?s)^:::+\{(glossary|diagram)\}.*?^:::+$", "", source, flags=re.M)
        prose = re.sub(r"\{term\}`([^`<]*?)\s*(?:<[^`]*>)?`", r"\1", prose)
        assert not set(words(prose)) - known, path.name
        for address in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (site / "glossary" / address).is_file(), f"{path.name}: {address}"


def test_no_name_or_definition_becomes_markup() -> None:
    """Texts with signs of Markdown and HTML are shown as they are."""
    site = hostile_site()
    for one in site.terms:
        text = markdown_pages.render(site, one, "")
        tree, shown = tree_of(text), " ".join(words(text))
        assert " ".join(one.headword.split()) in shown
        assert " ".join(one.summary.split()) in shown
        assert not tree.xpath("//script | //b | //a[starts-with(@href, 'javascript')]")


SIGNS = st.sampled_from([*"ab1 .)#+-=*_~`[]()<>!&;|\\:/{}%\n\t", "&amp;", "http://x", "10)", "- ", "é"])


@given(st.lists(SIGNS, min_size=1, max_size=12).map("".join))
def test_any_text_is_one_paragraph_that_says_the_same(text: str) -> None:
    """Whatever signs it is made of: no list, heading, link or entity comes of it."""
    found = tree_of(markdown(text))
    assert {element.tag for element in found.iter()} <= {"div", "p"}
    assert str(found.xpath("string()")).split() == text.split()


def test_a_guide_for_language_models_has_the_form_that_they_expect() -> None:
    """llmstxt.org: a title, a quotation, sections of links, each with words after it."""
    text = "\n".join(llms.files(hostile_site()).values())
    tokens = PLAIN.parse(text)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h2"]
    assert tokens[3].type == "blockquote_open"
    items = re.findall(r"^- \[.*\]\(https://a\.example/g/[^()\s]+\): \S", text, re.M)
    assert len(items) == len(HOSTILE) + 4
    shown = " ".join(words(text))
    assert [text for text in HOSTILE if " ".join(text.split()) not in shown] == []


def test_every_line_of_the_guide_leads_to_a_file(site: Path) -> None:
    """Of the real site: all terms, all guides, all files."""
    root = Path(__file__).parent.parent
    text = (site / "llms.txt").read_text("utf-8")
    addresses = re.findall(r"^- \[.*?\]\(([^)#]+)", text, re.M)
    copies = [address for address in addresses if PurePosixPath(address).suffix == ".md"]
    guides = [path for path in root.glob("guides/*.md") if split(path.read_text("utf-8"))[0]]
    assert len(copies) == len(list(root.glob("glossary/*.md"))) - 1
    assert sum(address.startswith("guides/") for address in addresses) == len(guides) > 40
    assert [address for address in addresses if not (site / address).is_file()] == []
