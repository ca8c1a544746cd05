"""``{diagram}``: a picture on web pages, and the same in words everywhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .diagram import draw, outline, read
from .diagram_shapes import DiagramError

logger = logging.getLogger(__name__)


class diagram(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes in lower case
    """A diagram in words, as its children, and as a picture: ``html``, for builders of web pages."""


class DiagramDirective(SphinxDirective):
    """Draws its lines; the argument says what kind of diagram they are."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], str]]] = {"alt": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Give the diagram; where it cannot be drawn, say why and leave its words."""
        kind, alt = "".join(self.arguments).strip(), self.options.get("alt", "")
        lines = list(self.content)
        node = diagram(html="")
        self.set_source_info(node)
        try:
            said = read(kind, alt, lines)
            lines = list(outline(said))
            picture = draw(said)
            node["html"] = f'<figure class="plain-term-diagram pt-{kind}">\n{picture}\n</figure>'
        except DiagramError as error:
            self._warn(error)
        node += [nodes.paragraph("", alt)] if alt.strip() else []
        items = [nodes.list_item("", nodes.paragraph("", line)) for line in lines if line.strip()]
        node += [nodes.bullet_list("", *items, bullet="-")] if items else []
        return [node]

    def _warn(self, error: DiagramError) -> None:
        # MyST counts the lines of the content from the directive on, docutils from the top of the file.
        above = self.content_offset + (0 if self.content_offset >= self.lineno else self.lineno)
        line = self.lineno if error.row < 0 else above + 1 + error.row
        location = (self.env.current_document.docname, line)
        logger.warning("diagram: %s", error, location=location, type="plain_terms", subtype="diagram")
        self.env.note_reread()  # so that it is said again, and fails again, until it is mended


class ShowDiagrams(SphinxPostTransform):
    """Replaces each diagram by what a builder can show."""

    default_priority = 6

    def run(self, **kwargs: object) -> None:
        """Replace them all."""
        for node in list(self.document.findall(diagram)):
            drawn = node["html"] and self.env._app.builder.format == "html"
            node.replace_self(nodes.raw("", node["html"], format="html") if drawn else node.children)
