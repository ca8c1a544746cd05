"""Exports as they reach the output: which are wanted, what they are made from, and writing them whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from . import exports
from .domain import domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .model import PageFacts

logger = logging.getLogger(__name__)
BUILDERS = ("html", "dirhtml")
NAMES = (*exports.FORMATS, *exports.ON_PAGES)


def wanted(app: Sphinx) -> tuple[str, ...]:
    """The formats this build makes, in the order of their table; none without a glossary.

    All of them for a glossary of pages; for an ordinary one what other projects and pages read.
    """
    if app.builder.name not in BUILDERS or not domain_of(app.env).glossary.all_terms:
        return ()
    chosen = app.config.plain_terms_exports
    if chosen is None and not app.config.plain_terms_folder:
        return ("json", "cards")
    return tuple(name for name in NAMES if chosen is None or name in chosen)


def check_settings(app: Sphinx) -> None:
    """Say which names in ``plain_terms_exports`` are no export, and that the picture is none."""
    known = ", ".join(NAMES)
    for name in app.config.plain_terms_exports or ():
        if name not in NAMES:
            text = "plain_terms_exports in conf.py: %r is no export: use some of %s"
            logger.warning(text, name, known, type="plain_terms", subtype="exports")
    image = app.config.plain_terms_image
    if image and _png_size(Path(app.confdir) / image) != exports.IMAGE_SIZE:
        text = "plain_terms_image in conf.py: %r is no PNG of %d by %d pixels: make one of that size"
        logger.warning(text, image, *exports.IMAGE_SIZE, type="plain_terms", subtype="exports")


def _png_size(path: Path) -> tuple[int, int] | None:
    """Width and height of a PNG, the first things that it says (PNG specification, 11.2.1)."""
    try:
        with path.open("rb") as file:
            head = file.read(24)
    except OSError:
        return None
    whole = len(head) == 24 and head.startswith(b"\x89PNG\r\n\x1a\n")
    return (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) if whole else None


def site_of(app: Sphinx) -> exports.Site:
    """The glossary as this build publishes it, without the texts of its pages."""
    config, glossary = app.config, domain_of(app.env).glossary
    base = config.html_baseurl
    return exports.Site(
        glossary,
        title=config.project,
        language=(config.language or "en").replace("_", "-"),
        base=base if not base or base.endswith("/") else f"{base}/",
        licence=config.plain_terms_licence,
        author="" if config.author == "Author name not set" else config.author,
        hub=f"{config.plain_terms_folder}/index" if config.plain_terms_folder else "",
        addresses={name: app.builder.get_target_uri(name) for name in sorted(app.env.found_docs)},
        formats=frozenset(wanted(app)),
        image=config.plain_terms_image,
    )


def _with_sources(app: Sphinx, site: exports.Site) -> exports.Site:
    """The same with the texts of its term pages, where copies of them are wanted."""
    if "markdown" not in site.formats:
        return site
    pages = domain_of(app.env).pages
    named = [name for name in sorted(site.glossary.by_docname) if not _is_refused(pages[name])]
    paths = {name: Path(app.env.doc2path(name)) for name in named}
    texts = {name: path.read_text("utf-8") for name, path in paths.items() if path.suffix == ".md"}
    return replace(site, sources=texts)


def _is_refused(facts: PageFacts) -> bool:
    """Whether a page holds something that it may not: a copy of its text would hold it, too."""
    return any(problem.rule == "guard" for problem in facts.problems)


def page_tags(app: Sphinx, docname: str, title: str) -> str:
    """What stands in the head of a page for search engines, previews and feed readers."""
    formats, env = wanted(app), app.env
    if not formats or docname not in env.found_docs:
        return ""
    site = _site_of_pages(app)
    term, tags = site.glossary.by_docname.get(docname), ""
    if "schema.org" in formats:
        tags += exports.defined_term(site, term) if term else ""
        tags += exports.defined_term_set(site) if docname == site.hub else ""
    if "open-graph" in formats:
        facts = domain_of(env).pages.get(docname)
        tags += exports.open_graph(site, docname, title, facts.summary if facts else "")
    if "feed" in formats and site.base and docname in (site.hub, app.config.root_doc):
        tags += exports.feed_link(site, docname)
    if "markdown" in formats and term and not _is_refused(domain_of(env).pages[docname]):
        tags += exports.copy_link(site, docname)
    return tags


def _site_of_pages(app: Sphinx) -> exports.Site:
    """One site for all pages that this process writes: to gather it for each would be quadratic."""
    kept = getattr(app.builder, "_plain_terms_site", None)
    if not isinstance(kept, exports.Site) or kept.glossary is not domain_of(app.env).glossary:
        kept = site_of(app)
        app.builder._plain_terms_site = kept  # type: ignore[attr-defined]
    return kept


def write(app: Sphinx) -> list[str]:
    """Write what is wanted, and remove what an earlier build wrote and this one does not; gives the names."""
    outdir, state = Path(app.outdir), _state_file(app)
    formats = [name for name in wanted(app) if name in exports.FORMATS]
    made = exports.files(_with_sources(app, site_of(app)), formats) if formats else {}
    theirs = {name for name in made if _is_theirs(app, name)}
    before = _written(state)
    for name in sorted(before - made.keys()):
        if not _is_theirs(app, name):
            (outdir / name).unlink(missing_ok=True)
    if made or before:
        state.write_text(json.dumps(sorted(made.keys() - theirs), indent=0), "utf-8")
    write_all(outdir, {name: text for name, text in made.items() if name not in theirs})
    return sorted(made.keys() - theirs)


def _is_theirs(app: Sphinx, name: str) -> bool:
    """Whether the project has a file of that name of its own, which then counts."""
    extra = [Path(app.confdir) / path for path in app.config.html_extra_path]
    return any(path.name == name if path.is_file() else (path / name).is_file() for path in extra)


def write_all(outdir: Path, texts: Mapping[str, str]) -> None:
    """Write each text whole, and not where it is there already."""
    for name, text in texts.items():
        path, data = outdir / name, text.encode()
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f"{path.name}.part")
            aside.write_bytes(data)
            aside.replace(path)


def _state_file(app: Sphinx) -> Path:
    """Where the names of what was written are kept, for one builder and one output folder."""
    output = hashlib.sha256(str(app.outdir).encode()).hexdigest()[:8]
    return Path(app.doctreedir) / f"plain_terms-exports-{app.builder.name}-{output}.json"


def _written(state: Path) -> set[str]:
    try:
        names = json.loads(state.read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    return {str(name) for name in names} if isinstance(names, list) else set()
