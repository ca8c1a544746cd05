"""Pages that strangers might send to do harm, and a way to build all of them in one project.

``¤`` stands for a number of the page. ``OUTSIDE`` is the way from a page to a folder beside the project that
holds secrets, ``ABSOLUTE`` the same as a whole path, and ``LISTENER`` the address of a server that nobody
should ask. What runs would set ``canary`` or make a file named ``pwned``.
"""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

from tests.broken import GOOD, HARMLESS, Case, Pages, body, definition, front, guide, name, swap
from tests.projects import CONF, Project, base_files

SECRET = "the-secret-of-the-other-folder"
PAYLOADS = (
    *("</script><script>canary=1</script>", "]]><script>canary=1</script>", "--><script>canary=1</script>"),
    *('"><img src=x onerror=canary=1>', "'><svg onload=canary=1>", "</title><script>canary=1</script>"),
    *(
        "javascript:canary=1",
        "{{ canary }}",
        "${canary=1}",
        "*/canary=1/*",
        "<!--<script>canary=1//",
        "`canary=1`",
    ),
)
NOT_FOR_ALL = "is not for pages that anybody may write"

_HTML = {
    "script": "<script>canary=1</script>",
    "script by parts": "<scr<script>ipt>canary=1</script>",
    "upper case": "<SCRIPT>canary=1</SCRIPT>",
    "script from elsewhere": '<script src="LISTENER/x.js"></script>',
    "drawing": '<svg onload="canary=1"></svg>',
    "frame": '<iframe srcdoc="<script>parent.canary=1</script>"></iframe>',
    "frame of a script": '<iframe src="javascript:parent.canary=1"></iframe>',
    "style": "<style>@import 'LISTENER/x.css'; body { display: none }</style>",
    "style sheet": '<link rel="stylesheet" href="LISTENER/x.css">',
    "refresh": '<meta http-equiv="refresh" content="0;url=javascript:canary=1">',
    "base": '<base href="LISTENER/">',
    "object": '<object data="LISTENER/x"></object>',
    "embed": '<embed src="LISTENER/x">',
    "form": '<form action="LISTENER/"><input name="q"><button>Go</button></form>',
    "focus": '<input autofocus onfocus="canary=1">',
    "details": '<details open ontoggle="canary=1">x</details>',
    "link": '<a href="javascript:canary=1">x</a>',
    "ends the page": "</article></main></body></html><script>canary=1</script>",
    "template": "<template><script>canary=1</script></template>",
    "instruction": '<?xml-stylesheet href="LISTENER/x.xsl"?>',
    "declaration": "<!DOCTYPE html [<!ENTITY x 'y'>]>",
    "data section": "<![CDATA[<script>canary=1</script>]]>",
    "comment": "<!-- <script>canary=1</script> -->",
    "comment that browsers end": "<!-- --!><script>canary=1</script> -->",
    "comment that never opens": "<!--><script>canary=1</script>-->",
    "plain bold": "<b>x</b>",
    "div of an admonition": '<div class="admonition"><p class="title">x</p><script>canary=1</script></div>',
}
HTML: dict[str, Pages] = {
    "HTML is not for pages": {
        **{f"{what} in a block": body(html) for what, html in _HTML.items()},
        "in a sentence": body("A <script>canary=1</script> b"),
        "in a comment in a sentence": body("A <!-- --!><script>canary=1</script> --> b"),
        "in a list": body('- a <svg onload="canary=1">'),
        "in a quotation": body("> <script>canary=1</script>"),
        "in a table": body('|a|\n|-|\n|<svg onload="canary=1">|'),
        "in a heading": body('## A <svg onload="canary=1">'),
        "in the title": GOOD.replace("# Word¤", '# Word¤ <svg onload="canary=1">'),
        "in a note": body(":::{note}\n<script>canary=1</script>\n:::"),
        "in a link": body('[<svg onload="canary=1">](https://example.org)'),
        "in the definition": definition("A <script>canary=1</script> keepsake¤."),
        "in a definition list": body("Term\n: <script>canary=1</script>"),
        "in a footnote": body("A[^n].\n\n[^n]: <script>canary=1</script>"),
        "in emphasis": body("*a <script>canary=1</script>*"),
    },
    HARMLESS: {
        "half a tag": body("<img src=x onerror=canary=1 x="),
        "no quotes": body("<img src=x onerror=canary=1>"),
        "slash for space": body('<img/src="x"/onerror="canary=1">'),
        "in code": body("```html\n<script>canary=1</script>\n```"),
        "in code within a sentence": body("A `<script>canary=1</script>` b"),
        "by entities": body("&lt;script&gt;canary=1&lt;/script&gt; &#60;script&#62;canary=1"),
        "by escapes": body("\\<script>canary=1\\</script>"),
        "in a remark": body("% --!><script>canary=1</script> -->"),
    },
}

