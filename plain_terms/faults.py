"""What the machine does to a build: a full disk, a folder that may not be written, a file that is gone.

Sphinx meets some of these with a traceback, and others with a warning and a site that lacks a page.
"""

from __future__ import annotations

import errno
import logging
import os
import pickle
import re
from collections.abc import Sequence

_HINTS = {
    "the disk is full: free some space and build again": (errno.ENOSPC, errno.EDQUOT),
    "the file may grow no larger here: raise the limit (ulimit -f) and build again": (errno.EFBIG,),
    "this may not be read or written: change its permissions and build again": (
        *(errno.EACCES, errno.EPERM, errno.EROFS),
    ),
    "it is gone; if it was moved or deleted while the site was built, build again": (errno.ENOENT,),
    "the name is too long: shorten it and build again": (errno.ENAMETOOLONG,),
    "a folder is where a file belongs: move it away and build again": (errno.EISDIR,),
    "a file is where a folder belongs: move it away and build again": (errno.ENOTDIR, errno.EEXIST),
}
_FROM_A_WORKER = re.compile(
    r"(?:\w*Error: |[\w.]*Error: Handler .* \(exception: )\[Errno (\d+)\] [^:]*(?:: '(.*?)')?", re.DOTALL
)


def explain(error: BaseException | None) -> str:
    """Say where, what and how to mend it; nothing where the fault is not the machine's.

    Looks through what Sphinx wraps errors in: a handler's, and a worker process's, which is only text.
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno:
            return explain_number(error.errno, error.filename)
        if isinstance(error, (pickle.UnpicklingError, EOFError)):
            return "what an earlier build kept is damaged and was thrown away: build again"
        if found := _FROM_A_WORKER.match(str(error)):
            return explain_number(int(found[1]), found[2])
        error = getattr(error, "orig_exc", None) or error.__cause__
    return ""


def explain_number(number: int, place: object = None) -> str:
    """The same for an error number of the system's."""
    hint = next((text for text, numbers in _HINTS.items() if number in numbers), os.strerror(number))
    return f"{place}: {hint}" if place else hint


class FailedWrites(logging.Handler):
    """Notes warnings that say a file could not be written, which Sphinx takes for no failure."""

    def __init__(self, formats: Sequence[str]) -> None:
        """``formats`` are such warnings as Sphinx words them in the language of the project."""
        super().__init__(logging.WARNING)
        self.starts = tuple(text.partition("%")[0] for text in formats)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note it, if it is one."""
        if (text := record.getMessage()).startswith(self.starts):
            self.messages.append(text)

    def __str__(self) -> str:
        """All of it in one message, with the first place and reason."""
        more = f" (and {len(self.messages) - 1} more)" if len(self.messages) > 1 else ""
        found = re.search(r"\[Errno (\d+)\]|OSError\((\d+)|Error\((\d+)", self.messages[0])
        hint = explain_number(int(next(filter(None, found.groups())))) if found else "build again"
        return f"{self.messages[0]}{more}: {hint}"
