"""What is kept between pages, builds and worker processes.

Only facts about single pages are stored, each under its docname, so Sphinx can pickle, purge and
merge them. Everything that joins pages is worked out from them again, in one order, every build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

from .elsewhere import FILE, Elsewhere
from .model import Glossary, PageFacts, Problem, Redirect, Term, tell_apart


class PlainTermsDomain(Domain):
    """Keeps :class:`PageFacts` by docname."""

    name = "plain_terms"
    label = "Plain terms"
    initial_data: ClassVar[dict[str, Any]] = {"pages": {}, "stamps": {}, "beside": {}, "code": ""}
    data_version = 2
    _glossary: Glossary | None = None
    elsewhere = Elsewhere()
    other_files: frozenset[str] = frozenset()
    """Pages of this build that are made from no document, as paths in the output."""
    fingerprints: Mapping[str, str] = MappingProxyType({})
    """What pages are made with, as it was before any was written."""
    inputs: str = ""
    """A digest of all that the output is made from."""
    frame: str = ""
    """A digest of all that a page made from no document shows besides its own content."""
    collected: Mapping[str, str] = MappingProxyType({})
    """Fingerprints of such pages, by path: of the last whole build, then of this one."""
    joined: str = ""
    """A digest of what joins pages."""
    former: Mapping[str, PageFacts] = MappingProxyType({})
    """What pages said that this build read again, if it read few."""
    read: int = 0
    """How many documents this build read."""
    unchanged: frozenset[str] = frozenset()
    """Pages that are made of what they were made of when this output was last whole."""
    intact: frozenset[str] = frozenset()
    """Files made of the whole glossary that nobody has touched since."""
    settled: bool = False
    """Whether all that is made of the whole glossary is there already."""

    @property
    def pages(self) -> dict[str, PageFacts]:
        """Facts by docname."""
        pages: dict[str, PageFacts] = self.data["pages"]
        return pages

    @property
    def is_whole(self) -> bool:
        """Whether this build read most of all documents, as one from nothing does."""
        return self.read * 2 > len(self.env.found_docs)

    def begin(self, paths: Mapping[str, Path]) -> None:
        """Note what the files of documents about to be read look like, and what few pages said before."""
        self.read = len(paths)
        few = not self.is_whole
        self.former = {name: self.pages[name] for name in paths if name in self.pages} if few else {}
        self.data["stamps"].update({name: _look(path) for name, path in paths.items()})
        for name in paths:
            self.data["beside"].pop(name, None)

    def stamp_beside(self, needed: Mapping[str, Iterable[Path]]) -> None:
        """Note the same of other files that documents include, for documents that were read just now."""
        beside = self.data["beside"]
        for name in needed.keys() - beside.keys():
            beside[name] = tuple((str(path), _look(path)) for path in sorted(needed[name]))

    def restamped(self, paths: Mapping[str, Path]) -> set[str]:
        """Documents whose file, or one that they include, is not the one that was read.

        Sphinx reads a file again when it is newer; a file moved here from elsewhere may be older.
        """
        stamps, beside = self.data["stamps"], self.data["beside"]
        return {
            name
            for name, path in paths.items()
            if (name in stamps and stamps[name] != _look(path))
            or any(look != _look(Path(other)) for other, look in beside.get(name, ()))
        }

    def stamp_of(self, docname: str) -> object:
        """Which version of a document's files was read."""
        return self.data["stamps"].get(docname), self.data["beside"].get(docname)

    def clear_doc(self, docname: str) -> None:
        """Forget a page that is read again or gone."""
        self.pages.pop(docname, None)
        self.data["beside"].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a worker process read."""
        for docname in docnames & otherdata["pages"].keys():
            self.pages[docname] = otherdata["pages"][docname]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """One entry for the inventory, from which other projects know that this one has a file of terms."""
        chosen = self.env.config.plain_terms_exports
        if self.glossary.all_terms and (chosen is None or "json" in chosen):
            yield FILE, FILE, "file", self.env.config.root_doc, "", -1

    def resolve_any_xref(self, *_: object) -> list[tuple[str, nodes.reference]]:
        """Nothing: references to terms are Sphinx's own."""
        return []

    def note(self, docname: str, facts: PageFacts) -> None:
        """Remember a page just read."""
        self.pages[docname] = facts

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with single pages, in page order."""
        return tuple(p for name in sorted(self.pages) for p in self.pages[name].problems)

    def put_together(self) -> Glossary:
        """Join the pages, in an order that does not depend on who read what when."""
        pages = [self.pages[name] for name in sorted(self.pages)]
        order = {name: place for place, name in enumerate(self.reading_order)}
        topics = sorted(
            (page.topic for page in pages if page.topic),
            key=lambda topic: (order.get(topic.docname, len(order)), topic.id),
        )
        guides = sorted(
            (page.guide for page in pages if page.guide),
            key=lambda guide: (order.get(guide.docname, len(order)), guide.docname),
        )
        terms = tuple(page.term for page in pages if page.term)
        loose = tell_apart((term for page in pages for term in page.loose), (term.slug for term in terms))
        redirects = sorted((r for page in pages for r in page.redirects), key=lambda r: (r.old, r.docname))
        self._glossary = Glossary(terms, tuple(topics), tuple(guides), loose, tuple(redirects))
        return self._glossary

    @property
    def reading_order(self) -> tuple[str, ...]:
        """Each document in the order of the table of contents that names it, counted over all of them."""
        includes = self.env.toctree_includes
        return tuple(dict.fromkeys(child for parent in sorted(includes) for child in includes[parent]))

    @property
    def glossary(self) -> Glossary:
        """The glossary as last put together."""
        return self._glossary or self.put_together()


def _look(path: Path) -> tuple[int, int, int]:
    """Differs after any edit: the last number moves even where a tool puts the date back."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_mtime_ns, found.st_size, found.st_ctime_ns


