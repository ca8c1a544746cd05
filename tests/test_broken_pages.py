"""Some hundred broken pages in one project: each is named with file and line, or loses nothing.

None stops the build, takes long, or keeps the others from being read. The same goes for the command line.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import warnings
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from sphinx.deprecation import RemovedInSphinx11Warning

from plain_terms.cli import main
from tests.broken import CASES, GOOD, HARMLESS, Case
from tests.projects import CONF, Built, Project, base_files

# Notes the processor time between the start of one page and of the next, for reading and for writing.
CLOCK = """
import json, time
TIMES, LAST = {}, []

def tick(name):
    now = time.process_time()
    if LAST:
        TIMES[LAST[0]] = max(TIMES.get(LAST[0], 0), now - LAST[1])
    LAST[:] = [name, now]

def finish(app, error):
    (app.outdir / "times.json").write_text(json.dumps(TIMES))

def setup(app):
    app.connect("env-purge-doc", lambda app, env, name: tick(name), priority=1)
    app.connect("env-updated", lambda app, env: tick("resolve"), priority=1)
    app.connect("html-page-context", lambda app, name, *rest: tick(name), priority=1)
    app.connect("html-collect-pages", lambda app: tick("collect") or [], priority=1)
    app.connect("build-finished", finish)
"""
LONGEST = 2.0  # seconds for one page
INDEX = (
    "# Start\n\n```{toctree}\nglossary/index\ntopics/index\n```\n\n```{toctree}\n:glob:\n\nguides/*\n```\n"
)
ONLY_IN_A_BUILD = "the page cannot be read ("  # where MyST gave up
SAME_IN_LINT = ("front-matter", "fence", "unreadable", "character", "slug")


@dataclass(frozen=True)
class Told:
    """A build of all broken pages, and what it said of each file: pairs of line and text."""

    project: Project
    built: Built
    of: Mapping[str, list[tuple[int, str]]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """All of them in one project, built once."""
    files = {**base_files(), "conf.py": CONF + CLOCK, "index.md": INDEX}
    project = Project(tmp_path_factory.mktemp("broken"), files)
    for case in CASES:
        project.write(case.path, case.text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RemovedInSphinx11Warning)  # of MyST's, on links that lead nowhere
        built = project.build()
    said: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for path, line, text in re.findall(
        r"^([\w/.-]+\.md):(\d+): (?:WARNING|ERROR): (.*)$", built.warnings, re.M
    ):
        said[path].append((int(line), text))
    return Told(project, built, said)


@pytest.mark.parametrize("case", [case for case in CASES if case.said], ids=lambda case: case.label)
def test_what_is_broken_is_named_with_file_and_line(told: Told, case: Case) -> None:
    """One message at least says what is expected, at a line that the file has."""
    lines = case.text.replace("\r\n", "\n").count("\n") + 1
    matching = [line for line, text in told.of[case.path] if case.said in text]
    assert matching, (told.of[case.path], case.text[:500])
    assert all(1 <= line <= lines for line in matching)


@pytest.mark.parametrize("case", [case for case in CASES if not case.said], ids=lambda case: case.label)
def test_what_is_harmless_is_kept_whole(told: Told, case: Case) -> None:
    """Nothing is said of it, and its words reach the reader."""
    assert told.of[case.path] == []
    words = set(re.findall(r"keepsake\d{3}", case.text))
    page = (told.built.outdir / case.path).with_suffix(".html")
    text = str(lxml_html.parse(str(page)).getroot().text_content())
    assert words
    assert words <= set(re.findall(r"keepsake\d{3}", text))
    assert text.count(words.pop()) >= case.text.count("keepsake")


def test_no_page_takes_long(told: Told) -> None:
    """Neither to be read nor to be written."""
    times = json.loads((told.built.outdir / "times.json").read_text("utf-8"))
    assert len(times) > len(CASES)
    slow = {name: taken for name, taken in times.items() if taken > LONGEST}
    assert {name for name in slow if name.partition("/")[2].startswith("p")} == set()


def test_there_are_hundreds_of_them() -> None:
    """Of each kind several: terms, guides and topics, broken and harmless."""
    assert len(CASES) > 400
    assert len({case.text for case in CASES if len(case.text) > 100}) > 400
    assert sum(case.said == HARMLESS for case in CASES) > 100


def test_the_command_line_says_the_same(
    told: Told, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``lint`` names what reading a page shows, and neither it nor ``fix-links`` falls over."""
    copy = told.project.folder.with_name("broken-copy")
    shutil.copytree(told.project.folder, copy, ignore=shutil.ignore_patterns("_out*"))
    monkeypatch.chdir(copy)
    assert main(["lint", "--errors-only"]) == 1
    out = capsys.readouterr().out
    found = {
        (path, int(line), rule)
        for path, line, rule in re.findall(r"^([\w/.-]+\.md):(\d+): must ([\w-]+): ", out, re.M)
    }
    expected = {
        (path, line, rule)
        for path, texts in told.of.items()
        for line, text in texts
        for rule in re.findall(r"\[plain_terms\.([\w-]+)\]$", text)
        if rule in SAME_IN_LINT and path.startswith("glossary/") and ONLY_IN_A_BUILD not in text
    }
    assert expected - found == set()
    assert main(["fix-links"]) in (0, 1)
    assert Path("glossary").is_dir()


