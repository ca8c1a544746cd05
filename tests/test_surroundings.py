"""The same promise for what surrounds the pages: settings, code, templates, style sheets, other files."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plain_terms import surroundings
from tests.projects import CONF, Built, Project, topic_page

SETTINGS = """
html_static_path = ["_static"]
html_css_files = ["own.css"]
templates_path = ["_templates"]
html_extra_path = ["_extra"]
html_copy_source = True

def setup(app):
    app.add_config_value("greeting", "hello", "")
    app.connect("source-read", lambda a, n, text: text.append(text.pop().replace("GREETING", "hello")))
"""
TEMPLATE = '{% extends "!page.html" %}{% block footer %}<p>Colophon</p>{% endblock %}'
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>one</title></svg>'
PICTURES = """---
orphan: true
---
# Pictures

GREETING ![b](b/dot.svg)

```{literalinclude} _part.txt
```
"""

OWN_EXTENSION = """
import greeter

def setup(app):
    app.connect("source-read", greet)

def greet(app, name, text):
    text.append(text.pop().replace("An API is", f"An API says {greeter.WORD} and is"))
"""


def move_in_older(project: Project, name: str, text: str) -> None:
    """Replace a file by one that was last changed long ago, as `mv` and `cp -p` do."""
    project.write(name, text)
    os.utime(project.folder / name, (1_000_000_000, 1_000_000_000))


def edit_and_put_the_date_back(project: Project, name: str, old: str, new: str) -> None:
    """An edit that shows in no date and no size."""
    path = project.folder / name
    dates = path.stat()
    assert len(old) == len(new)
    project.edit(name, old, new)
    os.utime(path, ns=(dates.st_atime_ns, dates.st_mtime_ns))


def add_an_earlier_picture(project: Project) -> None:
    """A picture that shares its name with one that is there, on another page."""
    project.write("a/dot.svg", PIXEL.replace("one", "two"))
    project.edit("topics/money.md", "# Money", "# Money\n\n![a](../a/dot.svg)")


EDITS: dict[str, Callable[[Project], object]] = {
    "change a style sheet": lambda p: p.write("_static/own.css", "p { color: red }"),
    "add a static file": lambda p: p.write("_static/new.txt", "x"),
    "remove a static file": lambda p: p.remove("_static/deep/er/old.txt"),
    "remove an extra file": lambda p: p.remove("_extra/robots.txt"),
    "change a template": lambda p: p.edit("_templates/page.html", "Colophon", "Imprint"),
    "move in an older template": lambda p: move_in_older(
        p, "_templates/page.html", TEMPLATE.replace("Col", "M")
    ),
    "remove a template": lambda p: p.remove("_templates/page.html"),
    "change the code of a handler": lambda p: p.edit("conf.py", '"hello"))', '"good day"))'),
    "use another theme": lambda p: p.edit("conf.py", '"basic"', '"alabaster"'),
    "drop the static folder": lambda p: p.edit("conf.py", 'html_static_path = ["_static"]', ""),
    "show no sources": lambda p: p.edit("conf.py", "html_copy_source = True", "html_copy_source = False"),
    "change an included file": lambda p: p.write("_part.txt", "another part"),
    "move in an older included file": lambda p: move_in_older(p, "_part.txt", "an old part"),
    "edit a page and put its date back": lambda p: edit_and_put_the_date_back(
        p, "glossary/api.md", "a set way", "a fix way"
    ),
    "add an earlier picture of the same name": add_an_earlier_picture,
    "remove a page with a picture": lambda p: p.remove("pictures.md"),
    "move a page elsewhere": lambda p: (p.folder / "pictures.md").rename(p.folder / "glossary/../images.md"),
    "add an extension": lambda p: p.edit("conf.py", '"plain_terms"]', '"plain_terms", "sphinx.ext.todo"]'),
}


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """The small glossary, in a house with furniture."""
    return make_project(
        {
            "conf.py": CONF + SETTINGS,
            "_static/own.css": "p { color: blue }",
            "_static/deep/er/old.txt": "old",
            "_extra/robots.txt": "User-agent: *",
            "_templates/page.html": TEMPLATE,
            "_part.txt": "a part",
            "b/dot.svg": PIXEL,
            "pictures.md": PICTURES,
            "topics/people.md": topic_page("people") + "\n![b](../b/dot.svg)\n",
        }
    )


def assert_same(one: Built, other: Built) -> None:
    """The same files with the same bytes, named where they differ."""
    ours, theirs = one.files(), other.files()
    assert sorted(name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)) == []


@pytest.mark.parametrize("name", EDITS)
def test_rebuild_after_an_edit_around_the_pages_equals_a_clean_build(project: Project, name: str) -> None:
    """One edit of each kind; in turn in each kind of site, and with more processes."""
    at = list(EDITS).index(name)
    builder, jobs = ("html", "dirhtml")[at % 2], (1, 1, 2, 4)[at % 4]
    project.good(builder)
    EDITS[name](project)
    rebuilt = project.build(builder, jobs=jobs)
    assert_same(rebuilt, project.build(builder, out="_clean", clean=True))


def test_code_of_a_projects_own_extension_counts(project: Project) -> None:
    """A module that `conf.py` loads from its own folder is part of the project, and so is what it loads."""
    project.write("greeter.py", "WORD = 'hello'\n")
    project.write("own_extension.py", OWN_EXTENSION)
    project.edit("conf.py", "\nproject =", "import sys\nsys.path.insert(0, '.')\nproject =")
    project.edit("conf.py", '"plain_terms"]', '"plain_terms", "own_extension"]')
    command = [sys.executable, "-m", "sphinx", "-q", "-d", "_trees", ".", "_site"]
    for word in ("hello", "good day"):
        project.write("greeter.py", f"WORD = {word!r}\n")
        subprocess.run(command, cwd=project.folder, check=True, capture_output=True)
        assert f"An API says {word}" in Built(project.folder / "_site", 0, "").text("glossary/api")


def test_pictures_of_one_name_are_numbered_by_path(project: Project) -> None:
    """Not in the order in which pages happened to be read."""
    project.build()
    add_an_earlier_picture(project)
    images = project.good().outdir / "_images"
    assert "two" in (images / "dot.svg").read_text("utf-8")
    assert "one" in (images / "dot1.svg").read_text("utf-8")


def test_what_a_publisher_keeps_in_the_output_folder_stays(project: Project) -> None:
    """Only files that a build put there for a source are ever deleted."""
    out = project.build().outdir
    (out / "CNAME").write_text("example.org", "utf-8")
    project.remove("pictures.md")
    project.build()
    assert (out / "CNAME").exists()
    assert not (out / "pictures.html").exists()


def test_pages_are_read_again_when_any_code_of_the_package_changes(tmp_path: Path) -> None:
    """Also code in its sub-packages; templates and style sheets are compared where they are used."""
    package = tmp_path / "package"
    for name in ("a.py", "exports/b.py", "exports/schema.json", "static/c.css", "exports/__pycache__/b.pyc"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("1", "utf-8")
    before = surroundings.package_digest(package)
    for name, counts in {
        "a.py": True,
        "exports/b.py": True,
        "exports/schema.json": True,
        "static/c.css": False,
    }.items():
        (package / name).write_text("2", "utf-8")
        now = surroundings.package_digest(package)
        assert (now != before) is counts, name
        before = now


def test_style_forgets_pages_that_are_gone(project: Project) -> None:
    """What is kept between builds does not grow for ever."""
    project.edit("conf.py", "def setup", "plain_terms_style = True\n\ndef setup")
    project.build()
    project.remove("glossary/monolith.md")
    project.build()
    kept = pickle.loads((project.folder / "_out.doctrees/environment.pickle").read_bytes())
    assert kept.domaindata["plain_terms"]["style"].keys() == {"glossary/api"}
