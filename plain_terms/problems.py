"""Problems as Sphinx warnings, so that ``-W`` makes them errors and every tool can read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sphinx.errors import SphinxError
from sphinx.util import logging

from .model import Problem

logger = logging.getLogger(__name__)


class UnreadablePageError(SphinxError):
    """Files that no page can be made of; Sphinx would stop with a traceback, or never."""

    category = "Unreadable page"


def stop_at(faults: Sequence[str]) -> None:
    """Stop the build where there are any, and say them all."""
    if faults:
        raise UnreadablePageError("\n".join(faults))


def report(problems: Iterable[Problem]) -> None:
    """Warn of each problem at its file and line, once, in page order."""
    must = {problem for problem in problems if problem.level == "must"}
    for problem in sorted(must, key=lambda p: (p.path, p.line, p.rule, p.message)):
        location = f"{problem.path}:{problem.line}"
        logger.warning("%s", problem.message, location=location, type="plain_terms", subtype=problem.rule)
