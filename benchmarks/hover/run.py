"""Compares what three extensions make of the same glossary: ``python -m benchmarks.hover.run [FOLDER]``.

Installs all three, at the versions below, in an environment of their own in FOLDER, builds the same
project with each, and asks a browser what a reader sees. Prints a Markdown table.
"""

from __future__ import annotations

import hashlib
import resource
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser

from . import project, readers

ROOT = Path(__file__).parents[2]
PINS = ("sphinx-tippy==0.4.3", "sphinx-riddle-whisper==2.0.0", "nh3==0.3.8")
SCRIPTS = {"@popperjs/core@2.11.8": "popper.min.js", "tippy.js@6.3.7": "tippy-bundle.umd.min.js"}
NAME = "Number one"  # as all three know the term
ROUNDS = 5
SAMPLE = ("p3", "p11", "p19", "p27", "p35")


@dataclass(frozen=True)
class Subject:
    """An extension as it is compared: its name, and what ``conf.py`` says for it."""

    name: str
    extensions: tuple[str, ...]
    more: str = ""


SUBJECTS = (
    Subject("plain_terms", ("plain_terms",)),
    Subject("sphinx-tippy 0.4.3", ("sphinx_tippy",), f"tippy_js = {tuple(SCRIPTS.values())!r}"),
    Subject("sphinx-riddle-whisper 2.0.0", ("sphinx_riddle_whisper",)),
)
NONE = Subject("no extension", ())


@dataclass(frozen=True)
class Workshop:
    """Where everything stands: the Python with all three, static files, the other project's inventory."""

    folder: Path
    python: Path
    static: Path
    inventory: Path

    def write(self, subject: Subject) -> Path:
        """The project with one extension; returns its folder."""
        source = self.folder / subject.name.replace(" ", "-")
        shutil.rmtree(source, ignore_errors=True)
        inventory = str(self.inventory)
        project.write(source, list(subject.extensions), inventory, str(self.static), subject.more)
        return source

    def build(self, source: Path, out: str, jobs: int = 1) -> float:
        """Build into ``out`` beside the source; returns seconds of CPU. Some forms are expected to warn."""
        target = source.with_name(f"{source.name}-{out}")
        command = [str(self.python), "-m", "sphinx", "-q", "-j", str(jobs), "-d", f"{target}.doctrees"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*command, str(source), str(target)], capture_output=True, check=True, cwd=source)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def out(self, source: Path, out: str) -> Path:
        """Where a build went."""
        return source.with_name(f"{source.name}-{out}")


def set_up(folder: Path) -> Workshop:
    """Install everything and build the other project."""
    folder.mkdir(parents=True, exist_ok=True)
    python = folder / "env" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True)
    copy = folder / "plain_terms"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT / "plain_terms", copy / "plain_terms", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    pip = [str(python), "-m", "pip", "install", "-q", "-c", str(ROOT / "constraints.txt")]
    subprocess.run([*pip, *PINS, str(copy)], check=True)
    workshop = Workshop(folder, python, _scripts(folder), folder / "other-out" / "objects.inv")
    shutil.rmtree(folder / "other", ignore_errors=True)
    project.write_other(folder / "other")
    workshop.build(folder / "other", "out")
    return workshop


def _scripts(folder: Path) -> Path:
    """The scripts that sphinx-tippy takes from another host by default, put beside the pages."""
    static = folder / "static"
    static.mkdir(exist_ok=True)
    for package, name in SCRIPTS.items():
        command = ["npm", "pack", "--silent", package]
        packed = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=True
        ).stdout.strip()
        with tarfile.open(folder / packed) as archive:
            member = next(m for m in archive.getnames() if m.endswith(f"/{name}") and "cjs" not in m)
            found = archive.extractfile(member)
            assert found is not None
            (static / name).write_bytes(found.read())
    return static


def measure(workshop: Workshop, subject: Subject, browser: Browser) -> Iterator[tuple[str, str]]:
    """The rows of one extension, but for its build time."""
    source = workshop.write(subject)
    workshop.build(source, "one")
    one = workshop.out(source, "one")
    yield from _forms(browser, one)
    yield from _ways(browser, one)
    workshop.build(source, "four", jobs=4)
    yield "definitions seen with `-j 4`", _sampled(browser, workshop.out(source, "four"), project.FIRST)
    yield "`-j 4` gives the bytes of `-j 1`", _yes(_files(workshop.out(source, "four")) == _files(one))
    workshop.build(source, "again")
    yield "two clean builds are the same", _yes(_files(workshop.out(source, "again")) == _files(one))
    (source / "p3.rst").write_text(f"{project.page(3)}\nA word more.\n", "utf-8")
    workshop.build(source, "one")
    yield "definitions seen after an edit elsewhere", _sampled(browser, one, project.FIRST)
    (source / "words.rst").write_text(project.glossary(project.CHANGED), "utf-8")
    workshop.build(source, "one")
    yield "pages that show a changed definition", _sampled(browser, one, project.CHANGED)
    workshop.build(source, "clean")
    yield "incremental build is as a clean one", _yes(_files(workshop.out(source, "clean")) == _files(one))


