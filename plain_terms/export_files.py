"""Exports as they reach the output: which are wanted, what they are made from, and writing them whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from . import exports
from .domain import domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)
BUILDERS = ("html", "dirhtml")


def wanted(app: Sphinx) -> tuple[str, ...]:
    """The formats this build makes, in the order of their table; none without a glossary.

    All of them for a glossary of pages; for an ordinary one JSON, which other projects read.
    """
    if app.builder.name not in BUILDERS or not domain_of(app.env).glossary.all_terms:
        return ()
    chosen = app.config.plain_terms_exports
    if chosen is None and not app.config.plain_terms_folder:
        return ("json",)
    return tuple(name for name in exports.FORMATS if chosen is None or name in chosen)


def check_setting(app: Sphinx) -> None:
    """Say which names in ``plain_terms_exports`` are no format."""
    known = ", ".join(exports.FORMATS)
    for name in app.config.plain_terms_exports or ():
        if name not in exports.FORMATS:
            text = "plain_terms_exports in conf.py: %r is no export: use some of %s"
            logger.warning(text, name, known, type="plain_terms", subtype="exports")


def site_of(app: Sphinx) -> exports.Site:
    """The glossary as this build publishes it."""
    config, glossary = app.config, domain_of(app.env).glossary
    base = config.html_baseurl
    return exports.Site(
        glossary,
        title=config.project,
        language=(config.language or "en").replace("_", "-"),
        base=base if not base or base.endswith("/") else f"{base}/",
        licence=config.plain_terms_licence,
        addresses={name: app.builder.get_target_uri(name) for name in sorted(app.env.found_docs)},
    )


def write(app: Sphinx) -> None:
    """Write what is wanted, and remove what an earlier build wrote and this one does not."""
    formats, outdir, state = wanted(app), Path(app.outdir), _state_file(app)
    made = exports.files(site_of(app), formats) if formats else {}
    theirs = {name for name in made if _is_theirs(app, name)}
    before = _written(state)
    for name in sorted(before - made.keys()):
        (outdir / name).unlink(missing_ok=True)
    if made or before:
        state.write_text(json.dumps(sorted(made.keys() - theirs), indent=0), "utf-8")
    _write_all(outdir, {name: text for name, text in made.items() if name not in theirs})


def _is_theirs(app: Sphinx, name: str) -> bool:
    """Whether the project has a file of that name of its own, which then counts."""
    return any((Path(app.confdir) / folder / name).is_file() for folder in app.config.html_extra_path)


def _write_all(outdir: Path, texts: Mapping[str, str]) -> None:
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
