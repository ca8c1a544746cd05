"""Which pages must be written again, and which files must go, so that a second build is a clean one.

Sphinx writes a page again when its own source changed. A page here also depends on other pages: on
the terms it refers to, on its listings, on the topics in the sidebar. What a page took from others is
reduced to a fingerprint. Fingerprints are kept beside the doctrees, one file for each output folder.
They are taken away before anything is written and put back once that output is whole; so neither a
build that died nor another builder can make a page look up to date.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .elsewhere import Elsewhere
from .listings import LISTINGS
from .model import Glossary, PageFacts, Reference

Fingerprints = Mapping[str, str]
LENGTH = 24  # of a digest


@dataclass(frozen=True, slots=True)
class State:
    """What is known of an output folder: fingerprints of its pages, and files that had a source.

    ``inputs`` is a digest of all that it was made from, ``joined`` of what joins pages, and ``made`` how the
    files look that are made of the whole glossary; ``collected`` are fingerprints of those that are pages,
    by path.
    """

    pages: Fingerprints = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    inputs: str = ""
    made: Mapping[str, Sequence[int]] = field(default_factory=dict)
    collected: Fingerprints = field(default_factory=dict)
    joined: str = ""


def fingerprints(
    glossary: Glossary,
    pages: Mapping[str, PageFacts],
    titles: Mapping[str, str],
    around: Mapping[str, object],
    elsewhere: Elsewhere,
    stamps: Mapping[str, str],
    known: Fingerprints,
) -> dict[str, str]:
    """A fingerprint of each page: of its own version, then of what it takes from others.

    ``titles`` are page titles by docname, ``around`` whatever else a page is made with, ``elsewhere``
    the terms of other projects. The topics stand in every page's sidebar. ``stamps`` stand for versions;
    ``known`` are fingerprints that hold for pages whose version is still the same.
    """
    topics, found = digest(glossary.topics), {}
    for name in sorted(pages):
        before = known.get(name, "")
        if stamps[name] != before[:LENGTH]:
            taken = _borrowed(glossary, pages[name], titles, elsewhere)
            before = stamps[name] + digest(topics, around.get(name), taken)
        found[name] = before
    return found


def _borrowed(
    glossary: Glossary, facts: PageFacts, titles: Mapping[str, str], elsewhere: Elsewhere
) -> list[object]:
    found: list[object] = [_target(glossary, r, titles, elsewhere) for r in facts.references]
    for what, of in facts.listings:
        groups = LISTINGS[what](glossary, of)
        known = glossary.by_slug
        # A link in a list carries the definition for its card, though the list does not show it; and a
        # list can be filtered by the topics and kinds of its terms.
        terms = [known[item.slug] for group in groups for item in group.items if item.slug in known]
        found.extend((groups, [(term.summary, term.topic, term.kind) for term in terms]))
    return found


def _target(
    glossary: Glossary, reference: Reference, titles: Mapping[str, str], elsewhere: Elsewhere
) -> object:
    if reference.role == "term":
        term = None if reference.project else glossary.find(reference.target)
        if term is None:
            return elsewhere.find(reference.target, reference.project)
        return term.docname, term.anchor, term.anchors, term.headword, term.summary
    name = reference.target.partition("#")[0].strip("/")
    return titles.get(name) or [title for doc, title in titles.items() if doc.endswith("/" + name)]


def digest(*parts: object) -> str:
    """A short text that stands for values, as their ``repr`` shows them."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:LENGTH]


def in_order(value: object) -> object:
    """A value whose ``repr`` is the same in every process: Python shuffles what sets hold."""
    if isinstance(value, (set, frozenset)):
        return sorted(map(repr, map(in_order, value)))
    if isinstance(value, Mapping):
        return [(key, in_order(one)) for key, one in value.items()]
    if isinstance(value, (list, tuple)):
        return [in_order(one) for one in value]
    return value


def changed(now: Fingerprints, before: Fingerprints) -> set[str]:
    """Pages whose fingerprint is not what it was."""
    return {name for name, value in now.items() if before.get(name) != value}


def unresolved(glossary: Glossary, pages: Mapping[str, PageFacts], elsewhere: Elsewhere) -> set[str]:
    """Pages that refer to no term or topic; writing them again repeats the warning about it."""
    return {
        name
        for name, facts in pages.items()
        if any(_leads_nowhere(r, glossary, elsewhere) for r in facts.references)
        or any(what == "of-topic" and of not in glossary.topic_ids for what, of in facts.listings)
    }


def _leads_nowhere(reference: Reference, glossary: Glossary, elsewhere: Elsewhere) -> bool:
    if (reference.domain, reference.role) != ("std", "term"):
        return False
    here = not reference.project and glossary.find(reference.target)
    return not here and not elsewhere.find(reference.target, reference.project)


def load(path: Path) -> State:
    """What was saved; nothing where the file is missing or damaged."""
    try:
        data = json.loads(path.read_text("utf-8"))
        pages, made, collected = (dict(data[key]) for key in ("pages", "made", "collected"))
        files = frozenset(data["files"])
        return State(pages, files, str(data["inputs"]), made, collected, str(data["joined"]))
    except (OSError, ValueError, TypeError, KeyError):
        return State()


def save(path: Path, state: State) -> None:
    """Write it whole or not at all."""
    aside = path.with_suffix(".part")
    data = {
        "files": sorted(state.files),
        "pages": dict(sorted(state.pages.items())),
        "inputs": state.inputs,
        "joined": state.joined,
        "made": dict(sorted(state.made.items())),
        "collected": dict(sorted(state.collected.items())),
    }
    aside.write_text(json.dumps(data, indent=0), "utf-8")
    aside.replace(path)
