"""Another Sphinx project shows this one's definitions: from the web, from a path, and from what it kept."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sphinx.util import requests

from tests.glossary_host import Host
from tests.projects import Built, Project, base_files

CONF = """
project = "Consumer"
extensions = ["myst_parser", "sphinx.ext.intersphinx", "plain_terms"]
html_theme = "basic"
html_copy_source = False
"""
INDEX = """# Start

See {external+terms:term}`monoliths`.

```{toctree}
other
plain
```
"""
OTHER = """Other
=====

Talk through :term:`application programming interfaces <APIs>` and :term:`terms:monolith`.
"""
PLAIN = "# Plain\n\nNo term here, only [a link](https://example.org/).\n"
MONOLITH = "A monolith is an app in one piece."
API = "An API is a set way for programs to talk."


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built glossary."""
    return Project(tmp_path_factory.mktemp("glossary"), base_files()).good().outdir


@pytest.fixture
def glossary(published: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(published, tmp_path / "published"))


@pytest.fixture
def host(glossary: Path) -> Iterator[Host]:
    """The glossary on the web."""
    host = Host(glossary)
    yield host
    host.stop()


def consumer(
    folder: Path, uri: str, inventory: str | tuple[str | None, ...] | None = None, more: str = ""
) -> Project:
    """A project of three pages that links to the glossary from two."""
    mapping = f'intersphinx_mapping = {{"terms": ({uri!r}, {inventory!r})}}\n'
    pages = {"index.md": INDEX, "other.rst": OTHER, "plain.md": PLAIN}
    return Project(folder / "consumer", {"conf.py": CONF + mapping + more, **pages})


def cards(built: Built, page: str) -> dict[str, str]:
    """Text and definition of each link that has a card."""
    return {link.text_content(): link.get("title") for link in built.page(page).cssselect("a.term[title]")}


def terms_json(*terms: dict[str, Any], **more: Any) -> bytes:
    """A file as the contract has it."""
    return json.dumps({"version": 1, "terms": terms, **more}).encode()


def test_links_carry_the_definitions_of_the_other_project(tmp_path: Path, host: Host) -> None:
    """With and without the prefix, in MyST and in reST; the link leads to the other project."""
    built = consumer(tmp_path, host.url).good()
    assert cards(built, "index") == {"monoliths": MONOLITH}
    assert cards(built, "other") == {"application programming interfaces": API, "monolith": MONOLITH}
    (link,) = built.page("index").cssselect("a.term")
    assert link.get("href") == f"{host.url}glossary/monolith.html#term-monolith"
    assert "external" in link.get("class")


def test_a_page_gets_scripts_and_styles_only_where_it_has_cards(tmp_path: Path, host: Host) -> None:
    """A page without terms is what it would be without this package; the output has two more files."""
    project = consumer(tmp_path, host.url)
    built = project.good()
    assert "plain-terms.css" in (built.outdir / "index.html").read_text("utf-8")
    assert "cards.js" in (built.outdir / "index.html").read_text("utf-8")
    project.edit("conf.py", ', "plain_terms"]', "]")
    without = project.build(out="_without")
    assert built.files()["plain.html"] == without.files()["plain.html"]
    added = built.files().keys() - without.files().keys()
    assert added == {"_static/cards.js", "_static/plain-terms.css"}


def test_the_file_is_asked_for_once_while_it_is_fresh(tmp_path: Path, host: Host) -> None:
    """Like the inventory: not at every build, and again once the limit is over."""
    project = consumer(tmp_path, host.url, more='user_agent = "Docs of ours"\n')
    project.good()
    project.write("plain.md", PLAIN + "\nMore.\n")
    project.good()
    assert host.times("/terms.json") == 1
    assert dict(host.asked)["/terms.json"].startswith("Docs of ours")
    (kept,) = (project.folder / "_out.doctrees").glob("plain_terms-elsewhere/*.json")
    os.utime(kept, (0, 0))
    project.good()
    assert host.times("/terms.json") == 2


