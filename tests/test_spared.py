"""What a build spares itself where nothing has changed; other tests show that its output is right."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from plain_terms import export_files, exports, surroundings
from tests.projects import CONF, Project, base_files, term_page

TELL = """
def setup(app):
    def tell(app, error):
        (app.srcdir / "settled").write_text(str(app.env.domains["plain_terms"].settled))
    app.connect("build-finished", tell, priority=899)
"""
COPIES = {"glossary/api.md", "glossary/monolith.md"}


def built_anew(project: Project, seed: str) -> str:
    """Build in a process of its own; says whether search and exports were left as they are."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", ".", "_out"]
    env = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run(command, cwd=project.folder, env=env, check=True)
    return (project.folder / "settled").read_text("utf-8")


def test_a_build_without_a_change_leaves_search_and_exports(tmp_path: Path) -> None:
    """In whatever order a process holds its sets."""
    project = Project(tmp_path, {**base_files(), "conf.py": CONF + TELL})
    assert built_anew(project, "1") == "False"
    assert built_anew(project, "2") == "True"
    (project.folder / "_out/terms.csv").write_text("touched", "utf-8")
    assert built_anew(project, "3") == "False"
    project.edit("glossary/api.md", "a set way", "an agreed way")
    assert built_anew(project, "4") == "False"


Made = Callable[[], tuple[set[str], set[str]]]


@pytest.fixture
def made(project: Project, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Build, and tell which copies in Markdown and which other files were made; all of them once before."""
    texts: dict[str, str] = {}

    def noted(site: exports.Site, formats: Iterable[str]) -> Mapping[str, str]:
        found = exports.files(site, formats)
        texts.update(found)
        return found

    class Noted:
        files = staticmethod(noted)

        def __getattr__(self, name: str) -> object:
            return getattr(exports, name)

    monkeypatch.setattr(export_files, "exports", Noted())

    def build() -> tuple[set[str], set[str]]:
        texts.clear()
        project.good()
        return texts.keys() & COPIES, texts.keys() - COPIES

    copies, others = build()
    assert copies == COPIES
    assert {"terms.json", "terms.ttl", "terms.csv", "sitemap.xml"} - others <= {"sitemap.xml"}
    return build


def test_a_change_in_the_text_of_a_page_makes_its_copy_alone(project: Project, made: Made) -> None:
    """No other export holds that text."""
    project.edit("glossary/monolith.md", "It has", "Now it has")
    assert made() == ({"glossary/monolith.md"}, set())


def test_a_new_headword_makes_the_copies_that_name_it_and_all_other_exports(
    project: Project, made: Made
) -> None:
    """Whoever links to it shows it."""
    project.edit("glossary/monolith.md", "A monolith is", "A monolith always is")
    copies, others = made()
    assert "glossary/monolith.md" in copies
    assert "terms.json" in others


@pytest.mark.parametrize("gone", ["glossary/api.md", "terms.csv"])
def test_a_file_that_somebody_took_away_is_made_again(project: Project, made: Made, gone: str) -> None:
    """Although nothing that it is made of has changed."""
    (project.folder / "_out" / gone).unlink()
    made()
    assert (project.folder / "_out" / gone).is_file()


def test_other_code_makes_everything_again(
    project: Project, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an export says depends on it."""
    monkeypatch.setattr(surroundings, "package_digest", lambda _: 7)
    copies, others = made()
    assert copies == COPIES
    assert "terms.json" in others


def test_a_name_that_the_inventory_cannot_hold_is_told_in_each_build(
    make_project: Callable[..., Project],
) -> None:
    """Also where nothing is read or written again, so no second run calls good what the first did not."""
    project = make_project({"glossary/word.md": term_page("Word", aliases=("Word 2 Type 1",))})
    for _ in range(3):
        built = project.build(strict=True)
        assert built.status == 1
        assert "'Word 2 Type 1' is not in objects.inv" in built.warnings
