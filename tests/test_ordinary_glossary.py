"""A project whose terms stand together on a page, in Sphinx's own directive, gets the same help."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.projects import Built, Project, base_files

CONF = """
project = "Ours"
extensions = ["myst_parser", "plain_terms"]
html_theme = "basic"
html_copy_source = False
nitpicky = True
"""
REST = """Words
=====

.. glossary::

   Pod
   container group
      A pod is the *smallest* thing that runs [1]_, see :term:`nodes <node>`.

      More about it.

   Node
      A node is a machine.

   Ü-Boot
      Ü-Boot means a boat.

   名
      Sphinx calls this term-0, as it does C# on the other page.

   Bare

.. [1] A note.

name
   An ordinary definition list.
"""
MYST = """# More words

:::{glossary}
C++
  C++ is a language.

C#
  C# is another language.

Cattle
cows
  Cattle are machines without names.
:::
"""
INDEX = """# Start

{term}`pods`, {term}`Container-Groups`, {term}`u-boot`, {term}`two nodes <Nodes>`,
{term}`C#`, {term}`cow`, {term}`bare`.

```{toctree}
words
more
```
"""
POD = "A pod is the smallest thing that runs , see nodes."


def files() -> dict[str, str]:
    """A page of terms in reST, one in MyST, and a page that refers to them."""
    conf = CONF + 'myst_enable_extensions = ["colon_fence"]\n'
    return {"conf.py": conf, "index.md": INDEX, "words.rst": REST, "more.md": MYST}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The project with ordinary glossaries."""
    return Project(tmp_path, files())


def cards(built: Built, page: str) -> dict[str, str]:
    """Text and definition of each link that has a card."""
    return {link.text_content(): link.get("title") for link in built.page(page).cssselect("a.term[title]")}


def test_references_bend_and_carry_the_first_paragraph(project: Project) -> None:
    """Plural, case, hyphen and accent; from reST and from MyST; notes and markup stay away."""
    built = project.good()
    assert cards(built, "index") == {
        "pods": POD,
        "Container-Groups": POD,
        "u-boot": "Ü-Boot means a boat.",
        "two nodes": "A node is a machine.",
        "C#": "C# is another language.",
        "cow": "Cattle are machines without names.",
    }
    assert cards(built, "words") == {"nodes": "A node is a machine."}


def test_addresses_and_inventory_stay_sphinxs_own(project: Project) -> None:
    """Each name, also the second of a term, keeps the anchor it has without this package."""
    built = project.good()
    links = {a.text_content(): a.get("href") for a in built.page("index").cssselect("p a.internal")}
    project.edit("conf.py", ', "plain_terms"]', "]")
    project.write("index.md", "# Start\n\n{term}`Container group`\n\n```{toctree}\nwords\nmore\n```\n")
    without = project.good(out="_without")
    assert built.names() == without.names()
    assert links["Container-Groups"] == without.page("index").cssselect("p a.internal")[0].get("href")
    assert links["pods"] != links["Container-Groups"]
    for page in ("words", "more"):
        ids = [dt.get("id") for dt in built.page(page).cssselect("dl.glossary dt")]
        assert ids == [dt.get("id") for dt in without.page(page).cssselect("dl.glossary dt")]


def test_words_that_differ_in_case_alone_stay_two(project: Project) -> None:
    """Who writes the exact name means that one."""
    words = ":::{glossary}\nGo\n  A language.\n\ngo\n  A game.\n:::"
    project.write("more.md", f"# M\n\n{words}\n\n{{term}}`go` {{term}}`Go`\n")
    project.write("index.md", "# Start\n\n```{toctree}\nwords\nmore\n```\n")
    assert cards(project.build(), "more") == {"go": "A game.", "Go": "A language."}


def test_others_can_link_to_it_and_see_its_definitions(project: Project, tmp_path: Path) -> None:
    """The file of terms is written too, with the anchors that are there."""
    outdir = project.good().outdir
    terms = json.loads((outdir / "terms.json").read_text("utf-8"))["terms"]
    assert {term["headword"]: term["url"] for term in terms}.items() <= project.good().names().items()
    assert len({term["slug"] for term in terms}) == len(terms) == 8
    conf = CONF.replace('"plain_terms"', '"plain_terms", "sphinx.ext.intersphinx"')
    conf += f'intersphinx_mapping = {{"ours": ("https://ours.example/", {str(outdir / "objects.inv")!r})}}\n'
    reader = Project(
        tmp_path / "reader", {"conf.py": conf, "index.md": "# R\n\n{external+ours:term}`Pods`\n"}
    )
    assert cards(reader.good(), "index") == {"Pods": POD}


def test_a_page_without_references_to_terms_is_untouched(project: Project) -> None:
    """No search of ours, no scripts, no exports but those for other projects and other web pages."""
    project.write("index.md", "# Start\n\n```{toctree}\nwords\nmore\n```\n")
    built = project.good()
    project.edit("conf.py", ', "plain_terms"]', "]")
    without = project.build(out="_without")
    assert built.files()["index.html"] == without.files()["index.html"]
    assert built.files()["more.html"] == without.files()["more.html"]
    added = {name for name in set(built.files()) - set(without.files()) if "terms-cards/" not in name}
    ours = {"_static/cards.js", "_static/plain-terms.css", "terms.js", "terms.json", "terms.schema.json"}
    assert added == ours


