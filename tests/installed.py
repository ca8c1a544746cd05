"""The extension as other projects get it: built into a wheel, installed, and used by three of them.

The environment is fresh but for a path file: it borrows Sphinx and the themes from the one that runs the
tests, and has ``plain_terms`` from the wheel alone.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from tests.glossary_host import Host
from tests.projects import Built, Project, base_files

ROOT = Path(__file__).parent.parent

CONF = """
project = "Reader of {theme}"
extensions = [{extensions}"sphinx.ext.intersphinx", "plain_terms"]
intersphinx_mapping = {{"terms": ("{url}", None)}}
html_theme = "{theme}"
"""
MYST = """# Guide

Our {external+terms:term}`APIs` replaced the {external+terms:term}`old ones <monoliths>`.
"""
REST = """Guide
=====

Our :external+terms:term:`APIs` replaced the :term:`old ones <terms:monoliths>`.
"""
BOTH = """Guide
=====

Our :term:`APIs` replaced the :external+terms:term:`old ones <monoliths>`.
"""
READERS = {
    "furo": ("index.md", MYST, '"myst_parser", '),
    "alabaster": ("index.rst", REST, ""),
    "sphinx_rtd_theme": ("index.rst", BOTH, ""),
}
CARDS = {
    "APIs": "An API is a set way for programs to talk.",
    "old ones": "A monolith is an app in one piece.",
}


def make_environment(folder: Path) -> Path:
    """Build the wheel and install it in an environment below ``folder``; returns its Python."""
    source = folder / "source"
    source.mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    junk = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "plain_terms", source / "plain_terms", ignore=junk)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    _run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder / "dist"), str(source)], folder
    )
    (wheel,) = (folder / "dist").glob("*.whl")
    python, packages = make_venv(folder / "env")
    _run([*pip, "install", "--no-deps", "--no-index", "--target", str(packages), str(wheel)], folder)
    return python


def make_venv(folder: Path) -> tuple[Path, Path]:
    """An environment that borrows all packages but this one; returns its Python and its packages' folder."""
    _run([sys.executable, "-m", "venv", "--without-pip", str(folder)], folder.parent)
    python = folder / "bin" / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(_run([str(python), "-c", where], folder).strip())
    (packages / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    return python, packages


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass(frozen=True)
class Reader:
    """A project that was built twice: with the glossary ``online``, and once more ``after`` it was gone."""

    theme: str
    url: str
    online: Built
    after: Built


def build(python: Path, source: Path, out: Path, *options: str) -> Built:
    """Build as a person would, warnings as errors; the folder of the tests is not on the path."""
    doctrees = out.with_name(f"{out.name}.doctrees")
    command = [str(python), "-m", "sphinx", "-W", "--keep-going", "-q", "-d", str(doctrees), *options]
    done = subprocess.run(
        [*command, str(source), str(out)], cwd=source, capture_output=True, text=True, check=False
    )
    return Built(out, done.returncode, done.stderr)


def make_readers(folder: Path, python: Path) -> None:
    """Build the glossary and the three projects below ``folder``; :func:`reader` gives what came out."""
    host = Host(Project(folder / "glossary", base_files()).good().outdir)
    outcomes: dict[str, list[object]] = {}
    projects = {}
    for theme, (name, page, extensions) in READERS.items():
        conf = CONF.format(theme=theme, extensions=extensions, url=host.url)
        projects[theme] = Project(folder / theme, {"conf.py": conf, name: page})
        built = build(python, folder / theme, folder / f"{theme}-out", "-j", "4")
        outcomes[theme] = [host.url, built.status, built.warnings]
        shutil.copytree(built.outdir, folder / f"{theme}-online")
    host.stop()
    for theme, (name, page, _) in READERS.items():
        projects[theme].write(name, page + "\nOne line more.\n")
        built = build(python, folder / theme, folder / f"{theme}-out")
        outcomes[theme] += [built.status, built.warnings]
    (folder / "outcomes.json").write_text(json.dumps(outcomes), "utf-8")


def reader(folder: Path, theme: str) -> Reader:
    """What :func:`make_readers` left in ``folder`` for one theme."""
    url, status, warnings, status_after, warnings_after = json.loads(
        (folder / "outcomes.json").read_text("utf-8")
    )[theme]
    online = Built(folder / f"{theme}-online", status, warnings)
    return Reader(theme, url, online, Built(folder / f"{theme}-out", status_after, warnings_after))
