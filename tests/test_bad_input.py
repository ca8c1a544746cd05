"""What an author can get wrong: each mistake is named with file, line and mend, and none is a traceback."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sphinx.errors import ConfigError, SphinxError

from tests.projects import CONF, Project, term_page

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


WRONG_BYTES = {
    "latin-1": (GOOD.replace("close", "clos\xe9").encode("latin-1"), 14),
    "windows": (GOOD.replace("kept", "\u201ckept\u201d").encode("cp1252"), 14),
    "utf-16": (GOOD.encode("utf-16"), 1),
    "utf-32": (GOOD.encode("utf-32"), 1),
    "mixed": (GOOD.encode() + "\xe9".encode("latin-1"), GOOD.count("\n") + 1),
    "surrogate": (GOOD.encode() + b"\xed\xa0\x80", GOOD.count("\n") + 1),
    "overlong": (GOOD.encode() + b"\xc0\xaf", GOOD.count("\n") + 1),
    "cut short": (GOOD.encode() + "\u20ac".encode()[:2], GOOD.count("\n") + 1),
    "every byte": (bytes(range(256)), 2),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), 1),
}


def test_all_files_that_are_not_utf_8_are_named_at_once(project: Project) -> None:
    """Each with its line, so that one run shows all."""
    for name, (data, _) in WRONG_BYTES.items():
        project.write(f"glossary/{name.replace(' ', '-')}.md", data)
    with pytest.raises(SphinxError) as stopped:
        project.build()
    told = str(stopped.value)
    for name, (_, line) in WRONG_BYTES.items():
        assert f"glossary/{name.replace(' ', '-')}.md:{line}: this is not UTF-8 text: save" in told


NO_ADDRESS = (
    *(
        "Cache",
        "a b",
        "a.b",
        ".hidden",
        "-",
        "--x",
        "x-",
        "x--y",
        "_x",
        "CON",
        "con",
        "nul",
        "com1",
        "\u00e9",
    ),
    *(
        "\u65e5\u672c",
        "x;y",
        "x'y",
        'x"y',
        "x<y>",
        "x&y",
        "x%20y",
        "x#y",
        "x?y",
        "x\\y",
        "*",
        "[x]",
        "{x}",
        "~",
    ),
    *(
        "x.html",
        "x.md",
        "\u202ex",
        "__proto__",
        "a" * 101,
        "x\u0301",
        "..x",
        "x ",
        " x",
        "$x",
        "x,y",
        "x+y",
        "(x)",
    ),
)
PASSED_OVER = ("x.MD", "y.markdown", "z.Md", "u.mkd", "v.mdown", "w.MARKDOWN", "index.MD")
BELOW = ("glossary/sub/x.md", "glossary/sub/index.md", "topics/a/b/c.md", "glossary/x.md.d/y.md")


def test_every_file_name_that_is_no_address_is_named(project: Project) -> None:
    """And every file that looks like a page, and would be left out without a word."""
    for number, name in enumerate(NO_ADDRESS):
        project.write(f"glossary/{name}.md", GOOD.replace("Cache", f"Word {number}x"))
    for path in (*(f"glossary/{name}" for name in PASSED_OVER), *BELOW):
        project.write(path, GOOD)
    warnings = project.build().warnings
    for name in NO_ADDRESS:
        assert f"glossary/{name}.md:1: WARNING: {name!r} cannot be a page's address: " in warnings
    for name in PASSED_OVER:
        assert f"glossary/{name}:1: WARNING: this file is not read as a page: " in warnings
    for path in BELOW:
        assert f"{path}:1: WARNING: the page stands in a folder below" in warnings


def test_a_file_that_is_left_out_on_purpose_is_not_named(make_project: Callable[..., Project]) -> None:
    """What `exclude_patterns` names may look like a page."""
    conf = CONF.replace('["_*"]', '["_*", "glossary/draft.md"]')
    make_project({"conf.py": conf, "glossary/draft.md": GOOD, "glossary/_notes.markdown": "x"}).good()


def test_a_file_name_that_is_too_long_is_named(project: Project) -> None:
    """Sphinx could not write what it makes of it."""
    project.write(f"glossary/{'a' * 240}.md", GOOD)
    with pytest.raises(SphinxError, match=r"glossary/a+…: the file's name is too long: use 100"):
        project.build()


def test_links_in_the_file_system_lead_nowhere_else(project: Project) -> None:
    """Neither a file nor a folder from elsewhere becomes a page; a link within the project may stay."""
    outside = project.folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(GOOD)
    (project.folder / "glossary/again.md").symlink_to(project.folder / "glossary/api.md")
    project.build()
    (project.folder / "glossary/cache.md").symlink_to(outside / "secret.md")
    (project.folder / "topics/round").symlink_to("..")
    with pytest.raises(SphinxError) as stopped:
        project.build()
    assert "glossary/cache.md: this file is a link to another place: put the file itself" in str(
        stopped.value
    )
    assert "topics/round: this folder is a link: put the folder itself" in str(stopped.value)
    assert "again" not in str(stopped.value)


# setting: values that it cannot have
WRONG_VALUES: dict[str, tuple[object, ...]] = {
    "plain_terms_folder": (5, None, ["glossary"], "glossary/", "/etc", "../glossary", ".", "a//b", "a\\b"),
    "plain_terms_topics": (5, None, "topics/", "glossary"),
    "plain_terms_guides": (b"x", {}, "glossary", "guides/./x"),
    "plain_terms_question_url": (
        5,
        "https://a.example/{x}",
        "a{",
        "a{}",
        "{slug.x}",
        "{slug!r}",
        "javascript:x",
    ),
    "plain_terms_question_page": (5, True),
    "plain_terms_licence": (5, "javascript:alert(1)", "//evil.example"),
    "plain_terms_image": (5, ["x.png"]),
    "plain_terms_style": ("yes", 1, None),
    "plain_terms_sidebar": ("x", ["glossary/index"], [("a", "b", "c")], [(1, 2)], {"a": "b"}, None),
    "plain_terms_exports": ("json", True, {"json": 1}),
    "plain_terms_guard": ("some", 5, None, ["all"]),
    "plain_terms_allow": ("raw", [1], None, {"raw": 1}),
    "html_baseurl": (5, "javascript:x"),
    "project": (5, ["x"]),
    "author": (["x"], 5),
}


@pytest.mark.parametrize("name", WRONG_VALUES)
def test_a_setting_of_the_wrong_kind_is_named_before_anything_is_built(project: Project, name: str) -> None:
    """With its value, and what it takes instead."""
    for value in WRONG_VALUES[name]:
        project.write("conf.py", f"{CONF}{name} = {value!r}\n")
        with pytest.raises(ConfigError, match=rf"^conf\.py: .*{re.escape(name)}.*: "):
            project.build()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("plain_terms_folder = 'nope'", "plain_terms_folder: there is no page in nope/"),
        ("plain_terms_sidebar = [('nope', 'No')]", "plain_terms_sidebar: no page 'nope' for 'No'"),
        ("plain_terms_exports = ['nope', 1]", "'nope' is no export: use some of"),
        ("plain_terms_question_page = 'nope'", "unknown document: '/nope'"),
    ],
)
def test_a_setting_that_names_nothing_is_reported(project: Project, setting: str, said: str) -> None:
    """It would be left out without a word."""
    project.write("conf.py", f"{CONF}{setting}\n")
    assert said in project.build().warnings


def test_terms_that_lead_to_each_other_in_circles_are_harmless(make_project: Callable[..., Project]) -> None:
    """Forty pages in a ring, each contrasted with all others, and linking to itself and its neighbours."""
    slugs = [f"ring{n}x" for n in range(40)]
    pages = {
        f"glossary/{slug}.md": term_page(
            slug,
            related={slugs[n - 1]: "before", slugs[(n + 1) % len(slugs)]: "after"},
            contrasts=[other for other in slugs if other != slug],
            body=f"{{term}}`{slug}` {{term}}`{slugs[n - 1]}` {{term}}`{slugs[(n + 1) % len(slugs)]}`",
        )
        for n, slug in enumerate(slugs)
    }
    built = make_project(pages).good()
    assert set(slugs) <= built.names().keys()
