"""Check every link of a built site against the files beside it, without a network.

A site passes when each address in its pages, stylesheets, pictures, inventory, site map and JSON leads to a
file of that exact name and to a fragment that is there; when nothing is loaded from another host and a link
to another host stands only where one is welcome; and when a reader who starts at index.html can reach every
page. Links have to be relative, so that the site also works under a sub-path and from a folder; but those of
the page that a server shows for a missing one have to start at the root, as it is shown at any address.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree
from sphinx.util.inventory import InventoryFile

START = "index.html"
SHOWN_ANYWHERE = "404.html"
NOT_FOLLOWED = {"mailto", "tel"}
# Sphinx puts these labels into every inventory, whether or not it writes the page.
LABELS_OF_EVERY_SITE = {"genindex", "modindex", "py-modindex", "search"}

LOADING_RELS = {
    *("apple-touch-icon", "dns-prefetch", "icon", "manifest", "mask-icon", "modulepreload"),
    *("preconnect", "prefetch", "preload", "prerender", "stylesheet"),
}
# Under these keys of a JSON file stand addresses that are meant to be on other hosts.
SOURCES = {"citation", "sources"}
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CSS_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^'"()]*?))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
REFRESH = re.compile(r"^\s*\d+\s*[;,]\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)


class Way(Enum):
    """What a browser does with an address."""

    LOAD = "fetches it by itself"
    LINK = "goes there when the reader asks"
    NAME = "does nothing: it is for programs"
    BASE = "reads every other address of the page from there"


# Which attribute of which element holds an address ("*": of any element).
ADDRESSES = {
    ("a", "href"): Way.LINK,
    ("a", "xlink:href"): Way.LINK,
    ("area", "href"): Way.LINK,
    ("form", "action"): Way.LINK,
    ("*", "formaction"): Way.LINK,
    ("base", "href"): Way.BASE,
    ("*", "src"): Way.LOAD,
    ("*", "poster"): Way.LOAD,
    ("object", "data"): Way.LOAD,
    ("use", "href"): Way.LOAD,
    ("use", "xlink:href"): Way.LOAD,
    ("image", "href"): Way.LOAD,
    ("image", "xlink:href"): Way.LOAD,
}
HOLDERS = etree.XPath(
    "//*[@href or @src or @srcset or @imagesrcset or @action or @formaction or @poster or @style]"
    " | //use | //image | //object | //style | //meta[@http-equiv] | //script[@type='application/ld+json']"
)
FRAGMENTS = etree.XPath("//@id | //a/@name")
REDIRECTS = etree.XPath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']")


@dataclass(frozen=True, order=True)
class Broken:
    """One thing wrong with one link; line 0 means that the file has no lines worth naming."""

    page: str
    line: int
    link: str
    what: str

    def __str__(self) -> str:
        where = f"{self.page}:{self.line}" if self.line else self.page
        return f"{where}: {self.link}: {self.what}"


@dataclass(frozen=True)
class Welcome:
    """Where a link to another host may stand: an XPath that is true of the link, and a host (none: any)."""

    where: str
    host: str = ""

    @cached_property
    def holds(self) -> etree.XPath:
        """The XPath, compiled once."""
        return etree.XPath(self.where)

    def covers(self, link: etree._Element, host: str) -> bool:
        """Say whether this link to this host is welcome."""
        return self.host in ("", host) and bool(self.holds(link))


def inside(name: str) -> str:
    """Give an XPath that is true of an element with this class, or inside one."""
    return f"ancestor-or-self::*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


ALWAYS_WELCOME = (
    Welcome("ancestor::section[@id='sources']"),
    Welcome("self::*[contains(concat(' ', normalize-space(@rel), ' '), ' license ')]"),
    Welcome(inside("edit-this-page")),
    Welcome(inside("plain-term-question")),
)


class Address(NamedTuple):
    """An address as it is written somewhere, and whether it may lead to another host from there."""

    text: str
    line: int
    way: Way
    welcome: bool = False


@dataclass
class Document:
    """What one file of the site holds: the addresses in it and the fragments that can be linked to."""

    addresses: list[Address] = field(default_factory=list)
    fragments: frozenset[str] = frozenset()
    redirects: bool = False


# -- Reading files ---------------------------------------------------------------------------------------


def read_markup(path: Path, welcome: Sequence[Welcome]) -> Document:
    """Read an HTML page or an SVG picture."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(path.read_bytes() or b"<html></html>", parser)
    found = FRAGMENTS(root)
    fragments = frozenset(map(str, found)) if isinstance(found, list) else frozenset()
    return Document(list(_addresses(root, welcome)), fragments, bool(REDIRECTS(root)))


