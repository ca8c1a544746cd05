"""After a build: what it left behind is cleared, what it promised is checked, its state is kept."""

from __future__ import annotations

import hashlib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.inventory import InventoryFile

from . import freshness
from .model import Glossary, Problem
from .problems import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import PlainTermsDomain


def state_file(app: Sphinx) -> Path:
    """Where the fingerprints of one builder and one output folder are kept."""
    output = hashlib.sha256(str(app.outdir).encode()).hexdigest()[:8]
    return Path(app.doctreedir) / f"plain_terms-{app.builder.name}-{output}.json"


def current(env: BuildEnvironment, domain: PlainTermsDomain) -> dict[str, str]:
    """Fingerprints of all pages as they are now."""
    titles = {name: title.astext() for name, title in env.titles.items()}
    around = {
        name: [titles.get(other) for other in relations if other]
        for name, relations in env.collect_relations().items()
    }
    return freshness.fingerprints(domain.glossary, domain.pages, titles, around, domain.elsewhere)


def description_tag(summary: str) -> str:
    """The meta element that search engines and previews show."""
    return f'\n<meta name="description" content="{escape(summary)}" />'


def finish(app: Sphinx, domain: PlainTermsDomain) -> None:
    """Tidy, check and remember a build that came to its end."""
    path = state_file(app)
    before = freshness.load(path)
    if isinstance(app.builder, StandaloneHTMLBuilder):
        (Path(app.outdir) / ".buildinfo.bak").unlink(missing_ok=True)
        outfile = {name: Path(app.builder.get_output_path(name)) for name in before}
        gone = sorted(before.keys() - app.env.found_docs)
        freshness.remove_left_over(gone, outfile, Path(app.outdir) / "_sources")
        inventory = Path(app.outdir) / "objects.inv"
        if inventory.is_file():
            report(check_inventory(domain.glossary, inventory))
    freshness.save(path, current(app.env, domain))
    if app.config.plain_terms_folder and app._fail_on_warnings and app._warncount:
        # Warnings of pages are given when they are read. Without this, the next run would read
        # nothing, say nothing, and call the same pages good.
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)


def check_inventory(glossary: Glossary, path: Path) -> list[Problem]:
    """Every name in the sources must have reached the inventory that other projects read."""
    inventory = InventoryFile.loads(path.read_bytes(), uri="")
    known = inventory.data.get("std:term", {})
    return [
        Problem(term.path, term.line("definition"), "inventory", f"{name!r} is not in objects.inv: rename it")
        for term in glossary.terms
        for name in term.names
        if name not in known
    ]
