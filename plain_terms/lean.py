"""Style sheets and scripts without what only their authors read: comments on lines of their own, and indents.

That is a sixth of what a reader loads. It is no parser: it takes whole lines, so it holds for the
files of this package (no text in them starts a line with a comment mark) and not for any file. Style
sheets lose all comments, the ends of lines and the spaces of their formatting, as one stands in every
page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

_COMMENT = re.compile(r"^[ \t]*(?:/\*[\s\S]*?\*/[ \t]*$|//.*$)", re.M)
_SPACE = re.compile(r"\n\s*")
_REMARK = re.compile(r"[ \t]*/\*.*?\*/", re.DOTALL)
_AFTER_SIGN = re.compile(r"(?<=[{};,])\n")
_BEFORE_BRACE = re.compile(r" (?={)|;(?=})")
_AFTER_NAME = re.compile(r"(?<=[{;(])([\w-]+): ")
SUFFIXES = (".css", ".js")


def lean(text: str) -> str:
    """The text of a style sheet or script, with the same meaning."""
    return _SPACE.sub("\n", _COMMENT.sub("", text)).lstrip()


def tight(text: str) -> str:
    """The text of a style sheet, with the same meaning, in one line where there need not be more."""
    text = _AFTER_SIGN.sub("", lean(_REMARK.sub("", text)))
    return _AFTER_NAME.sub(r"\1:", _BEFORE_BRACE.sub("", text)).rstrip()


def joined(paths: Sequence[Path]) -> str:
    """What several style sheets, or several scripts, are as one file."""
    return "".join((tight if path.suffix == ".css" else lean)(path.read_text("utf-8")) for path in paths)


def copy(sources: Mapping[str, Sequence[Path]], target: Path) -> None:
    """Write lean files into a folder, which holds nothing else afterwards: by name, what each is made of."""
    target.mkdir(parents=True, exist_ok=True)
    for path in set(target.iterdir()) - {target / name for name in sources}:
        path.unlink()
    for name, paths in sources.items():
        text = joined(paths)
        path = target / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
