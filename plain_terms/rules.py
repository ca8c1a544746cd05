"""What must hold between the terms of a glossary: names, relations, topics and links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from .model import Glossary, Problem, Rule, Term, fold

RULES = (
    Rule("duplicate-name", "must", "No two terms share a name, whatever its case, accents or hyphens."),
    Rule("repeated-name", "must", "A page lists no name twice."),
    Rule("needless-variant", "should", "A variant differs from other names by more than case or hyphens."),
    Rule("unknown-topic", "must", "The topic is one of the pages in the folder of topics."),
    Rule("unknown-slug", "must", "Contrasts and related terms are pages of this glossary."),
    Rule("self-relation", "must", "A term is neither its own contrast nor related to itself."),
    Rule("one-way-contrast", "must", "When one page contrasts with another, the other points back."),
)
"""Rules that hold for every glossary."""

STYLE_RULES = (
    Rule("related-count", "must", "A page lists 3 to 6 related terms."),
    Rule("related-reason", "must", "The reason beside a related term has at most 12 words."),
    Rule("links-out", "must", "The prose links to at least 3 other terms."),
    Rule("links-in", "must", "At least 2 other pages link to the term in their prose."),
    Rule("orphan", "must", "Every term is mentioned or listed as related on some other page."),
)
"""Rules of this project's style guide; other projects may not want them."""


def check_glossary(glossary: Glossary, promised: Collection[str] = ()) -> Iterator[Problem]:
    """Problems that any glossary would have to mend. ``promised`` are names that have to stay."""
    yield from _duplicate_names(glossary)
    for term in glossary.terms:
        yield from _repeated_names(term, promised)
        yield from _topic(term, glossary)
        yield from _relations(term, glossary)
    yield from _guides(glossary)


def check_style(glossary: Glossary) -> Iterator[Problem]:
    """Problems with the counts that this project's style guide asks for."""
    related_to = {item.slug for term in glossary.terms for item in term.related if item.slug != term.slug}
    for term in glossary.terms:
        yield from _related_list(term)
        out = {other.slug for other in map(glossary.find, term.links) if other and other.slug != term.slug}
        if len(out) < 3:
            mend = f"link {3 - len(out)} more where the text leans on them"
            yield _problem(term, "links-out", f"the prose links to {len(out)} other terms, not 3: {mend}")
        into = len(glossary.mentions.get(term.slug, ()))
        if into < 2:
            mend = f"mention {term.headword!r} where it helps on pages near it"
            yield _problem(term, "links-in", f"{into} other pages link here, not 2: {mend}")
        if not into and term.slug not in related_to:
            mend = "list it under `related` of the pages that lead to it"
            yield _problem(term, "orphan", f"no page leads to {term.headword!r}: {mend}")


def _problem(term: Term, rule: str, message: str, key: str = "definition", level: str = "must") -> Problem:
    return Problem(term.path, term.line(key), rule, message, level)


def _duplicate_names(glossary: Glossary) -> Iterator[Problem]:
    owners: dict[str, dict[str, tuple[Term, str]]] = {}
    for term in glossary.terms:
        for name in term.names:
            owners.setdefault(fold(name), {}).setdefault(term.path or term.slug, (term, name))
    for shared in owners.values():
        if len(shared) > 1:
            for term, name in shared.values():
                others = ", ".join(sorted(other.path for other, _ in shared.values() if other is not term))
                mend = "one name means one term; keep it on the page readers would expect"
                key = f"variants.{name}" if name in term.variants else "definition"
                yield _problem(term, "duplicate-name", f"{name!r} is also a name in {others}: {mend}", key)


def _repeated_names(term: Term, promised: Collection[str]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name in term.shown_names:
        if first := seen.get(fold(name)):
            yield _problem(term, "repeated-name", f"{name!r} repeats {first!r}: keep one of them")
        seen.setdefault(fold(name), name)
    for name in term.variants:
        first = seen.get(fold(name))
        seen.setdefault(fold(name), name)
        if first and name not in promised:
            message = f"{name!r} is found through {first!r} already: take it out"
            yield _problem(term, "needless-variant", message, f"variants.{name}", "should")


def _topic(term: Term, glossary: Glossary) -> Iterator[Problem]:
    if term.topic and term.topic not in glossary.topic_ids:
        mend = _suggest(term.topic, glossary.topic_ids) or "there are no topics yet; write a page for one"
        yield _problem(term, "unknown-topic", f"no topic {term.topic!r}: {mend}", "topic")


def _relations(term: Term, glossary: Glossary) -> Iterator[Problem]:
    pairs = [(f"contrasts.{slug}", slug) for slug in term.contrasts]
    pairs += [(f"related.{item.slug}", item.slug) for item in term.related]
    for key, slug in pairs:
        other = glossary.by_slug.get(slug)
        if slug == term.slug:
            yield _problem(term, "self-relation", f"{slug!r} is this page itself: take it out", key)
        elif other is None:
            yield _problem(term, "unknown-slug", f"no page {slug!r}: {_instead(slug, glossary)}", key)
        elif key.startswith("contrasts.") and term.slug not in other.contrasts:
            mend = f"add {term.slug} to `contrasts` in {other.path}, or take it out here"
            yield _problem(term, "one-way-contrast", f"{slug!r} does not point back: {mend}", key)


def _guides(glossary: Glossary) -> Iterator[Problem]:
    for guide in glossary.guides:
        key = "compares" if guide.kind == "comparison" else "steps"
        for step in guide.steps:
            if step.slug not in glossary.by_slug:
                line, mend = guide.line(f"{key}.{step.slug}"), _instead(step.slug, glossary)
                yield Problem(guide.path, line, "unknown-slug", f"no page {step.slug!r}: {mend}")


def _instead(slug: str, glossary: Glossary) -> str:
    now = next((term.slug for term in glossary.terms if slug in term.former_slugs), "")
    if now:
        return f"it is called {now} now, so write that"
    return _suggest(slug, glossary.by_slug, 0) or "write that page first or take the slug out"


def _suggest(wrong: str, known: Iterable[str], listed: int = 40) -> str:
    """The nearest of the known words, or all of them where there are few."""
    near = get_close_matches(wrong, known, n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    choices = sorted(known)
    return f"use one of {', '.join(choices)}" if 0 < len(choices) <= listed else ""


def _related_list(term: Term) -> Iterator[Problem]:
    count = len(term.related)
    if count and not 3 <= count <= 6:  # none at all is for the front matter's schema to report
        mend = "add neighbours worth a visit" if count < 3 else "keep the most useful ones"
        yield _problem(term, "related-count", f"{count} related terms, not 3 to 6: {mend}", "related")
    for item in term.related:
        words = len(item.reason.split())
        if words > 12:
            message = f"the reason for {item.slug!r} has {words} words: cut it to 12"
            yield _problem(term, "related-reason", message, f"related.{item.slug}")
