"""The made parts of a comparison or a reading path, laid out when the page is read."""

from __future__ import annotations

from docutils import nodes

from .model import Guide
from .nodes import listing


def lay_out(doctree: nodes.document, guide: Guide) -> None:
    """Add what the front matter says to the page, in place.

    A comparison opens with the reader's question, has the questions that help to decide before its
    first section, and ends with the verdict; a path ends with its steps.
    """
    section = next(iter(doctree.findall(nodes.section)), None)
    if section is None:
        return
    if guide.kind == "path":
        section += listing(what="steps", of=guide.docname)
        return
    lead = nodes.container("", nodes.paragraph("", guide.summary), classes=["plain-term-lead"])
    section.insert(1, lead)
    if guide.decide:
        inner = next((at for at, node in enumerate(section) if isinstance(node, nodes.section)), len(section))
        section.insert(inner, _decide(guide))
    title = nodes.title("", "The verdict")
    verdict = nodes.block_quote("", nodes.paragraph("", guide.verdict), classes=["plain-term-verdict"])
    both = listing(what="compared", of=guide.docname)
    section += nodes.section("", title, verdict, both, ids=["the-verdict"], names=["the verdict"])


_NUMBERS = ("none", "one", "two", "three", "four", "five")


def _decide(guide: Guide) -> nodes.section:
    count = len(guide.decide)
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    title = nodes.title("", f"Decide in {number} {'question' if count == 1 else 'questions'}")
    questions = listing(what="decide", of=guide.docname)
    return nodes.section("", title, questions, ids=["decide"], names=["decide"])
