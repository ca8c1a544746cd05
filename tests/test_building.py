"""The last good site stays whole, whatever happens to a build: kills, faults, warnings, a second build."""

from __future__ import annotations

import fcntl
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.builds import KILL, clean, command, hooked_project, run, site
from tests.projects import Project, term_page

LONG = bool(os.environ.get("PLAIN_TERMS_LONG"))


EDITIONS = itertools.count(1)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small glossary, published once; each test ends with it published and in order."""
    project = hooked_project(tmp_path_factory.mktemp("site"))
    done = run(project, "-W")
    assert done.returncode == 0, done.stderr
    return project


def edit(project: Project) -> None:
    """Change what several pages show, add a page and take one away; different every time."""
    number = next(EDITIONS)
    old = (project.folder / "glossary/api.md").read_text("utf-8")
    new = re.sub("An API is .* set way", f"An API is edition {number} of a set way", old)
    assert new != old
    project.write("glossary/api.md", new)
    for path in project.folder.glob("glossary/cache*.md"):
        path.unlink()
    project.write(f"glossary/cache{number}.md", term_page(f"Cache {number}", body="A {term}`monolith`."))


def assert_whole_after(project: Project, before: dict[str, str]) -> None:
    """The old site is still there; the next build gives what a clean one gives."""
    assert site(project) == before
    done = run(project, "-W")
    assert done.returncode == 0, done.stderr
    assert site(project) == clean(project)


def kill(process: subprocess.Popen[bytes], project: Project) -> None:
    """End a build and all of its processes, and wait until the last one is gone."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    lock = project.folder / "_build/html.aside/lock"
    if lock.exists():
        with lock.open("rb+") as held:
            fcntl.flock(held, fcntl.LOCK_EX)


# --- kills ------------------------------------------------------------------------------------------

HALF_A_PAGE = f"(out / 'glossary/monolith.html').write_text('half'); {KILL}"
HALF_A_DOCTREE = f"pathlib.Path(app.doctreedir, 'glossary/monolith.doctree').write_bytes(b'half'); {KILL}"
MOMENTS = {  # event, how many of it to let pass, what then happens, processes
    "before reading": ("env-before-read-docs", "0", KILL, 1),
    "while reading": ("doctree-read", "2", KILL, 1),
    "in the middle of a doctree": ("doctree-read", "3", HALF_A_DOCTREE, 1),
    "in a worker that reads": ("doctree-read", "1", KILL, 2),
    "before pickling": ("env-updated", "0", KILL, 1),
    "after pickling": ("env-check-consistency", "0", KILL, 1),
    "while writing": ("html-page-context", "3", KILL, 1),
    "in the middle of a page": ("html-page-context", "6", HALF_A_PAGE, 1),
    "in a worker that writes": ("html-page-context", "1", KILL, 2),
    "before the exports": ("build-finished", "0", KILL, 1),
}


IN_CI = ("in the middle of a doctree", "after pickling", "in the middle of a page", "in a worker that writes")


@pytest.mark.parametrize("moment", MOMENTS if LONG else IN_CI)
def test_after_a_kill_the_old_site_stands_and_the_next_build_is_right(project: Project, moment: str) -> None:
    """At a moment of each phase, the whole process group at once."""
    event, count, what, jobs = MOMENTS[moment]
    before, old = site(project), (project.folder / "glossary/monolith.md").read_bytes()
    edit(project)
    project.edit("glossary/monolith.md", "It has many", "It has so many")
    killed = run(project, "-W", jobs=jobs, AT=event, COUNT=count, DO=what, PRIORITY="100")
    assert killed.returncode == -signal.SIGKILL
    project.write("glossary/monolith.md", old)  # and somebody undoes an edit
    assert_whole_after(project, before)