# --- pages that a machine makes up ----------------------------------------------------------------

SIGNS = (
    *(
        "\n",
        "\n\n",
        "  ",
        "\t",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "~~~\n",
        ":::\n",
        "::::{note}\n",
        "> ",
        "- ",
        "1. ",
    ),
    *(
        "[",
        "](",
        ")",
        "![",
        "]",
        "{",
        "}",
        "{term}`",
        "{nope}`",
        "```{include} x\n",
        "<",
        ">",
        "<b>",
        "<!--",
        "-->",
    ),
    *(
        "&amp;",
        "&#0;",
        "\\",
        "|",
        "|-|\n",
        "# ",
        "## ",
        "---\n",
        "...\n",
        "===\n",
        ": ",
        "- a: b\n",
        '"',
        "'",
        "$$",
    ),
    *(
        "{{",
        "}}",
        "(a)=\n",
        "+++\n",
        "\x00",
        "\x1b",
        "\u2028",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\u05d0",
        "\U0001f600",
    ),
    *(
        ":::{glossary}\n",
        "Word\n  def\n",
        "topic: x\n",
        "asked: [",
        "!!python/name:os.system x\n",
        "&a ",
        "*a ",
        "~",
    ),
)
PLACES = re.compile(r"(?<=\n)|(?<= )|(?=:::)|(?<=:)")
BATCH = 12


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """The good page with signs put in, and pieces taken out or doubled."""
    places = [match.start() for match in PLACES.finditer(GOOD)]
    text = GOOD
    for _ in range(draw(st.integers(1, 4))):
        at = min(draw(st.sampled_from(places)), len(text))
        until = at + draw(st.sampled_from([0, 0, 0, 1, 8, 30]))
        doubled = text[at:until] * draw(st.sampled_from([0, 1, 1, 2, 40]))
        text = (
            text[:at]
            + doubled
            + draw(st.sampled_from(SIGNS)) * draw(st.sampled_from([1, 1, 1, 3, 60]))
            + text[until:]
        )
    return text


@settings(max_examples=200 if os.environ.get("PLAIN_TERMS_LONG") else 8)
@given(texts=st.lists(mangled(), min_size=BATCH, max_size=BATCH))
def test_whatever_is_on_a_page_it_is_named_or_kept(texts: list[str]) -> None:
    """No traceback and no long wait; where nothing is said, the term and its definition are all there."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", RemovedInSphinx11Warning)
        project = Project(Path(folder), {**base_files(), "conf.py": CONF + CLOCK})
        texts = [text.replace("¤", f"{number:03}") for number, text in enumerate(texts)]
        for number, text in enumerate(texts):
            project.write(f"glossary/m{number}.md", text)
        built = project.build()
        names, times = built.names(), json.loads((built.outdir / "times.json").read_text("utf-8"))
        assert max(times.values()) < LONGEST
        for number, text in enumerate(texts):
            if f"glossary/m{number}.md:" not in built.warnings:
                shown = built.text(f"glossary/m{number}")
                term = next(
                    name for name, uri in names.items() if uri == f"glossary/m{number}.html#term-m{number}"
                )
                assert f"keepsake{number:03}" in shown, text
                assert term in shown, text
        with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
            assert main(["lint", "--errors-only"]) in (0, 1)
            assert main(["fix-links"]) in (0, 1)