_READS = {
    "include": "```{include} OUTSIDE/secret.md\n```",
    "include a whole path": "```{include} ABSOLUTE/secret.md\n```",
    "include the settings": "```{include} /conf.py\n:literal:\n```",
    "literalinclude": "```{literalinclude} OUTSIDE/secret.txt\n```",
    "literalinclude a whole path": "```{literalinclude} ABSOLUTE/secret.txt\n:lines: 1\n```",
    "raw": "```{raw} html\n<script>canary=1</script>\n```",
    "raw file": "```{raw} html\n:file: OUTSIDE/secret.txt\n```",
    "raw url": "```{raw} html\n:url: LISTENER/x\n```",
    "csv-table file": "```{csv-table}\n:file: OUTSIDE/secret.csv\n```",
    "csv-table url": "```{csv-table}\n:url: LISTENER/x\n```",
    "upper case": "```{INCLUDE} OUTSIDE/secret.md\n```",
    "colons": ":::{include} OUTSIDE/secret.md\n:::",
    "tildes": "~~~{include} OUTSIDE/secret.md\n~~~",
    "standard domain": "```{std:include} OUTSIDE/secret.md\n```",
    "table": "```{list-table}\n* - a\n```",
    "formula": "```{math}\nx\n```",
    "meta": "```{meta}\n:http-equiv=refresh: 0;url=javascript:canary=1\n```",
    "only": "```{only} html\nx\n```",
    "automodule": "```{automodule} antigravity\n```",
    "Python domain": "```{py:module} os\n```",
    "JavaScript domain": "```{js:function} f()\n```",
    "role": "```{role} x(raw)\n:format: html\n```",
    "default role": "```{default-role} raw\n```",
    "default domain": "```{default-domain} py\n```",
    "replacement": "```{replace} x\n```",
    "date": "```{date} %Y\n```",
    "class": "```{class} x\n```",
    "drawing program": "```{graphviz} OUTSIDE/secret.txt\n```",
    "figure of MyST": "```{figure-md}\n![a](LISTENER/x.png)\n\nx\n```",
    "parsed-literal": "```{parsed-literal}\n<script>\n```",
    "contents": "```{contents}\n```",
    "header": "```{header} x\n```",
    "download role": "{download}`OUTSIDE/secret.txt`",
    "download role, whole path": "{download}`x </private.txt>`",
    "raw role": "{raw}`<script>`",
    "formula role": "{math}`x`",
    "equation role": "{eq}`x`",
    "substitution role": "{sub-ref}`x`",
    "role of a domain": "{py:func}`os.system`",
}
READS: dict[str, Pages] = {
    NOT_FOR_ALL: {
        **{what: body(text) for what, text in _READS.items()},
        "in a note": body(":::{note}\n```{include} OUTSIDE/secret.md\n```\n:::"),
        "in a list": body("- ```{include} OUTSIDE/secret.md\n  ```"),
        "in the definition": definition("A keepsake¤ {download}`OUTSIDE/secret.txt`."),
        **{
            f"reStructuredText: {what}": body(f"```{{eval-rst}}\n{text}\n```")
            for what, text in {
                "raw": ".. raw:: html\n\n   <script>canary=1</script>",
                "raw file": ".. raw:: html\n   :file: OUTSIDE/secret.txt",
                "include": ".. include:: OUTSIDE/secret.md",
                "literalinclude": ".. literalinclude:: OUTSIDE/secret.txt",
                "csv-table": ".. csv-table::\n   :file: OUTSIDE/secret.csv",
                "role": ".. role:: html(raw)\n   :format: html\n\n:html:`<script>canary=1</script>`",
                "substitution": ".. |x| raw:: html\n\n   <script>canary=1</script>\n\n|x|",
                "laughs": "\n".join(f".. |a{i}| replace:: {f'|a{i + 1}| ' * 9}" for i in range(9))
                + "\n\n|a0|",
                "download": ":download:`OUTSIDE/secret.txt`",
            }.items()
        },
    },
    "formulas load a script": {
        "dollars": body("A $x$ b"),
        "block of dollars": body("$$\nx\n$$"),
        "environment": body("\\begin{equation}\nx\n\\end{equation}"),
    },
    "front matter that is never closed, or not for this page": {
        "four hyphens": "----\nmyst:\n  substitutions: {a: b}\n----\n" + GOOD,
        "text after the hyphens": "--- x\nhtml_meta:\n  refresh: x\n---\n" + GOOD,
    },
    HARMLESS: {
        f"program {what}": body(f"Text {{{{ {code} }}}} here")
        for what, code in {
            "of the environment": "env.app.config",
            "in a shell": "cycler.__init__.__globals__.os.system('touch pwned')",
            "of classes": "''.__class__.__mro__[1].__subclasses__()",
            "that never ends": "range(999999999)|list",
            "that reads": "lipsum.__globals__.os.popen('id').read()",
        }.items()
    },
}

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"{}>{}</svg>'
DRAWINGS = {
    "a script": _SVG.format("", "<script>canary=1</script>"),
    "an event": _SVG.format(' onload="canary=1"', ""),
    "a page": _SVG.format("", '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'),
    "another picture": _SVG.format("", '<image xlink:href="LISTENER/x.png"/>'),
    "laughs": '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + _SVG.format("", "&b;"),
    "a style sheet": '<?xml-stylesheet href="LISTENER/x.css"?>' + _SVG.format("", ""),
    "an animation": _SVG.format("", '<a><set attributeName="href" to="javascript:canary=1"/></a>'),
    "an import": _SVG.format("", "<style>@import 'LISTENER/x.css';</style>"),
    "a use": _SVG.format("", '<use href="LISTENER/x.svg#a"/>'),
    "a link": _SVG.format("", '<a href="javascript:canary=1"><text>x</text></a>'),
    "an attribute": _SVG.format("", '<rect fill="url(LISTENER/x.svg#a)"/>'),
    "no end": "<svg><rect></svg>",
    "a script of another name": '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>canary=1</s:script></s:svg>',
}
GOOD_DRAWING = _SVG.format(
    ' width="9"', '<defs><path id="p"/></defs><use href="#p" fill="url(#p)"/><text>x</text>'
)

