"""A finished build takes the place of the published site, whole.

Sphinx rewrites files where they are, over minutes, and a build may fail or be killed. So it works in a
folder aside, which is kept, and what it finished is put in place like this:

1. A new folder is filled: a file that did not change is a second name (a hard link) of the published
   one, all others are copies of the built ones. So the files that Sphinx rewrites are never the
   published ones, an edit costs a copy of what it changed, and both folders are whole.
2. The published folder and the new one change places, in one step where the system has one. Elsewhere the
   published folder is renamed out of the way, and the new one into its place.
3. The old folder is deleted.

The promise: whoever opens a file of the site gets it as one finished build left it, and every page of
that build is there. Only between two renames, for some ten microseconds, is there no site; a build that
was killed at that very moment left the old one aside, whole, and the next one starts by putting it back.
Other schemes were weighed: replacing file by file mixes two builds for as long as it takes, and for
good when it is killed; a symbolic link leaves no gap, but needs rights on Windows, is not followed by
every uploader, and would not be the folder that people know. Power cuts are not covered: nothing waits
until a disk has it all.
"""

from __future__ import annotations

import ctypes
import filecmp
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

Files = Mapping[str, os.stat_result]

# From Linux' headers, as `man 2 renameat2` names them: paths as they are, and both are to stay.
AT_FDCWD, RENAME_EXCHANGE = -100, 2


def recover(site: Path, aside: Path) -> None:
    """Put the old site back after a kill between the renames, and clear what others left."""
    previous = aside / "previous"
    if previous.is_dir() and not site.exists():
        previous.rename(site)
    for name in ("previous", "next", "gone"):
        shutil.rmtree(aside / name, ignore_errors=True)


def publish(built: Path, site: Path, aside: Path) -> bool:
    """Make ``site`` hold what ``built`` holds; returns whether anything had to change.

    All three must be on one file system.

    Raises:
        OSError: The site is as it was.
    """
    now, before = dict(_files(built)), dict(_files(site)) if site.is_dir() else {}
    known = {n for n in now.keys() & before.keys() if _is_known(built / n, now[n], site / n, before[n])}
    if known == now.keys() == before.keys():
        return False
    fresh = aside / "next"
    try:
        _fill(fresh, built, now, site, known)
        _swap(fresh, site, aside)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return True


def put(built: Path, target: Path) -> bool:
    """Make a file hold what another holds, whole; returns whether it had to change.

    Raises:
        OSError: The file is as it was.
    """
    if target.is_file() and filecmp.cmp(built, target, shallow=False):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.part")
    try:
        shutil.copyfile(built, aside)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return True


def _files(folder: Path, beside: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """All files below, as seen from the folder; not those that some tool was still writing."""
    with os.scandir(folder / beside) as entries:
        for entry in entries:
            name = f"{beside}{entry.name}"
            if entry.is_dir():
                yield from _files(folder, f"{name}/")
            elif not name.endswith(".part"):
                yield name, entry.stat()


def _is_same(built: os.stat_result, published: os.stat_result) -> bool:
    """Whether a published file is a copy of this, made after it was last touched.

    The last part is for tools that put dates back; where ``st_ctime`` is the date of creation, as on
    Windows, it holds for every copy.
    """
    looks = (built.st_size, built.st_mtime_ns) == (published.st_size, published.st_mtime_ns)
    return looks and built.st_ctime_ns < published.st_ctime_ns


def _fill(fresh: Path, built: Path, now: Files, site: Path, known: Set[str]) -> None:
    for folder in sorted({name.rpartition("/")[0] for name in now}):
        (fresh / folder).mkdir(parents=True, exist_ok=True)
    for name in now:
        if not (name in known and _link(site / name, fresh / name)):
            shutil.copy2(built / name, fresh / name)


def _is_known(built: Path, now: os.stat_result, published: Path, before: os.stat_result) -> bool:
    """Whether the published file may stay; one that was written again with equal bytes gets the new date."""
    if _is_same(now, before):
        return True
    if now.st_size != before.st_size or not filecmp.cmp(built, published, shallow=False):
        return False
    os.utime(published, ns=(now.st_atime_ns, now.st_mtime_ns))
    return True


def _link(old: Path, new: Path) -> bool:
    """Give a file a second name; not every file system can."""
    try:
        os.link(old, new)
    except OSError:
        return False
    return True


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, so that neither is gone for a moment.

    Returns whether they did. Linux can (``man 2 renameat2``), on most file systems; Python has no name for
    the call.
    """
    if sys.platform != "linux":
        return False
    call = getattr(ctypes.CDLL(None), "renameat2", None)
    if call is None:
        return False
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return bool(call(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def _swap(fresh: Path, site: Path, aside: Path) -> None:
    """Put the new folder into its place; the old one is deleted, now or, as ``fresh``, by who calls."""
    if site.is_dir() and exchange(fresh, site):
        return
    previous = aside / "previous"
    if site.is_dir():
        site.rename(previous)
    try:
        fresh.rename(site)
    except OSError:
        if previous.is_dir():
            previous.rename(site)
        raise
    if previous.is_dir():
        # Under another name, so that half an old site is never put back.
        gone = previous.rename(aside / "gone")
        shutil.rmtree(gone, ignore_errors=True)
