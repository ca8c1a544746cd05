"""``sitemap.xml`` (sitemaps.org) and ``robots.txt``, which says where it is.

Both need the base address. A robots.txt counts only at the root of a host, so elsewhere none is made.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from .site import Site, iri, xml


def files(site: Site) -> dict[str, str]:
    """Both files, as far as they make sense."""
    if not site.base:
        return {}
    found = {"sitemap.xml": render(site)}
    if urlsplit(site.base).path == "/":
        found["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {iri(site.base)}sitemap.xml\n"
    return found


def render(site: Site) -> str:
    """All pages, those of terms with the day they were last checked."""
    lines = []
    for docname, address in sorted(site.addresses.items()):
        term = site.glossary.by_docname.get(docname)
        day = f"<lastmod>{xml(term.reviewed)}</lastmod>" if term and term.reviewed else ""
        lines.append(f"<url><loc>{xml(iri(site.base + address))}</loc>{day}</url>\n")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(lines)}</urlset>\n"
