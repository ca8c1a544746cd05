"""References that readers copy from the foot of a term's page: they work where they are pasted."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from markdown_it import MarkdownIt

from plain_terms.snippets import snippets
from tests.projects import CONF, Built, Project, term_page

MOST_BYTES = 300
BASE = "https://terms.example/words"
ODD = (
    *(
        "C++",
        "C#",
        ".NET",
        "A/B testing",
        "AT&T",
        "24/7",
        "café",
        "don't",
        "a*b*c",
        "_under_",
        "[x](y)",
        "1. FC",
    ),
    *(
        "{role}`x`",
        "`tick`",
        "a `b` c",
        "``two``",
        "vector<int>",
        "<T>",
        "a <b>",
        "a <b> c",
        "!important",
        "x!",
    ),
    *(
        "back\\slash",
        "end\\",
        '"quoted"',
        "C:",
        "a|b",
        "$HOME",
        "日本",
        "~tilde",
        "a -- b",
        "http://x.example",
    ),
)
ORDINARY = """
Words
=====

.. glossary::

"""


def rest(text: str) -> str:
    """Plain text for a page in reStructuredText."""
    return "".join(f"\\{sign}" if sign in "\\`*_|<" else sign for sign in text)


@pytest.fixture(scope="module")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The inventory of a glossary whose names are odd."""
    terms = "".join(f"   {rest(name)}\n      Means something.\n\n" for name in ODD)
    conf = 'project = "Words"\nextensions = []\nsmartquotes = False\n'
    files = {"conf.py": conf, "index.rst": ORDINARY + terms}
    built = Project(tmp_path_factory.mktemp("words"), files).good()
    assert set(built.names()) == set(ODD)
    return built.outdir / "objects.inv"


@pytest.mark.parametrize("ours", [False, True], ids=["Sphinx alone", "with this package"])
def test_references_resolve_in_another_project(tmp_path: Path, inventory: Path, ours: bool) -> None:
    """In MyST and in reST, whatever the name is made of; a link for each, to the term that is meant."""
    more = ', "plain_terms"' if ours else ""
    conf = [
        'project = "Reader"',
        f'extensions = ["myst_parser", "sphinx.ext.intersphinx"{more}]',
        "nitpicky = True",
        "smartquotes = False",
        'html_theme = "basic"',
        f'intersphinx_mapping = {{"terms": ("{BASE}/", {str(inventory)!r})}}',
    ]
    lines = [snippets(name, "x") for name in ODD]
    myst = "# Page\n\n```{toctree}\nother\n```\n\n" + "".join(
        f"See {line['MyST']} here.\n\n" for line in lines
    )
    other = "Other\n=====\n\n" + "".join(f"See {line['reST']} here.\n\n" for line in lines)
    project = Project(tmp_path / "reader", {"conf.py": "\n".join(conf), "index.md": myst, "other.rst": other})
    built = project.good()
    names = Built(inventory.parent, 0, "").names()
    for page in ("index", "other"):
        links = built.page(page).cssselect("a.external")
        assert [link.get("href") for link in links] == [f"{BASE}/{names[name]}" for name in ODD], page
        shown = [link.text_content() for link in links]
        changed = {name for name, text in zip(ODD, shown, strict=True) if name != text}
        # What Sphinx would misread is shown with other signs.
        ticks = {"`tick`", "``two``", "{role}`x`"} if page == "index" else set()
        assert changed == {"vector<int>", "a <b>", "!important"} | ticks
        assert all(shown)


@pytest.mark.parametrize("name", ODD)
def test_markdown_and_html_say_the_name_and_lead_to_the_term(name: str) -> None:
    """Nothing in a name is markup, nor in an address."""
    address = f"{BASE}/glossary/a(1).html?x=1&y=2#term-a"
    found = snippets(name, address)
    link = html.fragment_fromstring(found["HTML"])
    assert (link.tag, link.text, link.get("href"), len(link)) == ("a", name, address, 0)
    rendered = html.fragment_fromstring(MarkdownIt("commonmark").render(found["Markdown"]))
    (link,) = rendered.cssselect("a")
    assert link.text_content() == name
    assert link.get("href") == address.replace("(", "%28").replace(")", "%29")
    assert rendered.text_content().strip() == name


def shown(built: Built, page: str) -> dict[str, str]:
    """The references that a reader without scripts sees on a page, by form."""
    (block,) = built.page(page).cssselect("details.plain-term-snippets")
    items = block.cssselect("li:not([hidden])")
    return {item.text.strip(): item.cssselect("code")[0].text_content() for item in items}


