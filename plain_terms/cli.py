"""The command line: ``lint``, ``fix-links``, ``new`` and ``rules``."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles

from . import checks, prose, rules
from .model import Glossary, Problem, Related, Term, Topic
from .page import Page, read_page
from .sentences import words


class TroubleError(Exception):
    """Something the person at the keyboard can mend; the message says how."""


@dataclass(frozen=True)
class Reading:
    """A folder of pages as read: ``problems`` are those met on the way."""

    pages: tuple[tuple[Page, Term], ...]
    glossary: Glossary
    problems: tuple[Problem, ...]
    missing: frozenset[str] = frozenset()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 1 where pages have problems and 2 where the call was wrong."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except TroubleError as trouble:
        sys.stderr.write(f"plain_terms: {trouble}\n")
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
        return 1


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plain_terms", description="Look after a glossary.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    lint = commands.add_parser("lint", help="report what is wrong, with file and line")
    _folders(lint)
    lint.add_argument("--errors-only", action="store_true", help="leave out what only should be better")
    lint.add_argument("--scores", action="store_true", help="print length and reading scores of every page")
    lint.set_defaults(run=_lint)
    return parser


def _folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="pages (default: all)")
    parser.add_argument("--folder", type=Path, default=Path("glossary"), help="where the pages are")
    parser.add_argument("--topics", type=Path, default=Path("topics"), help="where the topics are")
    parser.add_argument("--planned", type=Path, metavar="CSV", help="pages still to be written")


# --- reading --------------------------------------------------------------------------------------


def read_folder(folder: Path, topics: Path, planned: Path | None = None) -> Reading:
    """Read all pages of a folder; a page that cannot be read is a problem, not an end."""
    if not folder.is_dir():
        raise TroubleError(f"no folder {folder}: run this where the glossary is, or use --folder")
    pages: list[tuple[Page, Term]] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.md")):
        if path.name == "index.md":
            continue
        try:
            page, found = read_page(read_text(path), path.as_posix())
        except TroubleError as trouble:
            problems.append(Problem(path.as_posix(), 1, "front-matter", str(trouble)))
            continue
        problems.extend(found)
        pages.append((page, _term(page)))
    terms = {term.slug: term for _, term in pages}
    ids = {path.stem for path in topics.glob("*.md")} - {"index"}
    missing = frozenset[str]()
    if planned is not None:
        rows, planned_topics = read_planned(planned)
        missing = frozenset(rows) - frozenset(terms)
        terms.update({slug: rows[slug] for slug in missing})
        ids |= planned_topics
    glossary = Glossary(
        tuple(terms[slug] for slug in sorted(terms)), tuple(Topic(i, f"topics/{i}", i) for i in sorted(ids))
    )
    return Reading(tuple(pages), glossary, tuple(problems), missing)


def read_text(path: Path) -> str:
    """A file's text; what keeps it from being read is said in words."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TroubleError(f"not UTF-8 text (byte {error.start}): save it as UTF-8") from error
    except OSError as error:
        raise TroubleError(f"cannot be read: {error.strerror}") from error


def _term(page: Page) -> Term:
    """The page's record; a stand-in where there is no name, so other pages' relations still resolve."""
    docname = f"glossary/{page.slug}"
    if page.names:
        return page.term(docname)
    return replace(replace(page, names=(page.title or page.slug,)).term(docname), link_mentions=False)


def read_planned(path: Path) -> tuple[dict[str, Term], set[str]]:
    """Pages to come, by slug, and their topics: known to relations and links, but owed no link."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TroubleError(f"{path} cannot be read: {error}") from error
    if rows and not {"slug", "term"} <= rows[0].keys():
        raise TroubleError(f"{path} needs the columns slug and term")
    terms = {row["slug"]: _planned_term(row, path) for row in rows}
    return terms, {row["topic"] for row in rows if row.get("topic")}


def _planned_term(row: dict[str, str], path: Path) -> Term:
    def several(key: str) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, (row.get(key) or "").split(";"))))

    return Term(
        slug=row["slug"],
        docname=f"glossary/{row['slug']}",
        path=path.as_posix(),
        headword=row["term"],
        summary="",
        aliases=several("aliases"),
        topic=row.get("topic") or "",
        contrasts=several("contrast"),
        related=tuple(Related(slug, "") for slug in several("related")),
        link_mentions=False,
    )


# --- lint -----------------------------------------------------------------------------------------


def _lint(options: argparse.Namespace) -> int:
    reading = read_folder(options.folder, options.topics, options.planned)
    wanted = _wanted(options.paths, reading, options.folder)
    problems = [p for p in _problems(reading, wanted) if p.path in wanted]
    if options.errors_only:
        problems = [problem for problem in problems if problem.level == "must"]
    for problem in sorted(set(problems), key=lambda p: (p.path, p.line, p.rule, p.message)):
        _say(f"{problem.path}:{problem.line}: {problem.level} {problem.rule}: {problem.message}")
    if options.scores:
        _say("\n".join(_score_table([(p, t) for p, t in reading.pages if p.path in wanted])))
    must = sum(problem.level == "must" for problem in problems)
    should = len(problems) - must
    _say(f"{len(wanted)} pages: {must} must, {should} should")
    return 1 if must else 0


def _wanted(paths: Sequence[Path], reading: Reading, folder: Path) -> set[str]:
    """The paths to report on, as the pages spell them."""
    known = {path.resolve(): path.as_posix() for path in folder.glob("*.md") if path.name != "index.md"}
    if not paths:
        return set(known.values())
    for path in paths:
        if path.resolve() not in known and path.name != "index.md":
            raise TroubleError(f"{path} is not a page of {folder}: check the name, or use --folder")
    return {known[path.resolve()] for path in paths if path.name != "index.md"}


_NEED_ALL_PAGES = frozenset({"links-in", "orphan"})


def _problems(reading: Reading, wanted: set[str]) -> Iterator[Problem]:
    yield from reading.problems
    yield from rules.check_glossary(reading.glossary)
    for problem in rules.check_style(reading.glossary):
        if not (reading.missing and problem.rule in _NEED_ALL_PAGES):
            yield problem
    pages = [(page, term) for page, term in reading.pages if page.path in wanted]
    yield from checks.check_pages(pages, reading.glossary)


def _score_table(pages: Iterable[tuple[Page, Term]]) -> Iterator[str]:
    rows: list[tuple[float, float, int, int]] = []
    yield f"{'page':40} {'grade':>6} {'ease':>6} {'words':>6} {'definition':>10}"
    for page, _ in pages:
        scores = checks.score_page(page)
        count = sum(len(words(block.text)) for block in prose.prose_blocks(page))
        definition = len(words(page.definition.text)) if page.definition else 0
        rows.append((scores.grade, scores.ease, count, definition))
        yield _score_row(page.slug, rows[-1])
    if len(rows) > 1:
        columns = list(zip(*rows, strict=True))
        yield _score_row("median", tuple(median(column) for column in columns))
        yield _score_row("p90", tuple(quantiles(column, n=10, method="inclusive")[8] for column in columns))


def _score_row(name: str, row: Sequence[float]) -> str:
    grade, ease, count, definition = row
    return f"{name:40} {grade:6.1f} {ease:6.1f} {count:6.0f} {definition:10.0f}"
