"""How a book in print is made: the same in every build, asking nobody, and published when it is whole."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from plain_terms import book_print
from plain_terms.book_pdf import BookError
from tests.pdf import FRONT, SETTINGS, Pdf
from tests.projects import Project, base_files, sphinx, term_page

ROOT = Path(__file__).parent.parent
LONG = bool(os.environ.get("PLAIN_TERMS_LONG"))


def bound(folder: Path, changed: Mapping[str, str]) -> tuple[Pdf, str]:
    """The book of a small project, and what the build said."""
    built = Project(folder, {**base_files(), "conf.py": SETTINGS, "about.md": "# A\n", **changed}).build(
        "book"
    )
    return Pdf(built.outdir / "our-words.pdf"), built.warnings


def test_two_books_from_different_worlds_are_equal(tmp_path: Path) -> None:
    """Other folder, time zone, hash seed, dates of files and number of processes."""
    made = []
    for name, jobs, seed in (("here", "1", "1"), ("there/deeper", "2", "4321")):
        project = Project(tmp_path / name, {**base_files(), "conf.py": SETTINGS, "about.md": "# A\n"})
        world = {"TZ": "UTC" if seed == "1" else "Pacific/Kiritimati", "PYTHONHASHSEED": seed}
        command = sphinx("book", ".", "_out", "_trees", "-j", jobs)
        subprocess.run(command, cwd=project.folder, env={**os.environ, **world}, check=True)
        made.append((project.folder / "_out/our-words.pdf").read_bytes())
    assert made[0] == made[1]


def test_a_second_build_after_an_edit_equals_a_clean_one(tmp_path: Path) -> None:
    """Whatever was read before."""
    project = Project(tmp_path, {**base_files(), "conf.py": SETTINGS, "about.md": "# A\n"})
    first = (project.build("book").outdir / "our-words.pdf").read_bytes()
    project.edit("glossary/api.md", "a set way", "an agreed way")
    second = (project.build("book").outdir / "our-words.pdf").read_bytes()
    assert second == (project.build("book", out="_clean").outdir / "our-words.pdf").read_bytes()
    assert second != first


def test_a_picture_from_elsewhere_is_missed_and_not_fetched(tmp_path: Path) -> None:
    """A build asks nobody; the author is told."""
    body = "![Far](https://example.org/far.png)"
    settings = SETTINGS + "plain_terms_guard = False\n"
    changed = {"glossary/word.md": term_page("Word", body=body), "conf.py": settings}
    _, warnings = bound(tmp_path, changed)
    assert re.search(
        r"in the book: Failed to load image at 'https://example.org/far.png'.*no file of this", warnings
    )


def test_a_link_to_a_page_that_is_not_bound_becomes_text(tmp_path: Path) -> None:
    """A page that no contents name is not in the book."""
    pages = {
        "about.md": "---\norphan: true\n---\n# Hidden\n",
        "glossary/word.md": term_page("Word", body="See {doc}`it </about>`."),
    }
    pdf, warnings = bound(tmp_path, pages)
    assert "in the book" not in warnings
    assert "See it." in " ".join(pdf.pages)
    assert "Hidden" not in " ".join(pdf.pages)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            ImportError("no", name="weasyprint"),
            "needs the package weasyprint: python -m pip install 'plain-terms[pdf]'",
        ),
        (
            OSError("cannot load library 'libpango-1.0-0'\nand more"),
            "install libpango-1.0-0, libpangoft2-1.0-0",
        ),
    ],
)
def test_a_missing_library_is_named_with_the_way_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str
) -> None:
    """Before anything is read."""
    real = importlib.import_module

    def importing(name: str, package: str | None = None) -> object:
        if name == "weasyprint":
            raise fault
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", importing)
    with pytest.raises(BookError, match=re.escape(said)) as caught:
        Project(tmp_path, {**base_files(), "conf.py": SETTINGS}).build("book")
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.glob("_out/*.pdf"))


def test_missing_fonts_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They come in packages too."""
    monkeypatch.setattr(book_print, "FONTS", ("font_of_nobody",))
    with pytest.raises(BookError, match="needs the package font-of-nobody"):
        Project(tmp_path, {**base_files(), "conf.py": SETTINGS}).build("book")


