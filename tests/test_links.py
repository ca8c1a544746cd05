"""The link checker finds each kind of broken link, and the site we build has none."""

from __future__ import annotations

import json
import runpy
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.links import Welcome, check_site, inside

ROOT = Path(__file__).parent.parent
BASE = "https://terms.example/"
Files = Mapping[str, str | bytes]


def build(folder: Path, files: Files) -> Path:
    """Write a small site: a front page, unless one is given, and these files."""
    for name, content in {"index.html": "<p>Hello</p>", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def inventory(*lines: str) -> bytes:
    """Make a Sphinx inventory with these lines."""
    head = "# Sphinx inventory version 2\n# Project: small\n# Version: 1\n# zlib\n"
    return head.encode() + zlib.compress("".join(f"{line}\n" for line in lines).encode())


def found(folder: Path, files: Files) -> list[str]:
    """Say what the checker finds wrong with a small site."""
    return [str(broken) for broken in check_site(build(folder, files), base_url=BASE)]


GONE = "leads to a file that is not there"
LOADED = "is loaded from another host"
UNWELCOME = "leads to another host from a place where that is not welcome"


@pytest.mark.parametrize(
    ("markup", "link", "what"),
    [
        pytest.param("<a href='gone.html'>x</a>", "gone.html", GONE, id="link"),
        pytest.param("<img src='gone.png'>", "gone.png", GONE, id="picture"),
        pytest.param("<script src='gone.js'></script>", "gone.js", GONE, id="script"),
        pytest.param("<iframe src='gone.html'></iframe>", "gone.html", GONE, id="frame"),
        pytest.param("<link rel='stylesheet' href='gone.css?v=1'>", "gone.css?v=1", GONE, id="stylesheet"),
        pytest.param("<link rel='next' href='gone.html'>", "gone.html", GONE, id="next page"),
        pytest.param("<img srcset='index.html 1x, gone.png 2x'>", "gone.png", GONE, id="srcset"),
        pytest.param("<form action='gone.html'></form>", "gone.html", GONE, id="form"),
        pytest.param("<button formaction='gone.html'>x</button>", "gone.html", GONE, id="button"),
        pytest.param("<video poster='gone.png'></video>", "gone.png", GONE, id="poster"),
        pytest.param("<object data='gone.svg'></object>", "gone.svg", GONE, id="object"),
        pytest.param("<map><area href='gone.html'></map>", "gone.html", GONE, id="area"),
        pytest.param("<svg><use href='gone.svg#a'/></svg>", "gone.svg#a", GONE, id="use"),
        pytest.param("<svg><use xlink:href='gone.svg#a'/></svg>", "gone.svg#a", GONE, id="old use"),
        pytest.param("<svg><image href='gone.png'/></svg>", "gone.png", GONE, id="picture in a picture"),
        pytest.param("<p style='background: url(gone.png)'>x</p>", "gone.png", GONE, id="style attribute"),
        pytest.param(
            "<style>p { background: url('gone.png') }</style>", "gone.png", GONE, id="style element"
        ),
        pytest.param(
            "<meta http-equiv='Refresh' content='0; url=gone.html'>", "gone.html", GONE, id="redirect"
        ),
        pytest.param(
            "<a href='#gone'>x</a>",
            "#gone",
            "leads to a fragment that index.html does not have",
            id="fragment",
        ),
        pytest.param(
            "<svg><use href='#gone'/></svg>",
            "#gone",
            "leads to a fragment that index.html does not have",
            id="symbol",
        ),
        pytest.param("<a href='Index.html'>x</a>", "Index.html", "is spelled index.html", id="case"),
        pytest.param(
            "<a href='/index.html'>x</a>",
            "/index.html",
            "starts at the top of the host, so it breaks under a sub-path",
            id="absolute path",
        ),
        pytest.param("<a href='../index.html'>x</a>", "../index.html", "leads out of the site", id="outside"),
        pytest.param(
            "<a href='./'>x</a>",
            "./",
            "leads to a folder, which shows no page when read from a disk",
            id="folder",
        ),
        pytest.param(
            "<a href='index.html/'>x</a>", "index.html/", "has a slash after the name of a file", id="slash"
        ),
        pytest.param("<img src=''>", "", "is empty", id="empty"),
        pytest.param(
            "<a href='javascript:alert(1)'>x</a>",
            "javascript:alert(1)",
            "has the scheme javascript:",
            id="scheme",
        ),
        pytest.param("<a href='http://[bad'>x</a>", "http://[bad", "is not an address", id="nonsense"),
        pytest.param("<base href='x/'>", "x/", "moves every other link of its page", id="base"),
        pytest.param(
            f"<a href='{BASE}index.html'>x</a>",
            f"{BASE}index.html",
            "names the address of this site: a relative link also works elsewhere",
            id="own address",
        ),
        pytest.param(
            f"<link rel='canonical' href='{BASE}gone.html'>", f"{BASE}gone.html", GONE, id="canonical"
        ),
        pytest.param(
            """<script type='application/ld+json'>{"a": [{"url": "gone.html"}]}</script>""",
            "gone.html",
            GONE,
            id="data for search engines",
        ),
        pytest.param(
            "<a href='https://far.example/'>x</a>", "https://far.example/", UNWELCOME, id="far link"
        ),
        pytest.param("<a href='//far.example/'>x</a>", "//far.example/", UNWELCOME, id="no scheme"),
        pytest.param(
            "<script src='https://far.example/a.js'></script>",
            "https://far.example/a.js",
            LOADED,
            id="far script",
        ),
        pytest.param(
            "<link rel='preconnect' href='https://far.example'>",
            "https://far.example",
            LOADED,
            id="preconnect",
        ),
        pytest.param(
            "<section id='sources'><img src='https://far.example/a.png'></section>",
            "https://far.example/a.png",
            LOADED,
            id="far picture among the sources",
        ),
    ],
)
def test_a_broken_link_in_a_page_is_found_with_its_line(
    tmp_path: Path, markup: str, link: str, what: str
) -> None:
    """Each kind of address that a page can hold is checked, and reported once, where it stands."""
    assert found(tmp_path, {"index.html": f"<!doctype html>\n<p>One</p>\n{markup}"}) == [
        f"index.html:3: {link}: {what}"
    ]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<a href='two.html'>x</a>", id="page"),
        pytest.param("<a href='two.html?q=a#here'>x</a>", id="query and fragment"),
        pytest.param("<a href='two.html#%C3%A9t%C3%A9'>x</a>", id="encoded fragment"),
        pytest.param("<a href='two.html#named'>x</a>", id="name"),
        pytest.param("<a href=' two.html '>x</a>", id="spaces around"),
        pytest.param("<a href='#'>x</a><a href='#top'>x</a><a href=''>x</a>", id="top of the page"),
        pytest.param("<a href='a%20b.html'>x</a>", id="encoded name"),
        pytest.param("<img src='data:image/gif;base64,R0lGOD=='>", id="data"),
        pytest.param("<a href='mailto:someone@terms.example'>x</a>", id="mail"),
        pytest.param(f"<link rel='canonical' href='{BASE}two.html'>", id="canonical"),
        pytest.param(f"<link rel='canonical' href='{BASE}'>", id="canonical front page"),
        pytest.param("<section id='sources'><a href='https://far.example/'>x</a></section>", id="source"),
        pytest.param("<a rel='nofollow license' href='https://far.example/'>x</a>", id="licence"),
        pytest.param("<p class='edit-this-page'><a href='https://far.example/'>x</a></p>", id="edit link"),
        pytest.param(
            "<p class='plain-term-question'><a href='https://far.example/'>x</a></p>", id="question"
        ),
        pytest.param(
            "<style>/* url(gone.png) */ p { fill: url(#own) }</style><b id='own'></b>", id="comment"
        ),
        pytest.param("<pre>&lt;a href='gone.html'&gt;</pre><!-- <a href='gone.html'> -->", id="shown code"),
    ],
)
def test_a_link_that_works_is_left_alone(tmp_path: Path, markup: str) -> None:
    """What a browser can follow, from any address and from a disk, is not reported."""
    rest = "<a href='two.html'>two</a> <a href='a%20b.html'>a b</a>"
    two = "<p id='here'>x</p><p id='été'>x</p><a name='named'></a>"
    files = {"index.html": f"{markup}{rest}", "two.html": two, "a b.html": "x"}
    assert found(tmp_path, files) == []


