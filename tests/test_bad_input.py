"""What an author can get wrong: each mistake is named with file, line and mend, and none is a traceback."""

from __future__ import annotations

import pytest
from sphinx.errors import SphinxError

from tests.projects import Project, term_page

GOOD = term_page("Cache", definition="A cache is a copy kept close.")
FULL_WIDTH = "\uff21\uff30\uff29"
FENCED = GOOD[: GOOD.index("::::")]


def changed(old: str, new: str) -> str:
    """The good page with one thing changed."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


# name: (page, line, what is said)
MISTAKES = {
    "no front matter": (GOOD[GOOD.index("# Cache") :], 1, "no front matter"),
    "unknown key": (changed("topic:", "topik:"), 2, "unknown key 'topik'"),
    "missing key": (changed("topic: systems\n", ""), 1, "'topic' is missing"),
    "key given twice": (changed("kind:", "topic: money\nkind:"), 3, "'topic' is given twice"),
    "unknown kind": (changed("building-block", "brick"), 3, "unknown kind 'brick'"),
    "unknown topic": (changed("topic: systems", "topic: sistems"), 2, "did you mean systems"),
    "unknown slug": (changed("  api:", "  apy:"), None, "no page 'apy': did you mean api"),
    "empty list": (changed("kind:", "variants: []\nkind:"), 3, "is an empty list"),
    "empty value": (changed("topic: systems", "topic:"), 2, "is empty"),
    "wrong type": (changed("kind:", "variants: cash\nkind:"), 3, "expected a list"),
    "list for text": (changed("topic: systems", "topic: [systems]"), 2, "expected plain text"),
    "bad date": (changed("2026-01-02", "yesterday"), None, "expected a date such as"),
    "bad source": (
        changed("A standard: https://example.org/standard", "A standard"),
        None,
        "`- Title: https://address`",
    ),
    "script as source": (
        changed("https://example.org/standard", "javascript:alert(1)"),
        None,
        "`- Title: https://address`",
    ),
    "malformed YAML": (changed("topic: systems", "topic: [systems"), None, "not valid YAML"),
    "tab in YAML": (changed("topic: systems", "topic:\n\t- x"), None, "not valid YAML"),
    "YAML alias": (changed("kind:", "asked: &a [x]\nvariants: *a\nkind:"), None, "anchors, aliases and tags"),
    "YAML tag": (
        changed("topic: systems", "topic: !!python/name:os.system x"),
        None,
        "anchors, aliases and tags",
    ),
    "a list for front matter": ("---\n- one\n---\n# x\n", 1, "not a list of keys and values"),
    "no definition": (GOOD[: GOOD.index("::::")], 1, "the page defines nothing"),
    "empty definition": (
        changed("Cache\n  A cache is a copy kept close.\n", ""),
        12,
        "the glossary directive is empty",
    ),
    "headword without definition": (
        changed("  A cache is a copy kept close.\n", ""),
        12,
        "the glossary directive is empty",
    ),
    "second term": (changed("close.\n", "close.\nStore\n  A store.\n"), None, "a second definition, 'Store'"),
    "second directive": (
        GOOD + "\n:::{glossary}\nStore\n  A store.\n:::\n",
        None,
        "a second glossary directive",
    ),
    "fence in the fence": (
        FENCED
        + "```{glossary}\nCache\n  A cache is a copy.\n\n  ```sh\n  ls\n  ```\n\nStore\n  Gone.\n```\n",
        None,
        "a fence inside the glossary directive",
    ),
    "fence never closed": (
        GOOD.replace("  A cache is a copy kept close.\n::::", "  A cache is a copy."),
        12,
        "never closed",
    ),
    "no title": (changed("# Cache\n", "Cache\n"), 1, "one `# Title` line"),
    "two titles": (GOOD + "\n# Again\n", None, "one `# Title` line"),
    "colon in a name": (GOOD.replace("\nCache\n", "\nCache : fast\n"), 13, "holds ' : '"),
    "semicolon in a name": (GOOD.replace("\nCache\n", "\nCache; fast\n"), 13, "holds ';'"),
    "angle in a name": (GOOD.replace("\nCache\n", "\nCache <fast>\n"), 13, "holds '<'"),
    "double space in a name": (GOOD.replace("\nCache\n", "\nCache  memory\n"), 13, "holds '  '"),
    "alias of another": (changed("Cache\n  A", "Cache\nmonolith\n  A"), None, "monolith"),
    "variant of another": (changed("kind:", "variants: [Monolithic-App]\nkind:"), None, "Monolithic-App"),
    "accented duplicate": (changed("kind:", "variants: [mónolith]\nkind:"), None, "mónolith"),
    "full-width duplicate": (changed("kind:", f"variants: [{FULL_WIDTH}]\nkind:"), None, FULL_WIDTH),
    "self relation": (changed("  api:", "  cache:"), None, "is this page itself"),
    "contrast not returned": (changed("kind:", "contrasts: [api]\nkind:"), 3, "does not point back"),
    "unknown reference": (GOOD + "\n{term}`nonesuch`\n", None, "no term is called 'nonesuch'"),
}


@pytest.mark.parametrize("jobs", [1, 4])
@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_file_line_and_mend(project: Project, name: str, jobs: int) -> None:
    """The build fails, points at the place, and says what to do."""
    if jobs > 1:
        for number in range(6):
            project.write(f"glossary/w{number}.md", term_page(f"Word {number}"))
    page, line, said = MISTAKES[name]
    project.write("glossary/cache.md", page)
    built = project.build(strict=True, jobs=jobs)
    assert built.status == 1
    place = f"glossary/cache.md:{line}: " if line else "glossary/cache.md:"
    told = [text for text in built.warnings.splitlines() if said in text]
    assert told, built.warnings
    assert all(place in text or "glossary/monolith.md" in text or "glossary/api.md" in text for text in told)
    assert all(": " in text.partition("WARNING: ")[2] for text in told), "no mend"
    assert "Traceback" not in built.warnings


def test_a_file_that_is_not_utf_8_is_named_with_its_line(project: Project) -> None:
    """Sphinx would stop with a traceback."""
    project.write("glossary/cache.md", GOOD.replace("close", "clos\xe9").encode("latin-1"))
    with pytest.raises(SphinxError, match=r"glossary/cache.md:14: this is not UTF-8 text: save the file"):
        project.build()


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_and_byte_order_marks_are_harmless(project: Project, ending: str, mark: str) -> None:
    """A page saved on another system is the same page."""
    text = mark + GOOD.replace("\n", ending)
    project.write("glossary/cache.md", text.encode())
    assert project.good().names()["Cache"] == "glossary/cache.html#term-cache"


def test_a_file_name_that_is_no_address_is_refused(project: Project) -> None:
    """The file name is the term's permanent address."""
    project.write("glossary/Cache Memory.md", GOOD)
    assert "'Cache Memory' cannot be a page's address: name the file" in project.build().warnings


def test_names_that_markdown_swallows_are_reported(project: Project) -> None:
    """What the inventory would lack is an error, not a silence."""
    project.write("glossary/cache.md", GOOD.replace("\nCache\n", "\n_Cache_\n"))
    built = project.build(strict=True)
    assert built.status == 1
    assert "'_Cache_' did not become a term" in built.warnings
