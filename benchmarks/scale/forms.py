"""The same glossary as each tool takes it: this project, plain Sphinx, mkdocs-material and Hugo."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.scale import terms
from benchmarks.scale.terms import Entry

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SITE = ("conf.py", "_static", "_templates")
DAY = "2026-11-24"
Link = Callable[[int], str]
Pages = Iterable[tuple[str, str]]


def _linked(text: str, link: Link) -> str:
    return re.sub(r"\[\[(\d+)\]\]", lambda match: link(int(match[1])), text)


def _body(entry: Entry, link: Link, more: str = "") -> str:
    parts = "".join(f"## {heading}\n\n{text}\n\n" for heading, text in entry.parts)
    return _linked(f"{entry.intro}\n\n{parts}{more}", link)


def _role(number: int) -> str:
    """A reference to a term; every third shows other words than its name."""
    name = terms.headword(number)
    return f"{{term}}`{name.lower()} <{name}>`" if number % 3 else f"{{term}}`{name}`"


def _directive(entry: Entry) -> str:
    return f"::::{{glossary}}\n{entry.headword}\n{entry.alias}\n  {entry.definition}\n::::\n\n"


def _source(entry: Entry, number: int) -> tuple[str, str]:
    return f"Handbook of {entry.slug} {number}", f"https://{entry.slug}.example/{number}"


def _slug(number: int) -> str:
    return terms.headword(number).lower().replace(" ", "-")


# --- this project -------------------------------------------------------------------------------


def our_page(entry: Entry) -> str:
    """A term page with front matter, from which the extension makes the rest."""
    lines = [f"topic: topic-{entry.topic:02}", f"kind: {entry.kind}"]
    lines += [f"contrasts: [{_slug(entry.contrast)}]"] if entry.contrast is not None else []
    lines += ["related:", *(f'  {_slug(number)}: "{reason}"' for number, reason in entry.related)]
    lines += [f"variants: [{entry.slug.replace('-', '')}o, {entry.slug}es o]", "asked:"]
    lines += [f'  - "{phrase}"' for phrase in entry.asked]
    lines += ["sources:", *(f'  - "{": ".join(_source(entry, n))}"' for n in (1, 2)), f"reviewed: {DAY}"]
    front = "\n".join(["---", *lines, "---", f"# {entry.headword}"])
    return f"{front}\n\n{_directive(entry)}{_body(entry, _role)}"


def ours(folder: Path, size: int) -> None:
    """This project's settings, around made-up pages."""
    for name in SITE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy(source, folder)
    _set(folder, 'plain_terms_published = ""')  # the pages are others
    _write(folder, _sphinx_frame("{term-list}", "{topic-list}"))
    _write(folder, ((_topic_name(n), _our_topic(n)) for n in range(terms.TOPICS)))
    _write(folder, ((f"glossary/{e.slug}.md", our_page(e)) for e in terms.glossary(size)))


def ours_unchecked(folder: Path, size: int) -> None:
    """The same without the style guide: plain Sphinx checks nothing either."""
    ours(folder, size)
    _set(folder, "plain_terms_style = False")


def _set(folder: Path, line: str) -> None:
    with (folder / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"\n{line}\n")


def _our_topic(number: int) -> str:
    return f"# Topic {number:02}\n\nWhat it is about.\n\n```{{term-list}}\n:topic: topic-{number:02}\n```\n"


# --- plain Sphinx -------------------------------------------------------------------------------

BASIC = """
project = "In Plain Terms"
language = "en-GB"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
html_theme = "{theme}"
html_copy_source = False
"""


def plain_page(entry: Entry) -> str:
    """What a careful author would type, so that readers get the same words."""
    related = "".join(f"- {_role(number)}: {reason}\n" for number, reason in entry.related)
    sources = "".join(f"- [{title}]({url})\n" for title, url in (_source(entry, n) for n in (1, 2)))
    topic = f"Topic: [Topic {entry.topic:02}](../topics/topic-{entry.topic:02}.md)\n\n"
    compare = f"\nCompare with: {_role(entry.contrast)}\n" if entry.contrast is not None else ""
    more = f"## Related terms\n\n{related}{compare}\n## Sources\n\n{sources}\nLast reviewed {DAY}.\n\n"
    more += "[Have a question?](../guides/asking-questions.md)\n\n[Back to glossary](index.md)\n"
    return f"# {entry.headword}\n\n{topic}{_directive(entry)}{_body(entry, _role, more)}"


def _plain(folder: Path, size: int, theme: str) -> None:
    folder.joinpath("conf.py").write_text(BASIC.format(theme=theme), "utf-8")
    _write(folder, _sphinx_frame("", ""))
    entries = list(terms.glossary(size))
    for number in range(terms.TOPICS):
        lines = (f"- {_role(e.number)}: {e.definition}\n" for e in entries if e.topic == number)
        _write(
            folder, [(_topic_name(number), f"# Topic {number:02}\n\nWhat it is about.\n\n{''.join(lines)}")]
        )
    _write(folder, ((f"glossary/{e.slug}.md", plain_page(e)) for e in entries))


