"""What was published stays: the list of it, the builds that hold to it, and the command that keeps it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.util.inventory import InventoryFile

from plain_terms import published
from plain_terms.cli import main
from plain_terms.folder import read_folder
from tests.projects import CONF, Project, base_files, term_page

ROOT = Path(__file__).parent.parent
LISTED = CONF + 'plain_terms_published = "published.txt"\n'
GUIDE = """---
compares: [api, monolith]
question: A doorway or a block?
verdict: Both.
---
# Doorway or block?

Words.
"""
LIST = (
    published.HEAD
    + """\
glossary/api#term-api
  API
  application programming interface
glossary/index
glossary/monolith#term-monolith
  Monolith
  monolit
  monolithic app
guides/choice
topics/index
topics/money
topics/systems
"""
)

Run = Callable[..., tuple[int, str]]


def files() -> dict[str, str]:
    """A small glossary with its list."""
    index = base_files()["index.md"].replace("topics/index", "topics/index\nguides/choice")
    return {
        **base_files(),
        "conf.py": LISTED,
        "index.md": index,
        "guides/choice.md": GUIDE,
        "published.txt": LIST,
    }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """That glossary."""
    return Project(tmp_path, files())


@pytest.fixture
def run(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run a command in that glossary: its status, and what it said."""
    monkeypatch.chdir(project.folder)

    def run(*arguments: str) -> tuple[int, str]:
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def text(project: Project) -> str:
    """The list as it is now."""
    return (project.folder / "published.txt").read_text("utf-8")


def line_of(promise: str) -> int:
    """Where a promise stands in the list."""
    return LIST.splitlines().index(promise) + 1


# --- the build ----------------------------------------------------------------------------------


def rename_a_term(project: Project) -> None:
    """To another file and another headword, as people do who do not know better."""
    project.remove("glossary/monolith.md")
    page = term_page(
        "One-piece app", aliases=("monolithic app",), variants=["monolit"], body="{term}`API`, {term}`APIs`."
    )
    project.write("glossary/one-piece.md", page)
    project.edit("glossary/api.md", "  monolith:", "  one-piece:")
    project.edit("glossary/api.md", "`monolith`", "`monolit`")
    project.edit("guides/choice.md", "[api, monolith]", "[api, one-piece]")


def remove_a_guide(project: Project) -> None:
    """A page that is no term's."""
    project.remove("guides/choice.md")
    project.edit("index.md", "guides/choice\n", "")


def look_elsewhere(project: Project) -> None:
    """The pages stay, and are no terms any more."""
    project.edit("conf.py", '_folder = "glossary"', '_folder = "words"')
    project.write("words/index.md", "# Words\n")


