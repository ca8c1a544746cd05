"""How long work takes, told so that another machine, or a busy one, gives about the same answer."""

import gc
from collections.abc import Callable
from time import process_time

from markdown_it import MarkdownIt

_TEXT = "A *word* with a [link](https://example.org/), `code` and **weight**; and more of it.\n\n" * 500
_USUAL = 0.075  # seconds of computing for the yardstick on the machine that the limits were set on


def _spent(work: Callable[[], object]) -> float:
    """Seconds of computing that ``work`` takes now."""
    start = process_time()
    work()
    return process_time() - start


def seconds(work: Callable[[], object]) -> float:
    """Seconds of computing that ``work`` takes on a machine of usual speed.

    It stands between two readings of a fixed piece of Markdown, so a machine at half the speed counts half of
    its seconds. What other tests left in memory is not searched for garbage.
    """
    markdown = MarkdownIt()

    def yardstick() -> float:
        return _spent(lambda: markdown.render(_TEXT))

    yardstick()
    gc.collect()
    gc.freeze()
    try:
        before = yardstick()
        spent = _spent(work)
        return spent * _USUAL / max(before, yardstick())
    finally:
        gc.unfreeze()