def basic(folder: Path, size: int) -> None:
    """Sphinx and MyST with the bare theme, and nothing of this project."""
    _plain(folder, size, "basic")


def furo(folder: Path, size: int) -> None:
    """The same with a popular theme and its sidebar as it comes."""
    _plain(folder, size, "furo")


def _sphinx_frame(term_list: str, topic_list: str) -> Pages:
    """The pages around the terms; ``term_list`` and ``topic_list`` are directives, or nothing."""

    def directive(name: str) -> str:
        return f"```{name}\n```\n\n" if name else ""

    hidden = "```{toctree}\n:hidden:\n"
    yield "index.md", f"# Start\n\n{hidden}\nglossary/index\ntopics/index\nguides/index\n```\n"
    yield "glossary/index.md", f"# A to Z\n\n{directive(term_list)}{hidden}:glob:\n\n*\n```\n"
    yield "topics/index.md", f"# Topics\n\n{directive(topic_list)}{hidden}:glob:\n\ntopic-*\n```\n"
    yield "guides/index.md", f"# Guides\n\n{hidden}\nasking-questions\n```\n"
    yield "guides/asking-questions.md", "# Asking\n\nAsk the people who look after your site.\n"


def _topic_name(number: int) -> str:
    return f"topics/topic-{number:02}.md"


def _write(folder: Path, pages: Pages) -> None:
    for name, text in pages:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


# --- others -------------------------------------------------------------------------------------


def _markdown_page(entry: Entry, link: Link, front: str) -> str:
    related = "".join(f"- [[{number}]]: {reason}\n" for number, reason in entry.related)
    sources = "".join(f"- [{title}]({url})\n" for title, url in (_source(entry, n) for n in (1, 2)))
    more = f"## Related terms\n\n{related}\n## Sources\n\n{sources}\nLast reviewed {DAY}.\n"
    lead = f"**{entry.definition}**\n\nAlso called: {entry.alias}.\n\n"
    return f"{front}{lead}{_body(entry, link, more)}"


def mkdocs_page(entry: Entry) -> str:
    """A page with links that mkdocs checks."""
    return _markdown_page(entry, lambda n: f"[{terms.headword(n)}]({_slug(n)}.md)", f"# {entry.headword}\n\n")


def mkdocs(folder: Path, size: int) -> None:
    """The theme `material` with its own search and navigation."""
    settings = "site_name: In Plain Terms\ntheme:\n  name: material\n  font: false\nplugins: [search]\n"
    pages = ((f"docs/glossary/{e.slug}.md", mkdocs_page(e)) for e in terms.glossary(size))
    _write(folder, [("mkdocs.yml", settings), ("docs/index.md", "# Start\n"), *pages])


def hugo_page(entry: Entry) -> str:
    """A page with links that Hugo checks."""
    front = f'---\ntitle: "{entry.headword}"\ntopics: ["Topic {entry.topic:02}"]\n'
    front += f'description: "{entry.definition}"\n---\n'
    return _markdown_page(
        entry, lambda n: f'[{terms.headword(n)}]({{{{< relref "{_slug(n)}.md" >}}}})', front
    )


HUGO = """
baseURL = "https://example.org/"
title = "In Plain Terms"
[taxonomies]
topic = "topics"
[outputs]
home = ["HTML", "JSON"]
"""
_HEAD = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{{ .Title }}</title>'
    '<meta name="description" content="{{ .Description }}"></head><body><nav>'
    '{{ range site.Taxonomies.topics.Alphabetical }}<a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> '
    "{{ end }}</nav><h1>{{ .Title }}</h1>"
)
_LIST = (
    '<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>: {{ .Description }}</li>'
    "{{ end }}</ul>"
)
_INDEX = (
    "[{{ range $i, $p := site.RegularPages }}{{ if $i }},{{ end }}"
    '{{ dict "title" $p.Title "url" $p.RelPermalink "text" $p.Plain | jsonify }}{{ end }}]'
)


def hugo(folder: Path, size: int) -> None:
    """Hugo with the shortest templates that give topics, an A-Z and a search index."""
    layouts = {
        "layouts/_default/single.html": f"{_HEAD}{{{{ .Content }}}}</body></html>",
        "layouts/_default/list.html": f"{_HEAD}{_LIST}</body></html>",
        "layouts/index.html": f"{_HEAD}{_LIST}</body></html>",
        "layouts/index.json": _INDEX,
        "hugo.toml": HUGO,
    }
    pages = ((f"content/glossary/{e.slug}.md", hugo_page(e)) for e in terms.glossary(size))
    _write(folder, [*layouts.items(), *pages])
