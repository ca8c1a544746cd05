"""The command line: what each command prints, changes and answers, also when the call is wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plain_terms import checks, parts
from plain_terms.cli import main
from plain_terms.folder import TroubleError, read_folder, write_text
from plain_terms.model import KINDS
from plain_terms.page import read_page
from plain_terms.skeleton import new_page, slug_of

from .pages import GOOD, NEIGHBOURS, changed
from .speed import seconds

CSV = "slug,term,aliases,topic,contrast,related\n" + "".join(
    f"{t.slug},{t.headword},{';'.join(t.aliases)},architecture,{';'.join(t.contrasts)},\n" for t in NEIGHBOURS
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a project with the good page, its topic and a list of planned neighbours."""
    write(tmp_path / "glossary/microservices.md", GOOD)
    write(tmp_path / "glossary/index.md", "# All terms\n")
    write(tmp_path / "topics/architecture.md", "# How systems fit together\n")
    write(tmp_path / "planned.csv", CSV)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def write(path: Path, text: str) -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


PAGE = Path("glossary/microservices.md")
PLANNED = ("--planned", "planned.csv")


# --- lint -----------------------------------------------------------------------------------------


def test_lint_of_a_good_page_prints_a_summary_and_succeeds(run: Run) -> None:
    """Planned neighbours count as known; what needs all pages waits for them."""
    assert run("lint", *PLANNED) == (0, "1 pages: 0 must, 0 should\n", "")


def test_lint_prints_path_line_level_rule_and_message(run: Run) -> None:
    """Each line can be clicked in an editor, and the status tells a script."""
    PAGE.write_text(changed("does one job.", "does one job!"), encoding="utf-8")
    status, out, _ = run("lint", *PLANNED)
    line = GOOD[: GOOD.index("does one job.")].count("\n") + 1
    assert status == 1
    assert out.splitlines()[0].startswith(f"glossary/microservices.md:{line}: must exclamation: 'job!'")


def test_lint_reports_only_on_the_pages_it_is_given(run: Run) -> None:
    """All pages are read, so relations resolve; one is reported on."""
    write(Path("glossary/bad.md"), "# Bad\n")
    assert run("lint", str(PAGE), *PLANNED)[0] == 0
    assert "glossary/bad.md" in run("lint", "glossary/bad.md", *PLANNED)[1]
    assert "glossary/bad.md" in run("lint", "glossary", *PLANNED)[1]
    assert run("lint", str(PAGE.resolve()), *PLANNED)[0] == 0


def test_shoulds_do_not_fail_and_can_be_left_out(run: Run) -> None:
    """``--errors-only`` prints what the build would stop for."""
    PAGE.write_text(changed("One takes payments", "One takes the color of payments"), encoding="utf-8")
    assert "should spelling" in run("lint", *PLANNED)[1]
    assert run("lint", "--errors-only", *PLANNED) == (0, "1 pages: 0 must, 0 should\n", "")


def test_unknown_neighbours_are_reported_without_a_plan(run: Run) -> None:
    """Without the list of planned pages, their slugs are unknown and their links lead nowhere."""
    status, out, _ = run("lint")
    assert status == 1
    assert {"unknown-slug", "unknown-term"} <= {
        line.split(": ")[1].split()[-1] for line in out.splitlines()[:-1]
    }


def test_planned_terms_are_link_targets_but_their_mentions_need_no_link(run: Run) -> None:
    """Writers who work at the same time do not wait for each other."""
    PAGE.write_text(changed("One takes payments", "One server takes payments"), encoding="utf-8")
    assert run("lint", *PLANNED)[0] == 0


def test_a_written_page_takes_the_place_of_its_plan(run: Run) -> None:
    """Once a planned page exists, its own words count."""
    write(Path("glossary/server.md"), GOOD.replace("Microservices\nmicroservice architecture", "Server"))
    PAGE.write_text(changed("One takes payments", "One server takes payments"), encoding="utf-8")
    assert "first-mention" in run("lint", str(PAGE), *PLANNED)[1]


def test_scores_are_a_table_with_median_and_p90(run: Run) -> None:
    """Length and reading scores of each page, then of the site."""
    write(Path("glossary/second.md"), GOOD.replace("Microservices\nmicroservice architecture", "Second"))
    _, out, _ = run("lint", "--scores", *PLANNED)
    table = {
        line.split()[0]: line.split()[1:] for line in out.splitlines() if not line.startswith("glossary/")
    }
    assert table["page"] == ["grade", "ease", "words", "definition"]
    assert {"microservices", "second", "median", "p90"} <= table.keys()
    assert table["microservices"][2] == "267"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("latin.md", "caf\u00e9".encode("latin-1"), "not UTF-8"),
        ("empty.md", b"", "no front matter"),
        ("yaml.md", b"---\nkind: [\n---\n# X\n", "not valid YAML"),
        ("zero.md", b"\x00\x00", "no front matter"),
        ("open.md", b"---\nkind: approach\n# X\n", "no front matter"),
        ("fence.md", b"---\nkind: role\n---\n# X\n::::{glossary}\nX\n", "never closed"),
    ],
)
def test_a_page_that_cannot_be_read_does_not_stop_the_others(
    run: Run, name: str, data: bytes, words: str
) -> None:
    """Its problem is named, and the good page is still judged."""
    Path("glossary", name).write_bytes(data)
    status, out, err = run("lint", *PLANNED)
    assert (status, err) == (1, "")
    assert any(line.startswith(f"glossary/{name}:") and words in line for line in out.splitlines())
    assert out.endswith("should\n")
    assert "2 pages" in out


