"""The first text of a page: every part its kind needs, with a word to the author in each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from . import parts
from .parts import Part

_PROMPTS = {
    parts.EVERYDAY: "30 to 90 words, one setting, each part mapped; end with where it stops being true.",
    parts.COMPARISON: "Link the alternative in a sentence, then a table of 3 to 6 rows.",
    parts.GOOD: "Numbers, with their year and source.",
    parts.MAKES_SENSE: "3 to 5 bullets: **bold lead-in**, 6 to 30 words, something one can see or count.",
    parts.STICK_WITH: "3 to 5 bullets, fair to the simpler option: link it, name costs in money and time.",
    parts.MATTERS: "3 to 5 bullets: **bold lead-in**, 6 to 30 words, something one can see or count.",
    parts.NOT_MATTERS: "3 to 5 bullets: **bold lead-in**, 6 to 30 words, fair to those who do without.",
    parts.WORRY: "3 to 5 bullets: **bold lead-in**, 6 to 30 words, with numbers.",
    parts.NOT_WORRY: "3 to 5 bullets: **bold lead-in**, 6 to 30 words, with numbers.",
    parts.LESSON: "One sentence of at most 20 words, true even if the rest is forgotten.",
}

_PAGE = """\
---
topic: {topic}
kind: {kind}
# contrasts: [slug-of-the-alternative]
# related:              3 to 6 neighbours, each with a reason of at most 12 words
#   slug: why to go there
# variants: [spellings that are found but never shown]
# asked:                8 to 15 phrases of people who lack the word
#   - how do I …
# sources:              at least one that sells nothing
#   - "Who, Title (year)": https://…
reviewed: {reviewed}
---
# {name}

::::{{glossary}}
{name}
  {start} …
::::

<!-- 1 to 3 short paragraphs: what it is, the first usable alone; then why anybody bothers. -->

{sections}
"""


def new_page(name: str, topic: str, kind: str, reviewed: str) -> str:
    """The text of a fresh page for a term."""
    start = f"{name} means" if name.endswith("s") else f"{name} is"
    sections = "\n\n".join(_section(part, name) for part in parts.NEEDED[kind])
    return _PAGE.format(name=name, topic=topic, kind=kind, reviewed=reviewed, start=start, sections=sections)


def _section(part: Part, name: str) -> str:
    heading = part.example.replace("X", _inside(name)).replace("Y", "…")
    heading = heading[0].upper() + heading[1:]
    return f"## {heading}\n\n<!-- {_PROMPTS[part]} -->"


def _inside(name: str) -> str:
    """A name as it stands inside a heading: small, unless its capitals are part of it."""
    first = name.split()[0]
    return name if first[1:].lower() != first[1:] or len(first) == 1 else name[0].lower() + name[1:]


def slug_of(name: str) -> str:
    """The file name for a term: a-z, 0-9 and single hyphens; empty where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def list_known(values: Iterable[str]) -> str:
    """Values for a message, in order."""
    return ", ".join(sorted(values)) or "none yet"
