"""``python -m plain_terms build`` on small projects, as a process that can be killed, starved and watched."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.projects import CONF, Project, base_files, term_page

# Does what the test says at an event: `AT=<event> DO=<Python>`, once COUNT such events have passed.
HOOK = """
import os, pathlib, shutil, signal, time
COUNT = [int(os.environ.get("COUNT", "0"))]

def hook(app, *rest):
    COUNT[0] -= 1
    if COUNT[0] == -1:
        exec(os.environ["DO"], {**globals(), "app": app, "out": pathlib.Path(app.outdir)})

def setup(app):
    if os.environ.get("AT"):
        app.connect(os.environ["AT"], hook, priority=int(os.environ.get("PRIORITY", "500")))
"""
KILL = "os.killpg(0, signal.SIGKILL)"


def hooked_project(folder: Path, terms: int = 3) -> Project:
    """A small glossary whose builds can be made to do something at an event."""
    files = {
        f"glossary/w{n}.md": term_page(f"Word {n}", body="{term}`API` and {term}`Monolith`.")
        for n in range(terms)
    }
    return Project(folder, {**base_files(), **files, "conf.py": CONF + HOOK})


def command(*options: str, jobs: int = 1) -> list[str]:
    """The build as one types it."""
    return [sys.executable, "-m", "plain_terms", "build", "--", "-q", "-j", str(jobs), *options]


def run(
    project: Project, *options: str, jobs: int = 1, prefix: Sequence[str] = (), **env: str
) -> subprocess.CompletedProcess[str]:
    """Build in a session of its own, with the hook set by the environment."""
    return subprocess.run(
        [*prefix, *command(*options, jobs=jobs)],
        cwd=project.folder,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=120,
    )


def files_of(folder: Path) -> dict[str, str]:
    """Every file by path, as a digest; nothing where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def site(project: Project) -> dict[str, str]:
    """The published site."""
    return files_of(project.folder / "_build/html")


def clean(project: Project) -> dict[str, str]:
    """What a clean build of the same sources gives."""
    for name in ("_clean", "_clean.doctrees"):
        shutil.rmtree(project.folder / name, ignore_errors=True)
    return project.build(out="_clean", clean=True).files()
