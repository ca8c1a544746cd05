"""What every page is made with besides its own text: settings, code, templates and style sheets.

Sphinx compares settings by value and templates by date, and looks at no code at all. So an edit of a
``setup`` function in ``conf.py``, of a project's own extension, or of a style sheet (whose checksum
stands in every page), or a template that an older one replaced, leaves pages as they were. Here the
contents are compared, all of them: a few hundred small files.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MAKERS = ("sphinx", "docutils", "jinja2", "pygments", "markdown-it-py", "mdit-py-plugins", "myst-parser")
SHOWN_BY_CHECKSUM = (".css", ".js", ".mjs", ".css_t", ".js_t", ".css.jinja", ".js.jinja")
NOT_SOURCES = {"__pycache__", "static", "templates", "theme"}


def package_digest(package: Path) -> int:
    """Changes whenever the code under ``package`` does, so that no page read by other code is kept.

    What only writing uses counts in :func:`look`.
    """
    files = (path for path in _files(package) if not NOT_SOURCES & set(path.relative_to(package).parts[:-1]))
    return int(_digest(files, package, [_version(name) for name in MAKERS])[:12], 16)


def code(app: Sphinx) -> str:
    """What pages are read with: ``conf.py``, extensions, and the modules of the project's own folder."""
    modules = {path for path in _module_files(sys.modules) if _is_own(path, Path(app.confdir))}
    modules.update(_module_files(app.extensions))
    settings = Path(app.confdir) / "conf.py"
    versions = sorted((name, extension.version) for name, extension in app.extensions.items())
    return _digest([*([settings] if settings.is_file() else []), *modules], Path(app.confdir), versions)


def look(app: Sphinx) -> str:
    """What pages are dressed in: templates, themes, and what pages show a checksum of."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return ""
    chain = (
        app.builder.templates.pathchain if isinstance(app.builder.templates, BuiltinTemplateLoader) else ()
    )
    found = {path for folder in chain for path in _files(Path(folder))}
    static = [Path(app.confdir) / entry for entry in app.config.html_static_path]
    found |= {path for entry in static for path in _files(entry) if path.name.endswith(SHOWN_BY_CHECKSUM)}
    return _digest(found, Path(app.confdir), [])


def _is_own(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) and "site-packages" not in path.parts


def _module_files(names: Iterable[str]) -> Iterator[Path]:
    """The files of loaded modules; of a package that is an extension, its first."""
    for name in list(names):
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and file.endswith(".py"):
            yield Path(file)


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _digest(paths: Iterable[Path], base: Path, more: Sequence[object]) -> str:
    """A digest of contents and of names as seen from ``base``, so that no machine's folders count."""
    found = hashlib.sha256(repr(more).encode())
    for path in sorted(set(paths)):
        name = path.relative_to(base) if path.is_relative_to(base) else Path(*path.parts[-3:])
        found.update(f"\0{name.as_posix()}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:24]
