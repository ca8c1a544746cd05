"""The copy for readers without a connection, as it reaches the output: a page, a list and a worker.

The list is made from finished files, so it is written after everything else.
"""

from __future__ import annotations

import json
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

from . import export_files, not_found, offline, outputs, search_files
from .offline import Seen

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .domain import PlainTermsDomain

logger = logging.getLogger(__name__)
PAGE, TITLE = "offline", "Keep it on this device"
STYLE, SCRIPT = "keep.css", "keep.js"
_TEMPLATE = Path(__file__).parent / "templates" / outputs.WORKER


def is_offered(app: Sphinx) -> bool:
    """Whether readers of this build can keep it; not where the project has a page of that name."""
    return bool(outputs.copy_files(app)) and app.config.plain_terms_offline and PAGE not in app.env.found_docs


def check_settings(app: Sphinx) -> None:
    """Say that a page of the project stands where the page that offers the copy would be."""
    if outputs.copy_files(app) and app.config.plain_terms_offline and PAGE in app.env.found_docs:
        text = (
            "%s is where readers ask for a copy of the site, so none is offered: rename this page, "
            "or set plain_terms_offline = False in conf.py"
        )
        address = app.builder.get_target_uri(PAGE)
        logger.warning(text, address, type="plain_terms", subtype="offline", location=PAGE)


def set_context(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Give a page's foot the link to the page that offers the copy, and that page what it needs."""
    if not is_offered(app):
        return
    if pagename == PAGE:
        app.add_css_file(STYLE)
        app.add_js_file(SCRIPT, loading_method="defer")
    else:
        context["plain_terms_keep"] = PAGE


def page(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """The page that offers the copy."""
    if not is_offered(app):
        return []
    worker = "../" * app.builder.get_target_uri(PAGE).count("/") + outputs.WORKER
    given = {"title": TITLE, "project": app.config.project, "worker": worker}
    body = app.builder.templates.render("plain-terms-offline.html", given)
    robots = '<meta name="robots" content="noindex" />'
    return [(PAGE, {"title": TITLE, "body": body, "metatags": robots}, "page.html")]


def write(app: Sphinx, domain: PlainTermsDomain) -> None:
    """Write the list and the worker; or, where copies are no longer offered, what takes them back."""
    if not outputs.copy_files(app):
        return
    out = Path(app.outdir)
    if not is_offered(app):
        (out / outputs.LIST).unlink(missing_ok=True)
        export_files.write_all(out, {outputs.WORKER: offline.FAREWELL})
        return
    pages, root = _pages(app, domain), not_found.root(app.config.html_baseurl)
    state = outputs.state_file(app, "copy-")
    copy = offline.copy_of(out, (*pages, *search_files.paths(app)), _known(state, root), root)
    state.write_text(json.dumps([root, {name: astuple(seen) for name, seen in copy.items()}]), "utf-8")
    files = offline.files_of(copy, (outputs.WORKER, outputs.LIST))
    worker = offline.worker_text(_TEMPLATE.read_text("utf-8"), files, len(pages))
    export_files.write_all(out, {outputs.LIST: offline.list_text(files), outputs.WORKER: worker})


def _known(state: Path, root: str) -> dict[str, Seen]:
    """What an earlier build of the same address kept; nothing where that is missing or damaged."""
    found: dict[str, Seen] = {}
    try:
        base, seen = json.loads(state.read_text("utf-8"))
        for name, (size, date, digest, loads) in seen.items():
            found[str(name)] = Seen(size, date, digest, tuple(loads))
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return found if base == root else {}


def _pages(app: Sphinx, domain: PlainTermsDomain) -> list[str]:
    """All pages of the site, also those that the project itself put beside the made ones."""
    builder = app.builder
    endings = (builder.out_suffix, ".html") if isinstance(builder, StandaloneHTMLBuilder) else ()
    known = outputs.expected(app, domain.other_files)
    return sorted(name for name in known if name.endswith(endings) and not name.startswith("_"))
