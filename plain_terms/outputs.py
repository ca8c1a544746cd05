"""Which files an output folder holds because of a source, so that what lost its source can go.

Sphinx deletes nothing. Only files named here are ever deleted, and only where an earlier build of the
same project put them: what a publisher keeps in the folder besides is left alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.matching import DOTFILES, Matcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


WORKER, LIST = "plain-terms-worker.js", "plain-terms-files.json"  # of the copy that a reader can keep


def copy_files(app: Sphinx) -> set[str]:
    """The files that make and take back copies of the site: of one with pages of terms."""
    pages = app.config.plain_terms_folder and app.builder.name in ("html", "dirhtml")
    return {WORKER, LIST} if pages else set()


def expected(app: Sphinx, other_pages: Iterable[str] = ()) -> frozenset[str]:
    """Paths, as seen from the output folder, of all files that have a source now.

    ``other_pages`` are the names of pages made from no document.
    """
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return frozenset()
    out = Path(app.outdir)
    pages = [builder.get_output_path(name) for name in {*app.env.found_docs, *other_pages}]
    found = {Path(page).relative_to(out).as_posix() for page in pages}
    found.update(_sources(app), _static(app, builder), _extra(app), copy_files(app))
    found.update(f"{builder.imagedir}/{name}" for _, name in app.env.images.values())
    found.update(f"_downloads/{name}" for _, name in app.env.dlfiles.values())
    return frozenset(found)


def _sources(app: Sphinx) -> Iterator[str]:
    if app.config.html_copy_source:
        ending = app.config.html_sourcelink_suffix
        for name in app.env.found_docs:
            suffix = Path(app.env.doc2path(name)).name.removeprefix(name.rpartition("/")[2])
            yield f"_sources/{name}{suffix}" + (ending if suffix != ending else "")


def _static(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[str]:
    """As :meth:`StandaloneHTMLBuilder.copy_static_files` goes about it."""
    excluded = Matcher([*app.config.exclude_patterns, "**/.*"])
    for folder in builder.theme.get_theme_dirs():
        yield from _copied(Path(folder) / "static", "_static/", DOTFILES)
    for entry in app.config.html_static_path:
        yield from _copied(Path(app.confdir) / entry, "_static/", excluded)
    for single in (app.config.html_logo, app.config.html_favicon):
        if single:
            yield f"_static/{Path(single).name}"
    yield from ("_static/pygments.css", "_static/translations.js")
    if builder.dark_highlighter:
        yield "_static/pygments_dark.css"


def _extra(app: Sphinx) -> Iterator[str]:
    for entry in app.config.html_extra_path:
        yield from _copied(Path(app.confdir) / entry, "", Matcher(app.config.exclude_patterns))


def _copied(source: Path, into: str, excluded: Callable[[str], bool]) -> Iterator[str]:
    """As :func:`sphinx.util.fileutil.copy_asset` names what it copies."""
    if source.is_file():
        yield into + _without_template_suffix(source.name)
    for root, folders, files in os.walk(source, followlinks=True):
        beside = Path(root).relative_to(source)
        folders[:] = [name for name in folders if not excluded((beside / name).as_posix())]
        for name in files:
            if not excluded((beside / name).as_posix()):
                yield into + (beside / _without_template_suffix(name)).as_posix()


def _without_template_suffix(name: str) -> str:
    return name.removesuffix("_t") if name.lower().endswith("_t") else name.removesuffix(".jinja")


def remove(folder: Path, names: Iterable[str]) -> None:
    """Delete these files, and the folders that this leaves empty."""
    for name in sorted(names):
        path = folder / name
        if path.is_file():
            path.unlink()
            for parent in path.relative_to(folder).parents[:-1]:
                if any((folder / parent).iterdir()):
                    break
                (folder / parent).rmdir()


def settle_images(env: BuildEnvironment) -> None:
    """Name images in the order of their paths.

    Sphinx numbers images that share a name in the order in which pages are read, so the number
    depends on the history of a folder, and with several processes on chance.
    """
    taken: set[str] = set()
    for path in sorted(env.images):
        name, count = Path(path).name, 0
        while name in taken:
            count += 1
            name = f"{Path(path).stem}{count}{Path(path).suffix}"
        taken.add(name)
        env.images[path] = (env.images[path][0], name)
    env.images._existing = taken
