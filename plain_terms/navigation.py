"""The sidebar's tree: topics, not terms.

A theme's tree of all pages is rendered for every page, so its cost grows with the square of their
number. This one holds the topics and the pages beside them, and is the same on all pages but for
its relative addresses, so it is built once a folder.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from .model import Glossary


def topic_tree(
    glossary: Glossary, here: str, pathto: Callable[[str], str], also: tuple[tuple[str, str], ...]
) -> str:
    """HTML of the tree, as a toctree would give it.

    ``here`` is the page it stands on, ``pathto`` gives the address of a docname from there, and
    ``also`` are further pages (docname, title) set before the topics.
    """
    term = glossary.by_docname.get(here)
    topic = term.topic if term else ""
    links = [(name, title, False) for name, title in also]
    links += [(t.docname, t.title, t.id == topic) for t in glossary.topics]
    items = (
        f'<li class="toctree-l1{" current" if current or name == here else ""}">'
        f'<a class="reference internal" href="{escape(pathto(name))}">{escape(title)}</a></li>'
        for name, title, current in links
    )
    return f"<ul>{''.join(items)}</ul>"


def topic_links(glossary: Glossary, here: str, pathto: Callable[[str], str], whole: str = "") -> str:
    """HTML of the topics alone, as a short list.

    The one of the page ``here`` is marked, and the one whose list ``here`` is a part of, the page ``whole``.
    """
    term = glossary.by_docname.get(here)
    above = term.topic if term else ""
    items = (
        f'<li><a href="{escape(pathto(t.docname))}"'
        f"{mark(t.docname == here, t.id == above or t.docname == whole)}>{escape(t.title)}</a></li>"
        for t in glossary.topics
    )
    listed = "".join(items)
    return f"<ul>{listed}</ul>" if listed else ""


def mark(here: bool, above: bool) -> str:
    """The attribute of a link that leads to the page it stands on, or to what this page belongs to."""
    return ' aria-current="page"' if here else ' aria-current="true"' if above else ""
