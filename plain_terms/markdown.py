"""MyST's parser, which hands the tokens of a term page over to :mod:`page` before it makes nodes of them.

The text of a page is what costs most to read, so it is taken apart once.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser

from . import reading


class GlossaryParser(MystParser):
    """Parses term pages; everything else is left to MyST as it is."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Fill ``document`` with the nodes of a text without front matter."""
        env = document.settings.env
        if not reading.is_term_page(env.config, env.current_document.docname):
            super().parse(inputstring, document)
            return
        parser = create_md_parser(env.myst_config, SphinxRenderer)
        parser.options["document"] = document
        sandbox: dict[str, Any] = {}
        tokens = parser.parse(inputstring, sandbox)
        reading.note_tokens(env, tokens)  # before they are rendered, which moves their line numbers
        parser.renderer.render(tokens, parser.options, sandbox)
