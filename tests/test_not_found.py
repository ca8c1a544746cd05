"""The page for addresses where there is none: it is shown at any of them, and is in no list."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from plain_terms.assets import theme_style
from tests.projects import CONF, Built, Project, base_files

PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
FURNITURE = """
html_logo = html_favicon = "dot.svg"
html_use_opensearch = "https://a.example/docs"
plain_terms_sidebar = [("glossary/index", "A to Z")]
"""
ADDRESSES = ("href", "src", "action", "data-content_root")


def conf(theme: str = "plain_terms", base: str = "") -> str:
    """Settings under a theme, and an address."""
    return CONF.replace('"basic"', f'"{theme}"') + f'html_baseurl = "{base}"\n' + FURNITURE


def page_of(built: Built) -> html.HtmlElement:
    """The page, at the root in every form of addresses."""
    return html.parse(str(built.outdir / "404.html")).getroot()


def addresses(page: html.HtmlElement) -> list[str]:
    """All addresses of this site on a page, but for those within it."""
    found = [str(e.get(name)) for e in page.iter() for name in ADDRESSES if e.get(name)]
    return [one for one in found if not re.match(r"#|https:", one)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small glossary, built in many ways."""
    folder = tmp_path_factory.mktemp("lost")
    return Project(folder, {**base_files(), "dot.svg": PIXEL, "conf.py": conf()})


@pytest.mark.parametrize(
    ("base", "root"),
    [
        ("", "/"),
        ("https://a.example", "/"),
        ("https://a.example/", "/"),
        ("https://a.example/docs", "/docs/"),
        ("https://a.example/docs/en/", "/docs/en/"),
    ],
)
def test_all_its_addresses_begin_at_the_root(folder: Project, base: str, root: str) -> None:
    """Those of pages, style sheets, scripts and pictures; and what they lead to is there."""
    folder.write("conf.py", conf(base=base))
    built = folder.good()
    found = addresses(page_of(built))
    assert len(found) > 12
    assert [one for one in found if not one.startswith(root)] == []
    for one in found:
        assert (built.outdir / one.removeprefix(root).partition("?")[0]).exists(), one


@pytest.mark.parametrize("theme", ["plain_terms", "basic", "alabaster", "furo", "sphinx_rtd_theme"])
def test_it_is_at_home_in_every_theme_and_form_of_addresses(folder: Project, theme: str) -> None:
    """With the words, the search box, and the ways on; addresses that end in a slash lead to folders."""
    folder.write("conf.py", conf(theme, "https://a.example/docs"))
    built = folder.good("dirhtml", out=f"_{theme}")
    page = page_of(built)
    found = [one for one in addresses(page) if not one.startswith("/docs/")]
    assert found == []
    assert not (built.outdir / "404").exists()
    (form,) = page.cssselect("#not-found form[role=search]")
    assert form.get("action") == "/docs/glossary/"
    ways = {a.get("href"): a.text for a in page.cssselect("#not-found li a")}
    assert ways == {"/docs/glossary/": "A to Z", "/docs/topics/": "Topics", "/docs/": "Start"}


def test_no_policy_minds_it_and_nothing_moves_other_addresses(folder: Project) -> None:
    """It works under a strict policy, which blocks `<base>` too."""
    folder.write("conf.py", conf())
    page = page_of(folder.good())
    assert not page.cssselect("base, [style], script:not([src]), [onclick], [onload], [onerror]")
    assert [style.text for style in page.cssselect("style")] == [theme_style()]  # the policy names its digest
    assert [s.get("src").partition("?")[0] for s in page.cssselect("script")][-2:] == [
        "/_static/cards.js",
        "/_static/not-found.js",
    ]


def test_no_other_page_loads_its_script(folder: Project) -> None:
    """Readers who find their page do not pay for it."""
    folder.write("conf.py", conf())
    built = folder.good()
    loading = [p.name for p in built.outdir.rglob("*.html") if "not-found.js" in p.read_text("utf-8")]
    assert loading == ["404.html"]


def test_it_is_in_no_list(folder: Project) -> None:
    """Not in the site map, the search or the inventory, and no search engine lists it."""
    folder.write("conf.py", conf(base="https://a.example/"))
    built = folder.good()
    made = [*(built.outdir / "_static/plain-terms-search").iterdir(), built.outdir / "sitemap.xml"]
    made += [built.outdir / name for name in ("llms.txt", "terms.json", "feed.xml")]
    assert [path.name for path in made if "404" in path.read_text("utf-8")] == []
    page = page_of(built)
    assert [meta.get("content") for meta in page.cssselect("meta[name=robots]")] == ["noindex"]
    assert not page.cssselect("link[rel=canonical], meta[property^=og]")


OWN: dict[str, dict[str, str]] = {
    "a page": {"404.md": "---\norphan: true\n---\n# Mine\n"},
    "a file": {"_extra/404.html": "<h1>Mine</h1>", "more": 'html_extra_path = ["_extra"]\n'},
    "a file by itself": {"404.html": "<h1>Mine</h1>", "more": 'html_extra_path = ["404.html"]\n'},
    "a template": {
        "_templates/mine.html": "<h1>Mine</h1>",
        "more": 'templates_path = ["_templates"]\nhtml_additional_pages = {"404": "mine.html"}\n',
    },
}


@pytest.mark.parametrize(
    ("name", "builder"),
    [
        ("a page", "html"),
        ("a page", "dirhtml"),
        ("a file", "html"),
        ("a file by itself", "dirhtml"),
        ("a template", "html"),
    ],
)
def test_a_page_of_the_projects_own_wins(
    make_project: Callable[..., Project], name: str, builder: str
) -> None:
    """However it is made; and ours comes back when theirs goes."""
    project = make_project()
    project.good(builder)
    own = dict(OWN[name])
    project.write("conf.py", CONF + own.pop("more", ""))
    for path, text in own.items():
        project.write(path, text)
    built = project.good(builder)
    assert built.files() == project.good(builder, out="_clean", clean=True).files()
    texts = [
        p.read_text("utf-8")
        for p in built.outdir.rglob("*.html")
        if "404" in str(p.relative_to(built.outdir))
    ]
    assert [("Mine" in text, "There is no page here" in text) for text in texts] == [(True, False)]
    project.write("conf.py", CONF)
    for path in own:
        project.remove(path)
    again = project.good(builder)
    assert again.files() == project.good(builder, out="_clean", clean=True).files()
    assert "There is no page here" in (again.outdir / "404.html").read_text("utf-8")


def test_an_ordinary_glossary_has_none(tmp_path: Path) -> None:
    """A project that only links to terms gets no pages from us."""
    project = Project(tmp_path, {"conf.py": 'extensions = ["plain_terms"]\n', "index.rst": "Words\n=====\n"})
    assert not (project.good().outdir / "404.html").exists()