def test_a_project_without_term_pages_is_told_so(tmp_path: Path) -> None:
    """By the name of the setting."""
    conf = SETTINGS.replace('plain_terms_folder = "glossary"', "")
    with pytest.raises(BookError, match=r"plain_terms_folder in conf\.py is not set"):
        Project(tmp_path, {"conf.py": conf, "index.md": "# Ours\n"}).build("book")


# --- python -m plain_terms build --format -----------------------------------------------------------


def run(folder: Path, form: str, *options: str) -> subprocess.CompletedProcess[str]:
    """The command as one types it."""
    command = [sys.executable, "-m", "plain_terms", "build", "--format", form, "--", "-q", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("form", ["epub", "pdf"])
def test_a_book_is_published_when_it_is_whole_and_a_failed_build_leaves_the_old_one(
    tmp_path: Path, form: str
) -> None:
    """One file and nothing else, whatever the build left behind."""
    pages = {"about.md": "# About\n\n```{toctree}\n```\n", "index.md": FRONT.replace("guides/index\n", "")}
    settings = SETTINGS + 'version = "1"\nepub_basename = "our-words"\n'
    project = Project(tmp_path, {**base_files(), **pages, "conf.py": settings})
    done = run(tmp_path, form, "-W")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "_build" / form).iterdir()] == [f"our-words.{form}"]
    book = tmp_path / f"_build/{form}/our-words.{form}"
    before, written = book.read_bytes(), book.stat().st_mtime_ns
    project.edit("glossary/api.md", "A {term}`monolith`", "A {term}`monolyth`")
    failed = run(tmp_path, form, "-W")
    assert failed.returncode != 0
    assert "did you mean 'Monolith'" in failed.stderr
    assert f"_build/{form} is as it was" in failed.stderr
    assert [path.name for path in book.parent.iterdir()] == [book.name]
    assert (book.read_bytes(), book.stat().st_mtime_ns) == (before, written)


# --- the real glossary ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not LONG, reason="takes minutes: set PLAIN_TERMS_LONG=1")
def test_the_whole_glossary_is_in_its_book(book_of_all: Path) -> None:
    """Each term has a bookmark and an entry in the index, and no link leads nowhere."""
    pdf = Pdf(book_of_all)
    terms = {page.stem for page in (ROOT / "glossary").glob("*.md")} - {"index"}
    inner = {target for _, target in pdf.links() if "://" not in target and not target.startswith("mailto:")}
    assert inner <= set(pdf.places)
    assert {f"glossary/{slug}" for slug in terms} <= set(pdf.places)
    assert 400 < len(pdf.pages) < 999
    guides = {page.stem for page in (ROOT / "guides").glob("*.md")} - {"index"}
    assert len([1 for level, _, _ in pdf.bookmarks if level == 2]) == len(terms) + len(guides)
    index = " ".join(pdf.pages[pdf.bookmarks[-1][2] - 1 :])
    titles = {title for level, title, _ in pdf.bookmarks if level == 2}
    for slug in sorted(terms)[::9]:
        text = (ROOT / f"glossary/{slug}.md").read_text("utf-8")
        headword = re.findall(r"^# (.+)$", text, re.M)[0]
        assert headword.replace("'", "\u2019") in titles
        definition = re.findall(r"^::::\{glossary\}\n(?:\S.*\n)+ +(.+)$", text, re.M)[0]
        start = " ".join(definition.split()[:4])
        assert start in pdf.pages[pdf.places[f"glossary/{slug}"] - 1]
        assert re.search(rf"{re.escape(headword)} ?{pdf.places[f'glossary/{slug}']}\b", index)
