"""A folder of term pages, read from disk and written back safely."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from . import redirects
from .guides import is_guide, read_guide
from .model import Glossary, Guide, Problem, Redirect, Related, Term, Topic
from .page import Page, read_page


class TroubleError(Exception):
    """Something the person at the keyboard can mend; the message says how."""


@dataclass(frozen=True)
class Reading:
    """A folder as read: its pages, the glossary they make, and the problems met on the way.

    ``missing`` are the slugs of pages still to be written, ``documents`` the names of all pages.
    """

    pages: tuple[tuple[Page, Term], ...]
    glossary: Glossary
    problems: tuple[Problem, ...]
    missing: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()


def page_paths(folder: Path) -> list[Path]:
    """The term pages of a folder, in order."""
    if not folder.is_dir():
        raise TroubleError(f"no folder {folder}: run this where the glossary is, or use --folder")
    return sorted(path for path in folder.glob("*.md") if path.name != "index.md")


def topic_ids(folder: Path) -> set[str]:
    """The topics that have a page."""
    return {path.stem for path in folder.glob("*.md")} - {"index"}


def read_folder(
    folder: Path, topics: Path, planned: Path | None = None, guides: Path | None = None
) -> Reading:
    """Read all pages; one that cannot be read is a problem, not an end."""
    pages: list[tuple[Page, Term]] = []
    problems: list[Problem] = []
    for path in page_paths(folder):
        try:
            page, found = read_page(read_text(path), path.as_posix())
        except TroubleError as trouble:
            problems.append(Problem(path.as_posix(), 1, "unreadable", str(trouble)))
        else:
            problems.extend(found)
            pages.append((page, _term(page, docname_of(path))))
    terms = {term.slug: term for _, term in pages}
    to_come = {} if planned is None else {term.slug: term for term in _read_planned(planned)}
    missing = frozenset(to_come) - frozenset(terms)
    ids = topic_ids(topics) | {term.topic for term in to_come.values() if term.topic}
    terms.update((slug, to_come[slug]) for slug in missing)
    found_guides = tuple(_read_guides(guides, problems)) if guides else ()
    found_topics = tuple(Topic(i, docname_of(topics / f"{i}.md"), i) for i in sorted(ids))
    documents = {docname_of(path): path for path in _documents(folder, topics, guides)}
    former = tuple(sorted(_redirects(documents), key=lambda r: (r.old, r.docname)))
    found_terms = tuple(terms[slug] for slug in sorted(terms))
    glossary = Glossary(found_terms, found_topics, found_guides, redirects=former)
    return Reading(tuple(pages), glossary, tuple(problems), missing, frozenset(documents))


def docname_of(path: Path) -> str:
    """The name of a page as a build has it that runs here; elsewhere, from its folder on."""
    here, place = Path.cwd(), path.absolute().with_suffix("")
    return place.relative_to(here).as_posix() if place.is_relative_to(here) else "/".join(place.parts[-2:])


def _documents(folder: Path, topics: Path, guides: Path | None) -> Iterator[Path]:
    yield from folder.glob("*.md")
    yield from topics.glob("*.md")
    yield from guides.rglob("*.md") if guides else ()


def _redirects(documents: Mapping[str, Path]) -> Iterator[Redirect]:
    for docname, path in documents.items():
        with suppress(TroubleError):  # said of the page itself
            yield from redirects.read(read_text(path), path.as_posix(), docname)[0]


def guide_paths(folder: Path) -> list[Path]:
    """The pages of a folder that may be comparisons or reading paths, in order; none without a folder."""
    return sorted(path for path in folder.glob("*.md") if path.name != "index.md")


_TITLE = re.compile(r"^# +(.+?) *$", re.M)


def _read_guides(folder: Path, problems: list[Problem]) -> Iterator[Guide]:
    """The guides of a folder; what is wrong with the others is added to ``problems``."""
    for path in guide_paths(folder):
        try:
            text = read_text(path)
        except TroubleError as trouble:
            problems.append(Problem(path.as_posix(), 1, "unreadable", str(trouble)))
            continue
        if is_guide(text):
            title = _TITLE.search(text)
            title_text = title[1] if title else path.stem
            guide, found = read_guide(text, path.as_posix(), docname_of(path), title_text, "")
            problems.extend(found)
            if guide is not None:
                yield guide


def read_text(path: Path) -> str:
    """A file's text with its own line ends; what keeps it from being read is said in words."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise TroubleError(f"not UTF-8 text (byte {error.start}): save the file as UTF-8") from error
    except OSError as error:
        raise TroubleError(
            f"cannot be read ({error.strerror}): check that it is a file you may open"
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a file in one step, so that nobody ever meets half of it."""
    mode = path.stat().st_mode if path.exists() else None
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
        Path(temporary).chmod(0o644 if mode is None else mode & 0o777)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _term(page: Page, docname: str) -> Term:
    """The page's record; a stand-in where it names nothing, so other pages' relations still resolve."""
    if page.names:
        return page.term(docname)
    return replace(replace(page, names=(page.title or page.slug,)).term(docname), link_mentions=False)


def _read_planned(path: Path) -> Iterator[Term]:
    """Pages to come: known to relations and links, but their names need no link."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TroubleError(f"{path} cannot be read: {error}") from error
    if rows and not {"slug", "term"} <= rows[0].keys():
        raise TroubleError(f"{path} has no columns slug and term: add them to its first line")
    return (_planned_term(row, path) for row in rows if row["slug"] and row["term"])


def _planned_term(row: dict[str, str | None], path: Path) -> Term:
    def several(key: str) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, (row.get(key) or "").split(";"))))

    slug = row["slug"] or ""
    return Term(
        slug=slug,
        docname=f"glossary/{slug}",
        path=f"{path.name} ({slug})",
        headword=row["term"] or "",
        summary="",
        aliases=several("aliases"),
        topic=row.get("topic") or "",
        contrasts=several("contrast"),
        related=tuple(Related(other, "") for other in several("related")),
        link_mentions=False,
    )
