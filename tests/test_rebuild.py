"""The promise: a second build, after any edits, gives byte for byte what a clean build gives."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.projects import CONF, Built, Project, base_files, term_page, topic_page

SLUGS = ("api", "monolith", "cloud", "cache", "token")
NAMES = ("API", "Monolith", "Cloud", "Cache", "Token", "cloud-computing", "Clouds", "é cole", "C++")
TOPICS = ("systems", "money", "people")


def assert_same(rebuilt: Built, clean: Built) -> None:
    """Every file there, none left over, all bytes equal."""
    assert rebuilt.files() == clean.files()


def clean_of(project: Project, jobs: int = 1, builder: str = "html") -> Built:
    """A clean build of the same sources, beside the incremental one."""
    return project.build(builder, out=f"_clean{jobs}", clean=True, jobs=jobs)


def rename_and_redirect(project: Project) -> None:
    """The page at the old address is then made, and no longer written by anybody."""
    project.edit("glossary/api.md", "topic:", "formerly: [api]\ntopic:")
    (project.folder / "glossary/api.md").rename(project.folder / "glossary/doorway.md")


Edit = Callable[[Project], object]
EDITS: dict[str, Edit] = {
    "nothing": lambda p: None,
    "add a term": lambda p: p.write("glossary/cache.md", term_page("Cache", body="A {term}`monolith`.")),
    "add a term that was missing": lambda p: p.write(
        "glossary/cache.md", term_page("Cache", aliases=("Pods",), body="x")
    ),
    "delete a term": lambda p: p.remove("glossary/api.md"),
    "rename a file": lambda p: (p.folder / "glossary/api.md").rename(p.folder / "glossary/a-p-i.md"),
    "rename a file that keeps its address": rename_and_redirect,
    "name a former address": lambda p: p.edit("glossary/api.md", "topic:", "formerly: [doorway]\ntopic:"),
    "claim the address of another": lambda p: p.edit("glossary/api.md", "topic:", "formerly: [fan]\ntopic:"),
    "move a topic": lambda p: p.write(
        "topics/people.md", "---\nformerly: [folk, glossary/staff]\n---\n" + topic_page("people")
    ),
    "rename a headword": lambda p: p.write("glossary/api.md", term_page("Doorway", aliases=("API",))),
    "redefine": lambda p: p.edit("glossary/api.md", "a set way for programs", "an agreed way for programs"),
    "redefine a term that is only mentioned in": lambda p: p.edit("glossary/fan.md", "plain", "odd"),
    "drop an alias": lambda p: p.edit("glossary/api.md", "\napplication programming interface\n", "\n"),
    "add a variant": lambda p: p.edit("glossary/api.md", "topic:", "variants: [a p i]\ntopic:"),
    "change a reason": lambda p: p.edit("glossary/api.md", "often holds one", "now and then holds one"),
    "move to another topic": lambda p: p.edit("glossary/api.md", "topic: systems", "topic: money"),
    "rename a topic": lambda p: p.edit("topics/systems.md", "# Systems", "# How systems fit"),
    "describe a topic anew": lambda p: p.edit("topics/systems.md", "All about", "Everything about"),
    "add a topic": lambda p: p.write("topics/people.md", topic_page("people")),
    "duplicate a name": lambda p: p.write(
        "glossary/aaa.md", term_page("API", definition="Another API means x.")
    ),
    "retitle the hub": lambda p: p.edit("glossary/index.md", "# A to Z", "# Every word"),
    "change a setting": lambda p: p.edit("conf.py", '"Test"', '"Other"'),
}


@pytest.mark.parametrize("name", EDITS)
def test_rebuild_after_an_edit_equals_a_clean_build(project: Project, name: str) -> None:
    """One edit of each kind, and then its undoing."""
    project.write("glossary/fan.md", term_page("Fan", body="{term}`API`", related={"monolith": "x"}))
    before = {
        path: path.read_bytes() for path in project.folder.rglob("*.*") if path.suffix in {".md", ".py"}
    }
    project.build()
    EDITS[name](project)
    assert_same(project.build(), clean_of(project))
    for path in [*project.folder.glob("glossary/*.md"), *project.folder.glob("topics/*.md")]:
        if path not in before:
            path.unlink()
    for path, data in before.items():
        project.write(str(path.relative_to(project.folder)), data)
    assert_same(project.build(), clean_of(project))


def test_deleting_one_of_two_duplicates_leaves_the_other_in_force(project: Project) -> None:
    """The survivor gets the name back."""
    project.write("glossary/aaa.md", term_page("API", definition="Another API means x."))
    assert project.build().names()["API"] == "glossary/aaa.html#term-aaa"
    project.remove("glossary/aaa.md")
    assert project.good().names()["API"] == "glossary/api.html#term-api"


def test_a_page_that_comes_to_stand_at_a_former_address_has_it(project: Project) -> None:
    """Also in the inventory, though the page that gave the address up is not read again."""
    project.edit("glossary/api.md", "topic:", "formerly: [cache]\ntopic:")
    project.good()
    project.write("glossary/cache.md", term_page("Cache"))
    rebuilt = project.build()
    assert "'glossary/cache' would hide the page glossary/cache" in rebuilt.warnings
    assert_same(rebuilt, clean_of(project))
    project.remove("glossary/cache.md")
    assert_same(project.good(), clean_of(project))


def test_pages_of_deleted_terms_are_gone(project: Project) -> None:
    """Sphinx leaves the file; a reader would find a page that no longer exists."""
    project.build()
    project.remove("glossary/api.md")
    assert not (project.build().outdir / "glossary/api.html").exists()


def test_another_builder_in_between_hides_no_change(project: Project) -> None:
    """What a text build has seen is still news to the HTML build."""
    project.build()
    project.edit("glossary/api.md", "a set way for programs", "an agreed way for programs")
    project.build("text", out="_out")
    assert "an agreed way" in project.build().text("topics/systems")


def test_parallel_builds_equal_serial_ones(project: Project) -> None:
    """Who reads what first is chance; the result is not."""
    for number in range(12):
        page = term_page(f"Word {number}", variants=["same word"], body="{term}`API` and {term}`Monolith`.")
        project.write(f"glossary/w{number}.md", page)
    serial, parallel = project.build(), clean_of(project, jobs=4)
    assert_same(parallel, serial)
    assert parallel.warnings == serial.warnings
    assert "'same word' is also a name" in serial.warnings or "same word" in serial.warnings


# --- random edits -------------------------------------------------------------------------------


@dataclass
class World:
    """Pages that exist, as hypothesis has arranged them."""

    project: Project
    terms: dict[str, str] = field(default_factory=dict)


SETTINGS = (
    "",
    "html_copy_source = True\nhtml_title = 'Other'\n",
    "html_theme = 'alabaster'\nhtml_use_index = False\n",
    "html_css_files = ['own.css', 'more.css']\nhtml_static_path = ['_static']\n",
    "templates_path = ['_templates']\nhtml_extra_path = ['_extra']\nhtml_static_path = ['_static/a']\n",
    "extensions.append('sphinx.ext.todo')\nplain_terms_exports = ['json']\nplain_terms_offline = False\n",
    "def setup(app):\n    app.connect('source-read', lambda a, n, s: s.append(s.pop() + '\\nRead.\\n'))\n",
)
PICTURE = """---
orphan: true
---
# Picture {0}

