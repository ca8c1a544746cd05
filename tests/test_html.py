"""The pages are valid HTML: every one of the site, and those that Sphinx makes itself in our theme."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests import node
from tests.projects import CONF, Project

# "standard" is what the HTML standard forbids; "a11y" what WCAG asks of markup.
CONFIG = {"root": True, "extends": ["html-validate:standard", "html-validate:a11y"]}


def errors(folder: Path, config: Path) -> list[str]:
    """What html-validate finds wrong in a folder of pages, a line each."""
    config.write_text(json.dumps(CONFIG), "utf-8")
    report = config.with_name("report.json")  # a pipe would cut a long one short
    node.run("html-validate", "--config", config, "--formatter", f"json={report}", f"{folder}/**/*.html")
    found: list[dict[str, Any]] = json.loads(report.read_text("utf-8"))
    return [
        f"{Path(page['filePath']).relative_to(folder)}:{one['line']}: {one['ruleId']}: {one['message']}"
        for page in found
        for one in page["messages"]
    ]


def test_every_page_of_the_site_is_valid(site: Path, tmp_path: Path) -> None:
    """No error on any of them."""
    assert errors(site, tmp_path / "config.json") == []


def test_pages_that_sphinx_makes_are_valid_in_our_theme(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    """The index of words and the results page."""
    conf = CONF.replace('html_theme = "basic"', 'html_theme = "plain_terms"')
    built = make_project({"conf.py": conf}).good()
    assert (built.outdir / "genindex.html").is_file()
    assert errors(built.outdir, tmp_path / "config.json") == []


def test_an_error_is_seen(tmp_path: Path) -> None:
    """The check can fail: an element in the wrong place, and an identifier used twice."""
    text = "<!DOCTYPE html><html lang=en><title>x</title><p id=a>x</p><p id=a><a href=x><a href=y>z</a></a>"
    (tmp_path / "site").mkdir()
    (tmp_path / "site/page.html").write_text(text, "utf-8")
    found = errors(tmp_path / "site", tmp_path / "config.json")
    assert any("no-dup-id" in one for one in found)
    assert any("element-permitted-content" in one for one in found)
