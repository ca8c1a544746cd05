"""The list of what a reader can keep: every page and what pages load, true to the finished files."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plain_terms import offline, outputs
from tests.projects import CONF, Built, Project

ROOT = Path(__file__).parent.parent
THEME = CONF.replace('html_theme = "basic"', 'html_theme = "plain_terms"')
TEMPLATE = ROOT / "plain_terms/templates" / outputs.WORKER


def listed(folder: Path) -> dict[str, tuple[int, str]]:
    """What the list of a built site says: size and digest by address."""
    rows = json.loads((folder / outputs.LIST).read_text("utf-8"))["files"]
    return {address: (size, digest) for address, size, digest in rows}


def pages_in(folder: Path) -> set[str]:
    """Every page that a built site has."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    return {path for path in found if not path.startswith("_")}


def assert_true(built: Built) -> None:
    """Each line of the list says what its file is, and the worker names this very list."""
    for address, (size, digest) in listed(built.outdir).items():
        content = (built.outdir / address.partition("?")[0]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()[:16]) == (size, digest), address
    text = (built.outdir / outputs.LIST).read_bytes()
    worker = (built.outdir / outputs.WORKER).read_text("utf-8")
    assert f'"version": "{hashlib.sha256(text).hexdigest()[:16]}"' in worker


# --- what pages load ----------------------------------------------------------------------------

PAGE = b"""<link rel="stylesheet" href="../_static/a.css?v=1"><link rel='icon' href='../icon.svg'>
<link rel="canonical" href="https://x.example/p.html"><link rel="alternate" href="p.md">
<script defer src="../_static/b.js?v=2"></script><script>src="no.js"</script>
<img alt="" src="../_images/c%20d.png" data-src="no.png" srcset="small.png 1x, ../big.png 2x">
<a href="q.html">q</a><img src="https://x.example/far.png"><img src="data:image/png;base64,x">
<img src="/root.png"><svg><use href="../sprite.svg#part"/></svg><img src="a&amp;b.png">"""


def test_a_page_names_what_it_loads_from_its_own_site() -> None:
    """Style sheets, scripts, pictures and icons, as the page asks for them; links and other sites are not."""
    assert offline.loaded_by("glossary/p.html", ".html", PAGE) == {
        "_static/a.css?v=1",
        "_static/b.js?v=2",
        "icon.svg",
        "_images/c%20d.png",
        "glossary/small.png",
        "big.png",
        "sprite.svg",
        "glossary/a&b.png",
        "root.png",
    }


def test_addresses_that_begin_at_the_root_of_the_host_count_where_the_site_is_published() -> None:
    """As those of the page for addresses that lead nowhere; the rest of the host is not the site."""
    page = (
        b'<script src="/docs/a.js?v=1"></script><img src="/b.png"><img src="../c.png"><img src="//d/docs/e">'
    )
    assert offline.loaded_by("404.html", ".html", page, "/docs/") == {"a.js?v=1"}


def test_a_style_sheet_names_what_it_loads() -> None:
    """Faces, pictures and further style sheets."""
    text = b"@import 'b.css'; a { src: url(../fonts/c.woff2), url( \"d.svg#x\" ), url(data:x) }"
    assert offline.loaded_by("_static/a.css", ".css", text) == {
        "_static/b.css",
        "fonts/c.woff2",
        "_static/d.svg",
    }


