"""Python's garbage collector, in step with pages.

It looks for objects that hold each other and nobody needs. Left alone it walks all that a build has read,
again and again, and finds next to nothing there: a page's document is kept until the page is written, and
what joins pages is made of plain values. So what a page leaves behind is looked through once, when the page
has been read, and set aside; and what was written is cleared up now and then.
"""

from __future__ import annotations

import atexit
import gc

_YOUNG = 1  # the generations in which the objects of one page are
_SOME_PAGES = 50


def hold() -> None:
    """Search nothing for now: what is about to be loaded or worked out is needed."""
    gc.disable()


def keep() -> None:
    """Keep all that there is out of later searches."""
    gc.freeze()


def set_aside() -> None:
    """Clear up after a page, and keep what is left of it out of later searches."""
    gc.collect(_YOUNG)
    gc.freeze()


def take_back(whole: bool) -> None:
    """Let documents go once they are written, in a ``whole`` build, which has just read nearly all there is.

    In any other, nearly all there is was kept by an earlier build, and is needed to the end.
    """
    if whole:
        gc.unfreeze()


def tidy(written: int, pages: int, whole: bool) -> None:
    """Clear up after so many ``pages`` of all were written.

    Looking through everything costs most at first, when least of it can go, and is worth it three times.
    """
    if whole and written in (pages // 8, pages // 4, pages // 2):
        gc.collect()
    elif written % _SOME_PAGES == 0:
        gc.collect(_YOUNG)


def release() -> None:
    """Leave things as Python has them: whoever started the build may go on.

    If nobody does, Python would look through everything several times before it ends.
    """
    gc.unfreeze()
    gc.enable()
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
