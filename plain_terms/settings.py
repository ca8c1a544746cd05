"""What ``conf.py`` may say: each setting that this package reads, checked before anything is built. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from string import Formatter

from .guard import address_fault
from .model import Problem

_TEXTS = (
    *("plain_terms_folder", "plain_terms_topics", "plain_terms_guides", "plain_terms_question_url"),
    *("plain_terms_question_page", "plain_terms_licence", "plain_terms_image"),
    *("project", "author", "html_baseurl"),
)
_FOLDERS = _TEXTS[:3]
_FIELDS = frozenset({None, "headword", "slug"})


def check(values: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with settings, by their names: which, what, and how to mend it."""
    for name in _TEXTS:
        if not isinstance(values[name], str):
            yield f"{name} is {values[name]!r}: give it a text in quotes"
    texts = {name: value for name in _TEXTS if isinstance(value := values[name], str)}
    yield from _folders({name: texts[name] for name in _FOLDERS if name in texts})
    for name in ("plain_terms_question_url", "plain_terms_licence", "html_baseurl"):
        if fault := address_fault(texts.get(name, "")):
            yield f"{name}: {fault}"
    yield from _question(texts.get("plain_terms_question_url", ""))
    yield from _lists(values)
    if values["plain_terms_guard"] not in (True, False, "all"):
        yield f"plain_terms_guard is {values['plain_terms_guard']!r}: use True, False or 'all'"
    if not isinstance(values["plain_terms_style"], bool):
        yield f"plain_terms_style is {values['plain_terms_style']!r}: use True or False"


def check_pages(values: Mapping[str, object], docnames: Collection[str]) -> Iterator[Problem]:
    """What settings name that is no page, once all pages are known."""
    folder = values["plain_terms_folder"]
    if folder and not any(name.startswith(f"{folder}/") for name in docnames):
        yield Problem(
            "conf.py", 1, "settings", f"plain_terms_folder: there is no page in {folder}/: write one"
        )
    for name, title in _pairs(values["plain_terms_sidebar"]):
        if name not in docnames:
            message = (
                f"plain_terms_sidebar: no page {name!r} for {title!r}: name a document, without its ending"
            )
            yield Problem("conf.py", 1, "settings", message)


def _pairs(bar: object) -> Iterator[tuple[str, str]]:
    yield from bar if isinstance(bar, (list, tuple)) else ()


def _folders(folders: Mapping[str, str]) -> Iterator[str]:
    for name, folder in folders.items():
        parts = folder.split("/")
        if folder and ("\\" in folder or any(part in ("", ".", "..") for part in parts)):
            yield f"{name} is {folder!r}: name a folder below conf.py, without a slash at its end"
    named = [folder for folder in folders.values() if folder]
    if folders.get("plain_terms_folder") and len(set(named)) < len(named):
        yield f"{', '.join(folders)}: name three folders, none of them twice"


def _question(url: str) -> Iterator[str]:
    mend = "it may hold {headword} and {slug}, and other braces are written twice"
    try:
        fields = [(field, spec, change) for _, field, spec, change in Formatter().parse(url)]
    except ValueError as error:
        yield f"plain_terms_question_url cannot be read ({error}): {mend}"
        return
    if any(field not in _FIELDS or spec or change for field, spec, change in fields):
        yield f"plain_terms_question_url holds braces that mean nothing: {mend}"


def _lists(values: Mapping[str, object]) -> Iterator[str]:
    exports, allow = values["plain_terms_exports"], values["plain_terms_allow"]
    if exports is not None and not isinstance(exports, (list, tuple)):
        yield f"plain_terms_exports is {exports!r}: give a list of names, or None"
    if not isinstance(allow, (list, tuple)) or not all(isinstance(name, str) for name in allow):
        yield f"plain_terms_allow is {allow!r}: give a list of names of directives and roles"
    bar = values["plain_terms_sidebar"]
    if not isinstance(bar, (list, tuple)) or not all(map(_is_pair, bar)):
        yield f"plain_terms_sidebar is {bar!r}: give a list of pairs, such as ('glossary/index', 'A to Z')"


def _is_pair(item: object) -> bool:
    return isinstance(item, (list, tuple)) and len(item) == 2 and all(isinstance(part, str) for part in item)


NAMES = (
    *_TEXTS,
    *("plain_terms_exports", "plain_terms_allow", "plain_terms_sidebar", "plain_terms_guard"),
    "plain_terms_style",
)
"""The settings that :func:`check` asks for."""
