"""Cards on any web page: the script that is published, and the definitions in parts."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from plain_terms.exports import Site, anywhere
from plain_terms.model import Glossary, Term
from tests.projects import CONF, Project

MOST_BYTES = 4000
DOCUMENT = (Path(__file__).parents[1] / "docs" / "web-page.md").read_text("utf-8")
ORDINARY = """
Words
=====

.. glossary::

   Pod
   container group
      The smallest thing that runs.

   Été
      Summer, in French.
"""


def parts(files: dict[str, str]) -> list[dict[str, str]]:
    """The definitions by name, part by part."""
    found = sorted(name for name in files if name.startswith("terms-cards/"))
    return [json.loads(files[name]) for name in found]


def glossary_of(*terms: Term, **more: Any) -> Site:
    """A glossary with these terms, on pages of the plain HTML builder."""
    return Site(Glossary(terms), "Words", addresses={t.docname: f"{t.docname}.html" for t in terms}, **more)


def word(number: int) -> Term:
    """One of many terms."""
    return Term(f"word-{number}", f"glossary/word-{number}", "", f"Word {number}", f"Means {number}.")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What ordinary glossaries publish, by builder."""
    conf = 'project = "Words"\nextensions = ["plain_terms"]\nexclude_patterns = ["_*"]\n'
    project = Project(tmp_path_factory.mktemp("words"), {"conf.py": conf, "index.rst": ORDINARY})
    return {name: project.good(name, out=f"_{name}").outdir for name in ("html", "dirhtml")}


def test_every_html_build_of_a_glossary_publishes_the_script(
    built: dict[str, Path], make_project: Callable[..., Project]
) -> None:
    """One with a page for each term, and an ordinary one; not other formats, nor where it is not wanted."""
    assert all((folder / "terms.js").is_file() for folder in built.values())
    project = make_project()
    assert (project.good().outdir / "terms.js").is_file()
    assert not (project.good("singlehtml", out="_single").outdir / "terms.js").exists()
    project.write("conf.py", f"{CONF}\nplain_terms_exports = []\n")
    without = project.good()
    assert not (without.outdir / "terms.js").exists()
    assert not list(without.outdir.glob("terms-cards/*"))


