"""What pages say of themselves leaves a browser alone: data is not run, and a strict policy lets it be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.projects import Project, base_files, term_page

from .conftest import STYLES, Serve, Visit

pytestmark = pytest.mark.browser

STRICT = {"Content-Security-Policy": f"default-src 'none'; script-src 'self'; {STYLES}; img-src 'self'"}
HOSTILE = "It ends </script><script>document.title='broken'</script> here."


def test_data_in_a_page_is_not_run_and_breaks_no_policy(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    """The page watches for violations of the policy; the hostile definition stays text."""
    pages = {"glossary/bad.md": term_page("Bad", definition=HOSTILE.replace("<", "\\<"))}
    project = Project(tmp_path, {**base_files(), **pages})
    project.edit("conf.py", 'html_theme = "basic"', 'html_theme = "plain_terms"')
    built = project.build()
    page = visit(serve(built.outdir, STRICT) + "glossary/bad.html")
    blocks = page.locator('script[type="application/ld+json"]')
    assert blocks.count() == 1
    assert json.loads(blocks.inner_text())["description"] == HOSTILE
    assert page.title() != "broken"