PICTURES: dict[str, Pages] = {
    "no picture by its name": {
        "outside": body("![a](OUTSIDE/secret.txt)"),
        "whole path": body("![a](ABSOLUTE/secret.txt)"),
        "settings": body("![a](/conf.py)"),
        "any ending": body("![a](../private.*)"),
        "hidden file": body("![a](../.env)"),
        "query": body("![a](picture.png?x)"),
        "directive": body("```{image} OUTSIDE/secret.txt\n```"),
        "figure": body("```{figure} OUTSIDE/secret.txt\n:figwidth: image\n\nx\n```"),
        "HTML of a picture": body('<img src="x" onerror="canary=1">'),
        "HTML that MyST reads": body('<img src="OUTSIDE/secret.txt" onerror="canary=1">'),
    },
    "lies outside of the project": {
        "by the way up": body("![a](OUTSIDE/secret.png)"),
        "figure": body("```{figure} OUTSIDE/secret.png\n:figwidth: image\n\nx\n```"),
        "drawing": body("![a](OUTSIDE/secret.svg)"),
        "link": body("![a](/pictures/link.png)"),
        "of the language": body("![a](/pictures/spoken.png)"),
    },
    "would be asked of another host": {
        "http": body("![a](LISTENER/x.png)"),
        "no scheme": body("![a](//example.org/x.png)"),
        "data": body("![a](data:image/png;base64,AAAA)"),
        "directive": body("```{image} LISTENER/x.png\n```"),
        "file": body("```{image} file://ABSOLUTE/secret.png\n```"),
        "script": body("```{image} javascript:canary=1\n```"),
        "data of a page": body("```{image} data:text/html,<script>canary=1</script>\n```"),
        "HTML that MyST reads": body('<img src="LISTENER/x.png">'),
    },
    "becomes a style in the page": {
        "width": body('![a](/picture.png){width="50%"}'),
        "height": body("```{image} /picture.png\n:height: 3em\n```"),
        "scale": body("```{image} /picture.png\n:scale: 50\n```"),
        "figure": body("```{figure} /picture.png\n:figwidth: 50%\n\nx\n```"),
    },
    "the drawing": {
        f"drawing with {what}": body(f"![a](evil-{number}.svg)") for number, what in enumerate(DRAWINGS)
    },
    HARMLESS: {
        "picture": body("![a keepsake¤](/picture.png)"),
        "drawing": body("![a](good.svg)"),
        "size": body("![a](/picture.png){width=20 height=10}"),
        "words": body('![</script><script>canary=1</script>](/picture.png "&quot; onload=canary=1")'),
        "event": body('![a](/picture.png){onerror="canary=1" style="color: red"}'),
        "wrong kind": body("![a](page.png)"),
    },
}
_SCHEMES = (
    *("javascript", "JAVASCRIPT", "vbscript", "data", "file"),
    *("blob", "ftp", "feed", "steam", "intent", "view-source", "ms-word", "about", "x-y"),
)
LINKS: dict[str, Pages] = {
    "a link may not begin with": {
        **{f"{scheme} between signs": body(f"<{scheme}:canary=1>") for scheme in _SCHEMES[5:]},
        **{f"{scheme} with a text": body(f"[a]({scheme}:canary=1)") for scheme in _SCHEMES[5:]},
        **{
            f"{scheme} in reStructuredText": body(f"```{{eval-rst}}\n`a <{scheme}:canary=1>`_\n```")
            for scheme in _SCHEMES
        },
        "as external": body("[a](steam:canary=1){.external}"),
        "tab": body("[a](<java\tscript:canary=1>)"),
        "picture's target": body("```{image} /picture.png\n:target: javascript:canary=1\n```"),
        "figure's target": body("```{figure} /picture.png\n:target: data:text/html,x\n\nx\n```"),
        "contents": body("```{toctree}\nx <javascript://%0acanary=1>\n```"),
        "bare contents": body("```{toctree}\njavascript://%0acanary=1\n```"),
    },
    "says how it is reached": {
        "two slashes": body("[a](//example.org)"),
        "reStructuredText": body("```{eval-rst}\n`a <//example.org>`_\n\n`b <\\\\\\\\example.org>`_\n```"),
    },
    "files are not given away": {
        "settings": body("[a](/conf.py)"),
        "outside": body("[a](OUTSIDE/secret.txt)"),
        "whole path": body("[a](path:ABSOLUTE/secret.txt)"),
        "by percent signs": body("[a](%2e%2e/conf.py)"),
        "between signs": body("<path:/private.txt>"),
        "secret": body("[a](/.env)"),
    },
    "is no address": {"broken host": body("```{eval-rst}\n`a <https://[::1/>`_\n```")},
    "no term is called": {
        "term with a target": body("{term}`</script><script>canary=1</script> <nonesuch>`"),
    },
    HARMLESS: {
        **{f"{scheme} that stays text": body(f"[a]({scheme}:canary=1)") for scheme in _SCHEMES[:5]},
        "entities": body("[a](java&#x73;cript&colon;canary=1)"),
        "definition": body("[a][b]\n\n[b]: javascript:canary=1"),
        "event": body(
            '[a](https://example.org){onclick="canary=1" style="color:red" href="javascript:canary=1"}'
        ),
        "event on a block": body('{onclick="canary=1" #plain-terms-q .plain-term-card}\nA paragraph.'),
        "event on words": body('[words]{onclick="canary=1" .term title="x"}'),
        "title": body('[a](https://example.org "\\"><script>canary=1</script>")'),
        "abbreviation": body('{abbr}`a ("><script>canary=1</script>)`'),
        "key": body("{kbd}`<script>canary=1</script>`"),
        "mail": body("[a](mailto:a@example.org?subject=%3Cscript%3E)"),
        "own names": body("## Canary\n\n## plainTerms\n\n## plain-terms-q\n\n(canary)=\nx"),
        "class of ours": body(":::{container} plain-term-today plain-term-search\n{term}`API`\n:::"),
        "language of code": body('```"onload="canary=1\nx\n```').replace('"onload="canary=1', "text"),
    },
}