@pytest.mark.parametrize("seed", range(40 if LONG else 2))
def test_after_a_kill_at_any_moment_the_next_build_is_right(project: Project, seed: int) -> None:
    """Wherever the clock strikes."""
    chance = random.Random(seed)
    before = site(project)
    edit(project)
    process = subprocess.Popen(
        command("-W", jobs=chance.choice((1, 2, 4))),
        cwd=project.folder,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(chance.uniform(0.2, 2.5))
    kill(process, project)
    if site(project) != before:  # the build was faster
        assert site(project) == clean(project)
        before = site(project)
    assert_whole_after(project, before)


# --- the site while building ------------------------------------------------------------------------


def test_a_reader_never_meets_half_a_page_nor_goes_back_in_time(project: Project) -> None:
    """While builds come and go: every page whole, and after a new page no older one."""
    pages = [project.folder / f"_build/html/glossary/{name}.html" for name in ("api", "monolith", "w1")]
    stop, seen, wrong = threading.Event(), [0], []

    def read() -> None:
        last = False
        while not last:
            last = stop.is_set()  # one more pass after the last build
            for page in pages:
                try:
                    text = page.read_text("utf-8")
                except FileNotFoundError:  # the folder was exchanged while the way to the file was looked up,
                    if sys.platform != "linux":  # or it is between two renames
                        time.sleep(0.002)
                    text = page.read_text("utf-8")
                number = int(text.partition("printing ")[2].partition(" ")[0] or 0)
                if "</html>" not in text or number < seen[0]:
                    wrong.append((page, number, seen[0]))
                seen[0] = max(seen[0], number)

    sources = [project.folder / f"glossary/{page.stem}.md" for page in pages]
    before = {path: path.read_text("utf-8") for path in sources}
    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 13 if LONG else 4):
            for path, text in before.items():
                path.write_text(f"{text}\nThis is printing {number} of it.\n", "utf-8")
            assert run(project, "-W", jobs=2).returncode == 0
    finally:
        stop.set()
        reader.join()
        for path, text in before.items():
            path.write_text(text, "utf-8")
    assert wrong == []
    assert seen[0] == number
    assert_whole_after(project, site(project))


def test_a_build_with_warnings_does_not_replace_the_site(project: Project) -> None:
    """Under -W; and it says so in one line."""
    before = site(project)
    project.edit("glossary/w1.md", "{term}`API`", "{term}`nobody knows`")
    for _ in range(2):
        done = run(project, "-W")
        assert done.returncode == 1
        assert done.stderr.endswith("plain_terms: the build failed. _build/html is as it was\n")
        assert site(project) == before
    project.edit("glossary/w1.md", "{term}`nobody knows`", "{term}`API`")
    assert_whole_after(project, before)


def test_a_build_that_changes_nothing_leaves_the_published_folder_alone(project: Project) -> None:
    """Not even a date moves, so nothing is fetched or uploaded again."""
    published = project.folder / "_build/html"
    before = [(path.stat().st_ino, path.stat().st_mtime) for path in (published, published / "index.html")]
    assert run(project, "-W").returncode == 0
    assert [
        (path.stat().st_ino, path.stat().st_mtime) for path in (published, published / "index.html")
    ] == before


def test_what_an_extension_left_goes_when_settings_change(project: Project) -> None:
    """Whatever wrote it: with other settings everything is made anew."""
    project.edit("conf.py", '"plain_terms"]', '"plain_terms", "sphinx.ext.githubpages"]')
    run(project, "-W")
    assert ".nojekyll" in site(project)
    project.edit("conf.py", ', "sphinx.ext.githubpages"', "")
    run(project, "-W")
    assert site(project) == clean(project)


# --- faults -----------------------------------------------------------------------------------------


