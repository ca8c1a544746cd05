"""The files of pages before Sphinx reads them: are they text, are they in their place, is each one read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from . import naming
from .model import Problem

_LONGEST = 200  # bytes of a file's name: builds add to it, and file systems take 255


def check(paths: Iterable[tuple[str, Path]]) -> list[str]:
    """Say of each file that cannot be read where and why; Sphinx would stop with a traceback.

    ``paths`` pairs the path to show with the path to read.
    """
    return [text for shown, path in paths if (text := _check(shown, path))]


def _check(shown: str, path: Path) -> str:
    if len(os.fsencode(path.name)) > _LONGEST:
        return f"{shown[:60]}…: the file's name is too long: use 100 characters at most"
    data = path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return f"{shown}:{line}: this is not UTF-8 text: save the file as UTF-8"
    return ""


def check_links(root: Path, folders: Iterable[str]) -> list[str]:
    """Say which files in these folders are links out of ``root``, and which folders in them are links at all.

    Sphinx follows both: to files that nobody meant to publish, and round in circles.
    """
    whole = root.resolve()
    return [
        text
        for folder in folders
        for path in _walk(root / folder)
        if (text := _check_link(path, root, whole))
    ]


def _check_link(path: Path, root: Path, whole: Path) -> str:
    shown = path.relative_to(root).as_posix()
    if not path.is_symlink():
        return ""
    if path.is_dir():
        return f"{shown}: this folder is a link: put the folder itself there"
    if not path.resolve().is_relative_to(whole):
        return f"{shown}: this file is a link to another place: put the file itself there"
    return ""


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        yield from (Path(place, name) for name in sorted((*folders, *files)))


def passed_over(
    root: Path, folders: Iterable[str], read: Collection[str], excluded: Callable[[str], bool]
) -> Iterator[Problem]:
    """Files that look like pages and are not read: nobody would miss them until a reader does.

    ``read`` are the paths of all documents, and ``excluded`` tells what the project leaves out on purpose.
    """
    for folder in folders:
        for path in sorted((root / folder).iterdir()) if (root / folder).is_dir() else ():
            shown = path.relative_to(root).as_posix()
            if naming.looks_like_page(path.name) and shown not in read and not excluded(shown):
                mend = "end its name with .md, and see include_patterns in conf.py"
                yield Problem(shown, 1, "slug", f"this file is not read as a page: {mend}")


def misplaced(docname: str, path: str, folders: Iterable[str]) -> Iterator[Problem]:
    """A page in a folder within one of these, where it is neither a term nor a topic."""
    for folder in folders:
        if folder and docname.startswith(f"{folder}/") and "/" in docname.removeprefix(f"{folder}/"):
            message = f"the page stands in a folder below {folder}/, where it counts for nothing: move it up"
            yield Problem(path, 1, "slug", message)