def test_it_is_fetched_under_the_settings_of_the_project(
    tmp_path: Path, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long to wait, whom to trust and what to be called are what ``conf.py`` says of all requests."""
    given: dict[str, Any] = {}
    get = requests.get

    def note(address: str, **options: Any) -> Any:
        if address.endswith("terms.json"):
            given.update(options, address=address)
        return get(address, **{**options, "timeout": None})

    monkeypatch.setattr(requests, "get", note)
    more = (
        'intersphinx_timeout = 3\ntls_verify = False\ntls_cacerts = "ca.pem"\nuser_agent = "Docs of ours"\n'
    )
    consumer(tmp_path, host.url, more=more).good()
    assert given["address"] == f"{host.url}terms.json"
    assert (given["timeout"], given["_tls_info"]) == (3, (False, "ca.pem"))
    assert given["_user_agent"] == "Docs of ours"


def test_a_glossary_that_does_not_answer_holds_a_build_up_no_longer_than_agreed(
    tmp_path: Path, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``intersphinx_timeout`` ends the wait, as nothing else here would; the links stay plain."""
    host.slow["/terms.json"] = threading.TIMEOUT_MAX
    get = requests.get

    def patient(address: str, **options: Any) -> Any:
        assert options["timeout"] == 0.3
        return get(address, **{**options, "timeout": 0.3 if address.endswith("terms.json") else None})

    monkeypatch.setattr(requests, "get", patient)
    built = consumer(tmp_path, host.url, more="intersphinx_timeout = 0.3\n").good()
    assert host.times("/terms.json") == 1
    assert cards(built, "index") == {}


def test_no_limit_means_for_ever_and_zero_means_always(tmp_path: Path, host: Host) -> None:
    """``intersphinx_cache_limit`` means here what it means for inventories."""
    project = consumer(tmp_path, host.url, more="intersphinx_cache_limit = -1\n")
    project.good()
    (kept,) = (project.folder / "_out.doctrees").glob("plain_terms-elsewhere/*.json")
    os.utime(kept, (0, 0))
    project.good()
    assert host.times("/terms.json") == 1
    project.edit("conf.py", "limit = -1", "limit = 0")
    os.utime(kept, (0, 0))
    project.good()
    assert host.times("/terms.json") == 2


def test_a_project_without_such_a_file_is_never_asked_for_it(tmp_path: Path, host: Host) -> None:
    """The inventory says whether there is one; no server gets a request that it cannot answer."""
    files = {
        "conf.py": 'project = "Plain"\nextensions = []\n',
        "index.rst": ".. glossary::\n\n   Monolith\n      X.\n",
    }
    plain = Project(tmp_path / "plain", files).good().outdir
    host.folder = plain
    built = consumer(tmp_path, host.url).build()
    assert host.times("/objects.inv") == 1
    assert host.times("/terms.json") == 0
    assert built.page("index").cssselect("a.external[href$='#term-Monolith']")


def test_a_redirect_is_followed(tmp_path: Path, host: Host) -> None:
    """The glossary moved; links and definitions come from where it is now."""
    moved = f"{host.url}new/"
    host.folder = host.folder.parent / "root"
    shutil.copytree(host.folder.parent / "published", host.folder / "new")
    for name in ("objects.inv", "terms.json"):
        host.answers[f"/{name}"] = (302, {"Location": f"{moved}{name}"}, b"")
    built = consumer(tmp_path, host.url).good()
    assert cards(built, "index") == {"monoliths": MONOLITH}
    assert built.page("index").cssselect("a.term")[0].get("href").startswith(moved)


@pytest.mark.parametrize("place", ["inventory", "folder", "second"])
def test_a_local_path_serves_as_well(tmp_path: Path, glossary: Path, place: str) -> None:
    """The file is beside an inventory on disk, also beside the second one where the first is not there."""
    inventory = str(glossary / "objects.inv")
    uri, where = {
        "inventory": ("https://terms.example/", inventory),
        "folder": ("../published", None),
        "second": ("https://terms.example/", ("missing/objects.inv", inventory)),
    }[place]
    project = consumer(tmp_path, uri, where)
    built = project.good()
    assert cards(built, "index") == {"monoliths": MONOLITH}
    start = "../published" if place == "folder" else "https://terms.example"
    assert (
        built.page("index").cssselect("a.term")[0].get("href")
        == f"{start}/glossary/monolith.html#term-monolith"
    )


def test_a_changed_definition_reaches_the_pages_that_show_it(tmp_path: Path, glossary: Path) -> None:
    """And no other page is written again; nothing tells the result from a clean build."""
    project = consumer(tmp_path, "https://terms.example/", str(glossary / "objects.inv"))
    before = project.good()
    times = {
        name: (before.outdir / f"{name}.html").stat().st_mtime_ns for name in ("index", "other", "plain")
    }
    path = glossary / "terms.json"
    path.write_text(path.read_text("utf-8").replace(API, "An API is an agreed way to talk."), "utf-8")
    after = project.good()
    assert cards(after, "other")["application programming interfaces"] == "An API is an agreed way to talk."
    written = {name for name in times if (after.outdir / f"{name}.html").stat().st_mtime_ns != times[name]}
    assert written == {"index", "other"}  # Sphinx writes a table of contents again with what is in it
    assert after.files() == project.good(out="_clean").files()


def test_a_build_with_nothing_new_writes_nothing(tmp_path: Path, glossary: Path) -> None:
    """Links to other projects do not make a page look as if it lacked something."""
    project = consumer(tmp_path, "https://terms.example/", str(glossary / "objects.inv"))
    pages = sorted(project.good().outdir.glob("*.html"))
    times = [path.stat().st_mtime_ns for path in pages if path.stem in {"index", "other", "plain"}]
    project.good()
    assert [path.stat().st_mtime_ns for path in pages if path.stem in {"index", "other", "plain"}] == times


def test_a_changed_inventory_reaches_the_pages_that_link(tmp_path: Path, glossary: Path) -> None:
    """A term that is gone, and one that came, are seen on the pages that name them."""
    project = consumer(tmp_path, "https://terms.example/", str(glossary / "objects.inv"))
    project.good()
    files = base_files()
    del files["glossary/monolith.md"]
    files["glossary/api.md"] = files["glossary/api.md"].replace("A {term}`monolith` may hold one.", "")
    fewer = Project(tmp_path / "fewer", files).build().outdir
    for name in ("objects.inv", "terms.json"):
        shutil.copy(fewer / name, glossary / name)
    for _ in range(2):
        after = project.build()
        assert "index.md:3: WARNING: 'terms' has no term called 'monoliths'" in after.warnings
    clean = project.build(out="_clean")
    assert after.files() == clean.files()
    assert sorted(after.warnings.splitlines()) == sorted(clean.warnings.splitlines())


def test_four_jobs_write_what_one_writes(tmp_path: Path, host: Host) -> None:
    """What was fetched is there in every process."""
    project = consumer(tmp_path, host.url)
    for number in range(12):
        project.write(
            f"p{number}.md", f"---\norphan: true\n---\n# P{number}\n\n{{external+terms:term}}`APIs`\n"
        )
    assert project.good(jobs=4).files() == project.good(out="_clean").files()


def test_a_glossary_that_went_away_leaves_what_was_kept(tmp_path: Path, host: Host) -> None:
    """A later build without the network is the same build."""
    project = consumer(tmp_path, host.url)
    first = project.good().files()
    host.stop()
    project.write("index.md", INDEX)
    (kept,) = (project.folder / "_out.doctrees").glob("plain_terms-elsewhere/*.json")
    os.utime(kept, (0, 0))
    assert project.good().files() == first


def test_a_glossary_that_was_never_reached_costs_no_word(tmp_path: Path, host: Host) -> None:
    """One warning, from intersphinx, and whole sentences; once it is there, links and cards are too."""
    project = consumer(tmp_path, host.url)
    host.answers = {"/objects.inv": (503, {}, b""), "/terms.json": (503, {}, b"")}
    built = project.build()
    assert "See monoliths." in built.text("index")
    assert "monoliths" not in built.warnings
    assert built.warnings.count("failed to reach any of the inventories") == 1
    host.answers = {}
    after = project.good()
    assert cards(after, "index") == {"monoliths": MONOLITH}
    assert after.files() == project.good(out="_clean").files()


BROKEN: dict[str, Callable[[bytes], tuple[int, bytes]]] = {
    "missing": lambda good: (404, b""),
    "failing": lambda good: (500, good),
    "empty": lambda good: (200, b""),
    "half": lambda good: (200, good[: len(good) // 2]),
    "a page of a portal": lambda good: (200, b"<!doctype html><title>Log in</title>"),
    "bytes": lambda good: (200, bytes(range(256))),
    "a list": lambda good: (200, b"[]"),
    "terms of a wrong type": lambda good: (200, b'{"version": 1, "terms": {"headword": "Monolith"}}'),
    "a newer version": lambda good: (200, good.replace(b'"version":1', b'"version":2')),
    "no version": lambda good: (200, good.replace(b'"version":1', b'"edition":1')),
    "deep": lambda good: (200, b"[" * 200_000),
    "a long number": lambda good: (200, b'{"version": ' + b"9" * 10_000 + b', "terms": []}'),
    "huge": lambda good: (200, good + b" " * (33 * 1024 * 1024)),
    "not what it says": lambda good: (200, b"\x1f\x8b\x08broken"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_used_leaves_plain_links_and_no_warning(
    tmp_path: Path, host: Host, name: str
) -> None:
    """Somebody else's file never breaks a build, not even with warnings as errors."""
    status, data = BROKEN[name]((host.folder / "terms.json").read_bytes())
    headers = {"Content-Encoding": "gzip"} if name == "not what it says" else {}
    host.answers["/terms.json"] = (status, headers, data)
    project = consumer(tmp_path, host.url)
    built = project.build(strict=True)
    assert built.status == 0
    assert not built.warnings
    (link,) = built.page("index").cssselect("p a.external")
    assert link.get("href") == f"{host.url}glossary/monolith.html#term-monolith"
    assert cards(built, "index") == {}
    del host.answers["/terms.json"]
    assert cards(project.good(), "index") == {"monoliths": MONOLITH}


def test_a_file_that_breaks_later_leaves_the_definitions_of_before(tmp_path: Path, host: Host) -> None:
    """The last good copy is better than nothing."""
    project = consumer(tmp_path, host.url, more="intersphinx_cache_limit = 0\n")
    first = project.good()
    host.answers["/terms.json"] = (200, {}, b"{")
    (kept,) = (project.folder / "_out.doctrees").glob("plain_terms-elsewhere/*.json")
    os.utime(kept, (0, 0))
    assert project.good().files() == first.files()
    assert host.times("/terms.json") == 2


def test_what_a_definition_holds_is_shown_as_text(tmp_path: Path, host: Host) -> None:
    """Markup, quotes and invisible characters of somebody else's file change nothing but the title."""
    evil = "<script>alert(1)</script> \"' onmouseover=x &amp; \u202eright\x00 to\ud800 left"
    data = terms_json({"headword": "Monolith", "definition": evil, "url": "javascript:alert(1)"})
    host.answers["/terms.json"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(data))
    built = consumer(tmp_path, host.url).good()
    text = "<script>alert(1)</script> \"' onmouseover=x &amp; right to left"
    assert cards(built, "index") == {"monoliths": text}
    assert "<script>alert" not in (built.outdir / "index.html").read_text("utf-8")
    assert "javascript:" not in (built.outdir / "index.html").read_text("utf-8")


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "epub", "latex", "text", "man"])
def test_other_formats_have_the_link_and_no_trouble(tmp_path: Path, host: Host, builder: str) -> None:
    """Also where there is no such thing as a title."""
    more = 'copyright = "us"\nversion = "1"\nlatex_documents = [("index", "c.tex", "C", "A", "howto")]\n'
    built = consumer(tmp_path, host.url, more=more).good(builder)
    address = "glossary/monolith.html"
    if builder == "latex":
        assert address in (built.outdir / "c.tex").read_text("utf-8")
        assert MONOLITH not in (built.outdir / "c.tex").read_text("utf-8")
    if builder == "epub":
        page = (built.outdir / "index.xhtml").read_text("utf-8")
        assert address in page
        assert MONOLITH in page
        assert "cards.js" not in page
    if builder == "dirhtml":
        assert MONOLITH in (built.outdir / "other/index.html").read_text("utf-8")


FORMATS = ["html", "dirhtml", "epub", "latex"]
PLENTY = 8  # pages: from six on, Sphinx shares them out


@pytest.mark.parametrize("reached", [True, False], ids=["reached", "not reached"])
@pytest.mark.parametrize("builder", FORMATS)
def test_two_processes_build_every_format_from_either_markup(
    tmp_path: Path, host: Host, builder: str, reached: bool
) -> None:
    """Words stay, in MyST and in reST, whether or not the glossary answers; that it does not is said once."""
    if not reached:
        host.answers = {"/objects.inv": (503, {}, b""), "/terms.json": (503, {}, b"")}
    more = 'copyright = "us"\nversion = "1"\nlatex_documents = [("index", "c.tex", "C", "A", "howto")]\n'
    project = consumer(tmp_path, host.url, more=more)
    project.write("other.rst", "Other\n=====\n")
    names = [f"p{number}" for number in range(PLENTY)]
    project.write("index.md", INDEX.replace("plain\n", "\n".join(["plain", *names, ""])))
    for name in names[::2]:
        project.write(f"{name}.md", f"# {name}\n\nIn MyST {{external+terms:term}}`bigones <Monoliths>`.\n")
    for name in names[1::2]:
        project.write(f"{name}.rst", f"{name}\n==\n\nIn reST :external+terms:term:`bigones <Monoliths>`.\n")
    built = project.build(builder, jobs=2)
    assert built.warnings.count("WARNING") == (0 if reached else 1)
    assert ("failed to reach any of the inventories" in built.warnings) is not reached
    texts = _texts(built, builder, names)
    assert sum(text.count("bigones") for text in texts) == PLENTY
    assert sum(text.count("glossary/monolith.html") for text in texts) >= (PLENTY if reached else 0)
    assert any("glossary/monolith.html" in text for text in texts) is reached
    if reached:
        assert _texts(project.build(builder, out="_again"), builder, names) == texts


def _texts(built: Built, builder: str, names: list[str]) -> list[str]:
    """What a format made of some pages; a PDF is one file."""
    form = {"html": "{}.html", "dirhtml": "{}/index.html", "epub": "{}.xhtml", "latex": "c.tex"}[builder]
    paths = dict.fromkeys(built.outdir / form.format(name) for name in names)
    return [path.read_text("utf-8") for path in paths]


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("# Page\n\n{external+terms:term}`monolit app`\n", "index.md:3"),
        ("# Page\n\n{external:term}`monolit app`\n", "index.md:3"),
        ("# Page\n\n{term}`monolit app`\n", "index.md:3"),
        ("# Page\n\n{term}`terms:monolit app`\n", "index.md:3"),
    ],
)
def test_an_unknown_term_is_reported_with_the_nearest_names(
    tmp_path: Path, host: Host, page: str, place: str
) -> None:
    """At its file and line, once, at every build until it is mended; and the sentence keeps the word."""
    project = consumer(tmp_path, host.url)
    project.write("index.md", f"{page}\n```{{toctree}}\nother\nplain\n```\n")
    for _ in range(2):
        built = project.build()
        assert built.warnings.count("WARNING") == 1
        assert f"{place}: WARNING" in built.warnings
        assert "did you mean 'monolithic app'" in built.warnings
        assert "monolit app" in built.text("index")


def test_where_two_projects_know_a_word_the_prefix_decides(tmp_path: Path, host: Host) -> None:
    """Without one, the last key has it, as in intersphinx; the definition is the same project's."""
    files = base_files()
    files["glossary/monolith.md"] = files["glossary/monolith.md"].replace(
        MONOLITH, "A monolith is a big stone."
    )
    second = Project(tmp_path / "second", files).good().outdir
    project = consumer(tmp_path, host.url)
    line = (
        f'"terms": ({host.url!r}, None), "zebra": ("https://zebra.example/", {str(second / "objects.inv")!r})'
    )
    project.edit("conf.py", f'"terms": ({host.url!r}, None)', line)
    project.write(
        "index.md",
        "# S\n\n{term}`monolith`\n{external+terms:term}`Monoliths`\n\n```{toctree}\nother\nplain\n```\n",
    )
    found = [(a.get("href"), a.get("title")) for a in project.good().page("index").cssselect("a.term")]
    path = "glossary/monolith.html#term-monolith"
    assert found == [
        (f"https://zebra.example/{path}", "A monolith is a big stone."),
        (f"{host.url}{path}", MONOLITH),
    ]
