"""The script that draws the pictures of the site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import NAMES

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent


def test_the_pictures_can_be_drawn_again(site: Path, browser: Browser, tmp_path: Path) -> None:
    """From the site as it is: those that are kept, and none else; each small; equal on one machine."""
    found = os.environ.get("PLAIN_TERMS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)))
    drawn = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        command: list[str | Path] = [
            sys.executable,
            ROOT / "docs/pictures.py",
            "--site",
            site,
            "--out",
            folder,
        ]
        done = subprocess.run(
            command, env={**os.environ, "PLAIN_TERMS_CHROMIUM": found}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        drawn.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    assert drawn[0] == drawn[1]
    assert sorted(drawn[0]) == sorted(path.name for path in (ROOT / "docs/pictures").iterdir())
    assert {name: len(data) for name, data in drawn[0].items() if not 5_000 < len(data) < 150_000} == {}