def _fields() -> Iterator[tuple[str, str, str]]:
    """Each payload in each field: folder, label and text. Whatever is said of them, they may not run."""
    for payload in PAYLOADS:
        quoted = "'" + payload.replace("'", "''") + "'"
        words = payload.replace("<", "\\<").replace("`", "\\`").replace("]", "\\]")
        terms = {
            "headword": name(f"{payload} w¤"),
            "alias": name(f"Word¤\n{payload} w¤"),
            "definition": definition(f"A keepsake¤ {words}"),
            "variant": front(f"variants: [{quoted}]").replace(payload, f"{payload} w¤"),
            "asked": front(f"asked: [{quoted}]"),
            "source": swap('"A standard: https', f"{quoted}: https").replace('standard"', "standard"),
            "reason": swap("it belongs here", quoted),
            "heading": body(f"## {words}"),
            "cell": body(f"|a|\n|-|\n|{words.replace('|', '')}|"),
            "code": body(f"```text\n{payload}\n```"),
            "picture": body(f"![{words}](/picture.png)"),
            "diagram": body(
                f"```{{diagram}} layers\n:alt: {payload}\n{payload[:40]}: {payload[:40]}\nb: c\n```"
            ),
        }
        for field, text in terms.items():
            yield "glossary", f"{field}: {payload}", text
        yield "topics", f"title: {payload}", f"# {words} w¤\n\nAbout {words}.\n\n```{{term-list}}\n```\n"
        yield (
            "guides",
            f"reason: {payload}",
            guide(f"steps:\n  api: {quoted}").replace("# Guide", f"# {words}"),
        )
        compare = f"compares: [api, monolith]\nquestion: {quoted}\nverdict: {quoted}\n"
        compare += f"decide:\n  - ask: {quoted[:-1]}?'\n"
        compare += f"    api:\n      {quoted}: a\n    monolith:\n      b: {quoted}"
        yield "guides", f"comparison: {payload}", guide(compare)


