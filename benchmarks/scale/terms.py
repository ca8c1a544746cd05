"""A made-up glossary of any size: the same for a size on every machine and in every run.

Each entry has about 450 words and eight links to other entries. Where it links, ``[[12]]`` stands for
entry 12; :mod:`benchmarks.scale.forms` writes it in the form of each tool.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.scale.words import coined, sentence, some

TOPICS = 16
LINKS = 8
KINDS = ("approach", "building-block", "measure")


@dataclass(frozen=True)
class Entry:
    """One made-up term; ``related`` are numbers with reasons, ``parts`` headings with Markdown text."""

    number: int
    headword: str
    alias: str
    definition: str
    topic: int
    kind: str
    contrast: int | None
    related: tuple[tuple[int, str], ...]
    asked: tuple[str, ...]
    intro: str
    parts: tuple[tuple[str, str], ...]

    @property
    def slug(self) -> str:
        """The file name."""
        return self.headword.lower().replace(" ", "-")


def headword(number: int) -> str:
    """What an entry is called: one made-up word, or a common word and a made-up one."""
    chance = random.Random(f"headword {number}")
    word = coined(number)
    common = [w for w in some(chance, 12) if len(w) > 3 and w.isalpha()]
    return f"{common[0]} {word}".capitalize() if common and number % 3 else word.capitalize()


def glossary(size: int) -> Iterator[Entry]:
    """All entries in order."""
    return (entry(number, size) for number in range(size))


def entry(number: int, size: int) -> Entry:
    """One entry of a glossary of a size."""
    chance = random.Random(f"entry {number}")
    kind = KINDS[number // 2 % len(KINDS)]
    other = number ^ 1
    contrast = other if kind == "approach" and other < size else None
    kind = "building-block" if kind == "approach" and contrast is None else kind
    links = _linked(number, size, contrast, chance)
    return Entry(
        number,
        headword(number),
        f"{' '.join(_content(chance, 1))} {coined(number)}age",
        f"{headword(number)} is a {' '.join(_content(chance, 12))}.",
        number % TOPICS,
        kind,
        contrast,
        tuple((link, " ".join(some(chance, 8))) for link in links[1:5]),
        tuple(" ".join(some(chance, chance.randint(5, 12))) for _ in range(10)),
        _intro(links[:4], chance),
        tuple(_parts(number, kind, contrast, links[4:], chance)),
    )


def _linked(number: int, size: int, contrast: int | None, chance: random.Random) -> list[int]:
    """Eight others: three near ones, so that all are found, and more of those that everybody links to."""
    near = [(number + step) % size for step in (2, 3, 5)]
    found = dict.fromkeys(link for link in near if link not in {number, contrast})
    wanted = min(LINKS - (contrast is not None), size - 2)
    while len(found) < wanted:
        link = int(size ** chance.random()) - 1
        if link not in {number, contrast}:
            found[link] = None
    return list(found)


def _content(chance: random.Random, count: int) -> list[str]:
    """Words without "when" and "where", which a definition may not hold."""
    return [word for word in some(chance, 4 * count) if word not in {"when", "where", "is"}][:count]


def _paragraph(chance: random.Random, links: list[int], sentences: int = 4) -> str:
    """Sentences, the first of which hold a link each."""
    made = [sentence(chance, 8, 15) for _ in range(sentences)]
    for place, link in enumerate(links):
        first, _, rest = made[place].partition(" ")
        made[place] = f"{first} [[{link}]] {rest}"
    return " ".join(made)


def _intro(links: list[int], chance: random.Random) -> str:
    shares = (links[:2], links[2:3], links[3:])
    return "\n\n".join(_paragraph(chance, share) for share in shares)


def _bullets(chance: random.Random, links: list[int], count: int = 4) -> str:
    lines = []
    for place in range(count):
        link = f" [[{links[place]}]]" if place < len(links) else ""
        lines.append(f"- **{' '.join(some(chance, 2)).capitalize()}**:{link} {sentence(chance, 9, 15)}")
    return "\n".join(lines)


def _table(chance: random.Random) -> str:
    rows = ["| | One | Other |", "|---|---|---|"]
    rows += [f"| {' | '.join(' '.join(some(chance, n)).capitalize() for n in (2, 6, 6))} |" for _ in range(4)]
    return "\n".join(rows)


def _parts(
    number: int, kind: str, contrast: int | None, links: list[int], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """The parts that a kind of term needs, in their order."""
    name = headword(number)
    yield "In everyday terms", f"{_paragraph(chance, [], 4)} But {sentence(chance, 8, 12).lower()}"
    if contrast is not None:
        yield (
            f"{headword(contrast)} vs {name.lower()}",
            f"{_paragraph(chance, [contrast], 2)}\n\n{_table(chance)}",
        )
        yield f"When {name.lower()} makes sense", _bullets(chance, links[:2])
        yield f"When to stick with {headword(contrast).lower()}", _bullets(chance, [contrast, *links[2:]])
    elif kind == "measure":
        yield f"What good {name.lower()} looks like", f"{_paragraph(chance, [], 2)}\n\n{_table(chance)}"
        yield "When to worry", _bullets(chance, links[:2])
        yield "When not to worry", _bullets(chance, links[2:])
    else:
        yield f"When {name.lower()} matters", f"{_bullets(chance, links[:2])}\n\n{_paragraph(chance, [], 3)}"
        yield f"When {name.lower()} does not matter", _bullets(chance, links[2:])
    questions = (f"- {sentence(chance, 7, 12, '?')}" for _ in range(3))
    yield "Questions to ask", "\n".join(questions)
    yield "The key lesson", sentence(chance, 8, 14).replace(",", "")
