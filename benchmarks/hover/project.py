"""One small documentation, the same for every extension: an ordinary glossary and pages that refer to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

TERMS = 60
PAGES = 40
FIRST = "Definition of the first: something a reader can see."
CHANGED = "Definition of the first: something else that a reader can see."

# How a reference to the one term may be written; the first three are names in the glossary.
FORMS: Mapping[str, str] = {
    "headword": "First",
    "first alias": "Foremost",
    "last alias": "Number one",
    "other case": "first",
    "plural": "firsts",
    "hyphen": "number-one",
}
REMOTE = "Definition from elsewhere: something on another site."

CONF = """
project = "Hover"
extensions = [{extensions}]
html_theme = "alabaster"
html_copy_source = False
html_static_path = [{static}]
intersphinx_mapping = {{"other": ("https://other.example/", {inventory!r})}}
{more}
"""


def glossary(definition: str) -> str:
    """The page of all terms."""
    lines = ["Words", "=====", "", ".. glossary::", ""]
    lines += ["   First", "   Foremost", "   Number one", f"      {definition}", ""]
    for number in range(TERMS):
        lines += [f"   Word {number}", f"   Other word {number}", f"      Word {number} says something.", ""]
    return "\n".join(lines)


def page(number: int) -> str:
    """A page with a reference to the one term, by the name that all extensions know, and to ten others."""
    others = " ".join(f":term:`Word {(number * 7 + step) % TERMS}`" for step in range(10))
    return f"Page {number}\n=======\n\nSee :term:`Number one` and {others}.\n"


def write(folder: Path, extensions: list[str], inventory: str, static: str = "", more: str = "") -> None:
    """Write the project into ``folder``."""
    folder.mkdir(parents=True)
    listed = ", ".join(map(repr, ["sphinx.ext.intersphinx", *extensions]))
    conf = CONF.format(
        extensions=listed, static=repr(static) if static else "", inventory=inventory, more=more
    )
    forms = "\n\n".join(f"{name}: :term:`{target}`" for name, target in FORMS.items())
    forms += "\n\nelsewhere: :external+other:term:`Farword`"
    names = "\n   ".join(["words", "forms", *(f"p{number}" for number in range(PAGES))])
    files = {
        "conf.py": conf,
        "index.rst": f"Start\n=====\n\n.. toctree::\n\n   {names}\n",
        "words.rst": glossary(FIRST),
        "forms.rst": f"Forms\n=====\n\n{forms}\n",
        **{f"p{number}.rst": page(number) for number in range(PAGES)},
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def write_other(folder: Path) -> None:
    """Write the other project, whose glossary this package made."""
    folder.mkdir(parents=True)
    conf = 'project = "Other"\nextensions = ["plain_terms"]\n'
    (folder / "conf.py").write_text(conf, "utf-8")
    text = f"Words\n=====\n\n.. glossary::\n\n   Farword\n      {REMOTE}\n"
    (folder / "index.rst").write_text(text, "utf-8")
