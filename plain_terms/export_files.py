"""Exports as they reach the output: which are wanted, what they are made from, and writing them whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from . import exports, outputs
from .domain import domain_of
from .model import Glossary

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


def _with_sources(app: Sphinx, site: exports.Site, written: _Written) -> exports.Site:
    """The same with the texts of its term pages, where copies of them are wanted and not ``written`` yet."""
    if "markdown" not in site.formats:
        return site
    domain = domain_of(app.env)
    named = [name for name in sorted(site.glossary.by_docname) if not _is_refused(domain.pages[name])]
    paths = {name: Path(app.env.doc2path(name)) for name in named}
    site = replace(site, sources={name: "" for name, path in paths.items() if path.suffix == ".md"})
    current = (name for name in site.sources if name in domain.unchanged and f"{name}.md" in domain.intact)
    site = replace(site, current=frozenset(current if written.frame == _frame(app, site) else ()))
    texts = {name: paths[name].read_text("utf-8") for name in site.sources if name not in site.current}
    return replace(site, sources={**site.sources, **texts})


def _frame(app: Sphinx, site: exports.Site) -> str:
    """A digest of what exports are made of besides the glossary and the texts of its pages."""
    code = (app.extensions["plain_terms"].metadata, domain_of(app.env).data["code"])
    plain = replace(site, glossary=Glossary(), sources={}, current=frozenset(), formats=frozenset())
    return _digest(code, plain, sorted(site.formats), sorted(site.sources))


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


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


@dataclass(frozen=True, slots=True)
class _Written:
    """What an earlier build wrote: copies in Markdown, other files, and digests of what they were made of."""

    copies: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    frame: str = ""
    glossary: str = ""


def write(app: Sphinx) -> list[str]:
    """Write what is wanted, and remove what an earlier build wrote and this one does not; gives the names."""
    outdir, state = Path(app.outdir), outputs.state_file(app, "exports-")
    before, formats = _read(state), [name for name in wanted(app) if name in exports.FORMATS]
    made, now = _made(app, formats, before) if formats else ({}, _Written())
    names, earlier, theirs = now.copies | now.others, before.copies | before.others, outputs.theirs(app)
    for name in sorted(earlier - names - theirs):
        (outdir / name).unlink(missing_ok=True)
    if names or earlier:
        state.write_text(json.dumps(asdict(now), default=sorted, indent=0), "utf-8")
    write_all(outdir, {name: text for name, text in made.items() if name in names})
    return sorted(names)


def _made(app: Sphinx, formats: Sequence[str], before: _Written) -> tuple[dict[str, str], _Written]:
    """The texts that have to be written, and what there will be."""
    site, theirs, intact = (
        _with_sources(app, site_of(app), before),
        outputs.theirs(app),
        domain_of(app.env).intact,
    )
    frame, glossary = _frame(app, site), site.glossary.fingerprint
    copies = exports.files(site, [name for name in formats if name == "markdown"])
    whole = before.others if (before.frame, before.glossary) == (frame, glossary) else frozenset()
    if whole and whole <= intact and not whole & theirs:
        others = {}
    else:
        whole, others = frozenset(), exports.files(site, [name for name in formats if name != "markdown"])
    current = frozenset(f"{docname}.md" for docname in site.current)
    now = _Written((current | copies.keys()) - theirs, (whole | others.keys()) - theirs, frame, glossary)
    return {**copies, **others}, now


def write_all(outdir: Path, texts: Mapping[str, str]) -> None:
    """Write each text whole, and not where it is there already."""
    for name, text in texts.items():
        path, data = outdir / name, text.encode()
        if not path.is_file() or path.read_bytes() != data:
            outputs.write_whole(path, data)


def _read(state: Path) -> _Written:
    try:
        data = json.loads(state.read_text("utf-8"))
        copies, others = (frozenset(map(str, data[key])) for key in ("copies", "others"))
        return _Written(copies, others, str(data["frame"]), str(data["glossary"]))
    except (OSError, ValueError, TypeError, KeyError):
        return _Written()