def assert_fails_clearly(
    project: Project, done: subprocess.CompletedProcess[str], before: dict[str, str], *words: str
) -> None:
    """One message that says what and how to mend it, no traceback, and the site as it was."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    told = [line for line in done.stderr.splitlines() if line.startswith("plain_terms: ")]
    assert told, done.stderr
    assert all(word in told[0] for word in words), told
    assert told[-1].endswith("is as it was")
    assert site(project) == before


def limited(size: int) -> list[str]:
    """Run something that may write no file larger than this."""
    code = "import os, resource, sys; n = int(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (n, n))"
    return [sys.executable, "-c", f"{code}; os.execv(sys.argv[2], sys.argv[2:])", str(size)]


def powerless() -> list[str]:
    """Run something without the power of an administrator over permissions."""
    caps = "-dac_override,-dac_read_search,-fowner"
    return ["setpriv", f"--bounding-set={caps}", f"--inh-caps={caps}"] if os.geteuid() == 0 else []


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("size", [2_000, 5_000, 20_000] if LONG else [5_000])
def test_no_room_for_a_file_is_said_clearly(project: Project, size: int, jobs: int) -> None:
    """For a doctree, a page or a script; Sphinx takes some of these for a warning."""
    before = site(project)
    edit(project)
    (project.folder / "_build/html.aside/doctrees/environment.pickle").unlink()
    done = run(project, prefix=limited(size), jobs=jobs)
    assert_fails_clearly(project, done, before, "may grow no larger")
    assert_whole_after(project, before)


# The next worker is started once an earlier one has told something.
SLOWLY = """
from sphinx.util.parallel import ParallelTasks
add = ParallelTasks.add_task
def slowly(tasks, *rest):
    while tasks._precvs and not any(pipe.poll() for pipe in tasks._precvs.values()):
        time.sleep(0.01)
    add(tasks, *rest)
ParallelTasks.add_task = slowly
builder, told = os.getpid(), pathlib.Path(app.doctreedir, "told")
def full(*_):
    if os.getpid() != builder and not told.exists():  # the first worker
        told.touch()
        raise OSError(28, "No space left on device", "a/file")
