"""Python's garbage collector, in step with pages.

It looks for objects that hold each other and nobody needs. Left alone it walks all that a build has read,
again and again, and finds next to nothing there: a page's document is kept until the page is written. So
what a page leaves behind is looked through once, when the page has been read, and set aside.
"""

from __future__ import annotations

import gc

_YOUNG = 1  # the generations in which the objects of one page are


def hold() -> None:
    """Search nothing for now: what an earlier build kept is about to be loaded, and all of it is needed."""
    gc.disable()


def set_aside() -> None:
    """Clear up after a page, and keep what is left of it out of later searches."""
    gc.enable()
    gc.collect(_YOUNG)
    gc.freeze()


def take_back() -> None:
    """Search everything again: from here on, documents that were written can go."""
    gc.unfreeze()