def _addresses(root: etree._Element, welcome: Sequence[Welcome]) -> Iterator[Address]:
    found = HOLDERS(root)
    holders = [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []
    for element in holders:
        for text, way in _addresses_of(element):
            parts = _split(text.strip())
            host = parts.netloc if parts else ""
            ok = bool(host) and way is not Way.LOAD and any(rule.covers(element, host) for rule in welcome)
            yield Address(text.strip(), _line(element), way, ok)


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _split(text: str) -> SplitResult | None:
    try:
        return urlsplit(text)
    except ValueError:
        return None


def _addresses_of(element: etree._Element) -> Iterator[tuple[str, Way]]:
    tag = str(element.tag)
    for name, value in element.attrib.items():
        way = ADDRESSES.get((tag, str(name))) or ADDRESSES.get(("*", str(name)))
        if way:
            yield str(value), way
        elif name in ("srcset", "imagesrcset"):
            yield from ((part.split()[0], Way.LOAD) for part in str(value).split(",") if part.strip())
        elif name == "style":
            yield from ((text, Way.LOAD) for text, _ in css_addresses(str(value)))
    if tag == "style":
        yield from ((text, Way.LOAD) for text, _ in css_addresses(element.text or ""))
    elif tag == "script" and element.get("type") == "application/ld+json":
        yield from ((text, Way.NAME) for text in _urls(json.loads(element.text or "{}")))
    elif tag == "link" and "href" in element.attrib:
        rels = set(element.get("rel", "").lower().split())
        yield element.get("href", ""), Way.LOAD if rels & LOADING_RELS else Way.NAME
    elif tag == "meta" and (refresh := REFRESH.match(element.get("content", ""))):
        yield refresh[1], Way.LINK


def css_addresses(css: str) -> Iterator[tuple[str, int]]:
    """Give each address in a stylesheet with its line."""
    css = CSS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)
    for found in CSS_ADDRESS.finditer(css):
        text = next((group for group in found.groups() if group is not None), "")
        yield text, css.count("\n", 0, found.start()) + 1


def read_css(path: Path) -> Document:
    """Read a stylesheet."""
    css = path.read_text(encoding="utf-8")
    return Document([Address(text, line, Way.LOAD) for text, line in css_addresses(css)])


def read_inventory(path: Path) -> Document:
    """Read a Sphinx inventory, the file that other projects find our terms in."""
    with path.open("rb") as file:
        inventory = InventoryFile.load(file, "", posixpath.join)
    items = [(name, item) for entries in inventory.values() for name, item in entries.items()]
    kept = [item.uri for name, item in items if name not in LABELS_OF_EVERY_SITE]
    return Document([Address(uri, 0, Way.NAME) for uri in kept])


def read_site_map(path: Path) -> Document:
    """Read a site map for search engines."""
    places = etree.parse(str(path)).iter("{*}loc")
    return Document([Address((place.text or "").strip(), _line(place), Way.NAME) for place in places])


def read_json(path: Path) -> Document:
    """Read the addresses that a JSON file holds under the key `url`, other than those of sources."""
    return Document([Address(url, 0, Way.NAME) for url in _urls(json.loads(path.read_bytes()))])