def test_a_link_is_read_from_the_folder_of_its_page(tmp_path: Path) -> None:
    """The same words lead to another file from another folder."""
    files = {
        "index.html": "<a href='deep/one.html'>x</a>",
        "deep/one.html": "<a href='two.html'>x</a><a href='../index.html'>x</a>",
        "two.html": "<p>Not this one</p>",
    }
    assert found(tmp_path, files) == [
        f"deep/one.html:1: two.html: {GONE}",
        "two.html: two.html: cannot be reached from index.html",
    ]


def test_a_fragment_of_another_page_has_to_be_there(tmp_path: Path) -> None:
    """The page exists, the place in it does not."""
    files = {"index.html": "<a href='two.html#there'>x</a>", "two.html": "<p id='here'>x</p>"}
    assert found(tmp_path, files) == [
        "index.html:1: two.html#there: leads to a fragment that two.html does not have"
    ]


def test_a_stylesheet_is_checked_from_its_own_folder(tmp_path: Path) -> None:
    """Fonts, pictures and further stylesheets are looked for beside the stylesheet."""
    css = '@import "more.css";\n/* two\nlines */ b { src: url(font.woff2), url( "gone.woff2" ) }\n'
    far = "@import url(https://far.example/a.css);"
    files: Files = {"_static/a.css": css, "_static/font.woff2": b"", "_static/far.css": far}
    assert found(tmp_path, files) == [
        f"_static/a.css:1: more.css: {GONE}",
        f"_static/a.css:3: gone.woff2: {GONE}",
        f"_static/far.css:1: https://far.example/a.css: {LOADED}",
    ]


