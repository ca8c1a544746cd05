"""A PDF, opened, and a small glossary that has something of everything to print."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import Destination

from tests.projects import CONF, base_files, term_page, topic_page

SETTINGS = CONF.replace('"Test"', '"Our Words"') + (
    'author = "We"\ncopyright = "Ours"\nlanguage = "en-GB"\nplain_terms_question_page = "about"\n'
)
ABOUT = """# About us

We are [here](https://example.org/us), see {doc}`all <glossary/index>` and {doc}`one <glossary/api>`.
"""
FRONT = """# Words for us

What they mean.

## Words of today

```{todays-term} API
```

```{toctree}
glossary/index
topics/index
guides/index
about
```
"""
PATH = """---
steps:
  api: "begin here"
  monolith: "then this"
---
# A first walk

For anyone.
"""
COMPARISON = """---
compares: [api, monolith]
question: Which of the two?
verdict: Neither for now.
---
# This or that?

Hm.
"""
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
TEXT = " ".join(f"Sentence number {n} of a long page, with {{term}}`api` in it." for n in range(60))
LONG_PAGE = f"""{TEXT}

:::{{diagram}} flow
:alt: The till asks the stock list.
Till -> Stock list: asks
:::

| A | B |
|---|---|
| one | two |

```python
x = 1
```

## When it matters

Now, as {{ref}}`said` below.

(said)=
### Said

![A square](square.svg)
"""


def files() -> dict[str, str]:
    """A glossary that has something of everything."""
    words = {
        f"glossary/word-{n}.md": term_page(f"Word {n}", aliases=(f"other {n}",), topic="money", body=TEXT)
        for n in range(3)
    }
    return {
        **base_files(),
        **words,
        "conf.py": SETTINGS,
        "index.md": FRONT,
        "topics/index.md": "# Topics\n\n```{toctree}\nsystems\nmoney\n```\n",
        "topics/money.md": topic_page("money"),
        "glossary/long.md": term_page("Long one", variants=["lnog one"], body=LONG_PAGE),
        "glossary/square.svg": SQUARE,
        "guides/index.md": "# Guides\n\n```{guide-list} comparison\n```\n\n```{toctree}\n:glob:\n\n*\n```\n",
        "guides/walk.md": PATH,
        "guides/choice.md": COMPARISON,
        "about.md": ABOUT,
    }


class Pdf:
    """A PDF, opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reader = PdfReader(path)
        self.root: Any = self.reader.trailer["/Root"]

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, white space folded."""
        return [" ".join(page.extract_text().split()) for page in self.reader.pages]

    @cached_property
    def bookmarks(self) -> list[tuple[int, str, int]]:
        """Level, title and page number of each."""

        def walk(items: list[Any], level: int) -> list[tuple[int, str, int]]:
            found = []
            for item in items:
                if isinstance(item, list):
                    found += walk(item, level + 1)
                else:
                    found.append((level, str(item.title), self.page_of(item)))
            return found

        return walk(self.reader.outline, 1)

    @cached_property
    def places(self) -> dict[str, int]:
        """The page number of each named place."""
        return {name: self.page_of(place) for name, place in self.reader.named_destinations.items()}

    def page_of(self, place: Destination) -> int:
        """The page number of a place, from 1."""
        return int(self.reader.get_destination_page_number(place) or 0) + 1

    def links(self) -> list[tuple[int, str]]:
        """For each link, the page it is on, and its target: a name, or an address."""
        found = []
        for number, page in enumerate(self.reader.pages, 1):
            for note in page.get("/Annots") or ():
                link = note.get_object()
                found.append((number, str(link.get("/Dest") or link["/A"]["/URI"])))
        return found
