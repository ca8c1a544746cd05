"""The theme: what its pages hold, what they leave out, and how much a reader loads."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import tinycss2
from lxml import html
from tinycss2.ast import Node

from plain_terms.assets import STATIC, THEME, files_of, theme_style
from plain_terms.lean import lean, tight
from tests.conftest import ROOT
from tests.projects import CONF, Built, Project, term_page

MOST_BYTES, MOST_REQUESTS = 20_000, 3
LONG = "\n\n".join(f"## Part {name}\n\nText." for name in ("one", "two", "three"))


@pytest.fixture
def themed(make_project: Callable[..., Project]) -> Project:
    """A small glossary in our theme, with Sphinx's own index and a page with code."""
    conf = CONF.replace('html_theme = "basic"', 'html_theme = "plain_terms"')
    long = term_page("Server", body=LONG)
    code = term_page("Script", body="```python\nprint(1)\n```")
    return make_project({"conf.py": conf, "glossary/server.md": long, "glossary/script.md": code})


def pages_of(folder: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    """Every page of a built site by its path."""
    for path in sorted(folder.rglob("*.html")):
        if "_static" not in path.parts:
            yield str(path.relative_to(folder)), html.parse(str(path)).getroot()


def forbidden(page: html.HtmlElement) -> list[str]:
    """What a strict content policy would block on a page."""
    inline = [
        script.text for script in page.cssselect("script") if script.get("src") is None and runs(script)
    ]
    styles = [style.text for style in page.cssselect("style") if digest(style.text or "") not in policy()]
    attributes = [str(name) for element in page.iter() for name in element.attrib if bad_name(str(name))]
    return [*map(str, inline), *map(str, styles), *attributes]


def policy() -> str:
    """The content policy as documented."""
    text = (ROOT / "docs/publishing.md").read_text("utf-8")
    return str(re.findall(r"^Content-Security-Policy: (.+)$", text, re.M)[0])


def digest(text: str) -> str:
    """How a content policy names a style that stands in a page."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def runs(script: html.HtmlElement) -> bool:
    """Whether a script element is code; data blocks are not run, so no policy minds them."""
    return script.get("type", "text/javascript") in ("text/javascript", "module")


def bad_name(name: str) -> bool:
    """Whether an attribute holds style or code."""
    return name == "style" or name.startswith("on")


def test_the_policy_names_the_style_sheet_that_stands_in_the_pages(themed: Project) -> None:
    """One, the same in all pages, and in place of its file; what a project adds comes after it."""
    themed.edit("conf.py", "nitpicky", 'html_css_files = ["https://x.example/own.css"]\nnitpicky')
    built = themed.good()
    names = [docname for docname, page in pages_of(built.outdir) if page.cssselect("style")]
    assert len(names) == len(list(pages_of(built.outdir))) > 5
    for name, page in pages_of(built.outdir):
        (style,) = page.cssselect("style")
        assert style.text == theme_style(), name
        after = [link.get("href") for link in style.itersiblings("link") if link.get("rel") == "stylesheet"]
        assert after[-1] == "https://x.example/own.css"
        assert not any("plain-terms-theme" in one for one in loaded_by(page)), name
    wanted = digest(theme_style())
    assert wanted in policy(), f"write {wanted} into docs/publishing.md and docs/hosting, for the old digest"
    assert "<" not in theme_style()


def test_the_style_sheet_can_stay_a_file(themed: Project) -> None:
    """For hosts whose policy is not ours to change."""
    themed.edit("conf.py", "nitpicky", 'html_theme_options = {"inline_style": False}\nnitpicky')
    built = themed.good()
    for name, page in pages_of(built.outdir):
        assert not page.cssselect("style"), name
        assert len([one for one in loaded_by(page) if "plain-terms-theme.css?v=" in one]) == 1, name
    assert (built.outdir / "_static/plain-terms-theme.css").read_text("utf-8") == theme_style()


def test_a_theme_made_from_it_keeps_the_style_sheet(themed: Project) -> None:
    """As a file, since nobody puts the sheet into the pages of another theme."""
    themed.write("themes/own/theme.toml", '[theme]\ninherit = "plain_terms"\n')
    themed.edit("conf.py", 'html_theme = "plain_terms"', 'html_theme_path = ["themes"]\nhtml_theme = "own"')
    page = themed.good().page("glossary/server")
    assert not page.cssselect("style")
    assert [one for one in loaded_by(page) if "plain-terms-theme.css?v=" in one]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_any_project_can_use_the_theme(themed: Project, builder: str) -> None:
    """Its pages, Sphinx's index and the results page: one heading, landmarks, nothing forbidden."""
    built = themed.good(builder)
    pages = dict(pages_of(built.outdir))
    assert any("genindex" in name for name in pages)
    for name, page in pages.items():
        assert forbidden(page) == [], name
        assert len(page.cssselect("h1")) == 1, name
        assert [len(page.cssselect(f"body > {part}")) for part in ("header", "main", "footer")] == [1, 1, 1]
        assert page.cssselect("body > a:first-child[href='#content']"), name


def test_nothing_of_ours_is_named_in_another_projects_pages(themed: Project) -> None:
    """The theme says the project's name and none of its own."""
    built = themed.good()
    assert "Test" in str(built.page("glossary/api").findtext(".//title"))
    assert "in plain terms" not in (built.outdir / "glossary/api.html").read_text("utf-8").lower()


def test_long_pages_get_a_list_of_contents(themed: Project) -> None:
    """The list links every section; a page of one or two sections has none."""
    built = themed.good()
    contents = built.page("glossary/server").cssselect("nav.contents a")
    shown = {link.get("href"): link.text_content() for link in contents}
    assert shown["#part-one"] == "Part one"
    assert shown["#sources"] == "Sources"
    for target in shown:
        assert built.page("glossary/server").cssselect(f"section{target}"), target
    assert not built.page("glossary/api").cssselect("nav.contents")
    assert built.text("glossary/server").count("Text.") == 3


def test_a_page_loads_only_what_it_needs(themed: Project) -> None:
    """None of Sphinx's scripts; the colours of code only where there is code."""
    built = themed.good()
    assert not [one for one in loaded(built, "glossary/api") if re.search("doctools|options|pygments", one)]
    assert [one for one in loaded(built, "glossary/script") if "pygments.css" in one]


def loaded(built: Built, name: str) -> list[str]:
    """The files that a page asks for."""
    return loaded_by(built.page(name))


def loaded_by(page: html.HtmlElement) -> list[str]:
    """The files that a page asks for."""
    return [e.get("src") or e.get("href") for e in page.cssselect("script[src], link[rel=stylesheet]")]


def test_the_place_where_a_reader_is_is_marked(themed: Project) -> None:
    """The bar marks its own page, and the foot the topic of a term."""
    themed.edit("conf.py", "nitpicky", 'plain_terms_sidebar = [("glossary/index", "A to Z")]\nnitpicky')
    built = themed.good()
    (bar,) = built.page("glossary/index").cssselect("header nav [aria-current]")
    assert (bar.text, bar.get("aria-current")) == ("A to Z", "page")
    (foot,) = built.page("glossary/api").cssselect("footer nav [aria-current]")
    assert (foot.text, foot.get("aria-current")) == ("Systems", "true")


def test_a_page_of_one_letter_is_marked_as_part_of_its_list(themed: Project) -> None:
    """In the bar, where the list has a place there, and in the foot, where the list is a topic's."""
    bar = 'plain_terms_longest_list = 1\nplain_terms_sidebar = [("glossary/index", "A to Z")]\nnitpicky'
    themed.edit("conf.py", "nitpicky", bar)
    built = themed.good()
    for name, place, text in (
        ("glossary/letters/a", "header", "A to Z"),
        ("topics/letters/systems/a", "footer", "Systems"),
    ):
        marked = built.page(name).cssselect(f"{place} nav [aria-current]")
        assert [(link.text, link.get("aria-current")) for link in marked] == [(text, "true")], name


def test_the_letters_of_a_list_are_a_landmark(themed: Project) -> None:
    """Who hears the page can go to them; on the page of one letter it is the same landmark."""
    whole = themed.good().page("glossary/index")
    themed.edit("conf.py", "nitpicky", "plain_terms_longest_list = 1\nnitpicky")
    part = themed.good().page("glossary/letters/a")
    for page in (whole, part):
        (bar,) = page.cssselect(".plain-term-letters")
        assert (bar.tag, bar.get("aria-label")) == ("nav", "Letters")
        assert bar.cssselect("a")
    assert whole.cssselect("nav.plain-term-letters > a")[0].get("href") == "#letter-a"


def test_a_wide_table_has_a_box_of_its_own(themed: Project) -> None:
    """It scrolls in the box, and not the page with it."""
    themed.edit("glossary/server.md", "## Part one", "| a | b |\n| - | - |\n| c | d |\n\n## Part one")
    assert themed.good().page("glossary/server").cssselect("div.table-box > table")


# --- the real site ------------------------------------------------------------------------------


def test_no_page_of_the_site_has_anything_inlined_that_the_policy_forbids(site: Path) -> None:
    """The whole site runs under a strict content policy."""
    pages = list(pages_of(site))
    assert len(pages) > 250
    assert {name: found for name, page in pages if (found := forbidden(page))} == {}


def test_every_page_has_one_heading_of_the_first_rank(site: Path) -> None:
    """And headings that leave out no rank on the way down."""
    for name, page in pages_of(site):
        ranks = [int(heading.tag[1]) for heading in page.cssselect("h1, h2, h3, h4, h5, h6")]
        assert ranks.count(1) == 1, name
        assert ranks[0] == 1, name
        assert all(after - before <= 1 for before, after in pairwise(ranks)), name


def test_a_first_visit_to_a_term_page_is_light(site: Path) -> None:
    """Everything a page loads before the reader does anything, as compressed by `gzip -9`."""
    sizes: dict[Path, int] = {}
    for path in sorted((site / "glossary").glob("*.html")):
        if path.stem == "index":
            continue
        files = [path, *requested(path)]
        total = sum(sizes.setdefault(file, len(gzip.compress(file.read_bytes(), 9))) for file in files)
        assert len(files) <= MOST_REQUESTS, (path.name, [file.name for file in files])
        assert total <= MOST_BYTES, (path.name, {file.name: sizes[file] for file in files})


def requested(path: Path) -> list[Path]:
    """The files that a page asks for at once."""
    page = html.parse(str(path)).getroot()
    links = page.cssselect("link[rel=stylesheet], link[rel=icon], script[src], img[src]")
    names = [urlsplit(str(link.get("href") or link.get("src"))).path for link in links]
    return [(path.parent / unquote(name)).resolve() for name in names]


# --- lean copies --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*files_of(STATIC), *files_of(THEME)], ids=lambda path: path.name)
def test_a_lean_copy_loses_comments_and_indents_alone(path: Path, tmp_path: Path) -> None:
    """Every other line is there, in order; scripts still parse."""
    before = path.read_text("utf-8")
    copy = lean(before)
    assert len(copy) < len(before)
    assert not re.search(r"^\s*(/\*|//)", copy, re.M)
    rest = iter(line.strip() for line in before.splitlines())
    assert all(line in rest for line in copy.splitlines())
    if path.suffix == ".js" and (node := shutil.which("node")):
        (tmp_path / path.name).write_text(copy, "utf-8")
        done = subprocess.run([node, "--check", str(tmp_path / path.name)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


SHEETS = [path for path in (*files_of(STATIC), *files_of(THEME)) if path.suffix == ".css"]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_tight_style_sheet_means_the_same(path: Path) -> None:
    """The same rules with the same values in the same order, as a parser of CSS reads them."""
    before = path.read_text("utf-8")
    assert list(rules(tight(before))) == list(rules(before))
    assert len(tight(before)) < 0.93 * len(lean(before))


def rules(css: str | list[Node]) -> Iterator[tuple[str, ...]]:
    """Each rule and declaration of a style sheet, with its spaces made equal."""
    for rule in tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True):
        yield rule.type, getattr(rule, "at_keyword", ""), evened(rule.prelude)
        if rule.type == "at-rule":
            yield from rules(rule.content)
            continue
        for part in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            yield part.type, part.name, evened(part.value), str(part.important)


def evened(tokens: list[Node]) -> str:
    """Tokens as text, without the spaces that follow a sign and mean nothing."""
    text = re.sub(r"/\*.*?\*/", "", tinycss2.serialize(tokens))
    return re.sub(r"(?<=[:,(]) ", "", re.sub(r"\s+", " ", text)).strip()


def test_a_lean_copy_keeps_what_only_looks_like_a_comment() -> None:
    """An address in a text, a comment after code, a glob."""
    text = 'a("https://x.example");\n  // gone\nb(); // stays\n/* gone\n   too */\nc("/*");\n'
    assert lean(text) == 'a("https://x.example");\nb(); // stays\nc("/*");\n'
