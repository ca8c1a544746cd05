"""What a build holds in memory: documents of a few pages at a time, and at its end nothing is held back."""

from __future__ import annotations

import gc
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from plain_terms import memory
from plain_terms.problems import UnreadablePageError
from tests.projects import CONF, Project, base_files, term_page

COUNT = """
import weakref

def setup(app):
    alive, seen = [], []

    def living(*_):
        seen.append(sum(document() is not None for document in alive))

    app.connect("doctree-read", lambda app, doctree: alive.append(weakref.ref(doctree)), priority=1)
    app.connect("source-read", living, priority=900)
    app.connect("env-updated", living, priority=900)
    app.connect("doctree-resolved", lambda app, doctree, _: alive.append(weakref.ref(doctree)), priority=1)
    app.connect("html-page-context", living, priority=900)

    def tell(app, error):
        kept = len(app.env._pickled_doctree_cache)
        (app.srcdir / "most").write_text(f"{max(seen, default=0)} {len(alive)} {kept}")

    app.connect("build-finished", tell)
"""


@pytest.fixture
def many(tmp_path: Path) -> Project:
    """A project of forty pages and more that counts documents which live."""
    pages = {f"glossary/term-{n}.md": term_page(f"Term {n}", definition="It is one.") for n in range(40)}
    return Project(tmp_path, {**base_files(), **pages, "conf.py": CONF + COUNT})


def test_documents_do_not_pile_up(many: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is let go once it is read, and again once it is written."""
    monkeypatch.setattr(memory, "_MANY", 6000)  # objects: what a few of these short pages leave
    many.good()
    most, made, pickled = map(int, (many.folder / "most").read_text("utf-8").split())
    assert most * 2 < made
    assert pickled <= 1


HOARD = """
import gc

def setup(app):
    hoard, walked = [], []

    def add(*_):
        hoard.append([[] for _ in range(3000)])  # lives to the end, as what is noted of a page does
        walked.append(len(gc.get_objects()))

    app.connect("{event}", add, priority=900)
    app.connect("build-finished", lambda app, error: (app.srcdir / "walked").write_text(str(max(walked))))
"""


@pytest.mark.parametrize("event", ["source-read", "html-page-context"])
def test_what_pages_leave_is_walked_once(many: Project, monkeypatch: pytest.MonkeyPatch, event: str) -> None:
    """Else the cost of a page would grow with the number of pages before it."""
    monkeypatch.setattr(memory, "_MANY", 6000)
    many.write("conf.py", CONF + HOARD.replace("{event}", event))
    many.good()
    assert int((many.folder / "walked").read_text("utf-8")) < 40 * 3000 / 2


@pytest.mark.parametrize(
    ("page", "ending"),
    [(b"# Fine", nullcontext()), (b"# \xff", pytest.raises(UnreadablePageError))],
    ids=["good", "refused"],
)
def test_a_build_leaves_the_collector_as_python_has_it(
    many: Project, page: bytes, ending: AbstractContextManager[object]
) -> None:
    """On, with nothing out of its sight; whoever started the build may go on."""
    many.write("guides/fine.md", "")
    (many.folder / "guides/fine.md").write_bytes(page)
    with ending:
        many.build()
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, 0)
