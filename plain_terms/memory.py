"""Memory and Python's garbage collector, in step with pages.

Sphinx keeps the document of every page from the moment it is read to the moment it is written, and the
collector, left alone, walks all of them again and again. They are on disk all the same, for the next build,
so each is let go here once it is read, and loaded when it is written; Sphinx does the same where processes
share the work. What is dead by then is looked for whenever some pages have left it, and what lives is set
aside: it is needed to the end, and no later search walks it.
"""

from __future__ import annotations

import atexit
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_MANY = 50_000  # objects: some twenty pages leave as many


def hold() -> None:
    """Search nothing for now: what is about to be loaded or worked out is needed."""
    gc.disable()


def keep() -> None:
    """Keep all that there is out of later searches."""
    gc.freeze()


def before_reading(env: BuildEnvironment) -> None:
    """Let go of the document that was read last: nothing needs it before it is written.

    A role still holds it, until the next page uses that role; so not every page is a moment to search.
    """
    env._write_doc_doctree_cache.clear()
    _search()


def before_writing(env: BuildEnvironment, docname: str) -> None:
    """Let go of what documents that are written were loaded from, and of the documents."""
    env._pickled_doctree_cache.pop(docname, None)
    _search()


def _search() -> None:
    """Free what is dead, once there may be enough of it.

    One document lives at such a moment, and is kept with the rest: that is one of some twenty. Were
    nothing set aside, each search would walk all that pages have left, and the cost of a build would
    grow with the square of their number.
    """
    if gc.get_count()[0] > _MANY:  # made since the last search, and not gone by themselves
        gc.collect()
        gc.freeze()


def release() -> None:
    """Leave things as Python has them: whoever started the build may go on.

    If nobody does, Python would look through everything several times before it ends.
    """
    gc.unfreeze()
    gc.enable()
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
