"""Search as it reaches the browser: Sphinx's own is switched off, and ours is written beside the pages.

The index goes to ``_static/plain-terms-search/`` as scripts, which browsers load from disk and under
a strict content policy, where they would not fetch data. Each piece is named by its content, so it
may be kept for ever; ``manifest.js`` says which pieces are current.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import filtering, outputs, search, search_language, search_update
from .domain import PlainTermsDomain, domain_of
from .model import Glossary, PageFacts
from .search import OtherPage, Source

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
FOLDER = "plain-terms-search"
BUILDERS = ("html", "dirhtml")
BOX = "searchbox.html"  # also what Sphinx's basic theme calls its own
THEIR_BOXES = {"sidebar/search.html", "search-field.html"}  # furo; pydata and its like


def is_ours(app: Sphinx) -> bool:
    """Whether this build has our search: a site of pages that is or has a glossary."""
    return bool(app.config.plain_terms_folder) and app.builder.name in BUILDERS


def take_over(app: Sphinx) -> None:
    """Switch Sphinx's search off."""
    if is_ours(app):
        app.builder.search = False  # type: ignore[attr-defined]


def set_context(app: Sphinx, context: dict[str, Any]) -> None:
    """Give a page's templates what the box needs, and put the box in the place of a theme's own."""
    if is_ours(app):
        context["plain_terms_hub"] = f"{app.config.plain_terms_folder}/index"
        sidebars = context.get("sidebars") or []
        context["sidebars"] = [BOX if name in THEIR_BOXES else name for name in sidebars]


def results_page(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """The page that Enter leads to, at the address of Sphinx's own."""
    if not is_ours(app):
        return []
    hub = app.builder.get_relative_uri("search", f"{app.config.plain_terms_folder}/index")
    body = app.builder.templates.render("plain-terms-results.html", {"hub": hub})
    about = '<meta name="description" content="Find a term by its name, or by what you know about it." />'
    return [("search", {"title": "Search", "body": body, "metatags": about}, "page.html")]


def source_of(app: Sphinx, domain: PlainTermsDomain) -> Source:
    """Everything that is searched."""
    return _source(app, domain.glossary, domain.pages)


def _source(app: Sphinx, glossary: Glossary, facts: Mapping[str, PageFacts]) -> Source:
    titles = app.env.titles
    hub = f"{app.config.plain_terms_folder}/index"
    target = app.builder.get_target_uri
    pages = [
        OtherPage(target(name), titles[name].astext(), page.lead, page.words, _compared(page))
        for name, page in sorted(facts.items())
        if page.term is None and name in titles and name not in (app.config.root_doc, hub)
    ]
    words = {page.term.slug: page.words for page in facts.values() if page.term}
    reasons = {page.term.slug: page.reasons for page in facts.values() if page.term}
    return Source(glossary, words, pages, reasons)


def _compared(page: PageFacts) -> tuple[str, ...]:
    compares = page.guide is not None and page.guide.kind == "comparison"
    return tuple(step.slug for step in page.guide.steps) if page.guide and compares else ()


def write(app: Sphinx) -> list[str]:
    """Write the pieces and the manifest, and remove pieces of earlier builds; gives the names of all."""
    if not is_ours(app):
        return []
    current = _files(app)
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in current:
            path.unlink()
    for name, text in current.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
    return [f"_static/{FOLDER}/{name}" for name in current]


def paths(app: Sphinx) -> list[str]:
    """The files of the index as they were written, as seen from the output folder."""
    folder = Path(app.outdir) / "_static" / FOLDER
    return sorted(f"_static/{FOLDER}/{path.name}" for path in folder.iterdir()) if is_ours(app) else []


def _files(app: Sphinx) -> dict[str, str]:
    target = app.builder.get_target_uri
    places = {
        "term": _address(app),
        "results": target("search"),
        "hub": target(f"{app.config.plain_terms_folder}/index"),
    }
    code = search_language.code_of(app.config)
    source, stemmer = source_of(app, domain_of(app.env)), search_language.stemmer(code)
    documents = search.documents(source, stemmer)
    made = search.index if search.is_small(documents) else partial(_index, app)
    return _scripts(search.split(source, made(documents).postings), source.glossary, code, places)


def _index(app: Sphinx, documents: Sequence[search.Document]) -> search.Index:
    """The text layer; of the one that this output had, where little was edited since."""
    state, domain = outputs.state_file(app, "search-"), domain_of(app.env)
    found = None
    if domain.former:
        facts = {**domain.pages, **domain.former}
        terms = (facts[term.docname].term for term in domain.glossary.terms)
        source = _source(app, Glossary(tuple(filter(None, terms))), facts)
        before = search.documents(source, search_language.stemmer(search_language.code_of(app.config)))
        known = _known(state, _digest(app, before))
        found = search_update.updated(known, before, documents) if known else None
    found = found or search.index(documents)
    data = {
        "of": _digest(app, documents),
        "postings": found.postings,
        "holding": found.holding,
        "total": found.total,
    }
    outputs.write_whole(state, json.dumps(data, ensure_ascii=False).encode())
    return found


def _digest(app: Sphinx, documents: Sequence[search.Document]) -> str:
    code = app.extensions["plain_terms"].metadata, domain_of(app.env).data["code"]
    return hashlib.sha256(repr((code, documents)).encode()).hexdigest()


def _known(state: Path, of: str) -> search.Index | None:
    """The text layer that was kept of these documents; nothing where it is of others, missing or damaged."""
    try:
        data = json.loads(state.read_text("utf-8"))
        known = search.Index(dict(data["postings"]), dict(data["holding"]), int(data["total"]))
        return known if data["of"] == of else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def files(source: Source, code: str, places: Mapping[str, object]) -> dict[str, str]:
    """All files of the index by name. ``places`` are the addresses that the box leads to."""
    index = search.index(search.documents(source, search_language.stemmer(code)))
    return _scripts(search.split(source, index.postings), source.glossary, code, places)


def _scripts(
    pieces: Mapping[str, object], glossary: Glossary, code: str, places: Mapping[str, object]
) -> dict[str, str]:
    data = {**pieces, filtering.PIECE: filtering.facts(glossary)}
    scripts = {name: f"plainTerms.take({_json(name)}, {_json(piece)});\n" for name, piece in data.items()}
    scripts["stemmer"] = search_language.script(code)
    scripts["engine"] = (HERE / "static" / "search.js").read_text("utf-8")
    named = {name: f"{name}-{_hash(text)}.js" for name, text in scripts.items()}
    stop = sorted(search_language.stemmer(code).stop_words)
    words = {"stop": stop, "filler": search_language.fillers(code)}
    manifest = f'plainTerms.take("manifest", {_json({"pieces": named, **places, **words})});\n'
    return {**{named[name]: text for name, text in scripts.items()}, "manifest.js": manifest}


def _address(app: Sphinx) -> list[str]:
    """What stands before and after the slug in the address of a term's page."""
    before, _, after = app.builder.get_target_uri(f"{app.config.plain_terms_folder}/SLUG").partition("SLUG")
    return [before, after]


def _json(data: object) -> str:
    """JSON that is JavaScript, and harmless in any place of a page."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