def _forms(browser: Browser, out: Path) -> Iterator[tuple[str, str]]:
    with readers.serve(out) as url, readers.visit(browser, f"{url}forms.html") as (page, foreign):
        for name, shown in project.FORMS.items():
            paragraph = page.locator(".body p", has_text=f"{name}:")
            target = paragraph.locator("a.reference")
            page.mouse.move(1, 1)
            page.wait_for_timeout(500)
            seen = False
            if target.count():
                target.hover()
                seen = readers.sees(page, project.FIRST)
            yield f"definition by {name} (`{shown}`)", _yes(seen)
        yield "definition of another project's term", _yes(readers.hover(page, "Farword", project.REMOTE))
        yield "other hosts asked", ", ".join(sorted(foreign)) or "none"


def _ways(browser: Browser, out: Path) -> Iterator[tuple[str, str]]:
    with readers.serve(out) as url:
        address = f"{url}p3.html"
        with readers.visit(browser, address) as (page, _):
            readers.link(page, NAME).evaluate("link => link.focus({focusVisible: true})")
            by_key = readers.sees(page, project.FIRST)
            page.keyboard.press("Escape")
            page.wait_for_timeout(600)
            gone = by_key and not page.evaluate(readers.SEEN, project.FIRST)
            yield "keyboard focus shows it", _yes(by_key)
            yield "Escape closes it", _yes(gone)
            yield "the pointer can go onto it", _yes(_reachable(page))
        phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
        with readers.visit(browser, address, **phone) as (page, _):
            readers.link(page, NAME).tap()
            seen = readers.sees(page, project.FIRST) and page.url == address
            yield "the first tap shows it and stays on the page", _yes(seen)
    with readers.visit(browser, (out / "p3.html").as_uri()) as (page, _):
        yield "works from disk (`file://`)", _yes(readers.hover(page, NAME, project.FIRST))
    with readers.serve(out, strict=True) as url, readers.visit(browser, f"{url}p3.html") as (page, _):
        yield "works under a strict content policy", _yes(readers.hover(page, NAME, project.FIRST))


def _reachable(page: object) -> bool:
    """Whether the definition stays while the pointer moves from the link onto it."""
    if not readers.hover(page, NAME, project.FIRST):  # type: ignore[arg-type]
        return False
    box = page.get_by_text(project.FIRST).last.bounding_box()  # type: ignore[attr-defined]
    if box is None:
        return False
    x, y = box["x"] + min(20, box["width"] / 2), box["y"] + box["height"] / 2
    page.mouse.move(x, y, steps=12)  # type: ignore[attr-defined]
    page.wait_for_timeout(800)  # type: ignore[attr-defined]
    return bool(page.evaluate(readers.SEEN, project.FIRST))  # type: ignore[attr-defined]


def _sampled(browser: Browser, out: Path, text: str) -> str:
    with readers.serve(out) as url:
        seen = 0
        for name in SAMPLE:
            with readers.visit(browser, f"{url}{name}.html") as (page, _):
                seen += readers.hover(page, NAME, text)
        return f"{seen} of {len(SAMPLE)}"


def _files(out: Path) -> dict[str, str]:
    """Digests of all that is published; the state of the build and Sphinx's search index are left out."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in {".buildinfo", ".buildinfo.bak", "searchindex.js"}
    }


def _yes(value: bool) -> str:
    return "yes" if value else "**no**"


def weights(workshop: Workshop, browser: Browser) -> Mapping[str, int]:
    """Compressed bytes that each extension adds to the first visit of a page with eleven links."""
    found: dict[str, int] = {}
    for subject in (NONE, *SUBJECTS):
        source = workshop.write(subject)
        workshop.build(source, "weight")
        with readers.serve(workshop.out(source, "weight")) as url, readers.visit(browser, url) as (page, _):
            found[subject.name] = readers.weight(page, f"{url}p3.html")
    return {name: size - found[NONE.name] for name, size in found.items()}


def times(workshop: Workshop) -> Mapping[str, float]:
    """Median seconds of CPU that a clean build takes, the extensions taking turns."""
    spent: dict[str, list[float]] = {}
    for number in range(ROUNDS):
        for subject in (NONE, *SUBJECTS):
            source = workshop.write(subject)
            spent.setdefault(subject.name, []).append(workshop.build(source, f"time{number}"))
    return {name: statistics.median(values) for name, values in spent.items()}


def main() -> None:
    """Measure everything and print the table."""
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="hover-"))
    for old in folder.glob("*-*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    workshop = set_up(folder)
    with readers.chromium() as browser:
        columns = [dict(measure(workshop, subject, browser)) for subject in SUBJECTS]
        added = weights(workshop, browser)
    taken = times(workshop)
    form: Callable[[str], str] = lambda name: f"{taken[name]:.1f} s ({taken[name] - taken[NONE.name]:+.1f})"  # noqa: E731
    for column, subject in zip(columns, SUBJECTS, strict=True):
        column["added to a page's first visit, compressed"] = f"{added[subject.name] / 1000:.1f} kB"
        column["clean build, CPU (more than without)"] = form(subject.name)
    print(f"{datetime.now(UTC):%Y-%m-%d}, {project.PAGES + 3} pages, {project.TERMS + 1} terms\n")
    print("| |", " | ".join(subject.name for subject in SUBJECTS), "|")
    print("| --- |" + " --- |" * len(SUBJECTS))
    for row in columns[0]:
        print(f"| {row} |", " | ".join(column[row] for column in columns), "|")


if __name__ == "__main__":
    main()
