"""Another Sphinx project refers to terms of this one through intersphinx."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import Project, base_files

CONF = """
project = "Consumer"
extensions = ["myst_parser", "sphinx.ext.intersphinx", "plain_terms"]
html_theme = "basic"
nitpicky = True
intersphinx_mapping = {{"terms": ("https://terms.example/", {inventory!r})}}
"""
MYST = "# Page\n\nSee {{external+terms:term}}`{name}`.\n"
REST = "Page\n====\n\nSee :external+terms:term:`{name}`.\n"
NAMES = {
    "Monolith": "the headword",
    "monolith": "another case",
    "monoliths": "a plural",
    "monolithic-app": "an alias, with a hyphen",
    "monolit": "a hidden variant",
    "big ones <Monoliths>": "other words shown",
}


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    """The inventory of a built glossary, read from disk."""
    return str(Project(tmp_path / "glossary", base_files()).good().outdir / "objects.inv")


def build(folder: Path, inventory: str, page: str, suffix: str) -> Project:
    """Write the consumer."""
    index = {f"index{suffix}": page}
    return Project(folder / "consumer", {"conf.py": CONF.format(inventory=inventory), **index})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("page", "suffix"), [(MYST, ".md"), (REST, ".rst")], ids=["MyST", "reST"])
def test_a_reference_from_another_project_resolves(
    tmp_path: Path, inventory: str, page: str, suffix: str, name: str
) -> None:
    """Headword, case, plural, hyphen and variant lead to the term's stable address."""
    built = build(tmp_path, inventory, page.format(name=name), suffix).good()
    (link,) = built.page("index").cssselect("p a.external")
    assert link.get("href") == "https://terms.example/glossary/monolith.html#term-monolith"


def test_an_unknown_term_of_another_project_is_reported(tmp_path: Path, inventory: str) -> None:
    """A name that is not there is a warning at its line, not a silent plain word."""
    built = build(tmp_path, inventory, MYST.format(name="pods"), ".md").build(strict=True)
    assert built.status == 1
    assert "index.md:3" in built.warnings
    assert "pods" in built.warnings


def test_the_extension_does_nothing_to_a_project_without_term_pages(tmp_path: Path, inventory: str) -> None:
    """A project that only refers may have a folder called glossary, with whatever it likes in it."""
    project = build(tmp_path, inventory, MYST.format(name="monolith"), ".md")
    project.write(
        "glossary/anything.md",
        "---\ntitle: x\n---\n# Anything\n\n```{glossary}\nOne\n  First.\n\nTwo\n  Second.\n```\n",
    )
    project.edit("index.md", "See", "```{toctree}\nglossary/anything\n```\n\nSee")
    assert set(project.good().names()) == {"One", "Two"}
