"""Exports as tables, feeds and maps: read back by other people's readers, they say what the glossary says."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import Any

import feedparser
import pytest
from hypothesis import given
from lxml import etree
from lxml import html as lxml_html

from plain_terms import exports
from plain_terms.exports import feed, sitemap, tbx, terms_csv, terms_json
from plain_terms.exports.site import relative
from plain_terms.model import Term
from tests import node
from tests.exported import BASE, HOSTILE, LICENCE, hostile_site, in_xml, site_of, sites, term
from tests.projects import Project

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def rows(text: str) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it: the mark at its start goes, then RFC 4180."""
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:], newline=""), strict=True))


# -- CSV ---------------------------------------------------------------------------------------------------


def test_a_table_says_what_the_glossary_says() -> None:
    """Every text comes back, once the apostrophe of a formula is taken off."""
    site = hostile_site()
    for row, one in zip(rows(terms_csv.render(site)), site.terms, strict=True):
        headword = re.sub(r"^'(?='*[=+\-@\t\r\n\uff1d])", "", row["headword"])
        assert headword == one.headword
        assert row["url"] == f"{BASE}glossary/{one.slug}.html#term-{one.slug}"
        assert row["topic"] == "Money & co"


@pytest.mark.parametrize("start", "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
def test_no_cell_of_a_table_starts_a_formula(start: str) -> None:
    """The starts that OWASP lists for "CSV Injection"."""
    text = terms_csv.render(site_of(term("t", f"{start}1+1", f"{start}cmd|' /C calc'!A0", f"{start}2")))
    for cell in rows(text)[0].values():
        assert not cell.startswith(start)


def test_every_line_of_a_table_ends_as_the_format_asks() -> None:
    """RFC 4180: CR LF, also after the last, and as many cells as columns."""
    text = terms_csv.render(site_of(term("t", "T", "a definition")))
    assert text.count("\r\n") == 2
    assert text.endswith("\r\n")
    assert tuple(rows(text)[0]) == terms_csv.COLUMNS


# -- Atom --------------------------------------------------------------------------------------------------


def test_a_feed_has_all_that_the_format_requires() -> None:
    """RFC 4287, 4.1.1 and 4.1.2: one id, title and date each, ids not shared, an author, a link to itself."""
    root = etree.fromstring(feed.files(hostile_site())["feed.xml"].encode())
    parts = [root, *root.findall("a:entry", ATOM)]
    for part in parts:
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"a:{name}", ATOM)) == 1
        moment = str(part.findtext("a:updated", namespaces=ATOM))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", moment)
    assert len({part.findtext("a:id", namespaces=ATOM) for part in parts}) == len(parts)
    assert root.findtext("a:author/a:name", namespaces=ATOM)
    assert root.xpath("string(a:link[@rel='self']/@href)", namespaces=ATOM) == f"{BASE}feed.xml"


def test_a_reader_of_feeds_finds_every_term() -> None:
    """Title, definition and address come back, and the licence."""
    site = hostile_site()
    read = feedparser.parse(feed.files(site)["feed.xml"], sanitize_html=False)
    assert not read.bozo, read.bozo_exception
    assert read.feed.rights == LICENCE
    found = {entry.link.partition("#term-")[2]: entry for entry in read.entries}
    assert found.keys() == {one.slug for one in site.terms}
    for one in site.terms:
        assert found[one.slug].id == found[one.slug].link == BASE + site.address(one)
        assert found[one.slug].title == in_xml(one.headword).strip()


def test_a_feed_has_the_newest_terms_first_and_not_too_many() -> None:
    """Fifty are kept, by the date that the author wrote; a term without a date is not news."""
    days = [f"2026-01-{1 + n % 28:02}" for n in range(60)]
    made = [
        Term(f"t{n:02}", f"glossary/t{n:02}", "", f"T{n:02}", "x", reviewed=d) for n, d in enumerate(days)
    ]
    made.append(Term("undated", "glossary/undated", "", "Undated", "x"))
    read = feedparser.parse(feed.files(site_of(*made))["feed.xml"])
    moments = [entry.updated for entry in read.entries]
    assert len(moments) == feed.MOST
    assert moments == sorted(moments, reverse=True)
    assert read.feed.updated == moments[0]
    assert "Undated" not in [entry.title for entry in read.entries]


