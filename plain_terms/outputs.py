"""Which files an output folder holds because of a source, so that what lost its source can go.

Sphinx deletes nothing. Only files named here are ever deleted, and only where an earlier build of the
same project put them: what a publisher keeps in the folder besides is left alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.matching import DOTFILES, Matcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


WORKER, LIST = "plain-terms-worker.js", "plain-terms-files.json"  # of the copy that a reader can keep


def state_file(app: Sphinx, what: str = "") -> Path:
    """Where something is kept that is known of one output folder: beside the doctrees."""
    output = hashlib.sha256(str(app.outdir).encode()).hexdigest()[:8]
    return Path(app.doctreedir) / f"plain_terms-{what}{app.builder.name}-{output}.json"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, or leave it as it was: never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.part")
    aside.write_bytes(data)
    aside.replace(path)


def copy_files(app: Sphinx) -> set[str]:
    """The files that make and take back copies of the site: of one with pages of terms."""
    pages = app.config.plain_terms_folder and app.builder.name in ("html", "dirhtml")
    return {WORKER, LIST} if pages else set()


def expected(app: Sphinx, other_files: Iterable[str] = ()) -> frozenset[str]:
    """Paths, as seen from the output folder, of all files that have a source now.

    ``other_files`` are the paths of pages made from no document.
    """
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return frozenset()
    found = {path_of(builder, name) for name in app.env.found_docs}
    found.update(other_files, _sources(app), _static(app, builder), own_files(app), copy_files(app))
    found.update(f"{builder.imagedir}/{name}" for _, name in app.env.images.values())
    found.update(f"_downloads/{name}" for _, name in app.env.dlfiles.values())
    return frozenset(found)


def path_of(builder: Builder, name: str) -> str:
    """The path of a page in the output."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return name
    path = str(builder.get_output_path(name)).removeprefix(str(builder.outdir))[1:]
    return path if os.sep == "/" else path.replace(os.sep, "/")


def theirs(app: Sphinx) -> frozenset[str]:
    """The paths of what the project itself puts into the output, which nothing made may replace."""
    return frozenset(own_files(app))


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


def own_files(app: Sphinx) -> Iterator[str]:
    """What the project itself puts beside its pages."""
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


def looks(folder: Path, names: Iterable[str]) -> dict[str, list[int]]:
    """Size and date of files, to see later whether somebody touched them; none of one that is not there."""
    found = {}
    for name in sorted(names):
        path = folder / name
        if path.is_file():
            look = path.stat()
            found[name] = [look.st_size, look.st_mtime_ns]
    return found


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
