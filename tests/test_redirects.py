"""Former addresses: what leads on from them, what knows them, and what an author can get wrong about them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from sphinx.util.inventory import InventoryFile

from tests.projects import CONF, Built, Project, base_files, term_page, topic_page

BASED = CONF + 'html_baseurl = "https://a.example/docs"\n'
GUIDE = """---
compares: [api, one-piece]
question: A doorway or a block?
verdict: Both.
formerly: [doorway-or-block]
---
# Doorway & block?

Words.
"""
PATH = """---
steps:
  api: first
  one-piece: then
formerly: [old-path]
---
# A path

Words.
"""
RENAMED = term_page(
    "One-piece app",
    aliases=("single-block app",),
    definition='A one-piece app is "one" & < two.',
    variants=["Monolith", "monolithic app"],
    formerly=["monolith", "/guides/big-lumps", "/blocks"],
)


def files() -> dict[str, str]:
    """A glossary in which one page of each kind had another address before."""
    found = {**base_files(), "conf.py": BASED, "glossary/one-piece.md": RENAMED}
    del found["glossary/monolith.md"]
    found["glossary/api.md"] = found["glossary/api.md"].replace("monolith:", "one-piece:")
    found["guides/index.md"] = "# Guides\n\n```{toctree}\n:glob:\n\n*\n```\n"
    found["guides/choice.md"] = GUIDE
    found["guides/path.md"] = PATH
    found["guides/advice.md"] = "---\nformerly: [how-to-ask]\n---\n# Advice\n\nAsk.\n"
    found["topics/systems.md"] = "---\nformerly: [plumbing]\n---\n" + topic_page("systems")
    found["index.md"] = found["index.md"].replace("topics/index", "topics/index\nguides/index")
    return found


OLD = {
    "glossary/monolith": ("glossary/one-piece", "#term-one-piece", "One-piece app"),
    "guides/big-lumps": ("glossary/one-piece", "#term-one-piece", "One-piece app"),
    "blocks": ("glossary/one-piece", "#term-one-piece", "One-piece app"),
    "guides/doorway-or-block": ("guides/choice", "", "Doorway & block?"),
    "guides/old-path": ("guides/path", "", "A path"),
    "guides/how-to-ask": ("guides/advice", "", "Advice"),
    "topics/plumbing": ("topics/systems", "", "Systems"),
}


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """That glossary, in each form of addresses."""
    return Project(tmp_path_factory.mktemp("moved"), files()).good(str(request.param))


def in_folders(built: Built) -> bool:
    """Whether pages have folders of their own."""
    return (built.outdir / "glossary/api/index.html").exists()


def page_of(built: Built, name: str) -> str:
    """The path of a page without its ending."""
    return f"{name}/index" if in_folders(built) else name


def address_of(built: Built, name: str) -> str:
    """The address of a page, from the root."""
    return f"{name}/" if in_folders(built) else f"{name}.html"


@pytest.mark.parametrize("old", OLD)
def test_a_former_address_leads_to_the_page_without_a_script(built: Built, old: str) -> None:
    """At once, by a relative address, and to the very term; with a link for whoever switched that off."""
    now, anchor, title = OLD[old]
    page = built.page(page_of(built, old))
    (refresh,) = page.cssselect("meta[http-equiv=refresh]")
    delay, _, link = refresh.get("content").partition("; url=")
    assert delay == "0"
    assert not re.match(r"/|\w+:", link)
    for root in ("http://h/", "http://h/sub/path/", "file:///site/"):
        assert urljoin(root + address_of(built, old), link) == root + address_of(built, now) + anchor
    assert link in [a.get("href") for a in page.cssselect("section#moved a")]
    assert title in page.cssselect("section#moved")[0].text_content()


def test_the_page_at_a_former_address_says_what_the_term_means(built: Built) -> None:
    """In words, with signs as signs; and a guide's or topic's line stands there likewise."""
    text = built.text(page_of(built, "glossary/monolith"))
    assert 'It is now at One-piece app. A one-piece app is "one" & < two.' in text
    assert "All about systems." in built.text(page_of(built, "topics/plumbing"))
    other = built.page(page_of(built, "guides/doorway-or-block"))
    assert other.findtext(".//title").startswith("Moved: Doorway & block?")
    assert "A doorway or a block?" in built.text(page_of(built, "guides/doorway-or-block"))


@pytest.mark.parametrize("old", OLD)
def test_search_engines_are_told_to_keep_the_new_address(built: Built, old: str) -> None:
    """One canonical address, the new one; the old page is not to be listed."""
    page = built.page(page_of(built, old))
    (canonical,) = page.cssselect("link[rel=canonical]")
    assert canonical.get("href") == f"https://a.example/docs/{address_of(built, OLD[old][0])}"
    assert [meta.get("content") for meta in page.cssselect("meta[name=robots]")] == ["noindex"]


def test_without_a_base_address_the_canonical_one_is_relative(make_project: Callable[..., Project]) -> None:
    """It is right wherever the site lies."""
    page = make_project({**files(), "conf.py": CONF}, bare=True).good().page("guides/big-lumps")
    (canonical,) = page.cssselect("link[rel=canonical]")
    assert canonical.get("href") == "../glossary/one-piece.html"


def test_the_former_anchor_is_on_the_page(built: Built) -> None:
    """A server that redirects by itself, or a link that only had its page mended, still lands on the term."""
    page = built.page(page_of(built, "glossary/one-piece"))
    assert "One-piece app" in page.cssselect("section:has(> #term-monolith)")[0].text_content()
    assert page.cssselect("section#term-one-piece")
    assert not page.cssselect("#term-big-lumps")


def test_the_inventory_knows_old_names_and_old_addresses(built: Built) -> None:
    """Other projects go on referring to the term and to the document."""
    uri = f"{address_of(built, 'glossary/one-piece')}#term-one-piece"
    assert built.names()["Monolith"] == uri
    documents = InventoryFile.loads((built.outdir / "objects.inv").read_bytes(), uri="").data["std:doc"]
    assert documents["glossary/monolith"].uri == uri
    assert documents["topics/plumbing"].uri == address_of(built, "topics/systems")


def test_former_addresses_are_in_no_list(built: Built) -> None:
    """Not in search, site map, feed, llms.txt or any page."""
    made = ["sitemap.xml", "feed.xml", "llms.txt", "terms.csv", "terms.ttl"]
    texts = [(built.outdir / name).read_text("utf-8") for name in made]
    texts += [path.read_text("utf-8") for path in (built.outdir / "_static/plain-terms-search").iterdir()]
    assert len(texts) > 8
    for old in OLD:
        assert not [text for text in texts if address_of(built, old) in text], old
    for path in built.outdir.rglob("*.html"):
        text = path.read_text("utf-8")
        assert 'http-equiv="refresh"' in text or address_of(built, "monolith") not in text, path


def test_programs_are_told_the_former_slugs(built: Built) -> None:
    """Those of the same folder, which somebody may have stored as the term's id."""
    terms = json.loads((built.outdir / "terms.json").read_text("utf-8"))["terms"]
    assert {term["slug"]: term["formerly"] for term in terms} == {"api": [], "one-piece": ["monolith"]}


