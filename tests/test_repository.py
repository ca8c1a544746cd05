"""The repository keeps its own rules: what may import what, how long a function is, what a file may hold."""

from __future__ import annotations

import ast
import contextlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest.mock import MagicMock

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import plain_terms

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "plain_terms"
DOCUMENTS = ("README.md", "CONTRIBUTING.md")
LONGEST_FUNCTION = 40
LONGEST_CONF = 60

# Which modules of the package each module may import (a folder counts as one module). A module stands below
# those it imports, so there are no circles; a new module gets a line here, and a new import is a decision.
MAY_IMPORT = {
    "model": "",
    "parts": "",
    "sentences": "",
    "readability": "",
    "nodes": "",
    "limits": "",
    "naming": "limits model",
    "front_matter": "limits model",
    "page": "front_matter limits model naming",
    "redirects": "front_matter model",
    "published": "front_matter model",
    "rules": "model",
    "mentions": "model page parts",
    "prose": "model page sentences",
    "sections": "model page parts sentences",
    "wording": "model page parts sentences",
    "deciding": "front_matter model wording",
    "guides": "deciding front_matter model",
    "checks": "deciding mentions model page prose published readability redirects rules sections wording",
    "folder": "guides model page redirects",
    "linking": "mentions model page",
    "skeleton": "parts",
    "faults": "",
    "publishing": "",
    "building": "faults folder publishing",
    "cli": "building checks folder linking mentions model page prose published readability redirects rules "
    "sentences skeleton",
    "__main__": "cli",
    "letters": "model",
    "listings": "letters model",
    "navigation": "model",
    "elsewhere": "model",
    "freshness": "elsewhere listings model",
    "problems": "model",
    "domain": "elsewhere model",
    "elsewhere_files": "elsewhere",
    "lean": "",
    "book": "model",
    "assets": "book lean",
    "stemming": "model",
    "search": "model stemming",
    "search_update": "search",
    "search_language": "stemming",
    "filtering": "model",
    "outputs": "",
    "search_files": "domain filtering model outputs search search_language search_update",
    "style": "checks domain mentions model page",
    "diagram_shapes": "",
    "diagram_rows": "diagram_shapes",
    "diagram_grids": "diagram_shapes",
    "diagram_columns": "diagram_rows diagram_shapes",
    "diagram_flow": "diagram_columns diagram_rows diagram_shapes",
    "diagram": "diagram_flow diagram_grids diagram_rows diagram_shapes",
    "diagram_directive": "diagram diagram_shapes",
    "exports": "diagram diagram_shapes front_matter lean model",
    "export_files": "domain exports model outputs",
    "snippets": "exports",
    "directives": "listings nodes snippets",
    "lost": "limits model page",
    "collect": "guides lost model nodes page",
    "term_page": "model nodes",
    "guide_page": "model nodes",
    "memory": "",
    "builders": "",
    "workers": "",
    "letter_pages": "filtering letters model",
    "site_lists": "domain filtering letter_pages letters model problems",
    "onward": "directives listings",
    "book_pages": "book nodes",
    "book_print": "",
    "epub_package": "",
    "book_pdf": "book book_pages book_print domain term_page",
    "references": "book book_pages directives domain elsewhere listings model nodes onward site_lists",
    "guard": "",
    "settings": "guard model",
    "sources": "model naming",
    "guarding": "guard limits model",
    "guarded_nodes": "guard guarding",
    "reading": "collect domain front_matter guarding guide_page guides model page redirects search "
    "search_language sources stemming term_page",
    "markdown": "reading",
    "book_epub": "book book_pages domain epub_package outputs",
    "promises": "folder model published",
    "redirect_pages": "domain model outputs problems redirects search_files",
    "not_found": "domain outputs search_files",
    "surroundings": "",
    "finishing": "domain faults freshness model outputs problems surroundings",
    "theming": "model navigation",
    "offline": "lean",
    "offline_files": "domain export_files not_found offline outputs search_files",
    "collected_pages": "domain freshness offline_files outputs redirect_pages search_files site_lists",
    "__init__": "assets book book_epub book_pages book_pdf builders collected_pages diagram_directive "
    "directives domain elsewhere_files export_files faults finishing freshness guarded_nodes guarding "
    "markdown memory model navigation nodes not_found offline_files outputs problems promises reading "
    "redirects references rules search_files settings site_lists sources style surroundings theming workers",
}
# All others work on plain values, so they can be read, tested and used without Sphinx.
MAY_IMPORT_SPHINX = {
    *(
        "__init__",
        "assets",
        "elsewhere_files",
        "collect",
        "directives",
        "domain",
        "finishing",
        "memory",
        "nodes",
        "not_found",
        "problems",
        "promises",
        "reading",
    ),
    *(
        "diagram_directive",
        "export_files",
        "guarded_nodes",
        "guarding",
        "guide_page",
        "markdown",
        "builders",
        "workers",
        "collected_pages",
        "lost",
        "offline_files",
        "outputs",
        "redirect_pages",
        "references",
        "search_files",
        "search_language",
        "site_lists",
        "style",
        "surroundings",
        "term_page",
        "theming",
        "onward",
        "book_epub",
        "book_pages",
        "book_pdf",
    ),
}
SPHINX = {"sphinx", "docutils", "myst_parser"}


