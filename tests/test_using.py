"""What docs/using.md tells people to type works as it is written there."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.glossary_host import Host
from tests.installed import make_venv
from tests.projects import Built, Project, base_files

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "using.md").read_text("utf-8")
BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<language>\w+)\n(?P<text>.*?)^(?P=fence)$", re.S | re.M)
PAGE = re.compile(r"`([\w./-]+\.(?:md|rst|py))`[^`]*$")


def section(title: str) -> str:
    """The text below one heading of the document."""
    return DOCUMENT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def blocks(title: str) -> Iterator[tuple[str, str]]:
    """Each block of a section: the file it goes to, named in the line above it, or ``sh``; and its text."""
    text = section(title)
    for match in BLOCK.finditer(text):
        named = PAGE.search(text[: match.start()].rstrip().rpartition("\n")[2])
        yield (named[1] if named else match["language"]), match["text"]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A glossary on the web."""
    host = Host(Project(tmp_path / "glossary", base_files()).good().outdir)
    yield host
    host.stop()


def test_the_quick_start_works_as_written(tmp_path: Path, installed_python: Path, host: Host) -> None:
    """Its files and commands, but for two addresses that every reader replaces: under ten lines to type."""
    found = list(blocks("Link to a glossary elsewhere"))
    assert sum(len(text.strip().splitlines()) for _, text in found) < 10
    copy = installed_python.parents[2] / "source"
    address = {"https://your-glossary.example/": host.url, "path/to/in-plain-terms": str(copy)}
    python, _ = make_venv(tmp_path / "env")
    project = tmp_path / "project"
    project.mkdir()
    offline = {"PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    environment = {**os.environ, **offline, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
    for name, text in found:
        for old, new in address.items():
            text = text.replace(old, new)
        if name == "sh":
            done = subprocess.run(
                text, shell=True, cwd=project, env=environment, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stdout + done.stderr
            assert "WARNING:" not in done.stderr.replace("WARNING: Running pip as", "")
        else:
            (project / name).write_text(text, "utf-8")
    links = Built(project / "_build", 0, "").page("index").cssselect("a.term")
    assert [(link.text_content(), link.get("title")) for link in links] == [
        ("APIs", "An API is a set way for programs to talk."),
        ("old app", "A monolith is an app in one piece."),
    ]


def test_an_ordinary_glossary_works_as_written(tmp_path: Path) -> None:
    """The two blocks are a whole project."""
    built = Project(tmp_path, dict(blocks("Help for a glossary you already have"))).good()
    (link,) = built.page("index").cssselect("a.term")
    assert (link.text_content(), link.get("title")) == ("pods", "The smallest thing that runs.")


def test_a_glossary_of_pages_works_as_written(tmp_path: Path) -> None:
    """The blocks are a whole project, with nothing to warn of."""
    built = Project(tmp_path, dict(blocks("A glossary with a page for each term"))).good()
    assert built.names()["container group"] == "glossary/pod.html#term-pod"
    assert "A pod is the smallest thing that runs." in built.text("topics/running")


def test_a_comparison_works_as_written(tmp_path: Path) -> None:
    """Its page builds in the glossary of the section before, and holds questions."""
    files = dict(blocks("A glossary with a page for each term"))
    files["index.md"] = files["index.md"].replace("topics/index\n", "topics/index\nguides/pod-or-node\n")
    built = Project(tmp_path, {**files, **dict(blocks("A comparison of two terms"))}).good()
    assert len(built.page("guides/pod-or-node").cssselect(".plain-term-decide > li")) == 2
