"""Python's garbage collector, in step with pages.

It looks for objects that hold each other and nobody needs. Left alone it walks all that a build has read,
again and again, and finds next to nothing there: a page's document is kept until the page is written, and
what joins pages is made of plain values. So what a page leaves behind is looked through once, when the page
has been read, and set aside; and only while pages are written does Python search by itself.
"""

from __future__ import annotations

import gc

_YOUNG = 1  # the generations in which the objects of one page are


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


def take_back(read: int, known: int) -> None:
    """Search again, and everything if most pages were read just now: once they are written, they can go.

    Else nearly all there is was kept by an earlier build, and is needed to the end.
    """
    if read * 2 > known:
        gc.unfreeze()
    gc.enable()


def release() -> None:
    """Leave things as Python has them: whoever started the build may go on."""
    gc.unfreeze()
    gc.enable()