def tree(path: Path) -> ast.Module:
    """Parse a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_files() -> dict[str, list[Path]]:
    """Give the files of each module of the package."""
    files: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        files.setdefault(path.relative_to(PACKAGE).parts[0].removesuffix(".py"), []).append(path)
    return files


def imports(path: Path) -> Iterator[str]:
    """Give the full name of everything that a file imports, anywhere in it."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else ()
            whole = ".".join([*start, *filter(None, [node.module])])
            yield from (f"{whole}.{alias.name}" for alias in node.names)


def imported_by(module: str) -> set[str]:
    """Give the first name of everything that a module imports; for its siblings, their own name."""
    names = [name.split(".") for path in module_files().get(module, []) for name in imports(path)]
    return {name[1] if name[0] == PACKAGE.name and len(name) > 1 else name[0] for name in names} - {module}


def repository_files() -> list[Path]:
    """Give the files that are in version control or are about to be; all, where there is no git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        paths = [ROOT / name for name in listed.split("\0") if name]
    else:
        hidden = {".venv", "_build", "__pycache__"}
        paths = [path for path in ROOT.rglob("*") if not hidden & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


def python_files() -> list[Path]:
    """Give the Python files of the repository."""
    return [path for path in repository_files() if path.suffix == ".py"]


def make_targets() -> dict[str, str]:
    """Give each target of the Makefile that is meant to be typed, with the comment that explains it."""
    rules = re.findall(r"^([a-z][\w-]*):(?!=)([^\n]*)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    return {name: rest.partition("## ")[2].strip() for name, rest in rules}


# -- Code --------------------------------------------------------------------------------------------------


def test_every_module_has_its_place_in_the_table_of_imports() -> None:
    """A module nobody placed, and a line for a module that is gone, are both seen."""
    assert set(module_files()) == set(MAY_IMPORT)


@pytest.mark.parametrize("module", MAY_IMPORT)
def test_a_module_imports_only_what_the_table_allows(module: str) -> None:
    """What a module may know of its siblings is decided, not grown."""
    assert imported_by(module) & set(module_files()) <= set(MAY_IMPORT[module].split())


def test_the_table_of_imports_has_no_circles() -> None:
    """Each module stands below everything it imports."""
    placed: set[str] = set()
    for module, allowed in MAY_IMPORT.items():
        assert set(allowed.split()) <= placed, module
        placed.add(module)


@pytest.mark.parametrize("module", sorted(set(MAY_IMPORT) - MAY_IMPORT_SPHINX))
def test_what_needs_no_sphinx_does_not_import_it(module: str) -> None:
    """The model, the rules and the exports work on plain values, also through what they import."""
    assert not imported_by(module) & (SPHINX | MAY_IMPORT_SPHINX)


def test_no_function_is_longer_than_can_be_read_at_a_glance() -> None:
    """A function that grew past the limit has a part that deserves a name."""
    functions = [
        (node.name, path, (node.end_lineno or 0) - node.lineno + 1)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    assert functions
    assert [one for one in functions if one[2] > LONGEST_FUNCTION] == []


def test_conf_py_holds_settings_only() -> None:
    """What a publisher edits stays short and has no code to understand."""
    conf = ROOT / "conf.py"
    assert len(conf.read_text(encoding="utf-8").splitlines()) < LONGEST_CONF
    code = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert not [node for node in ast.walk(tree(conf)) if isinstance(node, code)]


# -- Files -------------------------------------------------------------------------------------------------


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine() -> None:
    """Such an address works for whoever wrote it, and for nobody else."""
    hosts = ("py" + "pi.org", "python" + "hosted.", "npm" + "js.", "yarn" + "pkg.", "deb." + "debian")
    folders = "|".join(("wo" + "rk", "fa" + "rm", "ro" + "ot", "ho" + "me", "Us" + "ers"))
    wrong = re.compile("|".join((*map(re.escape, hosts), rf"(?<![\w.\-/{{}}$])/(?:{folders})/")))
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in repository_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if wrong.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_links_only_to_files_that_exist(document: str) -> None:
    """A newcomer's first clicks lead somewhere."""
    text = (ROOT / document).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_table_of_settings_is_the_list_of_settings() -> None:
    """Each setting that is registered is explained in docs/using.md with its default, and no other."""
    app = MagicMock()
    plain_terms.setup(app)
    registered = [call.args[:2] for call in app.add_config_value.call_args_list]
    text = (ROOT / "docs/using.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `(plain_terms_\w+)` \| `(.*?)` \| \S", text, re.M)
    assert explained == [(name, repr(default)) for name, default in registered]