def domain_of(env: BuildEnvironment) -> PlainTermsDomain:
    """This extension's domain in an environment."""
    domain = env.domains["plain_terms"]
    if not isinstance(domain, PlainTermsDomain):
        raise TypeError("another extension took the domain name plain_terms")
    return domain


def let_go_of_names(std: StandardDomain, docname: str) -> None:
    """Take back the names that a page has just given to Sphinx, until :func:`register_names` gives them all.

    Sphinx looks through every name it has before it reads a page, so with them the cost of reading would
    grow with the square of the number of terms.
    """
    while std.objects and next(reversed(std.objects))[0] == "term" and _latest(std.objects) == docname:
        std.objects.popitem()
    while std._terms and _latest(std._terms) == docname:
        std._terms.popitem()


def _latest(names: dict[Any, tuple[str, str]]) -> str:
    """The page that gave the last name."""
    return next(reversed(names.values()))[0]


def register_addresses(std: StandardDomain, redirects: Iterable[Redirect], glossary: Glossary) -> None:
    """Let the inventory name the former addresses too, as the documents that they were.

    Other projects refer to them with the ``doc`` role. Sphinx files no document among these objects.
    """
    for key in [key for key in std.objects if key[0] == "doc"]:
        del std.objects[key]
    for redirect in redirects:
        term = glossary.by_docname.get(redirect.docname)
        std.objects["doc", redirect.old] = redirect.docname, term.anchor if term else ""


def register_names(std: StandardDomain, terms: Iterable[Term]) -> None:
    """Make every name of every term a target of Sphinx's own ``term`` role and inventory.

    Done for the whole glossary after each reading, first page first: otherwise the order in which
    workers finish decides who owns a name that two pages claim, and a purged page takes the
    survivor's names with it.
    """
    terms = tuple(terms)
    pages = {term.docname for term in terms if not term.anchors}
    names = {name for term in terms for name in term.names}
    lowered = {name.lower() for name in names}
    for key in [
        k for k, (doc, _) in std.objects.items() if k[0] == "term" and (doc in pages or k[1] in names)
    ]:
        del std.objects[key]
    for name in [name for name, (doc, _) in std._terms.items() if doc in pages or name in lowered]:
        del std._terms[name]
    for term in terms:
        for name in term.names:
            std.objects.setdefault(("term", name), (term.docname, term.anchor_of(name)))
            std._terms.setdefault(name.lower(), (term.docname, term.anchor_of(name)))
