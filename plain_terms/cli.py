"""The command line: ``lint``, ``fix-links``, ``new``, ``rules``, ``publish`` and ``build``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import median, quantiles

from . import building, checks, prose, published, redirects, rules
from .folder import (
    Reading,
    TroubleError,
    guide_paths,
    page_paths,
    read_folder,
    read_text,
    topic_ids,
    write_text,
)
from .linking import mend_links
from .mentions import Names
from .model import KINDS, Problem, Term, fold
from .page import Page, read_page
from .readability import ScorerMissingError
from .sentences import words
from .skeleton import list_known, new_page, slug_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        0, or 1 where pages have problems that must be mended, or 2 where the call was wrong.
    """
    options = _parser().parse_args(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()  # so that a closed pipe is met here, not when Python shuts down
        return status
    except (TroubleError, ScorerMissingError) as trouble:
        sys.stderr.write(f"plain_terms: {trouble}\n")
        return 2
    except BrokenPipeError:  # whoever reads the output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        sys.stderr.write(f"plain_terms: {error.filename or 'output'}: {error.strerror}\n")
        return 2


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plain_terms", description="Look after a glossary.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    lint = _command(commands, "lint", _lint, "report what is wrong, with file and line")
    _page_options(lint)
    _list_options(lint)
    lint.add_argument("--errors-only", action="store_true", help="leave out what only should be better")
    lint.add_argument("--scores", action="store_true", help="print length and reading scores of every page")
    fix = _command(commands, "fix-links", _fix_links, "link first mentions, unlink repeated ones")
    _page_options(fix)
    new = _command(commands, "new", _new, "start a page with every part its kind needs")
    new.add_argument("name", help='the term, such as "Edge computing"')
    new.add_argument("--topic", default="", help="a page of the folder of topics")
    new.add_argument("--kind", default="approach", help=f"one of {', '.join(KINDS)} (default: approach)")
    _folder_options(new)
    _command(commands, "rules", _rules, "print every rule as a Markdown table")
    publish = _command(commands, "publish", _publish, "add what is new to the list of what has to stay")
    _folder_options(publish)
    _list_options(publish)
    publish.add_argument("--check", action="store_true", help="only say what the list lacks")
    build = _command(commands, "build", _build, "build the site aside, and publish it once it is whole")
    build.add_argument(
        "--source", type=Path, default=Path(), help="the folder of conf.py (default: this one)"
    )
    build.add_argument(
        "--format", choices=("html", *building.BOOKS), default="html", help="html, or a book (default: html)"
    )
    build.add_argument(
        "--out", type=Path, help="the site, or the folder of the book (default: _build and the format)"
    )
    build.add_argument(
        "options", nargs="*", metavar="-- OPTION", help="options for Sphinx, such as: -- -W -j 2"
    )
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, text: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    command.set_defaults(run=run)
    return command


def _folder_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, default=Path("glossary"), help="where the pages are")
    parser.add_argument("--topics", type=Path, default=Path("topics"), help="where the topics are")


def _list_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--guides", type=Path, default=Path("guides"), help="where the guides are")
    parser.add_argument("--list", type=Path, default=Path("published.txt"), help="what has to stay")


def _page_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="pages (default: all)")
    _folder_options(parser)
    parser.add_argument("--planned", type=Path, metavar="CSV", help="pages still to be written")


def _wanted(paths: Sequence[Path], folder: Path, guides: Iterable[Path] = ()) -> set[str]:
    """The pages a call is about, as their problems spell them."""
    known = {path.resolve(): path.as_posix() for path in (*page_paths(folder), *guides)}
    if not paths or folder.resolve() in {path.resolve() for path in paths}:
        return set(known.values())
    pages = [path for path in paths if path.name != "index.md"]
    for path in pages:
        if path.resolve() not in known:
            raise TroubleError(f"{path} is not a page of {folder}: check the name, or use --folder")
    return {known[path.resolve()] for path in pages}


# --- lint -----------------------------------------------------------------------------------------


def _lint(options: argparse.Namespace) -> int:
    wanted = _wanted(options.paths, options.folder, guide_paths(options.guides))
    reading = read_folder(options.folder, options.topics, options.planned, options.guides)
    pages = [(page, term) for page, term in reading.pages if page.path in wanted]
    promised, broken = _promises(options, reading)
    problems = {problem for problem in _problems(reading, pages, promised) if problem.path in wanted}
    problems.update(() if options.paths else broken)
    if options.errors_only:
        problems = {problem for problem in problems if problem.level == "must"}
    for problem in sorted(problems, key=lambda p: (p.path, p.line, p.rule, p.message)):
        _say(f"{problem.path}:{problem.line}: {problem.level} {problem.rule}: {problem.message}")
    if options.scores:
        _say("\n".join(_score_table(page for page, _ in pages)))
    must = sum(problem.level == "must" for problem in problems)
    _say(f"{len(wanted)} pages: {must} must, {len(problems) - must} should")
    return 1 if must else 0


_NEED_ALL_PAGES = frozenset({"links-in", "orphan"})


def _promises(options: argparse.Namespace, reading: Reading) -> tuple[set[str], tuple[Problem, ...]]:
    """The names that have to stay, and the promises that are broken; none where the list is of others."""
    path, ours = options.list, options.folder.resolve().is_relative_to(Path.cwd())
    if not (ours and path.is_file()):
        return set(), ()
    promised, problems = published.read(read_text(path), path.as_posix())
    broken = published.check(promised, path.as_posix(), reading.glossary, reading.documents)
    return {promise.name for promise in promised}, (*problems, *broken)


