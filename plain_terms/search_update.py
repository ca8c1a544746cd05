"""The text layer of the search after an edit: made of the last one, with the same result as one made anew.

Of a stem that as many documents hold as before, only the places in the edited documents change. Of any
other its worth has changed, and with it all its places: those are looked for in all documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .search import Document, Index, encode, entries, gain, letter, middle, spell, values, weights

FEW = 20  # an edit is small where this many times as many documents are as they were
Weights = dict[str, int]


def updated(index: Index, before: Sequence[Document], after: Sequence[Document]) -> Index | None:
    """The index of documents as they are ``after``, from that of the same ``before``.

    Nothing where it has to be made anew: documents came or went, many changed, or the usual length did.
    """
    edited = [n for n, (old, new) in enumerate(zip(before, after, strict=False)) if old != new]
    if len(before) != len(after) or len(edited) * FEW > len(after):
        return None
    old = {number: weights(before[number]) for number in edited}
    new = {number: weights(after[number]) for number in edited}
    total = index.total + _sum(new.values()) - _sum(old.values())
    if middle(total, len(after)) != middle(index.total, len(after)):
        return None
    holding = _held(index.holding, old, new)
    touched = {stem for document in (*old.values(), *new.values()) for stem in document}
    moved = {stem for stem in touched if holding.get(stem) != index.holding.get(stem)}
    postings = dict(index.postings)
    counted = {number: values(document, total, len(after)) for number, document in new.items()}
    for stem in touched - moved:
        here = {number: found.get(stem, 0.0) for number, found in counted.items()}
        postings[stem] = _mended(postings.get(stem, ""), here, gain(holding[stem], len(after)))
    for stem, places in _places(moved, after, total).items():
        postings[stem] = encode(places, gain(holding[stem], len(after))) if places else ""
    found = {stem: postings[stem] for stem in sorted(postings) if postings[stem]}
    return Index(found, holding, total)


def _sum(documents: Iterable[Weights]) -> int:
    return sum(sum(document.values()) for document in documents)


def _held(
    holding: Mapping[str, int], old: Mapping[int, Weights], new: Mapping[int, Weights]
) -> dict[str, int]:
    """How many documents hold each stem now."""
    found = dict(holding)
    for number in old:
        for stem in old[number].keys() - new[number].keys():
            found[stem] -= 1
        for stem in new[number].keys() - old[number].keys():
            found[stem] = found.get(stem, 0) + 1
    return {stem: found[stem] for stem in sorted(found) if found[stem]}


def _mended(postings: str, edited: Mapping[int, float], gain: float) -> str:
    """A stem's postings where it counts so much in the edited documents."""
    found = entries(postings) | {number: letter(value, gain) for number, value in edited.items()}
    return spell((number, level) for number, level in sorted(found.items()) if level)


def _places(stems: set[str], documents: Sequence[Document], total: int) -> dict[str, list[tuple[int, float]]]:
    """For each of some stems, the documents that hold it, and how much it counts there."""
    found: dict[str, list[tuple[int, float]]] = {stem: [] for stem in stems}
    sought = [f" {stem} " for stem in stems]
    for number, (words, reasons) in enumerate(documents):
        text = f" {' '.join((words, *reasons))} ".replace("\n", " ")
        if any(stem in text for stem in sought):
            counted = values(weights((words, reasons)), total, len(documents))
            for stem in stems & counted.keys():
                found[stem].append((number, counted[stem]))
    return found
