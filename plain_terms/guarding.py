"""Holds pages to what :mod:`guard` allows, while Sphinx reads them.

A directive or role is refused when it is looked up, before it does anything; what Markdown makes by itself
(HTML, links, pictures) :mod:`guarded_nodes` refuses in the document that came of it. Whatever Sphinx cannot
read without falling over becomes a problem of its page, too.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers import Parser
from docutils.parsers.rst import Directive
from sphinx.errors import SphinxError
from sphinx.util.docutils import CustomReSTDispatcher

from . import guard, limits
from .model import Problem

if TYPE_CHECKING:
    from docutils.utils import Reporter
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

EVERY_PAGE = "all"
_KEY, _LINES = "plain_terms_guard", "plain_terms_lines"
_READS_FILES = frozenset({"include", "literalinclude", "csv-table", "raw"})


def is_guarded(config: Config, docname: str) -> bool:
    """Whether a page is held to the rules; unless set otherwise, those of terms, topics and guides are."""
    if config.plain_terms_guard == EVERY_PAGE:
        return True
    folders = (config.plain_terms_folder, config.plain_terms_topics, config.plain_terms_guides)
    ours = bool(config.plain_terms_guard and config.plain_terms_folder)
    return ours and any(docname.startswith(f"{folder}/") for folder in folders if folder)


def begin(env: BuildEnvironment, docname: str, text: str) -> str:
    """Start to guard a page that is about to be parsed; returns what of its text may be.

    Called while ``source-read`` is handled: what is installed here, Sphinx takes away after the page.
    """
    env.current_document[_KEY], env.current_document[_LINES] = [], text.count("\n") + 1
    _Dispatcher(env).enable()
    if refused := limits.refuse(text):
        note(env, *refused, rule="unreadable")
        return ""
    if found := limits.broken(text):
        line, name = found
        note(env, line, f"{name} is a character that no page can show: take it out", rule="character")
        text = limits.without_broken(text)
    return text.lstrip("\ufeff")


def is_on(env: BuildEnvironment) -> bool:
    """Whether the page that is being read is guarded."""
    return _KEY in env.current_document


def found(env: BuildEnvironment) -> tuple[Problem, ...]:
    """What was refused on the page that is being read."""
    return tuple(env.current_document[_KEY]) if is_on(env) else ()


def is_refused(env: BuildEnvironment) -> bool:
    """Whether nothing is left of the page that is being read, because it could not be."""
    return any(problem.rule == "unreadable" for problem in found(env))


def note(env: BuildEnvironment, line: int, message: str, rule: str = "guard") -> None:
    """Remember what is wrong with the page that is being read."""
    path = str(env.doc2path(env.current_document.docname, False))
    line = max(1, min(line, env.current_document[_LINES]))  # MyST miscounts within notes within notes
    env.current_document[_KEY].append(Problem(path, line, rule, message))


def allowed_in(config: Config) -> frozenset[str]:
    """What the project allows beyond the rules, by name."""
    return frozenset(name.lower() for name in config.plain_terms_allow)


# --- names ----------------------------------------------------------------------------------------


class _Dispatcher(CustomReSTDispatcher):
    """Answers for directives and roles before Sphinx does, as intersphinx does for its own."""

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__()
        self.env, self.allowed = env, allowed_in(env.config)

    def directive(
        self, directive_name: str, language_module: ModuleType, document: nodes.document
    ) -> tuple[type[Directive] | None, list[nodes.system_message]]:
        """The directive, or one that says why not."""
        if fault := guard.directive_fault(directive_name, self.allowed):
            return type("Refused", (_Refused,), {"env": self.env, "fault": fault}), []
        return super().directive(directive_name, language_module, document)

    def role(
        self, role_name: str, language_module: ModuleType, lineno: int, reporter: Reporter
    ) -> tuple[Any, list[nodes.system_message]]:
        """The role, or one that leaves its text and says why."""
        if fault := guard.role_fault(role_name, self.allowed):
            note(self.env, lineno, fault)
            return _plain_role, []
        return super().role(role_name, language_module, lineno, reporter)


class _Refused(Directive):
    """Takes any content, and does nothing with it."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    env: ClassVar[BuildEnvironment]
    fault: ClassVar[str]

    def run(self) -> list[nodes.Node]:
        """Say why."""
        note(self.env, self.lineno, self.fault)
        return []


def _plain_role(
    name: str, rawtext: str, text: str, *_: object, **__: object
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    return [nodes.literal(rawtext, text)], []


# --- parsing --------------------------------------------------------------------------------------


def bounded(parser: type[Parser]) -> type[Parser]:
    """A parser that reads guarded pages under their rules, and whose failures are problems of the page."""

    class Bounded(parser):  # type: ignore[valid-type, misc]
        def parse(self, inputstring: str, document: nodes.document) -> None:
            env: BuildEnvironment = document.settings.env
            if not is_on(env):
                super().parse(inputstring, document)
                return
            allowed = allowed_in(env.config)
            document.settings.raw_enabled = "raw" in allowed
            document.settings.file_insertion_enabled = bool(_READS_FILES & allowed)
            with _without_programs(env, allowed):
                try:
                    super().parse(_without_front_matter(env, inputstring), document)
                except SphinxError:
                    raise
                except Exception as error:  # whatever it is: one page must not take the build along
                    _say(env, error, document.current_line or 1)
                    _empty(document)
                    super().parse("", document)

    Bounded.__name__ = Bounded.__qualname__ = parser.__name__
    return Bounded


def _without_front_matter(env: BuildEnvironment, text: str) -> str:
    """Front matter that is not ours would be MyST's, which takes programs from it."""
    if not text.startswith("---"):
        return text
    note(env, 1, "front matter that is never closed, or not for this page: add a line ---, or take it away")
    lines = text.split("\n")
    closing = (at for at, line in enumerate(lines) if at and line.startswith(("---", "...")))
    end = next(closing, 0) + 1
    return "\n" * end + "\n".join(lines[end:])


@contextmanager
def _without_programs(env: BuildEnvironment, allowed: frozenset[str]) -> Iterator[None]:
    """MyST's substitutions are templates, which can run anything."""
    kept = getattr(env, "myst_config", None)
    if kept is None or "substitution" in allowed:
        yield
        return
    narrowed = copy.copy(kept)
    narrowed.enable_extensions = set(kept.enable_extensions) - {"substitution"}
    env.myst_config = narrowed  # type: ignore[attr-defined]
    try:
        yield
    finally:
        env.myst_config = kept  # type: ignore[attr-defined]


def _say(env: BuildEnvironment, error: Exception, line: int) -> None:
    what = f"the page cannot be read ({type(error).__name__}: {str(error)[:200]})"
    deep = isinstance(error, RecursionError)
    mend = "take out levels of lists, notes or emphasis" if deep else "take out what is unusual near here"
    note(env, line, f"{what}: {mend}", rule="unreadable")


def _empty(document: nodes.document) -> None:
    """A document as it was before it was parsed."""
    transformer = document.transformer
    attributes, settings, reporter = dict(document.attributes), document.settings, document.reporter
    document.__init__(settings, reporter)  # type: ignore[misc]
    document.attributes = attributes
    transformer.transforms = [entry for entry in transformer.transforms if entry[2] is None]
    document.transformer = transformer
