"""Fixtures that all tests share: small projects, and the real site built once a run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from tests.hostile import Hostile, build_all, load
from tests.installed import make_environment, make_readers
from tests.projects import Project, base_files

ROOT = Path(__file__).parent.parent

_QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("default", deadline=None, suppress_health_check=_QUIET, derandomize=True)
settings.register_profile("long", deadline=None, suppress_health_check=_QUIET, max_examples=500)
settings.load_profile("long" if os.environ.get("PLAIN_TERMS_LONG") else "default")


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Project]:
    """Make a project of the given files, on top of a small working glossary unless ``bare``."""

    def make(files: Mapping[str, str] | None = None, *, bare: bool = False) -> Project:
        return Project(tmp_path, {**({} if bare else base_files()), **(files or {})})

    return make


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """The small working glossary."""
    return make_project()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once a run (also when several workers share it), with warnings as errors."""
    shared = tmp_path_factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else None
    folder = shared or tmp_path_factory.mktemp("site")
    out = folder / "site-html"
    with FileLock(str(folder / "site.lock")):
        if not (folder / "site.done").exists():
            command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "-n", "--keep-going", "-q"]
            done = subprocess.run(
                [*command, "-d", str(folder / "doctrees"), str(ROOT), str(out)],
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
            (folder / "site.done").touch()
    return out


@pytest.fixture(scope="session")
def epub(site: Path) -> Path:
    """The real glossary as a book for e-readers, from what was read for the site, built once a run."""
    return _book(site.parent, "epub", "epub")


@pytest.fixture(scope="session")
def book_of_all(site: Path) -> Path:
    """The same as a book to print; takes minutes."""
    return _book(site.parent, "book", "pdf")


def _book(folder: Path, builder: str, ending: str) -> Path:
    out = folder / f"book-{builder}"
    with FileLock(str(folder / "site.lock")):  # doctrees are shared
        if not (folder / f"{builder}.done").exists():
            command = [sys.executable, "-m", "sphinx", "-b", builder, "-W", "-n", "--keep-going", "-q"]
            done = subprocess.run(
                [*command, "-d", str(folder / "doctrees"), str(ROOT), str(out)],
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
            (folder / f"{builder}.done").touch()
    (path,) = out.glob(f"*.{ending}")
    return path


@pytest.fixture(scope="session")
def installed_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has this package from its wheel, made once a run."""
    folder = _shared(tmp_path_factory, "installed")
    with FileLock(str(folder / "lock")):
        if not (folder / "done").exists():
            make_environment(folder)
            (folder / "done").touch()
    return folder / "env" / "bin" / "python"


@pytest.fixture(scope="session")
def readers(tmp_path_factory: pytest.TempPathFactory, installed_python: Path) -> Path:
    """Three projects that link to a glossary, built with the installed package, once a run."""
    folder = _shared(tmp_path_factory, "readers")
    with FileLock(str(folder / "lock")):
        if not (folder / "outcomes.json").exists():
            make_readers(folder, installed_python)
    return folder


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """Some hundred hostile pages, built under watch, once a run."""
    folder = _shared(tmp_path_factory, "hostile")
    with FileLock(str(folder.with_name("hostile.lock"))):
        if not (folder / "report.json").exists():
            build_all(folder)
    return load(folder)


def _shared(factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder that all workers of a run share."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    return folder