def test_a_folder_named_like_a_page_is_a_problem_not_a_crash(run: Run) -> None:
    """Whatever stands in the folder, there is a message."""
    Path("glossary/folder.md").mkdir()
    status, out, _ = run("lint", *PLANNED)
    assert status == 1
    assert "glossary/folder.md:1: must unreadable: cannot be read" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("lint", "--folder", "nowhere"), "no folder nowhere"),
        (("lint", "glossary/none.md"), "glossary/none.md is not a page"),
        (("lint", "--planned", "none.csv"), "none.csv cannot be read"),
        (("lint", "--planned", "topics/architecture.md"), "has no columns"),
        (("fix-links", "--folder", "nowhere"), "no folder nowhere"),
        (("new", "X", "--folder", "nowhere"), "no folder nowhere"),
        (("new", "X", "--kind", "gadget"), "use one of approach, product"),
        (("new", "X", "--topic", "gardening"), "use one of architecture"),
        (("new", "Microservices"), "taken by glossary/microservices.md"),
        (("new", "Microservice Architecture"), "taken by glossary/microservices.md"),
        (("new", "micro-service"), ""),
        (("new", "\u732b"), "makes no file name"),
        (("new", "a `b`"), "holds '`'"),
        (("new", "  "), "makes no file name"),
    ],
)
def test_a_wrong_call_is_answered_in_one_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    """Status 2, a sentence that says what to do, and nothing written."""
    if "architecture.md" in arguments[-1]:
        write(Path("topics/architecture.md"), "# How systems\nfit together\n")
    before = sorted(Path("glossary").iterdir())
    status, out, err = run(*arguments)
    if not words:
        assert status == 0
        return
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert sorted(Path("glossary").iterdir()) == before


def test_no_command_prints_how_to_call(run: Run) -> None:
    """Argparse answers a call without a command."""
    with pytest.raises(SystemExit) as stop:
        run()
    assert stop.value.code == 2


def test_four_hundred_pages_are_linted_in_seconds(run: Run) -> None:
    """All pages of a full glossary take under 5 seconds of computing."""
    for number in range(400):
        own = GOOD.replace("Microservices\nmicroservice architecture", f"Term {number}").replace(
            "job", f"job{number}"
        )
        write(Path(f"glossary/term-{number}.md"), own)
    said: list[str] = []
    assert seconds(lambda: said.append(run("lint", *PLANNED)[1])) < 5
    assert said[0].splitlines()[-1].startswith("401 pages")


def test_the_module_runs_as_a_program(run: Run) -> None:
    """``python -m plain_terms`` is the command, and a closed pipe is no error message."""
    command = [sys.executable, "-m", "plain_terms", "lint", *PLANNED]
    root = str(Path(__file__).parent.parent)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": root})
    assert (done.returncode, done.stderr) == (0, "")
    assert run("rules")[0] == 0
    shell = f"{sys.executable} -m plain_terms rules | true"
    piped = subprocess.run(
        shell, shell=True, capture_output=True, text=True, check=False, env={"PYTHONPATH": root}
    )
    assert piped.stderr == ""


# --- new ------------------------------------------------------------------------------------------

WORDS_MISSING = {
    "front-matter",
    "page-length",
    "intro-length",
    "links-out",
    "unfinished",
    "definition-unfinished",
    "asked",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_fresh_page_lacks_nothing_but_words(run: Run, kind: str) -> None:
    """Every part its kind needs is there in order; only what an author must write is reported."""
    status, out, _ = run("new", "Edge computing", "--kind", kind, "--topic", "architecture")
    assert status == 0
    assert "glossary/edge-computing.md" in out
    _, out, _ = run("lint", "glossary/edge-computing.md", *PLANNED)
    assert {line.split(": ")[1].split()[1] for line in out.splitlines()[:-1]} <= WORDS_MISSING
    text = Path("glossary/edge-computing.md").read_text(encoding="utf-8")
    assert text.count("\n## ") == len(parts.NEEDED[kind])


def test_new_refuses_to_write_over_a_page(run: Run) -> None:
    """What somebody wrote is never lost."""
    assert run("new", "Edge computing")[0] == 0
    PAGE.with_name("edge-computing.md").write_text("mine", encoding="utf-8")
    status, _, err = run("new", "Edge Computing")
    assert status == 2
    assert "edge-computing.md" in err
    assert PAGE.with_name("edge-computing.md").read_text(encoding="utf-8") == "mine"


def test_new_without_a_topic_lists_the_topics(run: Run) -> None:
    """The choice stands where it is to be made."""
    run("new", "Edge computing")
    assert "topic: # one of: architecture\n" in PAGE.with_name("edge-computing.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("Edge computing", "When edge computing makes sense"),
        ("API", "When API makes sense"),
        ("SaaS", "When SaaS makes sense"),
        ("A/B testing", "When A/B testing makes sense"),
        ("REST API", "When REST API makes sense"),
    ],
)
def test_names_keep_their_capitals_in_headings_where_they_need_them(name: str, heading: str) -> None:
    """A common name is small inside a heading, an abbreviation stays as it is."""
    page, problems = read_page(new_page(name, "architecture", "approach", "2026-11-24"), "glossary/x.md")
    assert heading in [block.text for block in page.blocks if block.kind == "heading"]
    assert {problem.rule for problem in problems} == {"front-matter"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Edge computing", "edge-computing"),
        ("A/B testing", "a-b-testing"),
        ("Caf\u00e9 & bar", "cafe-bar"),
        ("?", ""),
    ],
)
def test_file_names_are_plain(name: str, slug: str) -> None:
    """a-z, digits and single hyphens."""
    assert slug_of(name) == slug