![it](pictures/{0}/dot.svg) {1}

```{{literalinclude}} part.txt
```
"""

names = st.sampled_from(NAMES)
pages = st.builds(
    lambda head, alias, variant, refs, text, topic, related, former: term_page(
        head,
        aliases=() if alias == head else (alias,),
        definition=f"{head} means {text}.",
        topic=topic,
        variants=[variant],
        formerly=former and [former],
        related={related: f"see {text}"},
        body=" ".join(f"{{term}}`{name}`" for name in refs),
    ),
    names,
    names,
    names,
    st.lists(names, max_size=3),
    st.sampled_from(("one", "two")),
    st.sampled_from(TOPICS),
    st.sampled_from(SLUGS),
    st.sampled_from((None, None, *SLUGS, "topics/money", "search")),
)
steps = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(SLUGS), pages),
    st.tuples(st.just("remove"), st.sampled_from(SLUGS), st.just("")),
    st.tuples(st.just("move"), st.sampled_from(SLUGS), st.sampled_from(SLUGS)),
    st.tuples(st.just("topic"), st.sampled_from(TOPICS), st.sampled_from(("Title A", "Title B", ""))),
    st.tuples(
        st.just("file"),
        st.sampled_from(
            ("_static/own.css", "_static/more.css", "_static/a/b.txt", "_extra/x.txt", "part.txt")
        ),
        st.sampled_from(("one", "two", "")),
    ),
    st.tuples(st.just("template"), st.just("page.html"), st.sampled_from(("Imprint", "Colophon", ""))),
    st.tuples(st.just("settings"), st.just("conf.py"), st.sampled_from(SETTINGS)),
    st.tuples(st.just("picture"), st.sampled_from(("a", "b", "c")), st.sampled_from(("one", "two", ""))),
)


def put(project: Project, name: str, text: str) -> None:
    """Write a file, or remove it where there is no text; its date never says that it is new."""
    if text:
        project.write(name, text)
        os.utime(project.folder / name, (1_000_000_000, 1_000_000_000))
    else:
        (project.folder / name).unlink(missing_ok=True)


def draw(project: Project, name: str, text: str) -> None:
    """A page with a picture that shares its name with others, and a file that it includes."""
    put(
        project,
        f"pictures/{name}/dot.svg",
        text and f"<svg xmlns='http://www.w3.org/2000/svg'>{name}{text}</svg>",
    )
    put(project, f"picture-{name}.md", text and PICTURE.format(name, text))


OTHER_STEPS: dict[str, Callable[[Project, str, str], object]] = {
    "file": put,
    "template": lambda p, name, text: put(
        p,
        f"_templates/{name}",
        text and f'{{% extends "!page.html" %}}{{% block footer %}}{text}{{% endblock %}}',
    ),
    "settings": lambda p, name, text: p.write(name, CONF + text),
    "picture": draw,
}


def take(project: Project, step: tuple[str, str, str]) -> None:
    """Carry out one step, where it applies."""
    action, name, value = step
    path = project.folder / "glossary" / f"{name}.md"
    if action in OTHER_STEPS:
        OTHER_STEPS[action](project, name, value)
    elif action == "write":
        project.write(f"glossary/{name}.md", value)
    elif action == "topic":
        topic = project.folder / "topics" / f"{name}.md"
        if value:
            project.write(f"topics/{name}.md", topic_page(name, value))
        else:
            topic.unlink(missing_ok=True)
    elif path.exists() and action == "remove":
        path.unlink()
    elif path.exists():
        path.replace(path.with_name(f"{value}.md"))


EXAMPLES = 500 if os.environ.get("PLAIN_TERMS_LONG") else 25


@settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    batches=st.lists(st.lists(steps, min_size=1, max_size=4), min_size=1, max_size=3),
    builder=st.sampled_from(("html", "html", "dirhtml")),
    jobs=st.sampled_from((1, 1, 2, 4)),
)
def test_any_sequence_of_edits_rebuilds_to_a_clean_build(
    batches: list[list[tuple[str, str, str]]], builder: str, jobs: int
) -> None:
    """Edit, build, edit, build: at the end nothing tells it from a clean build, with one job, two or four."""
    folder = Path(tempfile.mkdtemp(prefix="plain-terms-"))
    try:
        project = Project(folder, base_files())
        project.build(builder)
        for batch in batches:
            for step in batch:
                take(project, step)
            rebuilt = project.build(builder, jobs=jobs)
        assert_same(rebuilt, clean_of(project, builder=builder))
        assert_same(rebuilt, clean_of(project, 4 if jobs == 1 else jobs, builder))
    finally:
        shutil.rmtree(folder)
