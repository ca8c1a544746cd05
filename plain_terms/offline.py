"""What a reader keeps who keeps the site: pages, what they load, and a list of it all with digests.

Pure but for reading the files of a finished build. ``templates/plain-terms-worker.js`` is the other
half: it copies what the list names, and tells by the digests what a later build has changed.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from .lean import lean

_LOADING = re.compile(r"<(?:img|script|link|source|video|audio|object|embed|iframe|input|image|use)\b[^>]*>")
_ATTRIBUTE = re.compile(r"""(?<![\w-])(src|href|poster|data|srcset|rel)\s*=\s*("[^"]*"|'[^']*')""")
_RELS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "mask-icon"}
_IN_STYLES = re.compile(r"""url\(\s*['"]?([^'")]+?)['"]?\s*\)|@import\s+['"]([^'"]+)""")
_HERE = "https://here.invalid"  # stands for the host, which nobody knows
_DIGITS = 16


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """One file of the copy: its address as pages ask for it, size in bytes, and digest."""

    address: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in a file, as long as its size in bytes and its date (in ns) are the same."""

    size: int
    date: int
    digest: str
    loads: tuple[str, ...] = ()


def copy_of(
    folder: Path, asked: Iterable[str], known: Mapping[str, Seen], root: str = "/"
) -> dict[str, Seen]:
    """All files of the copy by address: those that are ``asked`` for, and whatever pages and sheets load.

    Paths are in ``folder``, and one that names no file is left out. ``known`` is what an earlier build
    found. ``root`` is the path under which the site is published, for addresses that begin with it.
    """
    waiting = [quote(path) for path in asked]
    found: dict[str, Seen] = {}
    while waiting:
        address = waiting.pop()
        if address in found or (seen := _look_at(folder, address, known.get(address), root)) is None:
            continue
        found[address] = seen
        waiting.extend(seen.loads)
    return found


def _look_at(folder: Path, address: str, known: Seen | None, root: str) -> Seen | None:
    path = folder / unquote(urlsplit(address).path)
    try:
        about = path.stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    if known and (known.size, known.date) == (about.st_size, about.st_mtime_ns):
        return known
    content = path.read_bytes()
    loads = loaded_by(address, path.suffix, content, root)
    digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
    return Seen(about.st_size, about.st_mtime_ns, digest, tuple(sorted(loads)))


def files_of(copy: Mapping[str, Seen], without: Iterable[str]) -> list[Kept]:
    """The files of a copy in order of their addresses, but those at the paths in ``without``."""
    left_out = {quote(path) for path in without}
    return sorted(
        Kept(address, seen.size, seen.digest) for address, seen in copy.items() if address not in left_out
    )


def loaded_by(address: str, suffix: str, content: bytes, root: str = "/") -> set[str]:
    """The addresses, as seen from the root of the site, of what a page or a style sheet loads from there."""
    base, text = address.rpartition("/")[0], content.decode("utf-8", "replace")
    if suffix == ".css":
        return set(_from(base, root, (one or other for one, other in _IN_STYLES.findall(text))))
    if suffix not in (".html", ".htm", ".xhtml"):
        return set()
    return {found for tag in _LOADING.findall(text) for found in _loaded_by_tag(base, root, tag)}


def _from(base: str, root: str, named: Iterable[str]) -> Iterator[str]:
    site = _HERE + root
    for name in named:
        whole = urljoin(f"{site}{base}/" if base else site, name).partition("#")[0]
        if whole.startswith(site):
            yield whole.removeprefix(site)


@lru_cache(maxsize=4096)  # all pages of a folder name the same few
def _loaded_by_tag(base: str, root: str, tag: str) -> tuple[str, ...]:
    given = {name: unescape(value[1:-1]) for name, value in _ATTRIBUTE.findall(tag)}
    if tag.startswith("<link") and not _RELS & set(given.get("rel", "").split()):
        return ()
    named = [given[name] for name in ("src", "href", "poster", "data") if name in given]
    named += [part.split()[0] for part in given.get("srcset", "").split(",") if part.split()]
    return tuple(_from(base, root, named))


def list_text(files: Iterable[Kept]) -> str:
    """The list as it is published."""
    rows = (json.dumps([file.address, file.size, file.digest], separators=(",", ":")) for file in files)
    return '{"files":[\n' + ",\n".join(rows) + "\n]}\n"


def worker_text(template: str, files: Iterable[Kept], pages: int) -> str:
    """The worker that copies what the list names.

    It holds the digest of the list, so it differs whenever a file of the copy does: by that browsers
    learn that there is something new.
    """
    files = list(files)
    version = hashlib.sha256(list_text(files).encode()).hexdigest()[:_DIGITS]
    made = {"version": version, "pages": pages, "bytes": sum(file.size for file in files)}
    return lean(template).replace("const MADE = {};", f"const MADE = {json.dumps(made)};", 1)


FAREWELL = """\
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
const family = `plain-terms ${new URL(registration.scope).pathname} `;
const remove = async () => {
const names = await caches.keys();
await Promise.all(names.filter((name) => name.startsWith(family)).map((name) => caches.delete(name)));
await registration.unregister();
};
event.waitUntil(remove());
});
"""
"""What is published in the worker's place where a project gives copies up: it takes back those in use."""