def test_an_unknown_term_is_reported_with_the_nearest_name(project: Project) -> None:
    """At its line, in words that help."""
    project.edit("index.md", "{term}`bare`", "{term}`Catle`")
    warnings = project.build().warnings
    assert "index.md:3: WARNING: no term is called 'Catle': did you mean 'Cattle'?" in warnings


def move_term(project: Project) -> None:
    """Take a term from one glossary to another."""
    project.edit("more.md", "C#\n  C# is another language.\n\n", "")
    project.edit("words.rst", "   Bare\n", "   Bare\n\n   C#\n      C# is another language.\n")


def test_a_translated_glossary_answers_to_both_names(tmp_path: Path) -> None:
    """A translator writes the shown word and leaves the target, which is the original name."""
    conf = CONF.replace('"myst_parser", ', "") + 'language = "de"\nlocale_dirs = ["locale"]\n'
    words = "Words\n=====\n\n.. glossary::\n\n   Pod\n      A small thing.\n\n"
    words += "Two :term:`pods <Pod>`.\n\nSee :term:`Pod`.\n"
    said = {
        "Pod": "Schote",
        "A small thing.": "Ein kleines Ding.",
        "Two :term:`pods <Pod>`.": "Zwei :term:`Schoten <Pod>`.",
        "See :term:`Pod`.": "Siehe :term:`Schote <Pod>`.",
    }
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalogue = head + "\n".join(f'msgid "{old}"\nmsgstr "{new}"\n' for old, new in said.items())
    files = {"conf.py": conf, "index.rst": words, "locale/de/LC_MESSAGES/index.po": catalogue}
    built = Project(tmp_path, files).good()
    assert cards(built, "index") == {"Schoten": "Ein kleines Ding.", "Schote": "Ein kleines Ding."}


EDITS: dict[str, Callable[[Project], object]] = {
    "nothing": lambda p: None,
    "redefine": lambda p: p.edit("words.rst", "is a machine", "is one machine"),
    "redefine after the first paragraph": lambda p: p.edit("words.rst", "More about", "Nothing about"),
    "rename": lambda p: p.edit("words.rst", "   Node\n", "   Knot\n"),
    "add a name": lambda p: p.edit("words.rst", "   Node\n", "   Node\n   machine\n"),
    "add a term that was missing": lambda p: p.edit("more.md", "Cattle\n", "Sheep\n  Woolly.\n\nCattle\n"),
    "remove a term": lambda p: p.edit("more.md", "C#\n  C# is another language.\n\n", ""),
    "move a term": lambda p: move_term(p),
    "say it twice": lambda p: p.edit("more.md", "Cattle\n", "Pod\n  A pod of whales.\n\nCattle\n"),
    "delete a page": lambda p: p.remove("more.md"),
}


@pytest.mark.parametrize("name", EDITS)
def test_rebuild_after_an_edit_equals_a_clean_build(project: Project, name: str) -> None:
    """One edit of each kind, and then its undoing."""
    project.write("far.md", "---\norphan: true\n---\n# Far\n\n{term}`node` {term}`sheep` {term}`pods`\n")
    first = files_of(project.build())
    before = {path.name: path.read_bytes() for path in project.folder.iterdir() if path.is_file()}
    EDITS[name](project)
    clean = files_of(project.build(out="_clean"))
    assert files_of(project.build()) == clean
    for path, data in before.items():
        project.write(path, data)
    assert files_of(project.build()) == first


def test_four_jobs_write_what_one_writes(project: Project) -> None:
    """Also where many pages claim one name: the first page in order has it, not the fastest process."""
    for number in range(8):
        project.write(
            f"w{number}.md", f"---\norphan: true\n---\n# W\n\n:::{{glossary}}\nPod\nW{number}\n  W.\n:::\n"
        )
    assert files_of(project.build(jobs=4)) == files_of(project.build(out="_one"))


def files_of(built: Built) -> dict[str, str]:
    """The output but for Sphinx's own search index, which forgets the index entries of unchanged pages."""
    return {name: digest for name, digest in built.files().items() if name != "searchindex.js"}


def test_a_page_of_a_term_comes_before_a_loose_one(tmp_path: Path) -> None:
    """A glossary of pages may have an ordinary one beside it; a name that both have belongs to the page."""
    words = ":::{glossary}\nAPI\n  Something else.\n\nPod\n  A pod is small.\n:::"
    loose = f"# Words\n\n{words}\n\n{{term}}`Pods` {{term}}`APIs`\n"
    project = Project(tmp_path, {**base_files(), "words.md": f"---\norphan: true\n---\n{loose}"})
    built = project.build()
    assert cards(built, "words") == {
        "Pods": "A pod is small.",
        "APIs": "An API is a set way for programs to talk.",
    }
    assert built.names()["API"] == "glossary/api.html#term-api"
    assert built.names()["Pod"] == "words.html#term-Pod"
    assert "Pod" not in built.text("glossary/index")
