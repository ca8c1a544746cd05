"""How a finished build takes the place of the published site: whole, cheaply, and through any kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plain_terms import publishing
from tests.builds import files_of

KILLED_AT_A_STEP = """
import os, pathlib, shutil, signal, sys
from plain_terms import publishing
calls, folder = [int(sys.argv[1])], pathlib.Path(sys.argv[2])

def counted(call):
    def wrapped(*arguments, **options):
        calls[0] -= 1
        if calls[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)
    return wrapped

if sys.argv[3] == "by two renames":
    publishing.exchange = lambda *_: False
steps = {os: ("link", "unlink", "rmdir"), shutil: ("copy2",), pathlib.Path: ("rename", "mkdir")}
for module, names in steps.items():
    for name in names:
        setattr(module, name, counted(getattr(module, name)))
publishing.recover(folder / "site", folder / "aside")
publishing.publish(folder / "built", folder / "site", folder / "aside")
"""


EXCHANGED = [
    pytest.param("at once", marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux can")),
    "by two renames",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A built site, published; then built anew, with one page changed, one new and one gone."""
    (tmp_path / "aside").mkdir()
    for number in range(4):
        write(tmp_path, f"built/part/{number}.html", f"page {number}")
    publish(tmp_path)
    write(tmp_path, "built/part/1.html", "page one")
    write(tmp_path, "built/new/9.html", "page 9")
    (tmp_path / "built/part/3.html").unlink()
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    """Write as Sphinx does: into the file that is there."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def publish(folder: Path) -> bool:
    """Publish the built site, at least a clock's tick after it was built."""
    time.sleep(0.01)
    return publishing.publish(folder / "built", folder / "site", folder / "aside")


def test_the_site_becomes_what_was_built(folder: Path) -> None:
    """Changed, new and removed pages; nothing is left aside."""
    assert publish(folder)
    assert files_of(folder / "site") == files_of(folder / "built")
    assert list((folder / "aside").iterdir()) == []


def test_a_page_that_did_not_change_stays_the_same_file(folder: Path) -> None:
    """Not copied again; and never a file that a build writes into."""
    before = (folder / "site/part/0.html").stat()
    publish(folder)
    after = (folder / "site/part/0.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    inodes = {path.stat().st_ino for path in (folder / "built").rglob("*.html")}
    assert not inodes & {path.stat().st_ino for path in (folder / "site").rglob("*.html")}


def test_nothing_changed_means_nothing_is_done(folder: Path) -> None:
    """Also where Sphinx wrote the same text again."""
    publish(folder)
    before = (folder / "site").stat().st_ino
    write(folder, "built/part/1.html", "page one")
    assert not publish(folder)
    assert (folder / "site").stat().st_ino == before


def test_a_change_that_shows_in_no_date_and_no_size_is_published(folder: Path) -> None:
    """Some tools give every file the same date."""
    publish(folder)
    path = folder / "built/part/1.html"
    dates = path.stat()
    time.sleep(0.01)
    write(folder, "built/part/1.html", "page ONE")
    os.utime(path, ns=(dates.st_atime_ns, dates.st_mtime_ns))
    publish(folder)
    assert (folder / "site/part/1.html").read_text("utf-8") == "page ONE"


@pytest.mark.parametrize("how", EXCHANGED)
def test_a_kill_at_any_step_leaves_one_whole_site(folder: Path, how: str) -> None:
    """The old or the new; only between two renames it stands aside, and is put back first of all."""
    old, new = files_of(folder / "site"), files_of(folder / "built")
    missing = 0
    for step in range(200):
        program = [sys.executable, "-c", KILLED_AT_A_STEP, str(step), str(folder), how]
        died = subprocess.run(program).returncode
        if died == 0:
            break
        assert died == -signal.SIGKILL
        if not (folder / "site").exists():
            missing += 1
            publishing.recover(folder / "site", folder / "aside")
        assert files_of(folder / "site") in (old, new)
        if files_of(folder / "site") == new:
            publishing.recover(folder / "site", folder / "aside")
            back(folder, old)
    assert missing == (how == "by two renames")
    assert step > 10
    assert files_of(folder / "site") == new
    assert list((folder / "aside").iterdir()) == []


def back(folder: Path, old: dict[str, str]) -> None:
    """Publish the old pages again, for the next kill."""
    write(folder, "site/part/1.html", "page 1")
    write(folder, "site/part/3.html", "page 3")
    (folder / "site/new/9.html").unlink()
    (folder / "site/new").rmdir()
    assert files_of(folder / "site") == old


def test_where_folders_cannot_change_places_they_are_renamed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every system can do it in one step, nor every file system."""
    monkeypatch.setattr(publishing, "exchange", lambda *_: False)
    assert publish(folder)
    assert files_of(folder / "site") == files_of(folder / "built")
    assert list((folder / "aside").iterdir()) == []


def test_a_refused_exchange_leaves_both_folders_alone(folder: Path) -> None:
    """As where one of them is not there."""
    old = files_of(folder / "site")
    assert not publishing.exchange(folder / "nowhere", folder / "site")
    assert files_of(folder / "site") == old


def test_files_are_copied_where_they_can_have_no_second_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every file system has hard links."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    assert publish(folder)
    assert files_of(folder / "site") == files_of(folder / "built")


def test_a_site_that_cannot_be_moved_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second rename failed: the first is taken back."""
    monkeypatch.setattr(publishing, "exchange", lambda *_: False)
    old, rename = files_of(folder / "site"), Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "next":
            raise PermissionError(13, "busy", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        publish(folder)
    assert files_of(folder / "site") == old
    assert list((folder / "aside").iterdir()) == []
