"""What a publisher sets once, at the top of the real conf.py, and what each page makes of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.projects import Project, base_files

ROOT = Path(__file__).parent.parent
ADVICE = "# How to ask\n\nAsk.\n"
GUIDES = "# Guides\n\n```{toctree}\nasking-questions\n```\n"


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """A small glossary under the settings and furniture of the real site."""
    conf = (ROOT / "conf.py").read_text("utf-8") + "\nplain_terms_style = False\nplain_terms_published = ''\n"
    files = {**base_files(), "conf.py": conf, "guides/index.md": GUIDES, "guides/asking-questions.md": ADVICE}
    files["index.md"] = files["index.md"].replace("topics/index", "topics/index\nguides/index")
    project = make_project(files, bare=True)
    shutil.copytree(ROOT / "_static", project.folder / "_static")
    return project


def test_with_nothing_set_no_address_is_made_up(project: Project) -> None:
    """The question leads to the page of advice, and there is no edit link."""
    page = project.good().page("glossary/api")
    (asked,) = page.cssselect(".plain-term-question a")
    assert asked.get("href") == "../guides/asking-questions.html"
    assert not page.cssselect(".edit-this-page a")


def test_a_question_address_gets_the_term(project: Project) -> None:
    """A form or a mail knows what the question is about."""
    project.edit(
        "conf.py", 'question_url = ""', 'question_url = "https://ask.example/?about={headword}&at={slug}"'
    )
    (asked,) = project.good().page("glossary/api").cssselect(".plain-term-question a")
    assert asked.get("href") == "https://ask.example/?about=API&at=api"


def test_a_repository_gives_every_page_an_edit_link(project: Project) -> None:
    """The link leads to the page's own source."""
    project.edit("conf.py", 'repository = ""', 'repository = "https://github.com/you/terms"')
    (edit,) = project.good().page("glossary/api").cssselect(".edit-this-page a")
    assert edit.get("href") == "https://github.com/you/terms/edit/main/glossary/api.md"
