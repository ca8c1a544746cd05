"""What other projects get: the wheel, in an environment of their own, with themes of others."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.installed import CARDS, READERS, ROOT, reader


def test_the_package_comes_from_the_wheel(installed_python: Path, tmp_path: Path) -> None:
    """Otherwise the tests of this file would say nothing about what others get."""
    code = "import plain_terms; print(plain_terms.__file__)"
    command = [str(installed_python), "-c", code]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert Path(found.strip()).is_relative_to(installed_python.parents[1])
    assert not Path(found.strip()).is_relative_to(ROOT)


@pytest.mark.parametrize("theme", READERS)
def test_a_project_with_the_installed_package_has_cards(readers: Path, theme: str) -> None:
    """In Markdown and in reST, built by four processes, without a warning."""
    found = reader(readers, theme)
    assert (found.online.status, found.online.warnings) == (0, "")
    links = found.online.page("index").cssselect("a.term[title]")
    assert {link.text_content(): link.get("title") for link in links} == CARDS
    assert {link.get("href") for link in links} == {
        f"{found.url}glossary/api.html#term-api",
        f"{found.url}glossary/monolith.html#term-monolith",
    }


@pytest.mark.parametrize("theme", READERS)
def test_it_still_has_them_when_the_glossary_is_gone(readers: Path, theme: str) -> None:
    """An edit without the network: no warning, and the same links and definitions."""
    found = reader(readers, theme)
    assert (found.after.status, found.after.warnings) == (0, "")
    assert "One line more." in found.after.text("index")
    links = found.after.page("index").cssselect("a.term[title]")
    assert {link.text_content(): link.get("title") for link in links} == CARDS