app.connect("{}", full)
"""


@pytest.mark.parametrize("event", ["source-read", "html-page-context"])
def test_a_worker_that_fails_before_the_last_one_has_begun_ends_the_build(
    project: Project, event: str
) -> None:
    """Whatever it was doing; no page is lost without a word."""
    before = site(project)
    edit(project)
    for name in ("monolith", "w0", "w1", "w2"):
        project.write(f"glossary/{name}.md", (project.folder / f"glossary/{name}.md").read_bytes() + b"\n")
    done = run(project, jobs=2, AT="env-before-read-docs", DO=SLOWLY.replace("{}", event))
    assert_fails_clearly(project, done, before, "a/file", "the disk is full")
    (project.folder / "_build/html.aside/doctrees/told").unlink()
    assert_whole_after(project, before)


EVENTS = ("env-before-read-docs", "html-page-context", "env-updated", "build-finished")


@pytest.mark.parametrize("event", EVENTS if LONG else EVENTS[:2])
def test_a_full_disk_is_said_clearly(project: Project, event: str) -> None:
    """In each phase."""
    before = site(project)
    edit(project)
    fault = "raise OSError(28, 'No space left on device', 'a/file')"
    done = run(project, AT=event, DO=fault)
    assert_fails_clearly(project, done, before, "a/file", "the disk is full", "build again")
    assert_whole_after(project, before)


def test_a_source_that_goes_while_building_is_named(project: Project) -> None:
    """Whether it is about to be read or was found missing before."""
    before = site(project)
    text = (project.folder / "glossary/w1.md").read_text("utf-8")
    for event in ("env-before-read-docs", "source-read"):
        project.write("glossary/w1.md", text + f"\n{event}\n")
        gone = "pathlib.Path(app.srcdir, 'glossary/w1.md').unlink()"
        done = run(project, AT=event, DO=gone, PRIORITY="100")
        assert_fails_clearly(project, done, before, "w1.md", "it is gone")
    project.write("glossary/w1.md", text)
    assert_whole_after(project, before)


def test_a_folder_in_the_place_of_a_page_is_named(project: Project) -> None:
    """Sphinx would warn, and call the build good."""
    before = site(project)
    edit(project)
    page = project.folder / "_build/html.aside/html/glossary/api.html"
    page.unlink()
    page.mkdir()
    done = run(project)
    assert_fails_clearly(project, done, before, "api.html", "a folder is where a file belongs")
    page.rmdir()
    assert_whole_after(project, before)


@pytest.mark.parametrize("name", [".", "doctrees", "html", "html/glossary"] if LONG else ["doctrees"])
def test_a_folder_that_may_not_be_written_is_named(project: Project, name: str) -> None:
    """Before Sphinx starts, where that is possible."""
    before = site(project)
    edit(project)
    folder = project.folder / "_build/html.aside" / name
    files = [folder, *folder.glob("*.html"), *folder.glob("lock")]
    for path in files:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        done = run(project, prefix=powerless())
        assert_fails_clearly(project, done, before, "may not be read or written")
    finally:
        for path in files:
            path.chmod(0o700 if path.is_dir() else 0o600)
    assert_whole_after(project, before)


def test_a_damaged_environment_is_made_anew(project: Project) -> None:
    """It is only kept to save time."""
    (project.folder / "_build/html.aside/doctrees/environment.pickle").write_bytes(b"\x80\x05damaged")
    assert run(project, "-W").returncode == 0
    assert site(project) == clean(project)


def test_a_damaged_doctree_is_said_clearly_and_then_made_anew(project: Project) -> None:
    """One run fails, with the old site in place; the next reads everything."""
    before = site(project)
    (project.folder / "_build/html.aside/doctrees/glossary/w1.doctree").write_bytes(b"\x80\x05damaged")
    edit(project)
    done = run(project)
    assert_fails_clearly(project, done, before, "damaged", "build again")
    assert_whole_after(project, before)


# --- who may build ----------------------------------------------------------------------------------


def test_two_builds_at_once_do_not_meet(project: Project) -> None:
    """The second says who is at work; it may start once the first is gone, killed or not."""
    edit(project)
    process = subprocess.Popen(
        command(),
        cwd=project.folder,
        env={**os.environ, "AT": "env-updated", "DO": "(out / 'here').touch(); signal.pause()"},
        start_new_session=True,
    )
    try:
        while not (project.folder / "_build/html.aside/html/here").exists():
            time.sleep(0.05)
        second = run(project)
        assert second.returncode == 2
        assert "another build of this site is running (process " in second.stderr
        process.kill()  # Sphinx lives on, and holds the lock
        process.wait()
        assert run(project).returncode == 2
    finally:
        kill(process, project)
    (project.folder / "_build/html.aside/html/here").unlink()
    assert_whole_after(project, site(project))


@pytest.mark.parametrize(
    ("out", "words"),
    [
        (".", "holds the sources"),
        ("glossary", "did not build"),
        ("index.md", "is a file"),
        ("..", "holds the sources"),
    ],
)
def test_a_folder_of_something_else_is_never_replaced(project: Project, out: str, words: str) -> None:
    """A wrong --out costs nobody their files."""
    before = {path.name for path in project.folder.iterdir()}
    program = [sys.executable, "-m", "plain_terms", "build", "--out", out, "--", "-q"]
    done = subprocess.run(program, cwd=project.folder, capture_output=True, text=True)
    assert done.returncode == 2
    assert words in done.stderr
    assert {path.name for path in project.folder.iterdir()} == before


def test_a_link_is_never_taken_for_the_folder_it_leads_to(tmp_path: Path) -> None:
    """Neither is replaced, nor written through."""
    project = hooked_project(tmp_path / "project")
    (tmp_path / "www").mkdir()
    (project.folder / "_build").mkdir()
    (project.folder / "_build/html").symlink_to(tmp_path / "www")
    done = run(project, "-W")
    assert done.returncode == 2
    assert "_build/html is a link" in done.stderr
    assert "give --out the folder that it leads to" in done.stderr
    assert (project.folder / "_build/html").is_symlink()
    assert list((tmp_path / "www").iterdir()) == []


def test_a_first_build_that_fails_says_that_there_is_no_site(tmp_path: Path) -> None:
    """And leaves none that looks finished."""
    project = hooked_project(tmp_path)
    project.edit("glossary/w1.md", "{term}`API`", "{term}`nobody knows`")
    done = run(project, "-W")
    assert "_build/html was not made" in done.stderr
    assert not (tmp_path / "_build/html").exists()
