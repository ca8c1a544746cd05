"""Style sheets and scripts without what only their authors read: comments on lines of their own, and indents.

That is a sixth of what a reader loads. It is no parser: it takes whole lines, so it holds for the
files of this package (no text in them starts a line with a comment mark) and not for any file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

_COMMENT = re.compile(r"^[ \t]*(?:/\*[\s\S]*?\*/[ \t]*$|//.*$)", re.M)
_SPACE = re.compile(r"\n\s*")
SUFFIXES = (".css", ".js")


def lean(text: str) -> str:
    """The text of a style sheet or script, with the same meaning."""
    return _SPACE.sub("\n", _COMMENT.sub("", text)).lstrip()


def copy(sources: Mapping[str, Sequence[Path]], target: Path) -> None:
    """Write lean files into a folder, which holds nothing else afterwards: by name, what each is made of."""
    target.mkdir(parents=True, exist_ok=True)
    for path in set(target.iterdir()) - {target / name for name in sources}:
        path.unlink()
    for name, paths in sources.items():
        text = "".join(lean(path.read_text("utf-8")) for path in paths)
        path = target / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
