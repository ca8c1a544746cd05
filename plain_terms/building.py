"""``python -m plain_terms build``: Sphinx works aside, and only what it finished is published.

Sphinx runs as a process of its own, so that nothing that happens to it keeps the last good site from
staying as it is. All it needs lies in one folder beside the site, ``html.aside`` for ``html``; it may be
deleted at any time when no build runs, and only costs the next build its head start. A book is one file,
so only that is published.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from . import faults, publishing
from .folder import TroubleError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

BOOKS = {"epub": ("epub", ".epub"), "pdf": ("book", ".pdf")}
"""The formats of a book: Sphinx's builder of each, and the ending of its file."""

STOPPED = 130  # what a shell reports of a command that was interrupted


def build(source: Path, site: Path, options: Sequence[str]) -> int:
    """Build ``source`` and publish it as ``site``. ``options`` go to Sphinx as they are.

    Returns:
        Sphinx's exit status; the site is replaced only where that is 0.

    Raises:
        TroubleError: The machine, or another build, stood in the way; the site is as it was.
    """
    source, site = source.resolve(), site.absolute()
    aside = site.with_name(f"{site.name}.aside")
    _check(source, site)
    try:
        aside.mkdir(parents=True, exist_ok=True)
        with _locked(aside / "lock") as lock:
            publishing.recover(site, aside)
            _prepare(source, aside)
            status = _run_sphinx(source, aside, aside / "html", options, lock)
            if status == 0:
                publishing.publish(aside / "html", site, aside)
            return status
    except OSError as error:
        raise TroubleError(f"{faults.explain(error) or error}. {kept(site)}") from error


def bind(source: Path, folder: Path, form: str, options: Sequence[str]) -> int:
    """Make a book of ``source`` in one of the :data:`BOOKS`, and put its file into ``folder``.

    It is made anew each time; only what was read of the sources is kept.

    Returns:
        Sphinx's exit status; the file is put there, in place of an older one, only where that is 0.

    Raises:
        TroubleError: The machine, or another build, stood in the way; the folder is as it was.
    """
    source, folder = source.resolve(), folder.absolute()
    aside, (builder, ending) = folder.with_name(f"{folder.name}.aside"), BOOKS[form]
    _check_names(source, folder)
    try:
        aside.mkdir(parents=True, exist_ok=True)
        with _locked(aside / "lock") as lock:
            shutil.rmtree(aside / form, ignore_errors=True)
            status = _run_sphinx(source, aside, aside / form, ["-b", builder, *options], lock)
            if status == 0:
                for book in sorted((aside / form).glob(f"*{ending}")):
                    publishing.put(book, folder / book.name)
            return status
    except OSError as error:
        raise TroubleError(f"{faults.explain(error) or error}. {kept(folder)}") from error


def kept(site: Path) -> str:
    """What there is to read after a build that failed."""
    return f"{site} is as it was" if site.is_dir() else f"{site} was not made"


def _check(source: Path, site: Path) -> None:
    _check_names(source, site)
    if source.is_relative_to(site.resolve()):
        raise TroubleError(f"{site} holds the sources, and would be replaced: choose another --out")
    if site.is_dir() and any(site.iterdir()) and not (site / ".buildinfo").is_file():
        raise TroubleError(
            f"{site} holds files that Sphinx did not build, and would be replaced: move them away"
        )


def _check_names(source: Path, out: Path) -> None:
    if not (source / "conf.py").is_file():
        raise TroubleError(f"{source / 'conf.py'} is missing: name the folder that holds it with --source")
    if out.is_symlink():
        raise TroubleError(f"{out} is a link, and would be replaced: give --out the folder that it leads to")
    if out.exists() and not out.is_dir():
        raise TroubleError(f"{out} is a file: move it away, or choose another --out")


def _prepare(source: Path, aside: Path) -> None:
    """Start anew where settings changed, and find out now what may not be written."""
    settings = hashlib.sha256((source / "conf.py").read_bytes()).hexdigest()
    known = aside / "settings"
    if not known.is_file() or known.read_text("utf-8") != settings:
        # Every page is read and written again in any case. What an extension left that is no longer in
        # use, nobody else would clear away.
        if (aside / "html").is_dir():
            shutil.rmtree(aside / "html")
        known.write_text(settings, "utf-8")
    for name in ("html", "doctrees"):
        (aside / name).mkdir(exist_ok=True)
        probe = aside / name / "probe.part"
        probe.touch()
        probe.unlink()
        any((aside / name).iterdir())


def _run_sphinx(source: Path, aside: Path, out: Path, options: Sequence[str], lock: IO[str]) -> int:
    command = [sys.executable, "-m", "sphinx", *options, "-d", str(aside / "doctrees")]
    # Sphinx holds the lock too: if it outlives this process, nobody works in its folder.
    held = () if sys.platform == "win32" else (lock.fileno(),)
    process = subprocess.Popen([*command, str(source), str(out)], pass_fds=held)  # noqa: S603
    with suppress(OSError):
        lock.truncate(0)
        lock.write(str(process.pid))
        lock.flush()
    try:
        return process.wait()
    except KeyboardInterrupt:  # Sphinx got it as well
        process.wait()
        return STOPPED


@contextmanager
def _locked(path: Path) -> Iterator[IO[str]]:
    """Hold a lock that ends with whoever holds it, however that ends."""
    with path.open("a+", encoding="utf-8") as file:
        try:
            if sys.platform == "win32":
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            raise TroubleError(
                f"another build of this site is running{_who(path)}: wait until it ends, or stop it"
            ) from None
        yield file


def _who(path: Path) -> str:
    with suppress(OSError):
        if number := path.read_text("utf-8").strip():
            return f" (process {number})"
    return ""
