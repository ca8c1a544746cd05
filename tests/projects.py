"""Small real Sphinx projects for tests: written to a folder, built in this process, looked at."""

from __future__ import annotations

import filecmp
import hashlib
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

from lxml import html as lxml_html
from sphinx.application import Sphinx, builtin_extensions
from sphinx.builders.html._assets import _file_checksum_inner
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.inventory import InventoryFile

for name in builtin_extensions:  # imported by a project in German, some would speak German ever after
    import_module(name)

CONF = """
project = "Test"
extensions = ["myst_parser", "plain_terms"]
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["_*"]
html_theme = "basic"
html_copy_source = False
nitpicky = True
plain_terms_folder = "glossary"
"""

INDEX = """# Start

```{toctree}
glossary/index
topics/index
```
"""

GLOSSARY_INDEX = """# A to Z

```{term-list}
```

```{toctree}
:hidden:
:glob:

*
```
"""

TOPICS_INDEX = """# Topics

```{topic-list}
```

```{toctree}
:hidden:
:glob:

*
```
"""


def topic_page(name: str, title: str | None = None) -> str:
    """A topic page that lists its terms."""
    return f"# {title or name.title()}\n\nAll about {name}.\n\n```{{term-list}}\n:topic: {name}\n```\n"


def term_page(
    headword: str,
    *,
    aliases: tuple[str, ...] = (),
    definition: str = "",
    topic: str = "systems",
    body: str = "",
    **front: Any,
) -> str:
    """A term page with the given parts, and plain ones for the rest."""
    keys: dict[str, Any] = {"topic": topic, "kind": "building-block", **front}
    keys.setdefault("sources", ["A standard: https://example.org/standard"])
    keys.setdefault("reviewed", "2026-01-02")
    keys.setdefault("related", {"api": "it belongs here"})
    lines = [f"{key}: {_yaml(value)}" for key, value in keys.items() if value is not None]
    names = "\n".join((headword, *aliases))
    text = definition or f"{headword} means something plain."
    return "\n".join(
        [
            "---",
            *lines,
            "---",
            f"# {headword}",
            "",
            "::::{glossary}",
            names,
            f"  {text}",
            "::::",
            "",
            body,
            "",
        ]
    )


def _yaml(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f'\n  {key}: "{text}"' for key, text in value.items())
    if isinstance(value, (list, tuple)):
        return "".join(f'\n  - "{text}"' for text in value)
    return str(value)


def base_files() -> dict[str, str]:
    """A whole small glossary: two topics, two terms that refer to each other."""
    return {
        "conf.py": CONF,
        "index.md": INDEX,
        "glossary/index.md": GLOSSARY_INDEX,
        "topics/index.md": TOPICS_INDEX,
        "topics/systems.md": topic_page("systems"),
        "topics/money.md": topic_page("money"),
        "glossary/api.md": term_page(
            "API",
            aliases=("application programming interface",),
            definition="An API is a set way for programs to talk.",
            related={"monolith": "often holds one"},
            body="A {term}`monolith` may hold one.",
        ),
        "glossary/monolith.md": term_page(
            "Monolith",
            aliases=("monolithic app",),
            definition="A monolith is an app in one piece.",
            variants=["monolit"],
            body="It has many {term}`APIs`.",
        ),
    }


@dataclass
class Built:
    """A finished build: where it is, how it ended and what it said."""

    outdir: Path
    status: int
    warnings: str
    pages: dict[str, Any] = field(default_factory=dict)

    def page(self, name: str) -> Any:
        """The parsed HTML of a page."""
        if name not in self.pages:
            self.pages[name] = lxml_html.parse(str(self.outdir / f"{name}.html")).getroot()
        return self.pages[name]

    def text(self, name: str) -> str:
        """What a reader sees of a page, white space folded."""
        return " ".join(str(self.page(name).text_content()).split())

    def names(self) -> dict[str, str]:
        """Every term in the inventory, with its address."""
        inventory = InventoryFile.loads((self.outdir / "objects.inv").read_bytes(), uri="")
        return {name: item.uri for name, item in inventory.data.get("std:term", {}).items()}

    def files(self) -> dict[str, str]:
        """Every file of the output by path, as a digest."""
        return {
            str(path.relative_to(self.outdir)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.outdir.rglob("*"))
            if path.is_file()
        }


def sphinx(builder: str, source: str, out: str, doctrees: str, *options: str) -> list[str]:
    """The command of a build in a process of its own."""
    return [sys.executable, "-m", "sphinx", "-q", "-b", builder, *options, "-d", doctrees, source, out]


class Project:
    """A project folder that can be edited and built again."""

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        self.folder = folder
        for name, text in files.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        """Write a source file and make it look edited, however fast tests are."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace text that must be there."""
        text = (self.folder / name).read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        """Delete a source file."""
        (self.folder / name).unlink()

    def build(
        self,
        builder: str = "html",
        *,
        jobs: int = 1,
        out: str = "_out",
        clean: bool = False,
        strict: bool = False,
    ) -> Built:
        """Build into ``out``; incremental unless ``clean``. ``strict`` is ``-W --keep-going``."""
        outdir, doctrees = self.folder / out, self.folder / f"{out}.doctrees"
        if clean:
            shutil.rmtree(outdir, ignore_errors=True)
            shutil.rmtree(doctrees, ignore_errors=True)
        warnings = StringIO()
        _file_checksum_inner.cache_clear()  # both are kept for one process, where Sphinx expects one build
        translators.clear()
        filecmp.clear_cache()  # knows files by size and date, which edits in one process may share
        with patch_docutils(self.folder), docutils_namespace():
            app = Sphinx(
                self.folder,
                self.folder,
                outdir,
                doctrees,
                builder,
                status=None,
                warning=warnings,
                parallel=jobs,
                warningiserror=strict,
            )
            status, end = 0, ""
            try:
                app.build()
                status = app.statuscode
            except SystemExit as stop:
                status, end = 1, f"{stop}\n"
        text = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue() + end)
        return Built(outdir, status, text.replace(f"{self.folder}/", ""))

    def good(self, builder: str = "html", **options: Any) -> Built:
        """Build, and fail the test on any warning."""
        built = self.build(builder, **options)
        assert not built.warnings, built.warnings
        return built