@pytest.fixture
def glossary(make_project: Callable[..., Project]) -> Project:
    """A small glossary with a name that HTML has to escape."""
    project = make_project({"glossary/rnd.md": term_page("R&D", aliases=("research",))})
    project.write("conf.py", CONF + 'plain_terms_question_page = "index"\n')
    return project


@pytest.mark.parametrize(
    ("builder", "page", "base"), [("html", "rnd.html", BASE), ("dirhtml", "rnd/", f"{BASE}/")]
)
def test_the_address_is_absolute_where_it_is_known(
    glossary: Project, builder: str, page: str, base: str
) -> None:
    """In each builder whose pages have addresses; a changed base reaches every page."""
    names = {"html": "glossary/rnd", "dirhtml": "glossary/rnd/index"}
    first = glossary.good(builder)
    assert list(shown(first, names[builder])) == ["MyST", "reST"]
    glossary.write("conf.py", f'{CONF}plain_terms_question_page = "index"\nhtml_baseurl = "{base}"\n')
    built = glossary.good(builder)
    address = f"{BASE}/glossary/{page}#term-rnd"
    assert shown(built, names[builder]) == {
        "MyST": "{external+terms:term}`R&D`",
        "reST": ":external+terms:term:`R&D`",
        "Markdown": f"[R&D]({address})",
        "HTML": f'<a data-plain-terms href="{address}">R&amp;D</a>',
    }
    assert built.files() == glossary.good(builder, out="_clean").files()


def test_references_are_out_of_the_readers_way(glossary: Project) -> None:
    """Closed, under the sources and the question, above the way back."""
    page = glossary.good().page("glossary/rnd")
    (block,) = page.cssselect("details.plain-term-snippets")
    assert block.get("open") is None
    assert block.cssselect("summary")[0].text == "Link to this term"
    before, after = block.getprevious(), block.getnext()
    assert "plain-term-question" in before.get("class")
    assert "plain-term-neighbours" in after.get("class")


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text"])
def test_only_pages_with_an_address_have_them(glossary: Project, builder: str) -> None:
    """Paper and e-books do not."""
    more = 'copyright = "us"\nversion = "1"\nlatex_documents = [("index", "x.tex", "X", "A", "howto")]\n'
    glossary.write("conf.py", CONF + more)
    built = glossary.good(builder)
    texts = [path.read_text("utf-8") for path in built.outdir.rglob("*.*html")]
    texts += [path.read_text("utf-8") for path in built.outdir.rglob("*.t[ex][xt]*")]
    assert any("R&D" in text or "R&amp;D" in text or "R\\&D" in text for text in texts)
    assert not [text for text in texts if "external+terms" in text or "Link to this term" in text]


def test_other_pages_have_none(glossary: Project) -> None:
    """They are about no term."""
    built = glossary.good()
    for name in ("index", "glossary/index", "topics/systems"):
        assert not built.page(name).cssselect(".plain-term-snippets"), name


def test_references_weigh_little(make_project: Callable[..., Project]) -> None:
    """On a term page, compressed, also with a whole address."""
    name = "User acceptance testing environment"
    conf = f'{CONF}html_baseurl = "https://in-plain-terms.example/glossary-of-technology/"\n'
    page = term_page(name, body="It is explained at length here. " * 40)
    built = make_project({"conf.py": conf, "glossary/user-acceptance-testing.md": page}).good()
    text = (built.outdir / "glossary/user-acceptance-testing.html").read_text("utf-8")
    start, end = text.index("<details"), text.index("</details>") + len("</details>\n")
    without = text[:start] + text[end:]
    assert name in text[start:end]
    assert len(gzip.compress(text.encode(), 9)) - len(gzip.compress(without.encode(), 9)) <= MOST_BYTES


def test_nothing_else_is_asked_for(make_project: Callable[..., Project]) -> None:
    """The script for the buttons is part of one that the page has; other projects get it not."""
    built = make_project().good()
    assert not (built.outdir / "_static/snippets.js").exists()
    assert "plain-term-snippets" in (built.outdir / "_static/cards.js").read_text("utf-8")
    conf = 'project = "P"\nextensions = ["plain_terms"]\nexclude_patterns = ["_*"]\n'
    ordinary = ".. glossary::\n\n   A\n      B.\n\n:term:`a`\n"
    other = Project(built.outdir.parent / "other", {"conf.py": conf, "index.rst": ordinary}).good()
    assert "plain-term-snippets" not in (other.outdir / "_static/cards.js").read_text("utf-8")
