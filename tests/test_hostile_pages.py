"""Some hundred hostile pages in one project: what Sphinx read and asked, what was said, and what was written.

tests/browser/test_hostile.py opens the pages that came of it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from plain_terms.assets import theme_style
from tests.broken import Case
from tests.hostile import CASES, SECRET, Hostile

NOTHING_ASKED = {"socket.__new__", "socket.bind"}  # a library looks whether the machine has IPv6, on ::1
PUBLISHED = {"picture.png", "good.svg", "page.png"}
Said = dict[str, list[tuple[int, str]]]


@pytest.fixture(scope="module")
def said(hostile: Hostile) -> Said:
    """What was said of each file: pairs of line and text."""
    found: Said = defaultdict(list)
    pattern = r"^([\w/.-]+\.(?:md|rst)):(\d+): (?:WARNING|ERROR): (.*)$"
    for path, line, text in re.findall(pattern, hostile.warnings, re.M):
        found[path].append((int(line), text))
    return found


@pytest.mark.parametrize("case", [case for case in CASES if case.said], ids=lambda case: case.label)
def test_what_a_page_has_no_business_with_is_refused(said: Said, case: Case) -> None:
    """With file and line, and how to mend it."""
    matching = [(line, text) for line, text in said[case.path] if case.said in text]
    assert matching, said[case.path]
    assert all(1 <= line <= case.text.count("\n") + 1 for line, _ in matching)
    assert all(": " in text for _, text in matching)


def test_nothing_is_said_of_what_does_no_harm(said: Said) -> None:
    """Code that shows a script is no script."""
    harmless = [case for case in CASES if not case.said and not case.label.startswith("field")]
    assert len(harmless) > 30
    assert {case.path: said[case.path] for case in harmless if said[case.path]} == {}


def test_there_are_hundreds_of_them() -> None:
    """Of each kind several."""
    assert len(CASES) > 390
    assert sum(bool(case.said) for case in CASES) > 180


def test_the_build_ends_and_runs_nothing_of_theirs(hostile: Hostile) -> None:
    """No traceback, no program, no template."""
    assert hostile.status == 0
    assert "Traceback" not in hostile.warnings
    assert [path for path in hostile.folder.rglob("*") if "pwned" in path.name] == []


def test_the_build_reads_nothing_outside_the_glossary(hostile: Hostile) -> None:
    """Seen by a hook in Python itself: neither the folder beside it nor what is private in the project."""
    opened = [what for event, what, *_ in hostile.events if event == "open"]
    assert any(what.endswith("glossary/api.md") for what in opened)
    assert [what for what in opened if str(hostile.folder / "outside") in what] == []
    assert [what for what in opened if Path(what).name in {"private.txt", ".env", "passwd"}] == []


def test_the_build_asks_no_other_host_and_starts_no_program(hostile: Hostile) -> None:
    """Neither by the hook nor by the server that the pages name."""
    assert {event for event, *_ in hostile.events if event != "open"} <= NOTHING_ASKED
    assert hostile.asked == []


def test_no_secret_reaches_the_output(hostile: Hostile) -> None:
    """In no file of any kind, under whatever name."""
    files = [path for path in hostile.site.rglob("*") if path.is_file()]
    assert len(files) > len(CASES)
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []
    assert not (hostile.site / "_downloads").exists()
    assert {path.name for path in (hostile.site / "_images").iterdir()} == {
        "picture.png",
        "good.svg",
        "page.png",
    }


def test_no_page_holds_what_runs_or_loads(hostile: Hostile) -> None:
    """Scripts are ours, attributes run nothing, addresses are of the web or of the site."""
    pages = sorted(hostile.site.rglob("*.html"))
    assert len(pages) > len(CASES)
    faults = [f"{page.name}: {fault}" for page in pages for fault in _faults(page)]
    assert faults == []


def _faults(page: Path) -> list[str]:
    root = html.parse(str(page), html.HTMLParser(encoding="utf-8")).getroot()
    faults = []
    for element in root.iter(etree.Element):
        name = str(element.tag)
        if name in {"iframe", "object", "embed", "base", "foreignobject", "animate", "set"}:
            faults.append(name)
        if name == "style" and element.text != theme_style():
            faults.append(name)
        if name == "script" and not _is_ours(element):
            faults.append(html.tostring(element, encoding="unicode")[:100])
        if name == "meta" and element.get("http-equiv"):
            faults.append("http-equiv")
        for key, value in element.attrib.items():
            if (
                str(key).startswith("on")
                or key == "style"
                or (key in _ADDRESSES and not _is_address(name, value))
            ):
                faults.append(f"{name} {key}={value[:60]}")
    return faults


_ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href"}


def _is_ours(script: etree._Element) -> bool:
    if script.get("type") == "application/ld+json":
        return isinstance(json.loads(script.text or ""), dict)
    ours = r"(?:(?:\.\./)*|/terms/)_static/[\w.-]+\.js(\?v=\w+)?|plain-terms-worker\.js"
    return bool(re.fullmatch(ours, script.get("src", "")))


def _is_address(element: str, value: str) -> bool:
    parts = urlsplit(value)
    if element in {"img", "script", "form"} or (
        element == "link" and not value.startswith("https://example.org/")
    ):
        return not parts.scheme and not parts.netloc
    return parts.scheme in {"", "http", "https", "mailto"} and bool(parts.scheme or not parts.netloc)


def test_what_programs_read_is_well_formed(hostile: Hostile) -> None:
    """JSON is JSON and XML is XML, whatever the fields hold; both give the payloads back as text."""
    terms = json.loads((hostile.site / "terms.json").read_text("utf-8"))["terms"]
    json.loads((hostile.site / "terms.skos.jsonld").read_text("utf-8"))
    for name in ("feed.xml", "sitemap.xml", "terms.tbx"):
        etree.parse(str(hostile.site / name), etree.XMLParser(resolve_entities=False))
    assert any("</script><script>canary=1</script>" in term["definition"] for term in terms)
    assert "<script>canary=1</script>" not in (hostile.site / "feed.xml").read_text("utf-8")


def test_copies_in_markdown_hold_nothing_that_was_refused(hostile: Hostile) -> None:
    """A page with something refused has no copy, and names none."""
    copies = {path.relative_to(hostile.site).as_posix() for path in hostile.site.rglob("*.md")}
    refused = {
        case.path
        for case in CASES
        if case.said and case.path.startswith("glossary/") and "term is" not in case.said
    }
    assert "glossary/api.md" in copies
    assert copies & refused == set()
    for path in refused:
        page = (hostile.site / path).with_suffix(".html")
        assert 'type="text/markdown"' not in page.read_text("utf-8")