def test_what_a_kept_file_loads_is_kept_too_and_nothing_else(tmp_path: Path) -> None:
    """Style sheets that name each other end; what is not there, or must not be, is left out."""
    files = {
        "a.html": '<link rel="stylesheet" href="a.css?v=1"><script src="w.js"></script><img src="gone.png">',
        "a.css": "@import 'b.css';",
        "b.css": "@import 'a.css'; p { background: url('é.png') }",
        "é.png": "x",
        "w.js": "",
        "other.txt": "",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    copy = offline.copy_of(tmp_path, ["a.html", "other.txt", "none.txt"], {})
    kept = offline.files_of(copy, ["w.js"])
    assert [file.address for file in kept] == ["a.css", "a.css?v=1", "a.html", "b.css", "other.txt", "é.png"]
    assert kept[2].size == len(files["a.html"])


def test_a_file_is_looked_into_again_when_its_size_or_date_differs(tmp_path: Path) -> None:
    """What an earlier build found in it counts as long as it is the same file."""
    page = tmp_path / "a.html"
    page.write_text('<img src="b.png">', "utf-8")
    (tmp_path / "b.png").write_text("x", "utf-8")
    first = offline.copy_of(tmp_path, ["a.html"], {})
    told = {**first, "a.html": replace(first["a.html"], digest="told", loads=())}
    assert offline.copy_of(tmp_path, ["a.html"], told) == {"a.html": told["a.html"]}
    for size, later in ((17, 1), (18, 0)):
        page.write_text('<img src="b.png">'.ljust(size), "utf-8")
        os.utime(page, ns=(0, first["a.html"].date + later))
        assert offline.copy_of(tmp_path, ["a.html"], told).keys() == {"a.html", "b.png"}


# --- builds -------------------------------------------------------------------------------------


def test_every_page_of_the_site_and_its_search_are_in_the_list(site: Path) -> None:
    """Also pages that no document makes; the exports and what no page loads are not."""
    kept = listed(site)
    pages = {address for address in kept if address.endswith(".html")}
    assert pages == pages_in(site)
    assert len(pages) > 250
    search = {path.name for path in (site / "_static/plain-terms-search").iterdir()}
    assert {f"_static/plain-terms-search/{name}" for name in search} <= set(kept)
    rest = {address.partition("?")[0] for address in kept} - pages
    assert {Path(name).suffix for name in rest} <= {".js", ".css", ".svg", ".png"}
    assert {"_static/not-found.js", "_static/cards.js", "_static/filter.js"} <= rest
    assert "_static/doctools.js" not in rest
    assert outputs.WORKER not in rest


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_list_is_true_after_every_edit(make_project: Callable[..., Project], builder: str) -> None:
    """An edit, a new page, one that is gone: the list follows, as in a clean build."""
    project = make_project({"conf.py": THEME})
    project.good(builder)
    project.edit("glossary/api.md", "a set way", "an agreed way")
    (project.folder / "glossary/monolith.md").replace(project.folder / "glossary/big.md")
    built = project.build(builder)
    assert_true(built)
    assert {name for name in listed(built.outdir) if name.endswith(".html")} == pages_in(built.outdir)
    assert built.files() == project.build(builder, out="_clean", clean=True).files()


def test_the_list_knows_what_other_extensions_did_to_the_pages(make_project: Callable[..., Project]) -> None:
    """It is made after they have written; pages that the project brings itself are pages too."""
    setup = """
from pathlib import Path
html_extra_path = ["_extra"]
def touch(app, exception):
    page = Path(app.outdir, "glossary/api.html")
    page.write_text(page.read_text("utf-8") + "<!-- stamped -->", "utf-8")
def setup(app):
    app.connect("build-finished", touch, priority=800)
"""
    extra = {"_extra/404.html": "<title>Gone</title>", "_extra/old/address.html": "x", "_extra/data.zip": "x"}
    built = make_project({"conf.py": THEME + setup, **extra}).good()
    assert "stamped" in (built.outdir / "glossary/api.html").read_text("utf-8")
    assert_true(built)
    assert {"404.html", "old/address.html"} <= set(listed(built.outdir))
    assert "data.zip" not in listed(built.outdir)


def test_the_foot_of_every_page_leads_to_the_copy(make_project: Callable[..., Project]) -> None:
    """One link, and no byte of script, except on the page that it leads to."""
    built = make_project({"conf.py": THEME}).good()
    for name in sorted(pages_in(built.outdir)):
        page = built.page(name.removesuffix(".html"))
        links = page.cssselect("body > footer a[href$='offline.html']")
        scripts = [s.get("src") or "" for s in page.cssselect("script")]
        has_script = any(re.search(r"keep\.js|plain-terms-worker", src) for src in scripts)
        assert (len(links), has_script) == ((0, True) if name == "offline.html" else (1, False)), name


def test_a_project_can_do_without(make_project: Callable[..., Project]) -> None:
    """No page, no link, no list; and a worker that takes back the copies which an earlier build made."""
    project = make_project({"conf.py": THEME})
    project.good()
    project.edit("conf.py", "nitpicky", "plain_terms_offline = False\nnitpicky")
    built = project.good()
    assert not (built.outdir / outputs.LIST).exists()
    assert not (built.outdir / "offline.html").exists()
    assert "offline" not in (built.outdir / "index.html").read_text("utf-8")
    assert (built.outdir / outputs.WORKER).read_text("utf-8") == offline.FAREWELL
    assert built.files() == project.build(out="_clean", clean=True).files()


def test_an_ordinary_glossary_has_no_worker(make_project: Callable[..., Project]) -> None:
    """Nor does a project keep one that no longer has pages of terms, or that is built for another use."""
    project = make_project({"conf.py": THEME})
    assert (project.good().outdir / outputs.WORKER).exists()
    assert not (project.build("singlehtml", out="_single").outdir / outputs.WORKER).exists()
    project.edit("conf.py", 'plain_terms_folder = "glossary"', "")
    built = project.build()
    assert not (built.outdir / outputs.WORKER).exists()
    assert not (built.outdir / outputs.LIST).exists()


def test_a_page_of_the_project_at_that_address_wins_and_is_told_of(
    make_project: Callable[..., Project],
) -> None:
    """It is not written over, and the warning says what to do."""
    files = {"conf.py": THEME, "offline.md": "---\norphan: true\n---\n# Our offline shop\n"}
    built = make_project(files).build()
    assert "Our offline shop" in built.text("offline")
    assert "offline.md: WARNING: offline.html is where readers ask for a copy" in built.warnings
    assert "rename this page, or set plain_terms_offline = False in conf.py" in built.warnings
    assert not (built.outdir / outputs.LIST).exists()


def test_the_worker_is_published_without_its_comments(tmp_path: Path) -> None:
    """And still parses; so does the one that says farewell."""
    text = offline.worker_text(TEMPLATE.read_text("utf-8"), [offline.Kept("a.html", 1, "x")], 1)
    assert '"pages": 1, "bytes": 1}' in text
    assert not re.search(r"^\s*(/\*|//)", text, re.M)
    for name, script in (("worker.js", text), ("farewell.js", offline.FAREWELL)):
        (tmp_path / name).write_text(script, "utf-8")
        done = subprocess.run(["node", "--check", str(tmp_path / name)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_the_list_has_a_line_for_each_file() -> None:
    """So a change of one file is a change of one line, also where names are odd."""
    files = [offline.Kept("a.html", 1, "x"), offline.Kept('b"c.html', 2, "y")]
    assert offline.list_text(files) == '{"files":[\n["a.html",1,"x"],\n["b\\"c.html",2,"y"]\n]}\n'
