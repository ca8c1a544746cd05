"""The style guide in the build: on where a project wants it, and never out of date."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.projects import CONF, Built, Project, term_page

MENTION = "The front door is shut, and people wait in the rain until somebody opens it."


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """The small glossary with the style guide on; its pages are far too short for it."""
    files = {
        "conf.py": CONF + "plain_terms_style = True\n",
        "glossary/wall.md": term_page("Wall", body=MENTION),
    }
    return make_project(files)


def told(built: Built, rule: str) -> list[str]:
    """The warnings of one rule."""
    return [line for line in built.warnings.splitlines() if f"plain_terms.{rule}]" in line]


def test_a_build_reports_what_lint_calls_an_error(project: Project) -> None:
    """With file and line, and as an error under -W."""
    built = project.build(strict=True)
    assert built.status == 1
    (line,) = [text for text in told(built, "page-length") if "wall.md" in text]
    assert line.startswith("glossary/wall.md:1: WARNING: ")


def test_a_build_says_nothing_of_style_unless_asked(project: Project) -> None:
    """Other projects write as they like."""
    project.edit("conf.py", "plain_terms_style = True", "plain_terms_style = False")
    project.good()


def test_advice_is_left_to_lint(project: Project) -> None:
    """A "should" never stops a build."""
    assert not told(project.build(), "asked")


def test_a_page_is_checked_again_when_a_word_on_it_becomes_a_term(project: Project) -> None:
    """Yesterday's mention needs a link once its page exists, though nobody touched the page."""
    assert not [text for text in told(project.build(), "first-mention") if "wall.md" in text]
    project.write("glossary/front-door.md", term_page("Front door"))
    (line,) = [text for text in told(project.build(), "first-mention") if "wall.md" in text]
    assert "'front door' first names Front door and is no link" in line
    project.remove("glossary/front-door.md")
    assert not [text for text in told(project.build(), "first-mention") if "wall.md" in text]


def test_a_mended_page_is_no_longer_reported(project: Project) -> None:
    """And a page that is gone is forgotten."""
    project.build()
    project.edit("glossary/wall.md", MENTION, "")
    project.remove("glossary/api.md")
    again, clean = project.build(), project.build(out="_clean", clean=True)
    assert again.warnings == clean.warnings
