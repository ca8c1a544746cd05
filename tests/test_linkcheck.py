"""The settings for checking outside links tell a dead link from a difficult server."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.linkcheck_server import RETRY_AFTER, Server, closed_url, serving

ROOT = Path(__file__).parent.parent
SETTINGS = {
    name: value
    for name, value in runpy.run_path(str(ROOT / "conf.py")).items()
    if name.startswith("linkcheck_")
}
# For a server that never answers; on the real web a second would be too short.
SHORT = ("-D", "linkcheck_timeout=1")


@dataclass(frozen=True)
class Checked:
    """What one run of the link check said: the status of each link, its exit code and its report."""

    status: dict[str, str]
    code: int
    report: str


def check_links(folder: Path, links: Sequence[str], *more: str) -> Checked:
    """Run Sphinx's link check, with the settings of our site and more, over a page of these links."""
    page = "\n\n".join(
        ("Links\n=====", *(f"`link {number} <{link}>`__" for number, link in enumerate(links)))
    )
    (folder / "index.rst").write_text(f"{page}\n", encoding="utf-8")
    settings = (f"{name} = {value!r}\n" for name, value in SETTINGS.items())
    (folder / "conf.py").write_text("".join(settings), encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-b", "linkcheck", "-W", "--keep-going", *more, ".", "_out"]
    env = {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    results = map(json.loads, (folder / "_out/output.json").read_text(encoding="utf-8").splitlines())
    status = {result["uri"]: result["status"] for result in results}
    return Checked(status, done.returncode, (folder / "_out/output.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The difficult server."""
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def checked(server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The status of every kind of link there is, by its path."""
    paths = (
        *("/fine", "/fine#here", "/fine#gone", "/missing", "/moved", "/moved-away", "/moved-to-login"),
        *("/busy", "/shaky"),
    )
    with closed_url() as closed:
        links = [*(f"{server.url}{path}" for path in paths), closed]
        status = check_links(tmp_path_factory.mktemp("difficult"), links).status
    slow = f"{server.url}/slow"
    status |= check_links(tmp_path_factory.mktemp("slow"), [slow], *SHORT).status
    return {link.replace(server.url, "").replace(closed, "closed"): status[link] for link in (*links, slow)}


@pytest.mark.parametrize(
    ("link", "status"),
    [
        pytest.param("/fine", "working", id="a page that answers"),
        pytest.param("/fine#here", "working", id="a place on a page"),
        pytest.param("/moved", "working", id="a page that moved"),
        pytest.param("/busy", "working", id="a server that asks to wait"),
        pytest.param("/shaky", "working", id="a server that fails once"),
        pytest.param("/missing", "broken", id="a page that is gone"),
        pytest.param("/fine#gone", "broken", id="a place that is gone"),
        pytest.param("closed", "broken", id="a server that is gone"),
        pytest.param("/slow", "timeout", id="a server that does not answer"),
        pytest.param("/moved-away", "redirected", id="a page replaced by the front page"),
        pytest.param("/moved-to-login", "redirected", id="a page behind a login"),
    ],
)
def test_each_kind_of_answer_is_told_apart(checked: dict[str, str], link: str, status: str) -> None:
    """A link is reported only when a reader who follows it would not find the page."""
    assert checked[link] == status


@pytest.mark.usefixtures("checked")
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(server: Server) -> None:
    """The second visit comes no earlier than the server said."""
    first, second = server.asked["/busy"][:2]
    assert second - first >= RETRY_AFTER


def test_links_that_work_pass(server: Server, tmp_path: Path) -> None:
    """A page of good links ends with success and an empty report."""
    done = check_links(tmp_path, [f"{server.url}/fine#here", f"{server.url}/moved"])
    assert (done.code, done.report) == (0, "")


@pytest.mark.parametrize("path", ["/missing", "/fine#gone", "/moved-away"])
def test_a_link_that_fails_is_reported_with_its_place(server: Server, tmp_path: Path, path: str) -> None:
    """One bad link fails the run, and the report names the file and the line."""
    done = check_links(tmp_path, [f"{server.url}/fine", f"{server.url}{path}"])
    assert done.code == 1
    (line,) = done.report.splitlines()
    assert line.startswith("index.rst:6: ")
    assert f"{server.url}{path}" in line


def test_the_settings_are_patient_but_come_to_an_end() -> None:
    """A slow public body gets time to answer, and no server can hold up the run for long."""
    assert 20 <= SETTINGS["linkcheck_timeout"] <= 60
    assert 60 <= SETTINGS["linkcheck_rate_limit_timeout"] <= 300
    assert 2 <= SETTINGS["linkcheck_retries"] <= 3