def test_the_copy_in_markdown_says_where_it_went(built: Built) -> None:
    """A program that kept its address finds the new one."""
    text = (built.outdir / "glossary/monolith.md").read_text("utf-8")
    assert "It is now at [One-piece app](one-piece.md): A one-piece app" in text


def test_a_file_of_the_projects_own_stays_at_a_former_address(make_project: Callable[..., Project]) -> None:
    """A publisher may already have put something there."""
    conf = CONF + 'html_extra_path = ["_extra"]\n'
    project = make_project({**files(), "conf.py": conf, "_extra/topics/plumbing.html": "mine"}, bare=True)
    assert (project.good().outdir / "topics/plumbing.html").read_text("utf-8") == "mine"


def test_a_page_that_refers_to_a_former_slug_is_told_the_new_one(project: Project) -> None:
    """The other half of renaming a term."""
    project.write("glossary/one-piece.md", RENAMED)
    project.remove("glossary/monolith.md")
    said = "glossary/api.md:5: WARNING: no page 'monolith': it is called one-piece now, so write that"
    assert said in project.build().warnings


# --- mistakes -----------------------------------------------------------------------------------

MISTAKES: dict[str, tuple[object, str]] = {
    "other-page": (["api"], "'glossary/api' would hide the page glossary/api: take it out here"),
    "itself": (
        ["itself"],
        "'glossary/itself' is the address that this page has: name one that it had before",
    ),
    "in-full": (["glossary/in-full"], "'glossary/in-full' is the address that this page has"),
    "capitals": (["API"], "is the same file as the page glossary/api on a disk that knows no capitals"),
    "in-a-folder": (["glossary/api/index"], "'glossary/api/index' would hide the page"),
    "folder": (["/glossary"], "'glossary' would hide the page glossary/index"),
    "made": (["/search"], "'search' is a page that the build makes: take it out"),
    "claim": (["gone"], "'glossary/gone' also stands in glossary/rival.md:5: an address leads to one page"),
    "rival": (["gone"], "'glossary/gone' also stands in glossary/claim.md:5"),
    "twice": (["old", "glossary/old"], "'glossary/old' also stands in glossary/twice.md:6"),
    "ending": (["old.html"], "'old.html' is no page: write its name without an ending, as in old-name"),
    "outside": (["../../etc/passwd"], "'../../etc/passwd' is no page"),
    "outside-within": (["a/../../passwd"], "is no page"),
    "address": (["https://a.example/b"], "is no page"),
    "anchor": (["old#term-old"], "is no page"),
    "files": (["/_static/x"], "is no page"),
    "back-slash": (["..\\\\x"], "is no page"),
    "no-list": ("old", "expected a list"),
}
"""For each page, what it says of its former addresses, and what it is told."""


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A glossary with all of them, built over one without."""
    project = Project(tmp_path_factory.mktemp("mistaken"), base_files())
    project.good()
    for name, (written, _) in MISTAKES.items():
        project.write(f"glossary/{name}.md", term_page(name.title(), formerly=written))
    return project.build()


@pytest.mark.parametrize("name", MISTAKES)
def test_a_redirect_that_cannot_be_is_named_with_file_line_and_mend(mistaken: Built, name: str) -> None:
    """Each on the line where it stands."""
    told = rf"glossary/{name}\.md:[456]: WARNING: formerly: .*{re.escape(MISTAKES[name][1])}"
    assert re.search(told, mistaken.warnings), mistaken.warnings


def test_a_redirect_that_cannot_be_does_no_harm(mistaken: Built) -> None:
    """It hides no page, writes nothing outside the site, and one of two rivals is in force."""
    for name, heading in {"api": "API", "itself": "Itself", "index": "A to Z"}.items():
        assert heading in mistaken.page(f"glossary/{name}").findtext(".//h1")
    assert not mistaken.page("search").cssselect("meta[http-equiv=refresh]")
    assert "It is now at Claim." in mistaken.text("glossary/gone")
    assert not list(mistaken.outdir.parent.rglob("passwd*"))
    assert not list(mistaken.outdir.rglob("API.html"))


def test_a_page_of_a_split_list_is_not_hidden(project: Project) -> None:
    """Such pages come and go with the number of terms, so only a build knows them."""
    project.edit("conf.py", "nitpicky", "plain_terms_longest_list = 1\nnitpicky")
    project.edit("glossary/api.md", "topic:", "formerly: [glossary/letters/A, glossary/letters/z]\ntopic:")
    built = project.build()
    assert built.warnings.count("WARNING") == 1
    assert "glossary/api.md:2: WARNING: formerly: 'glossary/letters/A' is a page that the" in built.warnings
    assert "An API is a set way" in built.text("glossary/letters/a")
    assert "It is now at API." in built.text("glossary/letters/z")


def test_a_topics_former_address_is_checked_too(project: Project) -> None:
    """Of front matter that is not ours, only that key is judged."""
    page = "---\norphan: true\nformerly:\n  - money\n  - a b.md\n---\n" + topic_page("systems")
    project.write("topics/systems.md", page)
    warnings = project.build().warnings
    assert "topics/systems.md:5: WARNING: formerly: 'a b.md' is no page" in warnings
    project.edit("topics/systems.md", "  - a b.md\n", "")
    warnings = project.build().warnings
    assert (
        "topics/systems.md:4: WARNING: formerly: 'topics/money' would hide the page topics/money" in warnings
    )
