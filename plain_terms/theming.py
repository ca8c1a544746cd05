"""What the theme of this package needs beside its templates: a page taken apart, and less to load.

Only pages under ``html_theme = "plain_terms"`` come here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .model import Glossary
from .navigation import mark, topic_links

NAME = "plain_terms"
FOLDER = Path(__file__).parent / "theme"
FEWEST = 3  # sections that make a list of contents worth its place

_UNUSED_SCRIPTS = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")
_SECTION = re.compile(r'<section id="')
_SIGN = '<a class="headerlink" '
_HEADS = (
    ('<th class="head stub"><p></p></th>', "<td></td>"),
    ('<th class="head', '<th scope="col" class="head'),
    ('<th class="stub', '<th scope="row" class="stub'),
)
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>\s*')  # the layout has it, for pages that bring none
_LETTERS = "plain-term-letters"
_BAR_OF_LETTERS = re.compile(rf'<p class="{_LETTERS}">(.*?)</p>', re.DOTALL)
_CODE = ("pygments.css", "pygments_dark.css")

Bar = Iterable[tuple[str, str]]


class WrapTables(SphinxPostTransform):
    """Put each table in a box of its own, in which it may be wider than the screen."""

    default_priority = 800
    formats = ("html",)

    def run(self, **_: object) -> None:
        """Wrap the tables of a page, in place."""
        if self.config.html_theme != NAME:
            return
        for table in list(self.document.findall(nodes.table)):
            box = nodes.container("", classes=["table-box"])
            table.replace_self(box)
            box += table


def dress(context: dict[str, Any], glossary: Glossary, here: str, bar: Bar) -> None:
    """Give a page's templates what they print, in place of what Sphinx gives all themes.

    ``context`` is changed in place. ``here`` is the page's name, and ``bar`` lists the pages
    (docname, title) that every page leads to.
    """
    pathto: Callable[[str], str] = context["pathto"]
    bar = [(name, title) for name, title in bar if context["hasdoc"](name)]
    whole = str(context.get("plain_terms_part_of", ""))  # of the list that this page has a letter of
    context["plain_terms_bar"] = [
        {"link": pathto(name), "title": title, "mark": mark(name == here, name == whole)}
        for name, title in bar
    ]
    context["plain_terms_shelves"] = topic_links(glossary, here, pathto, whole)
    context["edit_url"] = _edit_url(context, here)
    body, toc = str(context.get("body", "")), str(context.get("toc", ""))
    is_front = here == context.get("root_doc")  # it has no list of its sections
    body = context["body"] = _with_landmark(_scoped(_quiet(body, "" if is_front else toc)))
    context["script_files"] = [js for js in context["script_files"] if not _ends(js, _UNUSED_SCRIPTS)]
    if 'class="highlight' not in body:
        context["css_files"] = [css for css in context["css_files"] if not _ends(css, _CODE)]
    context["metatags"] = _VIEWPORT.sub("", str(context.get("metatags", ""))).strip().replace(" />", ">")
    _take_apart(context, body)


def _ends(asset: object, names: tuple[str, ...]) -> bool:
    return str(getattr(asset, "filename", asset) or "").endswith(names)


def _quiet(body: str, toc: str) -> str:
    """Leave the sign beside a heading to pointers, where another link to its section can be reached.

    Else each heading ends in "number sign" for who hears it, and is one stop more for who has no mouse. The
    title needs no other link: its address is that of the page.
    """
    listed = _listed(body, toc) or _LETTERS in body
    return body.replace(_SIGN, f'{_SIGN}aria-hidden="true" tabindex="-1" ', -1 if listed else 1)


def _scoped(body: str) -> str:
    """Say of each head of a table what it is the head of; an empty corner is none."""
    for old, new in _HEADS:
        body = body.replace(old, new)
    return body


def _with_landmark(body: str) -> str:
    """Make the letters of a list a landmark, as they are on the pages of a list that is split."""
    return _BAR_OF_LETTERS.sub(rf'<nav class="{_LETTERS}" aria-label="Letters">\1</nav>', body)


def _listed(body: str, toc: str) -> str:
    """The list of a page's sections; empty where there are too few for one."""
    inner = toc.split("<ul>", 2)
    if len(inner) < 3 or inner[2].count("<a ") < FEWEST or _LETTERS in body:
        return ""
    return f"<ul>{inner[2].rsplit('</ul>', 1)[0].rsplit('</li>', 1)[0]}"


def _take_apart(context: dict[str, Any], body: str) -> None:
    """Split the page before its first section under the title, and take its contents from the tree."""
    starts = [match.start() for match in _SECTION.finditer(body)][:2]
    if len(starts) < 2:
        return
    context["plain_terms_opening"], context["plain_terms_rest"] = body[: starts[1]], body[starts[1] :]
    if listed := _listed(body, str(context.get("toc", ""))):
        context["plain_terms_contents"] = listed.replace(' class="reference internal"', "")


def _edit_url(context: Mapping[str, Any], here: str) -> str:
    """Where a reader can change the page's source; empty without a repository."""
    repository, suffix = str(context.get("theme_source_repository") or ""), context.get("page_source_suffix")
    if not repository or not suffix:
        return ""
    folder = str(context.get("theme_source_directory") or "").strip("/")
    path = "/".join(filter(None, (folder, f"{here}{suffix}")))
    return f"{repository.rstrip('/')}/edit/{context.get('theme_source_branch') or 'main'}/{path}"