def test_the_script_is_at_most_4_kilobytes(site: Path) -> None:
    """That of the real site, compressed; comments are left out."""
    script = (site / "terms.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= MOST_BYTES
    assert b"/*" not in script
    assert b"\n//" not in script


def test_the_script_can_be_read_by_engines(site: Path, tmp_path: Path) -> None:
    """It is one module without an error of grammar."""
    node = shutil.which("node")
    if not node:
        pytest.skip("no node")
    shutil.copy(site / "terms.js", tmp_path / "terms.mjs")
    done = subprocess.run([node, "--check", str(tmp_path / "terms.mjs")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_each_name_of_an_ordinary_glossary_has_its_definition(built: dict[str, Path], builder: str) -> None:
    """By page and anchor, as an alias has an anchor of its own."""
    paths = built[builder].glob("terms-cards/*.json")
    pod = "The smallest thing that runs."
    found = [json.loads(path.read_text("utf-8")) for path in paths]
    assert {name: text for part in found for name, text in part.items()} == {
        "#term-Pod": pod,
        "#term-container-group": pod,
        "#term-Ete": "Summer, in French.",
    }


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("glossary/pod.html#term-pod", "glossary/pod"),
        ("glossary/pod/#term-pod", "glossary/pod"),
        ("glossary/pod/index.html#term-pod", "glossary/pod"),
        ("glossary/pod#term-pod", "glossary/pod"),
        ("pod.xhtml#term-pod", "pod"),
        ("words.html#term-Pod", "words#term-Pod"),
        ("index.html#term-Pod", "#term-Pod"),
        ("#term-Pod", "#term-Pod"),
        ("glossary/%C3%A9t%C3%A9.html#term-0", "glossary/été#term-0"),
        ("my-index.html#term-Pod", "my-index#term-Pod"),
    ],
)
def test_an_address_has_one_name_however_it_is_written(address: str, name: str) -> None:
    """The browser does the same; there it is tested on links."""
    assert anywhere.name_of(address) == name


def test_a_page_asks_for_a_small_part_of_a_large_glossary() -> None:
    """Each term is in one part, and no part is much larger than others."""
    found = parts(anywhere.files(glossary_of(*map(word, range(10_000)))))
    assert sum(map(len, found)) == len({name for part in found for name in part}) == 10_000
    assert max(map(len, found)) <= 1.5 * 10_000 / len(found)


def test_a_script_that_somebody_keeps_serves_for_ever() -> None:
    """It asks for the same files however large the glossary grows, and none of them is missing."""
    few, many = anywhere.files(glossary_of(word(1))), anywhere.files(glossary_of(*map(word, range(999))))
    assert few.keys() == many.keys()
    assert few["terms.js"] == many["terms.js"]


def test_a_term_without_a_definition_is_left_out() -> None:
    """There is nothing to show."""
    assert not any(parts(anywhere.files(glossary_of(Term("a", "a", "", "A", "")))))


@pytest.mark.parametrize(("base", "known"), [("https://words.example/", True), ("words.example/", False)])
def test_the_script_knows_where_the_glossary_is_published(base: str, known: bool) -> None:
    """Unless what was said is no address: a browser would stop at it."""
    script = anywhere.files(glossary_of(word(1), base=base))["terms.js"].partition("\n")[0]
    assert (base in script) is known


def test_the_card_looks_as_it_does_on_the_glossarys_own_pages() -> None:
    """Its rules are those of the style sheet, with the colours of light and dark."""
    rules = (Path(anywhere.__file__).parents[1] / "static" / "plain-terms.css").read_text("utf-8")
    script = anywhere.files(glossary_of(word(1)))["terms.js"]
    style = json.loads(script.partition(" = ")[2].partition(";\nconst")[0])[3]
    assert style.count("{") == style.count("}")
    for line in (
        "--pt-paper: #fffcf6;",
        "--pt-paper: #292420;",
        "max-inline-size: min(22.5em, 100% - 16px);",
    ):
        assert line in rules
        assert line in style
    assert "forced-colors: active" in style
    assert ".plain-term-lead" not in style
    assert "body" not in style


def header_rules() -> dict[str, Callable[[str], bool]]:
    """Which paths the lines of the documentation give the header, by server."""
    nginx = re.search(r"^location ~ (\S+) \{", DOCUMENT, re.M)
    apache = re.search(r"m#(.*)#", DOCUMENT)
    caddy = re.search(r"^@cards path (.*)$", DOCUMENT, re.M)
    netlify = re.findall(r"^(/\S+)\n  Access-Control-Allow-Origin: \*$", DOCUMENT, re.M)
    assert nginx
    assert apache
    assert caddy
    assert netlify
    return {
        "nginx": lambda path: bool(re.search(nginx[1], path)),
        "apache": lambda path: bool(re.search(apache[1], path)),
        "caddy": lambda path: any(fnmatchcase(path, one) for one in caddy[1].split()),
        "netlify": lambda path: any(fnmatchcase(path, one) for one in netlify),
    }


@pytest.mark.parametrize("server", header_rules())
def test_the_header_of_the_documentation_is_sent_with_what_pages_fetch(
    built: dict[str, Path], server: str
) -> None:
    """And with nothing else."""
    wanted = header_rules()[server]
    paths = {f"/{path.relative_to(built['html'])}" for path in built["html"].rglob("*") if path.is_file()}
    sent = {path for path in paths if wanted(path)}
    assert len(sent) == 65
    assert all(path == "/terms.js" or path.startswith("/terms-cards/") for path in sent)
