"""``terms.csv``: the glossary as a table, for spreadsheets.

UTF-8 with a byte order mark, by which Excel knows it, and RFC 4180 lines. A cell that a spreadsheet would
take for a formula starts with an apostrophe (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import re
from io import StringIO

from ..model import Term
from .site import Site

COLUMNS = (
    *("slug", "headword", "aliases", "definition", "topic", "kind", "url"),
    *("variants", "contrasts", "related", "sources", "reviewed"),
)


def files(site: Site) -> dict[str, str]:
    """The table."""
    return {"terms.csv": render(site)}


def render(site: Site) -> str:
    """The whole text, a term a line below the names of the columns."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(cell) for cell in _cells(site, term)] for term in site.terms)
    return "\ufeff" + out.getvalue()


def _cells(site: Site, term: Term) -> tuple[str, ...]:
    return (
        *(term.slug, term.headword, "; ".join(term.aliases), term.summary),
        *(site.topic_titles.get(term.topic, term.topic), term.kind, site.base + site.address(term)),
        *("; ".join(term.variants), "; ".join(term.contrasts)),
        "; ".join(item.slug for item in term.related),
        "; ".join(f"{item.title}: {item.url}" for item in term.sources),
        term.reviewed,
    )


_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs; taking one apostrophe from before such a sign gives it back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