def _urls(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _urls(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "url" and isinstance(item, str):
                yield item
            elif key not in SOURCES:
                yield from _urls(item)


# -- Judging addresses -----------------------------------------------------------------------------------


class Site:
    """The files of a built site, with every document in it read once."""

    def __init__(self, folder: Path, base_url: str = "", welcome: Iterable[Welcome] = ()) -> None:
        """Read the site in a folder; `base_url` is the address it is published under, if it says so."""
        self.base_url = f"{base_url.removesuffix('/')}/" if base_url else ""
        self.files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        self.folders = {posixpath.dirname(name) for name in self.files}
        self.spellings = {name.lower(): name for name in self.files}
        rules = (*ALWAYS_WELCOME, *welcome)
        self.documents = {
            name: document for name in sorted(self.files) if (document := _read(folder / name, rules))
        }

    @property
    def pages(self) -> list[str]:
        """The HTML pages."""
        return [name for name in self.documents if name.endswith(".html")]

    def problem(self, page: str, address: Address) -> str:
        """Say what is wrong with an address on a page; an empty answer means nothing."""
        parts = _split(address.text)
        if parts is None:
            return "is not an address"
        if address.way is Way.BASE:
            return "moves every other link of its page"
        if self.base_url and f"{address.text}/".startswith(self.base_url):
            if address.way is not Way.NAME:
                return "names the address of this site: a relative link also works elsewhere"
            return self._local_problem(START, address.text[len(self.base_url) :] or START)
        if parts.netloc or parts.scheme in ("http", "https"):
            return _foreign_problem(address)
        if parts.scheme:
            fine = parts.scheme in NOT_FOLLOWED or (parts.scheme == "data" and address.way is Way.LOAD)
            return "" if fine else f"has the scheme {parts.scheme}:"
        if not address.text and address.way is Way.LOAD:
            return "is empty"
        return self._local_problem(page, address.text)

    def target(self, page: str, text: str) -> str:
        """Give the file of this site that a relative address on a page leads to."""
        path = unquote(urlsplit(text).path)
        return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page

    def _local_problem(self, page: str, text: str) -> str:
        if page == SHOWN_ANYWHERE and not text.startswith("#"):
            root = urlsplit(self.base_url).path or "/"
            if not text.startswith(root):
                return f"does not start with {root}, so it breaks where the page is shown for another"
            page, text = START, text[len(root) :] or START
        parts = urlsplit(text)
        target = self.target(page, text)
        if parts.path.startswith("/"):
            return "starts at the top of the host, so it breaks under a sub-path"
        if target.startswith(".."):
            return "leads out of the site"
        if target not in self.files:
            return self._missing(target)
        if parts.path.endswith("/"):
            return "has a slash after the name of a file"
        return self._fragment_problem(target, parts.fragment)

    def _missing(self, target: str) -> str:
        if target in self.folders or target == ".":
            return "leads to a folder, which shows no page when read from a disk"
        near = self.spellings.get(target.lower())
        return f"is spelled {near}" if near else "leads to a file that is not there"

    def _fragment_problem(self, target: str, fragment: str) -> str:
        known = self.documents.get(target)
        if known is None or not target.endswith((".html", ".svg")) or fragment in ("", "top"):
            return ""
        if fragment in known.fragments or unquote(fragment) in known.fragments:
            return ""
        return f"leads to a fragment that {target} does not have"

    def broken(self) -> Iterator[Broken]:
        """Give each link that is wrong."""
        for page, document in self.documents.items():
            for address in document.addresses:
                if what := self.problem(page, address):
                    yield Broken(page, address.line, address.text, what)

    def reached(self) -> set[str]:
        """Give the pages that a reader can come to from the front page."""
        seen: set[str] = set()
        waiting = [START]
        while waiting:
            page = waiting.pop()
            if page in seen or page not in self.documents:
                continue
            seen.add(page)
            links = [one.text for one in self.documents[page].addresses if one.way is Way.LINK]
            waiting.extend(self.target(page, text) for text in links if _is_relative(text))
        return seen

    def orphans(self, unlinked: Collection[str]) -> Iterator[Broken]:
        """Give each page that no path of links leads to; a redirect is there for links from outside."""
        reached = self.reached()
        for page in self.pages:
            if page not in reached and page not in unlinked and not self.documents[page].redirects:
                yield Broken(page, 0, page, f"cannot be reached from {START}")


def _read(path: Path, welcome: Sequence[Welcome]) -> Document | None:
    match path.suffix, path.name:
        case ((".html" | ".svg"), _):
            return read_markup(path, welcome)
        case ".css", _:
            return read_css(path)
        case ".json", _:
            return read_json(path)
        case _, "objects.inv":
            return read_inventory(path)
        case _, "sitemap.xml":
            return read_site_map(path)
    return None


def _is_relative(text: str) -> bool:
    parts = _split(text)
    return parts is not None and not (parts.scheme or parts.netloc or parts.path.startswith("/"))


def _foreign_problem(address: Address) -> str:
    if address.way is Way.LOAD:
        return "is loaded from another host"
    return "" if address.welcome else "leads to another host from a place where that is not welcome"


def check_site(
    folder: Path, *, base_url: str = "", welcome: Iterable[Welcome] = (), unlinked: Collection[str] = ()
) -> list[Broken]:
    """Give everything that is wrong with the links of the site built in a folder, in order.

    `base_url` is the address the site is published under, when the site names it;
    `welcome` adds places where a link to another host may stand to those that are always fine;
    `unlinked` names pages that need no link to them, such as the one a server shows for a missing page.
    """
    site = Site(folder, base_url, welcome)
    return sorted({*site.broken(), *site.orphans(unlinked)})