def _problems(
    reading: Reading, pages: Iterable[tuple[Page, Term]], promised: Collection[str]
) -> Iterator[Problem]:
    """All problems; what only a whole glossary can tell waits until no page is missing."""
    yield from reading.problems
    yield from rules.check_glossary(reading.glossary, promised)
    yield from redirects.check(reading.glossary, reading.documents)
    for problem in checks.between_pages(reading.glossary):
        if not (reading.missing and problem.rule in _NEED_ALL_PAGES):
            yield problem
    yield from checks.check_pages(pages, reading.glossary)


def _score_table(pages: Iterable[Page]) -> Iterator[str]:
    rows: list[tuple[float, ...]] = []
    yield f"{'page':40} {'grade':>6} {'ease':>6} {'words':>6} {'definition':>10}"
    for page in pages:
        scores = checks.score_page(page)
        count = sum(len(words(block.text)) for block in prose.prose_blocks(page))
        definition = len(words(page.definition.text)) if page.definition else 0
        rows.append((scores.grade, scores.ease, count, definition))
        yield _score_row(page.slug, rows[-1])
    if len(rows) > 1:
        columns = list(zip(*rows, strict=True))
        yield _score_row("median", [median(column) for column in columns])
        yield _score_row("p90", [quantiles(column, n=10, method="inclusive")[8] for column in columns])


def _score_row(name: str, row: Sequence[float]) -> str:
    grade, ease, count, definition = row
    return f"{name:40} {grade:6.1f} {ease:6.1f} {count:6.0f} {definition:10.0f}"


# --- publish --------------------------------------------------------------------------------------


def _publish(options: argparse.Namespace) -> int:
    path = options.list
    reading = read_folder(options.folder, options.topics, guides=options.guides)
    text = read_text(path) if path.exists() else ""
    promised, problems = published.read(text, path.as_posix())
    for problem in (*reading.problems, *problems):
        raise TroubleError(f"{problem.path}:{problem.line}: {problem.message}")
    new = published.missing(promised, published.of_site(reading.glossary.terms, reading.documents))
    for promise in new:
        _say(f"+ {promise.place} {promise.name}".rstrip())
    if options.check:
        _say(f"{path}: {len(new)} missing" + (f"; to add them, run: {published.COMMAND}" if new else ""))
        return 1 if new else 0
    if new:
        write_text(path, published.render((*promised, *new), text))
    _say(f"{path}: {len(new)} added")
    return 0


# --- fix-links, new, rules ------------------------------------------------------------------------


def _fix_links(options: argparse.Namespace) -> int:
    wanted = _wanted(options.paths, options.folder)
    reading = read_folder(options.folder, options.topics, options.planned)
    names = Names(reading.glossary)
    changed = left = 0
    for page, term in reading.pages:
        if page.path not in wanted:
            continue
        path = Path(page.path)
        mended = mend_links(read_text(path), page.path, term, names, reading.glossary)
        if mended.changed:
            write_text(path, mended.text)
        for word, findings in (("mended", mended.changed), ("mend by hand", mended.left)):
            for finding in findings:
                _say(f"{page.path}:{finding.line}: {word} {finding.rule}: {finding.text!r}")
        changed, left = changed + len(mended.changed), left + len(mended.left)
    _say(f"{len(wanted)} pages: {changed} mended, {left} left")
    return 1 if left else 0


def _new(options: argparse.Namespace) -> int:
    name, folder = " ".join(options.name.split()), options.folder
    slug = slug_of(name)
    topics = topic_ids(options.topics)
    if not slug:
        raise TroubleError(f"{name!r} makes no file name: use a name with letters a-z or digits")
    if options.kind not in KINDS:
        raise TroubleError(f"no kind {options.kind!r}: use one of {', '.join(KINDS)}")
    if options.topic and options.topic not in topics:
        raise TroubleError(f"no topic {options.topic!r}: use one of {list_known(topics)}")
    path = folder / f"{slug}.md"
    for term in read_folder(folder, options.topics).glossary.terms:
        if term.slug == slug or fold(name) in map(fold, term.names):
            raise TroubleError(f"{name!r} is taken by {term.path}: add to that page instead")
    topic = options.topic or f"# one of: {list_known(topics)}"
    text = new_page(name, topic, options.kind, date.today().isoformat())
    _, problems = read_page(text, path.as_posix())
    for problem in problems:
        if problem.rule in {"name", "title", "definition"}:
            raise TroubleError(problem.message)
    if path.exists():
        raise TroubleError(f"{path} exists: choose another name")
    write_text(path, text)
    _say(f"{path}: fill in its parts, then run: python -m plain_terms lint {path}")
    return 0


def _rules(options: argparse.Namespace) -> int:
    _say("| Rule | Level | What it asks |\n| --- | --- | --- |")
    for rule in checks.RULES:
        _say(f"| `{rule.id}` | {rule.level} | {rule.meaning} |")
    return 0


# --- build ----------------------------------------------------------------------------------------


def _build(options: argparse.Namespace) -> int:
    out = options.out or Path("_build", options.format)
    if options.format == "html":
        status = building.build(options.source, out, options.options)
    else:
        status = building.bind(options.source, out, options.format, options.options)
    if status:
        sys.stderr.write(f"plain_terms: the build failed. {building.kept(out)}\n")
    return status
