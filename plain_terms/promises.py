"""A build that would drop what was published stops here, before it has written anything."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sphinx.util import logging

from . import published
from .folder import TroubleError, read_text
from .model import Glossary, Problem

logger = logging.getLogger(__name__)


def keep(folder: Path, name: str, glossary: Glossary, documents: Collection[str]) -> None:
    """Check the list ``name`` in ``folder``; ``documents`` are the names of all pages.

    Raises:
        SystemExit: A promise is broken; file and line of each, and how to mend it, were said before.
    """
    problems = _problems(folder / name, name, glossary, documents)
    for problem in problems:
        logger.error("%s", problem.message, location=f"{problem.path}:{problem.line}")
    if problems:
        count = "a promise is" if len(problems) == 1 else f"{len(problems)} promises are"
        raise SystemExit(f"plain_terms: {count} broken (see {name} above), so nothing was written")


def _problems(path: Path, name: str, glossary: Glossary, documents: Collection[str]) -> tuple[Problem, ...]:
    if not path.exists():
        what = f"plain_terms_published names this list, which is not there: `{published.COMMAND}` makes it"
        return (Problem(name, 1, "published", what),)
    try:
        promised, problems = published.read(read_text(path), name)
    except TroubleError as trouble:
        return (Problem(name, 1, "published", str(trouble)),)
    return (*problems, *published.check(promised, name, glossary, documents))