RST = """\
Evil ¤
======

.. raw:: html

   <script>canary=1</script>

.. include:: OUTSIDE/secret.md

.. |x| raw:: html

   <script>canary=1</script>

|x| `a <javascript:canary=1>`_ :download:`/private.txt`

.. figure:: OUTSIDE/secret.png
   :figwidth: image

.. csv-table::
   :url: LISTENER/x
"""


def _cases() -> Iterator[Case]:
    number = 0
    for table in (HTML, READS, PICTURES, LINKS):
        for said, pages in table.items():
            for label, text in pages.items():
                number += 1
                yield Case(
                    f"glossary/h{number:03}.md", text.replace("¤", f"{number:03}"), said, f"{said}: {label}"
                )
    for folder, label, text in _fields():
        number += 1
        yield Case(f"{folder}/h{number:03}.md", text.replace("¤", f"{number:03}"), "", f"field: {label}")
    for folder in ("topics", "guides"):
        number += 1
        yield Case(
            f"{folder}/h{number:03}.rst", RST.replace("¤", f"{number:03}"), NOT_FOR_ALL, f"rst in {folder}"
        )


CASES = tuple(_cases())

_EXTENSIONS = (
    *(
        "amsmath",
        "attrs_block",
        "attrs_inline",
        "colon_fence",
        "deflist",
        "dollarmath",
        "fieldlist",
        "html_admonition",
    ),
    *("html_image", "replacements", "smartquotes", "strikethrough", "substitution", "tasklist", "alert"),
)
_CONF = (
    CONF.replace('["colon_fence"]', repr([*_EXTENSIONS]))
    .replace('"basic"', '"plain_terms"')
    .replace('"plain_terms"]', '"plain_terms", "sphinx.ext.autodoc", "sphinx.ext.graphviz"]', 1)
    + """
html_baseurl = "https://example.org/terms/"
language = "en"
plain_terms_guard = "all"
suppress_warnings = ["toc.not_included"]
"""
)
# What is read, asked and run while Sphinx works, from before it is imported.
_WATCH = """
import json, sys
LOG = open(sys.argv[1], "w")
EVENTS = ("open", "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.symlink", "urllib.")

def note(event, args):
    if event.startswith(EVENTS) and not LOG.closed:
        LOG.write(json.dumps([event, *map(str, args)]) + "\\n")

sys.addaudithook(note)
from sphinx.cmd.build import main
status = main(sys.argv[2:])
LOG.close()
sys.exit(status)
"""