# --- fix-links ------------------------------------------------------------------------------------


def test_fix_links_mends_files_and_says_what_it_did(run: Run) -> None:
    """The second run finds nothing to do and leaves the file alone."""
    write(Path("glossary/server.md"), GOOD.replace("Microservices\nmicroservice architecture", "Server"))
    PAGE.write_text(changed("One takes payments", "One server takes payments"), encoding="utf-8")
    status, out, _ = run("fix-links", str(PAGE), *PLANNED)
    assert status == 0
    assert "mended first-mention: 'server'" in out
    assert "One {term}`server` takes payments" in PAGE.read_text(encoding="utf-8")
    before = PAGE.stat().st_mtime_ns
    assert run("fix-links", str(PAGE), *PLANNED)[1] == "1 pages: 0 mended, 0 left\n"
    assert PAGE.stat().st_mtime_ns == before


def test_fix_links_lists_what_a_person_must_mend(run: Run) -> None:
    """A name split by markup is left alone, and the status says that something is left."""
    write(Path("glossary/server.md"), GOOD.replace("Microservices\nmicroservice architecture", "Web server"))
    PAGE.write_text(changed("One takes payments", "One web *server* takes payments"), encoding="utf-8")
    before = PAGE.read_text(encoding="utf-8")
    status, out, _ = run("fix-links", str(PAGE), *PLANNED)
    assert status == 1
    assert "mend by hand first-mention: 'web server'" in out
    assert PAGE.read_text(encoding="utf-8") == before


def test_fix_links_passes_by_pages_it_cannot_read(run: Run) -> None:
    """One broken file does not keep the others from being mended."""
    Path("glossary/latin.md").write_bytes("caf\u00e9".encode("latin-1"))
    assert run("fix-links", *PLANNED)[0] == 0
    assert Path("glossary/latin.md").read_bytes() == "caf\u00e9".encode("latin-1")


def test_writing_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last step fails, the old text is there and no scrap is left beside it."""
    path = write(tmp_path / "x.md", "old")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.md"]


def test_writing_keeps_permissions_and_line_ends(tmp_path: Path) -> None:
    """A file's mode is its owner's choice; its line ends are its editor's."""
    path = write(tmp_path / "x.md", "old")
    path.chmod(0o640)
    write_text(path, "a\r\nb\n")
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_bytes() == b"a\r\nb\n"


# --- rules ----------------------------------------------------------------------------------------


def test_rules_prints_the_whole_catalogue_as_a_table(run: Run) -> None:
    """The contributors' page is made from it."""
    _, out, _ = run("rules")
    rows = [line.split(" | ") for line in out.splitlines()[2:]]
    assert [(row[0], row[1]) for row in rows] == [(f"| `{rule.id}`", rule.level) for rule in checks.RULES]


# --- reading --------------------------------------------------------------------------------------


def test_index_pages_are_neither_terms_nor_topics(run: Run) -> None:
    """The hub of the glossary and the list of topics have their own form."""
    write(Path("topics/index.md"), "# Topics\n")
    reading = read_folder(Path("glossary"), Path("topics"))
    assert [term.slug for _, term in reading.pages] == ["microservices"]
    assert reading.glossary.topic_ids == {"architecture"}


def test_a_page_without_a_name_still_answers_for_its_slug(run: Run) -> None:
    """A half-written page does not make its neighbours' relations unknown."""
    write(Path("glossary/monolith.md"), "# Monolith\n")
    assert "unknown-slug" not in run("lint", str(PAGE), *PLANNED)[1]


def test_a_missing_folder_is_said_in_words(tmp_path: Path) -> None:
    """The message names the folder and the option."""
    with pytest.raises(TroubleError, match="--folder"):
        read_folder(tmp_path / "none", tmp_path)
