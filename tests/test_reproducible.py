"""Two clean builds are equal, whoever makes them, where and when."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import files_of
from tests.projects import CONF, Project, base_files, term_page

# A year later, for everything in Python that asks for the time.
A_YEAR_LATER = """
import datetime, os, random, runpy, sys, time, uuid
YEAR = 366 * 86400
now, now_ns, local, gm, strftime = time.time, time.time_ns, time.localtime, time.gmtime, time.strftime
time.time = lambda: now() + YEAR
time.time_ns = lambda: now_ns() + YEAR * 10**9
time.localtime = lambda at=None: local(time.time() if at is None else at)
time.gmtime = lambda at=None: gm(time.time() if at is None else at)
time.strftime = lambda form, at=None: strftime(form, at or time.localtime())
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)
class LaterDate(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
datetime.datetime, datetime.date = Later, LaterDate
random.seed(7)
os.umask(0o077)
runpy.run_module("sphinx", run_name="__main__", alter_sys=True)
"""
HERE = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANGUAGE": "de", "PYTHONHASHSEED": "4321"}
SETTINGS = """
html_copy_source = True
html_baseurl = "https://glossary.example/"
copyright = "The authors"
"""


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_two_clean_builds_in_different_worlds_are_equal(tmp_path: Path, builder: str) -> None:
    """Other folder, day, time zone, locale, hash seed, umask, file order and number of processes."""
    outputs = []
    for name, world, jobs in (("here", HERE, "1"), ("there/deep er", THERE, "4")):
        files = {**base_files(), "conf.py": CONF + SETTINGS}
        for number in range(8):
            page = term_page(
                f"Word {number}", variants=[f"w {number}"], body="{term}`API`, {term}`Monolith`."
            )
            files[f"glossary/w{number}.md"] = page
        if name != "here":  # the order in which files are made is often the order in which they are found
            files = dict(reversed(files.items()))
        project = Project(tmp_path / name, files)
        start = ["-c", A_YEAR_LATER] if name != "here" else ["-m", "sphinx"]
        command = [
            sys.executable,
            *start,
            "-q",
            "-W",
            "-b",
            builder,
            "-j",
            jobs,
            "-d",
            "_trees",
            ".",
            "_site",
        ]
        env = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
        done = subprocess.run(
            command, cwd=project.folder, env={**env, **world}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        outputs.append(files_of(project.folder / "_site"))
    one, other = outputs
    assert sorted(name for name in {**one, **other} if one.get(name) != other.get(name)) == []


def test_the_clock_of_the_other_world_is_really_another(tmp_path: Path) -> None:
    """So that the test above can fail: a page that shows its date differs."""
    seen = []
    for start in (["-m", "sphinx"], ["-c", A_YEAR_LATER]):
        project = Project(tmp_path, {**base_files(), "conf.py": CONF + 'html_last_updated_fmt = "%Y"\n'})
        shutil.rmtree(tmp_path / "_site", ignore_errors=True)
        project.write(
            "_templates/page.html",
            '{% extends "!page.html" %}{% block footer %}{{ last_updated }}{% endblock %}',
        )
        command = [
            sys.executable,
            *start,
            "-q",
            "-E",
            "-D",
            "templates_path=_templates",
            "-d",
            "_trees",
            ".",
            "_site",
        ]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        seen.append(files_of(tmp_path / "_site")["index.html"])
    assert seen[0] != seen[1]