BROKEN: dict[str, tuple[Callable[[Project], object], str, str]] = {
    "a variant": (
        lambda p: p.edit("glossary/monolith.md", 'variants: \n  - "monolit"\n', ""),
        "  monolit",
        "the name 'monolit' was published, and no term has it: put it under `variants` of glossary/monolith",
    ),
    "an alias": (
        lambda p: p.edit("glossary/api.md", "\napplication programming interface\n", "\n"),
        "  application programming interface",
        "and no term has it: put it under `variants` of glossary/api.md",
    ),
    "a name's capitals": (
        lambda p: p.edit("glossary/monolith.md", "\nmonolithic app\n", "\nMonolithic App\n"),
        "  monolithic app",
        "put it under `variants` of glossary/monolith.md",
    ),
    "a term's page": (
        rename_a_term,
        "glossary/monolith#term-monolith",
        "is not there: write `formerly: [monolith]` in the front matter of glossary/one-piece.md, which has",
    ),
    "a headword": (
        rename_a_term,
        "  Monolith",
        "the name 'Monolith' was published, and no term has it: put it under `variants` of glossary/one-pie",
    ),
    "a guide": (
        remove_a_guide,
        "guides/choice",
        "write `formerly: [guides/choice]` in the front matter of the page that took its place",
    ),
    "a topic": (
        lambda p: (p.folder / "topics/money.md").rename(p.folder / "topics/prices.md"),
        "topics/money",
        "the page topics/money was published, and is not there",
    ),
    "an anchor": (
        look_elsewhere,
        "glossary/api#term-api",
        "#term-api of glossary/api was published, and the page defines no such term: mend what is said",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_build_that_would_drop_what_was_published_fails(project: Project, name: str) -> None:
    """Without `-W` too; it names the line of the list and the mend, and writes nothing."""
    before = project.good().files()
    drop, promise, message = BROKEN[name]
    drop(project)
    built = project.build()
    assert built.status == 1
    said = [line for line in built.warnings.splitlines() if line.startswith("published.txt:")]
    place = f"published.txt:{line_of(promise)}: ERROR: "
    assert any(line.startswith(place) and message in line for line in said), built.warnings
    assert "broken (see published.txt above), so nothing was written" in built.warnings.splitlines()[-1]
    assert built.files() == before


def test_a_page_with_a_mistake_is_one_broken_promise(project: Project) -> None:
    """Not one for each of its names, which would bury the mistake."""
    project.edit("glossary/api.md", "topic:", "topik:")
    lines = project.build().warnings.splitlines()
    assert lines[0].startswith("glossary/api.md:1: WARNING: 'topic' is missing")
    said = [line.partition(" of ")[2][:12] for line in lines if line.startswith("published.txt:")]
    assert said == ["glossary/api"]


@pytest.mark.parametrize(("builder", "jobs"), [("html", 1), ("dirhtml", 2), ("text", 1), ("dummy", 4)])
def test_every_build_checks_also_where_no_page_is_read_or_written(
    project: Project, builder: str, jobs: int
) -> None:
    """Of any kind, with any number of processes: nothing changed but the list."""
    assert project.build(builder, jobs=jobs).status == 0
    project.write("published.txt", f"{LIST}  Gone\n")
    built = project.build(builder, jobs=jobs)
    assert built.status == 1
    assert f"published.txt:{line_of('topics/systems') + 1}: ERROR: the name 'Gone'" in built.warnings
    project.write("published.txt", LIST)
    assert project.build(builder, jobs=jobs).status == 0


def test_the_story_of_a_term_that_is_renamed(project: Project, run: Run) -> None:
    """From the error to the mended build, by doing what each message says."""
    project.good()
    rename_a_term(project)
    warnings = project.build().warnings
    assert "write `formerly: [monolith]` in the front matter of glossary/one-piece.md" in warnings
    assert "put it under `variants` of glossary/one-piece.md" in warnings
    assert "2 promises are broken" in warnings
    project.edit("glossary/one-piece.md", '  - "monolit"\n', '  - "monolit"\n  - "Monolith"\n')
    project.edit("glossary/one-piece.md", "topic:", "formerly: [monolith]\ntopic:")
    built = project.good()
    assert built.names()["Monolith"] == "glossary/one-piece.html#term-one-piece"
    (refresh,) = built.page("glossary/monolith").cssselect("meta[http-equiv=refresh]")
    assert refresh.get("content") == "0; url=one-piece.html#term-one-piece"
    place = "glossary/one-piece#term-one-piece"
    assert run("publish") == (0, f"+ {place}\n+ {place} One-piece app\npublished.txt: 2 added\n")
    assert set(LIST.splitlines()) < set(text(project).splitlines())
    assert project.good().files() == project.good(out="_clean", clean=True, jobs=2).files()


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (
            None,
            1,
            "plain_terms_published names this list, which is not there: `python -m plain_terms publish`",
        ),
        (b"caf\xe9\n", 1, "not UTF-8 text"),
        (b"# head\n  API\n", 2, "'API' is no promise: write a page, as in glossary/api#term-api"),
        (b"glossary/api\n# later\n", 2, "'# later' is no promise"),
        (b"topics/money\n<<<<<<< mine\n", 2, "'<<<<<<< mine' is no promise"),
        (b"../secret\n", 1, "'../secret' is no promise"),
    ],
)
def test_a_list_that_cannot_be_read_fails_the_build(
    project: Project, content: bytes | None, place: int, message: str
) -> None:
    """Nobody could tell what has to stay; a conflict that was left in it is seen."""
    if content is None:
        project.remove("published.txt")
    else:
        project.write("published.txt", content)
    built = project.build()
    assert built.status == 1
    assert f"published.txt:{place}: ERROR: {message}" in built.warnings


def test_without_the_setting_nothing_is_checked(project: Project) -> None:
    """A project that promises nothing owes nothing."""
    project.write("conf.py", CONF)
    project.remove("published.txt")
    project.good()


# --- the command --------------------------------------------------------------------------------


def test_publish_writes_the_list_of_all_there_is(project: Project, run: Run) -> None:
    """Sorted, a fact a line; a second time there is nothing to add."""
    project.remove("published.txt")
    status, said = run("publish")
    assert (status, said.splitlines()[-1]) == (0, "published.txt: 12 added")
    assert text(project) == LIST
    assert run("publish") == (0, "published.txt: 0 added\n")
    assert text(project) == LIST
    project.good()


def test_publish_adds_and_never_takes_out(project: Project, run: Run) -> None:
    """What is gone stays listed, and a head of one's own is kept."""
    project.write("published.txt", LIST.replace(published.HEAD, "# Ours.\n#\n# Really.\n"))
    project.remove("glossary/monolith.md")
    project.edit("guides/choice.md", "monolith", "cache")
    project.edit("glossary/api.md", "monolith:", "cache:")
    project.write("glossary/cache.md", term_page("Cache", aliases=("monolithic app", "#store")))
    status, said = run("publish")
    assert (status, said.splitlines()[-1]) == (0, "published.txt: 3 added")
    now = text(project)
    assert now.startswith("# Ours.\n#\n# Really.\nglossary/api#term-api\n")
    kept, added = set(LIST.removeprefix(published.HEAD).splitlines()), set(now.splitlines())
    assert added - kept - {"# Ours.", "#", "# Really."} == {
        "glossary/cache#term-cache",
        "  #store",
        "  Cache",
    }
    assert kept < added


