"""After a build: what it left behind is cleared, what it promised is checked, its state is kept."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from logging import getLogger
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import __
from sphinx.util.inventory import InventoryFile
from sphinx.util.logging import NAMESPACE

from . import freshness, outputs, surroundings
from .faults import FailedWrites
from .model import Glossary, PageFacts, Problem
from .problems import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import PlainTermsDomain


# As sphinx.builders.html words them.
_NOT_WRITTEN = (
    "error writing file %s: %s",
    "cannot copy static file %r",
    "cannot copy extra file %r",
    "cannot copy downloadable file %r: %s",
    "cannot copy image file '%s': %s",
    "Failed to copy a file in the theme's 'static' directory: %s: %r",
    "Failed to copy a file in html_static_file: %s: %r",
    "Failed to write build info file: %r",
)


def current(
    app: Sphinx, domain: PlainTermsDomain, known: freshness.Fingerprints = MappingProxyType({})
) -> dict[str, str]:
    """Fingerprints of all pages as they are now; ``known`` are some of pages joined as they are now."""
    env = app.env
    titles = {name: title.astext() for name, title in env.titles.items()}
    common = (surroundings.code(app), surroundings.look(app))
    images: dict[str, list[str]] = {}
    for path, (docnames, name) in sorted(env.images.items()):
        for docname in docnames:
            images.setdefault(docname, []).extend((path, name))
    around = {
        name: [
            [titles.get(other) for other in relations if other],
            images.get(name),
            common,
        ]
        for name, relations in _relations(env).items()
    }
    stamps = {name: freshness.digest(domain.stamp_of(name)) for name in domain.pages}
    return freshness.fingerprints(
        domain.glossary, domain.pages, titles, around, domain.elsewhere, stamps, known
    )


def _relations(env: BuildEnvironment) -> dict[str, list[str | None]]:
    """The pages above, before and after each, also of pages that stand in no table of contents."""
    return {**{name: [] for name in env.found_docs}, **env.collect_relations()}


def _inputs(app: Sphinx, domain: PlainTermsDomain, tools: str) -> str:
    """A digest of all that an output is made from; of files, their dates and sizes as they were read."""
    stamps = [(name, domain.stamp_of(name)) for name in sorted(app.env.found_docs)]
    return freshness.digest(tools, stamps, domain.elsewhere, sorted(outputs.own_files(app)))


def _tools(app: Sphinx) -> str:
    """A digest of extensions, code, templates and settings."""
    settings = [(value.name, freshness.in_order(value.value)) for value in app.config]
    extensions = {name: extension.metadata for name, extension in sorted(app.extensions.items())}
    look = surroundings.code(app), surroundings.look(app)
    return freshness.digest(extensions, look, sorted(settings, key=lambda pair: pair[0]))


def _frame(app: Sphinx, domain: PlainTermsDomain, tools: str) -> str:
    """A digest of what stands around any page: menus are made of topics, titles and tables of contents."""
    env = app.env
    titles = {name: title.astext() for name, title in sorted(env.titles.items())}
    contents = sorted(env.toctree_includes.items())
    return freshness.digest(tools, domain.glossary.topics, titles, contents)


def _joined(app: Sphinx, domain: PlainTermsDomain) -> str:
    """A digest of all that a page's fingerprint is made of, but for what that page says itself."""
    images = [(path, sorted(names), name) for path, (names, name) in sorted(app.env.images.items())]
    return freshness.digest(domain.frame, domain.glossary.fingerprint, images, domain.elsewhere)


def begin(app: Sphinx, domain: PlainTermsDomain) -> set[str]:
    """Before anything is written: which pages must be, whatever their own dates say.

    From here until :func:`finish` the output folder counts as not whole.
    """
    path = outputs.state_file(app)
    before, files = freshness.load(path), outputs.expected(app)
    tools, domain.collected = _tools(app), before.collected
    domain.inputs, domain.frame = _inputs(app, domain, tools), _frame(app, domain, tools)
    same = bool(before.inputs) and before.inputs == domain.inputs
    looks = outputs.looks(Path(app.outdir), before.made)
    domain.intact = frozenset(name for name, look in looks.items() if look == before.made[name])
    domain.settled = same and len(domain.intact) == len(before.made)
    freshness.save(path, freshness.State({}, before.files | files))
    # A style sheet that is gone must not lend pages its checksum.
    outputs.remove(Path(app.outdir), (name for name in before.files - files if name.startswith("_static/")))
    if same:
        domain.fingerprints, domain.joined = before.pages, before.joined
    else:
        domain.joined = _joined(app, domain)
        known = before.pages if before.joined == domain.joined else {}
        domain.fingerprints = current(app, domain, known)
    changed = freshness.changed(domain.fingerprints, before.pages)
    domain.unchanged = frozenset(domain.fingerprints.keys() - changed)
    return changed


def description_tag(page: PageFacts | None, tags: str) -> str:
    """The meta element that search engines and previews show: a definition, or how a page begins.

    There is none for a page that says nothing, nor where ``tags`` hold one of the author's.
    """
    summary = "" if page is None else page.term.summary if page.term else page.lead
    if not summary or 'name="description"' in tags:
        return ""
    return f'\n<meta name="description" content="{escape(summary)}" />'  # closed, as e-books are XML


def watch_writes() -> None:
    """Note every file that Sphinx fails to write, so that :func:`finish` can tell."""
    getLogger(NAMESPACE).addHandler(FailedWrites([__(text) for text in _NOT_WRITTEN]))


def finish(app: Sphinx, domain: PlainTermsDomain, made: Iterable[str]) -> None:
    """Tidy, check and remember a build that came to its end; ``made`` are files of the whole glossary.

    Raises:
        SystemExit: A file could not be written; for Sphinx that would be a warning and a success.
    """
    for watch in getLogger(NAMESPACE).handlers:
        if isinstance(watch, FailedWrites) and watch.messages:
            raise SystemExit(f"plain_terms: {watch}")
    path = outputs.state_file(app)
    files = outputs.expected(app, domain.other_files)
    if isinstance(app.builder, StandaloneHTMLBuilder):
        (Path(app.outdir) / ".buildinfo.bak").unlink(missing_ok=True)
        outputs.remove(Path(app.outdir), freshness.load(path).files - files)
        inventory = Path(app.outdir) / "objects.inv"
        if inventory.is_file():
            report(check_inventory(domain.glossary, inventory))
    looks = outputs.looks(Path(app.outdir), made)
    state = freshness.State(domain.fingerprints, files, domain.inputs, looks, domain.collected, domain.joined)
    freshness.save(path, state)
    if app.config.plain_terms_folder and app._fail_on_warnings and app._warncount:
        # Warnings of pages are given when they are read. Without this, the next run would read
        # nothing, say nothing, and call the same pages good.
        distrust_environment(app)


def distrust_environment(app: Sphinx) -> None:
    """Let the next build read everything, unless this one stores the environment again.

    Called before pages are read: a build that dies then leaves doctrees of two states behind.
    """
    (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)


_MEND = "rename it, a name that ends in a word and a number cannot be read there"


def check_inventory(glossary: Glossary, path: Path) -> list[Problem]:
    """Every name in the sources must have reached the inventory that other projects read."""
    inventory = InventoryFile.loads(path.read_bytes(), uri="")
    known = inventory.data.get("std:term", {})
    return [
        Problem(term.path, term.line("definition"), "inventory", f"{name!r} is not in objects.inv: {_MEND}")
        for term in glossary.terms
        for name in term.names
        if name not in known
    ]
