"""Other projects' ``terms.json``: fetched, kept and read the way intersphinx treats their inventories.

Only a project whose inventory says that it has one is asked. No failure stops a build or warns: what is
missing then is a card, and the author of the page cannot mend it.
"""

from __future__ import annotations

import hashlib
import posixpath
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from sphinx.ext.intersphinx import InventoryAdapter
from sphinx.util import logging, requests

from .elsewhere import FILE, Elsewhere, RemoteTerm, UnusableError, read_definitions

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

MARK = "plain_terms:file"  # the type under which an inventory names the file
LARGEST = 32 * 1024 * 1024  # bytes; 10,000 terms take about 6 million
_DAY = 86400


def gather(app: Sphinx) -> Elsewhere:
    """The terms of every project in ``intersphinx_mapping``, once intersphinx has the inventories.

    An inventory that could not be read becomes an empty one: the ``external`` role drops its own text
    where there is none, and a sentence would lose a word.
    """
    if "sphinx.ext.intersphinx" not in app.extensions:
        return Elsewhere()
    inventories = InventoryAdapter(app.env).named_inventory
    mapping = app.config.intersphinx_mapping
    unreached = frozenset(key for key in mapping if not inventories.get(key))
    projects = {}
    for key, (_, (uri, locations)) in sorted(mapping.items()):
        inventory = inventories.setdefault(key, {})
        known = _definitions(app, key, uri, locations) if FILE in inventory.get(MARK, {}) else {}
        terms = inventory.get("std:term", {}).items()
        projects[key] = {name: RemoteTerm(key, name, item.uri, known.get(name, "")) for name, item in terms}
    return Elsewhere(projects, unreached)


def _definitions(app: Sphinx, key: str, uri: str, locations: Sequence[str | None]) -> dict[str, str]:
    """What the first place that has a usable file says; what was kept of it where none has."""
    kept = Path(app.doctreedir) / "plain_terms-elsewhere" / f"{_digest(key, uri, *locations)}.json"
    reasons = []
    for location in locations:
        place = beside(location or posixpath.join(uri, FILE))
        remote = "://" in place
        try:
            if remote and _is_fresh(kept, app.config.intersphinx_cache_limit):
                return read_definitions(kept.read_bytes())
            data = _fetch(place, app.config) if remote else _read(Path(app.srcdir) / place)
            found = read_definitions(data)
        except (OSError, ValueError) as error:  # all of requests' errors are OSErrors
            reasons.append(_reason(error))
        else:
            if remote:
                _keep(kept, data)
            return found
    return _fall_back(kept, key, reasons)


def beside(location: str) -> str:
    """The address of ``terms.json`` in the folder of an inventory; a query, such as a key, is kept."""
    if "://" not in location:
        return posixpath.join(posixpath.dirname(location), FILE)
    parts = urlsplit(location)
    path = posixpath.join(posixpath.dirname(parts.path) or "/", FILE)
    return urlunsplit(parts._replace(path=path, fragment=""))


def _is_fresh(kept: Path, days: int) -> bool:
    """Whether a kept copy still serves; for ever, where ``intersphinx_cache_limit`` is negative."""
    return kept.is_file() and (days < 0 or kept.stat().st_mtime >= time.time() - days * _DAY)


def _fetch(address: str, config: Config) -> bytes:
    with requests.get(
        address,
        stream=True,
        timeout=config.intersphinx_timeout,
        _user_agent=config.user_agent,
        _tls_info=(config.tls_verify, config.tls_cacerts),
    ) as response:
        response.raise_for_status()
        data = bytearray()
        for part in response.iter_content(1 << 16):
            data += part
            if len(data) > LARGEST:
                raise UnusableError(f"it is larger than {LARGEST} bytes")
        return bytes(data)


def _read(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise UnusableError(f"it is larger than {LARGEST} bytes")
    return path.read_bytes()


def _keep(kept: Path, data: bytes) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    aside = kept.with_suffix(".part")
    aside.write_bytes(data)
    aside.replace(kept)


def _fall_back(kept: Path, key: str, reasons: Sequence[str]) -> dict[str, str]:
    try:
        found = read_definitions(kept.read_bytes())
    except (OSError, ValueError):
        found = {}
    then = "those of an earlier build are used" if found else "links to it have no definitions"
    logger.info("the %s of %r could not be used (%s): %s", FILE, key, "; ".join(reasons), then)
    return found


def _reason(error: Exception) -> str:
    """Why a file could not be used, without its address, which may hold a password."""
    if isinstance(error, UnusableError):
        return str(error)
    response = getattr(error, "response", None)
    return f"the answer was {response.status_code}" if response is not None else type(error).__name__


def _digest(*parts: str | None) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