def test_what_needs_an_absolute_address_is_not_made_without_one(project: Project) -> None:
    """A feed or a map with made-up addresses would be worse than none."""
    there = {path for path in project.good().files() if path.endswith((".xml", ".txt"))}
    assert there == {"llms.txt"}
    project.edit("conf.py", 'project = "Test"\n', f'project = "Test"\nhtml_baseurl = "{BASE}"\n')
    there = {path for path in project.good().files() if path.endswith((".xml", ".txt"))}
    assert there == {"llms.txt", "feed.xml", "sitemap.xml"}
    project.edit("conf.py", f'html_baseurl = "{BASE}"\n', "")
    there = {path for path in project.good().files() if path.endswith((".xml", ".txt"))}
    assert there == {"llms.txt"}


# -- Site map ----------------------------------------------------------------------------------------------


def test_a_map_of_the_site_is_valid_and_names_every_page() -> None:
    """By the schema of sitemaps.org, as the npm package "sitemap" carries it."""
    site = hostile_site()
    root = etree.fromstring(sitemap.render(site).encode())
    schema = node.tools() / "node_modules/sitemap/schema/sitemap.xsd"
    etree.XMLSchema(etree.parse(str(schema))).assertValid(root)
    places = [str(place.text) for place in root.iter("{*}loc")]
    assert sorted(places) == sorted(BASE + address for address in site.addresses.values())
    assert len(list(root.iter("{*}lastmod"))) == len(HOSTILE)


def test_robots_are_told_of_the_map_only_where_they_look() -> None:
    """Robots read that file at the root of a host and nowhere else (RFC 9309, 2.3)."""
    assert "robots.txt" not in sitemap.files(site_of())
    text = sitemap.files(site_of(base="https://a.example/"))["robots.txt"]
    assert text.splitlines()[-1] == "Sitemap: https://a.example/sitemap.xml"


# -- All of them -------------------------------------------------------------------------------------------


def read_script(text: str) -> Any:
    """A data block as a browser takes it out of a page."""
    (found,) = lxml_html.fromstring(f"<html><head>{text}</head><body></body></html>").iter("script")
    return json.loads(str(found.text))


@given(sites())
def test_any_text_survives_every_format(site: exports.Site) -> None:
    """Whatever somebody writes, each file can be read, and says it again."""
    assert [t["headword"] for t in json.loads(terms_json.render(site))["terms"]] == [
        one.headword for one in site.terms
    ]
    for row, one in zip(rows(terms_csv.render(site)), site.terms, strict=True):
        assert row["definition"] in (one.summary, f"'{one.summary}")
    document = etree.fromstring(tbx.render(site).encode())
    definitions = [
        str(found.text or "") for found in document.iter("{*}descrip") if found.get("type") == "definition"
    ]
    assert definitions == [in_xml(one.summary) for one in site.terms]
    for one in site.terms:
        data = read_script(exports.defined_term(site, one))
        assert (data["name"], data["description"]) == (one.headword, one.summary)
    for text in feed.files(site).values():
        assert len(etree.fromstring(text.encode()).findall("a:entry", ATOM)) == len(site.terms)
    assert exports.files(site, exports.FORMATS) == exports.files(site, exports.FORMATS)


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("glossary/api.html", "glossary/index.html", "index.html"),
        ("glossary/api.html", "feed.xml", "../feed.xml"),
        ("index.html", "glossary/api.html#term-api", "glossary/api.html#term-api"),
        ("glossary/api/", "glossary/", "../"),
        ("glossary/", "glossary/", "./"),
        ("a/b/c.html", "a/d/e.html", "../d/e.html"),
        ("glossary/api/", "", "../../"),
        ("", "feed.xml", "feed.xml"),
    ],
)
def test_an_address_is_seen_from_where_one_stands(here: str, there: str, expected: str) -> None:
    """Also with the addresses of dirhtml, which end in a slash."""
    assert relative(here, there) == expected