@dataclass(frozen=True)
class Hostile:
    """All of them, built: where, how it ended, what was said, and what was read and asked meanwhile.

    ``events`` are those of Python's audit hooks, as text. ``asked`` are requests that a server of ours got.
    """

    folder: Path
    status: int
    warnings: str
    events: list[list[str]]
    asked: list[str]

    @property
    def site(self) -> Path:
        """What was written."""
        return self.folder / "project/site"


def load(folder: Path) -> Hostile:
    """What :func:`build` left."""
    report = json.loads((folder / "report.json").read_text("utf-8"))
    events = [json.loads(line) for line in (folder / "log").read_text("utf-8").splitlines()]
    return Hostile(folder, report["status"], report["warnings"], events, report["asked"])


class _Server(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Note that somebody came."""
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def build_all(folder: Path) -> None:
    """Write all of them below ``folder``, and build them under watch beside a server nobody should ask."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        done = _build(folder, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    warnings = re.sub(r"\x1b\[[0-9;]*m", "", done.stderr).replace(f"{folder / 'project'}/", "")
    report = {"status": done.returncode, "warnings": warnings, "asked": _Server.asked}
    (folder / "report.json").write_text(json.dumps(report))


def _build(folder: Path, listener: str) -> subprocess.CompletedProcess[str]:
    outside, root = folder / "outside", folder / "project"
    outside.mkdir(parents=True)
    for ending in ("txt", "md", "csv", "png", "svg", "html"):
        (outside / f"secret.{ending}").write_text(f"{SECRET}\n")
    files = {**base_files(), "conf.py": _CONF, "private.txt": SECRET, ".env": SECRET}
    project = Project(root, files)
    (root / "picture.png").write_bytes(_png())
    (root / "glossary/page.png").write_text("<script>canary=1</script>")
    (root / "pictures").mkdir()
    for link in ("link.png", "spoken.en.png"):
        (root / "pictures" / link).symlink_to(outside / "secret.png")
    (root / "pictures/spoken.png").write_bytes(_png())
    (root / "glossary/good.svg").write_text(GOOD_DRAWING)
    for number, drawing in enumerate(DRAWINGS.values()):
        (root / f"glossary/evil-{number}.svg").write_text(drawing.replace("LISTENER", listener))
    for case in CASES:
        text = case.text.replace("OUTSIDE", "../../outside").replace("ABSOLUTE", str(outside))
        project.write(case.path, text.replace("LISTENER", listener))
    watched = [sys.executable, "-c", _WATCH, str(folder / "log"), "-b", "html", "-q"]
    return subprocess.run(
        [*watched, "-d", str(root / "doctrees"), str(root), str(root / "site")],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        timeout=600,
    )


def _png() -> bytes:
    """A picture of one point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(data)