def test_a_picture_is_checked_too(tmp_path: Path) -> None:
    """An SVG file can load things and has fragments of its own."""
    svg = "<?xml version='1.0' encoding='utf-8'?>\n<svg><g id='a'/><image href='https://far.example/p.png'/></svg>"
    page = "<svg><use href='p.svg#a'/><use href='p.svg#b'/></svg>"
    assert found(tmp_path, {"index.html": page, "p.svg": svg}) == [
        "index.html:1: p.svg#b: leads to a fragment that p.svg does not have",
        f"p.svg:2: https://far.example/p.png: {LOADED}",
    ]


def test_every_name_in_the_inventory_leads_somewhere(tmp_path: Path) -> None:
    """Other projects link through the inventory, so a dead name in it is our dead link."""
    lines = (
        "API std:term -1 index.html#term-$ -",
        "pod std:term -1 index.html#term-pod -",
        "gone std:doc -1 gone.html -",
        "modindex std:label -1 py-modindex.html Module index",
    )
    files: Files = {"index.html": "<p id='term-API'>x</p>", "objects.inv": inventory(*lines)}
    assert found(tmp_path, files) == [
        f"objects.inv: gone.html: {GONE}",
        "objects.inv: index.html#term-pod: leads to a fragment that index.html does not have",
    ]