def test_publish_check_says_what_is_missing_and_changes_nothing(project: Project, run: Run) -> None:
    """For a script that guards the list."""
    assert run("publish", "--check") == (0, "published.txt: 0 missing\n")
    project.edit("glossary/monolith.md", '"monolit"', '"monolit"\n  - "lump"')
    advice = "published.txt: 1 missing; to add them, run: python -m plain_terms publish"
    assert run("publish", "--check") == (1, f"+ glossary/monolith#term-monolith lump\n{advice}\n")
    assert text(project) == LIST


@pytest.mark.parametrize("name", ["glossary/api.md", "published.txt"])
def test_publish_promises_nothing_that_it_cannot_read(project: Project, run: Run, name: str) -> None:
    """A page with a mistake, or a list with one, is mended first."""
    project.write(name, "---\nx: y\n---\n" if name.endswith(".md") else "  lost\n")
    status, said = run("publish")
    assert status == 2
    assert said.startswith(f"plain_terms: {name}:{2 if 'api' in name else 1}: ")


def test_what_publish_lists_is_what_the_build_finds(project: Project, run: Run) -> None:
    """The command reads the sources alone; a build holds to all it writes, in other folders too."""
    for name in ("glossary", "topics", "guides"):
        shutil.copytree(project.folder / name, project.folder / "words" / name)
        shutil.rmtree(project.folder / name)
    folders = {"folder": "words/glossary", "topics": "words/topics", "guides": "words/guides"}
    project.edit(
        "index.md",
        "glossary/index\ntopics/index\nguides/choice",
        "words/glossary/index\nwords/topics/index\nwords/guides/choice",
    )
    settings = "".join(f"plain_terms_{key} = {folder!r}\n" for key, folder in folders.items())
    project.write("conf.py", LISTED.replace('plain_terms_folder = "glossary"\n', settings))
    project.remove("published.txt")
    options = [part for key, folder in folders.items() for part in (f"--{key}", folder)]
    assert run("publish", *options)[0] == 0
    assert "words/glossary/api#term-api\n  API\n" in text(project)
    project.good()


# --- lint ---------------------------------------------------------------------------------------


def test_lint_says_at_once_what_a_build_would_stop_for(project: Project, run: Run) -> None:
    """Of the whole glossary; a page alone is judged for itself."""
    project.edit("glossary/api.md", "\napplication programming interface\n", "\n")
    place = f"published.txt:{line_of('  application programming interface')}: must published: the name"
    assert place in run("lint")[1]
    assert "published" not in run("lint", "glossary/api.md")[1]


def test_lint_lets_stand_a_variant_that_was_promised(project: Project, run: Run) -> None:
    """A name that differs in capitals alone needs no variant, unless other projects may use it."""
    project.edit("glossary/monolith.md", "\nmonolithic app\n", "\nMonolithic App\n")
    project.edit("glossary/monolith.md", '"monolit"', '"monolit"\n  - "monolithic app"\n  - "MONOLITH"')
    said = run("lint")[1]
    assert "needless-variant: 'MONOLITH' is found" in said
    assert "'monolithic app' is found" not in said
    project.good()


# --- this site ----------------------------------------------------------------------------------

MEND = "published.txt lacks what this site publishes: run `python -m plain_terms publish` and commit the list"


def test_the_list_of_this_site_is_complete() -> None:
    """Whoever adds a term, a name, a topic or a guide promises to keep it."""
    promised, problems = published.read((ROOT / "published.txt").read_text("utf-8"), "published.txt")
    reading = read_folder(ROOT / "glossary", ROOT / "topics", guides=ROOT / "guides")
    now = published.of_site(reading.glossary.terms, reading.documents)
    assert problems == ()
    assert len(now) > 1000
    assert [f"{p.place} {p.name}" for p in published.missing(promised, now)] == [], MEND


def test_the_list_of_this_site_holds_what_its_inventory_says(site: Path) -> None:
    """Checked against what other projects really read, whatever the command makes of the sources."""
    promised, _ = published.read((ROOT / "published.txt").read_text("utf-8"), "published.txt")
    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    assert inventory["std:term"].keys() - {promise.name for promise in promised} == set(), MEND
    addresses = {promise.place.replace("#", ".html#") for promise in promised if "#" in promise.place}
    assert {item.uri for item in inventory["std:term"].values()} - addresses == set(), MEND
    documents = {name for name in inventory["std:doc"] if "/" in name}
    assert documents - {promise.page for promise in promised} == set(), MEND