# -- Commands ----------------------------------------------------------------------------------------------


def test_every_make_target_says_what_it_is_for() -> None:
    """`make help` lists them from the same comments, so none is hidden."""
    targets = make_targets()
    assert {"html", "test", "lint", "linkcheck", "live", "clean", "help"} <= set(targets)
    assert [name for name, comment in targets.items() if not comment] == []
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, env=plain, capture_output=True, text=True, check=True
    ).stdout
    assert [name for name in targets if f"  make {name} " not in shown] == []


def test_the_first_two_commands_of_the_readme_build_and_test() -> None:
    """The README promises two commands; they are there and come first."""
    commands = re.findall(r"^make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert commands[:2] == ["html", "test"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_names_only_make_targets_that_exist(document: str) -> None:
    """A command that was renamed is renamed in the documents too."""
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / document).read_text(encoding="utf-8"), re.M))
    assert named
    assert named <= set(make_targets())


def test_the_script_for_a_fresh_machine_can_be_run() -> None:
    """It is executable and has no error of grammar."""
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)


# -- Versions ----------------------------------------------------------------------------------------------


def test_one_version_is_told_everywhere() -> None:
    """The package, its description and its history agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert plain_terms.__version__ == project["version"]
    history = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{project['version']}]" in history


def pins() -> dict[str, str]:
    """Give the exact version of each package in constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    matches = [re.fullmatch(r"([A-Za-z0-9._-]+)==([\w.+!]+)", line) for line in kept]
    assert all(matches), [line for line, match in zip(kept, matches, strict=True) if not match]
    return {canonicalize_name(match[1]): match[2] for match in matches if match}


def needed(requirements: Iterable[str], extras: frozenset[str], seen: set[Requirement]) -> Iterator[str]:
    """Give every package these requirements bring in here, as far down as what is installed can tell."""
    for requirement in set(map(Requirement, requirements)) - seen:
        wanted = [{"extra": extra} for extra in extras or {""}]
        if requirement.marker is None or any(map(requirement.marker.evaluate, wanted)):
            seen.add(requirement)
            yield canonicalize_name(requirement.name)
            with contextlib.suppress(importlib.metadata.PackageNotFoundError):
                further = importlib.metadata.requires(requirement.name) or ()
                yield from needed(further, frozenset(requirement.extras), seen)


def test_every_package_that_gets_installed_is_pinned() -> None:
    """Two machines that run the same command get the same packages, on any day."""
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = described["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    lists.append(described["build-system"]["requires"])
    own = [text for texts in lists for text in texts if Requirement(text).name != project["name"]]
    wanted = set(needed(own, frozenset(), set()))
    assert {"sphinx", "jinja2", "pytest", "setuptools"} <= wanted
    assert wanted - set(pins()) == set()


def test_an_installed_package_holds_every_file_of_it(tmp_path: Path) -> None:
    """Other projects install the package, so what it needs while it runs has to be in the wheel."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(PACKAGE, tmp_path / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        "out",
        ".",
    ]
    subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    (wheel,) = (tmp_path / "out").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    ours = {path.relative_to(ROOT).as_posix() for path in repository_files() if path.is_relative_to(PACKAGE)}
    assert ours - packed == set()


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github/workflows").glob("*.yml")), ids=lambda path: path.stem
)
def test_a_workflow_may_do_little_and_uses_known_actions(path: Path) -> None:
    """Each workflow starts from reading only, gives every job an end, and pins the actions it uses."""
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/none@v1"))
