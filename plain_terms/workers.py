"""Processes that share a build: an error in one of them ends the build.

Sphinx looks for errors of its workers whenever it starts another one, and drops what it finds at that moment
(``sphinx.util.parallel``, since https://github.com/sphinx-doc/sphinx/pull/11923): the pages of all workers
under way are lost, and the build goes on to its end as if it had been good.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sphinx.builders
from sphinx.util.parallel import ParallelTasks


class Workers(ParallelTasks):
    """Sphinx's own, which raises what a worker met as soon as it is known."""

    fault: Exception | None = None

    def add_task(
        self,
        task_func: Callable[..., Any],
        arg: object = None,
        result_func: Callable[[Any, Any], Any] | None = None,
    ) -> None:
        """Start a worker, or have it wait for its turn.

        Raises:
            SphinxParallelError: An earlier one has failed; those under way were ended.
        """
        super().add_task(task_func, arg, result_func)
        if self.fault:
            raise self.fault

    def _join_one(self) -> bool:
        try:
            return super()._join_one()
        except Exception as error:
            self.fault = error
            raise


def watch() -> None:
    """Have Sphinx use them, for reading and for writing."""
    sphinx.builders.ParallelTasks = Workers  # type: ignore[attr-defined]
