"""Document nodes of this extension. None reaches a writer: transforms replace them all."""

from __future__ import annotations

from docutils import nodes


class listing(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes in lower case
    """Where a generated list will stand: ``what`` it lists, and ``of`` which term or topic."""