def test_every_address_in_the_site_map_leads_somewhere(tmp_path: Path) -> None:
    """A search engine is sent to pages that exist, on this site."""
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    places = ("", "gone.html")
    urls = "".join(f"<url>\n<loc>{BASE}{place}</loc></url>" for place in places)
    other = "<url><loc>https://far.example/</loc></url>"
    site_map = f"<?xml version='1.0'?><urlset xmlns='{namespace}'>{urls}{other}</urlset>"
    assert found(tmp_path, {"sitemap.xml": site_map}) == [
        f"sitemap.xml:3: https://far.example/: {UNWELCOME}",
        f"sitemap.xml:3: {BASE}gone.html: {GONE}",
    ]


def test_every_address_in_an_export_leads_somewhere(tmp_path: Path) -> None:
    """Programs get addresses that work; the sources of a term may stand on other hosts."""
    export = {
        "terms": [
            {"url": "index.html#a", "sources": [{"url": "https://far.example/"}]},
            {"url": f"{BASE}index.html#b"},
        ]
    }
    files = {"index.html": "<p id='a'>x</p>", "terms.json": json.dumps(export)}
    assert found(tmp_path, files) == [
        f"terms.json: {BASE}index.html#b: leads to a fragment that index.html does not have"
    ]


def test_a_page_that_nothing_links_to_is_an_orphan(tmp_path: Path) -> None:
    """Two pages that only link to each other are lost to a reader; forms count as a way to get somewhere."""
    files = {
        "index.html": "<form action='search.html'></form>",
        "search.html": "<a href='found.html'>x</a>",
        "found.html": "x",
        "lost.html": "<a href='lost-too.html'>x</a>",
        "lost-too.html": "<a href='lost.html'>x</a>",
    }
    assert found(tmp_path, files) == [
        "lost-too.html: lost-too.html: cannot be reached from index.html",
        "lost.html: lost.html: cannot be reached from index.html",
    ]


def test_a_redirect_and_a_page_named_as_unlinked_are_no_orphans(tmp_path: Path) -> None:
    """An old address is there for links from outside, and a server shows the page for a missing page."""
    redirect = "<meta http-equiv='refresh' content='0; url=index.html'>"
    folder = build(tmp_path, {"old.html": redirect, "404.html": "x"})
    assert check_site(folder, unlinked={"404.html"}) == []


def test_the_page_for_a_missing_page_leads_from_the_root(tmp_path: Path) -> None:
    """It is shown at any address, so what is relative leads elsewhere; so does another sub-path."""
    links = ("found.html", "/found.html", "/sub/gone.html", "/sub/found.html", "/sub/", "#here")
    page = "<p id='here'>" + "\n".join(f"<a href='{link}'>x</a>" for link in links)
    folder = build(tmp_path, {"404.html": page, "found.html": "x"})
    broken = check_site(folder, base_url="https://terms.example/sub/", unlinked={"404.html", "found.html"})
    outside = "does not start with /sub/, so it breaks where the page is shown for another"
    assert [(one.link, one.what) for one in broken] == [
        ("found.html", outside),
        ("/found.html", outside),
        ("/sub/gone.html", GONE),
    ]


def test_a_caller_can_welcome_one_host_in_one_place(tmp_path: Path) -> None:
    """An exception holds for that host and that place only."""
    links = "".join(f"<a href='https://{host}.example/'>x</a>" for host in ("near", "far"))
    page = f"<footer class='small credit'>{links}</footer><a href='https://near.example/no'>x</a>"
    welcome = [Welcome(inside("credit"), "near.example")]
    problems = check_site(build(tmp_path, {"index.html": page}), welcome=welcome)
    assert [broken.link for broken in problems] == ["https://far.example/", "https://near.example/no"]


def test_the_site_we_build_has_no_broken_link(site: Path) -> None:
    """Every link, address and fragment of the real site works, and every page can be reached."""
    base_url = runpy.run_path(str(ROOT / "conf.py"))["html_baseurl"]
    # Without scripts the search box leads to the A-Z page, so only a script knows the results page.
    broken = check_site(site, base_url=base_url, unlinked={"search.html", "404.html"})
    assert list(map(str, broken)) == []
